//! `when …`: what an entry depends on, and what holds in the context of a test.

use saffron_diagnostics::Diagnostic;
use saffron_lang::ast;
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::racf::ConditionKind;

use super::names::fold;
use crate::codes;
use crate::model::{Class, Condition};

const CONDITIONS: [&str; 8] =
    ["program", "terminal", "console", "jesinput", "appcport", "servauth", "sysid", "criteria"];

/// Where a condition is allowed: PERMIT refuses it elsewhere.
pub(crate) fn is_legal(class: &Class, kind: ConditionKind) -> bool {
    match kind {
        ConditionKind::Program => class.is(KnownClass::Dataset) || class.is(KnownClass::Servauth),
        ConditionKind::Sysid => class.is(KnownClass::Program),
        ConditionKind::Criteria => !class.is(KnownClass::Dataset),
        _ => true,
    }
}

pub(crate) fn where_legal(kind: ConditionKind) -> &'static str {
    match kind {
        ConditionKind::Program => "`when program` is for the classes `DATASET` and `SERVAUTH`",
        ConditionKind::Sysid => "`when sysid` is for the class `PROGRAM`",
        _ => "`when criteria` is for every class but `DATASET`",
    }
}

/// A condition as it is written.
pub(crate) fn describe(condition: &Condition) -> String {
    let name =
        if condition.name.is_empty() { String::new() } else { format!(" {}", condition.name) };
    format!("{}{name} `{}`", condition.kind, condition.value)
}

impl super::report::Report {
    /// The conditions of a `when`, one for each value.
    pub(crate) fn conditions(&mut self, when: &ast::Condition) -> Vec<Condition> {
        let word = &when.kind;
        let Some(kind) = ConditionKind::from_name(&word.node) else {
            let message = format!("an entry can't depend on `{}`", word.node);
            let known = (word.node.as_str(), word.span);
            self.unknown_word(codes::UNKNOWN_CONDITION, message, known, &CONDITIONS);
            return Vec::new();
        };
        let name = when.name.as_ref().map(|it| fold(&it.text).into_owned());
        if name.is_some() != (kind == ConditionKind::Criteria) {
            self.condition_name(kind, when);
            return Vec::new();
        }
        let name = name.unwrap_or_default();
        let mut conditions = Vec::with_capacity(when.values.len());
        for value in &when.values {
            if self.is_condition_value(kind, value) {
                let value = match kind {
                    ConditionKind::Criteria => value.node.clone(),
                    _ => fold(&value.node).into_owned(),
                };
                conditions.push(Condition { kind, name: name.clone(), value });
            }
        }
        conditions
    }

    fn condition_name(&mut self, kind: ConditionKind, when: &ast::Condition) {
        let (message, help) = if kind == ConditionKind::Criteria {
            (
                "`when criteria` needs the criterion's name",
                "write `when criteria SQLROLE \"TELLER\"`",
            )
        } else {
            ("only `criteria` has a name before its values", "write the values in quotes")
        };
        let diagnostic =
            Diagnostic::error(codes::CONDITION_VALUE, message, when.span, "not complete");
        self.add(diagnostic.help(help));
    }

    fn is_condition_value(&mut self, kind: ConditionKind, value: &ast::Text) -> bool {
        let longest = match kind {
            ConditionKind::Appcport => 17,
            ConditionKind::Servauth => 64,
            ConditionKind::Criteria => 246,
            ConditionKind::Sysid => 4,
            _ => 8,
        };
        let fits = (1..=longest).contains(&value.node.chars().count());
        if !fits {
            let message = format!("`{}` can't be the value of a `{kind}` condition", value.node);
            let label = format!("one to {longest} characters are required");
            self.add(
                Diagnostic::error(codes::CONDITION_VALUE, message, value.span, label)
                    .about(&*value.node),
            );
        }
        fits
    }
}
