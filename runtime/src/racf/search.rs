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
//! (variables, and `%` that matches a period) are in a list of irregular names, also in this order.
//!
//! Source: Security Administrator's Guide, "Generic profile checking of general resources"; General
//! User's Guide, "Choosing between discrete and generic profiles"; Command Language Reference,
//! "Generic profiles".
//!
//! INVARIANT: a trie is walked in the order in which RACF searches names, with the set of all
//! positions in the name at which the walk may be; so each node is visited at most once, and the
//! first end reached is the most specific match. No name and no policy makes a search longer than
//! nodes of the class times qualifiers of the name.

use saffron_bundle::layout::{
    ClassRow, EdgeSlot, NodeRow, OptId, PatternKind, PatternRow, ProfileRow, TextRef, class_flag,
    profile_flag,
};
use saffron_bundle::{NodeIndex, hash, run};

use crate::racf::name::{MAX_QUALIFIERS, Name};
use crate::racf::pattern::{Substitution, first_irregular, matches_qualifier};
use crate::tables::Tables;

/// A set of positions between qualifiers: bit 0 before the first one.
type Positions = u128;

/// The index of the profile of a class that protects a name.
///
/// 1. The discrete profile of exactly this name. For a data set with a volume, it must list the
///    volume or have no volumes.
/// 2. If generic profiles are used in the class (`SETROPTS GENERIC`), the most specific generic
///    one; for some privileges of z/OS UNIX none. An irregular name is taken if it is before the
///    regular match in the order of search.
///
/// `volume` is the volume serial of the question; only data set profiles have volumes.
///
/// Source: Security Administrator's Guide, "Generic profile checking of general resources"; General
/// User's Guide, "Choosing between discrete and generic profiles".
#[inline]
pub(crate) fn protecting_profile(
    tables: &Tables<'_>,
    class_index: u32,
    class: &ClassRow,
    name: &Name,
    volume: Option<&str>,
) -> Option<u32> {
    if class.profiles().is_empty() {
        return None;
    }
    if let Some(discrete) = discrete(tables, class_index, name, volume) {
        return Some(discrete);
    }
    if class.flags() & class_flag::GENERIC == 0 || needs_discrete(class, name) {
        return None;
    }
    let regular = generic(tables, class.root(), name);
    let irregular = run(tables.bundle.irregular(), class.irregular());
    if irregular.is_empty() {
        return regular;
    }
    let text = |row| tables.profile(row).map(ProfileRow::name);
    first_irregular(tables, irregular, regular, name, &Substitution::default(), text).or(regular)
}

/// Whether only a discrete profile protects the resource: z/OS UNIX ignores generic profiles for
/// some of its privileges.
///
/// Source: z/OS UNIX System Services Planning, "Steps for setting up the CHOWN.UNRESTRICTED profile"
/// and "Steps for setting up the FILE.GROUPOWNER.SETGID profile"; Security Administrator's Guide,
/// "Defining the SHARED.IDS profile in the UNIXPRIV class".
#[inline]
pub(crate) fn needs_discrete(class: &ClassRow, name: &Name) -> bool {
    class.flags() & class_flag::UNIX_PRIVILEGES != 0
        && DISCRETE_PRIVILEGES.iter().any(|privilege| privilege.as_bytes() == name.as_bytes())
}

/// Resources of UNIXPRIV that generic profiles don't protect.
const DISCRETE_PRIVILEGES: [&str; 3] =
    ["CHOWN.UNRESTRICTED", "FILE.GROUPOWNER.SETGID", "SHARED.IDS"];

/// The discrete profile of exactly this name; for a data set on a volume, the one that lists it.
///
/// The table contains one slot for each name, and a look-up reads at most [`hash::PROBE_LIMIT`]
/// slots. A slot with the same hash is accepted only if class and name are equal.
#[inline]
fn discrete(tables: &Tables<'_>, class: u32, name: &Name, volume: Option<&str>) -> Option<u32> {
    let hash = name.hash(tables.seed, class);
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
pub(crate) fn generic(tables: &Tables<'_>, root: OptId<NodeIndex>, name: &Name) -> Option<u32> {
    let search = Search { tables, name, end: 1 << name.qualifiers() };
    search.walk(root.get()?.0, 1, &mut None)
}

/// The child of a node that is reached by the plain qualifier at a position of the name.
#[inline]
fn edge<'b>(tables: &Tables<'b>, node: u32, name: &Name, position: usize) -> Option<&'b EdgeSlot> {
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
    name: &'s Name,
    /// The position after the last qualifier.
    end: Positions,
}

impl Search<'_, '_> {
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
    fn walk(&self, node: u32, at: Positions, memo: &mut Option<Memo>) -> Option<u32> {
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
            self.one_position(node, row, open, memo)
        } else {
            self.many_positions(node, row, open, memo)
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
        memo: &mut Option<Memo>,
    ) -> Option<u32> {
        let position = open.trailing_zeros() as usize;
        if row.has_literals()
            && let Some(edge) = edge(self.tables, node, self.name, position)
            && let Some(found) = self.walk(edge.child(), open << 1, memo)
        {
            return Some(found);
        }
        if row.patterns().is_empty() {
            return None;
        }
        let patterns = run(self.tables.bundle.patterns(), row.patterns());
        patterns.iter().find_map(|pattern| self.through(pattern, open, memo))
    }

    /// From several positions, reached by `**`, plain and generic qualifiers alternate.
    fn many_positions(
        &self,
        node: u32,
        row: &NodeRow,
        open: Positions,
        memo: &mut Option<Memo>,
    ) -> Option<u32> {
        let mut plain = [Plain::default(); MAX_QUALIFIERS];
        let count = if row.has_literals() { self.plain(node, open, &mut plain) } else { 0 };
        let plain = plain.get(..count).unwrap_or_default();
        let patterns = run(self.tables.bundle.patterns(), row.patterns());
        let (mut plain, mut patterns) = (plain.iter().peekable(), patterns.iter().peekable());
        loop {
            let plain_first = match (plain.peek(), patterns.peek()) {
                (None, None) => return None,
                (Some(plain), Some(pattern)) => plain.rank < pattern.rank(),
                (plain, _) => plain.is_some(),
            };
            let found = if plain_first {
                plain.next().and_then(|plain| self.walk(plain.child, plain.reached(), memo))
            } else {
                patterns.next().and_then(|pattern| self.through(pattern, open, memo))
            };
            if found.is_some() {
                return found;
            }
        }
    }

    /// The children reached by a plain qualifier at any of the positions, in order of search.
    fn plain(&self, node: u32, open: Positions, plain: &mut [Plain]) -> usize {
        let mut count = 0;
        for position in (0..self.name.qualifiers()).filter(|position| open & (1 << position) != 0) {
            let Some(edge) = edge(self.tables, node, self.name, position) else {
                continue;
            };
            let known = plain.iter_mut().take(count).find(|known| known.child == edge.child());
            if let Some(known) = known {
                known.from |= 1 << position;
            } else if let Some(free) = plain.get_mut(count) {
                let (rank, child) = (edge.rank(), edge.child());
                *free = Plain { rank, child, from: 1 << position };
                count += 1;
            }
        }
        if let Some(found) = plain.get_mut(..count) {
            found.sort_unstable_by_key(|plain| plain.rank);
        }
        count
    }

    /// Continues through a generic qualifier: `*` covers one qualifier, `**` any number including
    /// none, and a partial one such as `AB%*` those that it matches.
    ///
    /// From a set of positions, `**` reaches every position from the lowest of them to the end.
    #[inline]
    fn through(
        &self,
        pattern: &PatternRow,
        open: Positions,
        memo: &mut Option<Memo>,
    ) -> Option<u32> {
        let reached = match pattern.kind() {
            PatternKind::Star => open << 1,
            PatternKind::DoubleStar => (self.end << 1).wrapping_sub(open & open.wrapping_neg()),
            PatternKind::Partial if open.is_power_of_two() => self.fits(pattern, open) << 1,
            PatternKind::Partial => (self.fits_anywhere(pattern, memo) & open) << 1,
        };
        if reached == 0 { None } else { self.walk(pattern.child(), reached, memo) }
    }

    /// The positions, of these, whose qualifier fits.
    fn fits(&self, pattern: &PatternRow, open: Positions) -> Positions {
        let text = self.tables.bundle.bytes(pattern.text());
        let positions = (0..self.name.qualifiers()).filter(|position| open & (1 << position) != 0);
        let fit = positions.filter(|&at| matches_qualifier(text, self.name.qualifier(at)));
        fit.fold(0, |fitting, at| fitting | (1 << at))
    }

    /// All positions whose qualifier matches, remembered by the text of the pattern: after `**` the
    /// same few texts may be below thousands of nodes. The memory has a fixed number of slots; a
    /// collision costs time, never a wrong answer, because the text is compared.
    fn fits_anywhere(&self, pattern: &PatternRow, memo: &mut Option<Memo>) -> Positions {
        let memo = memo.get_or_insert(Memo::EMPTY);
        let text = pattern.text();
        let slot =
            memo.slots.get_mut(text.start().wrapping_mul(0x9E37_79B1) as usize >> (32 - MEMO_BITS));
        let Some(slot) = slot else { return self.fits(pattern, self.end - 1) };
        if slot.text != Some(text) {
            *slot = Remembered { text: Some(text), fits: self.fits(pattern, self.end - 1) };
        }
        slot.fits
    }
}

/// The memory has two to this power slots.
const MEMO_BITS: u32 = 7;

/// What the walk remembers of generic qualifiers that it met at several positions.
struct Memo {
    slots: [Remembered; 1 << MEMO_BITS],
}

impl Memo {
    const EMPTY: Self = Self { slots: [Remembered { text: None, fits: 0 }; 1 << MEMO_BITS] };
}

/// What is known about one generic qualifier.
#[derive(Clone, Copy)]
struct Remembered {
    text: Option<TextRef>,
    fits: Positions,
}

/// A child reached by a plain qualifier.
#[derive(Clone, Copy, Default)]
struct Plain {
    rank: u32,
    child: u32,
    /// Positions of the qualifier.
    from: Positions,
}

impl Plain {
    /// The positions after the qualifier.
    fn reached(&self) -> Positions {
        self.from << 1
    }
}
