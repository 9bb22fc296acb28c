//! Small worlds of SAFR's: few names, the same in every type and environment.

use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::{Access, ItemType, Right, SafrSwitch};

use super::Dice;
use super::safr_requests;
use crate::safr::{Item, Named, OwnedSafrRequest, Permissions, State};

/// Names of items. Those of environments and groups are among them.
pub(super) const NAMES: [&str; 4] = ["A", "B", "c", "A1"];
/// Environments.
pub(super) const ENVIRONMENTS: [&str; 3] = ["A", "B", "c"];
/// Groups.
pub(super) const GROUPS: [&str; 3] = ["A", "b", "A1"];
/// Users.
pub(super) const USERS: [&str; 4] = ["ANN", "BOB", "KIM", "ROOT"];

/// A state and what is asked of it.
#[derive(Clone, Debug)]
pub struct SafrCase {
    /// The state.
    pub state: State,
    /// The requests.
    pub requests: Vec<OwnedSafrRequest>,
}

/// The case of a seed, with this many requests.
pub fn case(seed: u64, requests: usize) -> SafrCase {
    let mut dice = Dice::new(seed);
    let state = state(&mut dice);
    let requests = (0..requests).map(|_| safr_requests::request(&mut dice, &state)).collect();
    SafrCase { state, requests }
}

/// A request of these dice.
pub fn request(dice: &mut Dice, state: &State) -> OwnedSafrRequest {
    safr_requests::request(dice, state)
}

/// A state of these dice.
pub fn state(dice: &mut Dice) -> State {
    let mut state = State { roles: dice.chance(35), ..State::default() };
    if dice.chance(50) {
        for switch in SafrSwitch::ALL {
            state.switches = state.switches.with(*switch, dice.chance(70));
        }
    }
    state.users = USERS.iter().map(|it| (*it).to_owned()).collect();
    if dice.chance(60) {
        state.administrators.insert("ROOT".to_owned());
    }
    let environments = dice.between(1, ENVIRONMENTS.len());
    for name in ENVIRONMENTS.iter().take(environments) {
        state.environments.insert((*name).to_owned());
        items(dice, &mut state, name);
    }
    for name in GROUPS {
        let members = dice.some(&USERS, USERS.len());
        state.groups.insert(name.to_owned(), members.into_iter().map(str::to_owned).collect());
        for environment in state.environments.clone() {
            if dice.chance(70) {
                let permissions = permissions(dice, &state, &environment);
                state.permissions.insert((name.to_owned(), environment), permissions);
            }
        }
    }
    state
}

fn items(dice: &mut Dice, state: &mut State, environment: &str) {
    for kind in ItemType::ITEMS {
        if state.roles && kind == ItemType::GlobalField {
            continue;
        }
        for name in dice.some(&NAMES, 3) {
            let item = (kind, name.to_owned());
            state.items.insert((environment.to_owned(), item), Item::default());
        }
    }
    let all: Vec<Named> = state.items_of(environment).map(|(named, _)| named.clone()).collect();
    let folders: Vec<Named> =
        all.iter().filter(|it| it.0 == ItemType::ViewFolder).cloned().collect();
    for named in &all {
        let key = (environment.to_owned(), named.clone());
        if named.0 == ItemType::View && folders.is_empty() {
            state.items.remove(&key);
            continue;
        }
        let possible: Vec<Named> =
            all.iter().filter(|it| may_refer(named.0, it.0)).cloned().collect();
        let refs = dice.some(&possible, 3).into_iter().collect();
        let folder = folders.get(dice.below(folders.len())).map(|it| it.1.clone());
        let folder = folder.filter(|_| named.0 == ItemType::View);
        state.items.insert(key, Item { folder, refs });
    }
}

/// Which types an item of a type can refer to.
pub(super) fn may_refer(from: ItemType, to: ItemType) -> bool {
    match from {
        ItemType::LookupPath => matches!(to, ItemType::LogicalRecord | ItemType::LogicalFile),
        ItemType::LogicalRecord => matches!(to, ItemType::LogicalFile | ItemType::GlobalField),
        ItemType::LogicalFile => to == ItemType::PhysicalFile,
        ItemType::PhysicalFile => to == ItemType::UserExitRoutine,
        ItemType::View => !matches!(to, ItemType::View | ItemType::ViewFolder),
        _ => false,
    }
}

fn permissions(dice: &mut Dice, state: &State, environment: &str) -> Permissions {
    let access = match dice.below(10) {
        0..=1 => Access::Administrator,
        2..=5 if state.roles => Access::Developer,
        _ if state.roles => Access::Guest,
        _ => Access::General,
    };
    let types: BTreeSet<ItemType> = ItemType::ITEMS
        .into_iter()
        .filter(|kind| has_rights(state, *kind) && dice.chance(50))
        .collect();
    let mut rights = BTreeMap::new();
    for (named, _) in state.items_of(environment) {
        if !has_rights(state, named.0) || dice.chance(40) {
            continue;
        }
        let right = match dice.below(8) {
            0..=2 => Right::Read,
            3..=4 => Right::Modify,
            5 => Right::None,
            _ => Right::Delete,
        };
        if right != Right::None || state.roles {
            rights.insert(named.clone(), right);
        }
    }
    Permissions { access, create: types, migrate_in: dice.chance(40), rights }
}

fn has_rights(state: &State, kind: ItemType) -> bool {
    match kind {
        ItemType::ControlRecord | ItemType::GlobalField => false,
        ItemType::LookupPath | ItemType::View => state.roles,
        _ => true,
    }
}
