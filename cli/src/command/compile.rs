//! `saffron compile`

use std::path::{Path, PathBuf};

use clap::Args;
use saffron_bundle::Bundle;

use crate::options::TextPolicyArgs;
use crate::output::{self, BOLD, DIM, count, thousands};
use crate::outputs::Outputs;
use crate::policy;
use crate::verdict::Verdict;

/// Compile a policy to a bundle, which decides requests
///
/// The same text always gives the same bytes. The decision digest identifies the meaning of the
/// policy: it stays the same when files are renamed or declarations are moved.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron compile payroll -o payroll.safb")]
pub(crate) struct CompileArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// Output file; - for standard output
    #[arg(short, long, value_name = "FILE.safb")]
    output: PathBuf,
}

pub(crate) fn run(args: &CompileArgs) -> anyhow::Result<Verdict> {
    let compiled = policy::compile(&args.policy)?;
    compiled.print_diagnostics();
    if compiled.has_errors() {
        return Ok(Verdict::Wrong);
    }
    let bytes = compiled.bundle()?;
    if args.output == Path::new("-") {
        output::print_bytes(bytes)?;
        return Ok(Verdict::Fine);
    }
    let mut outputs = Outputs::default();
    outputs.add(&args.output, bytes, &compiled.inputs)?;
    outputs.write()?;
    let name = args.output.display();
    output::print(&format!(
        "{BOLD}{name}{BOLD:#}: {}",
        summary(&Bundle::open(bytes)?, bytes.len())
    ))?;
    Ok(Verdict::Fine)
}

fn summary(bundle: &Bundle<'_>, len: usize) -> String {
    let users = bundle.users().len();
    let entries = bundle.entries().len() + bundle.conditional().len();
    format!(
        "{} bytes, {}, {}, {}\n  {DIM}decision digest{DIM:#} {}\n  {DIM}content digest{DIM:#}  {}\n",
        thousands(len),
        count(bundle.profiles().len(), "profile"),
        count(users, "user"),
        count(entries, "access-list entry"),
        bundle.header().decision_digest(),
        bundle.header().content_digest(),
    )
}
