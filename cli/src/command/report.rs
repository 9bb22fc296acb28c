//! `saffron report`

use anyhow::bail;
use clap::{Args, ValueEnum};
use saffron_analysis::reach::{self, Wanted};

use crate::options::{BundleArgs, DayArgs, PolicyArgs, TableFormat};
use crate::report::attestation;
use crate::report::condition::Condition;
use crate::report::inventory::Part;
use crate::report::inventory::sections::{self, Section};
use crate::verdict::Verdict;
use crate::{codes, document, output, policy};

/// List what a policy holds, for an auditor: users, groups, ownership, started tasks, access of everyone, options
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron report payroll
  saffron report payroll --show group-attributes --show uacc
  saffron report payroll --show profiles --where class=SURROGAT --where uacc!=none
  saffron report site.irrdbu00 --setropts setropts.list --show residual-ids --format csv > residual.csv
  saffron report payroll --format json
  saffron report payroll --format html > who-has-what.html

Without --show, all sections are listed. HTML is a page on which a manager attests who has what. CSV has one table, so \
it needs one --show. In CSV, a cell that starts with =, +, -, @, a tab or a carriage return is prefixed with ', so that \
spreadsheets don't evaluate it as a formula.")]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    /// List only this section. Repeatable
    #[arg(long, value_enum, value_name = "NAME")]
    show: Vec<Part>,

    /// List only rows whose column has this value, or one of several with commas between them; * stands for any
    /// characters, and != for other values. Repeatable: all must hold
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    conditions: Vec<Condition>,

    #[command(flatten)]
    day: DayArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportFormat {
    Text,
    Csv,
    Json,
    Html,
}

pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<Verdict> {
    match args.format {
        ReportFormat::Html => who_has_what(args),
        ReportFormat::Text => inventory(args, TableFormat::Text),
        ReportFormat::Csv => inventory(args, TableFormat::Csv),
        ReportFormat::Json => inventory(args, TableFormat::Json),
    }
}

/// The page to attest. A bundle has all of it but the names of people.
fn who_has_what(args: &ReportArgs) -> anyhow::Result<Verdict> {
    if !args.show.is_empty() || !args.conditions.is_empty() {
        bail!("HTML is one page; remove --show and --where, or choose another format");
    }
    let day = args.day.day()?;
    let opened = policy::open(&args.policy, BundleArgs::default())?;
    let Some(opened) = opened else { return Ok(Verdict::Wrong) };
    let found = reach::everyone(&opened.engine, Wanted { day, access: None, class: None });
    output::print(&attestation::page(&found, opened.model.as_ref(), day))?;
    let is_complete = found.open.is_empty() && !opened.incomplete;
    Ok(if is_complete { Verdict::Fine } else { Verdict::Wrong })
}

fn inventory(args: &ReportArgs, format: TableFormat) -> anyhow::Result<Verdict> {
    if let Some(bundle) = args.policy.policies.iter().find(|path| policy::is_bundle(path)) {
        bail!(
            "{} is a bundle, which has no declarations; `report` needs the policy's text",
            bundle.display()
        );
    }
    let all = Part::value_variants();
    let parts = if args.show.is_empty() { all } else { &args.show };
    if format == TableFormat::Csv && parts.len() != 1 {
        bail!("CSV has one table: name one section, such as --show users");
    }
    let Some(compiled) = policy::compile_valid(&args.policy)? else { return Ok(Verdict::Wrong) };
    let (model, sources) = (&compiled.compilation.model, &compiled.sources);
    let mut listed: Vec<Section> =
        parts.iter().map(|part| Section::of(*part, model, sources)).collect();
    for section in &mut listed {
        section.retain(&args.conditions).map_err(anyhow::Error::msg)?;
    }
    let assumed = compiled.diagnostics.iter().any(|it| it.code == codes::ASSUMED_OPTIONS);
    output::print(&match format {
        TableFormat::Text => sections::text(&listed, assumed),
        TableFormat::Csv => sections::csv(&listed),
        TableFormat::Json => document::text(sections::json(&model.package, &listed, assumed)),
    })?;
    Ok(Verdict::Fine)
}
