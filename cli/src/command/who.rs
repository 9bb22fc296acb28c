//! `saffron who`

use clap::{ArgGroup, Args, ValueEnum};
use saffron_analysis::reach::{self, Target, Wanted};
use saffron_runtime::AccessLevel;

use crate::document;
use crate::options::{BundleArgs, DayArgs, PolicyArgs};
use crate::report::reach as report;
use crate::verdict::Verdict;
use crate::{output, policy};

/// List who may reach a resource, or anything that a profile protects, and by what
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("target").required(true).args(["resource", "profile"]))]
#[command(after_help = "EXAMPLES
  saffron who payroll --class DATASET --resource PAYROLL.MASTER
  saffron who payroll --class DATASET --profile 'PAYROLL.**' --access update --tree

Users without access are left out. A level that depends on a condition is a line of its own.")]
pub(crate) struct WhoArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    /// Resource class
    #[arg(long, value_name = "CLASS")]
    class: String,

    /// Resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,

    /// Volume serial of a data set
    #[arg(long, value_name = "SERIAL", requires = "resource")]
    volume: Option<String>,

    /// Profile: who may reach any of the names that it protects
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    /// List only access of at least this level
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    access: Option<AccessLevel>,

    #[command(flatten)]
    day: DayArgs,

    /// Show the ways: profile, entry, user
    #[arg(long, conflicts_with = "format")]
    tree: bool,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: ReachFormat,
}

/// Output for people, spreadsheets or programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReachFormat {
    Text,
    Csv,
    Json,
}

/// A level as people write it.
pub(crate) fn level(text: &str) -> Result<AccessLevel, String> {
    let level = AccessLevel::from_name(text);
    level.ok_or_else(|| "expected one of execute, read, update, control, alter".to_owned())
}

pub(crate) fn run(args: &WhoArgs) -> anyhow::Result<Verdict> {
    let day = args.day.day()?;
    let Some(policy) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    let target = match (&args.resource, &args.profile) {
        (Some(resource), _) => Target::Resource(resource, args.volume.as_deref()),
        (None, profile) => Target::Profile(profile.as_deref().unwrap_or_default()),
    };
    let wanted = Wanted { day, access: args.access, class: None };
    let found = reach::who(&policy.engine, &args.class, target, wanted);
    let class = args.class.to_ascii_uppercase();
    if args.profile.is_some() && found.profile.is_none() && found.open.is_empty() {
        let name = args.profile.as_deref().unwrap_or_default();
        output::note(&format!("no name of class {class} is protected by a profile {name}\n"));
        return Ok(Verdict::Wrong);
    }
    output::print(&match args.format {
        ReachFormat::Text if args.tree => report::tree(&found, false),
        ReachFormat::Text => report::text(&found),
        ReachFormat::Csv => report::csv(&found),
        ReachFormat::Json => {
            document::text(report::who_json(&class, args.resource.as_deref(), &found))
        }
    })?;
    Ok(if found.open.is_empty() { Verdict::Fine } else { Verdict::Wrong })
}
