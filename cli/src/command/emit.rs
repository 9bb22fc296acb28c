//! `saffron emit`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saffron_racf_convert::emit;

use crate::options::TextPolicyArgs;
use crate::output::{self, NOTE, count};
use crate::outputs::Outputs;
use crate::policy;
use crate::verdict::Verdict;

/// Write the commands that establish a policy on a system
///
/// The commands are in the order in which they must be issued. Issuing them again does no harm.
/// --undo writes the commands that remove what the policy declares.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron emit --esm racf payroll > payroll.racf
  saffron emit --esm racf payroll -o payroll.racf --undo payroll-undo.racf")]
pub(crate) struct EmitArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// The security manager
    #[arg(long, value_enum, value_name = "ESM")]
    esm: Esm,

    /// Output file. Default: standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Output file for the commands that undo them
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
    let compiled = policy::compile(&args.policy)?;
    compiled.print_diagnostics();
    if compiled.has_errors() {
        return Ok(Verdict::Wrong);
    }
    let emission = emit::racf(&compiled.compilation.model);
    let mut outputs = Outputs::default();
    if let Some(undo) = &args.undo {
        outputs.add(undo, emission.undo.text().as_bytes(), &compiled.inputs)?;
    }
    match &args.output {
        None => output::print(&emission.build.text())?,
        Some(path) => outputs.add(path, emission.build.text().as_bytes(), &compiled.inputs)?,
    }
    outputs.write()?;
    remarks(&emission.remarks);
    Ok(Verdict::Fine)
}

fn remarks(remarks: &[String]) {
    if remarks.is_empty() {
        return;
    }
    let lines: Vec<String> = remarks.iter().map(|remark| format!("  {remark}\n")).collect();
    let heading = count(remarks.len(), "remark");
    output::note(&format!(
        "{NOTE}{heading}{NOTE:#}: what the commands can't express\n{}",
        lines.concat()
    ));
}
