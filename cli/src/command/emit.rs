//! `saffron emit`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use saffron_analysis::drift::{Fact, Managed};
use saffron_diagnostics::Totals;
use saffron_esm::{Emission, Report, Verdict as Equivalence};
use saffron_racf_convert::emit;
use saffron_racf_convert::establish::establish;
use saffron_racf_convert::plan::Proven;
use serde_json::{Value, json};

use super::plan::{Request, summary as summary_of_plan};
use crate::document;
use crate::job::Job;
use crate::options::{DiagnosticArgs, Format, PolicyArgs, TextPolicyArgs};
use crate::output::{self, NOTE, count};
use crate::outputs::Outputs;
use crate::policy::{self, CompiledPolicy};
use crate::report::drift::wording;
use crate::report::{diagnostics, equivalence};
use crate::verdict::Verdict;

/// Write the commands that establish a policy on a system
///
/// Without a base nothing is known of the system, so the commands only add: access lists grow, and what exists keeps
/// what it has. --from OLD writes what differs from OLD, as `saffron plan` does. --rebuild writes the commands that
/// bring a whole database to the policy: they empty access lists and switch options.
///
/// ACF2 and Top Secret decide otherwise than RACF. --report writes what is equivalent, fact by fact.
/// Nothing is written if a fact would let more through, unless --allow-wider is given.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron emit --esm racf payroll > payroll.racf
  saffron emit --esm racf payroll --from payroll-1.0 -o change.racf --undo undo.racf
  saffron emit --esm racf payroll --from site.irrdbu00 --setropts setropts.list -o change.racf
  saffron emit --esm racf database --rebuild -o rebuild.racf
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

    /// Output file for the commands that undo them. Without a base, what deletes is in comments
    #[arg(long, value_name = "FILE")]
    undo: Option<PathBuf>,

    /// For RACF: write what differs from this policy, which can be a database unload
    #[arg(long, value_name = "OLD", help_heading = "Options for RACF")]
    from: Option<PathBuf>,

    /// With --from: output file for the commands that take access away or delete
    #[arg(
        long,
        value_name = "FILE",
        requires = "from",
        conflicts_with = "allow_deletes",
        help_heading = "Options for RACF"
    )]
    deletes: Option<PathBuf>,

    /// With --from: write the commands that take access away or delete next to the others
    #[arg(long, requires = "from", help_heading = "Options for RACF")]
    allow_deletes: bool,

    /// For RACF: write the commands that bring a whole database to the policy. They take away what others have on the
    /// profiles of the policy
    #[arg(long, conflicts_with = "from", help_heading = "Options for RACF")]
    rebuild: bool,

    /// For ACF2 and Top Secret: output file for the report of what is equivalent
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    report_format: ReportFormat,

    /// Write the commands as a job, with the job card in this file
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
    if args.esm == Esm::Racf && args.report.is_some() {
        anyhow::bail!("--report is for --esm acf2 and --esm tss");
    }
    if args.esm != Esm::Racf && (args.from.is_some() || args.rebuild) {
        anyhow::bail!("--from and --rebuild are for --esm racf");
    }
    if let Some(old) = &args.from {
        return difference(args, old);
    }
    let mut compiled = policy::compile(&args.policy)?;
    if args.format == Format::Text {
        compiled.print_diagnostics();
    }
    if compiled.has_errors() {
        if args.format == Format::Json {
            summary(args, &compiled.diagnostics_json(), None, &[])?;
        }
        return Ok(Verdict::Wrong);
    }
    match args.esm {
        Esm::Racf => racf(args, &mut compiled),
        Esm::Acf2 => other(args, &mut compiled, saffron_esm::Esm::Acf2),
        Esm::Tss => other(args, &mut compiled, saffron_esm::Esm::Tss),
    }
}

/// What differs from another policy.
fn difference(args: &EmitArgs, old: &Path) -> anyhow::Result<Verdict> {
    let mut policy = args.policy.0.clone();
    let system = PolicyArgs { policies: vec![old.to_owned()], ..policy.clone() };
    // The options are those of OLD.
    policy.commands.start.setropts = None;
    let request = Request {
        policy,
        system,
        output: args.output.as_deref(),
        undo: args.undo.as_deref(),
        deletes: args.deletes.as_deref(),
        allow_deletes: args.allow_deletes,
        jcl: args.jcl.as_deref(),
    };
    let planned = request.plan()?;
    let text = planned.as_ref().map(|it| it.write(&request)).transpose()?;
    match args.format {
        Format::Text => {
            if let Some(text) = text.filter(|_| args.output.is_none()) {
                output::print(&text)?;
            }
            output::note(
                &planned.as_ref().map(|it| summary_of_plan(&it.proven)).unwrap_or_default(),
            );
        }
        Format::Json => {
            let remarks = planned.as_ref().map(|it| remarks_of_plan(&it.proven));
            let remarks = remarks.unwrap_or_default();
            summary(args, &[], text.as_deref(), &remarks)?;
        }
    }
    Ok(if planned.is_some() { Verdict::Fine } else { Verdict::Wrong })
}

fn remarks_of_plan(proven: &Proven) -> Vec<String> {
    let left = proven.left.iter().map(|it| ("left as it is", it));
    let lost = proven.lost.iter().map(|it| ("not given back by the undo", it));
    let remark = |(what, (fact, why)): (&str, &(Fact, String))| {
        format!("{} {}: {what}: {why}", fact.kind.as_str(), wording::line(fact))
    };
    left.chain(lost).map(remark).collect()
}

fn racf(args: &EmitArgs, compiled: &mut CompiledPolicy) -> anyhow::Result<Verdict> {
    let job = args.jcl.as_deref().map(|path| Job::read(path, &mut compiled.inputs)).transpose()?;
    let model = &compiled.compilation.model;
    let emission = if args.rebuild {
        emit::rebuild(model)
    } else {
        establish(model, Managed::of(compiled.manage.as_ref()))
    };
    let as_job = |text: String| match &job {
        Some(job) => job.with("RACF", &text),
        None => text,
    };
    let (build, undo) = (as_job(emission.build.text()), as_job(emission.undo.text()));
    write(args, compiled, &build, &undo, Outputs::default())?;
    match args.format {
        Format::Text => remarks(&emission.remarks),
        Format::Json => {
            summary(args, &compiled.diagnostics_json(), Some(&build), &emission.remarks)?;
        }
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
    diagnostics: &[Value],
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
        "diagnostics": diagnostics,
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
                summary(args, &compiled.diagnostics_json(), None, &[])?;
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
            Format::Json => summary(args, &compiled.diagnostics_json(), None, &[refusal(&report)])?,
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
        Format::Json => summary(args, &compiled.diagnostics_json(), Some(&build), &[counts])?,
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
