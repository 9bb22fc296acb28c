//! UIDs and GIDs of OMVS segments.

use std::collections::BTreeMap;

use saffron_compiler::model::{Principal, PrincipalKind, Segment};

use crate::finding::{Found, Subject};
use crate::inquiry::{Inquiry, has};

/// A number of the OMVS segment.
fn number(segments: &[Segment], field: &str) -> Option<u64> {
    let omvs = segments.iter().find(|it| it.name.eq_ignore_ascii_case("omvs"))?;
    let (_, value) = omvs.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(field))?;
    value.trim().parse().ok()
}

fn user(principal: &Principal) -> Subject {
    Subject::default().with_user(&principal.name)
}

fn group(principal: &Principal) -> Subject {
    Subject { group: Some(principal.name.clone()), ..Subject::default() }
}

pub(crate) fn uid_zero(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let Some(list) = inquiry.list("uid-0") else { return };
    for (_, principal, it) in inquiry.users() {
        if number(&it.segments, "uid") == Some(0) && !has(list, &principal.name) {
            let message = format!("{} has UID 0 and is not approved for it", principal.name);
            let place = principal.origin.and_then(|span| inquiry.place(span));
            found.push(Found { subject: user(principal), message, place });
        }
    }
}

pub(crate) fn unique(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let mut uids: BTreeMap<u64, Vec<&Principal>> = BTreeMap::new();
    let mut gids: BTreeMap<u64, Vec<&Principal>> = BTreeMap::new();
    for principal in &inquiry.model.principals {
        match &principal.kind {
            PrincipalKind::User(it) => {
                let uid = number(&it.segments, "uid").filter(|uid| *uid != 0);
                if let Some(uid) = uid {
                    uids.entry(uid).or_default().push(principal);
                }
            }
            PrincipalKind::Group(it) => {
                let gid = number(&it.segments, "gid");
                if let Some(gid) = gid {
                    gids.entry(gid).or_default().push(principal);
                }
            }
            _ => {}
        }
    }
    for (numbers, word, subject) in
        [(uids, "UID", user as fn(&Principal) -> Subject), (gids, "GID", group)]
    {
        for (number, sharing) in numbers.iter().filter(|(_, sharing)| sharing.len() > 1) {
            for (principal, other) in sharing.iter().zip(sharing.iter().cycle().skip(1)) {
                let (name, other) = (&principal.name, &other.name);
                let message = format!("{name} has {word} {number}, as {other} has");
                let place = principal.origin.and_then(|span| inquiry.place(span));
                found.push(Found { subject: subject(principal), message, place });
            }
        }
    }
}
