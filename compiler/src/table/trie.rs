//! Generic names as a trie over qualifiers.
//!
//! INVARIANT: a node's children are in the order in which RACF searches the names below them, so
//! that the first end reached by a walk in that order is the most specific match.

use std::collections::HashMap;

use saffron_vocabulary::specificity::{self, Ties};

/// What a child is reached by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChildKind {
    /// A plain qualifier.
    Literal,
    /// A qualifier with `%`, or with `*` after other characters.
    Partial,
    /// `*`.
    Star,
    /// `**` with more after it.
    DoubleStar,
}

/// An edge to a child.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    pub(crate) qualifier: String,
    pub(crate) kind: ChildKind,
    pub(crate) node: usize,
}

/// A node; `terminal` and `trailing` are what was added with the name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// A name ends here.
    pub(crate) terminal: Option<usize>,
    /// A name continues with `**` and ends.
    pub(crate) trailing: Option<usize>,
    /// In order of search.
    pub(crate) children: Vec<Child>,
    /// If the node is indexed, the shortest and the longest fixed beginning of its patterns.
    pub(crate) index: Option<(u8, u8)>,
}

/// A trie; the root is node 0 and children come after their parents.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    pub(crate) nodes: Vec<Node>,
}

/// Collects names; children are put in order at the end.
#[derive(Clone, Debug)]
pub(super) struct Builder {
    nodes: Vec<Node>,
    /// For each node its children by qualifier.
    known: Vec<HashMap<String, usize>>,
    is_empty: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], known: vec![HashMap::new()], is_empty: true }
    }
}

fn kind(qualifier: &str) -> ChildKind {
    match qualifier {
        "**" => ChildKind::DoubleStar,
        "*" => ChildKind::Star,
        _ if qualifier.contains(['*', '%']) => ChildKind::Partial,
        _ => ChildKind::Literal,
    }
}

impl Builder {
    /// Adds a canonical name. Of two equal names the first wins; there are none in a model.
    pub(super) fn add(&mut self, canonical: &str, target: usize) {
        self.is_empty = false;
        let (path, trailing) = match canonical.strip_suffix("**") {
            Some("") => (None, true),
            Some(path) => (Some(path.trim_end_matches('.')), true),
            None => (Some(canonical), false),
        };
        let mut at = 0;
        for qualifier in path.into_iter().flat_map(|path| path.split('.')) {
            at = self.child(at, qualifier, kind(qualifier));
        }
        self.end(at, trailing, target);
    }

    /// Adds a name whose characters are all literal.
    pub(super) fn add_literal(&mut self, name: &str, target: usize) {
        self.is_empty = false;
        let path = name.split('.');
        let at = path.fold(0, |at, qualifier| self.child(at, qualifier, ChildKind::Literal));
        self.end(at, false, target);
    }

    fn end(&mut self, at: usize, trailing: bool, target: usize) {
        if let Some(node) = self.nodes.get_mut(at) {
            let end = if trailing { &mut node.trailing } else { &mut node.terminal };
            end.get_or_insert(target);
        }
    }

    fn child(&mut self, parent: usize, qualifier: &str, kind: ChildKind) -> usize {
        let known = self.known.get(parent).and_then(|children| children.get(qualifier));
        if let Some(&known) = known {
            return known;
        }
        let node = self.nodes.len();
        self.nodes.push(Node::default());
        self.known.push(HashMap::new());
        if let Some(children) = self.known.get_mut(parent) {
            children.insert(qualifier.to_owned(), node);
        }
        if let Some(parent) = self.nodes.get_mut(parent) {
            let qualifier = qualifier.to_owned();
            parent.children.push(Child { qualifier, kind, node });
        }
        node
    }

    /// The trie, or nothing if no name was added.
    pub(super) fn finish(mut self, ties: Ties) -> Option<Trie> {
        for node in &mut self.nodes {
            // The period represents the end of the qualifier: before every other character.
            node.children.iter_mut().for_each(|child| child.qualifier.push('.'));
            node.children.sort_by(|a, b| specificity::compare(&a.qualifier, &b.qualifier, ties));
            for child in &mut node.children {
                child.qualifier.pop();
            }
        }
        (!self.is_empty).then_some(Trie { nodes: self.nodes })
    }
}
