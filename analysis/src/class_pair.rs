//! A class of two policies: which profiles of one are the same in the other, and which may meet.
//!
//! A profile that both policies have in the same sense is paired with itself only, because where it is hidden in one
//! policy, it is hidden in the other or by a profile that only one of them has.

use std::collections::{BTreeSet, HashMap};

use saffron_bundle::layout::{ClassRow, ProfileRow, class_flag};
use saffron_runtime::Place;

use crate::language::Legal;
use crate::pattern::Pattern;
use crate::side::{ClassSide, Named, Side};

/// A class of both policies.
#[derive(Clone, Debug)]
pub struct ClassPair<'e> {
    /// Its name.
    pub name: &'e str,
    /// What takes part in searches, in the old policy and in the new one.
    pub sides: [ClassSide<'e>; 2],
    /// For each generic profile of the old policy the same one of the new, and the other way round.
    same: [Vec<Option<usize>>; 2],
    pub(crate) same_globals: bool,
    pub(crate) temporary: Pattern,
    /// The names that are looked at; `None`: all.
    pub(crate) within: Option<Pattern>,
    by_qualifier: [ByQualifier; 2],
    /// Names that no generic profile of some side protects.
    pub(crate) names: BTreeSet<&'e str>,
    /// Volumes that discrete profiles list.
    pub(crate) volumes: BTreeSet<&'e str>,
}

/// Generic profiles by their high-level qualifier, where they have one.
#[derive(Clone, Debug, Default)]
struct ByQualifier {
    fixed: HashMap<String, Vec<usize>>,
    others: Vec<usize>,
}

impl ByQualifier {
    fn new(generics: &[Named<'_>]) -> Self {
        let mut this = Self::default();
        for (at, named) in generics.iter().enumerate() {
            match named.pattern.first_qualifier() {
                Some(first) => this.fixed.entry(first.to_owned()).or_default().push(at),
                None => this.others.push(at),
            }
        }
        this
    }

    /// Those that may meet a pattern, and some more.
    fn near(&self, pattern: &Pattern, all: usize) -> Vec<usize> {
        let Some(first) = pattern.first_qualifier() else { return (0..all).collect() };
        let fixed = self.fixed.get(first).into_iter().flatten();
        fixed.chain(&self.others).copied().collect()
    }
}

/// For each name of one list its place in the other, if both mean the same.
fn same<'e>(lists: [&[Named<'e>]; 2], sides: [&ClassSide<'e>; 2]) -> [Vec<Option<usize>>; 2] {
    let [old, new] = lists;
    let mut found = [vec![None; old.len()], vec![None; new.len()]];
    if sides[0].search_rules() != sides[1].search_rules() {
        return found;
    }
    let places: HashMap<&str, usize> =
        new.iter().enumerate().map(|(at, it)| (it.name, at)).collect();
    for (at, named) in old.iter().enumerate() {
        let Some(&other) = places.get(named.name) else { continue };
        if sides[0].meaning(named.name) == sides[1].meaning(named.name) {
            set(&mut found[0], at, other);
            set(&mut found[1], other, at);
        }
    }
    found
}

fn set(list: &mut [Option<usize>], at: usize, value: usize) {
    if let Some(slot) = list.get_mut(at) {
        *slot = Some(value);
    }
}

impl<'e> ClassPair<'e> {
    /// A class of two policies.
    pub fn new(name: &'e str, old: Side<'e>, new: Side<'e>) -> Self {
        let sides = [ClassSide::new(old, name), ClassSide::new(new, name)];
        let [old, new] = &sides;
        let globals = same([&old.globals, &new.globals], [old, new]);
        let personal = |side: &ClassSide<'e>| -> Vec<&str> {
            side.personal_globals.iter().map(|(_, name)| *name).collect()
        };
        let same_globals = globals.iter().flatten().all(Option::is_some)
            && old.search_rules() == new.search_rules()
            && personal(old) == personal(new);
        let mut this = Self {
            names: BTreeSet::new(),
            volumes: BTreeSet::new(),
            name,
            same: same([&old.generics, &new.generics], [old, new]),
            same_globals,
            temporary: Pattern::temporary(),
            within: None,
            by_qualifier: [ByQualifier::new(&old.generics), ByQualifier::new(&new.generics)],
            sides,
        };
        this.names = this.names();
        this.volumes = this.all_volumes();
        this
    }

    /// The same class, of which only the names are looked at that a pattern covers. A name that gets a qualifier
    /// from the system is covered if it is with it.
    pub(crate) fn within(self, names: Pattern) -> Self {
        Self { within: Some(names), ..self }
    }

    /// Whether a name is looked at.
    pub(crate) fn is_within(&self, name: &str) -> bool {
        let [side, _] = &self.sides;
        self.within.as_ref().is_none_or(|names| side.covers(names, name))
    }

    /// Whether names are looked at that a profile may cover.
    fn reaches(&self, named: Option<&Named<'e>>) -> bool {
        let prefixed = self.sides.iter().any(|side| !side.prefix.is_empty());
        match (&self.within, named) {
            (Some(within), Some(named)) => prefixed || within.may_meet(&named.pattern),
            _ => true,
        }
    }

    /// Whether profiles of both sides are the same in the same order.
    pub fn same_profiles(&self) -> bool {
        self.same.iter().flatten().all(Option::is_some)
    }

    /// Whether global entries of both sides cover the same names.
    pub fn same_globals(&self) -> bool {
        self.same_globals
    }

    fn dataset(&self) -> bool {
        self.sides.iter().any(|side| side.dataset)
    }

    /// What the class asks of names, whether they have a period or not. A class that only one side knows asks what it
    /// asks there.
    pub(crate) fn legal(&self, period: Option<bool>) -> Legal {
        let longest = |side: &ClassSide<'_>| {
            let row = side.row.map_or(246, |row| usize::from(row.max_length()));
            let before = if period == Some(false) { side.prefix.len() } else { 0 };
            row.saturating_sub(before)
        };
        let dataset = self.dataset();
        let longest = self.sides.iter().map(longest).min().unwrap_or_default();
        Legal { longest: if dataset { longest.min(44) } else { longest }, dataset, period }
    }

    /// Why names of the class can't be compared: they are legal on one side only, or spelled in another way.
    pub fn differs_in_names(&self) -> bool {
        let [old, new] = &self.sides;
        let rules = |row: &ClassRow| (row.max_length(), row.flags() & class_flag::MIXED_CASE);
        let (Some(a), Some(b)) = (old.row, new.row) else { return false };
        (old.in_effect || new.in_effect) && rules(a) != rules(b)
    }

    /// Pairs of generic profiles that may protect names in common: each with the same one of the other side, and those
    /// that only one side has with all that they may meet.
    pub(crate) fn pairs(&self) -> Vec<[Option<usize>; 2]> {
        let mut pairs = vec![[None, None]];
        for (old, new) in self.same[0].iter().enumerate() {
            pairs.extend(new.map(|new| [Some(old), Some(new)]));
        }
        for old in self.alone(0) {
            pairs.push([Some(old), None]);
            pairs.extend(self.near(0, old).into_iter().map(|new| [Some(old), Some(new)]));
        }
        for new in self.alone(1) {
            pairs.push([None, Some(new)]);
            let shared = |old: &usize| self.same[0].get(*old).is_some_and(Option::is_some);
            let near = self.near(1, new).into_iter().filter(shared);
            pairs.extend(near.map(|old| [Some(old), Some(new)]));
        }
        pairs.retain(|pair| self.may_meet(*pair));
        pairs
    }

    /// The rows of a pair of profiles.
    pub(crate) fn places_of(&self, pair: [Option<usize>; 2]) -> [Place; 2] {
        [0, 1].map(|side| {
            let at = pair.get(side).copied().flatten();
            let profile = self.generic(side, at).map(|named| named.row);
            Place { profile, ..Place::default() }
        })
    }

    /// Generic profiles that only one side has.
    fn alone(&self, side: usize) -> Vec<usize> {
        let same = self.same.get(side).into_iter().flatten().enumerate();
        same.filter(|(_, same)| same.is_none()).map(|(at, _)| at).collect()
    }

    /// Generic profiles of the other side that a profile may meet, and some more.
    fn near(&self, side: usize, at: usize) -> Vec<usize> {
        let other = 1 - side;
        let all = self.sides.get(other).map_or(0, |side| side.generics.len());
        let prefixed = self.sides.iter().any(|side| !side.prefix.is_empty());
        match (self.generic(side, Some(at)), self.by_qualifier.get(other)) {
            (Some(named), Some(index)) if !prefixed => index.near(&named.pattern, all),
            _ => (0..all).collect(),
        }
    }

    pub(crate) fn generic(&self, side: usize, at: Option<usize>) -> Option<&Named<'e>> {
        self.sides.get(side)?.generics.get(at?)
    }

    /// Whether two profiles may protect a name in common, as far as their beginnings and their order show.
    fn may_meet(&self, pair: [Option<usize>; 2]) -> bool {
        let hidden = |side: usize| {
            // The same profile is on the other side, and is searched there before the other profile.
            let at = pair.get(side).copied().flatten();
            let same = at.and_then(|at| *self.same.get(side)?.get(at)?);
            let other = pair.get(1 - side).copied().flatten();
            same.is_some_and(|same| other.is_none_or(|other| same < other))
        };
        if hidden(0) || hidden(1) {
            return false;
        }
        let prefixed = self.sides.iter().any(|side| !side.prefix.is_empty());
        let [old, new] = [self.generic(0, pair[0]), self.generic(1, pair[1])];
        if !self.reaches(old) || !self.reaches(new) {
            return false;
        }
        match (old, new) {
            (Some(old), Some(new)) => prefixed || old.pattern.may_meet(&new.pattern),
            _ => true,
        }
    }

    fn all_volumes(&self) -> BTreeSet<&'e str> {
        let sides = self.sides.iter().filter(|side| side.dataset);
        sides.flat_map(|side| side.side.volumes()).collect()
    }

    /// Every single name, and what remains of it where the system puts the first qualifier before it.
    fn names(&self) -> BTreeSet<&'e str> {
        let mut names = BTreeSet::new();
        for side in &self.sides {
            for name in side.single_names() {
                names.insert(name);
                for prefix in self.sides.iter().map(|side| side.prefix.as_str()) {
                    let rest = name.strip_prefix(prefix).filter(|_| !prefix.is_empty());
                    names.extend(rest.filter(|rest| !rest.contains('.')));
                }
            }
        }
        names
    }

    /// No volume, each that a profile of the name lists, and one of all others.
    pub(crate) fn volumes(&self, name: &str, all: &BTreeSet<&'e str>) -> Vec<Option<&'e str>> {
        let mut volumes = vec![None];
        if all.is_empty() {
            return volumes;
        }
        let mut listed = BTreeSet::new();
        for side in &self.sides {
            let full = format!("{}{name}", side.prefix);
            let rows = [name, &full].into_iter().filter_map(|name| side.discretes.get(name));
            for row in rows.flatten() {
                let profile = side.side.bundle.profiles().get(*row as usize);
                listed.extend(profile.map(|row| volumes_of(side.side, row)).unwrap_or_default());
            }
        }
        let other = all.iter().find(|volume| !listed.contains(*volume));
        volumes.extend(listed.iter().chain(other).map(|volume| Some(*volume)));
        volumes
    }
}

/// The volumes that a profile lists.
pub(crate) fn volumes_of<'e>(side: Side<'e>, profile: &ProfileRow) -> Vec<&'e str> {
    let serials = saffron_bundle::run(side.bundle.volumes(), profile.volumes()).iter();
    let text = |serial: &'e [u8; 6]| {
        let end = serial.iter().position(|&byte| byte == 0).unwrap_or(serial.len());
        std::str::from_utf8(serial.get(..end)?).ok()
    };
    serials.filter_map(text).collect()
}

/// The volume with which a profile is shown: the one that is asked for if it is listed, else the first.
pub(crate) fn shown_volume<'e>(
    side: Side<'e>,
    profile: &ProfileRow,
    asked: Option<&str>,
) -> Option<&'e str> {
    let listed = volumes_of(side, profile);
    let same = |volume: &&&str| asked.is_some_and(|asked| volume.eq_ignore_ascii_case(asked));
    listed.iter().find(same).or(listed.first()).copied()
}
