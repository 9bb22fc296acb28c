//! Users of equal standing towards a region are asked once.
//!
//! What a profile gives a user depends on the user's attributes, and on which IDs of its lists are in effect for the
//! user. Most users have none of them, so they fall into a few classes of equal attributes.

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::layout::ProfileRow;
use saffron_bundle::run;

use crate::people::People;
use crate::side::Side;

/// People of equal standing; never empty.
pub(crate) type Alike = Vec<usize>;

/// The number that marks the owner of a data set by its name.
const OWNER: u32 = u32::MAX;

/// The IDs that the lists of a profile name.
pub(crate) fn listed(side: Side<'_>, profile: Option<&ProfileRow>) -> BTreeSet<u32> {
    let Some(profile) = profile else { return BTreeSet::new() };
    let standard = run(side.bundle.entries(), profile.standard()).iter().map(|entry| entry.who());
    let conditional = run(side.bundle.conditional(), profile.conditional());
    let all = standard.chain(conditional.iter().map(saffron_bundle::layout::ConditionalRow::who));
    all.filter_map(saffron_bundle::layout::OptId::get).map(|id| id.0).collect()
}

/// People by their standing towards a profile of each side. `owners` are the high-level qualifiers of the names.
pub(crate) fn groups(
    people: &People<'_>,
    sides: [Side<'_>; 2],
    profiles: [Option<&ProfileRow>; 2],
    owners: [Option<&str>; 2],
) -> Vec<Alike> {
    let mut named: BTreeMap<usize, [Vec<u32>; 2]> = BTreeMap::new();
    let mut name = |person: usize, at: usize, id: u32| {
        if let Some(ids) = named.entry(person).or_default().get_mut(at) {
            ids.push(id);
        }
    };
    for (at, (side, holders)) in sides.iter().zip(&people.holders).enumerate() {
        for id in listed(*side, profiles.get(at).copied().flatten()) {
            for person in holders.get(&id).into_iter().flatten() {
                name(*person, at, id);
            }
        }
        let owner = owners.get(at).copied().flatten();
        let id = owner.and_then(|owner| id_of(*side, owner));
        for person in id.and_then(|id| holders.get(&id)).into_iter().flatten() {
            let is_owner = people.all.get(*person).is_some_and(|it| it.user == owner);
            if is_owner {
                name(*person, at, OWNER);
            }
        }
    }
    let unnamed = people.alike.iter().map(|alike| {
        alike.iter().copied().filter(|person| !named.contains_key(person)).collect::<Alike>()
    });
    let mut groups: Vec<Alike> = unnamed.filter(|alike| !alike.is_empty()).collect();
    let mut by_standing: BTreeMap<(usize, &[Vec<u32>; 2]), Alike> = BTreeMap::new();
    for (person, ids) in &named {
        let Some(it) = people.all.get(*person) else { continue };
        by_standing.entry((it.alike, ids)).or_default().push(*person);
    }
    groups.extend(by_standing.into_values());
    groups
}

fn id_of(side: Side<'_>, name: &str) -> Option<u32> {
    let ids = side.bundle.authorities();
    let at =
        ids.binary_search_by(|row| saffron_vocabulary::ebcdic::compare(row.name(), name)).ok()?;
    u32::try_from(at).ok()
}
