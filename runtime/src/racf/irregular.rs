//! The search among names that no trie can hold: names with RACF variables, and names with `%` under
//! the option `percent-matches-period`.
//!
//! Most of them have a fixed part: a plain qualifier, or the beginning of one, which every name has
//! that they match. The compiler puts each under the part that fewest names share, so only those
//! names are compared whose part the name has. The others, such as `&V.**`, are compared one after
//! the other.
//!
//! INVARIANT: a search takes no more steps than the compiler computes for the class
//! (`compiler/src/table/irregular.rs`). A step is a part that is looked up, or a character that is
//! compared.

use saffron_bundle::layout::{IndexKind, IndexKinds, Run, TextRef};
use saffron_bundle::run;

use crate::racf::name::Name;
use crate::racf::pattern::{Places, Substitution, matches_irregular};
use crate::tables::Tables;

/// Where the irregular names of a class are.
pub(crate) struct Listed {
    /// Those without a fixed part, in order of search.
    pub(crate) rest: Run,
    /// Their number in the index of generic names.
    pub(crate) of: u32,
    /// By which parts they are indexed.
    pub(crate) kinds: IndexKinds,
}

impl Listed {
    /// Whether there are none.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty() && self.kinds.is_empty()
    }
}

/// The first irregular name that matches a name and is searched before the regular match; else the
/// regular match. `text` gives the name of each row.
// Never inlined: the search for regular names has no use for room for `Places` on its stack.
#[inline(never)]
pub(crate) fn first_irregular(
    tables: &Tables<'_>,
    listed: &Listed,
    regular: Option<u32>,
    name: &Name<'_>,
    substitution: &Substitution<'_>,
    text: impl Fn(u32) -> Option<TextRef>,
) -> Option<u32> {
    let search = Search { tables, name, substitution, text };
    let mut state = State { best: regular, places: None, steps: 0 };
    search.compare(listed.rest, &mut state);
    if !listed.kinds.is_empty() {
        search.indexed(listed, &mut state);
    }
    tables.count(|| state.steps);
    state.best
}

/// The most parts of one name: its qualifiers, and as many beginnings as it has characters.
const MOST_PARTS: usize = 512;

/// How many numbers are compared in a step.
const ALIKE: u64 = 32;

/// The parts whose names were compared, by the first row of each. More than there is room for are
/// compared again, which no name needs that a class can have.
struct Compared {
    starts: [u32; MOST_PARTS],
    count: usize,
}

impl Compared {
    fn is_new(&mut self, rows: Run) -> bool {
        let known = self.starts.iter().take(self.count);
        if known.into_iter().any(|start| *start == rows.start()) {
            return false;
        }
        if let Some(free) = self.starts.get_mut(self.count) {
            *free = rows.start();
            self.count += 1;
        }
        true
    }
}

/// What is searched.
struct Search<'s, 'b, T> {
    tables: &'s Tables<'b>,
    name: &'s Name<'s>,
    substitution: &'s Substitution<'s>,
    text: T,
}

/// What changes during a search.
struct State<'n> {
    /// The first match so far, in order of search.
    best: Option<u32>,
    /// Made when the first name is compared.
    places: Option<Places<'n>>,
    steps: u64,
}

impl<'s, T: Fn(u32) -> Option<TextRef>> Search<'s, '_, T> {
    /// Compares the names of each part that the name has.
    fn indexed(&self, listed: &Listed, state: &mut State<'s>) {
        let last = self.name.qualifiers().saturating_sub(1);
        self.part(listed, IndexKind::Last, self.name.qualifier(last), state);
        self.part(listed, IndexKind::First, self.name.qualifier(0), state);
        if listed.kinds.has(IndexKind::Inside) || listed.kinds.has(IndexKind::Start) {
            self.indexed_anywhere(listed, state);
        }
    }

    /// Compares the names of each part that the name has anywhere, once, however often it has it.
    fn indexed_anywhere(&self, listed: &Listed, state: &mut State<'s>) {
        let mut compared = Compared { starts: [0; MOST_PARTS], count: 0 };
        for position in 0..self.name.qualifiers() {
            let qualifier = self.name.qualifier(position);
            self.once(listed, IndexKind::Inside, qualifier, &mut compared, state);
            if listed.kinds.has(IndexKind::Start) {
                for length in 1..=qualifier.len() {
                    let beginning = qualifier.get(..length).unwrap_or_default();
                    self.once(listed, IndexKind::Start, beginning, &mut compared, state);
                }
            }
        }
    }

    /// Compares the names that have one part.
    fn part(&self, listed: &Listed, kind: IndexKind, text: &[u8], state: &mut State<'s>) {
        if listed.kinds.has(kind) {
            state.steps += 1;
            self.compare(self.tables.indexed(kind, listed.of, text), state);
        }
    }

    /// The same for a part that the name may have several times.
    fn once(
        &self,
        listed: &Listed,
        kind: IndexKind,
        text: &[u8],
        compared: &mut Compared,
        state: &mut State<'s>,
    ) {
        if listed.kinds.has(kind) {
            state.steps += 1;
            let rows = self.tables.indexed(kind, listed.of, text);
            if rows.is_empty() {
                return;
            }
            state.steps += compared.count as u64 / ALIKE;
            if compared.is_new(rows) {
                self.compare(rows, state);
            }
        }
    }

    /// Compares names, which are in order of search, until one matches.
    fn compare(&self, rows: Run, state: &mut State<'s>) {
        for row in run(self.tables.bundle.irregular(), rows).iter().map(|row| row.get()) {
            if state.best.is_some_and(|best| best <= row) {
                return;
            }
            if (self.text)(row).is_some_and(|text| self.fits(text, state)) {
                state.best = Some(row);
                return;
            }
        }
    }

    fn fits(&self, text: TextRef, state: &mut State<'s>) -> bool {
        if state.places.is_none() {
            state.steps += self.name.as_bytes().len() as u64;
        }
        let places = state.places.get_or_insert_with(|| Places::of(self.name));
        let pattern = self.tables.bundle.bytes(text);
        matches_irregular(self.tables, pattern, places, self.substitution, &mut state.steps)
    }
}
