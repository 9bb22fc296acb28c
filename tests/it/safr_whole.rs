//! SAFR in questions about whole policies, against the slow evaluator: every user with every login, every item, every
//! operation, in both directions.

use std::collections::{BTreeMap, BTreeSet};

use saffron_analysis::change::Kind;
use saffron_analysis::safr::{Change, Place, Reach, diff, what, who};
use saffron_runtime::Engine;
use saffron_tests::generate::{Dice, safr};
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::run::{say, setting};
use saffron_tests::safr::{OwnedSafrRequest, State};
use saffron_vocabulary::safr::{ItemType, Right, SafrOperation, SafrOutcome, SafrSwitch};

/// Pairs of states; `SAFFRON_PAIRS` sets it.
const PAIRS: usize = 40;

/// A state and one that was made from it.
struct Pair {
    seed: u64,
    states: [State; 2],
    compiled: [Compiled; 2],
}

fn pair(seed: u64) -> Option<Pair> {
    let mut dice = Dice::new(seed);
    let old = safr::state(&mut dice);
    let mut new = if dice.chance(15) { safr::state(&mut dice) } else { old.clone() };
    for _ in 0..dice.between(1, 4) {
        edit(&mut dice, &mut new);
    }
    let compiled = [&old, &new].map(|state| compile_text(&state.text()).ok());
    let [Some(before), Some(after)] = compiled else { return None };
    Some(Pair { seed, states: [old, new], compiled: [before, after] })
}

/// Changes one thing.
fn edit(dice: &mut Dice, state: &mut State) {
    let users: Vec<String> = state.users.iter().cloned().collect();
    let user = dice.pick(&users);
    let groups: Vec<String> = state.groups.keys().cloned().collect();
    let group = dice.pick(&groups);
    let keys: Vec<(String, String)> = state.permissions.keys().cloned().collect();
    let key = dice.pick(&keys);
    match dice.below(9) {
        0 => toggle(&mut state.administrators, user),
        1 => toggle(state.groups.entry(group).or_default(), user),
        2 => drop(state.permissions.remove(&key)),
        3 => {
            let names: Vec<_> = state.items.keys().cloned().collect();
            if let Some((environment, item)) = names.get(dice.below(names.len().max(1))) {
                state.remove(environment, item);
            }
        }
        4 => {
            for switch in SafrSwitch::ALL {
                if dice.chance(20) {
                    state.switches = state.switches.with(*switch, dice.chance(50));
                }
            }
        }
        place => {
            let Some(permissions) = state.permissions.get_mut(&key) else { return };
            match place {
                5 => permissions.migrate_in = !permissions.migrate_in,
                6 => toggle(&mut permissions.create, ItemType::LogicalFile),
                _ => {
                    let names: Vec<_> = permissions.rights.keys().cloned().collect();
                    if let Some(name) = names.get(dice.below(names.len().max(1))) {
                        let right = [Right::Read, Right::Modify, Right::Delete][dice.below(3)];
                        permissions.rights.insert(name.clone(), right);
                    }
                }
            }
        }
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

/// Every request of the space: of logins that one of the states allows.
fn space(states: &[&State]) -> Vec<OwnedSafrRequest> {
    let all = |of: fn(&State) -> Vec<String>| -> BTreeSet<String> {
        states.iter().flat_map(|state| of(state)).collect()
    };
    let users = all(|it| it.users.iter().cloned().collect());
    let groups = all(|it| it.groups.keys().cloned().collect());
    let environments = all(|it| it.environments.iter().cloned().collect());
    let mut requests = Vec::new();
    for environment in &environments {
        let items: BTreeSet<(ItemType, Option<String>)> = states
            .iter()
            .flat_map(|state| state.items_of(environment))
            .map(|((kind, name), _)| (*kind, Some(name.clone())))
            .chain(ItemType::ALL.iter().map(|kind| (*kind, None)))
            .collect();
        for user in &users {
            let logins = std::iter::once(None).chain(groups.iter().map(Some));
            let logins = logins.filter(|group| {
                states.iter().any(|state| can_log_in(state, user, *group, environment))
            });
            for group in logins {
                for (kind, item) in &items {
                    for operation in SafrOperation::ALL {
                        let group = group.map(String::as_str);
                        let mut request = OwnedSafrRequest::new(user, group, environment);
                        (request.operation, request.item_type) = (*operation, *kind);
                        request.item.clone_from(item);
                        requests.push(request);
                    }
                }
            }
        }
    }
    requests
}

fn can_log_in(state: &State, user: &str, group: Option<&String>, environment: &str) -> bool {
    state.administrators.contains(user)
        || group.is_some_and(|group| {
            let is_member = state.groups.get(group).is_some_and(|members| members.contains(user));
            is_member && state.permissions(group, environment).is_some()
        })
}

/// Whether a line is about a request.
fn covers(change: &Change<'_>, request: &OwnedSafrRequest, administers: bool) -> bool {
    let login = match change.group {
        Some(group) => request.login_group.as_deref() == Some(group) && !administers,
        None => administers,
    };
    let place = change.place.is_none_or(|place| {
        place.item_type == request.item_type
            && place.item == request.item.as_deref()
            && change.operations.contains(&request.operation)
    });
    let environment = change.environment.is_none_or(|it| it == request.environment);
    change.users.contains(&request.user.as_str()) && environment && login && place
}

fn is_granted(outcome: SafrOutcome) -> bool {
    matches!(outcome, SafrOutcome::Grant | SafrOutcome::NotGoverned)
}

#[test]
fn a_difference_is_what_single_decisions_show() {
    let wanted: usize = setting("SAFFRON_PAIRS", PAIRS);
    let (mut asked, mut different) = (0, 0);
    for pair in (setting("SAFFRON_SEED", 0)..).filter_map(pair).take(wanted) {
        let [old, new] = &pair.states;
        let engines = pair.compiled.each_ref().map(|it| Engine::open(it.bundle.clone()).unwrap());
        let changes = diff(&engines[0], &engines[1], None);
        for request in space(&[old, new]) {
            let outcomes = [old, new].map(|state| state.decide(&request).outcome);
            let administers = [old, new].iter().any(|it| it.administrators.contains(&request.user));
            let mut lines = changes.iter().filter(|it| covers(it, &request, administers));
            let line = lines.next();
            assert_eq!(lines.next(), None, "seed {}: two lines for {request:?}", pair.seed);
            let differ = outcomes[0] != outcomes[1];
            assert!(
                line.is_some() == differ || line.is_some_and(|line| line.place.is_none()),
                "seed {}: {request:?} {outcomes:?} {line:#?}",
                pair.seed
            );
            asked += 1;
            different += usize::from(differ);
        }
        for change in &changes {
            let witness = &change.witness;
            let mut request =
                OwnedSafrRequest::new(witness.user, witness.group, witness.place.environment);
            (request.operation, request.item_type) = (witness.operation, witness.place.item_type);
            request.item = witness.place.item.map(str::to_owned);
            let outcomes = [old, new].map(|state| state.decide(&request).outcome);
            assert_eq!(outcomes, change.outcomes.map(|it| it.outcome), "seed {}", pair.seed);
            assert_ne!(outcomes[0], outcomes[1], "seed {}", pair.seed);
        }
    }
    say(&format!(
        "{wanted} pairs of SAFR states: {asked} requests, {different} of them decided differently"
    ));
    assert!(different > 0);
}

/// Changes without causes and witnesses, with the sides exchanged where `mirrored`.
fn lines(changes: &[Change<'_>], mirrored: bool) -> Vec<String> {
    let line = |change: &Change<'_>| {
        let kind = match change.kind {
            Kind::Gain if mirrored => Kind::Loss,
            Kind::Loss if mirrored => Kind::Gain,
            kind => kind,
        };
        let [old, new] = &change.allowed;
        let allowed = if mirrored { [new, old] } else { [old, new] };
        let Change { environment, place, group, users, operations, .. } = change;
        format!("{kind:?} {environment:?} {place:?} {group:?} {users:?} {operations:?} {allowed:?}")
    };
    let mut lines: Vec<String> = changes.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn a_difference_has_two_sides() {
    let wanted: usize = setting("SAFFRON_PAIRS", PAIRS);
    for pair in (setting("SAFFRON_SEED", 3_000)..).filter_map(pair).take(wanted) {
        let [old, new] =
            pair.compiled.each_ref().map(|it| Engine::open(it.bundle.clone()).unwrap());
        let (there, back) = (diff(&old, &new, None), diff(&new, &old, None));
        assert_eq!(lines(&there, false), lines(&back, true), "seed {}", pair.seed);
    }
    say(&format!("{wanted} pairs of SAFR states compared in both directions"));
}

/// A user who can no longer log in lost the membership or the access of the group, not a right.
#[test]
fn a_login_is_lost_by_what_gave_it() {
    let text = |members: &str, access: &str, more: &str| {
        format!(
            "group G\nuser ALICE {{ default-group G }}\nuser BOB {{ default-group G }}\nsafr {{\n\
             environment FIN {{ logical-file LF }}\nrole R {{ edit logical-file *: modify }}\n\
             group FG {{\nmembers [{members}]\n{access}\n}}\n{more}\n}}\n"
        )
    };
    let all = text("ALICE, BOB", "in FIN as R", "system-administrator ALICE");
    let cause = |new: &str| {
        let engines = [all.as_str(), new]
            .map(|text| Engine::open(compile_text(text).unwrap().bundle).unwrap());
        let changes = diff(&engines[0], &engines[1], None);
        let [change] = changes.as_slice() else { panic!("{changes:#?}") };
        let cause = change.causes.first().unwrap();
        (cause.what, cause.source.map(|it| it.line))
    };
    let lost = text("ALICE", "in FIN as R", "system-administrator ALICE");
    assert_eq!(cause(&lost), ("member", Some(8)));
    let lost = text("ALICE, BOB", "", "system-administrator ALICE");
    assert_eq!(cause(&lost), ("access", Some(9)));
    let lost = text("ALICE, BOB", "in FIN as R", "");
    assert_eq!(cause(&lost), ("system-administrator", Some(11)));
}

#[test]
fn a_difference_from_itself_is_empty() {
    for pair in (1_000_u64..).filter_map(pair).take(10) {
        let engine = Engine::open(pair.compiled[0].bundle.clone()).unwrap();
        assert_eq!(diff(&engine, &engine, None), []);
    }
}

#[test]
fn who_and_what_are_what_single_decisions_show() {
    let wanted: usize = setting("SAFFRON_PAIRS", PAIRS);
    for pair in (setting("SAFFRON_SEED", 2_000)..).filter_map(pair).take(wanted / 4) {
        let state = &pair.states[0];
        let engine = Engine::open(pair.compiled[0].bundle.clone()).unwrap();
        let is = |line: &Reach<'_>, request: &OwnedSafrRequest| {
            let administers = state.administrators.contains(&request.user);
            let login = administers || line.group == request.login_group.as_deref();
            let place = (line.place.environment, line.place.item_type, line.place.item);
            let about = (request.environment.as_str(), request.item_type, request.item.as_deref());
            line.user == request.user && login && place == about
        };
        let users = state.users.iter();
        let by_user: BTreeMap<&str, Vec<Reach<'_>>> =
            users.map(|user| (user.as_str(), what(&engine, user, None))).collect();
        let requests = space(&[state]);
        let mut by_place: BTreeMap<Place<'_>, Vec<Reach<'_>>> = BTreeMap::new();
        for request in &requests {
            let granted = is_granted(state.decide(request).outcome);
            let place = Place {
                environment: &request.environment,
                item_type: request.item_type,
                item: request.item.as_deref(),
            };
            let by_place = by_place.entry(place).or_insert_with(|| who(&engine, place, None));
            for lines in [&*by_place, &by_user[request.user.as_str()]] {
                let mut own = lines.iter().filter(|line| is(line, request));
                let found = own.any(|line| line.operations.contains(&request.operation));
                assert_eq!(found, granted, "seed {}: {request:?}", pair.seed);
            }
        }
    }
}
