//! Two policies while they are compared: who is asked, and the lines of the answer.
#![expect(
    clippy::indexing_slicing,
    reason = "the two policies are arrays of two, and every index comes from the array [0, 1]"
)]

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::layout::{class_flag, meta_flag};
use saffron_runtime::{Outcome, Place};
use saffron_vocabulary::ebcdic;

use crate::answer::{Answer, Asked, Condition, Conditions, LEVELS};
use crate::cause::causes;
use crate::change::{Change, Diff, Kind, Open, RegionView, Witness};
use crate::class_pair::ClassPair;
use crate::people::{Changed, People, Person};
use crate::regions::{Personal, Region};
use crate::same;
use crate::side::Side;
use crate::view::view;

/// To what a comparison is restricted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'s> {
    /// One user only.
    pub user: Option<&'s str>,
    /// One class only.
    pub class: Option<&'s str>,
}

/// Two policies while they are compared.
pub(crate) struct Comparison<'c, 'e> {
    pub(crate) sides: [Side<'e>; 2],
    pub(crate) people: &'c People<'e>,
    scope: Scope<'c>,
    pub(crate) conditions: Conditions<'e>,
    /// Whether options, switches and labels are the same.
    pub(crate) same_rules: bool,
    /// Those who differ, of those who are in scope and enter on both sides.
    pub(crate) changed: BTreeSet<usize>,
    /// The groups in which they differ, if they differ in nothing else.
    pub(crate) changed_groups: Option<[BTreeSet<u32>; 2]>,
}

/// A line of the answer, apart from its users.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'e> {
    class: Option<String>,
    regions: [RegionView; 2],
    kind: Kind,
    own: bool,
    group: Option<&'e str>,
    context: Option<Condition<'e>>,
    answers: Option<[Answer; 2]>,
    temporary: bool,
}

/// Changes while they are collected.
#[derive(Default)]
pub(crate) struct Found<'e> {
    lines: BTreeMap<Key<'e>, Change<'e>>,
    pub(crate) open: Vec<Open>,
    pub(crate) regions: usize,
}

impl<'e> Found<'e> {
    pub(crate) fn finish(self) -> Diff<'e> {
        let mut changes: Vec<Change<'e>> = self.lines.into_values().collect();
        for change in &mut changes {
            change.users.sort_by(|a, b| ebcdic::compare(a, b));
            change.users.dedup();
        }
        changes.sort_by(compare);
        Diff { changes, open: self.open, regions: self.regions }
    }

    /// Adds a person to the line of a change. `line` makes the line if it is the first.
    fn add(&mut self, key: Key<'e>, person: &Person<'e>, line: impl FnOnce() -> Change<'e>) {
        let change = self.lines.entry(key).or_insert_with(line);
        match person.user {
            Some(user) => change.users.push(user),
            None => change.undefined_user = true,
        }
        change.partial |= person.external;
    }
}

/// The order of changes: whole users first, then by class and profile in EBCDIC order.
fn compare(a: &Change<'_>, b: &Change<'_>) -> std::cmp::Ordering {
    fn texts<'t>(change: &'t Change<'_>) -> [&'t str; 6] {
        let [old, new] = &change.regions;
        let text = |text: &'t Option<String>| text.as_deref().unwrap_or_default();
        let group = change.group.unwrap_or_default();
        let user = change.users.first().copied().unwrap_or_default();
        [
            text(&change.class),
            text(&new.profile),
            text(&old.profile),
            text(&new.global),
            group,
            user,
        ]
    }
    let (a_texts, b_texts) = (texts(a), texts(b));
    let texts = a_texts.iter().zip(&b_texts).map(|(a, b)| ebcdic::compare(a, b));
    let by_text = texts.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then);
    by_text.then(a.context.cmp(&b.context)).then(a.kind.cmp(&b.kind))
}

impl<'c, 'e> Comparison<'c, 'e> {
    pub(crate) fn new(sides: [Side<'e>; 2], people: &'c People<'e>, scope: Scope<'c>) -> Self {
        let mut this = Self {
            sides,
            people,
            scope,
            conditions: Conditions::of(&sides),
            same_rules: same::rules(sides[0], sides[1]) && terminals_are_the_same(sides),
            changed: BTreeSet::new(),
            changed_groups: None,
        };
        let differs = |person: &Person<'_>| person.changed != Changed::Nothing;
        let numbered = people.all.iter().enumerate();
        let changed = numbered.filter(|(_, it)| this.is_asked(it) && differs(it));
        this.changed = changed.map(|(at, _)| at).collect();
        this.changed_groups = this.groups_that_changed();
        this
    }

    /// Whether a person is in scope and enters on both sides.
    pub(crate) fn is_asked(&self, person: &Person<'_>) -> bool {
        self.is_in_scope(person) && person.enters == [true, true]
    }

    fn is_in_scope(&self, person: &Person<'_>) -> bool {
        self.scope
            .user
            .is_none_or(|user| person.user.is_some_and(|known| known.eq_ignore_ascii_case(user)))
    }

    /// The groups to which the connections differ; `None` if some user differs in more.
    fn groups_that_changed(&self) -> Option<[BTreeSet<u32>; 2]> {
        let mut names = BTreeSet::new();
        for at in &self.changed {
            match &self.people.all.get(*at)?.changed {
                Changed::Nothing => {}
                Changed::Groups(groups) => names.extend(groups.iter().copied()),
                Changed::Attributes => return None,
            }
        }
        let ids = |side: &Side<'_>| -> BTreeSet<u32> {
            let numbered = (0..).zip(side.bundle.authorities());
            numbered.filter(|(_, row)| names.contains(row.name())).map(|(at, _)| at).collect()
        };
        Some([ids(&self.sides[0]), ids(&self.sides[1])])
    }

    /// Names of all classes of which profiles are searched on a side.
    pub(crate) fn classes(&self) -> BTreeSet<&'e str> {
        let classes = self.sides.iter().flat_map(|side| side.bundle.classes());
        let active = classes.filter(|row| row.flags() & class_flag::ACTIVE != 0);
        let in_scope =
            |name: &&str| self.scope.class.is_none_or(|class| class.eq_ignore_ascii_case(name));
        active.map(saffron_bundle::layout::ClassRow::name).filter(in_scope).collect()
    }

    /// Users who enter the system in one policy only.
    pub(crate) fn entering(&self, found: &mut Found<'e>) {
        for person in &self.people.all {
            if self.is_in_scope(person)
                && person.enters[0] != person.enters[1]
                && let Some((class, resource)) = self.shows_entering(person)
            {
                let region = Region {
                    places: [Place::default(), Place::default()],
                    witness: resource,
                    volume: None,
                    temporary: false,
                };
                self.line(
                    found,
                    person,
                    Line { class: &class, region: &region, context: None, whole: true },
                );
            }
        }
    }

    /// A request that a user gets in one policy: any that isn't denied.
    fn shows_entering(&self, person: &Person<'e>) -> Option<(String, String)> {
        let at = usize::from(person.enters[1]);
        let subject = person.subjects.get(at)?;
        let names = self.sides.iter().flat_map(|side| side.bundle.classes());
        let names: BTreeSet<&str> = names.map(saffron_bundle::layout::ClassRow::name).collect();
        let names = names
            .into_iter()
            .filter(|name| self.scope.class.is_none_or(|class| class.eq_ignore_ascii_case(name)));
        let shows = |class: &str, resource: &str| {
            let asked = Asked { class, resource, volume: None };
            asked.decide(subject, LEVELS[0], None).outcome != Outcome::Deny
        };
        let mut searched = Vec::new();
        for name in names {
            if shows(name, "A") {
                return Some((name.to_owned(), "A".to_owned()));
            }
            searched.push(name);
        }
        for name in searched {
            let side = *self.sides.get(at)?;
            let pair = ClassPair::new(name, side, side);
            let personal = [
                Personal::of(&pair.sides[0], person, at),
                Personal::of(&pair.sides[1], person, at),
            ];
            let restricted = [person.is_restricted(at); 2];
            let mut regions = pair.regions(&|_| true);
            let subjects = [*subject, *subject];
            let bases = std::mem::take(&mut regions.found);
            let pairs = pair.pairs();
            let own =
                pair.personal_regions(&personal, restricted, &subjects, (&bases, &pairs), &|_| {
                    true
                });
            let mut all = bases.iter().chain(&own.found);
            if let Some(region) = all.find(|it| it.volume.is_none() && shows(name, &it.witness)) {
                return Some((name.to_owned(), region.witness.clone()));
            }
        }
        None
    }

    /// Adds what a person is answered differently for a region, if it is.
    pub(crate) fn line(
        &self,
        found: &mut Found<'e>,
        person: &Person<'e>,
        line: Line<'_, 'e>,
    ) -> Option<[Answer; 2]> {
        let Line { class, region, context, whole } = line;
        let asked = Asked { class, resource: &region.witness, volume: region.volume.as_deref() };
        let answers = [0, 1].map(|at| asked.answer(&person.subjects[at], context));
        let kind = kind(&answers)?;
        let at = answers[0].outcomes.iter().zip(&answers[1].outcomes).position(|(a, b)| a != b)?;
        let access = *LEVELS.get(at)?;
        let decisions = [0, 1].map(|at| asked.decide(&person.subjects[at], access, context));
        let view = |at: usize| {
            let place = if whole { Place::default() } else { region.places[at] };
            view(self.sides[at], place, asked.volume, &decisions[at])
        };
        let regions = [view(0), view(1)];
        let own = !whole && region.places.iter().any(|place| place.own);
        let key = Key {
            class: (!whole).then(|| class.to_owned()),
            regions: regions.clone(),
            kind,
            own,
            group: person.group,
            context,
            answers: (!whole).then_some(answers),
            temporary: region.temporary,
        };
        found.add(key, person, || Change {
            kind,
            class: (!whole).then(|| class.to_owned()),
            regions,
            own,
            temporary: region.temporary,
            users: Vec::new(),
            undefined_user: false,
            partial: false,
            group: person.group,
            context,
            causes: causes(self.sides, person, kind, [&decisions[0], &decisions[1]]),
            witness: Witness::of(person, class, region, access, context),
        });
        Some(answers)
    }
}

/// What one line of the answer is about.
#[derive(Clone, Copy)]
pub(crate) struct Line<'l, 'e> {
    pub(crate) class: &'l str,
    pub(crate) region: &'l Region,
    pub(crate) context: Option<Condition<'e>>,
    /// Whether the user as a whole enters or doesn't.
    pub(crate) whole: bool,
}

/// Whether terminals have the same levels, where levels are compared.
fn terminals_are_the_same(sides: [Side<'_>; 2]) -> bool {
    if !sides.iter().any(|side| side.has(meta_flag::SECDATA)) {
        return true;
    }
    let pair = ClassPair::new("TERMINAL", sides[0], sides[1]);
    let levels = |side: Side<'_>| -> Vec<(String, u8)> {
        let rows = side
            .class_row("TERMINAL")
            .map(|row| saffron_bundle::run(side.bundle.profiles(), row.profiles()));
        let rows = rows.unwrap_or_default().iter();
        rows.map(|row| (side.bundle.text(row.name()).to_owned(), row.security_level())).collect()
    };
    pair.same_profiles() && same::class(&pair) && levels(sides[0]) == levels(sides[1])
}

/// In which direction the answers differ; `None` if they don't.
fn kind(answers: &[Answer; 2]) -> Option<Kind> {
    let [old, new] = answers;
    if !old.differs(new) {
        return None;
    }
    let levels = || old.outcomes.iter().zip(&new.outcomes);
    let may = |outcome: Outcome| outcome != Outcome::Deny;
    let gain = levels().any(|(old, new)| !may(old.0) && may(new.0));
    let loss = levels().any(|(old, new)| may(old.0) && !may(new.0));
    Some(match (gain, loss) {
        (true, false) => Kind::Gain,
        (false, true) => Kind::Loss,
        (false, false) if levels().all(|(old, new)| old.0 == new.0) => Kind::Warning,
        _ => Kind::Both,
    })
}
