//! Who may reach a name or what a profile protects, and what a user may reach: the questions about one policy.
#![expect(
    clippy::indexing_slicing,
    reason = "one policy stands on both sides of arrays of two, and is taken from the first"
)]

use saffron_bundle::layout::class_flag;
use saffron_runtime::{AccessLevel, Decision, Engine, EntryKind, Outcome, Place, Source};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::{Day, Step};

use crate::answer::{Asked, Condition, Conditions, LEVELS};
use crate::change::{Open, RegionView, Witness};
use crate::class_pair::ClassPair;
use crate::people::{People, Person};
use crate::regions::{Personal, Region, Regions, placed};
use crate::side::{ClassSide, Side};
use crate::view::{self, view};

/// What someone may reach, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach<'e> {
    /// The user; `None`: the undefined user.
    pub user: Option<&'e str>,
    /// The current connect group, if it isn't the default group.
    pub group: Option<&'e str>,
    /// The class.
    pub class: String,
    /// The region, with the highest level in it.
    pub region: RegionView,
    /// Whether the names are the user's own.
    pub own: bool,
    /// Whether the names are those of temporary data sets, which PROTECTALL exempts.
    pub temporary: bool,
    /// The condition under which the level is reached; `None`: without one.
    pub context: Option<Condition<'e>>,
    /// The ID of the entry that decides.
    pub via: Option<&'e str>,
    /// Whether that is a user, a group or everyone.
    pub via_kind: Option<EntryKind>,
    /// Where that is stated.
    pub source: Option<Source<'e>>,
    /// Whether it rests on what isn't fully known.
    pub partial: bool,
    /// A request that shows it.
    pub witness: Witness<'e>,
}

/// The answer to a question about one policy.
#[derive(Clone, Debug, Default)]
pub struct Reaches<'e> {
    /// Its lines.
    pub lines: Vec<Reach<'e>>,
    /// What the undefined user may reach at most, in the same form; of `who` only.
    pub undefined: Option<AccessLevel>,
    /// The protecting profile, of `who` only.
    pub profile: Option<&'e str>,
    /// Regions that are open.
    pub open: Vec<Open>,
}

/// What `who` is asked about.
#[derive(Clone, Copy, Debug)]
pub enum Target<'t> {
    /// One name, on a volume or not.
    Resource(&'t str, Option<&'t str>),
    /// All that a profile protects.
    Profile(&'t str),
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The day.
    pub day: Day,
    /// At least this level.
    pub access: Option<AccessLevel>,
    /// One class only.
    pub class: Option<&'w str>,
}

/// A question while it is answered.
struct Asking<'a, 'e> {
    side: Side<'e>,
    conditions: Conditions<'e>,
    wanted: Wanted<'a>,
}

/// Who may reach a name, or anything that a profile protects. Users without access are left out.
pub fn who<'e>(
    engine: &'e Engine,
    class: &str,
    target: Target<'_>,
    wanted: Wanted<'_>,
) -> Reaches<'e> {
    let asking = Asking::new(engine, wanted);
    let people = People::new(&[asking.side, asking.side], wanted.day);
    let class = class.to_ascii_uppercase();
    let mut reaches = Reaches::default();
    match target {
        Target::Resource(name, volume) => {
            let nobody = people.all.iter().find(|person| person.user.is_none());
            let place = nobody.map(|it| placed(&it.subjects[0], &class, name, volume));
            reaches.profile = place.and_then(|place| asking.profile(place));
            for person in people.all.iter().filter(|person| person.enters[0]) {
                let place = placed(&person.subjects[0], &class, name, volume);
                let region = Region {
                    places: [place; 2],
                    witness: name.to_owned(),
                    volume: volume.map(ToOwned::to_owned),
                    temporary: false,
                };
                asking.lines(&class, &[region], person, &mut reaches);
            }
        }
        Target::Profile(profile) => {
            let Some(class_name) = asking.class_name(&class) else { return reaches };
            let pair = ClassPair::new(class_name, asking.side, asking.side);
            let same = |place: Place| {
                asking.profile(place).filter(|name| {
                    *name == profile
                        || !asking.is_mixed(class_name) && name.eq_ignore_ascii_case(profile)
                })
            };
            let want = |places: [Place; 2]| same(places[0]).is_some();
            let bases = pair.regions(&want);
            reaches.profile = bases.found.iter().find_map(|region| same(region.places[0]));
            asking.open(&class, &bases, &mut reaches);
            for person in people.all.iter().filter(|person| person.enters[0]) {
                let regions = regions_of(&pair, &bases, person, &want);
                asking.lines(&class, &regions.found, person, &mut reaches);
                asking.open(&class, &regions, &mut reaches);
            }
        }
    }
    let undefined = reaches.lines.iter().filter(|line| line.user.is_none());
    reaches.undefined =
        undefined.map(|line| line.region.allowed).max().unwrap_or(Some(AccessLevel::None));
    reaches.lines.retain(|line| line.user.is_some());
    reaches.lines.sort_by(|a, b| by_user(a, b));
    reaches
}

fn by_user(a: &Reach<'_>, b: &Reach<'_>) -> std::cmp::Ordering {
    ebcdic::compare(a.user.unwrap_or_default(), b.user.unwrap_or_default())
        .then(ebcdic::compare(a.group.unwrap_or_default(), b.group.unwrap_or_default()))
        .then(a.context.cmp(&b.context))
}

/// What a user may reach, in every class of which profiles are searched. Regions without access are left out.
pub fn what<'e>(engine: &'e Engine, user: Option<&str>, wanted: Wanted<'_>) -> Reaches<'e> {
    let asking = Asking::new(engine, wanted);
    let people = People::new(&[asking.side, asking.side], wanted.day);
    let is_meant = |person: &&Person<'e>| match (person.user, user) {
        (Some(known), Some(user)) => known.eq_ignore_ascii_case(user),
        (known, user) => known.is_none() && user.is_none(),
    };
    let persons: Vec<&Person<'e>> =
        people.all.iter().filter(is_meant).filter(|person| person.enters[0]).collect();
    asking.all_classes(&persons)
}

/// All that each user, and the undefined user, may reach.
pub fn everyone<'e>(engine: &'e Engine, wanted: Wanted<'_>) -> Reaches<'e> {
    let asking = Asking::new(engine, wanted);
    let people = People::new(&[asking.side, asking.side], wanted.day);
    let persons: Vec<&Person<'e>> = people.all.iter().filter(|person| person.enters[0]).collect();
    asking.all_classes(&persons)
}

impl<'a, 'e> Asking<'a, 'e> {
    fn new(engine: &'e Engine, wanted: Wanted<'a>) -> Self {
        let side = Side::new(engine);
        Self { side, conditions: Conditions::of(&[side]), wanted }
    }

    /// What persons reach in all classes.
    fn all_classes(&self, persons: &[&Person<'e>]) -> Reaches<'e> {
        let mut reaches = Reaches::default();
        if persons.is_empty() {
            return reaches;
        }
        for class in self.classes() {
            let pair = ClassPair::new(class, self.side, self.side);
            if !pair.sides[0].in_effect {
                continue;
            }
            let bases = pair.regions(&|_| true);
            for person in persons {
                let regions = regions_of(&pair, &bases, person, &|_| true);
                self.lines(class, &regions.found, person, &mut reaches);
                self.open(class, &regions, &mut reaches);
            }
        }
        reaches
    }

    fn classes(&self) -> Vec<&'e str> {
        let rows = self.side.bundle.classes().iter();
        let active = rows.filter(|row| row.flags() & class_flag::ACTIVE != 0);
        let mut names: Vec<&str> = active
            .map(saffron_bundle::layout::ClassRow::name)
            .filter(|name| self.wanted.class.is_none_or(|it| it.eq_ignore_ascii_case(name)))
            .collect();
        names.sort_by(|a, b| ebcdic::compare(a, b));
        names
    }

    fn class_name(&self, class: &str) -> Option<&'e str> {
        self.side.class_row(class).map(saffron_bundle::layout::ClassRow::name)
    }

    fn is_mixed(&self, class: &str) -> bool {
        let row = self.side.class_row(class);
        row.is_some_and(|row| row.flags() & class_flag::MIXED_CASE != 0)
    }

    fn profile(&self, place: Place) -> Option<&'e str> {
        let row = self.side.bundle.profiles().get(place.profile? as usize)?;
        Some(self.side.bundle.text(row.name()))
    }

    fn open(&self, class: &str, regions: &Regions, reaches: &mut Reaches<'e>) {
        for open in &regions.open {
            let open = view::open(self.side, class, open);
            if !reaches.open.contains(&open) {
                reaches.open.push(open);
            }
        }
    }

    /// Adds what a person reaches in regions, without a condition and under each single one that adds to it.
    fn lines(
        &self,
        class: &str,
        regions: &[Region],
        person: &Person<'e>,
        reaches: &mut Reaches<'e>,
    ) {
        for region in regions {
            let plain = self.highest(class, region, person, None);
            let row = region.places[0].profile;
            let row = row.and_then(|row| self.side.bundle.profiles().get(row as usize));
            let conditional = self.conditions.under(self.side, row).into_iter();
            let more =
                conditional.map(|context| self.highest(class, region, person, Some(context)));
            let level =
                |line: &Reach<'_>| (line.region.outcome != Outcome::Deny, line.region.allowed);
            let more: Vec<Reach<'e>> = more.filter(|line| level(line) > level(&plain)).collect();
            for line in std::iter::once(plain).chain(more) {
                let low = self.wanted.access.is_some_and(|access| {
                    line.region.allowed.is_some_and(|allowed| allowed < access)
                });
                if line.region.allowed != Some(AccessLevel::None) && !low {
                    reaches.lines.push(line);
                }
            }
        }
    }

    /// The highest level under a condition, by the decision at that level.
    fn highest(
        &self,
        class: &str,
        region: &Region,
        person: &Person<'e>,
        context: Option<Condition<'e>>,
    ) -> Reach<'e> {
        let asked = Asked { class, resource: &region.witness, volume: region.volume.as_deref() };
        let subject = &person.subjects[0];
        let mut access = LEVELS[0];
        let first = asked.decide(subject, access, context);
        let mut decision: Decision<'e> = first;
        if let Some(allowed) = first.allowed.filter(|allowed| *allowed > access) {
            access = allowed;
            decision = asked.decide(subject, access, context);
        }
        let entry = decision.entry().filter(|_| decision.step != Step::Insufficient);
        let mut region_view = view(self.side, region.places[0], asked.volume, &decision);
        region_view.allowed = first.allowed;
        Reach {
            user: person.user,
            group: person.group,
            class: class.to_owned(),
            region: region_view,
            own: region.places[0].own,
            temporary: region.temporary,
            context,
            via: entry.map(|entry| entry.id),
            via_kind: entry.map(|entry| entry.kind),
            source: decision.source(),
            partial: decision.partial,
            witness: Witness::of(person, class, region, access, context),
        }
    }
}

/// The regions of a class as a person sees them.
pub(crate) fn regions_of<'e>(
    pair: &ClassPair<'e>,
    bases: &Regions,
    person: &Person<'e>,
    want: &dyn Fn([Place; 2]) -> bool,
) -> Regions {
    if !pair.sides.iter().any(ClassSide::is_personal) {
        let mut regions = bases.clone();
        for region in regions.found.iter_mut().filter(|_| pair.sides[0].dataset) {
            let volume = region.volume.as_deref();
            let place = placed(&person.subjects[0], pair.name, &region.witness, volume);
            region.places = [place; 2];
        }
        return regions;
    }
    let own = [0, 1].map(|at| Personal::of(&pair.sides[at], person, at));
    let restricted = [person.is_restricted(0); 2];
    let pairs = pair.pairs();
    let mut regions =
        pair.personal_regions(&own, restricted, &person.subjects, (&bases.found, &pairs), want);
    regions.open.extend(bases.open.iter().copied());
    regions
}
