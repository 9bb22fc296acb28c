//! How many steps a search through a trie takes at most, for any name that the class can have, and
//! which of its nodes are searched by an index.
//!
//! A step is a node that is entered, a look-up, or a qualifier that is compared with a pattern; the
//! runtime counts the same (`runtime/src/racf/search.rs`). Each node has two bounds: for a search
//! that enters it at one place of the name, and for one that enters it at many, which is below a
//! `**`. Children come after their parents, so one pass from the last node to the first computes
//! both.
//!
//! INVARIANT: a bound is never lower than what a search takes: what is not known is assumed to match.

use super::reach::{Weighted, heaviest};
use super::trie::{Child, ChildKind, Node, Trie};

/// The most places and characters of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Places between qualifiers, without the last one.
    pub(super) places: u64,
    pub(super) characters: u64,
}

/// The most qualifiers that are searched.
const MAX_QUALIFIERS: u64 = 127;

impl Extent {
    /// Of the names of a class. Qualifiers of data sets are never empty.
    pub(super) fn of(max_length: u16, is_dataset: bool) -> Self {
        let characters = u64::from(max_length);
        let qualifiers = if is_dataset { characters.div_ceil(2) } else { characters + 1 };
        Self { places: qualifiers.min(MAX_QUALIFIERS), characters }
    }
}

/// The most steps of a search that enters a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// At one place of the name.
    pub(super) one: u64,
    /// At any number of places.
    pub(super) many: u64,
}

/// From so many patterns on, a node may have an index.
const FEW: u64 = 8;

/// The longest text that an index can find.
const LONGEST: usize = u8::MAX as usize;

/// Chooses the nodes that are indexed; returns the cost of each node.
pub(super) fn assess(trie: &mut Trie, extent: Extent) -> Costs {
    let mut costs = vec![Cost::default(); trie.nodes.len()];
    let below = below_double_star(trie);
    for (at, node) in trie.nodes.iter_mut().enumerate().rev() {
        let plain = scanned(node, &costs, extent);
        let mut cost = plain;
        if let Some(indexed) = indexed(node, &costs, extent) {
            let better = if below.get(at) == Some(&true) {
                indexed.many < plain.many
            } else {
                indexed.one < plain.one
            };
            if better {
                node.index = lengths(node);
                cost = indexed;
            }
        }
        if let Some(own) = costs.get_mut(at) {
            *own = cost;
        }
    }
    Costs(costs)
}

/// Which nodes are entered at several places.
fn below_double_star(trie: &Trie) -> Vec<bool> {
    let mut below = vec![false; trie.nodes.len()];
    for (at, node) in trie.nodes.iter().enumerate() {
        let many = below.get(at) == Some(&true);
        for child in &node.children {
            if let Some(own) = below.get_mut(child.node) {
                *own = many || child.kind == ChildKind::DoubleStar;
            }
        }
    }
    below
}

/// What a node has, and what its children cost.
struct Parts {
    literals: u64,
    partial: u64,
    /// `*` and `**`.
    others: u64,
    /// All children that match one qualifier, each entered at one place.
    one: u64,
    /// The same without `*` and `**`.
    named: u64,
    /// `*` and `**`, entered at many places.
    stars: u64,
    /// Each child once, entered at many places.
    all: u64,
}

fn parts(node: &Node, costs: &[Cost]) -> Parts {
    let cost = |child: &Child| costs.get(child.node).copied().unwrap_or_default();
    let of = |kind| node.children.iter().filter(move |child| child.kind == kind);
    let named = node.children.iter().filter(|child| is_named(child));
    let named = heaviest(
        named
            .map(|child| Weighted { pattern: &child.qualifier, weight: cost(child).one })
            .collect(),
    );
    let star: u64 =
        of(ChildKind::Star).fold(0, |sum: u64, child| sum.saturating_add(cost(child).one));
    let double =
        of(ChildKind::DoubleStar).fold(0, |sum: u64, child| sum.saturating_add(cost(child).many));
    let stars =
        of(ChildKind::Star).fold(double, |sum: u64, child| sum.saturating_add(cost(child).many));
    Parts {
        literals: u64::from(of(ChildKind::Literal).next().is_some()),
        partial: of(ChildKind::Partial).count() as u64,
        others: node.children.iter().filter(|child| !is_named(child)).count() as u64,
        one: named.saturating_add(star).saturating_add(double),
        named,
        stars,
        all: node.children.iter().fold(0, |sum, child| sum.saturating_add(cost(child).many)),
    }
}

fn is_named(child: &Child) -> bool {
    matches!(child.kind, ChildKind::Literal | ChildKind::Partial)
}

/// The cost of a node whose patterns are compared one after the other.
fn scanned(node: &Node, costs: &[Cost], extent: Extent) -> Cost {
    let parts = parts(node, costs);
    let own = 1 + parts.literals + parts.partial + parts.others;
    let one = parts.one.saturating_add(own);
    let at_each = extent.places * (parts.literals + parts.partial);
    let each_once = parts.all.saturating_add(1 + at_each + parts.others);
    Cost { one, many: each_once.min(one.saturating_mul(extent.places)) }
}

/// The cost of a node whose patterns are found by their fixed beginnings, if it can be indexed.
fn indexed(node: &Node, costs: &[Cost], extent: Extent) -> Option<Cost> {
    let partial = node.children.iter().filter(|child| child.kind == ChildKind::Partial).count();
    if (partial as u64) <= FEW {
        return None;
    }
    let (shortest, longest) = lengths(node)?;
    let lengths = u64::from(longest - shortest) + 1;
    let parts = parts(node, costs);
    let one = parts.one.saturating_add(1 + parts.literals + lengths + parts.others);
    // A qualifier has as many beginnings as characters, and the empty one.
    let beginnings = (extent.places * lengths).min(extent.places + extent.characters);
    let own = 1 + extent.places * parts.literals + beginnings + parts.others;
    let below = parts.named.saturating_mul(extent.places).saturating_add(parts.stars);
    Some(Cost { one, many: own.saturating_add(below) })
}

/// The shortest and the longest fixed beginning of the patterns, unless one is too long.
fn lengths(node: &Node) -> Option<(u8, u8)> {
    let partial = node.children.iter().filter(|child| child.kind == ChildKind::Partial);
    let lengths = partial.map(|child| fixed(&child.qualifier).len());
    let (shortest, longest) = lengths.fold((LONGEST, 0), |(shortest, longest), length| {
        (shortest.min(length), longest.max(length))
    });
    Some((u8::try_from(shortest).ok()?, u8::try_from(longest).ok()?))
}

/// What is before the first generic character of a qualifier.
pub(crate) fn fixed(qualifier: &str) -> &str {
    qualifier.split(['%', '*']).next().unwrap_or_default()
}

/// Names shown for a search that may be slow.
const SHOWN: usize = 3;

/// The most steps of a search that enters each node of a trie.
#[derive(Clone, Debug, Default)]
pub(super) struct Costs(Vec<Cost>);

impl Costs {
    /// The most steps of a search for any name.
    pub(super) fn bound(&self) -> u64 {
        self.0.first().map_or(0, |cost| cost.one)
    }

    /// Some of the names that make a search long: those below the node where it is spent.
    pub(super) fn dearest(&self, trie: &Trie) -> Vec<usize> {
        let mut at = 0;
        while let Some(child) = self.dominant(trie, at) {
            at = child;
        }
        let Some(node) = trie.nodes.get(at) else { return Vec::new() };
        let mut children: Vec<usize> = node.children.iter().map(|child| child.node).collect();
        children.sort_by_key(|&child| std::cmp::Reverse(self.many(child)));
        children.iter().filter_map(|&child| an_end(trie, child)).take(SHOWN).collect()
    }

    fn many(&self, at: usize) -> u64 {
        self.0.get(at).map_or(0, |cost| cost.many)
    }

    /// The child on which most of the steps below a node are spent.
    fn dominant(&self, trie: &Trie, at: usize) -> Option<usize> {
        let children = || trie.nodes.get(at).into_iter().flat_map(|node| &node.children);
        let all = children().fold(0, |sum: u64, child| sum.saturating_add(self.many(child.node)));
        let dearest = children().map(|child| child.node).max_by_key(|&child| self.many(child))?;
        (self.many(dearest) > all / 2).then_some(dearest)
    }
}

/// A name at or below a node; there is one, since nodes are made for names.
fn an_end(trie: &Trie, mut at: usize) -> Option<usize> {
    loop {
        let node = trie.nodes.get(at)?;
        let end = node.terminal.or(node.trailing);
        if end.is_some() {
            return end;
        }
        at = node.children.first()?.node;
    }
}
