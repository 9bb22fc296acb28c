//! Who may do what with an item of SAFR, and what a user may do.

use std::collections::BTreeMap;

use saffron_runtime::{Engine, Source};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::safr::{SafrOperation, SafrStep};

use super::asked::{Login, Place, is_granted};
use super::change::Witness;
use super::world::World;

/// What someone may do with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach<'e> {
    /// The user.
    pub user: &'e str,
    /// The group of the login; `None` for a system administrator.
    pub group: Option<&'e str>,
    /// The environment of the login and of the item, and the item.
    pub place: Place<'e>,
    /// The operations that are granted.
    pub operations: Vec<SafrOperation>,
    /// The rule that grants the first of them.
    pub step: SafrStep,
    /// Where that is stated.
    pub source: Option<Source<'e>>,
    /// A request that shows the first.
    pub witness: Witness<'e>,
}

/// Who may do something with an item, or without one; `operation` restricts to those who may do that.
pub fn who<'e>(
    engine: &'e Engine,
    place: Place<'e>,
    operation: Option<SafrOperation>,
) -> Vec<Reach<'e>> {
    let world = World::new(engine);
    let mut lines: Vec<Reach<'e>> = Vec::new();
    for (group, users) in logins(&world, place.environment) {
        let Some(first) = users.first() else { continue };
        let line =
            reach(engine, Login { user: first, group, environment: place.environment }, place);
        let line = line.filter(|line| operation.is_none_or(|it| line.operations.contains(&it)));
        let of = |user| line.clone().map(|line| for_user(line, user));
        lines.extend(users.into_iter().filter_map(of));
    }
    lines.sort_by(|a, b| ebcdic::compare(a.user, b.user).then(a.group.cmp(&b.group)));
    lines
}

/// What a user may do at every environment with every login.
pub fn what<'e>(
    engine: &'e Engine,
    user: &str,
    operation: Option<SafrOperation>,
) -> Vec<Reach<'e>> {
    let world = World::new(engine);
    let mut lines = Vec::new();
    for (environment, items) in &world.environments {
        let logins = logins(&world, environment);
        let own = logins.into_iter().filter_map(|(group, users)| {
            let user = users.into_iter().find(|it| it.eq_ignore_ascii_case(user))?;
            Some(Login { user, group, environment })
        });
        for login in own {
            let named = items.keys().map(|item| Place::of_item(environment, *item));
            let places = Place::without_items(environment).chain(named);
            lines.extend(places.filter_map(|place| reach(engine, login, place)));
        }
    }
    lines.retain(|line| operation.is_none_or(|it| line.operations.contains(&it)));
    lines
}

/// Who can log in at an environment, by group. For system administrators, groups have no effect.
fn logins<'e>(world: &World<'e>, environment: &'e str) -> BTreeMap<Option<&'e str>, Vec<&'e str>> {
    let mut logins: BTreeMap<Option<&'e str>, Vec<&'e str>> = BTreeMap::new();
    logins.insert(None, world.administrators.iter().copied().collect());
    for (group, _) in world.access.keys().filter(|(_, at)| *at == environment) {
        let users = world.logins(group, environment).into_iter();
        let users = users.filter(|user| !world.administrators.contains(user));
        logins.insert(Some(group), users.collect());
    }
    logins
}

fn reach<'e>(engine: &'e Engine, login: Login<'e>, place: Place<'e>) -> Option<Reach<'e>> {
    let decide = |operation: &SafrOperation| login.decide(engine, place, *operation);
    let granted = SafrOperation::ALL.iter().filter(|it| is_granted(decide(it).outcome));
    let operations: Vec<SafrOperation> = granted.copied().collect();
    let first = *operations.first()?;
    let decision = decide(&first);
    let Login { user, group, .. } = login;
    Some(Reach {
        user,
        group,
        place,
        operations,
        step: decision.step,
        source: decision.source,
        witness: Witness { user, group, place, operation: first },
    })
}

fn for_user<'e>(line: Reach<'e>, user: &'e str) -> Reach<'e> {
    Reach { user, witness: Witness { user, ..line.witness }, ..line }
}
