//! `saffron who`

use clap::{ArgGroup, Args};
use saffron_analysis::reach::{self, Reaches, Target, Wanted};
use saffron_analysis::safr::{self, Place};
use saffron_runtime::{AccessLevel, Engine};
use saffron_vocabulary::safr::{ItemType, SafrOperation};

use crate::document;
use crate::options::{BundleArgs, DayArgs, PolicyArgs, TableFormat};
use crate::report::reach as report;
use crate::report::safr_reach;
use crate::verdict::Verdict;
use crate::{output, policy};

/// List who may reach a resource, or anything that a profile protects, and by what
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("target").required(true).args(["resource", "profile", "item_type"]))]
#[command(after_help = "EXAMPLES
  saffron who payroll --class DATASET --resource PAYROLL.MASTER
  saffron who payroll --class DATASET --profile 'PAYROLL.**' --access update --tree
  saffron who finance --environment FINANCE --item-type logical-file --item LF_GL --operation modify

Users without access are left out. A level that depends on a condition is a line of its own.")]
pub(crate) struct WhoArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    /// Resource class
    #[arg(long, value_name = "CLASS", required_unless_present = "item_type")]
    class: Option<String>,

    /// Resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,

    /// Volume serial of a data set
    #[arg(long, value_name = "SERIAL", requires = "resource")]
    volume: Option<String>,

    /// Profile: who may reach any of the names that it protects
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    #[command(flatten)]
    safr: SafrItemArgs,

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
    format: TableFormat,
}

/// A level as people write it.
pub(crate) fn level(text: &str) -> Result<AccessLevel, String> {
    let level = AccessLevel::from_name(text);
    level.ok_or_else(|| "expected one of execute, read, update, control, alter".to_owned())
}

/// An item of SAFR.
#[derive(Debug, Args)]
#[command(next_help_heading = "An item of SAFR instead of a resource")]
struct SafrItemArgs {
    /// The type of the item, such as view-folder
    #[arg(long, value_name = "TYPE", requires = "environment", value_parser = item_type,
        conflicts_with_all = ["class", "access", "volume"])]
    item_type: Option<ItemType>,

    /// The item
    #[arg(long, value_name = "NAME", requires = "item_type")]
    item: Option<String>,

    /// The environment
    #[arg(long, value_name = "NAME", requires = "item_type")]
    environment: Option<String>,

    /// List only users who may do this
    #[arg(long, value_name = "OPERATION", requires = "item_type", value_parser = operation)]
    operation: Option<SafrOperation>,
}

impl SafrItemArgs {
    fn place(&self) -> Option<Place<'_>> {
        let (environment, item) = (self.environment.as_deref()?, self.item.as_deref());
        Some(Place { environment, item_type: self.item_type?, item })
    }
}

fn item_type(text: &str) -> Result<ItemType, String> {
    let names = || ItemType::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
    ItemType::from_name(text).ok_or_else(|| format!("expected one of {}", names()))
}

fn operation(text: &str) -> Result<SafrOperation, String> {
    let names = || SafrOperation::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
    let found = SafrOperation::from_name(&text.replace('_', "-"));
    found.ok_or_else(|| format!("expected one of {}", names()))
}

pub(crate) fn run(args: &WhoArgs) -> anyhow::Result<Verdict> {
    let day = args.day.day()?;
    let Some(policy) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    if let Some(place) = args.safr.place() {
        return of_safr(args, &policy.engine, place);
    }
    let class = args.class.as_deref().unwrap_or_default();
    let target = match (&args.resource, &args.profile) {
        (Some(resource), _) => Target::Resource(resource, args.volume.as_deref()),
        (None, profile) => Target::Profile(profile.as_deref().unwrap_or_default()),
    };
    let wanted = Wanted { day, access: args.access, class: None };
    let found = reach::who(&policy.engine, class, target, wanted);
    let class = class.to_ascii_uppercase();
    if args.profile.is_some() && found.profile.is_none() && found.open.is_empty() {
        let name = args.profile.as_deref().unwrap_or_default();
        output::note(&format!("no name of class {class} is protected by a profile {name}\n"));
        return Ok(Verdict::Wrong);
    }
    output::print(&match args.format {
        TableFormat::Text if args.tree => report::tree(&found, &[], false),
        TableFormat::Text => report::text(&found, &[]),
        TableFormat::Csv => report::csv(&found, &[]),
        TableFormat::Json => {
            document::text(report::who_json(&class, args.resource.as_deref(), &found))
        }
    })?;
    Ok(if found.open.is_empty() { Verdict::Fine } else { Verdict::Wrong })
}

/// Who may do something with an item of SAFR.
fn of_safr(args: &WhoArgs, engine: &Engine, place: Place<'_>) -> anyhow::Result<Verdict> {
    let found = safr::who(engine, place, args.safr.operation);
    let resources = Reaches::default();
    output::print(&match args.format {
        TableFormat::Text if args.tree => report::tree(&resources, &found, false),
        TableFormat::Text => report::text(&resources, &found),
        TableFormat::Csv => report::csv(&resources, &found),
        TableFormat::Json => document::text(safr_reach::who_json(place, &found)),
    })?;
    Ok(Verdict::Fine)
}
