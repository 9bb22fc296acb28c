//! What the formatter needs from the tree: where clauses begin.

use std::collections::HashSet;

use crate::ast::{
    self, AccessFrom, GlobalEntry, InvariantRule, Item, OutsidePermit, Permit, Property,
    Requirement, SafrEdit, SafrIn, SafrItem, SafrPart, SafrReferences, TestSubject, Text,
};
use crate::visit::{self, Visit};
use saffron_diagnostics::Span;

/// Places by their first byte.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Declarations, properties, members and other clauses.
    starts: HashSet<u32>,
    /// Access words of permits outside profiles, which `on` follows.
    on_follows: HashSet<u32>,
}

impl Marks {
    pub(super) fn of(file: &ast::File) -> Self {
        let mut marks = Self::default();
        file.items.iter().for_each(|item| marks.visit_item(item));
        marks
    }

    /// Whether a clause begins at this byte.
    pub(super) fn begins(&self, at: u32) -> bool {
        self.starts.contains(&at)
    }

    /// Whether `on` follows the word that begins at this byte.
    pub(super) fn wants_on(&self, at: u32) -> bool {
        self.on_follows.contains(&at)
    }

    fn start(&mut self, span: Span) {
        self.starts.insert(span.start);
    }
}

impl Visit for Marks {
    fn visit_item(&mut self, item: &Item) {
        self.start(item.span);
        visit::walk_item(self, item);
    }

    fn visit_property(&mut self, property: &Property) {
        self.start(property.span);
        visit::walk_property(self, property);
    }

    fn visit_field(&mut self, field: &Property) {
        self.start(field.span);
    }

    fn visit_permit(&mut self, permit: &Permit) {
        self.start(permit.span);
    }

    /// Its start is the item's.
    fn visit_outside_permit(&mut self, outside: &OutsidePermit) {
        self.on_follows.insert(outside.permit.access.span.start);
    }

    fn visit_access_from(&mut self, access: &AccessFrom) {
        self.start(access.span);
    }

    fn visit_member(&mut self, member: &Text) {
        self.start(member.span);
    }

    fn visit_global_entry(&mut self, entry: &GlobalEntry) {
        self.start(entry.span);
    }

    fn visit_subject(&mut self, subject: &TestSubject) {
        self.start(subject.span);
        subject.expectations.iter().for_each(|expectation| self.start(expectation.span));
        subject.safr.iter().for_each(|expectation| self.start(expectation.span));
    }

    fn visit_requirement(&mut self, requirement: &Requirement) {
        self.start(requirement.span);
    }

    fn visit_invariant_rule(&mut self, rule: &InvariantRule) {
        self.start(rule.span);
    }

    fn visit_safr_part(&mut self, part: &SafrPart) {
        self.start(part.span);
        visit::walk_safr_part(self, part);
    }

    fn visit_safr_item(&mut self, item: &SafrItem) {
        self.start(item.span);
        visit::walk_safr_item(self, item);
    }

    fn visit_safr_references(&mut self, references: &SafrReferences) {
        self.start(references.span);
    }

    fn visit_safr_edit(&mut self, edit: &SafrEdit) {
        self.start(edit.span);
    }

    fn visit_safr_in(&mut self, clause: &SafrIn) {
        self.start(clause.span);
        visit::walk_safr_in(self, clause);
    }
}
