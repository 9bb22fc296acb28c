//! `saffron what`

use clap::{ArgGroup, Args};
use saffron_analysis::reach::{self, Wanted};
use saffron_analysis::safr;
use saffron_compiler::model::{Model, Profile, StartedId};
use saffron_runtime::{AccessLevel, Requester};
use serde_json::{Value, json};

use crate::command::who::level;
use crate::document;
use crate::options::{BundleArgs, DayArgs, PolicyArgs, TableFormat};
use crate::report::reach as report;
use crate::verdict::Verdict;
use crate::{output, policy};

/// List all that a user may reach, and by what
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("subject").required(true).args(["user", "undefined_user"]))]
#[command(after_help = "EXAMPLES
  saffron what payroll --user PAYCLK
  saffron what payroll --user PAYCLK --class DATASET --access update --tree

Each line is a region: the names that one profile, and one entry of the global access checking table, protect. \
An item of SAFR is a region, too, unless --class or --access is given. \
Regions without access are left out. A level that depends on a condition is a line of its own.")]
pub(crate) struct WhatArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    /// User ID
    #[arg(long, value_name = "USER")]
    user: Option<String>,

    /// The user that RACF doesn't know
    #[arg(long)]
    undefined_user: bool,

    /// List only this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,

    /// List only access of at least this level
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    access: Option<AccessLevel>,

    #[command(flatten)]
    day: DayArgs,

    /// Show the ways: user, entry, profile
    #[arg(long, conflicts_with = "format")]
    tree: bool,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: TableFormat,
}

pub(crate) fn run(args: &WhatArgs) -> anyhow::Result<Verdict> {
    let day = args.day.day()?;
    let Some(policy) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    let user = args.user.as_deref().map(str::to_ascii_uppercase);
    let wanted = Wanted { day, access: args.access, class: args.class.as_deref() };
    let found = reach::what(&policy.engine, user.as_deref(), wanted);
    let resources_only = args.class.is_some() || args.access.is_some();
    let safr = user.as_deref().filter(|_| !resources_only);
    let safr = safr.map(|user| safr::what(&policy.engine, user, None)).unwrap_or_default();
    let requester = user.as_deref().map_or(Requester::Undefined, Requester::User);
    if !policy.engine.subject(requester, None, day).has_acee() {
        let user = user.as_deref().unwrap_or_default();
        output::note(&format!(
            "{user} can't enter the system: unknown, revoked or without a group\n"
        ));
    }
    let started = policy.model.as_ref().zip(user.as_deref());
    let started = started.map(|(model, user)| started_tasks(model, user)).unwrap_or_default();
    let date = args.day.is_stated().then(|| day.to_string());
    output::print(&match args.format {
        TableFormat::Text if args.tree => report::tree(&found, &safr, true),
        TableFormat::Text => report::text(&found, &safr) + &as_text(&started),
        TableFormat::Csv => report::csv(&found, &safr),
        TableFormat::Json => {
            let tasks = started.iter().map(|task| as_json(task)).collect();
            document::text(report::what_json(
                user.as_deref(),
                date.as_deref(),
                tasks,
                (&found, &safr),
            ))
        }
    })?;
    Ok(if found.open.is_empty() { Verdict::Fine } else { Verdict::Wrong })
}

/// Profiles of STARTED whose tasks run under the ID.
fn started_tasks<'m>(model: &'m Model, user: &str) -> Vec<&'m Profile> {
    let runs_as = |profile: &&Profile| {
        let id = profile.started.as_ref().and_then(|data| data.user);
        matches!(id, Some(StartedId::Id(id))
            if model.principals.get(id).is_some_and(|it| it.name == user))
    };
    model.profiles.iter().filter(runs_as).collect()
}

fn flags(profile: &Profile) -> (bool, bool) {
    profile.started.as_ref().map_or((false, false), |data| (data.trusted, data.privileged))
}

/// A trusted task may do everything, whatever the lists are.
fn as_text(started: &[&Profile]) -> String {
    let line = |profile: &&Profile| {
        let (trusted, privileged) = flags(profile);
        let all = if trusted || privileged { ", which may reach everything" } else { "" };
        let kind = match (trusted, privileged) {
            (_, true) => "privileged ",
            (true, _) => "trusted ",
            _ => "",
        };
        format!("runs as {kind}started task: STARTED {}{all}\n", profile.name)
    };
    started.iter().map(line).collect()
}

fn as_json(profile: &Profile) -> Value {
    let (trusted, privileged) = flags(profile);
    json!({ "profile": profile.name, "trusted": trusted, "privileged": privileged })
}
