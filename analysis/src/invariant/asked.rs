//! For whom, and in which contexts, a rule is checked.

use std::collections::{BTreeSet, HashSet};

use saffron_bundle::layout::ProfileRow;
use saffron_compiler::model::{self, AccessRule, InContext, Quantifier};
use saffron_vocabulary::racf::ConditionKind;

use super::court::Court;
use crate::answer::Condition;

/// The people whom a rule is checked for, by number: those that it means, or after `only` all others.
pub(super) fn people(court: &Court<'_>, rule: &AccessRule) -> BTreeSet<usize> {
    let meant = rule.subjects.users.iter().filter_map(|user| court.model.principals.get(*user));
    let meant: HashSet<&str> = meant.map(|user| user.name.as_str()).collect();
    let others = rule.quantifier == Quantifier::Only;
    let numbered = court.people.all.iter().enumerate();
    let asked = numbered.filter(|(_, person)| {
        let is_meant = person.user.map_or(rule.subjects.undefined, |user| meant.contains(user));
        is_meant != others
    });
    asked.map(|(number, _)| number).collect()
}

/// The contexts of a rule on which the answer can depend under a profile.
pub(super) fn contexts<'e>(
    court: &Court<'e>,
    rule: &'e AccessRule,
    profile: Option<&ProfileRow>,
) -> Vec<Option<Condition<'e>>> {
    let under = || court.conditions.under(court.side, profile).into_iter();
    let none = std::iter::once(None);
    match &rule.context {
        InContext::Without => none.collect(),
        InContext::Every => none.chain(under().map(Some)).collect(),
        InContext::When(all) => stated(all).map(Some).collect(),
        InContext::Unless(kind, values) => {
            let excluded = |it: &Condition<'_>| {
                it.kind == *kind
                    && (values.is_empty() || values.iter().any(|value| value == it.value))
            };
            none.chain(under().filter(|it| !excluded(it)).map(Some)).collect()
        }
    }
}

/// Whether some request meets the context of a rule. Criteria are for FASTAUTH only.
pub(super) fn is_met(rule: &AccessRule) -> bool {
    match &rule.context {
        InContext::When(all) => stated(all).next().is_some(),
        _ => true,
    }
}

fn stated(all: &[model::Condition]) -> impl Iterator<Item = Condition<'_>> {
    let met = all.iter().filter(|it| it.kind != ConditionKind::Criteria);
    met.map(|it| Condition { kind: it.kind, value: &it.value })
}
