//! Started tasks and their users.

use std::collections::BTreeMap;

use saffron_compiler::model::{PrincipalId, PrincipalKind, Profile, StartedId};

use crate::finding::{Found, Subject};
use crate::inquiry::{Inquiry, has};

/// TRUSTED or PRIVILEGED, if a profile gives it.
fn bypass(profile: &Profile) -> Option<&'static str> {
    let data = profile.started.as_ref()?;
    if data.privileged { Some("PRIVILEGED") } else { data.trusted.then_some("TRUSTED") }
}

pub(crate) fn trusted(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (_, profile) in inquiry.profiles() {
        if let Some(word) = bypass(profile) {
            let message =
                format!("started tasks of {} are {word}: no access is denied", profile.name);
            let place = inquiry.place(profile.origin);
            found.push(Found { subject: inquiry.of_profile(profile), message, place });
        }
    }
}

/// As above, for those that a list of the site doesn't name: by profile or by procedure.
pub(crate) fn trusted_unapproved(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let Some(list) = inquiry.list("trusted-started-tasks") else { return };
    for (_, profile) in inquiry.profiles() {
        let procedure = profile.name.split('.').next().unwrap_or_default();
        let approved = has(list, &profile.name) || has(list, procedure);
        if let Some(word) = bypass(profile).filter(|_| !approved) {
            let message =
                format!("the started task {} is {word} and is not approved for it", profile.name);
            let place = inquiry.place(profile.origin);
            found.push(Found { subject: inquiry.of_profile(profile), message, place });
        }
    }
}

pub(crate) fn unprotected(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (profile, id) in inquiry.started() {
        let Some(principal) = id.and_then(|id| inquiry.principal(id)) else { continue };
        if let PrincipalKind::User(user) = &principal.kind
            && !user.attributes.protected
        {
            let name = &principal.name;
            let message =
                format!("{name}, the user of started task {}, is not PROTECTED", profile.name);
            let place = principal.origin.and_then(|span| inquiry.place(span));
            found.push(Found { subject: Subject::default().with_user(name), message, place });
        }
    }
}

/// PROTECTED, in a group of started tasks, not shared; and no other users in these groups.
pub(crate) fn identified(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    unprotected(inquiry, found);
    let mut tasks: BTreeMap<PrincipalId, Vec<&Profile>> = BTreeMap::new();
    for (profile, id) in inquiry.started() {
        match id {
            Some(id) => tasks.entry(id).or_default().push(profile),
            None => found.extend(without_user(inquiry, profile)),
        }
    }
    for (id, profiles) in &tasks {
        found.extend(shared(inquiry, *id, profiles));
    }
    for group in groups(inquiry, &tasks) {
        let others = inquiry.users().filter(|(id, _, user)| {
            !tasks.contains_key(id) && user.connections.iter().any(|it| it.group == group)
        });
        for (_, principal, _) in others {
            let (name, group) = (&principal.name, inquiry.name(group));
            let message = format!(
                "{name} is connected to {group}, a group of started tasks, and is the user of none"
            );
            let place = principal.origin.and_then(|span| inquiry.place(span));
            found.push(Found { subject: Subject::default().with_user(name), message, place });
        }
    }
}

fn without_user(inquiry: &Inquiry<'_>, profile: &Profile) -> Option<Found> {
    let user = profile.started.as_ref()?.user;
    let message = match user {
        Some(StartedId::Member) => return None,
        _ => format!("the started task {} has no user", profile.name),
    };
    let place = inquiry.place(profile.origin);
    Some(Found { subject: inquiry.of_profile(profile), message, place })
}

fn shared(inquiry: &Inquiry<'_>, id: PrincipalId, profiles: &[&Profile]) -> Option<Found> {
    let mut procedures: Vec<&str> =
        profiles.iter().filter_map(|it| it.name.split('.').next()).collect();
    procedures.dedup();
    let principal = inquiry.principal(id).filter(|_| procedures.len() > 1)?;
    let message = format!(
        "{} is the user of several started tasks: {}",
        principal.name,
        procedures.join(", ")
    );
    let place = principal.origin.and_then(|span| inquiry.place(span));
    Some(Found { subject: Subject::default().with_user(&principal.name), message, place })
}

/// The groups of started tasks: those that profiles name, else the default groups of their users. SYS1 is none.
fn groups(inquiry: &Inquiry<'_>, tasks: &BTreeMap<PrincipalId, Vec<&Profile>>) -> Vec<PrincipalId> {
    let mut groups: Vec<PrincipalId> = Vec::new();
    for (id, profiles) in tasks {
        let user = inquiry.principal(*id).and_then(|it| it.kind.user());
        for profile in profiles {
            let named = match profile.started.as_ref().and_then(|it| it.group) {
                Some(StartedId::Id(group)) => Some(group),
                _ => user.and_then(|user| user.default_group),
            };
            groups.extend(named.filter(|group| inquiry.name(*group) != "SYS1"));
        }
    }
    groups.sort_unstable();
    groups.dedup();
    groups
}
