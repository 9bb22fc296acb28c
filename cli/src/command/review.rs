//! `saffron review`

use std::path::PathBuf;

use clap::Args;

use crate::comparing::ComparingArgs;
use crate::fail_on::FailOn;
use crate::output;
use crate::outputs::Outputs;
use crate::report::review::Review;
use crate::verdict::Verdict;

/// Write a change of a policy as a page for the person who signs it
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron review old payroll -o review.html
  saffron review payroll --baseline main -o review.html --fail-on gain

The page shows who gains and loses which access, by person and by resource, the ways from users to resources as a \
picture, and the lines of the policies that cause each change. It is one file without scripts and without a network, \
and can be printed.")]
pub(crate) struct ReviewArgs {
    #[command(flatten)]
    policies: ComparingArgs,

    /// The page; `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// End with exit status 1 if there is such a change: gain, loss or any
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    fail_on: Option<FailOn>,
}

pub(crate) fn run(args: &ReviewArgs) -> anyhow::Result<Verdict> {
    let day = args.policies.day.day()?;
    args.policies.compare(|comparison, policies| {
        let page = Review { comparison, policies, day }.page();
        if args.output.as_os_str() == "-" {
            output::print(&page)?;
        } else {
            let inputs = policies.iter().flat_map(|policy| policy.inputs.iter().cloned()).collect();
            let mut outputs = Outputs::default();
            outputs.add(&args.output, page.as_bytes(), &inputs)?;
            outputs.write()?;
        }
        let fails = args.fail_on.is_some_and(|on| on.is_in(comparison.kinds()));
        let complete = comparison.diff.is_complete();
        Ok(if fails || !complete { Verdict::Wrong } else { Verdict::Fine })
    })
}
