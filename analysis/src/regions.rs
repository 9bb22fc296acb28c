//! The regions of a class: sets of names that the same profiles and the same global entries of both policies protect.
//!
//! Which pairs of profiles can meet at all follows from the lists: a profile that both policies have in the same
//! sense is paired with itself only, because where it is hidden in one policy, it is hidden in the other or by a
//! profile that only one of them has. Each pair that remains is a [`Language`], of which the shortest name is sought;
//! each name that is found is placed by both engines before it counts.
#![expect(
    clippy::indexing_slicing,
    reason = "the two policies are arrays of two, and every index comes from the array [0, 1]"
)]

use std::collections::{BTreeSet, HashSet};

use saffron_runtime::{Engine, Place, Question, Subject};
use saffron_vocabulary::racf::Enforcement;

use crate::class_pair::{ClassPair, shown_volume};
use crate::language::{Language, Part, Shortest};
use crate::pattern::Pattern;
use crate::people::Person;
use crate::side::{ClassSide, Named};

/// A region of a class, with a name of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// What protects its names in both policies.
    pub places: [Place; 2],
    /// The shortest of its names.
    pub witness: String,
    /// The volume of the witness, where no name without a volume is in the region.
    pub volume: Option<String>,
    /// Names of temporary data sets, which PROTECTALL exempts.
    pub temporary: bool,
}

/// Two places that may have names in common, and it isn't known whether they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenRegion {
    /// What would protect the names.
    pub places: [Place; 2],
}

/// The regions that were found, and those that are open.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// Regions that have a name.
    pub found: Vec<Region>,
    /// Those that were too large to decide.
    pub open: Vec<OpenRegion>,
}

/// What a name is in, on one side: numbers in the lists of the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Choice {
    /// It belongs to the requester.
    Own,
    /// A generic profile and a global entry, or none.
    At { profile: Option<usize>, global: Option<usize> },
}

/// What the requester makes of the lists of a class.
#[derive(Clone, Debug, Default)]
pub(crate) struct Personal<'e> {
    /// Names that belong to the requester without a profile.
    pub(crate) owned: Option<Pattern>,
    /// The requester's global entries, in the order of search.
    pub(crate) globals: Vec<Named<'e>>,
    /// The current connect group, which `&RACGPID` stands for.
    pub(crate) group: Option<&'e str>,
}

impl<'e> Personal<'e> {
    /// What a person makes of the lists of a class on a side: names of one's own, global entries with one's IDs.
    pub(crate) fn of(class: &ClassSide<'e>, person: &Person<'e>, at: usize) -> Self {
        let Some(user) = person.user else { return Self::default() };
        let group = person.current.get(at).copied().flatten();
        let globals = class.personal_globals.iter().filter_map(|(row, name)| {
            let pattern = class.side.pattern(name, class.dataset, [Some(user), group])?;
            Some(Named { row: *row, name, pattern })
        });
        Self { owned: class.owned_by(user), globals: globals.collect(), group }
    }
}

/// The question that places a name.
pub(crate) fn placed(
    subject: &Subject<'_>,
    class: &str,
    name: &str,
    volume: Option<&str>,
) -> Place {
    let question = Question::new(class, name);
    subject.place(&match volume {
        Some(volume) => question.volume(volume),
        None => question,
    })
}

impl<'e> ClassPair<'e> {
    /// All kinds of names that are looked at one by one: with a period, without; temporary, not temporary.
    fn kinds(&self, choices: [Choice; 2]) -> Vec<(Option<bool>, Option<bool>)> {
        let prefixed = self.sides.iter().any(|side| !side.prefix.is_empty());
        let periods: &[Option<bool>] = if prefixed { &[Some(false), Some(true)] } else { &[None] };
        let protect_all = self.sides.iter().any(|side| side.protect_all() != Enforcement::Off);
        let bare = |choice: &Choice| matches!(choice, Choice::At { profile: None, .. });
        let split = protect_all && choices.iter().any(bare);
        let temporary: &[Option<bool>] = if split { &[Some(false), Some(true)] } else { &[None] };
        let mut kinds = Vec::new();
        for temporary in temporary {
            kinds.extend(periods.iter().map(|period| (*period, *temporary)));
        }
        kinds
    }

    /// All regions of the class for a requester without an ID, as far as they are wanted.
    pub fn regions(&self, want: &dyn Fn([Place; 2]) -> bool) -> Regions {
        let undefined = self.subjects();
        let view = View {
            pair: self,
            globals: self.globals(),
            owned: [None, None],
            subjects: &undefined,
            same_globals: self.same_globals,
        };
        let mut regions = Regions::default();
        for pair in self.pairs() {
            for globals in view.pairs_of_globals(pair) {
                let choices = [0, 1].map(|side| Choice::At {
                    profile: pair.get(side).copied().flatten(),
                    global: globals.get(side).copied().flatten(),
                });
                if want(view.places(choices)) {
                    view.explore(choices, &mut regions);
                }
            }
        }
        self.single_names(&undefined, want, &mut regions);
        regions
    }

    /// The requester without an ID, on both sides.
    fn subjects(&self) -> [Subject<'e>; 2] {
        let day = saffron_vocabulary::racf::Day(0);
        let undefined =
            |engine: &'e Engine| engine.subject(saffron_runtime::Requester::Undefined, None, day);
        [undefined(self.sides[0].side.engine), undefined(self.sides[1].side.engine)]
    }

    fn globals(&self) -> [&[Named<'e>]; 2] {
        [&self.sides[0].globals, &self.sides[1].globals]
    }

    /// Names of discrete profiles, one by one, with the volumes that make a difference.
    fn single_names(
        &self,
        subjects: &[Subject<'e>; 2],
        want: &dyn Fn([Place; 2]) -> bool,
        regions: &mut Regions,
    ) {
        self.each_single_name(self.names.iter().copied(), subjects, want, regions);
    }

    fn each_single_name(
        &self,
        names: impl Iterator<Item = &'e str>,
        subjects: &[Subject<'e>; 2],
        want: &dyn Fn([Place; 2]) -> bool,
        regions: &mut Regions,
    ) {
        let mut known: HashSet<([Place; 2], [Option<&str>; 2])> =
            regions.found.iter().map(|it| (it.places, [None, None])).collect();
        for name in names.filter(|name| self.is_within(name)) {
            for volume in self.volumes(name, &self.volumes) {
                let places = [0, 1].map(|at| placed(&subjects[at], self.name, name, volume));
                let shown = [0, 1].map(|at| {
                    let profiles = self.sides[at].side.bundle.profiles();
                    shown_volume(
                        self.sides[at].side,
                        profiles.get(places[at].profile? as usize)?,
                        volume,
                    )
                });
                if want(places) && known.insert((places, shown)) {
                    regions.found.push(Region {
                        places,
                        witness: name.to_owned(),
                        volume: volume.map(ToOwned::to_owned),
                        temporary: false,
                    });
                }
            }
        }
        let open = |it: &OpenRegion| !known.contains(&(it.places, [None, None]));
        regions.open.retain(open);
    }

    /// Names of discrete profiles that a requester's own patterns cover.
    fn own_single_names(
        &self,
        personal: &[Personal<'e>; 2],
        subjects: &[Subject<'e>; 2],
        want: &dyn Fn([Place; 2]) -> bool,
        regions: &mut Regions,
    ) {
        let mut names = BTreeSet::new();
        for (side, personal) in self.sides.iter().zip(personal) {
            let globals = personal.globals.iter().map(|named| &named.pattern);
            for pattern in globals.chain(&personal.owned) {
                let first = pattern.first_qualifier().filter(|_| side.prefix.is_empty());
                let near = self.names.range(first.unwrap_or_default()..);
                let near =
                    near.take_while(|name| first.is_none_or(|first| name.starts_with(first)));
                names.extend(near.copied().filter(|name| side.covers(pattern, name)));
            }
        }
        self.each_single_name(names.into_iter(), subjects, want, regions);
    }

    /// The regions of a requester that the requester's ID makes, as far as they are wanted; `bases` are regions of
    /// the requester without an ID, of which a name is sought that is in them for this requester too.
    pub(crate) fn personal_regions(
        &self,
        personal: &[Personal<'e>; 2],
        restricted: [bool; 2],
        subjects: &[Subject<'e>; 2],
        (bases, pairs): (&[Region], &[[Option<usize>; 2]]),
        want: &dyn Fn([Place; 2]) -> bool,
    ) -> Regions {
        let globals = [merged(&self.sides[0], &personal[0]), merged(&self.sides[1], &personal[1])];
        let globals =
            [0, 1].map(|at| if restricted[at] { Vec::new() } else { globals[at].clone() });
        let view = View {
            pair: self,
            globals: [&globals[0], &globals[1]],
            owned: [personal[0].owned.as_ref(), personal[1].owned.as_ref()],
            subjects,
            same_globals: self.same_globals
                && restricted[0] == restricted[1]
                && personal[0].group == personal[1].group,
        };
        let mut regions = Regions::default();
        for base in bases {
            view.rebase(base, restricted, &mut regions);
        }
        self.own_single_names(personal, subjects, want, &mut regions);
        for pair in pairs {
            for choices in view.personal_choices(*pair) {
                if want(view.places(choices)) {
                    view.explore(choices, &mut regions);
                }
            }
        }
        regions
    }
}

/// Global entries of a class and those of the requester, in the order of search.
fn merged<'e>(side: &ClassSide<'e>, personal: &Personal<'e>) -> Vec<Named<'e>> {
    let mut globals = side.globals.clone();
    globals.extend(personal.globals.iter().cloned());
    globals.sort_by_key(|named| named.row);
    globals
}

/// A class as one requester sees it.
struct View<'v, 'e> {
    pair: &'v ClassPair<'e>,
    globals: [&'v [Named<'e>]; 2],
    owned: [Option<&'v Pattern>; 2],
    subjects: &'v [Subject<'e>; 2],
    /// Whether equal global entries cover the same names.
    same_globals: bool,
}

impl<'e> View<'_, 'e> {
    fn global(&self, side: usize, at: Option<usize>) -> Option<&Named<'e>> {
        self.globals.get(side)?.get(at?)
    }

    /// The rows of a choice.
    fn place(&self, side: usize, choice: Choice) -> Place {
        match choice {
            Choice::Own => Place { profile: None, global: None, own: true },
            Choice::At { profile, global } => Place {
                profile: self.pair.generic(side, profile).map(|named| named.row),
                global: self.global(side, global).map(|named| named.row),
                own: false,
            },
        }
    }

    fn places(&self, choices: [Choice; 2]) -> [Place; 2] {
        [self.place(0, choices[0]), self.place(1, choices[1])]
    }

    /// Pairs of global entries that may meet within two profiles.
    fn pairs_of_globals(&self, pair: [Option<usize>; 2]) -> Vec<[Option<usize>; 2]> {
        let [old, new] = [0, 1].map(|side| self.globals_within(side, pair));
        let mut pairs = Vec::new();
        for old in &old {
            for new in &new {
                let named =
                    [self.global(0, *old), self.global(1, *new)].map(|it| it.map(|it| it.name));
                if !self.same_globals || named[0] == named[1] {
                    pairs.push([*old, *new]);
                }
            }
        }
        pairs
    }

    /// No global entry, and each that may meet the profile of its side.
    fn globals_within(&self, side: usize, pair: [Option<usize>; 2]) -> Vec<Option<usize>> {
        let profile = self.pair.generic(side, pair.get(side).copied().flatten());
        let meets =
            |named: &Named<'_>| profile.is_none_or(|it| it.pattern.may_meet(&named.pattern));
        let globals = self.globals.get(side).copied().unwrap_or_default().iter().enumerate();
        let fitting = globals.filter(|(_, named)| meets(named)).map(|(at, _)| Some(at));
        std::iter::once(None).chain(fitting).collect()
    }

    /// Choices of which at least one is the requester's own.
    fn personal_choices(&self, pair: [Option<usize>; 2]) -> Vec<[Choice; 2]> {
        let mut choices = Vec::new();
        for [old, new] in self.pairs_of_globals(pair) {
            let own = |side: usize, global| {
                let row = self.global(side, global).map(|it| it.row);
                let personal = self.pair.sides.get(side).map(|it| &it.personal_globals);
                personal.into_iter().flatten().any(|(personal, _)| Some(*personal) == row)
            };
            let at = [
                Choice::At { profile: pair[0], global: old },
                Choice::At { profile: pair[1], global: new },
            ];
            if own(0, old) || own(1, new) {
                choices.push(at);
            }
            // A name of one's own is in one region, whatever profiles there are.
            if self.owned[0].is_some() && pair[0].is_none() && old.is_none() {
                choices.push([Choice::Own, at[1]]);
            }
            if self.owned[1].is_some() && pair[1].is_none() && new.is_none() {
                choices.push([at[0], Choice::Own]);
            }
        }
        if pair == [None, None] && self.owned.iter().all(Option::is_some) {
            choices.push([Choice::Own, Choice::Own]);
        }
        choices
    }

    /// The region of a requester that is part of one of the requester without an ID.
    fn rebase(&self, base: &Region, restricted: [bool; 2], regions: &mut Regions) {
        let expected = [0, 1].map(|at| Place {
            global: base.places[at].global.filter(|_| !restricted[at]),
            ..base.places[at]
        });
        let volume = base.volume.as_deref();
        let class = self.pair.name;
        let found = [0, 1].map(|at| placed(&self.subjects[at], class, &base.witness, volume));
        let same = |at: usize| {
            (found[at].profile, found[at].global) == (expected[at].profile, expected[at].global)
                && !(found[at].own && found[at].profile.is_none())
        };
        if same(0) && same(1) {
            let places = found;
            regions.found.push(Region { places, ..base.clone() });
            return;
        }
        let choices = [0, 1].map(|side| self.choice(side, expected[side]));
        if let [Some(old), Some(new)] = choices {
            self.explore([old, new], regions);
        }
    }

    /// The choice of a place; `None` for a discrete profile, which has no other name.
    fn choice(&self, side: usize, place: Place) -> Option<Choice> {
        let generics = self.pair.sides.get(side)?.generics.iter();
        let profile = place.profile.map(|row| generics.clone().position(|it| it.row == row));
        let globals = self.globals.get(side)?.iter();
        let global = place.global.map(|row| globals.clone().position(|it| it.row == row));
        match (profile, global) {
            (Some(None), _) | (_, Some(None)) => None,
            (profile, global) => {
                Some(Choice::At { profile: profile.flatten(), global: global.flatten() })
            }
        }
    }

    /// Finds names of two choices, of each kind one.
    fn explore(&self, choices: [Choice; 2], regions: &mut Regions) {
        let mut known: Vec<(bool, usize)> = Vec::new();
        for (period, temporary) in self.pair.kinds(choices) {
            match self.shortest(choices, period, temporary) {
                Shortest::Empty => {}
                Shortest::Unknown => {
                    let open = OpenRegion { places: self.places(choices) };
                    if !regions.open.contains(&open) {
                        regions.open.push(open);
                    }
                }
                Shortest::Name(witness) => {
                    let temporary = temporary == Some(true);
                    let found = self.found(&witness);
                    if known.iter().any(|(it, _)| *it == temporary) {
                        continue; // A name of the region with the other kind of qualifiers is known.
                    }
                    known.push((temporary, witness.len()));
                    regions.found.push(Region { places: found, witness, volume: None, temporary });
                }
            }
        }
    }

    fn found(&self, witness: &str) -> [Place; 2] {
        [0, 1].map(|at| placed(&self.subjects[at], self.pair.name, witness, None))
    }

    /// The shortest name. What hides the profiles is looked at only if the shortest name that both cover is hidden.
    fn shortest(
        &self,
        choices: [Choice; 2],
        period: Option<bool>,
        temporary: Option<bool>,
    ) -> Shortest {
        let mut language = Language::default();
        self.cover(choices, &mut language);
        if let Some(is_temporary) = temporary {
            let part = Part { pattern: &self.pair.temporary, before: "" };
            if is_temporary { language.within.push(part) } else { language.without.push(part) }
        }
        let legal = self.pair.legal(period);
        if period != Some(false) {
            unprefixed(&mut language);
        }
        let first = language.shortest(legal);
        if !matches!(&first, Shortest::Name(name) if !self.is_in(choices, name)) {
            return first;
        }
        self.hide(choices, period, &mut language);
        if period != Some(false) {
            unprefixed(&mut language);
        }
        match language.shortest(legal) {
            Shortest::Name(name) if !self.is_in(choices, &name) => Shortest::Unknown,
            found => found,
        }
    }

    /// Whether both engines place a name so.
    fn is_in(&self, choices: [Choice; 2], name: &str) -> bool {
        let found = self.found(name);
        let implicit = |place: &Place| place.own && place.profile.is_none();
        [0, 1].into_iter().all(|at| match choices[at] {
            Choice::Own => found[at].own,
            choice @ Choice::At { .. } => {
                let expected = self.place(at, choice);
                (found[at].profile, found[at].global) == (expected.profile, expected.global)
                    && !implicit(&found[at])
            }
        })
    }

    /// The patterns that cover the names.
    fn cover<'l>(&'l self, choices: [Choice; 2], language: &mut Language<'l>) {
        let [side, _] = &self.pair.sides;
        let within = self.pair.within.iter();
        language.within.extend(within.map(|pattern| Part { pattern, before: &side.prefix }));
        for (side, choice) in choices.into_iter().enumerate() {
            let Some(before) = self.pair.sides.get(side).map(|it| it.prefix.as_str()) else {
                continue;
            };
            let mut add = |pattern: &'l Pattern| language.within.push(Part { pattern, before });
            match choice {
                Choice::Own => self.owned.get(side).copied().flatten().into_iter().for_each(add),
                Choice::At { profile, global } => {
                    self.pair
                        .generic(side, profile)
                        .map(|it| &it.pattern)
                        .into_iter()
                        .for_each(&mut add);
                    self.global(side, global).map(|it| &it.pattern).into_iter().for_each(&mut add);
                }
            }
        }
    }

    /// The patterns that hide them: profiles and global entries that are searched before.
    fn hide<'l>(&'l self, choices: [Choice; 2], period: Option<bool>, language: &mut Language<'l>) {
        let within: Vec<Vec<&Pattern>> = [0, 1].map(|side| self.covering(side, choices)).into();
        for (side, choice) in choices.into_iter().enumerate() {
            let Some(class) = self.pair.sides.get(side) else { continue };
            let Choice::At { profile, global } = choice else { continue };
            let before = class.prefix.as_str();
            let apart = period == Some(false);
            let meets = |pattern: &Pattern| {
                let relevant = within.iter().enumerate().filter(|(at, _)| !apart || *at == side);
                relevant.flat_map(|(_, all)| all).all(|other| pattern.may_meet(other))
            };
            let profiles = class.generics.iter().take(profile.unwrap_or(usize::MAX));
            let globals = self.globals.get(side).copied().unwrap_or_default();
            let globals = globals.iter().take(global.unwrap_or(usize::MAX));
            let patterns = profiles.chain(globals).map(|named| &named.pattern);
            let owned = self.owned.get(side).copied().flatten();
            for pattern in patterns.chain(owned).filter(|pattern| meets(pattern)) {
                language.without.push(Part { pattern, before });
            }
            language.not_words.push((&class.words, before));
        }
    }

    fn covering(&self, side: usize, choices: [Choice; 2]) -> Vec<&Pattern> {
        match choices.get(side) {
            Some(Choice::At { profile, global }) => {
                let profile = self.pair.generic(side, *profile).map(|it| &it.pattern);
                profile
                    .into_iter()
                    .chain(self.global(side, *global).map(|it| &it.pattern))
                    .collect()
            }
            _ => self.owned.get(side).copied().flatten().into_iter().collect(),
        }
    }
}

/// Names with a period get no qualifier.
fn unprefixed(language: &mut Language<'_>) {
    for part in language.within.iter_mut().chain(&mut language.without) {
        part.before = "";
    }
    for (_, before) in &mut language.not_words {
        *before = "";
    }
}
