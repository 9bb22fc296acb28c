//! Values of parameters in `safr` blocks, and in what tests expect of SAFR.

use saffron_lang::ast::{
    SafrCircumstance, SafrEdited, SafrExpectation, SafrGroupClause, SafrIn, SafrItem, SafrPart,
    SafrPartKind, SafrReference, SafrRight, SafrRoleName, SafrValue,
};

use super::Rewriter;

impl Rewriter<'_> {
    /// Rewrites a part of a `safr` block.
    pub(super) fn safr_part(&mut self, part: &mut SafrPart) {
        match &mut part.kind {
            SafrPartKind::Rules(_) => {}
            SafrPartKind::Options(it) => self.properties(it),
            SafrPartKind::Environment(it) => {
                self.name(&mut it.name);
                it.items.iter_mut().for_each(|it| self.safr_item(it));
            }
            SafrPartKind::Role(it) => {
                self.name(&mut it.name);
                self.safr_rights(&mut it.clauses);
            }
            SafrPartKind::Group(it) => {
                self.name(&mut it.name);
                it.clauses.iter_mut().for_each(|it| self.safr_group_clause(it));
            }
            SafrPartKind::Administrators(it) => self.names(it),
        }
    }

    fn safr_item(&mut self, item: &mut SafrItem) {
        self.name(&mut item.name);
        for clause in &mut item.references {
            self.safr_references(&mut clause.references);
        }
        // Its items hold none, so this goes no deeper.
        item.items.iter_mut().for_each(|it| self.safr_item(it));
    }

    fn safr_references(&mut self, references: &mut [SafrReference]) {
        for reference in references {
            self.name(&mut reference.name);
        }
    }

    fn safr_rights(&mut self, rights: &mut [SafrRight]) {
        for right in rights {
            match right {
                SafrRight::Property(it) => self.property(it),
                SafrRight::Edit(it) => {
                    for item in &mut it.items {
                        if let SafrEdited::Name(name) = item {
                            self.name(name);
                        }
                    }
                }
                SafrRight::Error => {}
            }
        }
    }

    fn safr_group_clause(&mut self, clause: &mut SafrGroupClause) {
        match clause {
            SafrGroupClause::Property(it) => self.property(it),
            SafrGroupClause::In(it) => self.safr_in(it),
            SafrGroupClause::Error => {}
        }
    }

    fn safr_in(&mut self, it: &mut SafrIn) {
        self.name(&mut it.environment);
        for role in &mut it.roles {
            if let SafrRoleName::Name(name) = role {
                self.name(name);
            }
        }
        self.safr_rights(&mut it.rights);
    }

    /// Rewrites what a test expects of SAFR.
    pub(super) fn safr_expectation(&mut self, it: &mut SafrExpectation) {
        if let Some(name) = &mut it.item {
            self.name(name);
        }
        for circumstance in &mut it.circumstances {
            match circumstance {
                SafrCircumstance::At(name) => self.name(name),
                SafrCircumstance::By(_) => {}
                SafrCircumstance::With(field) => match &mut field.value {
                    SafrValue::Name(name) => self.name(name),
                    SafrValue::List(list) => self.safr_references(list),
                },
            }
        }
    }
}
