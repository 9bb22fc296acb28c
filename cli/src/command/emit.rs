//! `saffron emit`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saffron_diagnostics::Totals;
use saffron_esm::{Emission, Report, Verdict as Equivalence};
use saffron_racf_convert::emit;
use serde_json::json;

use crate::document;
use crate::job::Job;
use crate::options::{DiagnosticArgs, Format, TextPolicyArgs};
use crate::output::{self, NOTE, count};
use crate::outputs::Outputs;
use crate::policy::{self, CompiledPolicy};
use crate::report::{diagnostics, equivalence};
use crate::verdict::Verdict;

/// Write the commands that establish a policy on a system
///
/// The commands are in the order in which they must be issued. Issuing them again does no harm.
/// --undo writes the commands that remove what the policy declares.
///
/// ACF2 and Top Secret decide otherwise than RACF. --report writes what is equivalent, fact by fact.
/// Nothing is written if a fact would let more through, unless --allow-wider is given.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron emit --esm racf payroll > payroll.racf
  saffron emit --esm racf payroll -o payroll.racf --undo payroll-undo.racf
  saffron emit --esm acf2 zowe -o zowe.acf2 --report zowe.md --report-format markdown
  saffron emit --esm tss zowe --site prod -o zowe.tss --allow-wider")]
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

    /// For ACF2 and Top Secret: output file for the report of what is equivalent
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    report_format: ReportFormat,

    /// For ACF2 and Top Secret: write the commands as a job, with the job card in this file
    #[arg(long, value_name = "JOBCARD")]
    jcl: Option<PathBuf>,

    /// For ACF2 and Top Secret: write the commands even if they let more through than the policy
    #[arg(long)]
    allow_wider: bool,

    /// Output format of the summary. With json, commands without an output file are part of it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// External security managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Esm {
    /// z/OS Security Server RACF
    Racf,
    /// ACF2 for z/OS
    Acf2,
    /// Top Secret for z/OS
    Tss,
}

/// For people, for a review, or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Text,
    Markdown,
    Json,
}

pub(crate) fn run(args: &EmitArgs) -> anyhow::Result<Verdict> {
    let mut compiled = policy::compile(&args.policy)?;
    if args.format == Format::Text {
        compiled.print_diagnostics();
    }
    if compiled.has_errors() {
        if args.format == Format::Json {
            summary(args, &compiled, None, &[])?;
        }
        return Ok(Verdict::Wrong);
    }
    match args.esm {
        Esm::Racf => racf(args, &compiled),
        Esm::Acf2 => other(args, &mut compiled, saffron_esm::Esm::Acf2),
        Esm::Tss => other(args, &mut compiled, saffron_esm::Esm::Tss),
    }
}

fn racf(args: &EmitArgs, compiled: &CompiledPolicy) -> anyhow::Result<Verdict> {
    if args.report.is_some() || args.jcl.is_some() {
        anyhow::bail!("--report and --jcl are for --esm acf2 and --esm tss");
    }
    let emission = emit::racf(&compiled.compilation.model);
    let (build, undo) = (emission.build.text(), emission.undo.text());
    write(args, compiled, &build, &undo, Outputs::default())?;
    match args.format {
        Format::Text => remarks(&emission.remarks),
        Format::Json => summary(args, compiled, Some(&build), &emission.remarks)?,
    }
    Ok(Verdict::Fine)
}

fn write(
    args: &EmitArgs,
    compiled: &CompiledPolicy,
    build: &str,
    undo: &str,
    mut outputs: Outputs,
) -> anyhow::Result<()> {
    if let Some(path) = &args.undo {
        outputs.add(path, undo.as_bytes(), &compiled.inputs)?;
    }
    match &args.output {
        None if args.format == Format::Json => {}
        None => output::print(build)?,
        Some(path) => outputs.add(path, build.as_bytes(), &compiled.inputs)?,
    }
    outputs.write()
}

/// What was written, for programs; `build` is `None` if nothing was.
fn summary(
    args: &EmitArgs,
    compiled: &CompiledPolicy,
    build: Option<&str>,
    remarks: &[String],
) -> anyhow::Result<()> {
    let written = |path: &Option<PathBuf>| {
        path.as_ref().filter(|_| build.is_some()).map(|path| path.display().to_string())
    };
    output::print(&document::text(json!({
        "commands": build.filter(|_| args.output.is_none()),
        "written": written(&args.output),
        "undo": written(&args.undo),
        "remarks": remarks,
        "diagnostics": compiled.diagnostics_json(),
    })))
}

fn other(
    args: &EmitArgs,
    compiled: &mut CompiledPolicy,
    esm: saffron_esm::Esm,
) -> anyhow::Result<Verdict> {
    let job = args.jcl.as_deref().map(|path| Job::read(path, &mut compiled.inputs)).transpose()?;
    let site = args.policy.site.as_deref();
    let model = &compiled.compilation.model;
    let emission = match saffron_esm::emit(model, esm, &compiled.esm, site) {
        Ok(emission) => emission,
        Err(missing) => {
            let shown = DiagnosticArgs::default();
            diagnostics::print_text(&compiled.sources, &missing, Totals::default(), shown);
            if args.format == Format::Json {
                summary(args, compiled, None, &[])?;
            }
            return Ok(Verdict::Wrong);
        }
    };
    let Emission { build, undo, report, .. } = emission;
    let mut outputs = Outputs::default();
    if let Some(path) = &args.report {
        outputs.add(path, report_text(args, &report, compiled).as_bytes(), &compiled.inputs)?;
    }
    if report.count(Equivalence::Wider) > 0 && !args.allow_wider {
        outputs.write()?;
        match args.format {
            Format::Text => wider(&report),
            Format::Json => summary(args, compiled, None, &[refusal(&report)])?,
        }
        return Ok(Verdict::Wrong);
    }
    let as_job = |text: &str| match &job {
        Some(job) => job.with(step_name(esm), text),
        None => text.to_owned(),
    };
    let build = as_job(&build);
    write(args, compiled, &build, &as_job(&undo), outputs)?;
    let counts = equivalence::summary(&report);
    match args.format {
        Format::Text => output::note(&format!("{NOTE}{}{NOTE:#}: {counts}\n", esm.product())),
        Format::Json => summary(args, compiled, Some(&build), &[counts])?,
    }
    Ok(Verdict::Fine)
}

fn report_text(args: &EmitArgs, report: &Report, compiled: &CompiledPolicy) -> String {
    match args.report_format {
        ReportFormat::Text => equivalence::text(report, &compiled.sources),
        ReportFormat::Markdown => equivalence::markdown(report, &compiled.sources),
        ReportFormat::Json => equivalence::json(report, &compiled.sources),
    }
}

/// Rows that are wider, of which some are shown.
const MOST_SHOWN: usize = 20;

fn wider(report: &Report) {
    let wider = report.rows.iter().filter(|row| row.verdict == Equivalence::Wider);
    let lines = wider.take(MOST_SHOWN).map(|row| {
        let reason = row.reason.as_deref().unwrap_or_default();
        format!("  {}\n    {reason}\n", row.fact)
    });
    let lines: String = lines.collect();
    let summary = equivalence::summary(report);
    let product = report.esm.product();
    output::note(&format!("{NOTE}{product}{NOTE:#}: {summary}\n{lines}{}\n", refusal(report)));
}

/// Why no commands are written.
fn refusal(report: &Report) -> String {
    let number = count(report.count(Equivalence::Wider), "fact");
    format!(
        "no commands are written: {number} would let more through than the policy; --allow-wider writes them"
    )
}

const fn step_name(esm: saffron_esm::Esm) -> &'static str {
    match esm {
        saffron_esm::Esm::Acf2 => "ACF2",
        saffron_esm::Esm::Tss => "TSS",
    }
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
