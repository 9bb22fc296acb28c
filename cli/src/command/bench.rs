//! `saffron bench`

mod requests;
mod times;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use clap::builder::styling::Style;
use saffron_compiler::model::Model;
use saffron_compiler::table::DecisionTable;
use saffron_compiler::work::Bounds;
use saffron_workload::{Report, Slowest};
use serde_json::json;

use self::requests::Asker;
use self::times::{duration, rounded};
use crate::document;
use crate::options::{BundleArgs, DayArgs, Format, PolicyArgs};
use crate::output::{self, BOLD, DIM, count, thousands};
use crate::policy;
use crate::verdict::Verdict;

/// Measure parsing, compiling, opening and deciding on a generated policy; or your requests to a policy, or its slowest decisions
#[derive(Debug, Args)]
#[command(
    after_help = "EXAMPLES\n  saffron bench --profiles 20000 --seconds 3\n  saffron bench payroll --requests requests.jsonl\n  saffron bench --worst payroll"
)]
pub(crate) struct BenchArgs {
    /// The policy that answers the requests: a package directory, `.saf` files, files of RACF commands, or a `.safb` bundle
    #[arg(value_name = "POLICY", requires = "requests", conflicts_with_all = ["profiles", "worst"])]
    policies: Vec<PathBuf>,

    /// Measure the decisions of these requests, one JSON object on each line: how long each takes, and how many a second
    #[arg(long, value_name = "FILE.jsonl", requires = "policies")]
    requests: Option<PathBuf>,

    #[command(flatten)]
    date: DayArgs,

    /// Number of profiles in the policy
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    profiles: u32,

    /// Find the slowest name of each class of a policy and measure its decision: a package directory, a `.saf` file, a file of RACF commands, or a `.safb` bundle
    #[arg(long, value_name = "POLICY", conflicts_with = "profiles")]
    worst: Option<PathBuf>,

    /// Maximum time for each measurement, in seconds
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &BenchArgs) -> anyhow::Result<Verdict> {
    let budget = Duration::from_secs(args.seconds.into());
    if let Some(policy) = &args.worst {
        return worst(policy, budget, args.format);
    }
    if let Some(file) = &args.requests {
        let (policies, today) = (args.policies.clone(), args.date.day()?);
        let asker = Asker { policies, today, budget, format: args.format };
        return requests::run(asker, file);
    }
    output::hint("measuring …");
    let profiles = usize::try_from(args.profiles)?;
    let report = saffron_workload::report(profiles, budget)?;
    output::print(&match args.format {
        Format::Text => text(&report),
        Format::Json => document::text(value(&report)),
    })?;
    Ok(Verdict::Fine)
}

/// The slowest decision of each class of a policy.
fn worst(path: &Path, budget: Duration, format: Format) -> anyhow::Result<Verdict> {
    let args = PolicyArgs::of(vec![path.to_owned()]);
    let Some(opened) = policy::open(&args, BundleArgs::default())? else {
        return Ok(Verdict::Wrong);
    };
    output::hint("searching and measuring …");
    let found = saffron_workload::slowest(&opened.engine, budget);
    let table = opened.model.as_ref().map(DecisionTable::build);
    let bounds = table.as_ref().map(|table| (table.model, Bounds::of(table)));
    let bound = |class: &str| {
        let (model, bounds) = bounds.as_ref()?;
        bound(model, bounds, class)
    };
    output::print(&match format {
        Format::Text => worst_text(&found, bound),
        Format::Json => {
            let rows: Vec<_> =
                found.iter().map(|one| worst_value(one, bound(&one.class))).collect();
            document::text(json!({ "slowest": rows }))
        }
    })?;
    Ok(Verdict::Fine)
}

/// The most steps in a class, as the compiler computes them.
fn bound(model: &Model, bounds: &Bounds<'_, '_>, name: &str) -> Option<u64> {
    let (id, _) = model.classes.iter_enumerated().find(|(_, class)| class.name == name)?;
    Some(bounds.class(id))
}

fn worst_text(found: &[Slowest], bound: impl Fn(&str) -> Option<u64>) -> String {
    if found.is_empty() {
        return "no class that is in effect has profiles\n".to_owned();
    }
    let mut text = String::new();
    for one in found {
        let steps = count(usize::try_from(one.steps).unwrap_or(usize::MAX), "step");
        let most = bound(&one.class).map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        let most = most.map_or(String::new(), |most| format!(" of at most {}", thousands(most)));
        // Writing to a `String` can't fail.
        let _ =
            writeln!(text, "{BOLD}{}{BOLD:#}  {}  {steps}{most}", one.class, duration(one.median));
        let user = one.user.as_deref().map_or(String::new(), |user| format!(", asked by {user}"));
        let _ = writeln!(text, "  {}{user}", one.name);
    }
    text
}

fn worst_value(one: &Slowest, bound: Option<u64>) -> serde_json::Value {
    json!({
        "class": one.class,
        "user": one.user,
        "name": one.name,
        "steps": one.steps,
        "most_steps": bound,
        "median_seconds": one.median.as_secs_f64(),
        "runs": one.runs,
    })
}

fn text(report: &Report) -> String {
    let mut text = format!(
        "{BOLD}{}, {}, {}{BOLD:#}\n",
        count(report.profiles, "profile"),
        count(report.users, "user"),
        count(report.entries, "entry"),
    );
    // Writing to a `String` can't fail.
    let _ = writeln!(
        text,
        "  text {}, bundle {}: {} per profile; decisions need no other memory",
        count(report.text_bytes, "byte"),
        count(report.bundle_bytes, "byte"),
        count(report.bundle_bytes / report.profiles.max(1), "byte"),
    );
    for one in &report.measurements {
        let (name, time, runs) = (one.name, duration(one.median), count(one.runs, "run"));
        let rate = format!("{} {}/s", rounded(one.rate), one.unit);
        let style = if one.baseline { DIM } else { Style::new() };
        let _ = writeln!(text, "  {style}{name:<36} {time:>10}   {rate:<26} {runs}{style:#}");
    }
    text
}

fn value(report: &Report) -> serde_json::Value {
    let measured: Vec<_> = report
        .measurements
        .iter()
        .map(|one| {
            json!({
                "name": one.name,
                "median_seconds": one.median.as_secs_f64(),
                "rate": one.rate,
                "unit": one.unit,
                "runs": one.runs,
                "baseline": one.baseline,
            })
        })
        .collect();
    json!({
        "profiles": report.profiles,
        "users": report.users,
        "entries": report.entries,
        "text_bytes": report.text_bytes,
        "bundle_bytes": report.bundle_bytes,
        "measurements": measured,
    })
}
