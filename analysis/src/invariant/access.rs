//! Rules on access: each region of the names that a rule is about, for all people of equal standing at once.
//!
//! A region has the same answer for all its names, so a rule holds for every name if it holds for the shortest name of
//! each region.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use saffron_bundle::layout::ProfileRow;
use saffron_compiler::model::{AccessRule, Quantifier, Right};
use saffron_runtime::{Outcome, Place};

use super::asked;
use super::court::Court;
use super::verdict::{Breach, Verdict};
use crate::answer::{Asked, Condition};
use crate::change::Witness;
use crate::class_pair::ClassPair;
use crate::pattern::Pattern;
use crate::people::{InOrder, Person};
use crate::reach::regions_of;
use crate::regions::{Region, Regions};
use crate::standing;
use crate::view;

/// Requests that break a rule, by user; the undefined user is the first.
type ByUser<'e> = BTreeMap<Option<InOrder<'e>>, Breach<'e>>;

/// Whether a rule on access holds.
pub fn check<'e>(court: &Court<'e>, rule: &'e AccessRule) -> Verdict<'e> {
    if rule.subjects.users.is_empty() && !rule.subjects.undefined {
        return Verdict::vacuous("no user is subject to it");
    }
    if !asked::is_met(rule) {
        return Verdict::vacuous("no request for access meets its context");
    }
    let people = asked::people(court, rule);
    if people.is_empty() {
        return Verdict::vacuous("there is no other user");
    }
    let users = people.iter().filter_map(|number| court.people.all.get(*number));
    let users: HashSet<Option<&str>> = users.map(|person| person.user).collect();
    let mut verdict = Verdict { users: users.len(), ..Verdict::default() };
    let mut broken: Option<Vec<ByUser<'e>>> = None;
    for right in &rule.rights {
        let Some(mut looking) = Looking::new(court, rule, right, &people) else {
            let class = court.model.classes.get(right.class).map_or("", |class| &class.name);
            return Verdict::vacuous(format!("no profile of the class `{class}` is in use"));
        };
        let before = verdict.regions;
        looking.run(&mut verdict);
        if verdict.regions == before && verdict.open.is_empty() {
            return Verdict::vacuous(format!("no name is subject to `{}`", right.pattern));
        }
        let all = broken.get_or_insert_default();
        all.push(looking.found);
    }
    verdict.breaches = of_one_user(broken.unwrap_or_default());
    verdict
}

/// The requests of the first user who breaks the rule with every right.
fn of_one_user(by_right: Vec<ByUser<'_>>) -> Vec<Breach<'_>> {
    let Some(first) = by_right.first() else { return Vec::new() };
    let every = |user: &&Option<InOrder<'_>>| by_right.iter().all(|of| of.contains_key(*user));
    let Some(user) = first.keys().find(every).cloned() else { return Vec::new() };
    by_right.into_iter().filter_map(|mut of| of.remove(&user)).collect()
}

/// A right of a rule while it is checked.
struct Looking<'l, 'e> {
    court: &'l Court<'e>,
    rule: &'e AccessRule,
    right: &'e Right,
    people: &'l BTreeSet<usize>,
    pair: ClassPair<'e>,
    found: ByUser<'e>,
}

impl<'l, 'e> Looking<'l, 'e> {
    /// `None` if no profile of the class is searched.
    fn new(
        court: &'l Court<'e>,
        rule: &'e AccessRule,
        right: &'e Right,
        people: &'l BTreeSet<usize>,
    ) -> Option<Self> {
        let class = court.model.classes.get(right.class)?;
        let pair = ClassPair::new(&class.name, court.side, court.side);
        let dataset = pair.sides.first().filter(|side| side.in_effect)?.dataset;
        let names = if right.pattern.contains(['*', '%']) {
            court.side.pattern(&right.pattern, dataset, [None, None])?
        } else {
            Pattern::literal(&right.pattern)
        };
        let pair = pair.within(names);
        Some(Self { court, rule, right, people, pair, found: ByUser::new() })
    }

    /// A rule on one right is decided by the first request that breaks it; of joined rights, those of all users count.
    fn is_decided(&self) -> bool {
        self.rule.rights.len() == 1 && !self.found.is_empty()
    }

    fn run(&mut self, verdict: &mut Verdict<'e>) {
        let bases = self.pair.regions(&|_| true);
        self.open(&bases, verdict);
        if self.pair.sides.iter().any(crate::side::ClassSide::is_personal) {
            self.one_by_one(&bases, verdict);
            return;
        }
        count(&bases.found, verdict);
        for region in &bases.found {
            for alike in self.alike(region) {
                self.ask(region, &alike);
                if self.is_decided() {
                    return;
                }
            }
        }
    }

    /// Where regions depend on who asks, everyone is asked about regions of their own.
    fn one_by_one(&mut self, bases: &Regions, verdict: &mut Verdict<'e>) {
        let mut known: HashSet<(Place, Option<String>)> = HashSet::new();
        for number in self.people {
            let Some(person) = self.court.people.all.get(*number) else { continue };
            // Who can't enter the system is denied every name, wherever it is.
            let [enters, _] = person.enters;
            let regions = if enters {
                regions_of(&self.pair, bases, person, &|_| true)
            } else {
                Regions { found: bases.found.clone(), open: Vec::new() }
            };
            self.open(&regions, verdict);
            for region in &regions.found {
                if let [place, _] = region.places
                    && known.insert((place, region.volume.clone()))
                {
                    count(std::slice::from_ref(region), verdict);
                }
                if !self.is_decided() {
                    self.ask(region, &[*number]);
                }
            }
        }
    }

    fn open(&self, regions: &Regions, verdict: &mut Verdict<'e>) {
        for open in &regions.open {
            let open = view::open(self.court.side, self.pair.name, open);
            if !verdict.open.contains(&open) {
                verdict.open.push(open);
            }
        }
    }

    fn profile(&self, region: &Region) -> Option<&'e ProfileRow> {
        let [place, _] = region.places;
        self.court.side.bundle.profiles().get(place.profile? as usize)
    }

    /// People who are asked about a region, by standing.
    fn alike(&self, region: &Region) -> Vec<Vec<usize>> {
        let (side, profile) = (self.court.side, self.profile(region));
        let dataset = self.pair.sides.first().is_some_and(|side| side.dataset);
        let name = profile.filter(|_| dataset).map(|row| side.bundle.text(row.name()));
        let owner = name.map(|name| name.split('.').next().unwrap_or_default());
        let mut groups = standing::groups(&self.court.people, [side; 2], [profile; 2], [owner; 2]);
        for group in &mut groups {
            group.retain(|number| self.people.contains(number));
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// Asks the first of people of equal standing; what breaks the rule for one, breaks it for all.
    fn ask(&mut self, region: &Region, alike: &[usize]) {
        let person = |number: &usize| self.court.people.all.get(*number);
        let Some(first) = alike.first().and_then(person) else { return };
        for context in asked::contexts(self.court, self.rule, self.profile(region)) {
            if self.breach(first, region, context).is_none() {
                continue;
            }
            for person in alike.iter().filter_map(person) {
                let user = person.user.map(InOrder);
                if !self.found.contains_key(&user)
                    && let Some(breach) = self.breach(person, region, context)
                {
                    self.found.insert(user, breach);
                }
            }
            return;
        }
    }

    fn breach(
        &self,
        person: &Person<'e>,
        region: &Region,
        context: Option<Condition<'e>>,
    ) -> Option<Breach<'e>> {
        let (class, volume) = (self.pair.name, region.volume.as_deref());
        let asked = Asked { class, resource: &region.witness, volume };
        let [subject, _] = &person.subjects;
        let decision = asked.decide(subject, self.right.access, context);
        let wanted = self.rule.quantifier == Quantifier::Every;
        let broken = (decision.outcome != Outcome::Deny) != wanted;
        broken.then(|| Breach {
            decision,
            witness: Witness::of(person, class, region, self.right.access, context),
        })
    }
}

fn count(regions: &[Region], verdict: &mut Verdict<'_>) {
    verdict.regions += regions.len();
    let bare = |region: &&Region| region.places.iter().all(|place| place.profile.is_none());
    verdict.unprotected += regions.iter().filter(bare).count();
}
