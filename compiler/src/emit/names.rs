//! Tries as nodes, patterns and edges.

use saffron_bundle::layout::{NodeRow, PatternRow, pattern_kind};
use saffron_bundle::little_endian::U32;

use super::hashed::Edge;
use super::{Emitter, number, run};
use crate::table::{Child, ChildKind, Trie};

/// Where a class's names lie in the bundle.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClassNames {
    pub(super) rows: (usize, usize),
    /// Plus one; 0 for none.
    pub(super) root: usize,
    pub(super) irregular: (usize, usize),
    pub(super) globals: (usize, usize),
    pub(super) global_root: usize,
    pub(super) global_irregular: (usize, usize),
}

impl Emitter<'_, '_> {
    /// Lays down the generic names of every class, profiles and global entries.
    pub(super) fn class_names(&mut self) {
        let table = self.table;
        let profiles = table.rows.len();
        let globals = table.global_names.iter();
        self.roots = Vec::with_capacity(table.names.len());
        for (names, global) in table.names.iter().zip(globals) {
            let laid = ClassNames {
                rows: names.rows,
                root: self.trie(names.trie.as_ref(), 0),
                irregular: self.irregular(&names.irregular),
                globals: global.rows,
                // Global entries are numbered behind the profiles, so that one node tells both.
                global_root: self.trie(global.trie.as_ref(), profiles),
                global_irregular: self.irregular(&global.irregular),
            };
            self.roots.push(laid);
        }
    }

    fn irregular(&mut self, rows: &[usize]) -> (usize, usize) {
        let start = self.sections.irregular.len();
        self.sections.irregular.extend(rows.iter().map(|&row| number(row)));
        (start, rows.len())
    }

    /// Lays down a trie behind all that are there; returns its root plus one.
    fn trie(&mut self, trie: Option<&Trie>, first_target: usize) -> usize {
        let Some(trie) = trie else { return 0 };
        let base = self.sections.nodes.len();
        let target = |end: Option<usize>| number(end.map_or(0, |end| end + first_target + 1));
        for (at, node) in trie.nodes.iter().enumerate() {
            let patterns = self.children(base, base + at, &node.children);
            let literal = node.children.iter().any(|child| child.kind == ChildKind::Literal);
            self.sections.nodes.push(NodeRow {
                terminal: target(node.terminal),
                trailing: target(node.trailing),
                patterns: run(patterns),
                has_literals: u8::from(literal),
                reserved: [0; 3],
            });
        }
        base + 1
    }

    fn children(&mut self, base: usize, node: usize, children: &[Child]) -> (usize, usize) {
        let start = self.sections.patterns.len();
        for (rank, child) in (0_u32..).zip(children) {
            let (text, to) = (self.texts.add(&child.qualifier), base + child.node);
            let kind = match child.kind {
                ChildKind::Literal => {
                    self.edges.push(Edge { node: number(node), child: number(to), text, rank });
                    continue;
                }
                ChildKind::Partial => pattern_kind::PARTIAL,
                ChildKind::Star => pattern_kind::STAR,
                ChildKind::DoubleStar => pattern_kind::DOUBLE_STAR,
            };
            let (child, rank) = (number(to), U32::new(rank));
            self.sections.patterns.push(PatternRow { text, child, rank, kind, reserved: [0; 3] });
        }
        (start, self.sections.patterns.len() - start)
    }
}
