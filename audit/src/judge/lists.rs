//! Entries and profiles without effect.

use std::collections::BTreeSet;

use saffron_analysis::class_pair::ClassPair;
use saffron_analysis::side::Side;
use saffron_bundle::layout::profile_flag;
use saffron_compiler::model::{PrincipalId, Profile, ProfileKind, StandardEntry, Who};
use saffron_vocabulary::racf::AccessLevel;

use crate::finding::Found;
use crate::inquiry::Inquiry;
use crate::judge::profiles::wrong;

/// Entries of users who get the same level by a group, which is decided by the highest entry of their groups.
pub(crate) fn redundant(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    if !inquiry.model.options.list_of_groups {
        return;
    }
    for (_, profile) in inquiry.profiles() {
        for entry in &profile.standard {
            let Who::Id(id) = entry.who else { continue };
            let Some(group) = group_with_same(inquiry, profile, id, entry.access) else { continue };
            let (name, group) = (inquiry.name(id), inquiry.name(group));
            let what =
                format!("permits {name} {}, which the group {group} already gives", entry.access);
            let finding = wrong(inquiry, profile, &what);
            let subject = inquiry.of_id(id, finding.subject);
            found.push(Found { subject, place: inquiry.place(entry.origin), ..finding });
        }
    }
}

/// The group whose entry gives a user the same level, if that is the highest of the user's groups.
fn group_with_same(
    inquiry: &Inquiry<'_>,
    profile: &Profile,
    id: PrincipalId,
    level: AccessLevel,
) -> Option<PrincipalId> {
    let user = inquiry.principal(id)?.kind.user()?;
    let certain = |it: &&saffron_compiler::model::Connection| {
        !it.revoked && it.revoke_on.is_none() && it.resume_on.is_none()
    };
    let entry_of = |group: PrincipalId| -> Option<&StandardEntry> {
        profile.standard.iter().find(|entry| entry.who == Who::Id(group))
    };
    let groups = user.connections.iter().filter(certain);
    let best = groups.filter_map(|it| entry_of(it.group).map(|entry| (entry.access, it.group)));
    let (access, group) = best.max_by_key(|(access, _)| *access)?;
    (access == level).then_some(group)
}

/// Generic profiles that no name is left for, because profiles that are searched before them protect all of theirs.
pub(crate) fn unreachable(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let side = Side::new(inquiry.engine);
    for class in &inquiry.model.classes {
        let profiles = || {
            inquiry.profiles().filter(|(name, it)| {
                *name == class.name && it.kind == ProfileKind::Generic && it.members.is_empty()
            })
        };
        if profiles().next().is_none() || !inquiry.model.is_in_effect(class) {
            continue;
        }
        let Some(reached) = reached(side, &class.name) else { continue };
        let left = profiles().filter(|(_, it)| !reached.contains(it.name.as_str()));
        found.extend(left.map(|(_, profile)| {
            wrong(inquiry, profile, "protects no name: more specific profiles cover all of them")
        }));
    }
}

/// The profiles of a class that protect a name, or may; `None` if profiles aren't searched.
fn reached<'e>(side: Side<'e>, class: &str) -> Option<BTreeSet<&'e str>> {
    let row = side.bundle.classes().iter().find(|row| row.name() == class)?;
    let pair = ClassPair::new(row.name(), side, side);
    if !pair.sides.first()?.in_effect {
        return None;
    }
    let regions = pair.regions(&|_| true);
    let found = regions.found.iter().flat_map(|it| it.places);
    let rows = found.chain(regions.open.iter().flat_map(|it| it.places));
    let rows = rows.filter_map(|place| side.bundle.profiles().get(place.profile? as usize));
    let generic = rows.filter(|row| row.flags() & profile_flag::GENERIC != 0);
    Some(generic.map(|row| side.bundle.text(row.name())).collect())
}
