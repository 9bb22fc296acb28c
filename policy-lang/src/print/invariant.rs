//! Invariants and waivers.

use crate::ast::{
    AccessRule, InContext, Invariant, InvariantRule, InvariantRuleKind, OperationRule, ProfileRule,
    ProfileState, Quantifier, Right, Subjects, Waive, Waived, Who,
};

use super::block::{Clause, Layout, braces};
use super::comment::docs;
use super::safr;
use super::value::{condition, date, name, target, text};

pub(super) fn invariant(it: &Invariant) -> String {
    let rules = it.rules.iter().map(|it| Clause::new(rule(it), Layout::Lines));
    format!("invariant {}", text(&it.name)) + &braces(rules)
}

pub(super) fn rule(it: &InvariantRule) -> String {
    let printed = match &it.kind {
        InvariantRuleKind::Access(it) => access_rule(it),
        InvariantRuleKind::Operation(it) => operation_rule(it),
        InvariantRuleKind::Profiles(it) => profile_rule(it),
    };
    docs(&it.docs) + &printed
}

fn access_rule(it: &AccessRule) -> String {
    let rights: Vec<String> = it.rights.iter().map(right).collect();
    let context = it.context.as_ref().map(in_context).unwrap_or_default();
    let who = subjects(&it.subjects);
    format!("{} {who} may {}{context}", quantifier(it.quantifier), rights.join(" and "))
}

fn right(it: &Right) -> String {
    format!("{} {} {}", it.access.node, name(&it.class), text(&it.resource))
}

fn in_context(it: &InContext) -> String {
    match it {
        InContext::Without(_) => " without any context".to_owned(),
        InContext::When(it) => format!(" when {}", condition(it)),
        InContext::Unless(it) if it.values.is_empty() => {
            format!(" unless through {}", it.kind.node)
        }
        InContext::Unless(it) => format!(" unless through {}", condition(it)),
    }
}

fn operation_rule(it: &OperationRule) -> String {
    let who = subjects(&it.subjects);
    let asked = format!("{} {}", it.operation.node, it.item_type.node);
    let mut out = format!("{} {who} may {asked}", quantifier(it.quantifier));
    if !it.items.is_empty() {
        out += " ";
        out += &safr::edited(&it.items);
    }
    out.extend(it.environment.iter().map(|place| format!(" at {}", safr::id(place))));
    out
}

fn profile_rule(it: &ProfileRule) -> String {
    let state = match &it.state {
        ProfileState::Above { property, access } => {
            format!("has {} above {}", property.node, access.node)
        }
        ProfileState::InMode { mode, noun } => format!("is in {} {}", mode.node, noun.node),
    };
    let except = if it.except.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = it.except.iter().map(text).collect();
        format!(" except {}", names.join(", "))
    };
    format!("no profile of {} {state}{except}", name(&it.class))
}

fn quantifier(it: Quantifier) -> &'static str {
    match it {
        Quantifier::No => "no",
        Quantifier::Only => "only",
        Quantifier::Every => "every",
    }
}

fn subjects(it: &Subjects) -> String {
    let except =
        if it.except.is_empty() { String::new() } else { format!(" except {}", list(&it.except)) };
    list(&it.of) + &except
}

fn list(all: &[Who]) -> String {
    all.iter().map(who).collect::<Vec<_>>().join(", ")
}

fn who(it: &Who) -> String {
    match it {
        Who::AnyUser(_) => "any user".to_owned(),
        Who::User(user) => format!("user {}", name(user)),
        Who::Undefined(_) => "undefined user".to_owned(),
        Who::Members { group, below } => {
            let below = if *below { " and below" } else { "" };
            format!("members of {}{below}", safr::id(group))
        }
        Who::With(attribute) => format!("users with {}", attribute.node),
    }
}

pub(super) fn waive(it: &Waive) -> String {
    let subjects: Vec<String> = it.subjects.iter().map(waived).collect();
    let (rule, because) = (text(&it.rule), text(&it.because));
    let until = date(it.until.node);
    format!("waive {rule} for {} because {because} until {until}", subjects.join(", "))
}

fn waived(it: &Waived) -> String {
    match it {
        Waived::Id(id) => name(id),
        Waived::Profile(profile) => format!("profile {}", target(profile)),
    }
}
