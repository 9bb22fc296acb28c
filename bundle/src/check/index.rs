//! The index of generic names: each slot is found by its own text, and each indexed child and name
//! is found by exactly one fixed part of its own.

use saffron_vocabulary::name_part::fixed_parts;

use super::checker::{Check, Checker, RowCheck, each, part, refers, require, sized};
use crate::hash::{self, Slot as _};
use crate::kind::SectionKind;
use crate::layout::{IndexKind, IndexSlot, NodeRow, PatternKind};
use crate::row_fault::RowFault;
use crate::section::Bundle;
use crate::value::run;

impl Checker<'_, '_> {
    /// Slots are inside of the sections to which they refer, and a search for their text finds them.
    pub(super) fn index(&self) -> Check {
        let b = self.bundle;
        let (section, slots) = (SectionKind::GenericIndex, b.generic_index());
        sized(section, slots)?;
        each(section, slots, |_, slot| {
            self.text(slot.text())?;
            match slot.kind() {
                IndexKind::Children => part(slot.rows(), b.patterns(), SectionKind::Patterns),
                _ => part(slot.rows(), b.irregular(), SectionKind::Irregular),
            }
        })?;
        each(section, slots, |_, slot| if slot.is_empty() { Ok(()) } else { is_found(b, slot) })
    }
}

/// The first slot with this text is the slot itself.
fn is_found(b: &Bundle<'_>, slot: &IndexSlot) -> RowCheck {
    let text = b.bytes(slot.text());
    let hash = hash::index(b.meta().seed(), slot.of(), slot.kind(), text);
    let mut slots = hash::probe(b.generic_index(), hash);
    let found = slots.find(|other| {
        other.of() == slot.of() && other.kind() == slot.kind() && b.bytes(other.text()) == text
    });
    require(slot.hash() == hash, RowFault::Key)?;
    require(found.is_some_and(|found| std::ptr::eq(found, slot)), RowFault::NotFound)
}

/// Indexed nodes: since no two slots have one text, and a qualifier has one text before its first
/// generic character, as many children in slots as there are in nodes mean that each is in one.
pub(super) fn children(b: &Bundle<'_>) -> Check {
    let mut indexed = vec![0; b.nodes().len()];
    for (row, slot) in b.generic_index().iter().enumerate() {
        let check = if slot.is_empty() || slot.kind() != IndexKind::Children {
            Ok(())
        } else {
            of_node(b, slot, &mut indexed)
        };
        let section = SectionKind::GenericIndex;
        check.map_err(|fault| crate::OpenError::Row { section, row, fault })?;
    }
    each(SectionKind::Nodes, b.nodes(), |row, node| {
        let patterns = run(b.patterns(), node.patterns());
        let partial =
            patterns.iter().take_while(|pattern| pattern.kind() == PatternKind::Partial).count();
        let mut others = patterns.iter().skip(partial);
        let ordered = others.all(|pattern| pattern.kind() != PatternKind::Partial);
        let wanted = if node.is_indexed() { partial } else { 0 };
        require(ordered || !node.is_indexed(), RowFault::Order)?;
        require(indexed.get(row) == Some(&wanted), RowFault::Unreachable)
    })
}

/// The children of a slot belong to its node and begin with its text, and its length is one that is
/// tried.
fn of_node(b: &Bundle<'_>, slot: &IndexSlot, indexed: &mut [usize]) -> RowCheck {
    let node = b.nodes().get(slot.of() as usize);
    let (Some(node), Some(count)) = (node, indexed.get_mut(slot.of() as usize)) else {
        return refers(false, SectionKind::Nodes);
    };
    let (own, rows) = (node.patterns().range(), slot.rows().range());
    require(own.start <= rows.start && rows.end <= own.end, RowFault::OtherName)?;
    let text = b.text(slot.text());
    let begins = run(b.patterns(), slot.rows()).iter().all(|pattern| {
        let (name, partial) = (b.text(pattern.text()), pattern.kind() == PatternKind::Partial);
        partial && name.split(['%', '*']).next() == Some(text)
    });
    require(begins && is_tried(node, text.len()), RowFault::OtherName)?;
    *count += slot.rows().len();
    Ok(())
}

fn is_tried(node: &NodeRow, len: usize) -> bool {
    usize::from(node.shortest()) <= len && len <= usize::from(node.longest())
}

/// Whether a name has the part by which a slot finds it.
pub(super) fn has_part(b: &Bundle<'_>, slot: &IndexSlot, name: &str) -> bool {
    let wanted = b.text(slot.text());
    fixed_parts(name)
        .any(|part| IndexKind::from(part.part) == slot.kind() && part.text(name) == wanted)
}
