//! Attributes and fields of users, and groups without members.

use saffron_compiler::model::{Principal, PrincipalId, PrincipalKind, User};

use crate::finding::{Found, Subject};
use crate::inquiry::{Inquiry, has};

fn of_user(inquiry: &Inquiry<'_>, user: &Principal, message: String) -> Found {
    let subject = Subject::default().with_user(&user.name);
    Found { subject, message, place: user.origin.and_then(|span| inquiry.place(span)) }
}

/// Users with an attribute that a list of the site doesn't approve.
fn attribute(
    inquiry: &Inquiry<'_>,
    found: &mut Vec<Found>,
    list: &str,
    held: impl Fn(&User) -> Option<&'static str>,
) {
    let Some(list) = inquiry.list(list) else { return };
    for (_, principal, user) in inquiry.users() {
        if let Some(word) = held(user).filter(|_| !has(list, &principal.name)) {
            let message = format!("{} has {word} and is not approved for it", principal.name);
            found.push(of_user(inquiry, principal, message));
        }
    }
}

pub(crate) fn special(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    attribute(inquiry, found, "special", |user| user.attributes.special.then_some("SPECIAL"));
}

pub(crate) fn operations(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    attribute(inquiry, found, "operations", operations_of);
}

fn operations_of(user: &User) -> Option<&'static str> {
    if user.attributes.operations {
        return Some("OPERATIONS");
    }
    user.connections.iter().any(|it| it.operations).then_some("group-OPERATIONS")
}

pub(crate) fn auditor(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    attribute(inquiry, found, "auditor", |user| {
        let read_only = user.attributes.roaudit.then_some("ROAUDIT");
        if user.attributes.auditor { Some("AUDITOR") } else { read_only }
    });
}

pub(crate) fn special_and_operations(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (_, principal, user) in inquiry.users() {
        if user.attributes.special && user.attributes.operations {
            let message = format!("{} has both SPECIAL and OPERATIONS", principal.name);
            found.push(of_user(inquiry, principal, message));
        }
    }
}

pub(crate) fn required_fields(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (_, principal, user) in inquiry.users() {
        let missing: Vec<&str> = [
            ("NAME", user.display_name.is_none()),
            ("DFLTGRP", user.default_group.is_none()),
            ("OWNER", user.owner.is_none()),
        ]
        .iter()
        .filter_map(|(word, missing)| missing.then_some(*word))
        .collect();
        if !missing.is_empty() {
            let message = format!("{} has no {}", principal.name, missing.join(", no "));
            found.push(of_user(inquiry, principal, message));
        }
    }
}

/// Users that a list of the site names, and what is wrong with each.
fn listed(
    inquiry: &Inquiry<'_>,
    found: &mut Vec<Found>,
    list: &str,
    wrong: impl Fn(&User) -> Option<&'static str>,
) {
    for name in inquiry.list(list).unwrap_or_default() {
        if let Some((principal, user)) = inquiry.user(name)
            && let Some(what) = wrong(user)
        {
            found.push(of_user(inquiry, principal, format!("{} {what}", principal.name)));
        }
    }
}

pub(crate) fn batch(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    listed(inquiry, found, "batch-users", |user| {
        if !user.attributes.protected {
            return Some("runs batch jobs and is not PROTECTED");
        }
        user.display_name.is_none().then_some("runs batch jobs and has no NAME")
    });
}

pub(crate) fn storage(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    listed(inquiry, found, "storage-administrators", |user| {
        let held = operations_of(user).is_some();
        held.then_some("manages storage by OPERATIONS instead of DASDVOL and STGADMIN")
    });
}

pub(crate) fn empty_groups(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let groups = inquiry.model.principals.iter_enumerated();
    for (id, principal) in groups {
        if matches!(principal.kind, PrincipalKind::Group(_))
            && principal.name != "SYS1"
            && inquiry.members(id).next().is_none()
            && !has_subgroups(inquiry, id)
        {
            let subject = Subject { group: Some(principal.name.clone()), ..Subject::default() };
            let message = format!("no user is connected to the group {}", principal.name);
            let place = principal.origin.and_then(|span| inquiry.place(span));
            found.push(Found { subject, message, place });
        }
    }
}

fn has_subgroups(inquiry: &Inquiry<'_>, id: PrincipalId) -> bool {
    let mut principals = inquiry.model.principals.iter();
    principals.any(|it| match &it.kind {
        PrincipalKind::Group(group) => group.superior == Some(id),
        _ => false,
    })
}
