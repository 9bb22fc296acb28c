//! `saffron check`

use anyhow::bail;
use clap::Args;
use saffron_compiler::model::{Feature, Model};
use saffron_lang::diagnostic::did_you_mean;
use serde_json::{Value, json};

use crate::options::{Format, TextPolicyArgs};
use crate::output::{self, GOOD, count};
use crate::policy::Judged;
use crate::report::diagnostics::{self, totals};
use crate::report::feature::{self, FeatureReport, Judge};
use crate::report::request::today;
use crate::{Verdict, policy};

/// Check a policy: every mistake of every file, in one run
///
/// With --feature, also whether what a component needs is there: for each missing permission what
/// it is, why it is needed, and which declaration would give it.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron check payroll
  saffron check --feature ZSS policies/zowe
  saffron check --features policies/zowe")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// Whether this feature is ready, and what it lacks
    #[arg(long, value_name = "NAME")]
    feature: Vec<String>,

    /// Which features are ready
    #[arg(long)]
    features: bool,

    /// Warnings fail the check, too
    #[arg(long)]
    deny_warnings: bool,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Verdict> {
    let judged = policy::judge(&args.policy)?;
    let (errors, warnings) = totals(&judged.diagnostics);
    let refused = errors > 0 || (args.deny_warnings && warnings > 0);
    let model = &judged.compilation.model;
    let mut reports = Vec::new();
    if args.format == Format::Text {
        diagnostics::print_text(&judged.sources, &judged.diagnostics);
    }
    if errors == 0 && (args.features || !args.feature.is_empty()) {
        let engine = judged.engine()?;
        let judge = Judge { model, engine: &engine, today: today() };
        reports = wanted(args, model)?.into_iter().map(|it| judge.feature(it)).collect();
    }
    print(args, &judged, refused, &reports)?;
    let unready = !args.feature.is_empty() && reports.iter().any(|it| !it.is_ready());
    Ok(if refused || unready { Verdict::Wrong } else { Verdict::Fine })
}

/// The features that are named; all, for `--features` alone.
fn wanted<'m>(args: &CheckArgs, model: &'m Model) -> anyhow::Result<Vec<&'m Feature>> {
    if args.feature.is_empty() {
        let mut all: Vec<&Feature> = model.features.iter().collect();
        all.sort_by_cached_key(|feature| feature.name.to_lowercase());
        return Ok(all);
    }
    args.feature.iter().map(|name| named(model, name)).collect()
}

fn named<'m>(model: &'m Model, name: &str) -> anyhow::Result<&'m Feature> {
    let exact = model.features.iter().find(|feature| feature.name == name);
    let alike = || model.features.iter().find(|it| it.name.to_lowercase() == name.to_lowercase());
    if let Some(feature) = exact.or_else(alike) {
        return Ok(feature);
    }
    let names = || model.features.iter().map(|feature| feature.name.as_str());
    if let Some(near) = did_you_mean(name, names()) {
        bail!("the policy has no feature \"{name}\"; did you mean \"{near}\"?");
    }
    let known: Vec<String> = names().map(|name| format!("\n  {name}")).collect();
    match known.as_slice() {
        [] => bail!("the policy declares no features"),
        known => bail!("the policy has no feature \"{name}\"; it has{}", known.concat()),
    }
}

fn print(
    args: &CheckArgs,
    judged: &Judged,
    refused: bool,
    reports: &[FeatureReport<'_>],
) -> anyhow::Result<()> {
    output::print(&match args.format {
        Format::Json => format!("{:#}\n", value(judged, reports)),
        Format::Text if refused => String::new(),
        Format::Text if !args.feature.is_empty() => {
            reports.iter().map(feature::text).collect::<Vec<_>>().join("\n")
        }
        Format::Text if args.features && reports.is_empty() => {
            "the policy declares no features\n".to_owned()
        }
        Format::Text if args.features => feature::overview(reports),
        Format::Text => summary(judged),
    })
}

fn summary(judged: &Judged) -> String {
    let model = &judged.compilation.model;
    let users = judged.compilation.model.authorities.len();
    format!(
        "{GOOD}ok{GOOD:#}: {}, {}, {}, {}\n",
        count(judged.sources.iter().len(), "file"),
        count(users, "user or group").replace("user or groups", "users and groups"),
        count(model.profiles.len(), "profile"),
        count(model.tests.len(), "test"),
    )
}

fn value(judged: &Judged, reports: &[FeatureReport<'_>]) -> Value {
    let (errors, warnings) = totals(&judged.diagnostics);
    json!({
        "errors": errors,
        "warnings": warnings,
        "diagnostics": diagnostics::json(&judged.sources, &judged.diagnostics),
        "features": reports.iter().map(feature::json).collect::<Vec<_>>(),
    })
}
