//! Tries as nodes, patterns and edges.

use saffron_bundle::hash::names_of;
use saffron_bundle::layout::{IndexKind, IndexKinds, NodeFields, PatternFields, PatternKind};
use saffron_bundle::little_endian::U32;
use saffron_bundle::{Edge, Indexed, NodeIndex, RowIndex, TargetIndex};
use saffron_vocabulary::index::Index as _;

use super::emitter::{ClassNames, Emitter, run};
use crate::table::{Bucket, Child, ChildKind, Irregular, RowId, Trie, fixed};

impl Emitter<'_, '_> {
    /// Lays down the generic names of every class, profiles and global entries.
    pub(super) fn class_names(&mut self) {
        let table = self.table;
        let profiles = table.rows.len();
        let globals = table.global_names.iter();
        self.roots = Vec::with_capacity(table.names.len());
        for (class, (names, global)) in (0..).zip(table.names.iter().zip(globals)) {
            let profile =
                |row: usize| table.rows.get(RowId::from_usize(row)).map(|row| &*row.profile.name);
            let entry = |row: usize| table.model.globals.get(row).map(|entry| &*entry.name);
            let laid = ClassNames {
                rows: names.rows,
                root: self.trie(names.trie.as_ref(), 0),
                irregular: self.irregular(&names.irregular.rest),
                irregular_kinds: self.buckets(&names.irregular, names_of(class, false), profile),
                globals: global.rows,
                // Global entries are numbered after the profiles, so that one kind of node serves both.
                global_root: self.trie(global.trie.as_ref(), profiles),
                global_irregular: self.irregular(&global.irregular.rest),
                global_kinds: self.buckets(&global.irregular, names_of(class, true), entry),
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

    /// Lays down the irregular names that share a part, each part with its names; returns the kinds
    /// of parts.
    fn buckets<'t>(
        &mut self,
        irregular: &Irregular,
        of: u32,
        name: impl Fn(usize) -> Option<&'t str>,
    ) -> IndexKinds {
        let mut kinds = IndexKinds::default();
        for Bucket { part, place: (start, len), rows, .. } in &irregular.buckets {
            let kind = IndexKind::from(*part);
            kinds = kinds.with(kind);
            let first = rows.first().and_then(|row| name(*row)).unwrap_or_default();
            let text = self.texts.add(first).part(*start, *len);
            let rows = run(self.irregular(rows));
            self.placed.indexed.push(Indexed { of, kind, text, rows });
        }
        kinds
    }

    /// Lays down a trie after all others; returns its root.
    fn trie(&mut self, trie: Option<&Trie>, first_target: usize) -> Option<NodeIndex> {
        let trie = trie?;
        let base = self.sections.nodes.len();
        let target =
            |end: Option<usize>| end.map(|end| TargetIndex::from_usize(end + first_target));
        for (at, node) in trie.nodes.iter().enumerate() {
            let patterns = self.children(base, base + at, &node.children);
            if node.index.is_some() {
                self.index(base + at, patterns.0, &node.children);
            }
            let (shortest, longest) = node.index.unwrap_or_default();
            let literal = node.children.iter().any(|child| child.kind == ChildKind::Literal);
            let fields = NodeFields {
                terminal: target(node.terminal),
                trailing: target(node.trailing),
                patterns: run(patterns),
                has_literals: literal,
                is_indexed: node.index.is_some(),
                shortest,
                longest,
            };
            self.sections.nodes.push(fields.into());
        }
        Some(NodeIndex::from_usize(base))
    }

    /// Lays down the patterns of a node by their fixed beginnings. In order of search, patterns with
    /// one beginning are neighbours.
    fn index(&mut self, node: usize, mut first: usize, children: &[Child]) {
        let of = NodeIndex::from_usize(node).0;
        let partial: Vec<&Child> =
            children.iter().filter(|child| child.kind == ChildKind::Partial).collect();
        for alike in partial.chunk_by(|one, other| fixed(&one.qualifier) == fixed(&other.qualifier))
        {
            let Some(child) = alike.first() else { continue };
            let whole = self.texts.add(&child.qualifier);
            let text = whole.part(0, fixed(&child.qualifier).len());
            let rows = run((first, alike.len()));
            self.placed.indexed.push(Indexed { of, kind: IndexKind::Children, text, rows });
            first += alike.len();
        }
    }

    fn children(&mut self, base: usize, node: usize, children: &[Child]) -> (usize, usize) {
        let start = self.sections.patterns.len();
        for (rank, child) in (0_u32..).zip(children) {
            let text = self.texts.add(&child.qualifier);
            let to = NodeIndex::from_usize(base + child.node);
            let kind = match child.kind {
                ChildKind::Literal => {
                    let node = NodeIndex::from_usize(node);
                    self.placed.edges.push(Edge { node, child: to, text, rank });
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
