//! Facts on profiles and on entries of the global access checking table.

use saffron_compiler::model::{GlobalEntry, Mentioned, Mentioner, Profile, ProfileKind, Who};
use saffron_vocabulary::racf::AccessLevel;

use crate::finding::{Found, Subject};
use crate::inquiry::{Inquiry, entries, fixed, has, public};

/// Classes whose UACC is no access of users.
const UACC_IS_NO_ACCESS: [&str; 2] = ["DIGTCERT", "NODES"];

pub(crate) fn wrong(inquiry: &Inquiry<'_>, profile: &Profile, what: &str) -> Found {
    let class = inquiry.class_of(profile).map_or("", |class| class.name.as_str());
    let message = format!("{class} {} {what}", profile.name);
    let place = inquiry.place(profile.origin);
    Found { subject: inquiry.of_profile(profile), message, place }
}

pub(crate) fn uacc(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    uacc_above(inquiry, found, AccessLevel::None);
}

pub(crate) fn uacc_update(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    uacc_above(inquiry, found, AccessLevel::Read);
}

fn uacc_above(inquiry: &Inquiry<'_>, found: &mut Vec<Found>, most: AccessLevel) {
    for (class, profile) in inquiry.profiles() {
        if profile.uacc > most && !UACC_IS_NO_ACCESS.contains(&class) {
            let finding = wrong(inquiry, profile, &format!("has UACC {}", profile.uacc));
            let stated = profile.uacc_origin.and_then(|span| inquiry.place(span));
            found.push(Found { place: stated.or(finding.place), ..finding });
        }
    }
}

pub(crate) fn warning(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let warned = inquiry.profiles().filter(|(_, profile)| profile.warning);
    found.extend(warned.map(|(_, profile)| {
        wrong(inquiry, profile, "is in WARNING mode: access that it denies is granted")
    }));
}

pub(crate) fn any_user_update(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (_, profile) in inquiry.profiles() {
        let wide = entries(profile)
            .filter(|entry| entry.who == Who::Any && entry.access >= AccessLevel::Update);
        for entry in wide {
            let finding = wrong(inquiry, profile, &format!("permits ID(*) {}", entry.access));
            found.push(Found { place: inquiry.place(entry.origin), ..finding });
        }
    }
}

fn of_entry(inquiry: &Inquiry<'_>, entry: &GlobalEntry, what: &str) -> Found {
    let class = inquiry.model.classes.get(entry.class).map_or("", |class| class.name.as_str());
    let subject = Subject {
        class: Some("GLOBAL".to_owned()),
        profile: Some(format!("{class} {}", entry.name)),
        ..Subject::default()
    };
    let message = format!("the global entry {class} {} grants {} {what}", entry.name, entry.access);
    Found { subject, message, place: inquiry.place(entry.origin) }
}

/// Whether only the names of the requester fit.
fn is_own(entry: &GlobalEntry) -> bool {
    entry.name.contains("&RACUID")
}

/// Entries for all users that the site doesn't list as `CLASS NAME`.
pub(crate) fn global(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let allowed = inquiry.list("global-entries").unwrap_or_default();
    for entry in inquiry.model.globals.iter().filter(|entry| !is_own(entry)) {
        let finding =
            of_entry(inquiry, entry, "to every user and is not listed in `global-entries`");
        let listed = finding.subject.profile.as_ref().is_some_and(|name| has(allowed, name));
        if entry.access > AccessLevel::None && !listed {
            found.push(finding);
        }
    }
}

/// Entries by which every user changes what isn't the user's own.
pub(crate) fn global_update(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let entries = inquiry.model.globals.iter();
    let wide = entries.filter(|entry| !is_own(entry) && entry.access >= AccessLevel::Update);
    found.extend(wide.map(|entry| of_entry(inquiry, entry, "to every user")));
}

/// Entries that grant more than what the profile does, which RACF doesn't look at then.
pub(crate) fn global_undoes(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for entry in inquiry.model.globals.iter().filter(|entry| !is_own(entry)) {
        let mut profiles = inquiry.model.profiles.iter().filter(|it| it.class == entry.class);
        let undone = profiles.find(|it| public(it) < entry.access && overlap(it, &entry.name));
        if let Some(profile) = undone {
            let what = format!("before RACF looks at the profile {}", profile.name);
            found.push(of_entry(inquiry, entry, &what));
        }
    }
}

/// Whether a profile may protect names that the name of a global entry covers: what they begin with agrees.
fn overlap(profile: &Profile, entry: &str) -> bool {
    let generic = profile.kind == ProfileKind::Generic;
    let a = if generic { fixed(&profile.name) } else { profile.name.as_str() };
    let b = fixed(entry);
    let open = [generic && a.len() < profile.name.len(), b.len() < entry.len()];
    match open {
        [true, true] => a.starts_with(b) || b.starts_with(a),
        [true, false] => b.starts_with(a),
        [false, true] => a.starts_with(b),
        [false, false] => a == b,
    }
}

/// Names with generic characters of profiles that are discrete. PROGRAM has its own sense of `*`.
pub(crate) fn looks_generic(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (class, profile) in inquiry.profiles() {
        let looks = profile.name.contains(['*', '%']) && class != "PROGRAM";
        if looks && profile.kind == ProfileKind::Discrete {
            found.push(wrong(
                inquiry,
                profile,
                "looks generic but is discrete: it protects this name only",
            ));
        }
    }
}

/// Users and groups that are named and don't exist.
pub(crate) fn residual(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    if !inquiry.whole_system {
        return;
    }
    for mention in inquiry.model.mentions() {
        if !inquiry.principal(mention.id).is_some_and(|it| it.kind.is_external()) {
            continue;
        }
        let (about, subject) = match mention.by {
            Mentioner::Profile(profile) if profile.external => continue,
            Mentioner::Profile(profile) => {
                let class = inquiry.class_of(profile).map_or("", |class| class.name.as_str());
                (format!("{class} {}", profile.name), inquiry.of_profile(profile))
            }
            Mentioner::Principal(principal) => (principal.name.clone(), Subject::default()),
        };
        let name = inquiry.name(mention.id);
        let message = format!("{about} {}, an ID that doesn't exist", named(mention.role, name));
        let subject = inquiry.of_id(mention.id, subject);
        found.push(Found {
            subject,
            message,
            place: mention.origin.and_then(|it| inquiry.place(it)),
        });
    }
}

fn named(role: Mentioned, id: &str) -> String {
    match role {
        Mentioned::Permitted(_) | Mentioned::PermittedWhen(_) => format!("permits {id}"),
        Mentioned::Owner => format!("has the owner {id}"),
        Mentioned::Notify => format!("notifies {id}"),
        Mentioned::StartedUser => format!("starts tasks as the user {id}"),
        Mentioned::StartedGroup => format!("starts tasks in the group {id}"),
        Mentioned::DefaultGroup => format!("has the default group {id}"),
        Mentioned::Connected => format!("is connected to {id}"),
        Mentioned::ConnectionOwner => format!("has a connection with the owner {id}"),
    }
}
