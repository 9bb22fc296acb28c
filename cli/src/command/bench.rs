//! `saffron bench`

use std::fmt::Write as _;
use std::time::Duration;

use clap::Args;
use clap::builder::styling::Style;
use saffron_workload::Report;
use serde_json::json;

use crate::options::Format;
use crate::output::{self, BOLD, DIM, count};
use crate::verdict::Verdict;

/// Measure parsing, compiling, opening and deciding on a generated policy
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron bench --profiles 20000 --seconds 3")]
pub(crate) struct BenchArgs {
    /// Number of profiles in the policy
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    profiles: u32,

    /// Maximum time for each measurement, in seconds
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &BenchArgs) -> anyhow::Result<Verdict> {
    let budget = Duration::from_secs(args.seconds.into());
    output::hint("measuring …");
    let profiles = usize::try_from(args.profiles)?;
    let report = saffron_workload::report(profiles, budget)?;
    output::print(&match args.format {
        Format::Text => text(&report),
        Format::Json => format!("{:#}\n", value(&report)),
    })?;
    Ok(Verdict::Fine)
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

fn duration(time: Duration) -> String {
    let nanoseconds = time.as_secs_f64() * 1e9;
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e6 => format!("{:.1} µs", nanoseconds / 1e3),
        ..1e9 => format!("{:.1} ms", nanoseconds / 1e6),
        _ => format!("{:.2} s", nanoseconds / 1e9),
    }
}

fn rounded(rate: f64) -> String {
    match rate {
        ..100.0 => format!("{rate:.1}"),
        ..1e6 => format!("{rate:.0}"),
        _ => format!("{:.1} million", rate / 1e6),
    }
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
