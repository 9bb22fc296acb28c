//! Entries of access lists: those of a user and of the groups in effect.
//!
//! Lists ascend by ID, and so do the groups of a user; nothing is searched from end to end.

use saffron_bundle::IdIndex;
use saffron_bundle::layout::{ConditionalRow, Entry, OptId};
use saffron_bundle::little_endian::U32;
use saffron_bundle::steps::{self, MUCH_LONGER};
use saffron_vocabulary::racf::AccessLevel;

use crate::racf::subject::User;
use crate::tables::Tables;

/// An entry found on an access list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Its place on the list.
    pub(crate) entry: u32,
    /// The level that the entry gives. NONE is a level like the others.
    pub(crate) level: AccessLevel,
}

impl Hit {
    /// The entry at a place of a list.
    pub(crate) fn at(at: usize, entry: impl Listed) -> Hit {
        Hit { entry: u32::try_from(at).unwrap_or(u32::MAX), level: entry.gives() }
    }
}

/// An entry of a list whose entries ascend by ID.
pub(crate) trait Listed: Copy {
    /// The ID; none for `*`.
    fn id(self) -> OptId<IdIndex>;
    /// The level that it gives.
    fn gives(self) -> AccessLevel;
}

impl Listed for Entry {
    fn id(self) -> OptId<IdIndex> {
        self.who()
    }

    fn gives(self) -> AccessLevel {
        self.level()
    }
}

impl Listed for ConditionalRow {
    fn id(self) -> OptId<IdIndex> {
        self.who()
    }

    fn gives(self) -> AccessLevel {
        self.access()
    }
}

/// The entry of the user. Entries ascend by ID, so it is found by a binary search.
#[inline]
pub(crate) fn user_entry(list: &[impl Listed], id: u32) -> Option<Hit> {
    let at = list.binary_search_by_key(&OptId::some(IdIndex(id)), |entry| entry.id()).ok()?;
    list.get(at).map(|entry| Hit::at(at, *entry))
}

/// The highest entry of the groups in effect; of equal ones the first.
///
/// The list and the groups both ascend by ID. Lists of similar length are merged in one pass. If
/// one is much longer, each element of the shorter one is searched in it. So a user with many
/// groups, or a profile with many entries, costs a logarithm rather than a full pass.
///
/// Source: Security Administrator's Guide, "List-of-groups checking".
#[inline]
pub(crate) fn group_entry(
    tables: &Tables<'_>,
    list: &[impl Listed],
    user: &User<'_>,
) -> Option<Hit> {
    let groups = user.groups;
    tables.count(|| steps::common(list.len(), groups.len()));
    if list.is_empty() {
        None
    } else if list.len() / MUCH_LONGER > groups.len() {
        best(
            user,
            groups.iter().enumerate().filter_map(|(at, group)| {
                let wanted = OptId::some(IdIndex(group.get()));
                let place = list.binary_search_by_key(&wanted, |entry| entry.id()).ok()?;
                Some((at, place, *list.get(place)?))
            }),
        )
    } else if groups.len() / MUCH_LONGER > list.len() {
        best(
            user,
            list.iter().enumerate().filter_map(|(place, entry)| {
                let wanted = entry.id().get()?.0;
                let at = groups.binary_search_by_key(&wanted, |group| group.get()).ok()?;
                Some((at, place, *entry))
            }),
        )
    } else {
        best(user, common(list, groups))
    }
}

/// Entries whose ID is among the groups: both lists ascend, so one walk finds them all. Which of
/// the two goes on is computed, not branched on, because nobody could predict it.
#[inline]
fn common<'l, T: Listed>(
    list: &'l [T],
    groups: &'l [U32],
) -> impl Iterator<Item = (usize, usize, T)> + 'l {
    let (mut place, mut at) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(entry), Some(group)) = (list.get(place), groups.get(at)) {
            let (id, group) = (entry.id(), OptId::some(IdIndex(group.get())));
            let found = (at, place, *entry);
            place += usize::from(id <= group);
            at += usize::from(id >= group);
            if id == group {
                return Some(found);
            }
        }
        None
    })
}

/// The highest of the entries whose group is in effect; of equal ones the first. A group with a
/// revoked connection isn't in effect; see [`User::counts`].
#[inline]
fn best<T: Listed>(user: &User<'_>, found: impl Iterator<Item = (usize, usize, T)>) -> Option<Hit> {
    let counted = found.filter(|(at, ..)| user.counts(*at));
    counted.map(|(_, place, entry)| Hit::at(place, entry)).fold(None, |best: Option<Hit>, next| {
        match best {
            Some(best) if best.level >= next.level => Some(best),
            _ => Some(next),
        }
    })
}
