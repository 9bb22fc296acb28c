//! Tries as nodes, patterns and edges.

use saffron_bundle::layout::{NodeFields, PatternFields, PatternKind};
use saffron_bundle::little_endian::U32;
use saffron_bundle::{Edge, NodeIndex, RowIndex, TargetIndex};
use saffron_vocabulary::index::Index as _;

use super::emitter::{ClassNames, Emitter, run};
use crate::table::{Child, ChildKind, Trie};

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
                // Global entries are numbered after the profiles, so that one kind of node serves both.
                global_root: self.trie(global.trie.as_ref(), profiles),
                global_irregular: self.irregular(&global.irregular),
            };
            self.roots.push(laid);
        }
    }

    fn irregular(&mut self, rows: &[usize]) -> (usize, usize) {
        let start = self.sections.irregular.len();
        self.sections
            .irregular
            .extend(rows.iter().map(|&row| U32::new(RowIndex::from_usize(row).0)));
        (start, rows.len())
    }

    /// Lays down a trie after all others; returns its root.
    fn trie(&mut self, trie: Option<&Trie>, first_target: usize) -> Option<NodeIndex> {
        let trie = trie?;
        let base = self.sections.nodes.len();
        let target =
            |end: Option<usize>| end.map(|end| TargetIndex::from_usize(end + first_target));
        for (at, node) in trie.nodes.iter().enumerate() {
            let patterns = self.children(base, base + at, &node.children);
            let literal = node.children.iter().any(|child| child.kind == ChildKind::Literal);
            let fields = NodeFields {
                terminal: target(node.terminal),
                trailing: target(node.trailing),
                patterns: run(patterns),
                has_literals: literal,
            };
            self.sections.nodes.push(fields.into());
        }
        Some(NodeIndex::from_usize(base))
    }

    fn children(&mut self, base: usize, node: usize, children: &[Child]) -> (usize, usize) {
        let start = self.sections.patterns.len();
        for (rank, child) in (0_u32..).zip(children) {
            let text = self.texts.add(&child.qualifier);
            let to = NodeIndex::from_usize(base + child.node);
            let kind = match child.kind {
                ChildKind::Literal => {
                    let node = NodeIndex::from_usize(node);
                    self.edges.push(Edge { node, child: to, text, rank });
                    continue;
                }
                ChildKind::Partial => PatternKind::Partial,
                ChildKind::Star => PatternKind::Star,
                ChildKind::DoubleStar => PatternKind::DoubleStar,
            };
            let fields = PatternFields { text, child: to.0, rank, kind };
            self.sections.patterns.push(fields.into());
        }
        (start, self.sections.patterns.len() - start)
    }
}
