//! `saffron check`

use anyhow::bail;
use clap::Args;
use saffron_compiler::model::{Feature, Model};
use saffron_diagnostics::{Totals, did_you_mean};
use serde_json::{Value, json};

use crate::command::other_esm::{self, Gate, OtherEsm};
use crate::options::{CheckFormat, DayArgs, PolicyArgs, TextPolicyArgs};
use crate::output::{self, BOLD, GOOD, count};
use crate::policy;
use crate::policy::CompiledPolicy;
use crate::report::feature::{self, Evaluator, FeatureReport};
use crate::report::invariant::Court;
use crate::report::sarif::Log;
use crate::report::setting::Files;
use crate::verdict::Verdict;
use crate::{document, load};

/// Check a policy and report all errors of all files
///
/// With --feature, also check that a component has everything it requires. The report lists each
/// missing permission, why it is needed, and the declaration that grants it.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron check payroll
  saffron check --all policies
  saffron check --feature ZSS policies/zowe
  saffron check --features policies/zowe
  saffron check --esm acf2 zowe.acf2")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    #[command(flatten)]
    date: DayArgs,

    /// Check whether this feature is ready, and list what is missing
    #[arg(long, value_name = "NAME")]
    feature: Vec<String>,

    /// List all features and whether they are ready
    #[arg(long)]
    features: bool,

    /// Check commands of this security manager instead of a policy
    #[arg(long, value_enum, value_name = "ESM", conflicts_with_all = ["feature", "features"])]
    esm: Option<OtherEsm>,

    /// Check each package at and below the directories
    #[arg(long, conflicts_with_all = ["feature", "features", "esm"])]
    all: bool,

    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: CheckFormat,
}

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Verdict> {
    if let Some(esm) = args.esm {
        let gate = Gate { deny_warnings: args.deny_warnings, format: args.format };
        return other_esm::check(esm, &args.policy, gate);
    }
    if args.all {
        return all(args);
    }
    let compiled = policy::compile(&args.policy)?;
    let Totals { errors, .. } = compiled.totals();
    let refused = args.refuses(&compiled);
    let model = &compiled.compilation.model;
    let mut reports = Vec::new();
    if args.format == CheckFormat::Text {
        compiled.print_diagnostics();
    }
    if errors == 0 && (args.features || !args.feature.is_empty()) {
        let engine = compiled.engine()?;
        let day = args.date.day()?;
        let date = args.date.is_stated().then_some(day);
        let court = Court::new(&engine, (model, &compiled.sources), day, date);
        let mut evaluator = Evaluator::new(model, &engine, day, court);
        reports =
            selected(args, model)?.into_iter().map(|feature| evaluator.feature(feature)).collect();
    }
    print(args, &compiled, refused, &reports)?;
    let unready = !args.feature.is_empty() && reports.iter().any(|it| !it.is_ready());
    Ok(if refused || unready { Verdict::Wrong } else { Verdict::Fine })
}

/// Checks each package on its own.
fn all(args: &CheckArgs) -> anyhow::Result<Verdict> {
    let mut packages = Vec::new();
    for path in &args.policy.policies {
        packages.extend(load::packages(path)?);
    }
    if packages.is_empty() {
        bail!("no package (a directory with saffron.toml) at or below the directories");
    }
    let (mut values, mut log, mut wrong) = (Vec::new(), Log::default(), false);
    for package in packages {
        let shown = load::typed(&package);
        let policy = PolicyArgs { policies: vec![package], ..args.policy.0.clone() };
        let compiled = policy::compile(&policy)?;
        let refused = args.refuses(&compiled);
        wrong |= refused;
        match args.format {
            CheckFormat::Text => {
                compiled.print_diagnostics();
                let verdict = if refused { "not ok\n".to_owned() } else { summary(&compiled) };
                output::print(&format!("{BOLD}{shown}{BOLD:#}: {verdict}"))?;
            }
            CheckFormat::Json => values.push(of_package(&shown, &compiled)),
            CheckFormat::Sarif => log.join(self::log(args, &compiled)),
        }
    }
    output::print(&match args.format {
        CheckFormat::Text => String::new(),
        CheckFormat::Json => document::text(json!({ "packages": values })),
        CheckFormat::Sarif => log.text(),
    })?;
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

/// The result of one package among several.
fn of_package(package: &str, compiled: &CompiledPolicy) -> Value {
    let mut value = value(compiled, &[]);
    if let Some(object) = value.as_object_mut() {
        object.insert("package".to_owned(), package.into());
    }
    value
}

impl CheckArgs {
    fn refuses(&self, compiled: &CompiledPolicy) -> bool {
        let Totals { errors, warnings } = compiled.totals();
        errors > 0 || (self.deny_warnings && warnings > 0)
    }
}

/// The features that are named; all, for `--features` alone.
fn selected<'m>(args: &CheckArgs, model: &'m Model) -> anyhow::Result<Vec<&'m Feature>> {
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
        bail!("unknown feature \"{name}\"; did you mean \"{near}\"?");
    }
    let known: Vec<String> = names().map(|name| format!("\n  {name}")).collect();
    match known.as_slice() {
        [] => bail!("the policy declares no features"),
        known => bail!("unknown feature \"{name}\"; expected one of{}", known.concat()),
    }
}

fn print(
    args: &CheckArgs,
    compiled: &CompiledPolicy,
    refused: bool,
    reports: &[FeatureReport<'_>],
) -> anyhow::Result<()> {
    output::print(&match args.format {
        CheckFormat::Json => document::text(value(compiled, reports)),
        CheckFormat::Sarif => log(args, compiled).text(),
        CheckFormat::Text if refused => String::new(),
        CheckFormat::Text if !args.feature.is_empty() => {
            reports.iter().map(feature::text).collect::<Vec<_>>().join("\n")
        }
        CheckFormat::Text if args.features && reports.is_empty() => {
            "the policy declares no features\n".to_owned()
        }
        CheckFormat::Text if args.features => feature::overview(reports),
        CheckFormat::Text => summary(compiled),
    })
}

fn log(args: &CheckArgs, compiled: &CompiledPolicy) -> Log {
    let shown = compiled.sources.diagnostics(&compiled.diagnostics);
    let files = Files::of(&args.policy.policies);
    Log::of_diagnostics(&shown, &compiled.sources, &files)
}

fn summary(compiled: &CompiledPolicy) -> String {
    let model = &compiled.compilation.model;
    let users = compiled.compilation.model.principals.len();
    format!(
        "{GOOD}ok{GOOD:#}: {}, {}, {}, {}\n",
        count(compiled.sources.iter().len(), "file"),
        count(users, "user or group").replace("user or groups", "users and groups"),
        count(model.profiles.len(), "profile"),
        count(compiled.compilation.for_tests().0.tests.len(), "test"),
    )
}

fn value(compiled: &CompiledPolicy, reports: &[FeatureReport<'_>]) -> Value {
    let Totals { errors, warnings } = compiled.totals();
    json!({
        "errors": errors,
        "warnings": warnings,
        "diagnostics": compiled.diagnostics_json(),
        "features": reports.iter().map(feature::json).collect::<Vec<_>>(),
    })
}
