//! Invariants and waivers in the syntax tree.

use saffron_lang::ast::{
    InContext, Invariant, InvariantRuleKind, ProfileState, Right, SafrEdited, Subjects, Waive,
    Waived, Who,
};

use super::clause::{condition, date, name, profile_ref, text};
use super::sheet::{Sheet, commas};

pub(super) fn invariant(sheet: &mut Sheet<'_>, depth: usize, it: &Invariant) {
    for rule in &it.rules {
        sheet.line(rule.span, depth, &rule_line(&rule.kind));
    }
}

pub(super) fn rule_line(kind: &InvariantRuleKind) -> String {
    match kind {
        InvariantRuleKind::Access(it) => {
            let context = it.context.as_ref().map(in_context).unwrap_or_default();
            let rights = commas(&it.rights, right);
            format!("{:?} [{}] access {rights}{context}", it.quantifier, subjects(&it.subjects))
        }
        InvariantRuleKind::Operation(it) => {
            let items = commas(&it.items, |it| match it {
                SafrEdited::Name(item) => name(item),
                SafrEdited::Every(_) => "*".to_owned(),
            });
            let place = it.environment.as_ref().map(|it| format!(" at {}", name(it)));
            let asked = format!("{} {} {items}", it.operation.node, it.item_type.node);
            let place = place.unwrap_or_default();
            format!("{:?} [{}] operation {asked}{place}", it.quantifier, subjects(&it.subjects))
        }
        InvariantRuleKind::Profiles(it) => {
            let state = match &it.state {
                ProfileState::Above { property, access } => {
                    format!("{} above {}", property.node, access.node)
                }
                ProfileState::InMode { mode, noun } => format!("{} {}", mode.node, noun.node),
            };
            format!(
                "no profile of {}: {state}, except {}",
                name(&it.class),
                commas(&it.except, text)
            )
        }
    }
}

fn right(it: &Right) -> String {
    format!("{} {} {}", it.access.node, name(&it.class), text(&it.resource))
}

fn in_context(it: &InContext) -> String {
    match it {
        InContext::Without(_) => " without a context".to_owned(),
        InContext::When(it) => format!(" {}", condition(it)),
        InContext::Unless(it) => format!(" unless {}", condition(it)),
    }
}

fn subjects(it: &Subjects) -> String {
    let except = commas(&it.except, who);
    let except = if except.is_empty() { except } else { format!(" except {except}") };
    commas(&it.of, who) + &except
}

fn who(it: &Who) -> String {
    match it {
        Who::AnyUser(_) => "any user".to_owned(),
        Who::User(user) => format!("user {}", name(user)),
        Who::Undefined(_) => "undefined user".to_owned(),
        Who::Members { group, below: true } => format!("members of {} and below", name(group)),
        Who::Members { group, below: false } => format!("members of {}", name(group)),
        Who::With(attribute) => format!("with {}", attribute.node),
    }
}

pub(super) fn waive(it: &Waive) -> String {
    let excused = commas(&it.subjects, |it| match it {
        Waived::Id(id) => name(id),
        Waived::Profile(target) => profile_ref(target),
    });
    let (rule, because) = (text(&it.rule), text(&it.because));
    format!("waive {rule} for {excused} because {because} until {}", date(it.until.node))
}
