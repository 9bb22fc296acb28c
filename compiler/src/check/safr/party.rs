//! What groups may do in an environment: those with the same rights are one party.

use std::collections::HashMap;
use std::sync::Arc;

use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};

use crate::model::{EnvironmentId, GroupEnvironment, Item, ItemId, ItemRight, Safr, SafrGroupId};

/// Steps that each analysis takes at most.
pub(super) const MOST_STEPS: usize = 20_000_000;

/// Takes steps; whether there were enough is asked before the next ones.
pub(super) fn take(steps: &mut Budget, count: usize) {
    let _ = steps.spend(count);
}

/// Groups without administrator access that have the same rights in an environment.
#[derive(Debug)]
pub(super) struct Party<'m> {
    /// By name.
    pub(super) groups: Vec<SafrGroupId>,
    pub(super) access: Access,
    pub(super) rights: &'m [ItemRight],
}

/// The parties of each environment, by the name of their first group.
pub(super) fn parties(safr: &Safr) -> HashMap<EnvironmentId, Vec<Party<'_>>> {
    let mut all: HashMap<EnvironmentId, Vec<Party<'_>>> = HashMap::new();
    let mut known: HashMap<(EnvironmentId, *const Vec<ItemRight>, Access), usize> = HashMap::new();
    for (id, group) in safr.groups.iter_enumerated() {
        for row in group.environments.iter().filter(|it| it.access != Access::Administrator) {
            let here = all.entry(row.environment).or_default();
            let key = (row.environment, Arc::as_ptr(&row.rights), row.access);
            let at = *known.entry(key).or_insert(here.len());
            match here.get_mut(at) {
                Some(party) => party.groups.push(id),
                None => {
                    here.push(Party { groups: vec![id], access: row.access, rights: &row.rights });
                }
            }
        }
    }
    all
}

/// The right that a group has to every item of a type with rights, unless a row says otherwise.
pub(super) fn default_right(access: Access, rules: Rules) -> Right {
    match (rules, access) {
        (_, Access::Administrator) | (Rules::GenevaersRoles, Access::Developer) => Right::Delete,
        (Rules::GenevaersRoles, Access::Guest) => Right::Read,
        _ => Right::None,
    }
}

/// The right of a group to an item of a type with rights.
pub(super) fn right_of(row: &GroupEnvironment, item: ItemId, rules: Rules) -> Right {
    if row.access == Access::Administrator && rules == Rules::Safr {
        return Right::Delete;
    }
    let stored = row.rights.binary_search_by_key(&item, |it| it.item);
    let stored = stored.ok().and_then(|at| row.rights.get(at)).map(|it| it.right);
    stored.unwrap_or_else(|| default_right(row.access, rules))
}

/// `` `A` ``, or `` `A` and 2 more ``.
pub(super) fn and_more(name: &str, more: usize) -> String {
    match more {
        0 => format!("`{name}`"),
        more => format!("`{name}` and {more} more"),
    }
}

/// Items of an environment with their ids.
pub(super) fn items_of(
    safr: &Safr,
    environment: EnvironmentId,
) -> impl Iterator<Item = (ItemId, &Item)> {
    let range = safr.environments[environment].items.clone();
    range.map(ItemId).filter_map(|id| Some((id, safr.items.get(id)?)))
}

/// Whether items of the type have edit rights, so that it matters which groups have them.
pub(super) fn has_rights(kind: ItemType, rules: Rules) -> bool {
    kind.has_rights(rules)
}
