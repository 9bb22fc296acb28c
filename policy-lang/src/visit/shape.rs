//! The shape of the tree, written once for both visitors.

/// Writes a trait of visitors and its `walk_…` functions, with or without `mut`.
macro_rules! visitor {
    ($(#[$doc:meta])* $Visitor:ident $(, $mutable:tt)?) => {
        use $crate::ast::{
            AccessFrom, AccessRule, Apply, Circumstance, Condition, Connect, Declaration, Expectation,
            External, Feature, Global, GlobalEntry, Grantee, InContext, Invariant, InvariantRule,
            InvariantRuleKind, Item, ItemKind, Name, Need,
            OperationRule, OutsidePermit, Param, Permit, Profile, ProfileClause, ProfileRef, ProfileRule, ProfileState, Property,
            PropertyValue, Requirement, SafrEdit, SafrExpectation, SafrIn, SafrItem, SafrPart,
            SafrReferences, SecurityLevel, Started, Subjects, Template, Test, TestSubject, Text, Value,
            Variable, Waive, Waived, Who, Word,
        };

        $(#[$doc])*
        pub trait $Visitor {
            /// A name.
            fn visit_name(&mut self, _name: &$($mutable)? Name, _role: Role) {}

            /// A quoted text.
            fn visit_text(&mut self, _text: &$($mutable)? Text, _role: Role) {}

            /// A word that is not the key of a property.
            fn visit_word(&mut self, _word: &$($mutable)? Word, _role: Role) {}

            /// A value, and each value of a list.
            fn visit_value(&mut self, value: &$($mutable)? Value, role: Role) {
                walk_value(self, value, role);
            }

            /// A declaration.
            fn visit_item(&mut self, item: &$($mutable)? Item) {
                walk_item(self, item);
            }

            /// A field of a segment.
            fn visit_field(&mut self, field: &$($mutable)? Property) {
                walk_field(self, field);
            }

            /// A property.
            fn visit_property(&mut self, property: &$($mutable)? Property) {
                walk_property(self, property);
            }

            /// The class and the name of a profile.
            fn visit_profile_ref(&mut self, target: &$($mutable)? ProfileRef) {
                walk_profile_ref(self, target);
            }

            /// `permit`, inside a profile and outside.
            fn visit_permit(&mut self, permit: &$($mutable)? Permit) {
                walk_permit(self, permit);
            }

            /// `permit … on …`
            fn visit_outside_permit(&mut self, permit: &$($mutable)? OutsidePermit) {
                walk_outside_permit(self, permit);
            }

            /// `access from`
            fn visit_access_from(&mut self, access: &$($mutable)? AccessFrom) {
                self.visit_profile_ref(&$($mutable)? access.source);
            }

            /// `when …`
            fn visit_condition(&mut self, condition: &$($mutable)? Condition) {
                walk_condition(self, condition);
            }

            /// A member of a RACF variable.
            fn visit_member(&mut self, member: &$($mutable)? Text) {
                self.visit_text(member, Role::Text);
            }

            /// An entry of global access checking.
            fn visit_global_entry(&mut self, entry: &$($mutable)? GlobalEntry) {
                self.visit_text(&$($mutable)? entry.name, Role::Text);
                self.visit_word(&$($mutable)? entry.access, Role::Access);
            }

            /// A parameter of a package or a template.
            fn visit_param(&mut self, param: &$($mutable)? Param) {
                walk_param(self, param);
            }

            /// A user of a test, with what is expected.
            fn visit_subject(&mut self, subject: &$($mutable)? TestSubject) {
                walk_subject(self, subject);
            }

            /// What a test expects of RACF.
            fn visit_expectation(&mut self, expectation: &$($mutable)? Expectation) {
                walk_expectation(self, expectation);
            }

            /// What a feature needs.
            fn visit_requirement(&mut self, requirement: &$($mutable)? Requirement) {
                walk_requirement(self, requirement);
            }

            /// A rule of an invariant.
            fn visit_invariant_rule(&mut self, rule: &$($mutable)? InvariantRule) {
                walk_invariant_rule(self, rule);
            }

            /// A part of a `safr` block.
            fn visit_safr_part(&mut self, part: &$($mutable)? SafrPart) {
                walk_safr_part(self, part);
            }

            /// An item of an environment.
            fn visit_safr_item(&mut self, item: &$($mutable)? SafrItem) {
                walk_safr_item(self, item);
            }

            /// `uses […]`, `refers […]`
            fn visit_safr_references(&mut self, references: &$($mutable)? SafrReferences) {
                walk_safr_references(self, references);
            }

            /// `edit …`
            fn visit_safr_edit(&mut self, edit: &$($mutable)? SafrEdit) {
                walk_safr_edit(self, edit);
            }

            /// `in ENVIRONMENT as ROLE`
            fn visit_safr_in(&mut self, clause: &$($mutable)? SafrIn) {
                walk_safr_in(self, clause);
            }

            /// What a test expects of SAFR.
            fn visit_safr_expectation(&mut self, expectation: &$($mutable)? SafrExpectation) {
                walk_safr_expectation(self, expectation);
            }
        }

        /// Visits what a value contains.
        pub fn walk_value<V: $Visitor + ?Sized>(visitor: &mut V, value: &$($mutable)? Value, role: Role) {
            match value {
                Value::Word(word) => visitor.visit_word(word, role),
                Value::Name(name) => visitor.visit_name(name, role),
                Value::Text(text) => visitor.visit_text(text, role),
                Value::List(list) => {
                    for value in &$($mutable)? list.node {
                        visitor.visit_value(value, role);
                    }
                }
                Value::Number(_) | Value::Date(_) | Value::Star(_) => {}
            }
        }

        /// Visits what an item declares.
        pub fn walk_item<V: $Visitor + ?Sized>(visitor: &mut V, item: &$($mutable)? Item) {
            match &$($mutable)? item.kind {
                ItemKind::Options(properties) => walk_properties(visitor, properties),
                ItemKind::Class(declared) => walk_declaration(visitor, declared, Role::Class),
                ItemKind::Group(declared) => walk_declaration(visitor, declared, Role::Group),
                ItemKind::User(declared) | ItemKind::Example(declared) => walk_declaration(visitor, declared, Role::User),
                ItemKind::SecurityLabel(declared) => {
                    walk_declaration(visitor, declared, Role::SecurityLabel);
                }
                ItemKind::Connect(connect) => walk_connect(visitor, connect),
                ItemKind::Profile(profile) | ItemKind::ExternalProfile(profile) => {
                    walk_profile(visitor, profile);
                }
                ItemKind::Permit(permit) => visitor.visit_outside_permit(permit),
                ItemKind::Variable(variable) => walk_variable(visitor, variable),
                ItemKind::Global(global) => walk_global(visitor, global),
                ItemKind::Started(started) => walk_started(visitor, started),
                ItemKind::External(external) => walk_external(visitor, external),
                ItemKind::SecurityLevel(SecurityLevel { name, .. }) => {
                    visitor.visit_name(name, Role::SecurityLevel);
                }
                ItemKind::Category(name) => visitor.visit_name(name, Role::Category),
                ItemKind::Param(param) => visitor.visit_param(param),
                ItemKind::Template(template) => walk_template(visitor, template),
                ItemKind::Apply(apply) => walk_apply(visitor, apply),
                ItemKind::Test(test) => walk_test(visitor, test),
                ItemKind::Feature(feature) => walk_feature(visitor, feature),
                ItemKind::Invariant(invariant) => walk_invariant(visitor, invariant),
                ItemKind::Waive(waiver) => walk_waive(visitor, waiver),
                ItemKind::Safr(parts) => {
                    for part in parts {
                        visitor.visit_safr_part(part);
                    }
                }
                ItemKind::Error => {}
            }
        }

        /// Visits each of several properties.
        pub fn walk_properties<V: $Visitor + ?Sized>(
            visitor: &mut V,
            properties: &$($mutable)? [Property],
        ) {
            for property in properties {
                visitor.visit_property(property);
            }
        }

        fn walk_names<V: $Visitor + ?Sized>(visitor: &mut V, names: &$($mutable)? [Name], role: Role) {
            for name in names {
                visitor.visit_name(name, role);
            }
        }

        fn walk_declaration<V: $Visitor + ?Sized>(
            visitor: &mut V,
            declared: &$($mutable)? Declaration,
            role: Role,
        ) {
            visitor.visit_name(&$($mutable)? declared.name, role);
            walk_properties(visitor, &$($mutable)? declared.properties);
        }

        fn walk_connect<V: $Visitor + ?Sized>(visitor: &mut V, connect: &$($mutable)? Connect) {
            walk_names(visitor, &$($mutable)? connect.users, Role::User);
            visitor.visit_name(&$($mutable)? connect.group, Role::Group);
            walk_properties(visitor, &$($mutable)? connect.properties);
        }

        /// Visits what a property's value contains.
        pub fn walk_property<V: $Visitor + ?Sized>(visitor: &mut V, property: &$($mutable)? Property) {
            let role = Role::of_key(&property.key.node);
            match &$($mutable)? property.value {
                PropertyValue::Value(value) => visitor.visit_value(value, role),
                PropertyValue::Words(words) => {
                    for word in words {
                        visitor.visit_word(&$($mutable)? word.word, Role::Keyword);
                        if let Some(argument) = &$($mutable)? word.argument {
                            visitor.visit_word(argument, Role::Access);
                        }
                    }
                }
                PropertyValue::Segment(fields) => {
                    for field in fields {
                        visitor.visit_field(field);
                    }
                }
                PropertyValue::OnDate(_) | PropertyValue::Error => {}
            }
        }

        /// Visits the value of a segment's field. It is never a segment, so this goes no deeper.
        pub fn walk_field<V: $Visitor + ?Sized>(visitor: &mut V, field: &$($mutable)? Property) {
            let role = Role::of_field(&field.key.node);
            if let PropertyValue::Value(value) = &$($mutable)? field.value {
                visitor.visit_value(value, role);
            }
        }

        fn walk_profile<V: $Visitor + ?Sized>(visitor: &mut V, profile: &$($mutable)? Profile) {
            visitor.visit_profile_ref(&$($mutable)? profile.target);
            for clause in &$($mutable)? profile.clauses {
                match clause {
                    ProfileClause::Property(property) => visitor.visit_property(property),
                    ProfileClause::Permit(permit) => visitor.visit_permit(permit),
                    ProfileClause::AccessFrom(access) => visitor.visit_access_from(access),
                    ProfileClause::Error => {}
                }
            }
        }

        /// Visits class, name and volumes.
        pub fn walk_profile_ref<V: $Visitor + ?Sized>(
            visitor: &mut V,
            target: &$($mutable)? ProfileRef,
        ) {
            visitor.visit_name(&$($mutable)? target.class, Role::Class);
            visitor.visit_text(&$($mutable)? target.name, Role::Text);
            for volume in &$($mutable)? target.volumes {
                visitor.visit_text(volume, Role::Text);
            }
        }

        /// Visits grantees, access level and condition.
        pub fn walk_permit<V: $Visitor + ?Sized>(visitor: &mut V, permit: &$($mutable)? Permit) {
            for grantee in &$($mutable)? permit.grantees {
                if let Grantee::Name(name) = grantee {
                    visitor.visit_name(name, Role::Id);
                }
            }
            visitor.visit_word(&$($mutable)? permit.access, Role::Access);
            if let Some(condition) = &$($mutable)? permit.when {
                visitor.visit_condition(condition);
            }
        }

        /// Visits the permit, then the profile.
        pub fn walk_outside_permit<V: $Visitor + ?Sized>(
            visitor: &mut V,
            outside: &$($mutable)? OutsidePermit,
        ) {
            visitor.visit_permit(&$($mutable)? outside.permit);
            visitor.visit_profile_ref(&$($mutable)? outside.target);
        }

        /// Visits kind, criterion and values.
        pub fn walk_condition<V: $Visitor + ?Sized>(
            visitor: &mut V,
            condition: &$($mutable)? Condition,
        ) {
            visitor.visit_word(&$($mutable)? condition.kind, Role::Keyword);
            if let Some(name) = &$($mutable)? condition.name {
                visitor.visit_name(name, Role::Criterion);
            }
            for value in &$($mutable)? condition.values {
                visitor.visit_text(value, Role::Text);
            }
        }

        fn walk_variable<V: $Visitor + ?Sized>(visitor: &mut V, variable: &$($mutable)? Variable) {
            visitor.visit_name(&$($mutable)? variable.name, Role::Variable);
            for member in &$($mutable)? variable.members {
                visitor.visit_member(member);
            }
        }

        fn walk_global<V: $Visitor + ?Sized>(visitor: &mut V, global: &$($mutable)? Global) {
            visitor.visit_name(&$($mutable)? global.class, Role::Class);
            for entry in &$($mutable)? global.entries {
                visitor.visit_global_entry(entry);
            }
        }

        fn walk_started<V: $Visitor + ?Sized>(visitor: &mut V, started: &$($mutable)? Started) {
            visitor.visit_text(&$($mutable)? started.name, Role::Text);
            walk_properties(visitor, &$($mutable)? started.properties);
        }

        fn walk_external<V: $Visitor + ?Sized>(visitor: &mut V, external: &$($mutable)? External) {
            visitor.visit_word(&$($mutable)? external.kind, Role::Keyword);
            let role = Role::of_external(&external.kind);
            walk_names(visitor, &$($mutable)? external.names, role);
            walk_properties(visitor, &$($mutable)? external.properties);
        }

        /// Visits name, kind and default.
        pub fn walk_param<V: $Visitor + ?Sized>(visitor: &mut V, param: &$($mutable)? Param) {
            visitor.visit_name(&$($mutable)? param.name, Role::Parameter);
            visitor.visit_word(&$($mutable)? param.kind, Role::Keyword);
            if let Some(default) = &$($mutable)? param.default {
                visitor.visit_value(default, Role::Text);
            }
        }

        fn walk_template<V: $Visitor + ?Sized>(visitor: &mut V, template: &$($mutable)? Template) {
            visitor.visit_name(&$($mutable)? template.name, Role::Template);
            for param in &$($mutable)? template.params {
                visitor.visit_param(param);
            }
            for item in &$($mutable)? template.items {
                visitor.visit_item(item);
            }
        }

        fn walk_apply<V: $Visitor + ?Sized>(visitor: &mut V, apply: &$($mutable)? Apply) {
            visitor.visit_name(&$($mutable)? apply.template, Role::Template);
            for argument in &$($mutable)? apply.arguments {
                visitor.visit_value(argument, Role::Text);
            }
        }

        fn walk_test<V: $Visitor + ?Sized>(visitor: &mut V, test: &$($mutable)? Test) {
            visitor.visit_text(&$($mutable)? test.name, Role::Text);
            for subject in &$($mutable)? test.subjects {
                visitor.visit_subject(subject);
            }
        }

        /// Visits who asks, the circumstances, and what is expected.
        pub fn walk_subject<V: $Visitor + ?Sized>(
            visitor: &mut V,
            subject: &$($mutable)? TestSubject,
        ) {
            let TestSubject { user, group, login_group, login_environment, .. } =
                &$($mutable)? *subject;
            let names = [
                (user, Role::User),
                (group, Role::Group),
                (login_group, Role::SafrGroup),
                (login_environment, Role::Environment),
            ];
            for (name, role) in names {
                if let Some(name) = name {
                    visitor.visit_name(name, role);
                }
            }
            walk_circumstances(visitor, &$($mutable)? subject.circumstances);
            for expectation in &$($mutable)? subject.expectations {
                visitor.visit_expectation(expectation);
            }
            for expectation in &$($mutable)? subject.safr {
                visitor.visit_safr_expectation(expectation);
            }
        }

        /// Visits access level, class, resource and circumstances.
        pub fn walk_expectation<V: $Visitor + ?Sized>(
            visitor: &mut V,
            expectation: &$($mutable)? Expectation,
        ) {
            visitor.visit_word(&$($mutable)? expectation.access, Role::Access);
            visitor.visit_name(&$($mutable)? expectation.class, Role::Class);
            visitor.visit_text(&$($mutable)? expectation.resource, Role::Text);
            walk_circumstances(visitor, &$($mutable)? expectation.circumstances);
        }

        fn walk_circumstances<V: $Visitor + ?Sized>(
            visitor: &mut V,
            circumstances: &$($mutable)? [Circumstance],
        ) {
            for circumstance in circumstances {
                match circumstance {
                    Circumstance::When(condition) => visitor.visit_condition(condition),
                    Circumstance::By(step) => visitor.visit_word(step, Role::Keyword),
                    Circumstance::With(property) => visitor.visit_property(property),
                }
            }
        }

        fn walk_feature<V: $Visitor + ?Sized>(visitor: &mut V, feature: &$($mutable)? Feature) {
            visitor.visit_text(&$($mutable)? feature.name, Role::Text);
            for requirement in &$($mutable)? feature.requirements {
                visitor.visit_requirement(requirement);
            }
        }

        /// Visits what is needed, then why.
        pub fn walk_requirement<V: $Visitor + ?Sized>(
            visitor: &mut V,
            requirement: &$($mutable)? Requirement,
        ) {
            match &$($mutable)? requirement.need {
                Need::Access { users, access, class, resource } => {
                    walk_names(visitor, users, Role::User);
                    visitor.visit_word(access, Role::Access);
                    visitor.visit_name(class, Role::Class);
                    visitor.visit_text(resource, Role::Text);
                }
                Need::MembersAccess { group, access, class, resource } => {
                    visitor.visit_name(group, Role::Group);
                    visitor.visit_word(access, Role::Access);
                    visitor.visit_name(class, Role::Class);
                    visitor.visit_text(resource, Role::Text);
                }
                Need::Connected { users, group } => {
                    walk_names(visitor, users, Role::User);
                    visitor.visit_name(group, Role::Group);
                }
                Need::Segment { ids, segment } => {
                    walk_names(visitor, ids, Role::Id);
                    visitor.visit_word(segment, Role::Keyword);
                }
                Need::Started(name) | Need::Feature(name) => visitor.visit_text(name, Role::Text),
                Need::Rule(rule) => walk_invariant_rule(visitor, rule),
            }
            if let Some(because) = &$($mutable)? requirement.because {
                visitor.visit_text(because, Role::Text);
            }
        }

        $crate::visit::invariant::walk_invariants!($Visitor $(, $mutable)?);
        $crate::visit::safr::walk_safr!($Visitor $(, $mutable)?);
    };
}
pub(crate) use visitor;
