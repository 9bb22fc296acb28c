//! The conditional access list.

use saffron_compiler::model::{Condition, Who};
use saffron_runtime::Mode;
use saffron_vocabulary::racf::{ConditionKind, Switch};

use super::decision::Entry;
use super::discretionary::{Asked, highest};
use super::ebcdic;
use super::profiles::class_active;

/// The entry that gives most under the conditions that hold.
pub(crate) fn best(asked: &Asked<'_>) -> Option<Entry> {
    let mut best: Option<Entry> = None;
    for condition in distinct(asked) {
        if !holds(asked, condition) {
            continue;
        }
        if let Some(entry) = under(asked, condition)
            && best.as_ref().is_none_or(|best| entry.access > best.access)
        {
            best = Some(entry);
        }
    }
    best
}

/// Each condition of the list once, in the order in which decisions name them.
fn distinct<'a>(asked: &'a Asked<'_>) -> Vec<&'a Condition> {
    let mut conditions: Vec<&Condition> = Vec::new();
    for entry in &asked.profile.conditional {
        if !conditions.contains(&&entry.condition) {
            conditions.push(&entry.condition);
        }
    }
    conditions.sort_by(|a, b| {
        let names = ebcdic::compare(&a.name, &b.name);
        a.kind.cmp(&b.kind).then(names).then_with(|| ebcdic::compare(&a.value, &b.value))
    });
    conditions
}

/// The entry that counts under one condition.
fn under(asked: &Asked<'_>, condition: &Condition) -> Option<Entry> {
    let user = asked.acee.user.as_ref()?;
    let switches = asked.model.options.switches;
    let entry_of = |who: Who| {
        let mut entries = asked.profile.conditional.iter();
        let entry = entries.find(|it| it.who == who && it.condition == *condition)?;
        Some(Entry::conditional(asked.model, entry))
    };
    let own = entry_of(Who::Id(user.id));
    let of_groups = highest(user.groups(), |group| entry_of(Who::Id(group)));
    let named = match (own, of_groups) {
        (Some(own), _) if switches.is_on(Switch::CondUserEntryBeatsCondGroup) => Some(own),
        (Some(own), Some(group)) => Some(if group.access > own.access { group } else { own }),
        (own, of_groups) => own.or(of_groups),
    };
    let restricted = user.profile.attributes.restricted;
    let star_counts = !restricted || switches.is_on(Switch::RestrictedConditionalStar);
    named.or_else(|| entry_of(Who::Any).filter(|_| star_counts))
}

/// Whether the condition holds for the request.
fn holds(asked: &Asked<'_>, condition: &Condition) -> bool {
    let context = &asked.request.context;
    let value = condition.value.as_str();
    let at = |class: &str, port: &Option<String>| {
        class_active(asked.model, class) && port.as_deref().is_some_and(|it| same(it, value))
    };
    match condition.kind {
        ConditionKind::Program => {
            let running = context.program.iter().any(|program| same(program, value));
            asked.model.options.program_control && !context.program_unclean && running
        }
        ConditionKind::Terminal => at("TERMINAL", &context.terminal),
        ConditionKind::Console => at("CONSOLE", &context.console),
        ConditionKind::Jesinput => at("JESINPUT", &context.jesinput),
        ConditionKind::Appcport => at("APPCPORT", &appc_port(context.appcport.as_deref(), value)),
        ConditionKind::Servauth => at("SERVAUTH", &context.servauth),
        ConditionKind::Sysid => {
            let here = context.sysid.as_deref().is_some_and(|it| same(it, value));
            asked.model.options.program_control && here
        }
        ConditionKind::Criteria => {
            let mut criteria = context.criteria.iter();
            // Applications choose the values, and tell cases apart.
            let met = criteria.any(|(name, it)| same(name, &condition.name) && it == value);
            asked.request.mode == Mode::FastAuth && met
        }
    }
}

/// The partner LU, without its net id where the entry names none.
fn appc_port(port: Option<&str>, entry: &str) -> Option<String> {
    let port = port?;
    let lu = port.split_once('.').map_or(port, |(_, lu)| lu);
    Some(if entry.contains('.') { port } else { lu }.to_owned())
}

/// Values of the context are folded; those of the policy already are.
fn same(of_request: &str, of_policy: &str) -> bool {
    of_request.to_ascii_uppercase() == of_policy
}
