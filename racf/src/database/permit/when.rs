//! PERMIT WHEN: on what entries of the conditional access list depend.
//!
//! Source: `RACF Command Language Reference`, PERMIT, WHEN.

use std::fmt;

use saffron_vocabulary::cover::may_cover;
use saffron_vocabulary::racf::ConditionKind;

use super::super::ConditionalKey;
use super::super::class::Class;
use super::super::key::KeyRef;
use super::super::name::{fold, holds_variable};
use super::super::reply::{Done, Failure};
use super::super::session::Work;
use crate::command::{Name, PermitAction, PermitOperands, WhenCondition};

/// One condition.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    kind: ConditionKind,
    criterion: String,
    /// `None`: every value that is on the list.
    value: Option<String>,
}

impl Condition {
    /// The entry of an ID; `None` where every value is meant.
    pub(super) fn key(&self, id: &str) -> Option<ConditionalKey> {
        Some(ConditionalKey {
            id: id.to_owned(),
            kind: self.kind,
            criterion: self.criterion.clone(),
            value: self.value.clone()?,
        })
    }

    /// Whether an entry is one of those that are meant.
    pub(super) fn covers(&self, id: &str, key: &ConditionalKey) -> bool {
        key.id == id
            && key.kind == self.kind
            && key.criterion == self.criterion
            && self.value.as_ref().is_none_or(|it| *it == key.value)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.as_deref().unwrap_or("*");
        let kind = self.kind.as_str().to_ascii_uppercase();
        match self.criterion.as_str() {
            "" => write!(f, "{kind}({value})"),
            criterion => write!(f, "{kind}({criterion}({value}))"),
        }
    }
}

/// Whether entries of the class may depend on it.
pub(in super::super) fn is_legal_condition(class: &Class, kind: ConditionKind) -> bool {
    match kind {
        ConditionKind::Program => matches!(class.name.as_str(), "DATASET" | "SERVAUTH"),
        ConditionKind::Sysid => class.name == "PROGRAM",
        ConditionKind::Criteria => !class.is_data_set(),
        _ => true,
    }
}

/// The class whose profiles protect what a condition names.
fn class_of(kind: ConditionKind) -> Option<&'static str> {
    match kind {
        ConditionKind::Program => Some("PROGRAM"),
        ConditionKind::Terminal => Some("TERMINAL"),
        ConditionKind::Console => Some("CONSOLE"),
        ConditionKind::Jesinput => Some("JESINPUT"),
        ConditionKind::Appcport => Some("APPCPORT"),
        ConditionKind::Servauth => Some("SERVAUTH"),
        ConditionKind::Sysid | ConditionKind::Criteria => None,
    }
}

fn longest_value(kind: ConditionKind) -> usize {
    match kind {
        ConditionKind::Appcport => 17,
        ConditionKind::Servauth => 64,
        ConditionKind::Criteria => 246,
        ConditionKind::Sysid => 4,
        _ => 8,
    }
}

/// Classes with more profiles aren't searched for what protects a terminal or the like.
const SEARCHED: usize = 1000;

impl Work<'_> {
    /// The conditions of WHEN; `None` without WHEN.
    pub(super) fn conditions(
        &mut self,
        class: &Class,
        it: &PermitOperands,
        action: PermitAction,
    ) -> Done<Option<Vec<Condition>>> {
        let Some(when) = &it.when else { return Ok(None) };
        if when.conditions.is_empty() || when.conditions.iter().any(|it| it.values.is_empty()) {
            let text = "WHEN needs a value, such as WHEN(TERMINAL(T0A1))".to_owned();
            return Err(Failure::new("ICH06018I", text, when.span));
        }
        for condition in &when.conditions {
            legal(class, condition)?;
        }
        let mut all = Vec::new();
        for condition in &when.conditions {
            self.remark_on_class(condition);
            for value in &condition.values {
                all.extend(self.condition(condition, value, action));
            }
        }
        Ok(Some(all))
    }

    fn condition(
        &mut self,
        it: &WhenCondition,
        value: &Name,
        action: PermitAction,
    ) -> Option<Condition> {
        let (kind, criterion) = (it.kind, it.criterion.clone());
        let every = value.text == "*";
        let value = match action {
            PermitAction::Delete if every => None,
            PermitAction::Access(_) if every && self.rules.when_star_with_access_ignored => {
                let word = kind.as_str().to_ascii_uppercase();
                let text = format!("WHEN({word}(*)) is ignored: with ACCESS, specify the values");
                self.reply.ignored(Some("ICH06013I"), text, value.span);
                return None;
            }
            PermitAction::Access(_) => {
                self.remark_on_protection(kind, value);
                Some(stored(kind, value))
            }
            PermitAction::Delete => Some(stored(kind, value)),
        };
        Some(Condition { kind, criterion, value })
    }

    /// A condition of an inactive class is never met.
    fn remark_on_class(&mut self, it: &WhenCondition) {
        let Some(class) = class_of(it.kind) else { return };
        if it.kind == ConditionKind::Program {
            if !self.database.options.program_control.value {
                let text = "program control isn't active, so the condition is never met; issue SETROPTS WHEN(PROGRAM)";
                self.reply.warn(None, text.to_owned(), it.span);
            }
        } else if !self.database.is_active(class) {
            let text = format!(
                "the class `{class}` isn't active, so the condition is never met; issue SETROPTS CLASSACT({class})"
            );
            self.reply.warn(Some("ICH06019I"), text, it.span);
        }
    }

    fn remark_on_protection(&mut self, kind: ConditionKind, value: &Name) {
        let Some(class) = class_of(kind) else { return };
        let name = stored(kind, value);
        if self.is_surely_unprotected(class, &name) && name != "*" && !holds_variable(&name) {
            let text = format!("no profile of the class `{class}` protects `{name}`");
            self.reply.warn(Some("ICH06015I"), text, value.span);
        }
    }

    fn is_surely_unprotected(&self, class: &str, name: &str) -> bool {
        let is_active = self.database.is_active(class)
            || class == "PROGRAM" && self.database.options.program_control.value;
        let grouping =
            self.database.class(class).and_then(|it| it.descriptor.grouping_class.clone());
        let grouped = grouping.is_some_and(|it| self.database.classes.contains_key(&it));
        let profiles = self.database.classes.get(class);
        let discrete = self.database.profile(class, KeyRef::discrete(name)).is_some();
        let generic = profiles.is_some_and(|it| {
            it.len() > SEARCHED || it.keys().any(|key| key.generic && may_cover(&key.name, name))
        });
        is_active && !grouped && !discrete && !generic
    }
}

fn stored(kind: ConditionKind, value: &Name) -> String {
    if kind == ConditionKind::Criteria { value.text.clone() } else { fold(&value.text) }
}

fn legal(class: &Class, it: &WhenCondition) -> Done {
    let word = it.kind.as_str().to_ascii_uppercase();
    if !is_legal_condition(class, it.kind) {
        let (id, rule) = match it.kind {
            ConditionKind::Program => {
                (Some("ICH06020I"), "it is valid only in DATASET and SERVAUTH")
            }
            ConditionKind::Sysid => (None, "it is valid only in PROGRAM"),
            _ => (None, "but it is in every other class"),
        };
        let text = format!("WHEN({word}) isn't valid in the class `{}`, {rule}", class.name);
        return Err(Failure::of(id, text, it.span));
    }
    let longest = longest_value(it.kind);
    let too_long = |value: &&Name| {
        !(1..=longest).contains(&value.text.chars().count()) && !holds_variable(&value.text)
    };
    match it.values.iter().find(too_long) {
        None => Ok(()),
        Some(value) => {
            let text = format!(
                "`{}` can't be a value of {word}: it has one to {longest} characters",
                value.text
            );
            Err(Failure::unnamed(text, value.span))
        }
    }
}
