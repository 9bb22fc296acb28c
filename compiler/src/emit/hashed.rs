//! Open-addressing tables: the runtime finds every name within [`hash::PROBE_LIMIT`] slots.

use saffron_bundle::layout::safr::{ENVIRONMENT_SPACE, GROUP_SPACE, SafrItemRow};
use saffron_bundle::layout::{EdgeSlot, NameSlot, PackedSlot, ProfileRow, TextRef, profile_flag};
use saffron_bundle::little_endian::{U32, U64};
use saffron_bundle::{Sections, hash};

use super::number;

/// A plain qualifier of a trie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) node: U32,
    pub(super) child: U32,
    pub(super) text: TextRef,
    pub(super) rank: u32,
}

/// Fills all tables; `false` if one of them has a run that is too long.
pub(super) fn fill(
    sections: &mut Sections,
    edges: &[Edge],
    strings: &str,
    seed: u64,
    growth: u64,
) -> bool {
    let ids = |names: Vec<[u8; 8]>| -> Vec<(u64, PackedSlot)> {
        let slot = |(at, name): (usize, [u8; 8])| {
            let end = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
            let key = name.get(..end).and_then(hash::pack).unwrap_or_default();
            let slot = PackedSlot { key: U64::new(key), index: number(at + 1) };
            (hash::packed(seed, key), slot)
        };
        names.into_iter().enumerate().map(slot).collect()
    };
    let classes = ids(sections.classes.iter().map(|class| class.name).collect());
    let authorities = ids(sections.authorities.iter().map(|auth| auth.name).collect());
    let tables = (
        table(classes, growth, PackedSlot { key: U64::ZERO, index: U32::ZERO }),
        table(authorities, growth, PackedSlot { key: U64::ZERO, index: U32::ZERO }),
        table(
            discrete(sections, strings, seed),
            growth,
            NameSlot { hash: U64::ZERO, index: U32::ZERO },
        ),
        table(edge_slots(edges, strings, seed), growth, EMPTY_EDGE),
    );
    let (Some(classes), Some(authorities), Some(discrete), Some(edges)) = tables else {
        return false;
    };
    if !safr(sections, strings, seed, growth) {
        return false;
    }
    sections.class_table = classes;
    sections.auth_table = authorities;
    sections.discrete_table = discrete;
    sections.edge_table = edges;
    true
}

const EMPTY_NAME: NameSlot = NameSlot { hash: U64::ZERO, index: U32::ZERO };

/// The tables of SAFR's environments, items and groups.
fn safr(sections: &mut Sections, strings: &str, seed: u64, growth: u64) -> bool {
    let slot = |at: usize, space: u32, name: TextRef| {
        let hash = hash::name(seed, space, bytes(strings, name));
        (hash, NameSlot { hash: U64::new(hash), index: number(at + 1) })
    };
    let environments = sections.safr_environments.iter().enumerate();
    let environments = environments.map(|(at, it)| slot(at, ENVIRONMENT_SPACE, it.name)).collect();
    let groups = sections.safr_groups.iter().enumerate();
    let groups = groups.map(|(at, it)| slot(at, GROUP_SPACE, it.name)).collect();
    let items = sections.safr_items.iter().enumerate();
    let space = |it: &SafrItemRow| it.environment.get() << 4 | u32::from(it.kind);
    let items = items.map(|(at, it)| slot(at, space(it), it.name)).collect();
    let tables = (
        table(environments, growth, EMPTY_NAME),
        table(items, growth, EMPTY_NAME),
        table(groups, growth, EMPTY_NAME),
    );
    let (Some(environments), Some(items), Some(groups)) = tables else { return false };
    sections.safr_environment_table = environments;
    sections.safr_item_table = items;
    sections.safr_group_table = groups;
    true
}

const EMPTY_EDGE: EdgeSlot = EdgeSlot {
    node: U32::ZERO,
    child: U32::ZERO,
    key: U64::ZERO,
    text: TextRef { start: U32::ZERO, len: U32::ZERO },
    rank: U32::ZERO,
};

/// Places each value in the first free slot from its hash on.
#[expect(clippy::cast_possible_truncation, reason = "masked to the size of the table")]
fn table<T: Copy>(values: Vec<(u64, T)>, growth: u64, empty: T) -> Option<Vec<T>> {
    if values.is_empty() {
        return Some(Vec::new());
    }
    let capacity = (values.len() * 2).next_power_of_two().max(hash::PROBE_LIMIT) << growth.min(8);
    let mut slots: Vec<Option<T>> = vec![None; capacity];
    for (hash, value) in values {
        let home = hash as usize;
        let mut places =
            (0..hash::PROBE_LIMIT).map(|probe| (home.wrapping_add(probe)) & (capacity - 1));
        let free = places.find(|&place| slots.get(place).is_some_and(Option::is_none))?;
        if let Some(slot) = slots.get_mut(free) {
            *slot = Some(value);
        }
    }
    Some(slots.into_iter().map(|slot| slot.unwrap_or(empty)).collect())
}

fn bytes(strings: &str, text: TextRef) -> &[u8] {
    let start = text.start.get() as usize;
    strings.as_bytes().get(start..start + text.len.get() as usize).unwrap_or_default()
}

/// Discrete profiles; of several with one name only the first has a slot.
fn discrete(sections: &Sections, strings: &str, seed: u64) -> Vec<(u64, NameSlot)> {
    let is_first = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| sections.profiles.get(before));
        before.is_none_or(|before| before.flags.get() & profile_flag::SAME_NAME_FOLLOWS == 0)
    };
    let slot = |(at, profile): (usize, &ProfileRow)| {
        let class = u32::from(profile.class.get());
        let hash = hash::name(seed, class, bytes(strings, profile.name));
        (hash, NameSlot { hash: U64::new(hash), index: number(at + 1) })
    };
    let profiles = sections.profiles.iter().enumerate();
    let discrete = profiles
        .filter(|(at, profile)| profile.flags.get() & profile_flag::GENERIC == 0 && is_first(*at));
    discrete.map(slot).collect()
}

fn edge_slots(edges: &[Edge], strings: &str, seed: u64) -> Vec<(u64, EdgeSlot)> {
    let slot = |edge: &Edge| {
        let key = hash::qualifier_key(seed, bytes(strings, edge.text));
        let slot = EdgeSlot {
            node: edge.node,
            child: edge.child,
            key: U64::new(key),
            text: edge.text,
            rank: U32::new(edge.rank),
        };
        (hash::edge(seed, edge.node.get(), key), slot)
    };
    edges.iter().map(slot).collect()
}
