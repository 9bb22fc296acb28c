//! The shape of what concerns SAFR, written once for both visitors.

/// Writes the `walk_…` functions of a visitor for `safr` blocks and what tests expect of SAFR.
macro_rules! walk_safr {
    ($Visitor:ident $(, $mutable:tt)?) => {
        use $crate::ast::{
            SafrCircumstance, SafrEdited, SafrGroupClause, SafrPartKind, SafrReference, SafrRight,
            SafrRoleName, SafrValue,
        };

        /// Visits what a part of a `safr` block declares.
        pub fn walk_safr_part<V: $Visitor + ?Sized>(visitor: &mut V, part: &$($mutable)? SafrPart) {
            match &$($mutable)? part.kind {
                SafrPartKind::Rules(rules) => visitor.visit_word(rules, Role::Keyword),
                SafrPartKind::Options(properties) => walk_properties(visitor, properties),
                SafrPartKind::Environment(environment) => {
                    visitor.visit_name(&$($mutable)? environment.name, Role::Environment);
                    for item in &$($mutable)? environment.items {
                        visitor.visit_safr_item(item);
                    }
                }
                SafrPartKind::Role(role) => {
                    visitor.visit_name(&$($mutable)? role.name, Role::SafrRole);
                    walk_rights(visitor, &$($mutable)? role.clauses);
                }
                SafrPartKind::Group(group) => {
                    visitor.visit_name(&$($mutable)? group.name, Role::SafrGroup);
                    walk_group_clauses(visitor, &$($mutable)? group.clauses);
                }
                SafrPartKind::Administrators(users) => walk_names(visitor, users, Role::User),
            }
        }

        /// Visits type, name, references and inner items. Inner items of inner items don't exist.
        pub fn walk_safr_item<V: $Visitor + ?Sized>(visitor: &mut V, item: &$($mutable)? SafrItem) {
            visitor.visit_word(&$($mutable)? item.kind, Role::Keyword);
            visitor.visit_name(&$($mutable)? item.name, Role::SafrItem);
            for references in &$($mutable)? item.references {
                visitor.visit_safr_references(references);
            }
            for inner in &$($mutable)? item.items {
                visitor.visit_safr_item(inner);
            }
        }

        /// Visits key and references.
        pub fn walk_safr_references<V: $Visitor + ?Sized>(
            visitor: &mut V,
            clause: &$($mutable)? SafrReferences,
        ) {
            visitor.visit_word(&$($mutable)? clause.key, Role::Keyword);
            walk_references(visitor, &$($mutable)? clause.references);
        }

        fn walk_references<V: $Visitor + ?Sized>(
            visitor: &mut V,
            references: &$($mutable)? [SafrReference],
        ) {
            for reference in references {
                if let Some(kind) = &$($mutable)? reference.kind {
                    visitor.visit_word(kind, Role::Keyword);
                }
                visitor.visit_name(&$($mutable)? reference.name, Role::SafrItem);
            }
        }

        fn walk_rights<V: $Visitor + ?Sized>(visitor: &mut V, rights: &$($mutable)? [SafrRight]) {
            for right in rights {
                match right {
                    SafrRight::Property(property) => visitor.visit_property(property),
                    SafrRight::Edit(edit) => visitor.visit_safr_edit(edit),
                    SafrRight::Error => {}
                }
            }
        }

        /// Visits type, items and right.
        pub fn walk_safr_edit<V: $Visitor + ?Sized>(visitor: &mut V, edit: &$($mutable)? SafrEdit) {
            visitor.visit_word(&$($mutable)? edit.kind, Role::Keyword);
            for item in &$($mutable)? edit.items {
                if let SafrEdited::Name(name) = item {
                    visitor.visit_name(name, Role::SafrItem);
                }
            }
            visitor.visit_word(&$($mutable)? edit.right, Role::Keyword);
        }

        fn walk_group_clauses<V: $Visitor + ?Sized>(
            visitor: &mut V,
            clauses: &$($mutable)? [SafrGroupClause],
        ) {
            for clause in clauses {
                match clause {
                    SafrGroupClause::Property(property) => visitor.visit_property(property),
                    SafrGroupClause::In(clause) => visitor.visit_safr_in(clause),
                    SafrGroupClause::Error => {}
                }
            }
        }

        /// Visits environment, roles and rights.
        pub fn walk_safr_in<V: $Visitor + ?Sized>(visitor: &mut V, clause: &$($mutable)? SafrIn) {
            visitor.visit_name(&$($mutable)? clause.environment, Role::Environment);
            for role in &$($mutable)? clause.roles {
                match role {
                    SafrRoleName::Word(word) => visitor.visit_word(word, Role::Keyword),
                    SafrRoleName::Name(name) => visitor.visit_name(name, Role::SafrRole),
                }
            }
            walk_rights(visitor, &$($mutable)? clause.rights);
        }

        /// Visits operation, type, item and circumstances.
        pub fn walk_safr_expectation<V: $Visitor + ?Sized>(
            visitor: &mut V,
            expectation: &$($mutable)? SafrExpectation,
        ) {
            visitor.visit_word(&$($mutable)? expectation.operation, Role::Keyword);
            visitor.visit_word(&$($mutable)? expectation.item_type, Role::Keyword);
            if let Some(item) = &$($mutable)? expectation.item {
                visitor.visit_name(item, Role::SafrItem);
            }
            for circumstance in &$($mutable)? expectation.circumstances {
                match circumstance {
                    SafrCircumstance::At(name) => visitor.visit_name(name, Role::Environment),
                    SafrCircumstance::By(step) => visitor.visit_word(step, Role::Keyword),
                    SafrCircumstance::With(field) => {
                        walk_safr_value(visitor, &$($mutable)? field.value);
                    }
                }
            }
        }

        fn walk_safr_value<V: $Visitor + ?Sized>(visitor: &mut V, value: &$($mutable)? SafrValue) {
            match value {
                SafrValue::Name(name) => visitor.visit_name(name, Role::SafrItem),
                SafrValue::List(references) => walk_references(visitor, references),
            }
        }
    };
}
pub(crate) use walk_safr;
