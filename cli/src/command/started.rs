//! `saffron started`

use anyhow::bail;
use clap::Args;
use saffron_compiler::model::{Model, Profile, ProfileKind, StartedId};
use saffron_runtime::{Engine, Question, Requester};
use saffron_vocabulary::racf::{Day, Step};
use serde_json::{Value, json};

use crate::document;
use crate::options::{Format, TextPolicyArgs};
use crate::verdict::Verdict;
use crate::{output, policy};

/// Show the user, the group and the attributes that a started task gets, and the profile behind them
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron started ORBIT payroll
  saffron started ORBIT.NIGHT payroll --format json")]
pub(crate) struct StartedArgs {
    /// The member of the started procedure, and the job name if it differs: MEMBER[.JOBNAME]
    #[arg(value_name = "MEMBER[.JOBNAME]")]
    task: String,

    #[command(flatten)]
    policy: TextPolicyArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What a started task gets.
struct Identity<'m> {
    user: Option<&'m str>,
    group: Option<&'m str>,
    trusted: bool,
    privileged: bool,
    profile: &'m Profile,
}

pub(crate) fn run(args: &StartedArgs) -> anyhow::Result<Verdict> {
    let task = args.task.to_ascii_uppercase();
    let (member, job) = task.split_once('.').unwrap_or((&task, &task));
    if member.is_empty() || job.is_empty() || job.contains('.') {
        bail!("`{}` is not MEMBER or MEMBER.JOBNAME", args.task);
    }
    let Some(compiled) = policy::compile_valid(&args.policy)? else { return Ok(Verdict::Wrong) };
    let model = &compiled.compilation.model;
    let found = identity(&compiled.engine()?, model, member, job);
    output::print(&match args.format {
        Format::Text => text(&found, member, job),
        Format::Json => document::text(as_json(&found, member, job)),
    })?;
    Ok(Verdict::Fine)
}

/// The engine finds the profile, by the same search as for any other resource. RACF takes the task
/// from the started procedures table instead if STARTED isn't active and RACLISTed, or if no
/// profile covers it.
///
/// Source: Security Administrator's Guide, "Using started procedures".
fn identity<'m>(
    engine: &Engine,
    model: &'m Model,
    member: &str,
    job: &'m str,
) -> Result<Identity<'m>, &'static str> {
    let resource = format!("{member}.{job}");
    let question = Question::new("STARTED", &resource);
    let decision = engine.subject(Requester::Undefined, None, Day(0)).decide(&question);
    let Some(view) = decision.profile() else {
        return Err(match decision.step {
            Step::ClassInactive => "the class STARTED is not active",
            Step::ClassNotRaclisted => "the class STARTED is not RACLISTed",
            _ => "no profile of the class STARTED covers the task",
        });
    };
    let kind = if view.generic { ProfileKind::Generic } else { ProfileKind::Discrete };
    let mut profiles = model.profiles.iter();
    let profile = profiles.find(|profile| {
        model.classes.get(profile.class).is_some_and(|class| class.name == view.class)
            && profile.name == view.name
            && profile.kind == kind
    });
    let profile = profile.ok_or("no profile of the class STARTED covers the task")?;
    Ok(assigned(model, profile))
}

/// What a profile of STARTED assigns.
fn assigned<'m>(model: &'m Model, profile: &'m Profile) -> Identity<'m> {
    let data = profile.started.clone().unwrap_or_default();
    let id = |id: Option<StartedId>| match id? {
        StartedId::Id(id) => model.principals.get(id).map(|principal| principal.name.as_str()),
        StartedId::Member => Some("=MEMBER"),
    };
    Identity {
        user: id(data.user),
        group: id(data.group),
        trusted: data.trusted,
        privileged: data.privileged,
        profile,
    }
}

/// Every profile that assigns identities to started tasks, in the order of search; empty if there
/// is none.
pub(crate) fn listing(model: &Model) -> String {
    let profiles = model.profiles.iter().filter(|profile| profile.started.is_some());
    let rows: Vec<Identity<'_>> = profiles.map(|profile| assigned(model, profile)).collect();
    let width = rows.iter().map(|row| row.profile.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for row in rows {
        let (name, user) = (&row.profile.name, row.user.unwrap_or("none"));
        let group = row.group.map(|group| format!("  group {group}")).unwrap_or_default();
        let trusted = if row.trusted { "  trusted" } else { "" };
        let privileged = if row.privileged { "  privileged" } else { "" };
        let line = format!("started  {name:width$}  user {user}{group}{trusted}{privileged}\n");
        text.push_str(&line);
    }
    text
}

/// `=MEMBER` stands for the name of the procedure.
fn resolved<'i>(id: Option<&'i str>, member: &'i str) -> Option<&'i str> {
    id.map(|id| if id == "=MEMBER" { member } else { id })
}

fn text(found: &Result<Identity<'_>, &str>, member: &str, job: &str) -> String {
    let task = format!("{member}.{job}");
    match found {
        Ok(identity) => {
            let user = resolved(identity.user, member).unwrap_or("none");
            let group = resolved(identity.group, member);
            let yes_or_no = |on: bool| if on { "yes" } else { "no" };
            format!(
                "started task  {task}\nuser          {user}\ngroup         {}\ntrusted       {}\n\
                 privileged    {}\nprofile       STARTED {}\n",
                group.unwrap_or("the user's default group"),
                yes_or_no(identity.trusted),
                yes_or_no(identity.privileged),
                identity.profile.name,
            )
        }
        Err(why) => format!(
            "started task  {task}\n{why}: RACF uses the started procedures table (ICHRIN03), which \
             is not part of a policy\n"
        ),
    }
}

fn as_json(found: &Result<Identity<'_>, &str>, member: &str, job: &str) -> Value {
    match found {
        Ok(identity) => json!({
            "member": member,
            "job": job,
            "user": resolved(identity.user, member),
            "group": resolved(identity.group, member),
            "trusted": identity.trusted,
            "privileged": identity.privileged,
            "profile": { "class": "STARTED", "name": identity.profile.name,
                "generic": identity.profile.kind == ProfileKind::Generic },
            "reason": null,
        }),
        Err(why) => json!({
            "member": member, "job": job, "user": null, "group": null, "trusted": false,
            "privileged": false, "profile": null, "reason": why,
        }),
    }
}
