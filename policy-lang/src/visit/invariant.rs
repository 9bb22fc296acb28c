//! The shape of invariants and waivers.

/// Writes the `walk_…` functions of invariants and waivers, with or without `mut`.
macro_rules! walk_invariants {
    ($Visitor:ident $(, $mutable:tt)?) => {
        fn walk_invariant<V: $Visitor + ?Sized>(visitor: &mut V, invariant: &$($mutable)? Invariant) {
            visitor.visit_text(&$($mutable)? invariant.name, Role::Text);
            for rule in &$($mutable)? invariant.rules {
                visitor.visit_invariant_rule(rule);
            }
        }

        /// Visits who, what and in which contexts.
        pub fn walk_invariant_rule<V: $Visitor + ?Sized>(
            visitor: &mut V,
            rule: &$($mutable)? InvariantRule,
        ) {
            match &$($mutable)? rule.kind {
                InvariantRuleKind::Access(rule) => walk_access_rule(visitor, rule),
                InvariantRuleKind::Operation(rule) => walk_operation_rule(visitor, rule),
                InvariantRuleKind::Profiles(rule) => walk_profile_rule(visitor, rule),
            }
        }

        fn walk_access_rule<V: $Visitor + ?Sized>(visitor: &mut V, rule: &$($mutable)? AccessRule) {
            walk_subjects(visitor, &$($mutable)? rule.subjects, Role::Group);
            for right in &$($mutable)? rule.rights {
                visitor.visit_word(&$($mutable)? right.access, Role::Access);
                visitor.visit_name(&$($mutable)? right.class, Role::Class);
                visitor.visit_text(&$($mutable)? right.resource, Role::Text);
            }
            match &$($mutable)? rule.context {
                Some(InContext::When(condition) | InContext::Unless(condition)) => {
                    visitor.visit_condition(condition);
                }
                Some(InContext::Without(_)) | None => {}
            }
        }

        fn walk_operation_rule<V: $Visitor + ?Sized>(
            visitor: &mut V,
            rule: &$($mutable)? OperationRule,
        ) {
            walk_subjects(visitor, &$($mutable)? rule.subjects, Role::SafrGroup);
            visitor.visit_word(&$($mutable)? rule.operation, Role::Keyword);
            visitor.visit_word(&$($mutable)? rule.item_type, Role::Keyword);
            for item in &$($mutable)? rule.items {
                if let SafrEdited::Name(name) = item {
                    visitor.visit_name(name, Role::SafrItem);
                }
            }
            if let Some(environment) = &$($mutable)? rule.environment {
                visitor.visit_name(environment, Role::Environment);
            }
        }

        fn walk_profile_rule<V: $Visitor + ?Sized>(visitor: &mut V, rule: &$($mutable)? ProfileRule) {
            visitor.visit_name(&$($mutable)? rule.class, Role::Class);
            match &$($mutable)? rule.state {
                ProfileState::Above { property, access } => {
                    visitor.visit_word(property, Role::Keyword);
                    visitor.visit_word(access, Role::Access);
                }
                ProfileState::InMode { mode, noun } => {
                    visitor.visit_word(mode, Role::Keyword);
                    visitor.visit_word(noun, Role::Keyword);
                }
            }
            for name in &$($mutable)? rule.except {
                visitor.visit_text(name, Role::Text);
            }
        }

        fn walk_subjects<V: $Visitor + ?Sized>(
            visitor: &mut V,
            subjects: &$($mutable)? Subjects,
            groups: Role,
        ) {
            let Subjects { of, except } = &$($mutable)? *subjects;
            for who in of {
                walk_who(visitor, who, groups);
            }
            for who in except {
                walk_who(visitor, who, groups);
            }
        }

        fn walk_who<V: $Visitor + ?Sized>(visitor: &mut V, who: &$($mutable)? Who, groups: Role) {
            match who {
                Who::User(name) => visitor.visit_name(name, Role::User),
                Who::Members { group, .. } => visitor.visit_name(group, groups),
                Who::With(attribute) => visitor.visit_word(attribute, Role::Keyword),
                Who::AnyUser(_) | Who::Undefined(_) => {}
            }
        }

        fn walk_waive<V: $Visitor + ?Sized>(visitor: &mut V, waiver: &$($mutable)? Waive) {
            visitor.visit_text(&$($mutable)? waiver.rule, Role::Text);
            for subject in &$($mutable)? waiver.subjects {
                match subject {
                    Waived::Id(name) => visitor.visit_name(name, Role::Id),
                    Waived::Profile(target) => visitor.visit_profile_ref(target),
                }
            }
            visitor.visit_text(&$($mutable)? waiver.because, Role::Text);
        }
    };
}
pub(crate) use walk_invariants;
