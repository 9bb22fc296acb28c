//! `invariant "…" { no members of TEMPS may update … }`

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{self, InvariantRuleKind, SafrEdited, Text};
use saffron_vocabulary::name::{DataSetRules, variables};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};
use saffron_vocabulary::safr::{ItemType, SafrOperation};

use super::lowering::Lower;
use super::report::Named;
use super::sorted::{Declared, Of, head};
use crate::check::profile_name;
use crate::codes;
use crate::model::{
    AccessRule, ClassId, InContext, Invariant, InvariantKind, InvariantRule, OperationRule,
    ProfileId, ProfileRule, ProfileState, Quantifier, Right,
};

/// Operations that are done with a declared item alone.
const OPERATIONS: [SafrOperation; 3] =
    [SafrOperation::Read, SafrOperation::Modify, SafrOperation::Delete];

impl Lower {
    /// Reads the invariants, in the order of the text.
    pub(crate) fn invariants(&mut self, declared: &Declared<'_>) {
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        for (item, invariant) in &declared.invariants {
            let (name, span) = (invariant.name.node.as_str(), invariant.name.span);
            if let Some(first) = names.insert(name, span) {
                self.report.declared_twice(&format!("invariant `{name}`"), first, span);
            }
            let invariant = self.invariant(&(item, invariant));
            self.model.invariants.push(invariant);
        }
        self.model.invariants.sort_by_key(|invariant| invariant.origin);
    }

    fn invariant(&mut self, (item, it): &Of<'_, ast::Invariant>) -> Invariant {
        if it.rules.is_empty() {
            let message = format!("the invariant `{}` has no rules", it.name.node);
            let diagnostic =
                Diagnostic::error(codes::EMPTY_INVARIANT, message, it.name.span, "has no rule");
            let help = "write what must hold: `no members of TEMPS may update DATASET \"PAY.**\"`";
            self.report.add(diagnostic.help(help));
        }
        let mut rules = Vec::new();
        for rule in &it.rules {
            rules.extend(self.invariant_rule(rule));
        }
        let docs = item.docs.iter().map(|line| line.node.clone()).collect();
        let origin = head(item, it.name.span);
        Invariant { name: it.name.node.clone(), docs, rules, origin }
    }

    /// A rule of an invariant, or one that a feature requires.
    pub(super) fn invariant_rule(&mut self, rule: &ast::InvariantRule) -> Option<InvariantRule> {
        let kind = match &rule.kind {
            InvariantRuleKind::Access(it) => {
                self.access_rule(it, rule.span).map(InvariantKind::Access)
            }
            InvariantRuleKind::Operation(it) => {
                self.operation_rule(it, rule.span).map(InvariantKind::Operation)
            }
            InvariantRuleKind::Profiles(it) => self.profile_rule(it).map(InvariantKind::Profiles),
        };
        kind.map(|kind| InvariantRule { kind, origin: rule.span })
    }

    fn access_rule(&mut self, it: &ast::AccessRule, span: Span) -> Option<AccessRule> {
        if it.rights.len() > 1 && it.quantifier != Quantifier::No {
            let message = "only a rule that begins with `no` can join rights with `and`";
            let diagnostic =
                Diagnostic::error(codes::JOINED_RIGHTS, message, span, "joins several rights");
            self.report.add(diagnostic.help("write a rule for each right"));
        }
        let subjects = self.subjects(it.quantifier, &it.subjects);
        let rights: Vec<Option<Right>> =
            it.rights.iter().map(|right| self.right_of(right)).collect();
        let context = self.in_context(it.context.as_ref());
        Some(AccessRule {
            quantifier: it.quantifier,
            subjects: subjects?,
            rights: rights.into_iter().collect::<Option<_>>()?,
            context: context?,
        })
    }

    fn right_of(&mut self, it: &ast::Right) -> Option<Right> {
        let level = self.report.level(&it.access);
        let class = self.class((&it.class).into())?;
        let access = level?;
        if matches!(access, AccessLevel::None | AccessLevel::Execute) {
            let message = format!("an invariant can't be about the access `{}`", it.access.node);
            let span = it.access.span;
            let diagnostic =
                Diagnostic::error(codes::REQUESTED_LEVEL, message, span, "cannot be requested");
            self.report.add(diagnostic.help("write `read`, `update`, `control` or `alter`"));
        }
        self.no_grouping_class(class, it.class.span);
        let pattern = self.resource(class, &it.resource.node).into_owned();
        self.check_pattern(class, &pattern, it.resource.span);
        Some(Right { access, class, pattern })
    }

    fn no_grouping_class(&mut self, class: ClassId, span: Span) {
        let row = &self.model.classes[class];
        let Some(member) = row.descriptor.member_class else { return };
        let member = &self.model.classes[member].name;
        let message = format!("a request cannot be made in the grouping class `{}`", row.name);
        let diagnostic =
            Diagnostic::error(codes::GROUPING_REQUEST, message, span, "a grouping class");
        self.report.add(diagnostic.help(format!("request a resource of the class `{member}`")));
    }

    fn check_pattern(&mut self, class: ClassId, name: &str, span: Span) {
        if let Some(variable) = variables(name).next() {
            let message = format!("`{variable}` can't be used in an invariant");
            let diagnostic =
                Diagnostic::error(codes::INVARIANT_PATTERN, message, span, "contains a variable");
            let help = "write one rule for each value, or a generic name that covers them";
            self.report.add(diagnostic.help(help));
            return;
        }
        let result = if Some(class) == self.names.data_set {
            profile_name::data_set(name, DataSetRules { global: true, ..self.data_set_rules() })
        } else {
            profile_name::general(name, &self.model.classes[class], true)
        };
        if let Err(problem) = result {
            self.report.bad_name(problem, span);
        }
    }

    fn in_context(&mut self, written: Option<&ast::InContext>) -> Option<InContext> {
        Some(match written {
            None => InContext::Every,
            Some(ast::InContext::Without(_)) => InContext::Without,
            Some(ast::InContext::When(when)) => {
                let conditions = self.report.conditions(when);
                InContext::When(Some(conditions).filter(|all| !all.is_empty())?)
            }
            Some(ast::InContext::Unless(through)) if through.values.is_empty() => {
                InContext::Unless(self.condition_kind(&through.kind)?, Vec::new())
            }
            Some(ast::InContext::Unless(through)) => {
                let conditions = self.report.conditions(through);
                let kind = conditions.first()?.kind;
                InContext::Unless(kind, conditions.into_iter().map(|it| it.value).collect())
            }
        })
    }

    fn condition_kind(&mut self, word: &ast::Word) -> Option<ConditionKind> {
        let kind = ConditionKind::from_name(&word.node);
        if kind.is_none() {
            let message = format!("an entry can't depend on `{}`", word.node);
            let known: Vec<&str> = ConditionKind::ALL.iter().map(|it| it.as_str()).collect();
            let word = (word.node.as_str(), word.span);
            self.report.unknown_word(codes::UNKNOWN_CONDITION, message, word, &known);
        }
        kind
    }

    fn operation_rule(&mut self, it: &ast::OperationRule, span: Span) -> Option<OperationRule> {
        let subjects = self.safr_subjects(it.quantifier, &it.subjects);
        let operation = self.invariant_operation(&it.operation);
        let item_type = self.safr_type(&it.item_type, &ItemType::ITEMS);
        let environment = it.environment.as_ref().map(|name| self.safr_environment(name.into()));
        let item_type = item_type?;
        let items = self.invariant_items(&it.items, item_type, span);
        Some(OperationRule {
            quantifier: it.quantifier,
            subjects: subjects?,
            operation: operation?,
            item_type,
            items: items?,
            environment: match environment {
                Some(found) => Some(found?),
                None => None,
            },
        })
    }

    fn invariant_operation(&mut self, word: &ast::Word) -> Option<SafrOperation> {
        let found = OPERATIONS.into_iter().find(|it| it.as_str() == word.node);
        if found.is_none() {
            let message = format!("an invariant can't be about the operation `{}`", word.node);
            let known = OPERATIONS.map(SafrOperation::as_str);
            let word = (word.node.as_str(), word.span);
            self.report.unknown_word(codes::INVARIANT_OPERATION, message, word, &known);
        }
        found
    }

    /// `Some(None)`: every item.
    #[expect(clippy::option_option, reason = "the outer one is a mistake, the inner one a `*`")]
    fn invariant_items(
        &mut self,
        written: &[SafrEdited],
        item_type: ItemType,
        span: Span,
    ) -> Option<Option<Vec<String>>> {
        if written.is_empty() {
            let message = format!("the rule names no {item_type}");
            let diagnostic = Diagnostic::error(codes::NO_ITEM, message, span, "no item specified");
            let help = format!("write `{item_type} *` for every one, or their names");
            self.report.add(diagnostic.help(help));
            return None;
        }
        let mut names = Vec::new();
        for item in written {
            match item {
                SafrEdited::Every(_) => return Some(None),
                SafrEdited::Name(name) => {
                    self.known_in_some_environment(name.into(), item_type);
                    names.push(name.text.clone());
                }
            }
        }
        Some(Some(names))
    }

    fn known_in_some_environment(&mut self, name: Named<'_>, item_type: ItemType) {
        let items = self.model.safr.items.iter().filter(|it| it.kind == item_type);
        let known: Vec<&str> = items.map(|it| it.name.as_str()).collect();
        if !known.contains(&name.text) {
            let declare = "declare it in an environment of the `safr` block";
            let known = known.into_iter();
            self.report.unknown(codes::UNKNOWN_ITEM, item_type.as_str(), name, known, declare);
        }
    }

    fn profile_rule(&mut self, it: &ast::ProfileRule) -> Option<ProfileRule> {
        let class = self.class((&it.class).into());
        let state = self.profile_state(&it.state);
        let class = class?;
        let except: Vec<Option<ProfileId>> =
            it.except.iter().map(|name| self.profile_named(class, name)).collect();
        let except = except.into_iter().collect::<Option<_>>()?;
        Some(ProfileRule { class, state: state?, except })
    }

    fn profile_state(&mut self, it: &ast::ProfileState) -> Option<ProfileState> {
        match it {
            ast::ProfileState::Above { property, access } => {
                let level = self.report.level(access);
                let known = self.state_word(property, "uacc")?;
                level.filter(|_| known).map(ProfileState::UaccAbove)
            }
            ast::ProfileState::InMode { mode, noun } => {
                let known = self.state_word(mode, "warning")? && self.state_word(noun, "mode")?;
                known.then_some(ProfileState::Warning)
            }
        }
    }

    fn state_word(&mut self, word: &ast::Word, known: &str) -> Option<bool> {
        if word.node == known {
            return Some(true);
        }
        let message = format!("an invariant can't check `{}` of profiles", word.node);
        let word = (word.node.as_str(), word.span);
        self.report.unknown_word(codes::PROFILE_STATE, message, word, &[known]);
        None
    }

    /// The declared profile of a class with this name.
    pub(super) fn profile_named(&mut self, class: ClassId, written: &Text) -> Option<ProfileId> {
        let name = self.resource(class, &written.node).into_owned();
        let of_class = || self.model.profiles.iter_enumerated().filter(|(_, it)| it.class == class);
        if let Some((id, _)) = of_class().find(|(_, it)| it.name == name) {
            return Some(id);
        }
        let class_name = &self.model.classes[class].name;
        let kind = format!("`{class_name}` profile");
        let declare =
            format!("declare it with `profile {class_name} \"{}\" {{ … }}`", written.node);
        let known: Vec<String> = of_class().map(|(_, it)| it.name.clone()).collect();
        let known = known.iter().map(String::as_str);
        self.report.unknown(codes::UNKNOWN_PROFILE, &kind, written.into(), known, &declare);
        None
    }
}
