//! What two policies decide differently about SAFR.

use std::collections::BTreeSet;

use saffron_bundle::layout::safr::SafrAccessRow;
use saffron_bundle::listing::safr::{SafrFact, SafrRow, rows};
use saffron_runtime::safr::SafrDecision;
use saffron_runtime::{Engine, Source};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::safr::SafrOperation;

use super::asked::{Login, Named, Place, is_granted};
use super::change::{Change, Outcome, Witness};
use super::dirty::Pair;
use super::world::World;
use crate::change::{Cause, Kind, Which};

/// Compares SAFR of two policies; `user` restricts to one.
pub fn diff<'e>(old: &'e Engine, new: &'e Engine, user: Option<&str>) -> Vec<Change<'e>> {
    let comparison = Comparison { worlds: [World::new(old), World::new(new)], user };
    let mut changes = comparison.administrators();
    let environments: BTreeSet<&str> =
        comparison.worlds.iter().flat_map(|world| world.environments.keys().copied()).collect();
    for environment in environments {
        comparison.environment(environment, &mut changes);
    }
    changes
}

struct Comparison<'e, 'u> {
    worlds: [World<'e>; 2],
    user: Option<&'u str>,
}

/// What is asked of both policies, for users who are decided alike.
#[derive(Clone, Copy)]
struct Asked<'e, 'c> {
    group: Option<&'e str>,
    environment: &'e str,
    users: &'c [&'e str],
}

impl<'e> Comparison<'e, '_> {
    /// Users of a set that are meant, in EBCDIC order.
    fn meant(&self, users: impl Iterator<Item = &'e str>) -> Vec<&'e str> {
        let is_meant = |name: &&str| self.user.is_none_or(|user| user.eq_ignore_ascii_case(name));
        let mut users: Vec<&str> = users.filter(is_meant).collect();
        users.sort_by(|a, b| ebcdic::compare(a, b));
        users
    }

    /// Users who are system administrators on one side only: one change covers all that they ask.
    fn administrators(&self) -> Vec<Change<'e>> {
        let [old, new] = &self.worlds;
        let sides = [(old, new), (new, old)];
        let changes = sides.into_iter().filter_map(|(with, without)| {
            let users =
                self.meant(with.administrators.difference(&without.administrators).copied());
            let first = *users.first()?;
            // In one order for both directions.
            let logins = self.worlds.iter().flat_map(|world| {
                let groups = world.groups_of(first).into_iter().map(Some);
                let groups: Vec<Option<&str>> = std::iter::once(None).chain(groups).collect();
                let environments = world.environments.keys();
                environments
                    .flat_map(move |it| groups.clone().into_iter().map(|group| (*it, group)))
            });
            let logins: BTreeSet<(&str, Option<&str>)> = logins.collect();
            let asked = |(environment, group)| Asked { group, environment, users: &users };
            let change = logins.into_iter().find_map(|login| self.whole(asked(login)))?;
            let is_cause = |row: &SafrRow<'_>| row.fact == SafrFact::SystemAdministrator(first);
            let causes = self.stated("system-administrator", is_cause);
            Some(Change { environment: None, group: None, causes, ..change })
        });
        changes.collect()
    }

    /// All that changes at one environment.
    fn environment(&self, environment: &'e str, changes: &mut Vec<Change<'e>>) {
        let [old, new] = &self.worlds;
        let pair = Pair::new([old, new].map(|world| world.environments.get(environment)));
        let [before, after] = [&old.administrators, &new.administrators];
        let users = self.meant(before.intersection(after).copied());
        let asked = Asked { group: None, environment, users: &users };
        let all = pair.is_one_sided() || old.rules() != new.rules();
        let items = if all { pair.all() } else { pair.changed.clone() };
        if all || !items.is_empty() {
            self.places(asked, &items, changes);
        }
        let groups: BTreeSet<&str> = self
            .worlds
            .iter()
            .flat_map(|world| world.access.keys())
            .filter(|(_, at)| *at == environment)
            .map(|(group, _)| *group)
            .collect();
        for group in groups {
            self.group((group, environment), &pair, changes);
        }
    }

    /// All that changes for the members of a group at an environment.
    fn group(
        &self,
        (group, environment): (&'e str, &'e str),
        pair: &Pair<'_, 'e>,
        changes: &mut Vec<Change<'e>>,
    ) {
        let [before, after] = self.worlds.each_ref().map(|world| world.logins(group, environment));
        let administers =
            |user: &&str| self.worlds.iter().any(|it| it.administrators.contains(user));
        for (with, without) in [(&before, &after), (&after, &before)] {
            let only = with.difference(without).copied().filter(|user| !administers(user));
            let users = self.meant(only);
            let change = self.whole(Asked { group: Some(group), environment, users: &users });
            changes.extend(change.map(|change| Change {
                causes: self.of_login(group, environment, change.witness.user),
                ..change
            }));
        }
        let both = before.intersection(&after).copied().filter(|user| !administers(user));
        let users = self.meant(both);
        let rows =
            self.worlds.each_ref().map(|world| world.access.get(&(group, environment)).copied());
        let ([Some(old), Some(new)], false) = (rows, users.is_empty()) else { return };
        if let Some(items) = self.differing([old, new], pair) {
            self.places(Asked { group: Some(group), environment, users: &users }, &items, changes);
        }
    }

    /// The items that members of a group with these rows may be decided differently about; `None` if all is alike.
    fn differing(
        &self,
        rows: [&SafrAccessRow; 2],
        pair: &Pair<'_, 'e>,
    ) -> Option<BTreeSet<Named<'e>>> {
        let [old, new] = rows;
        let what = |row: &SafrAccessRow| (row.access(), row.create(), row.migrate_in());
        if what(old) != what(new) || self.worlds[0].rules() != self.worlds[1].rules() {
            return Some(pair.all());
        }
        let [before, after] = [self.worlds[0].rights(old), self.worlds[1].rights(new)];
        let names: BTreeSet<Named<'e>> = before.keys().chain(after.keys()).copied().collect();
        let differ = names.into_iter().filter(|name| before.get(name) != after.get(name));
        let mut items = pair.with_users(differ.collect());
        items.extend(pair.changed.iter().copied());
        (!items.is_empty()).then_some(items)
    }

    /// The changes at items, and without one.
    fn places(
        &self,
        asked: Asked<'e, '_>,
        items: &BTreeSet<Named<'e>>,
        changes: &mut Vec<Change<'e>>,
    ) {
        if asked.users.is_empty() {
            return;
        }
        let named = items.iter().map(|item| Place::of_item(asked.environment, *item));
        for place in Place::without_items(asked.environment).chain(named) {
            changes.extend(self.place(asked, place));
        }
    }

    /// The changes at one item: one for each direction.
    fn place(&self, asked: Asked<'e, '_>, place: Place<'e>) -> Vec<Change<'e>> {
        let mut changes: Vec<Change<'e>> = Vec::new();
        let mut allowed = [Vec::new(), Vec::new()];
        for operation in SafrOperation::ALL.iter().copied() {
            let Some(decisions) = self.decide(asked, place, operation) else { return changes };
            for (allowed, decision) in allowed.iter_mut().zip(&decisions) {
                if is_granted(decision.outcome) {
                    allowed.push(operation);
                }
            }
            let Some(kind) = kind(&decisions) else { continue };
            match changes.iter_mut().find(|change| change.kind == kind) {
                Some(change) => change.operations.push(operation),
                None => changes.extend(change(asked, place, operation, &decisions)),
            }
        }
        for change in &mut changes {
            change.allowed.clone_from(&allowed);
        }
        changes
    }

    /// One change for all that users ask with a login, if they are decided differently about anything.
    fn whole(&self, asked: Asked<'e, '_>) -> Option<Change<'e>> {
        let environment = asked.environment;
        let worlds = self.worlds.iter().filter_map(|world| world.environments.get(environment));
        let items: BTreeSet<Named<'e>> = worlds.flat_map(|items| items.keys().copied()).collect();
        let items = items.into_iter().map(|it| Place::of_item(environment, it));
        let mut places = items.chain(Place::without_items(environment));
        let found = places.find_map(|place| {
            let mut operations = SafrOperation::ALL.iter().copied();
            operations.find_map(|operation| {
                let decisions = self.decide(asked, place, operation)?;
                kind(&decisions)?;
                change(asked, place, operation, &decisions)
            })
        });
        found.map(|change| Change { place: None, operations: Vec::new(), ..change })
    }

    /// What gives a login that one policy alone has: a member of the group, else the access of the group.
    fn of_login(&self, group: &'e str, environment: &'e str, user: &'e str) -> Vec<Cause<'e>> {
        let of_group = |row: &SafrRow<'_>| row.group == Some(group);
        let member = |row: &SafrRow<'_>| of_group(row) && row.fact == SafrFact::Member(user);
        let access = |row: &SafrRow<'_>| {
            let is_access = matches!(row.fact, SafrFact::Access(_));
            of_group(row) && is_access && row.environment == Some(environment)
        };
        let causes = self.stated("member", member);
        if causes.is_empty() { self.stated("access", access) } else { causes }
    }

    /// The place of a fact that one policy alone has.
    fn stated(
        &self,
        what: &'static str,
        is_meant: impl Fn(&SafrRow<'_>) -> bool,
    ) -> Vec<Cause<'e>> {
        let found =
            self.worlds.each_ref().map(|world| rows(world.bundle).find(|row| is_meant(row)));
        let (side, row) = match found {
            [Some(row), None] => (Which::Old, row),
            [None, Some(row)] => (Which::New, row),
            _ => return Vec::new(),
        };
        let source =
            row.source.map(|it| Source { file: it.file, line: it.line, column: it.column });
        vec![Cause { what, side, source }]
    }

    fn decide(
        &self,
        asked: Asked<'e, '_>,
        place: Place<'e>,
        operation: SafrOperation,
    ) -> Option<[SafrDecision<'e>; 2]> {
        let Asked { group, environment, users } = asked;
        let login = Login { user: users.first()?, group, environment };
        Some(self.worlds.each_ref().map(|world| login.decide(world.engine, place, operation)))
    }
}

/// The direction of a change; `None` if both policies decide alike.
fn kind([old, new]: &[SafrDecision<'_>; 2]) -> Option<Kind> {
    match (is_granted(old.outcome), is_granted(new.outcome)) {
        (false, true) => Some(Kind::Gain),
        (true, false) => Some(Kind::Loss),
        _ => (old.outcome != new.outcome).then_some(Kind::Both),
    }
}

fn change<'e>(
    asked: Asked<'e, '_>,
    place: Place<'e>,
    operation: SafrOperation,
    decisions: &[SafrDecision<'e>; 2],
) -> Option<Change<'e>> {
    let Asked { group, environment, users } = asked;
    let kind = kind(decisions)?;
    let user = users.first()?;
    Some(Change {
        kind,
        environment: Some(environment),
        place: Some(place),
        group,
        users: users.to_vec(),
        operations: vec![operation],
        allowed: [Vec::new(), Vec::new()],
        outcomes: decisions.each_ref().map(|it| Outcome { outcome: it.outcome, step: it.step }),
        causes: causes(kind, decisions),
        witness: Witness { user, group, place, operation },
    })
}

/// First the place that grants what is gained, or that gave what is lost.
fn causes<'e>(kind: Kind, [old, new]: &[SafrDecision<'e>; 2]) -> Vec<Cause<'e>> {
    let (old, new) = ((Which::Old, old), (Which::New, new));
    let sides = if kind == Kind::Loss { [old, new] } else { [new, old] };
    let stated = sides.into_iter().filter_map(|(side, decision)| {
        let source = Some(decision.source?);
        Some(Cause { what: decision.step.as_str(), side, source })
    });
    stated.collect()
}
