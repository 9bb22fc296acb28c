//! What the formatter wants to know from the tree: where clauses begin.

use std::collections::HashSet;

use crate::ast::{
    self, ItemKind, ProfileClause, Property, PropertyValue, SafrGroupClause, SafrPartKind,
    SafrRight,
};
use crate::source::Span;

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
        file.items.iter().for_each(|item| marks.item(item));
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

    fn item(&mut self, item: &ast::Item) {
        self.start(item.span);
        match &item.kind {
            ItemKind::Options(properties) => self.properties(properties),
            ItemKind::Class(it)
            | ItemKind::Group(it)
            | ItemKind::User(it)
            | ItemKind::SecurityLabel(it) => self.properties(&it.properties),
            ItemKind::Connect(it) => self.properties(&it.properties),
            ItemKind::Started(it) => self.properties(&it.properties),
            ItemKind::Profile(it) => it.clauses.iter().for_each(|clause| self.clause(clause)),
            ItemKind::Permit(it) => {
                self.on_follows.insert(it.permit.access.span.start);
            }
            ItemKind::Variable(it) => it.members.iter().for_each(|it| self.start(it.span)),
            ItemKind::Global(it) => it.entries.iter().for_each(|it| self.start(it.span)),
            ItemKind::Template(it) => it.items.iter().for_each(|item| self.item(item)),
            ItemKind::Test(it) => it.subjects.iter().for_each(|subject| self.subject(subject)),
            ItemKind::Feature(it) => it.requirements.iter().for_each(|it| self.start(it.span)),
            ItemKind::Safr(it) => it.iter().for_each(|part| self.safr_part(part)),
            ItemKind::External(_)
            | ItemKind::SecurityLevel(_)
            | ItemKind::Category(_)
            | ItemKind::Param(_)
            | ItemKind::Apply(_)
            | ItemKind::Error => {}
        }
    }

    fn properties(&mut self, properties: &[Property]) {
        for property in properties {
            self.property(property);
        }
    }

    fn property(&mut self, property: &Property) {
        self.start(property.span);
        if let PropertyValue::Segment(entries) = &property.value {
            for entry in entries {
                self.start(entry.span);
            }
        }
    }

    fn clause(&mut self, clause: &ProfileClause) {
        match clause {
            ProfileClause::Property(property) => self.property(property),
            ProfileClause::Permit(permit) => self.start(permit.span),
            ProfileClause::AccessFrom(access) => self.start(access.span),
            ProfileClause::Error => {}
        }
    }

    fn subject(&mut self, subject: &ast::TestSubject) {
        self.start(subject.span);
        subject.expectations.iter().for_each(|it| self.start(it.span));
        subject.safr.iter().for_each(|it| self.start(it.span));
    }

    fn safr_part(&mut self, part: &ast::SafrPart) {
        self.start(part.span);
        match &part.kind {
            SafrPartKind::Options(properties) => self.properties(properties),
            SafrPartKind::Environment(it) => it.items.iter().for_each(|it| self.safr_item(it)),
            SafrPartKind::Role(it) => self.safr_rights(&it.clauses),
            SafrPartKind::Group(it) => it.clauses.iter().for_each(|it| self.safr_clause(it)),
            SafrPartKind::Rules(_) | SafrPartKind::Administrators(_) => {}
        }
    }

    fn safr_item(&mut self, item: &ast::SafrItem) {
        self.start(item.span);
        item.references.iter().for_each(|it| self.start(it.span));
        // Its items hold none, so this goes no deeper.
        item.items.iter().for_each(|it| self.safr_item(it));
    }

    fn safr_rights(&mut self, rights: &[SafrRight]) {
        for right in rights {
            match right {
                SafrRight::Property(it) => self.property(it),
                SafrRight::Edit(it) => self.start(it.span),
                SafrRight::Error => {}
            }
        }
    }

    fn safr_clause(&mut self, clause: &SafrGroupClause) {
        match clause {
            SafrGroupClause::Property(it) => self.property(it),
            SafrGroupClause::In(it) => {
                self.start(it.span);
                self.safr_rights(&it.rights);
            }
            SafrGroupClause::Error => {}
        }
    }
}
