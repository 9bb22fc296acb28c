//! Questions about whole policies against single decisions: generated pairs of policies, all users, names spelled out
//! from the generic names of both, all single conditions.

use std::collections::{BTreeMap, BTreeSet};

use saffron_analysis::change::{Change, Diff, Kind, Open, RegionView};
use saffron_analysis::reach::{self, Reach, Target, Wanted};
use saffron_analysis::{Scope, diff};
use saffron_runtime::{Engine, Outcome, Question, Subject};
use saffron_tests::edits::{Pair, pair};
use saffron_tests::request::DEFAULT_DAY;
use saffron_tests::run::{say, setting};
use saffron_tests::space::{self, Place, Space, Who};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Step};

/// Pairs of a run that doesn't say how many.
const PAIRS: usize = 16;

/// Names of one region that are asked about.
const OF_A_REGION: usize = 3;

struct Compared {
    seed: u64,
    engines: [Engine; 2],
    space: Space,
}

impl Compared {
    fn new(pair: &Pair) -> Self {
        let engine = |at: usize| Engine::open(pair.compiled[at].bundle.clone()).unwrap();
        let space = Space::of([&pair.compiled[0].model, &pair.compiled[1].model]);
        Self { seed: pair.seed, engines: [engine(0), engine(1)], space }
    }

    fn subjects<'c>(&'c self, who: &'c Who) -> [Subject<'c>; 2] {
        [0, 1].map(|at| space::subject(&self.engines[at], who, DEFAULT_DAY))
    }

    /// Every request that is decided differently is in a line of the answer, and what a line covers is decided
    /// differently.
    fn check(&self) -> usize {
        let found = diff(&self.engines[0], &self.engines[1], DEFAULT_DAY, Scope::default());
        let open = self.open_classes(&found);
        let mut asked = 0;
        for who in &self.space.who {
            let subjects = self.subjects(who);
            let enter = [subjects[0].has_acee(), subjects[1].has_acee()];
            if enter != [true, true] {
                self.whole_user(who, enter, &found.changes);
                continue;
            }
            asked += self.user(who, &subjects, &found.changes, &open);
        }
        for change in &found.changes {
            self.witness(change);
        }
        asked
    }

    /// Classes of which the answer says that it isn't complete: their rules for names differ. Nothing else may be open.
    fn open_classes(&self, found: &Diff<'_>) -> BTreeSet<String> {
        let known = |open: &Open| open.reason == "names of the class are legal in one policy only";
        assert!(found.open.iter().all(known), "seed {}: open: {:?}", self.seed, found.open);
        found.open.iter().map(|open| open.class.clone()).collect()
    }

    fn whole_user(&self, who: &Who, enter: [bool; 2], changes: &[Change<'_>]) {
        let lines = changes.iter().filter(|change| is_about(change, who));
        let lines: Vec<_> = lines.collect();
        if enter == [false, false] {
            assert!(lines.is_empty(), "seed {}: {who:?} enters nowhere", self.seed);
        } else {
            assert!(
                lines.len() == 1 && lines[0].class.is_none(),
                "seed {}: {who:?} {lines:#?}",
                self.seed
            );
        }
    }

    fn user(
        &self,
        who: &Who,
        subjects: &[Subject<'_>; 2],
        changes: &[Change<'_>],
        open: &BTreeSet<String>,
    ) -> usize {
        let mut asked = 0;
        for (class, names) in self.space.names.iter().filter(|(class, _)| !open.contains(*class)) {
            let mut regions: BTreeMap<[Place; 2], usize> = BTreeMap::new();
            for name in names {
                let places = [0, 1]
                    .map(|at| space::place(&self.engines[at], &subjects[at], who, class, name));
                let known = regions.entry(places.clone()).or_default();
                *known += 1;
                if *known > OF_A_REGION {
                    continue;
                }
                let of =
                    |context| [0, 1].map(|at| space::answer(&subjects[at], class, name, context));
                let lines: Vec<&Change<'_>> = changes
                    .iter()
                    .filter(|change| is_about(change, who) && is_in(change, class, &places))
                    .collect();
                let plain = of(None);
                for context in &self.space.contexts {
                    asked += 1;
                    let [old, new] = of(context.as_ref());
                    let covers = |change: &&&Change<'_>| {
                        let line = change.context.map(|it| (it.kind, it.value.to_owned()));
                        line.is_none() || line == *context
                    };
                    let covering: Vec<_> = lines.iter().filter(covers).collect();
                    let about = || {
                        format!(
                            "seed {}: {who:?} {class} {name:?} {context:?} {places:?}",
                            self.seed
                        )
                    };
                    if let Some(allowed) = space::difference(&old, &new) {
                        let shown = covering.iter().any(|change| {
                            change.regions.each_ref().map(|region| region.allowed) == allowed
                        });
                        assert!(shown, "{}\nis missing: {old:?} {new:?}\n{covering:#?}", about());
                    } else if space::difference(&plain[0], &plain[1]).is_none() {
                        assert!(covering.is_empty(), "{}\nis too much: {covering:#?}", about());
                    }
                }
            }
        }
        asked
    }

    /// The witness is decided as the line states.
    fn witness(&self, change: &Change<'_>) {
        let witness = &change.witness;
        let who = (witness.user.map(str::to_owned), witness.group.map(str::to_owned));
        let subjects = self.subjects(&who);
        let name = (witness.resource.clone(), witness.volume.clone());
        let context = witness.condition.map(|it| (it.kind, it.value.to_owned()));
        let answers =
            [0, 1].map(|at| space::answer(&subjects[at], &witness.class, &name, context.as_ref()));
        assert!(
            is_about(change, &who) && space::difference(&answers[0], &answers[1]).is_some(),
            "{change:#?}"
        );
        if change.class.is_some() {
            let places = [0, 1].map(|at| {
                space::place(&self.engines[at], &subjects[at], &who, &witness.class, &name)
            });
            assert!(
                is_in(change, &witness.class, &places),
                "seed {}: {change:#?} {places:?}",
                self.seed
            );
        }
    }
}

fn is_about(change: &Change<'_>, (user, group): &Who) -> bool {
    let known = match user {
        Some(user) => change.users.contains(&user.as_str()),
        None => change.undefined_user,
    };
    known && change.group == group.as_deref()
}

fn is_in(change: &Change<'_>, class: &str, places: &[Place; 2]) -> bool {
    let same = |view: &RegionView, place: &Place| {
        let global = place.restricted || view.global == place.global;
        (&view.profile, view.generic, &view.volume)
            == (&place.profile, place.generic, &place.volume)
            && global
    };
    change.class.as_deref() == Some(class)
        && change.own == places.iter().any(|place| place.own)
        && change.regions.iter().zip(places).all(|(view, place)| same(view, place))
}

#[test]
fn a_difference_is_what_single_decisions_show() {
    let first: u64 = setting("SAFFRON_SEED", 0);
    let wanted: usize = setting("SAFFRON_PAIRS", PAIRS);
    let (mut pairs, mut asked, mut seed) = (0, 0, first);
    while pairs < wanted {
        if let Some(pair) = pair(seed) {
            asked += Compared::new(&pair).check();
            pairs += 1;
        }
        seed += 1;
    }
    say(&format!("{pairs} pairs of policies, {asked} requests compared"));
}

/// Changes without their causes, by what they are about, with the sides exchanged where `mirrored`.
fn lines(changes: &[Change<'_>], mirrored: bool) -> Vec<String> {
    let mut lines: Vec<String> = changes
        .iter()
        .map(|change| {
            let [old, new] = &change.regions;
            let kind = match change.kind {
                Kind::Gain if mirrored => Kind::Loss,
                Kind::Loss if mirrored => Kind::Gain,
                kind => kind,
            };
            let regions = if mirrored { [new, old] } else { [old, new] };
            let Change { class, own, users, undefined_user, group, context, .. } = change;
            format!("{kind:?} {class:?} {regions:?} {own} {users:?} {undefined_user} {group:?} {context:?}")
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_difference_has_two_sides() {
    let first: u64 = setting("SAFFRON_SEED", 1 << 20);
    let wanted: usize = setting("SAFFRON_PAIRS", PAIRS);
    for pair in (first..).filter_map(pair).take(wanted) {
        let Compared { engines: [old, new], seed, .. } = Compared::new(&pair);
        let scope = Scope::default();
        let there = diff(&old, &new, DEFAULT_DAY, scope);
        let back = diff(&new, &old, DEFAULT_DAY, scope);
        assert_eq!(lines(&there.changes, false), lines(&back.changes, true), "seed {seed}");
        assert_eq!(diff(&old, &old.clone(), DEFAULT_DAY, scope).changes, []);
    }
}

/// Levels by condition.
type Levels = Vec<(Option<(ConditionKind, String)>, Option<AccessLevel>)>;

/// The access of a user to a name, as `who` and `what` list it: what is reached without a condition, and under each
/// that adds to it.
fn reached(
    subject: &Subject<'_>,
    class: &str,
    name: &(String, Option<String>),
    space: &Space,
) -> Levels {
    let level = |context: &Option<(ConditionKind, String)>| {
        let [(outcome, _, allowed), ..] = space::answer(subject, class, name, context.as_ref());
        (outcome != Outcome::Deny, allowed)
    };
    let plain = level(&None);
    let more = space.contexts.iter().filter(|it| it.is_none() || level(it) > plain);
    let all = more.map(|context| (context.clone(), level(context).1));
    all.filter(|(_, allowed)| *allowed != Some(AccessLevel::None)).collect()
}

fn listed(lines: &[&Reach<'_>]) -> Levels {
    let context = |line: &Reach<'_>| line.context.map(|it| (it.kind, it.value.to_owned()));
    let mut all: Vec<_> = lines.iter().map(|it| (context(it), it.region.allowed)).collect();
    all.sort();
    all
}

#[test]
fn who_and_what_are_what_single_decisions_show() {
    let first: u64 = setting("SAFFRON_SEED", 1 << 21);
    let wanted: usize = setting("SAFFRON_PAIRS", PAIRS / 8);
    let mut asked = 0;
    for pair in (first..).filter_map(pair).take(wanted) {
        let model = &pair.compiled[0].model;
        let space = Space::of([model, model]);
        let engine = Engine::open(pair.compiled[0].bundle.clone()).unwrap();
        let wanted = Wanted { day: DEFAULT_DAY, access: None, class: None };
        for who in &space.who {
            let subject = space::subject(&engine, who, DEFAULT_DAY);
            let found = reach::what(&engine, who.0.as_deref(), wanted);
            assert!(found.open.is_empty(), "seed {}", pair.seed);
            for (class, names) in &space.names {
                let mut known = BTreeMap::new();
                for name in names {
                    let place = space::place(&engine, &subject, who, class, name);
                    let count: &mut usize = known.entry(place.clone()).or_default();
                    *count += 1;
                    let decided = is_searched(&subject, class, name);
                    if *count > OF_A_REGION || !decided {
                        continue;
                    }
                    asked += 1;
                    let mut expected = reached(&subject, class, name, &space);
                    expected.sort();
                    let here = |line: &&Reach<'_>| reaches(line, class, who, &place);
                    let mut lines: Vec<_> = found.lines.iter().filter(here).collect();
                    lines.dedup_by_key(|line| (line.context, line.region.allowed));
                    let mut shown = listed(&lines);
                    shown.dedup();
                    assert_eq!(
                        shown, expected,
                        "seed {} {who:?} {class} {name:?} {place:?}",
                        pair.seed
                    );
                    if *count == 1 {
                        let target = Target::Resource(&name.0, name.1.as_deref());
                        let of_name = reach::who(&engine, class, target, wanted);
                        let me = |line: &&Reach<'_>| {
                            line.user == who.0.as_deref() && line.group == who.1.as_deref()
                        };
                        let lines: Vec<_> = of_name.lines.iter().filter(me).collect();
                        let expected = if who.0.is_some() { expected } else { Vec::new() };
                        assert_eq!(
                            listed(&lines),
                            expected,
                            "seed {} who {class} {name:?}",
                            pair.seed
                        );
                    }
                }
            }
        }
    }
    say(&format!("{asked} names compared"));
}

/// Whether a line is about names that are protected so.
fn reaches(line: &Reach<'_>, class: &str, who: &Who, place: &Place) -> bool {
    let region = &line.region;
    line.class == class
        && !line.temporary
        && line.group == who.1.as_deref()
        && line.own == place.own
        && (&region.profile, region.generic, &region.volume)
            == (&place.profile, place.generic, &place.volume)
        && (place.restricted || region.global == place.global)
}

/// Whether profiles of the class are searched at all: what isn't searched is no region.
fn is_searched(subject: &Subject<'_>, class: &str, (name, _): &(String, Option<String>)) -> bool {
    let step = subject.decide(&Question::new(class, name)).step;
    !matches!(
        step,
        Step::ClassUnknown
            | Step::ClassInactive
            | Step::ClassNotRaclisted
            | Step::NameInvalid
            | Step::UserUnknown
            | Step::UserRevoked
            | Step::GroupNotConnected
    )
}
