//! The protecting profile: discrete before generic, the most specific generic before the others.
//!
//! Exactly one profile protects a resource. The lists of less specific profiles are never read,
//! even if they would grant more. Profiles of grouping classes have been merged into those of their
//! member classes by the compiler, so the search knows nothing about them.
//!
//! The order in which RACF searches generic names compares them from left to right. At the first
//! difference an ordinary character comes before a variable, a variable before `%`, `%` before `*`,
//! and `*` before `**`. The compiler stores the names of a class as a trie whose children are in
//! this order; ties are the option `equal-specificity-ascending`. Names that a trie can't express
//! (variables, and `%` that matches a period) are irregular; see [`crate::racf::irregular`].
//!
//! Source: Security Administrator's Guide, "Generic profile checking of general resources"; General
//! User's Guide, "Choosing between discrete and generic profiles"; Command Language Reference,
//! "Generic profiles".
//!
//! INVARIANT: a trie is walked in the order in which RACF searches names, with the set of all
//! positions in the name at which the walk may be; so each node is visited at most once, and the
//! first end reached is the most specific match. Children of a node that has many patterns are found
//! by an index of what the patterns begin with, one place of the name at a time.
//!
//! INVARIANT: a search takes no more steps than the compiler computes for the class, whatever the
//! name is (`compiler/src/table/cost.rs`; `tests/it/slowest.rs`). A step is a node that is entered, a
//! look-up, or a qualifier that is compared.

use saffron_bundle::layout::{
    ClassRow, EdgeSlot, IndexKind, NodeRow, OptId, PatternKind, PatternRow, ProfileRow, TextRef,
    class_flag, profile_flag,
};
use saffron_bundle::{NodeIndex, hash, run};
use saffron_vocabulary::DISCRETE_PRIVILEGES;

use crate::racf::irregular::{Listed, first_irregular};
use crate::racf::name::{MAX_QUALIFIERS, Name};
use crate::racf::pattern::{Substitution, matches_qualifier};
use crate::tables::Tables;

/// A set of positions between qualifiers: bit 0 before the first one.
type Positions = u128;

/// A name whose profile is searched.
#[derive(Clone, Copy)]
pub(crate) struct Searched<'n> {
    pub(crate) name: &'n Name<'n>,
    /// [`Name::hash`].
    pub(crate) hash: u64,
    /// The volume serial of the question; only data set profiles have volumes.
    pub(crate) volume: Option<&'n str>,
}

/// The index of the profile of a class that protects a name.
///
/// 1. The discrete profile of exactly this name. For a data set with a volume, it must list the
///    volume or have no volumes.
/// 2. If generic profiles are used in the class (`SETROPTS GENERIC`), the most specific generic
///    one; for some privileges of z/OS UNIX none. An irregular name is taken if it is before the
///    regular match in the order of search.
///
/// Source: Security Administrator's Guide, "Generic profile checking of general resources"; General
/// User's Guide, "Choosing between discrete and generic profiles".
#[inline]
pub(crate) fn protecting_profile(
    tables: &Tables<'_>,
    class_index: u32,
    class: &ClassRow,
    searched: &Searched<'_>,
) -> Option<u32> {
    if class.profiles().is_empty() {
        return None;
    }
    if let Some(discrete) = discrete(tables, class_index, searched) {
        return Some(discrete);
    }
    let name = searched.name;
    if class.flags() & class_flag::GENERIC == 0 || needs_discrete(class, name) {
        return None;
    }
    let regular = generic(tables, class.root(), name);
    let list = Listed {
        rest: class.irregular(),
        of: hash::names_of(class_index, false),
        kinds: class.irregular_kinds(),
    };
    if list.is_empty() {
        return regular;
    }
    let text = |row| tables.profile(row).map(ProfileRow::name);
    first_irregular(tables, &list, regular, name, &Substitution::default(), text)
}

/// Whether only a discrete profile protects the resource.
#[inline]
pub(crate) fn needs_discrete(class: &ClassRow, name: &Name<'_>) -> bool {
    class.flags() & class_flag::UNIX_PRIVILEGES != 0
        && DISCRETE_PRIVILEGES.iter().any(|privilege| privilege.as_bytes() == name.as_bytes())
}

/// The discrete profile of exactly this name; for a data set on a volume, the one that lists it.
///
/// The table contains one slot for each name, and a look-up reads at most [`hash::PROBE_LIMIT`]
/// slots. A slot with the same hash is accepted only if class and name are equal.
#[inline]
fn discrete(tables: &Tables<'_>, class: u32, searched: &Searched<'_>) -> Option<u32> {
    let Searched { name, hash, volume } = *searched;
    let slots = hash::probe(tables.bundle.discrete_table(), hash);
    let mut alike = slots.filter(|slot| slot.hash() == hash).filter_map(|slot| slot.index().get());
    let (first, profile) = alike.find_map(|row| {
        let profile = tables.profile(row.0)?;
        let is_it = u32::from(profile.class()) == class
            && tables.bundle.bytes(profile.name()) == name.as_bytes();
        is_it.then_some((row.0, profile))
    })?;
    on_volume(tables, first, profile, volume)
}

/// Of the profiles of one name the one that lists the volume, else the one without volumes.
/// Discrete data set profiles of one name on different volumes are neighbours in the section,
/// marked by `SAME_NAME_FOLLOWS`. Without a volume in the question, the first is taken.
///
/// Source: Command Language Reference, `ADDSD`, operand VOLUME.
#[inline]
fn on_volume(
    tables: &Tables<'_>,
    first: u32,
    profile: &ProfileRow,
    volume: Option<&str>,
) -> Option<u32> {
    let Some(volume) = volume else { return Some(first) };
    let (mut at, mut profile, mut anywhere) = (first, *profile, None);
    loop {
        tables.count(|| 1 + profile.volumes().len() as u64);
        if profile.volumes().is_empty() {
            anywhere = Some(at);
        } else if listed_volume(tables, &profile, volume).is_some() {
            return Some(at);
        }
        if profile.flags() & profile_flag::SAME_NAME_FOLLOWS == 0 {
            return anywhere;
        }
        at += 1;
        profile = *tables.profile(at)?;
    }
}

/// The place of a volume on a profile's list of volumes. Serials are compared without regard to
/// case.
pub(crate) fn listed_volume(
    tables: &Tables<'_>,
    profile: &ProfileRow,
    volume: &str,
) -> Option<u32> {
    let mut serials = (0..).zip(run(tables.bundle.volumes(), profile.volumes()));
    let found = serials.find(|(_, serial)| volume_text(serial).eq_ignore_ascii_case(volume));
    found.map(|(at, _)| at)
}

/// The target of the most specific generic name of a trie that matches: the index of a profile or,
/// after all profiles, of an entry of the global access checking table. `None` if the class has no
/// trie or no name matches.
#[inline]
pub(crate) fn generic(tables: &Tables<'_>, root: OptId<NodeIndex>, name: &Name<'_>) -> Option<u32> {
    let root = root.get()?.0;
    let search = Search { tables, name, end: 1 << name.qualifiers() };
    let mut state = State { memo: None, steps: 0 };
    let found = search.walk(root, 1, &mut state);
    tables.count(|| state.steps);
    found
}

/// The child of a node that is reached by the plain qualifier at a position of the name.
#[inline]
fn edge<'b>(
    tables: &Tables<'b>,
    node: u32,
    name: &Name<'_>,
    position: usize,
) -> Option<&'b EdgeSlot> {
    let qualifier = name.qualifier(position);
    let key = name.qualifier_key(position, tables.seed);
    let mut slots = hash::probe(tables.bundle.edge_table(), hash::edge(tables.seed, node, key));
    slots.find(|slot| {
        let alike =
            slot.key() == key && slot.node() == node && slot.text().len() == qualifier.len();
        // Up to eight bytes the key is the qualifier itself.
        alike && (qualifier.len() <= 8 || tables.bundle.bytes(slot.text()) == qualifier)
    })
}

/// A volume serial without the padding.
pub(crate) fn volume_text(serial: &[u8; 6]) -> &str {
    let end = serial.iter().position(|&byte| byte == 0).unwrap_or(serial.len());
    serial.get(..end).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
}

/// One walk through a trie.
struct Search<'s, 'b> {
    tables: &'s Tables<'b>,
    name: &'s Name<'s>,
    /// The position after the last qualifier.
    end: Positions,
}

/// What changes during a walk.
struct State {
    memo: Option<Memo>,
    steps: u64,
}

/// The best target that was found below a node so far, and the rank of the child it is below.
type Best = Option<(u32, u32)>;

impl<'b> Search<'_, 'b> {
    /// Continues at a node, from any of the positions `at`. Returns the first target in the order
    /// of search.
    ///
    /// The order at a node: a name that ends here, if the walk is at the end of the name; then the
    /// children; last a final `*` or `**` that covers the rest.
    ///
    /// INVARIANT: the compiler writes children after their parents, and never `**` after `**`. The
    /// checks on opening verify both, so the recursion is at most twice as deep as the name has
    /// qualifiers.
    #[inline]
    fn walk(&self, node: u32, at: Positions, state: &mut State) -> Option<u32> {
        state.steps += 1;
        let row = self.tables.bundle.nodes().get(node as usize)?;
        if at & self.end != 0
            && let Some(terminal) = row.terminal().get().map(|target| target.0)
        {
            return Some(terminal);
        }
        let open = at & !self.end;
        let found = if open == 0 {
            None
        } else if open.is_power_of_two() {
            self.one_position(node, row, open, state)
        } else if row.is_indexed() {
            self.indexed_at_many(node, row, open, state)
        } else {
            self.many_positions(node, row, open, state)
        };
        found.or_else(|| row.trailing().get().map(|target| target.0))
    }

    /// From one position all plain qualifiers come before all generic ones.
    #[inline]
    fn one_position(
        &self,
        node: u32,
        row: &NodeRow,
        open: Positions,
        state: &mut State,
    ) -> Option<u32> {
        let position = open.trailing_zeros() as usize;
        if row.has_literals() {
            state.steps += 1;
            if let Some(edge) = edge(self.tables, node, self.name, position)
                && let Some(found) = self.walk(edge.child(), open << 1, state)
            {
                return Some(found);
            }
        }
        if row.patterns().is_empty() {
            return None;
        }
        if row.is_indexed() {
            return self.indexed_at_one(node, row, position, state);
        }
        let patterns = run(self.tables.bundle.patterns(), row.patterns());
        patterns.iter().find_map(|pattern| self.through(pattern, open, state))
    }

    /// From one position, the patterns that begin with more of the qualifier come first.
    fn indexed_at_one(
        &self,
        node: u32,
        row: &NodeRow,
        position: usize,
        state: &mut State,
    ) -> Option<u32> {
        for length in self.beginnings(row, position).rev() {
            for pattern in self.beginning_with(node, position, length, state) {
                state.steps += 1;
                if let Some(found) = self.past(pattern, position, state) {
                    return Some(found);
                }
            }
        }
        self.stars(row).iter().find_map(|pattern| self.through(pattern, 1 << position, state))
    }

    /// From several positions, each pattern at each of them where it matches; the best target of
    /// all is the first in the order of search.
    fn indexed_at_many(
        &self,
        node: u32,
        row: &NodeRow,
        open: Positions,
        state: &mut State,
    ) -> Option<u32> {
        let mut best: Best = None;
        let mut plain = [Plain::default(); MAX_QUALIFIERS];
        let plain = self.plain(node, row, open, &mut plain, state);
        for alike in plain.chunk_by(|one, other| one.rank == other.rank) {
            let Some(child) = alike.first() else { continue };
            if let Some(found) = self.walk(child.child, reached(alike), state) {
                best = Some((child.rank, found));
                break;
            }
        }
        for position in positions(open) {
            for length in self.beginnings(row, position) {
                for pattern in self.beginning_with(node, position, length, state) {
                    state.steps += 1;
                    if best.is_some_and(|(rank, _)| rank < pattern.rank()) {
                        break;
                    }
                    if let Some(found) = self.past(pattern, position, state) {
                        let next = (pattern.rank(), found);
                        best = Some(best.map_or(next, |best| best.min(next)));
                    }
                }
            }
        }
        let found = best.map(|(_, found)| found);
        // `*` and `**` are the last in the order of search.
        let mut stars = self.stars(row).iter();
        found.or_else(|| stars.find_map(|pattern| self.through(pattern, open, state)))
    }

    /// How long the texts are by which patterns of an indexed node are found in a qualifier.
    fn beginnings(&self, row: &NodeRow, position: usize) -> std::ops::RangeInclusive<usize> {
        let longest = usize::from(row.longest()).min(self.name.qualifier(position).len());
        usize::from(row.shortest())..=longest
    }

    /// The patterns of a node whose fixed beginning is that of the qualifier.
    fn beginning_with(
        &self,
        node: u32,
        position: usize,
        length: usize,
        state: &mut State,
    ) -> &'b [PatternRow] {
        state.steps += 1;
        let text = self.name.qualifier(position).get(..length).unwrap_or_default();
        let rows = self.tables.indexed(IndexKind::Children, node, text);
        run(self.tables.bundle.patterns(), rows)
    }

    /// Continues through a partial qualifier at one position, if it matches there.
    fn past(&self, pattern: &PatternRow, position: usize, state: &mut State) -> Option<u32> {
        let text = self.tables.bundle.bytes(pattern.text());
        let fits = matches_qualifier(text, self.name.qualifier(position));
        if fits { self.walk(pattern.child(), 1 << (position + 1), state) } else { None }
    }

    /// The `*` and the `**` of an indexed node, which are its last patterns.
    fn stars(&self, row: &NodeRow) -> &'b [PatternRow] {
        let patterns = run(self.tables.bundle.patterns(), row.patterns());
        let partial = |pattern: &PatternRow| pattern.kind() == PatternKind::Partial;
        let last = patterns.len().saturating_sub(2);
        let stars = patterns.get(last..).unwrap_or_default();
        stars.get(stars.iter().filter(|pattern| partial(pattern)).count()..).unwrap_or_default()
    }

    /// From several positions, reached by `**`, plain and generic qualifiers alternate.
    fn many_positions(
        &self,
        node: u32,
        row: &NodeRow,
        open: Positions,
        state: &mut State,
    ) -> Option<u32> {
        let patterns = run(self.tables.bundle.patterns(), row.patterns());
        if !row.has_literals() {
            return patterns.iter().find_map(|pattern| self.through(pattern, open, state));
        }
        let mut plain = [Plain::default(); MAX_QUALIFIERS];
        let plain = self.plain(node, row, open, &mut plain, state);
        let mut plain = plain.chunk_by(|one, other| one.rank == other.rank).peekable();
        let mut patterns = patterns.iter().peekable();
        loop {
            let rank = plain.peek().and_then(|alike| alike.first()).map(|plain| plain.rank);
            let plain_first = match (rank, patterns.peek()) {
                (None, None) => return None,
                (Some(rank), Some(pattern)) => rank < pattern.rank(),
                (rank, _) => rank.is_some(),
            };
            let found = if plain_first {
                let next = plain.next().and_then(|alike| Some((alike.first()?.child, alike)));
                next.and_then(|(child, alike)| self.walk(child, reached(alike), state))
            } else {
                patterns.next().and_then(|pattern| self.through(pattern, open, state))
            };
            if found.is_some() {
                return found;
            }
        }
    }

    /// The children reached by a plain qualifier at any of the positions, in order of search.
    fn plain<'p>(
        &self,
        node: u32,
        row: &NodeRow,
        open: Positions,
        plain: &'p mut [Plain; MAX_QUALIFIERS],
        state: &mut State,
    ) -> &'p [Plain] {
        if !row.has_literals() {
            return &[];
        }
        let mut count = 0;
        for position in positions(open) {
            state.steps += 1;
            let edge = edge(self.tables, node, self.name, position);
            if let (Some(edge), Some(free)) = (edge, plain.get_mut(count)) {
                *free = Plain {
                    rank: edge.rank(),
                    child: edge.child(),
                    position: u32::try_from(position).unwrap_or(0),
                };
                count += 1;
            }
        }
        let plain = plain.get_mut(..count).unwrap_or_default();
        plain.sort_unstable_by_key(|plain| plain.rank);
        plain
    }

    /// Continues through a generic qualifier: `*` covers one qualifier, `**` any number including
    /// none, and a partial one such as `AB%*` those that it matches.
    ///
    /// From a set of positions, `**` reaches every position from the lowest of them to the end.
    #[inline]
    fn through(&self, pattern: &PatternRow, open: Positions, state: &mut State) -> Option<u32> {
        let reached = match pattern.kind() {
            PatternKind::Partial if open.is_power_of_two() => self.fits(pattern, open, state) << 1,
            PatternKind::Partial => self.fits_at_many(pattern, open, state) << 1,
            PatternKind::Star => {
                state.steps += 1;
                open << 1
            }
            PatternKind::DoubleStar => {
                state.steps += 1;
                (self.end << 1).wrapping_sub(open & open.wrapping_neg())
            }
        };
        if reached == 0 { None } else { self.walk(pattern.child(), reached, state) }
    }

    /// The positions, of these, whose qualifier fits.
    fn fits(&self, pattern: &PatternRow, open: Positions, state: &mut State) -> Positions {
        let text = self.tables.bundle.bytes(pattern.text());
        let mut fitting = 0;
        for position in positions(open) {
            state.steps += 1;
            if matches_qualifier(text, self.name.qualifier(position)) {
                fitting |= 1 << position;
            }
        }
        fitting
    }

    /// The same for several positions, remembered by the text of the pattern: after `**` the same
    /// few texts may be below thousands of nodes. The memory has a fixed number of slots; a collision
    /// costs time, never a wrong answer, because the text is compared.
    fn fits_at_many(&self, pattern: &PatternRow, open: Positions, state: &mut State) -> Positions {
        let text = pattern.text();
        let memo = state.memo.get_or_insert(Memo::EMPTY);
        let place = text.start().wrapping_mul(0x9E37_79B1) as usize >> (32 - MEMO_BITS);
        let known = memo.slots.get(place).filter(|slot| slot.text == Some(text));
        let (compared, fits) = known.map_or((0, 0), |slot| (slot.compared, slot.fits));
        let missing = open & !compared;
        if missing == 0 {
            state.steps += 1;
            return fits & open;
        }
        let fits = fits | self.fits(pattern, missing, state);
        let slot = state.memo.as_mut().and_then(|memo| memo.slots.get_mut(place));
        if let Some(slot) = slot {
            *slot = Remembered { text: Some(text), compared: compared | missing, fits };
        }
        fits & open
    }
}

/// The positions of a set, from the first to the last.
fn positions(set: Positions) -> impl Iterator<Item = usize> {
    let mut left = set;
    std::iter::from_fn(move || {
        let position = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(position)
    })
}

/// The memory has two to this power slots.
const MEMO_BITS: u32 = 7;

/// What the walk remembers of generic qualifiers that it met at several positions.
struct Memo {
    slots: [Remembered; 1 << MEMO_BITS],
}

impl Memo {
    const EMPTY: Self =
        Self { slots: [Remembered { text: None, compared: 0, fits: 0 }; 1 << MEMO_BITS] };
}

/// What is known about one generic qualifier.
#[derive(Clone, Copy)]
struct Remembered {
    text: Option<TextRef>,
    /// Where it was compared.
    compared: Positions,
    fits: Positions,
}

/// A child reached by a plain qualifier at one position.
#[derive(Clone, Copy, Default)]
struct Plain {
    rank: u32,
    child: u32,
    position: u32,
}

/// The positions after the qualifiers.
fn reached(plain: &[Plain]) -> Positions {
    plain.iter().fold(0, |set, plain| set | 2 << plain.position)
}
