//! A class of two policies while it is compared: which regions may be answered differently, and for whom.
#![expect(
    clippy::indexing_slicing,
    reason = "the two policies are arrays of two, and every index comes from the array [0, 1]"
)]

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use saffron_bundle::layout::{GlobalRow, ProfileRow};
use saffron_bundle::run;
use saffron_runtime::Place;

use crate::answer::{Asked, Condition};
use crate::change::Open;
use crate::class_pair::ClassPair;
use crate::comparison::{Comparison, Found, Line};
use crate::people::Person;
use crate::regions::{OpenRegion, Personal, Region, placed};
use crate::side::ClassSide;
use crate::{same, standing};

/// For whom a region is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Nobody,
    /// Those who differ between the policies.
    Changed,
    Everyone,
}

/// A class of two policies while it is compared.
pub(crate) struct ClassComparison<'c, 'e> {
    all: &'c Comparison<'c, 'e>,
    pair: &'c ClassPair<'e>,
    same_rules: bool,
    same_owners: bool,
    known: RefCell<HashMap<(u32, u32), bool>>,
}

impl<'c, 'e> ClassComparison<'c, 'e> {
    pub(crate) fn new(all: &'c Comparison<'c, 'e>, pair: &'c ClassPair<'e>) -> Self {
        let [old, new] = &pair.sides;
        Self {
            all,
            pair,
            same_rules: all.same_rules && same::class(pair) && old.prefix == new.prefix,
            same_owners: same::owners(pair),
            known: RefCell::default(),
        }
    }

    fn row(&self, at: usize, place: Place) -> Option<&'e ProfileRow> {
        self.all.sides[at].bundle.profiles().get(place.profile? as usize)
    }

    /// For whom a region may be answered differently.
    fn need(&self, places: [Place; 2]) -> Need {
        let [old, new] = places;
        if old.own && new.own && old.profile.is_none() && new.profile.is_none() {
            return Need::Nobody;
        }
        let level = |at: usize, place: Place| {
            let row = self.all.sides[at].bundle.globals().get(place.global? as usize);
            row.map(GlobalRow::access)
        };
        let same_level = level(0, old) == level(1, new);
        if !self.same_rules || old.own != new.own || !same_level || !self.same_profile(old, new) {
            return Need::Everyone;
        }
        if !self.all.changed.is_empty() && self.concerns_changed(places) {
            return Need::Changed;
        }
        Need::Nobody
    }

    fn same_profile(&self, old: Place, new: Place) -> bool {
        match (self.row(0, old), self.row(1, new)) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                let key = (old.profile.unwrap_or_default(), new.profile.unwrap_or_default());
                let known = self.known.borrow().get(&key).copied();
                known.unwrap_or_else(|| {
                    let same = same::profiles(self.all.sides, a, b);
                    self.known.borrow_mut().insert(key, same);
                    same
                })
            }
            _ => false,
        }
    }

    /// Whether those who changed may be answered differently in a region that is the same.
    fn concerns_changed(&self, places: [Place; 2]) -> bool {
        let Some(groups) = &self.all.changed_groups else { return true };
        [0, 1].into_iter().any(|at| {
            let listed = standing::listed(self.all.sides[at], self.row(at, places[at]));
            !listed.is_disjoint(&groups[at])
        })
    }

    pub(crate) fn run(&self, found: &mut Found<'e>) {
        let regions = self.pair.regions(&|places| self.need(places) != Need::Nobody);
        self.open(&regions.open, found);
        found.regions += regions.found.len();
        if self.pair.sides.iter().any(ClassSide::is_personal) {
            self.one_by_one(&regions.found, found);
            return;
        }
        for region in &regions.found {
            for alike in self.groups(region) {
                self.alike(region, &alike, found);
            }
        }
    }

    fn open(&self, open: &[OpenRegion], found: &mut Found<'e>) {
        for region in open {
            let name = |at: usize| {
                let row = self.row(at, region.places[at])?;
                Some(self.all.sides[at].bundle.text(row.name()).to_owned())
            };
            let open = Open {
                class: self.pair.name.to_owned(),
                old: name(0),
                new: name(1),
                reason: "it isn't known within the limit whether the region has a name",
            };
            if !found.open.contains(&open) {
                found.open.push(open);
            }
        }
    }

    /// People who are to be asked about a region, by standing.
    fn groups(&self, region: &Region) -> Vec<Vec<usize>> {
        let rows = [self.row(0, region.places[0]), self.row(1, region.places[1])];
        let asked =
            |at: &usize| self.all.people.all.get(*at).is_some_and(|it| self.all.is_asked(it));
        if self.need(region.places) == Need::Changed {
            return self.all.changed.iter().filter(|at| asked(at)).map(|at| vec![*at]).collect();
        }
        let owners = [0, 1].map(|at| {
            let name = self.all.sides[at].bundle.text(rows[at]?.name());
            self.pair.sides[at].dataset.then(|| name.split('.').next().unwrap_or_default())
        });
        let mut groups = standing::groups(self.all.people, self.all.sides, rows, owners);
        for group in &mut groups {
            group.retain(|at| asked(at));
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// What people of equal standing are answered: the first is asked, and if the answers differ, all are listed.
    fn alike(&self, region: &Region, alike: &[usize], found: &mut Found<'e>) {
        let Some(first) = alike.first().and_then(|at| self.all.people.all.get(*at)) else { return };
        let contexts = self.contexts(region);
        let asked = Asked {
            class: self.pair.name,
            resource: &region.witness,
            volume: region.volume.as_deref(),
        };
        let of = |context| [0, 1].map(|at| asked.answer(&first.subjects[at], context));
        let plain = of(None);
        let mut differing = Vec::new();
        if plain[0].differs(&plain[1]) {
            differing.push(None);
        }
        for context in contexts {
            let answers = of(Some(context));
            let covered = plain[0].differs(&plain[1]) && answers == plain;
            if answers[0].differs(&answers[1]) && !covered {
                differing.push(Some(context));
            }
        }
        for context in differing {
            for person in alike.iter().filter_map(|at| self.all.people.all.get(*at)) {
                let mut region = region.clone();
                self.mark_own(&mut region, person);
                let line = Line { class: self.pair.name, region: &region, context, whole: false };
                self.all.line(found, person, line);
            }
        }
    }

    /// Marks data sets as the person's own.
    fn mark_own(&self, region: &mut Region, person: &Person<'e>) {
        if !self.pair.sides.iter().any(|side| side.dataset) {
            return;
        }
        for at in [0, 1] {
            let name = region.witness.clone();
            let place =
                placed(&person.subjects[at], self.pair.name, &name, region.volume.as_deref());
            region.places[at].own = place.own;
        }
    }

    fn contexts(&self, region: &Region) -> BTreeSet<Condition<'e>> {
        let mut contexts = BTreeSet::new();
        for at in [0, 1] {
            let row = self.row(at, region.places[at]);
            contexts.extend(self.all.conditions.under(self.all.sides[at], row));
        }
        contexts
    }

    /// Whether the global entries of both sides give the same to the same names.
    fn same_globals(&self) -> bool {
        let levels = |at: usize| -> Vec<_> {
            let rows = self.pair.sides[at]
                .row
                .map(|row| run(self.all.sides[at].bundle.globals(), row.globals()));
            rows.unwrap_or_default().iter().map(GlobalRow::access).collect()
        };
        self.pair.same_globals() && levels(0) == levels(1)
    }

    /// Where regions depend on who asks, everyone is asked about regions of their own.
    fn one_by_one(&self, bases: &[Region], found: &mut Found<'e>) {
        let pairs = self.pair.pairs();
        let relevant = |pair: &[Option<usize>; 2]| {
            let places = self.pair.places_of(*pair);
            !self.same_globals() || !self.same_owners || self.need(places) != Need::Nobody
        };
        let pairs: Vec<_> = pairs.into_iter().filter(relevant).collect();
        // No pair is relevant only where owners and global entries are the same, so everyone is decided alike.
        if pairs.is_empty() && bases.is_empty() {
            return;
        }
        for (number, person) in self.all.people.all.iter().enumerate() {
            if !self.all.is_asked(person) {
                continue;
            }
            let changed = self.all.changed.contains(&number);
            let need = |places: [Place; 2]| match self.need(places) {
                Need::Nobody => false,
                Need::Changed => changed,
                Need::Everyone => true,
            };
            let bases: Vec<Region> = bases.iter().filter(|it| need(it.places)).cloned().collect();
            let own = [0, 1].map(|at| Personal::of(&self.pair.sides[at], person, at));
            let restricted = [0, 1].map(|at| person.is_restricted(at));
            let regions = self.pair.personal_regions(
                &own,
                restricted,
                &person.subjects,
                (&bases, &pairs),
                &need,
            );
            self.open(&regions.open, found);
            found.regions += regions.found.len();
            for region in &regions.found {
                self.alike(region, &[number], found);
            }
        }
    }
}
