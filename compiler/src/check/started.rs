//! Started tasks have a name of two parts, and run as a user who is connected to the group they run with.

use saffron_diagnostics::Diagnostic;
use saffron_vocabulary::KnownClass;

use crate::codes;
use crate::lower::report::Report;
use crate::model::{Model, PrincipalId, PrincipalKind, Profile, ProfileKind, StartedId};

pub(crate) fn check(model: &Model, report: &mut Report) {
    for profile in &model.profiles {
        check_name(model, profile, report);
        let Some(data) = &profile.started else { continue };
        if let (Some(StartedId::Id(user)), Some(StartedId::Id(group))) = (data.user, data.group) {
            check_connection(model, profile, user, group, report);
        }
    }
}

/// RACF looks for `MEMBER.JOBNAME`, so a discrete profile without a period is never found.
fn check_name(model: &Model, profile: &Profile, report: &mut Report) {
    let is_started = model.classes[profile.class].is(KnownClass::Started);
    let is_whole = profile.kind == ProfileKind::Discrete && !profile.name.contains(['.', '&']);
    if !is_started || !is_whole {
        return;
    }
    let (name, span) = (&profile.name, profile.origin);
    let message = format!("no started task has the name `{name}`: names are `MEMBER.JOBNAME`");
    let diagnostic =
        Diagnostic::warning(codes::STARTED_WITHOUT_JOB, message, span, "has no effect");
    report.add(diagnostic.help(format!("write `{name}.*` for every job name")));
}

fn check_connection(
    model: &Model,
    profile: &Profile,
    user: PrincipalId,
    group: PrincipalId,
    report: &mut Report,
) {
    let PrincipalKind::User(row) = &model.principals[user].kind else { return };
    if row.connections.iter().any(|it| it.group == group) {
        return;
    }
    let (user, group) = (&model.principals[user].name, &model.principals[group].name);
    let message = format!(
        "the started task `{}` runs as `{user}` in the group `{group}`, to which `{user}` isn't connected",
        profile.name
    );
    let span = profile.origin;
    let diagnostic =
        Diagnostic::warning(codes::STARTED_NOT_CONNECTED, message, span, "can't start like this");
    report.add(diagnostic.help(format!("add `connect {user} to {group}`, or drop the group")));
}
