//! The hash tables of a bundle: every name is found within [`hash::PROBE_LIMIT`] slots.
//!
//! The seed depends only on the names, so the same policy results in the same bytes.

use zerocopy::little_endian::{U32, U64};

use crate::hash::{self, Slot};
use crate::indices::{NodeIndex, RowIndex};
use crate::layout::safr::{ENVIRONMENT_SPACE, GROUP_SPACE, item_space};
use crate::layout::{
    EdgeSlot, EdgeSlotFields, IndexFields, IndexKind, IndexSlot, NameSlot, NameSlotFields, OptId,
    PackedSlot, PackedSlotFields, ProfileRow, Run, ShortName, TextRef, profile_flag,
};
use crate::section::Sections;
use saffron_vocabulary::index::Index as _;

/// A plain qualifier of a trie: from one node to another.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// From this node.
    pub node: NodeIndex,
    /// To this node.
    pub child: NodeIndex,
    /// The qualifier.
    pub text: TextRef,
    /// The position among all children of the node, in order of search.
    pub rank: u32,
}

/// A fixed part of generic names, and the names that have it.
#[derive(Clone, Copy, Debug)]
pub struct Indexed {
    /// The node, or what [`hash::names_of`] makes of a class.
    pub of: u32,
    /// Which part of a name the text is.
    pub kind: IndexKind,
    /// The part.
    pub text: TextRef,
    /// Patterns or irregular names.
    pub rows: Run,
}

/// What the writer places in hash tables, apart from rows of other sections.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// Plain qualifiers of the tries.
    pub edges: Vec<Edge>,
    /// Fixed parts of generic names.
    pub indexed: Vec<Indexed>,
}

impl Slot for PackedSlot {
    const EMPTY: Self = Self { key: U64::ZERO, index: OptId::NONE };

    #[inline]
    fn is_empty(&self) -> bool {
        self.index.is_none()
    }
}

impl Slot for NameSlot {
    const EMPTY: Self = Self { hash: U64::ZERO, index: OptId::NONE };

    #[inline]
    fn is_empty(&self) -> bool {
        self.index.is_none()
    }
}

impl Slot for EdgeSlot {
    const EMPTY: Self = Self {
        node: U32::ZERO,
        child: U32::ZERO,
        key: U64::ZERO,
        text: TextRef::EMPTY,
        rank: U32::ZERO,
    };

    /// A child is never the first node, which is a root.
    #[inline]
    fn is_empty(&self) -> bool {
        self.child == U32::ZERO
    }
}

impl Slot for IndexSlot {
    const EMPTY: Self = Self::EMPTY;

    #[inline]
    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Seeds that are tried before the tables are made larger.
const SEEDS: u64 = 16;

/// How often the tables are made twice as large before the writer gives up.
const MAX_GROWTH: u32 = 8;

/// Fills all tables with the first seed for which no table has a long run of slots; with larger
/// tables if there is no such seed. `false` if nothing helps.
pub(crate) fn fill(sections: &mut Sections, placed: &Placed) -> bool {
    let attempts = (0..=MAX_GROWTH).flat_map(|growth| (0..SEEDS).map(move |seed| (seed, growth)));
    for (seed, growth) in attempts {
        if fill_with(sections, placed, seed, growth).is_some() {
            if let Some(meta) = &mut sections.meta {
                meta.set_seed(seed);
            }
            return true;
        }
    }
    false
}

/// Fills all tables with one seed and size; `None` if a name is too far from its home in one of
/// them.
fn fill_with(sections: &mut Sections, placed: &Placed, seed: u64, growth: u32) -> Option<()> {
    let classes = sections.classes.iter().map(|class| class.name);
    sections.class_table = hash::place(&packed(classes, seed), growth)?;
    let ids = sections.authorities.iter().map(|id| id.name);
    sections.auth_table = hash::place(&packed(ids, seed), growth)?;
    sections.discrete_table = hash::place(&discrete(sections, seed), growth)?;
    sections.edge_table = hash::place(&plain(&placed.edges, &sections.strings, seed), growth)?;
    let indexed = indexed(&placed.indexed, &sections.strings, seed);
    sections.generic_index = hash::place(&indexed, growth)?;

    let strings = sections.strings.as_bytes();
    let environments = sections.safr_environments.iter();
    let environments = environments.map(|row| (ENVIRONMENT_SPACE, row.name));
    sections.safr_environment_table = hash::place(&named(environments, strings, seed), growth)?;
    let items = sections.safr_items.iter();
    let items = items.map(|row| (item_space(row.environment(), row.kind()), row.name));
    sections.safr_item_table = hash::place(&named(items, strings, seed), growth)?;
    let groups = sections.safr_groups.iter().map(|row| (GROUP_SPACE, row.name));
    sections.safr_group_table = hash::place(&named(groups, strings, seed), growth)?;
    Some(())
}

/// Names of up to eight bytes, which are their own keys.
fn packed(names: impl Iterator<Item = ShortName>, seed: u64) -> Vec<(u64, PackedSlot)> {
    let slot = |(row, name): (usize, ShortName)| {
        let key = hash::pack(name.as_bytes()).unwrap_or_default();
        let index = Some(RowIndex::from_usize(row));
        (hash::packed(seed, key), PackedSlotFields { key, index }.into())
    };
    names.enumerate().map(slot).collect()
}

/// Names of any length, each in its name space.
fn named(
    names: impl Iterator<Item = (u32, TextRef)>,
    strings: &[u8],
    seed: u64,
) -> Vec<(u64, NameSlot)> {
    let slot = |(row, (space, name)): (usize, (u32, TextRef))| {
        name_slot(hash::name(seed, space, bytes(strings, name)), row)
    };
    names.enumerate().map(slot).collect()
}

fn name_slot(hash: u64, row: usize) -> (u64, NameSlot) {
    (hash, NameSlotFields { hash, index: Some(RowIndex::from_usize(row)) }.into())
}

fn bytes(strings: &[u8], text: TextRef) -> &[u8] {
    strings.get(text.range()).unwrap_or_default()
}

/// Discrete profiles; of several with one name only the first has a slot.
fn discrete(sections: &Sections, seed: u64) -> Vec<(u64, NameSlot)> {
    let strings = sections.strings.as_bytes();
    let mut same_name = false;
    let slot = |(row, profile): (usize, &ProfileRow)| {
        let is_first = !same_name;
        same_name = profile.flags() & profile_flag::SAME_NAME_FOLLOWS != 0;
        let is_discrete = profile.flags() & profile_flag::GENERIC == 0;
        let space = u32::from(profile.class());
        (is_discrete && is_first)
            .then(|| name_slot(hash::name(seed, space, bytes(strings, profile.name)), row))
    };
    sections.profiles.iter().enumerate().filter_map(slot).collect()
}

fn plain(edges: &[Edge], strings: &str, seed: u64) -> Vec<(u64, EdgeSlot)> {
    let slot = |edge: &Edge| {
        let Edge { node, child, text, rank } = *edge;
        let key = hash::qualifier_key(seed, bytes(strings.as_bytes(), text));
        let fields = EdgeSlotFields { node: node.0, child: child.0, key, text, rank };
        (hash::edge(seed, node.0, key), fields.into())
    };
    edges.iter().map(slot).collect()
}

fn indexed(indexed: &[Indexed], strings: &str, seed: u64) -> Vec<(u64, IndexSlot)> {
    let slot = |part: &Indexed| {
        let Indexed { of, kind, text, rows } = *part;
        let hash = hash::index(seed, of, kind, bytes(strings.as_bytes(), text));
        (hash, IndexFields { hash, of, kind, text, rows }.into())
    };
    indexed.iter().map(slot).collect()
}
