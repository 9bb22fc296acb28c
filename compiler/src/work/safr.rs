//! How many steps a decision about SAFR takes at most.
//!
//! The runtime counts the same steps (`Engine::safr_decision_steps`). The bound is for a request that names at
//! most one item of each kind: the item, its folder, what refers to it, one reference, one selected item. Each
//! further one takes as much again. An effect that the answer lists is no step.

use saffron_bundle::steps::search;
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::index::{Index as _, IndexVec};

use crate::model::{ItemId, Safr};

/// Look-ups of names, and searches in lists, that each decision makes at most: 64 of each.
const LOOKUPS: u64 = 64;

/// The most steps for following references. Above it, the bound counts all items of an environment.
const MOST_FOLLOWED: usize = 20_000_000;

/// The most steps of a decision about SAFR, by what takes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SafrWork {
    /// Sessions, names and rights.
    pub own: u64,
    /// What one item refers to: a lookup path is checked with all of it.
    pub references: u64,
    /// The item with the most references.
    pub referring: Option<ItemId>,
    /// What can be reached from one item: an export is checked with all of it.
    pub reached: u64,
    /// The item from which most can be reached.
    pub reaching: Option<ItemId>,
    /// Groups, of which a deletion looks at all.
    pub groups: u64,
}

impl SafrWork {
    /// The bound of what a policy states for SAFR.
    pub fn of(safr: &Safr) -> Self {
        if !safr.is_declared() {
            return Self::default();
        }
        let each = Each::of(safr);
        let (referring, references) = safr
            .items
            .iter_enumerated()
            .map(|(id, item)| (Some(id), item.references.len() as u64))
            .max_by_key(|&(id, count)| (count, std::cmp::Reverse(id)))
            .unwrap_or_default();
        let (reaching, reached) = farthest(safr, each.need);
        Self {
            own: LOOKUPS.saturating_mul(2 + each.search),
            references: (2 * references).saturating_mul(each.need),
            referring,
            reached,
            reaching,
            groups: (safr.groups.len() as u64).saturating_mul(1 + each.access + each.right),
        }
    }

    /// All of it.
    pub fn steps(&self) -> u64 {
        let parts = [self.references, self.reached, self.groups];
        parts.into_iter().fold(self.own, u64::saturating_add)
    }
}

/// The most steps for one of something.
struct Each {
    /// The access of a group to an environment.
    access: u64,
    /// The right of a group to an item.
    right: u64,
    /// A search in any list.
    search: u64,
    /// A need: the right to an item, that to its folder, and what is recorded.
    need: u64,
}

impl Each {
    fn of(safr: &Safr) -> Self {
        let groups = || safr.groups.iter();
        let longest = |lens: &mut dyn Iterator<Item = usize>| search(lens.max().unwrap_or(0));
        let access = longest(&mut groups().map(|group| group.environments.len()));
        let environments = || groups().flat_map(|group| &group.environments);
        let right = longest(&mut environments().map(|it| it.rights.len()));
        let members = longest(&mut groups().map(|group| group.members.len()));
        let administrators = search(safr.administrators.len());
        let references = longest(&mut safr.items.iter().map(|item| item.references.len()));
        let search = access.max(right).max(members).max(administrators).max(references);
        Self { access, right, search, need: 2 + right + references }
    }
}

/// The item from which most can be reached through references, and the steps of looking at all of that.
fn farthest(safr: &Safr, need: u64) -> (Option<ItemId>, u64) {
    let mut followed = Budget::new(MOST_FOLLOWED);
    let mut seen: IndexVec<ItemId, Option<ItemId>> = safr.items.iter().map(|_| None).collect();
    let mut most = (None, 0);
    for (from, item) in safr.items.iter_enumerated() {
        if item.references.is_empty() {
            continue;
        }
        let (mut pending, mut steps) = (vec![from], 0_u64);
        while let Some(item) = pending.pop().and_then(|id| safr.items.get(id)) {
            let new = item.references.iter().filter(|id| {
                let mark = seen.get_mut(**id);
                mark.is_some_and(|mark| mark.replace(from) != Some(from))
            });
            let before = pending.len();
            pending.extend(new);
            let found = (pending.len() - before) as u64;
            let referred = 1 + item.references.len();
            steps = steps.saturating_add(referred as u64).saturating_add(found * need);
            if !followed.spend(referred) {
                return (Some(from), all(safr, need));
            }
        }
        if most.1 < steps {
            most = (Some(from), steps);
        }
    }
    most
}

/// The steps of looking at all items of an environment; not more can be reached.
fn all(safr: &Safr, need: u64) -> u64 {
    let of = |range: &std::ops::Range<u32>| {
        let items = range.clone().filter_map(|at| safr.items.get(ItemId::from_usize(at as usize)));
        items.fold(0_u64, |steps, item| steps + 1 + need + item.references.len() as u64)
    };
    safr.environments.iter().map(|environment| of(&environment.items)).max().unwrap_or(0)
}
