//! Which items of an environment two policies may decide differently.
//!
//! A decision about an item rests on the rights to it, to its folder and to what it refers to, so a change of one of
//! them reaches everything that uses it.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Named;
use super::world::Items;

/// The items of an environment in both policies.
#[derive(Debug)]
pub(crate) struct Pair<'w, 'e> {
    sides: [Option<&'w Items<'e>>; 2],
    /// What uses each item, on either side.
    users: BTreeMap<Named<'e>, BTreeSet<Named<'e>>>,
    /// Items that only one side has, or that consist of something else; and what uses them.
    pub(crate) changed: BTreeSet<Named<'e>>,
}

impl<'w, 'e> Pair<'w, 'e> {
    pub(crate) fn new(sides: [Option<&'w Items<'e>>; 2]) -> Self {
        let mut users: BTreeMap<Named<'e>, BTreeSet<Named<'e>>> = BTreeMap::new();
        for (name, item) in sides.iter().flatten().flat_map(|items| items.iter()) {
            for used in &item.uses {
                users.entry(*used).or_default().insert(*name);
            }
        }
        let mut pair = Self { sides, users, changed: BTreeSet::new() };
        let [old, new] = sides;
        let of = |items: Option<&'w Items<'e>>, name| items.and_then(|items| items.get(&name));
        let differ = pair.all().into_iter().filter(|name| of(old, *name) != of(new, *name));
        pair.changed = pair.with_users(differ.collect());
        pair
    }

    /// The items of both sides.
    pub(crate) fn all(&self) -> BTreeSet<Named<'e>> {
        self.sides.iter().flatten().flat_map(|items| items.keys().copied()).collect()
    }

    /// Whether only one side has the environment.
    pub(crate) fn is_one_sided(&self) -> bool {
        self.sides.iter().any(Option::is_none)
    }

    /// Items and all that uses them.
    pub(crate) fn with_users(&self, mut found: BTreeSet<Named<'e>>) -> BTreeSet<Named<'e>> {
        let mut pending: Vec<Named<'e>> = found.iter().copied().collect();
        while let Some(name) = pending.pop() {
            let users = self.users.get(&name).into_iter().flatten();
            pending.extend(users.filter(|user| found.insert(**user)));
        }
        found
    }
}
