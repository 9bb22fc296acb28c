//! A bundle decides what it shows: every profile and every global entry is found under its own name,
//! and nothing else is found.
//!
//! The tries of generic names are walked once, in the order in which a search walks them. The walk
//! proves that they are trees, that each end is a row of its class whose name is the path to it, that
//! the rows are met in their order, and that none is left over. It takes time in proportion to the
//! names, since no node is visited twice and no path is longer than [`LONGEST_PATH`].

use std::cmp::Ordering;

use saffron_vocabulary::racf::{Switch, Switches};
use saffron_vocabulary::specificity::{self, Naming, canonical};

use super::checker::{Check, Checker, RowCheck, each, require};
use super::index;
use crate::hash;
use crate::indices::{NodeIndex, TargetIndex};
use crate::kind::SectionKind;
use crate::layout::{
    ClassRow, EdgeSlot, GlobalRow, IndexKind, IndexKinds, IndexSlot, OptId, PatternKind, Run,
    TextRef, class_flag, profile_flag,
};
use crate::profile_order::ProfileOrder;
use crate::row_fault::RowFault;
use crate::section::Bundle;
use crate::value::run;

/// The longest path of a trie, in bytes: more than any class has characters in a name.
const LONGEST_PATH: usize = 1024;

/// Checks the names of all classes.
pub(super) fn all(checker: &Checker<'_, '_>) -> Check {
    let bundle = checker.bundle;
    let mut names = Names::new(bundle);
    names.edges()?;
    index::children(bundle)?;
    each(SectionKind::Classes, bundle.classes(), |index, class| names.class(index, class))?;
    names.nothing_is_left()
}

/// A child of a node, in order of search.
struct Child {
    rank: u32,
    node: u32,
    text: TextRef,
    is_literal: bool,
}

struct Names<'c, 'b> {
    bundle: &'c Bundle<'b>,
    switches: Switches,
    /// The used slots of the edge table by node and rank.
    edges: Vec<&'b EdgeSlot>,
    /// The used slots of the index of generic names that hold irregular names, by class.
    indexed: Vec<&'b IndexSlot>,
    visited: Vec<bool>,
    /// Which profiles and, after them, which global entries have been found.
    found: Vec<bool>,
    /// Ends of the runs of the classes so far.
    profiles_end: usize,
    globals_end: usize,
}

/// What the names of one trie must be.
#[derive(Clone, Copy)]
struct Wanted {
    /// The numbers of its targets.
    first: usize,
    end: usize,
    naming: Naming,
    is_dataset: bool,
    is_global: bool,
    /// Without GENERIC in the class, global entries match their own spelling only.
    is_literal: bool,
}

impl<'c, 'b> Names<'c, 'b> {
    fn new(bundle: &'c Bundle<'b>) -> Self {
        let mut edges: Vec<&EdgeSlot> =
            bundle.edge_table().iter().filter(|slot| !hash::Slot::is_empty(*slot)).collect();
        edges.sort_unstable_by_key(|slot| (slot.node(), slot.rank()));
        let mut indexed: Vec<&IndexSlot> = bundle.generic_index().iter().collect();
        indexed.retain(|slot| !hash::Slot::is_empty(*slot) && slot.kind() != IndexKind::Children);
        indexed.sort_by_key(|slot| slot.of());
        Self {
            bundle,
            indexed,
            switches: Switches(bundle.meta().switches()),
            edges,
            visited: vec![false; bundle.nodes().len()],
            found: vec![false; bundle.profiles().len() + bundle.globals().len()],
            profiles_end: 0,
            globals_end: 0,
        }
    }

    /// Every slot has the key of its own text and is the one that a search for it finds.
    fn edges(&self) -> Check {
        let (bundle, seed) = (self.bundle, self.bundle.meta().seed());
        each(SectionKind::EdgeTable, bundle.edge_table(), |_, slot| {
            if hash::Slot::is_empty(slot) {
                return Ok(());
            }
            let text = bundle.bytes(slot.text());
            let key = hash::qualifier_key(seed, text);
            let mut slots = hash::probe(bundle.edge_table(), hash::edge(seed, slot.node(), key));
            let found = slots.find(|other| {
                other.key() == key
                    && other.node() == slot.node()
                    && bundle.bytes(other.text()) == text
            });
            require(slot.key() == key, RowFault::Key)?;
            require(found.is_some_and(|found| std::ptr::eq(found, slot)), RowFault::NotFound)
        })
    }

    fn class(&mut self, index: usize, class: &ClassRow) -> RowCheck {
        let is_dataset = class.flags() & class_flag::DATASET != 0;
        require(is_dataset == (class.name() == "DATASET"), RowFault::ClassFlag)?;
        require(
            (class.flags() & class_flag::PROGRAM != 0) == (class.name() == "PROGRAM"),
            RowFault::ClassFlag,
        )?;
        let profiles = contiguous(class.profiles(), &mut self.profiles_end, SectionKind::Profiles)?;
        let globals = contiguous(class.globals(), &mut self.globals_end, SectionKind::Globals)?;
        let own = run(self.bundle.profiles(), class.profiles()).iter();
        let mut own = own.map(|profile| usize::from(profile.class()));
        require(own.all(|of| of == index), RowFault::OtherClass)?;

        let order = ProfileOrder::of(self.bundle, class);
        self.stored(class.stored(), order)?;
        let naming = order.naming();
        let (first, end) = profiles;
        let wanted = Wanted { first, end, naming, is_dataset, is_global: false, is_literal: false };
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        self.tree(class.root(), wanted)?;
        self.irregular(class.irregular(), 0, wanted)?;
        self.indexed(hash::names_of(number, false), class.irregular_kinds(), 0, wanted)?;

        let all = self.bundle.profiles().len();
        let (first, end) = (globals.0 + all, globals.1 + all);
        let is_literal = class.flags() & class_flag::GENERIC == 0;
        let wanted = Wanted { first, end, is_global: true, is_literal, ..wanted };
        self.tree(class.global_root(), wanted)?;
        self.irregular(class.global_irregular(), all, wanted)?;
        self.indexed(hash::names_of(number, true), class.global_kinds(), all, wanted)
    }

    /// Walks a trie from its root.
    fn tree(&mut self, root: OptId<NodeIndex>, wanted: Wanted) -> RowCheck {
        let Some(root) = root.get() else { return Ok(()) };
        let mut path = String::new();
        let mut last = None;
        let mut open = vec![self.enter(root.0, &path, &mut last, wanted)?];
        while let Some(level) = open.last_mut() {
            let Some(child) = level.children.next() else {
                path.truncate(level.path);
                let trailing = level.trailing;
                open.pop();
                let end = if open.is_empty() { End::Anything } else { End::Trailing };
                self.end(trailing, &path, end, &mut last, wanted)?;
                path.truncate(open.last().map_or(0, |above| above.path));
                continue;
            };
            if open.len() > 1 {
                path.push('.');
            }
            path.push_str(self.bundle.text(child.text));
            require(path.len() <= LONGEST_PATH, RowFault::LongName)?;
            let is_plain = wanted.is_literal || !self.bundle.text(child.text).contains(['*', '%']);
            require(child.is_literal == is_plain, RowFault::PatternKind)?;
            let level = self.enter(child.node, &path, &mut last, wanted)?;
            open.push(level);
        }
        Ok(())
    }

    /// The children of a node that is visited for the first time.
    fn enter(
        &mut self,
        node: u32,
        path: &str,
        last: &mut Option<usize>,
        wanted: Wanted,
    ) -> Result<Level, RowFault> {
        let fault = RowFault::OutOfRange(SectionKind::Nodes);
        let row = self.bundle.nodes().get(node as usize).ok_or(fault)?;
        let visited = self.visited.get_mut(node as usize).ok_or(fault)?;
        require(!std::mem::replace(visited, true), RowFault::SharedNode)?;
        self.end(row.terminal(), path, End::Here, last, wanted)?;

        let first = self.edges.partition_point(|edge| edge.node() < node);
        let edges = self.edges.iter().skip(first).take_while(|edge| edge.node() == node);
        let mut children: Vec<Child> = edges
            .map(|edge| {
                let (rank, node, text) = (edge.rank(), edge.child(), edge.text());
                Child { rank, node, text, is_literal: true }
            })
            .collect();
        require(children.is_empty() != row.has_literals(), RowFault::HasLiterals)?;
        for pattern in run(self.bundle.patterns(), row.patterns()) {
            require(
                is_kind(pattern.kind(), self.bundle.text(pattern.text())),
                RowFault::PatternKind,
            )?;
            let (rank, node, text) = (pattern.rank(), pattern.child(), pattern.text());
            children.push(Child { rank, node, text, is_literal: false });
        }
        let ascend = run(self.bundle.patterns(), row.patterns()).array_windows();
        let mut ascend = ascend.map(|[one, next]| one.rank() < next.rank());
        require(ascend.all(|ascends| ascends), RowFault::Order)?;
        children.sort_by_key(|child| child.rank);
        let distinct = children.array_windows().all(|[one, next]| one.rank < next.rank);
        require(distinct, RowFault::Order)?;
        Ok(Level { children: children.into_iter(), trailing: row.trailing(), path: path.len() })
    }

    /// What a path leads to has that name, belongs to the class, and comes after what was met before.
    fn end(
        &mut self,
        target: OptId<TargetIndex>,
        path: &str,
        end: End,
        last: &mut Option<usize>,
        wanted: Wanted,
    ) -> RowCheck {
        let Some(target) = target.get().map(|target| target.0 as usize) else { return Ok(()) };
        let name = self.take(target, wanted)?;
        // Of global entries, those without generic characters come first, in an order of their own.
        let is_exact = wanted.is_global && !specificity::has_generic_characters(name, true);
        let in_order =
            is_exact || wanted.is_literal || last.replace(target).is_none_or(|last| last < target);
        require(in_order, RowFault::Order)?;
        let expected = if wanted.is_literal { name.into() } else { canonical(name, wanted.naming) };
        let spelled = match end {
            End::Here => *expected == *path,
            End::Trailing => expected.strip_suffix(".**") == Some(path),
            End::Anything => *expected == *"**",
        };
        let is_regular = wanted.is_literal
            || !specificity::is_irregular(name, wanted.is_dataset, self.percent_matches_period());
        require(spelled && is_regular, RowFault::OtherName)
    }

    /// Takes a row that nothing has led to yet; returns its name.
    fn take(&mut self, target: usize, wanted: Wanted) -> Result<&'b str, RowFault> {
        require((wanted.first..wanted.end).contains(&target), RowFault::OtherClass)?;
        let fault = RowFault::OutOfRange(SectionKind::Profiles);
        let found = self.found.get_mut(target).ok_or(fault)?;
        require(!std::mem::replace(found, true), RowFault::FoundTwice)?;
        let profiles = self.bundle.profiles();
        let Some(profile) = profiles.get(target) else {
            let global = self.bundle.globals().get(target - profiles.len()).ok_or(fault)?;
            return Ok(self.bundle.text(global.name()));
        };
        require(profile.flags() & profile_flag::GENERIC != 0, RowFault::NotGeneric)?;
        Ok(self.bundle.text(profile.name()))
    }

    /// Names that no trie can hold, and that are found by a fixed part of them.
    fn indexed(&mut self, of: u32, kinds: IndexKinds, first: usize, wanted: Wanted) -> RowCheck {
        let start = self.indexed.partition_point(|slot| slot.of() < of);
        let end = self.indexed.partition_point(|slot| slot.of() <= of);
        for at in start..end {
            let Some(slot) = self.indexed.get(at).copied() else { continue };
            require(kinds.has(slot.kind()), RowFault::Unreachable)?;
            self.irregular(slot.rows(), first, wanted)?;
            let mut names = run(self.bundle.irregular(), slot.rows()).iter();
            let has_part = names.all(|row| {
                let name = self.name(row.get() as usize + first).unwrap_or_default();
                index::has_part(self.bundle, slot, name)
            });
            require(has_part, RowFault::OtherName)?;
        }
        Ok(())
    }

    /// The name of a profile or, after all profiles, of a global entry.
    fn name(&self, target: usize) -> Option<&'b str> {
        let profiles = self.bundle.profiles();
        let text = match profiles.get(target) {
            Some(profile) => profile.name(),
            None => self.bundle.globals().get(target - profiles.len())?.name(),
        };
        Some(self.bundle.text(text))
    }

    /// Names that no trie can hold, in order of search.
    fn irregular(&mut self, list: Run, first: usize, wanted: Wanted) -> RowCheck {
        let list = run(self.bundle.irregular(), list);
        require(!wanted.is_literal || list.is_empty(), RowFault::OtherName)?;
        let ascends = list.array_windows().all(|[one, next]| one.get() < next.get());
        require(ascends, RowFault::Order)?;
        for row in list {
            let name = self.take(row.get() as usize + first, wanted)?;
            let percent = self.percent_matches_period();
            require(
                specificity::is_irregular(name, wanted.is_dataset, percent),
                RowFault::OtherName,
            )?;
        }
        Ok(())
    }

    fn percent_matches_period(&self) -> bool {
        self.switches.is_on(Switch::PercentMatchesPeriod)
    }

    /// Nodes, patterns and rows all belong to a class, and each row is found under its name.
    fn nothing_is_left(&self) -> Check {
        let b = self.bundle;
        let reached = |holds: bool| require(holds, RowFault::Unreachable);
        each(SectionKind::Nodes, &self.visited, |_, visited| reached(*visited))?;
        let used: usize = b.nodes().iter().map(|node| node.patterns().len()).sum();
        each(SectionKind::Patterns, b.patterns(), |row, _| reached(row < used))?;
        each(SectionKind::Profiles, b.profiles(), |row, _| {
            reached(row < self.profiles_end)?;
            self.profile(row)
        })?;
        each(SectionKind::Globals, b.globals(), |row, _| reached(row < self.globals_end))?;
        let classes = b.classes().len();
        each(SectionKind::GenericIndex, &self.indexed, |_, slot| {
            reached((slot.of() as usize) < 2 * classes)
        })?;
        each(SectionKind::Classes, b.classes(), |_, class| self.globals(class))
    }

    /// The global entries of a class; of two with one meaning the first is found.
    fn globals(&self, class: &ClassRow) -> RowCheck {
        let b = self.bundle;
        let naming = ProfileOrder::of(b, class).naming();
        let meaning = |entry: &GlobalRow| canonical(b.text(entry.name()), naming);
        let mut before = None;
        for (at, entry) in class.globals().range().zip(run(b.globals(), class.globals())) {
            let found = self.found.get(at + b.profiles().len()) == Some(&true);
            let this = meaning(entry);
            require(found || before.as_ref() == Some(&this), RowFault::Unreachable)?;
            before = Some(this);
        }
        Ok(())
    }

    /// The profiles of a class: discrete ones, then generic ones in the order in which RACF searches
    /// them. Of two names with one meaning, such as `A.*` and `A.*.**` outside of DATASET, the first
    /// is found.
    fn profile(&self, row: usize) -> RowCheck {
        let b = self.bundle;
        let Some(profile) = b.profiles().get(row) else { return Ok(()) };
        let own = b.profile_name(profile);
        let before = row.checked_sub(1).and_then(|row| b.profiles().get(row));
        let before = before.filter(|before| before.class() == profile.class());
        let class = b.classes().get(usize::from(profile.class()));
        let order = before
            .zip(class)
            .map(|(before, class)| ProfileOrder::of(b, class).compare(b.profile_name(before), own));
        require(order.is_none_or(Ordering::is_le), RowFault::Order)?;
        let found = self.found.get(row) == Some(&true) || order == Some(Ordering::Equal);
        require(!own.is_generic || found, RowFault::Unreachable)
    }

    /// Profiles as they are stored are in the order by which a change of one finds it.
    fn stored(&self, rows: Run, order: ProfileOrder) -> RowCheck {
        let name = |row| self.bundle.profile_name(row);
        let mut pairs = run(self.bundle.stored(), rows).array_windows();
        let ascends = pairs.all(|[one, next]| order.compare(name(one), name(next)).is_le());
        require(ascends, RowFault::Order)
    }
}

/// How a name ends at a node.
#[derive(Clone, Copy)]
enum End {
    /// With the path to it.
    Here,
    /// With `.**` after the path.
    Trailing,
    /// At the root: the name is `**`.
    Anything,
}

/// A node whose children are being visited.
struct Level {
    children: std::vec::IntoIter<Child>,
    trailing: OptId<TargetIndex>,
    /// Length of the path to it.
    path: usize,
}

/// The runs of the classes follow each other without a gap.
fn contiguous(
    of_class: Run,
    end: &mut usize,
    section: SectionKind,
) -> Result<(usize, usize), RowFault> {
    let range = of_class.range();
    require(range.start == *end, RowFault::Gap(section))?;
    *end = range.end;
    Ok((range.start, range.end))
}

/// Whether a pattern's kind is that of its text.
fn is_kind(kind: PatternKind, text: &str) -> bool {
    match kind {
        PatternKind::Star => text == "*",
        PatternKind::DoubleStar => text == "**",
        PatternKind::Partial => {
            let plain = text.strip_suffix('*').unwrap_or(text);
            text != "*" && !plain.contains('*') && (plain.len() < text.len() || plain.contains('%'))
        }
    }
}
