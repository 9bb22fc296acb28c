//! `saffron diff`

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::command::other_esm::{self, OtherEsm};
use crate::comparing::ComparingArgs;
use crate::document;
use crate::fail_on::FailOn;
use crate::options::Format;
use crate::output;
use crate::report::changes;
use crate::verdict::Verdict;

/// Show what two policies decide differently: who gains or loses which access, and by which line
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron diff old.safb payroll
  saffron diff payroll --baseline main --fail-on gain
  saffron diff payroll --baseline main --format markdown > comment.md
  saffron diff old new --user PAYCLK --class DATASET
  saffron diff --esm tss policies/zowe zowe.jcl

A policy is a package directory, a `.saf` file, a file of RACF commands or a bundle. With --baseline, the only \
policy is compared with the same path at a revision of git.

The comparison is exact: every request that the policies decide differently is in a line, and each line has a \
request that shows it. If a region is too large to be decided, the comparison is not complete, and the exit \
status is 1.

With --esm, the commands for ACF2 or Top Secret that the policy results in are compared with those in a file, fact \
by fact. The exit status is 1 if they differ.")]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    policies: ComparingArgs,

    /// Compare the policy with a file of commands of this security manager
    #[arg(long, value_enum, value_name = "ESM", conflicts_with_all = ["baseline", "user", "class", "fail_on"])]
    esm: Option<OtherEsm>,

    /// End with exit status 1 if there is such a change: gain, loss or any
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    fail_on: Option<FailOn>,

    /// Output format: text, json, markdown, html or sarif
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true)]
    format: DiffFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    Markdown,
    Html,
    Sarif,
}

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<Verdict> {
    let policies = &args.policies;
    if let (Some(esm), Some(file)) = (args.esm, &policies.second) {
        let format = match args.format {
            DiffFormat::Text => Format::Text,
            DiffFormat::Json => Format::Json,
            _ => bail!("the formats of --esm are text and json"),
        };
        return other_esm::diff(esm, &policies.policy(&policies.first), file, format);
    }
    policies.compare(|comparison, _| {
        output::print(&match args.format {
            DiffFormat::Text => changes::text::report(comparison),
            DiffFormat::Json => document::text(changes::json::report(comparison)),
            DiffFormat::Markdown => changes::markdown::report(comparison),
            DiffFormat::Html => changes::html::report(comparison),
            DiffFormat::Sarif => changes::sarif::report(comparison).text(),
        })?;
        let fails = args.fail_on.is_some_and(|on| on.is_in(comparison.kinds()));
        let complete = comparison.diff.is_complete();
        Ok(if fails || !complete { Verdict::Wrong } else { Verdict::Fine })
    })
}
