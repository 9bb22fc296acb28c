//! `saffron emit`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saffron_racf_convert::emit;

use super::write;
use crate::options::TextPolicyArgs;
use crate::output::{self, NOTE, count};
use crate::{Verdict, policy, report};

/// Write the commands that build a policy on a system
///
/// The commands are in the order in which they have to be issued, and can be issued again without
/// harm. --undo writes those that take away what the policy declares.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron emit --esm racf payroll > payroll.racf
  saffron emit --esm racf payroll -o payroll.racf --undo payroll-undo.racf")]
pub(crate) struct EmitArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// For which security manager
    #[arg(long, value_enum, value_name = "ESM")]
    esm: Esm,

    /// Where the commands go; standard output if it isn't given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Where the commands go that undo them
    #[arg(long, value_name = "FILE")]
    undo: Option<PathBuf>,
}

/// External security managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Esm {
    /// z/OS Security Server RACF
    Racf,
}

pub(crate) fn run(args: &EmitArgs) -> anyhow::Result<Verdict> {
    let Esm::Racf = args.esm;
    let judged = policy::judge(&args.policy)?;
    report::diagnostics::print_text(&judged.sources, &judged.diagnostics);
    if judged.has_errors() {
        return Ok(Verdict::Wrong);
    }
    let emission = emit::racf(&judged.compilation.model);
    if let Some(undo) = &args.undo {
        write::replace(undo, emission.undo.as_bytes())?;
    }
    match &args.output {
        None => output::print(&emission.commands)?,
        Some(path) => write::replace(path, emission.commands.as_bytes())?,
    }
    remarks(&emission.remarks);
    Ok(Verdict::Fine)
}

fn remarks(remarks: &[String]) {
    if remarks.is_empty() {
        return;
    }
    let lines: Vec<String> = remarks.iter().map(|remark| format!("  {remark}\n")).collect();
    let heading = count(remarks.len(), "remark");
    output::note(&format!("{NOTE}{heading}{NOTE:#}: what commands can't say\n{}", lines.concat()));
}
