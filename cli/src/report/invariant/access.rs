//! Rules on access to a resource: every user, group, volume and context is asked about.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use std::collections::BTreeSet;

use saffron_compiler::model::{
    AccessRule, Condition, InContext, Model, PrincipalId, Quantifier, Right, TestRequest,
};
use saffron_diagnostics::Span;
use saffron_vocabulary::racf::Outcome;
use serde_json::json;

use super::super::ladder::quote;
use super::super::request;
use super::court::Court;
use super::verdict::{Breach, LookedAt, RuleVerdict};

/// A user, or the undefined one, and the group of the request.
type Asking<'m> = (Option<PrincipalId>, Option<&'m str>);

pub(super) fn verdict(court: Court<'_>, rule: &AccessRule, origin: Span) -> RuleVerdict {
    if rule.subjects.users.is_empty() && !rule.subjects.undefined {
        return RuleVerdict::vacuous("no user is subject to it");
    }
    let inactive = rule.rights.iter().find(|it| !court.model.classes[it.class].settings.active);
    if let Some(right) = inactive {
        let class = &court.model.classes[right.class].name;
        return RuleVerdict::vacuous(format!("the class `{class}` is not active"));
    }
    if let Some(right) = rule.rights.iter().find(|it| it.pattern.contains(['*', '%'])) {
        return RuleVerdict::open(format!(
            "`{}` is a generic name; this version decides invariants for single names only",
            right.pattern
        ));
    }
    let asking = asking(court.model, rule);
    let contexts = contexts(court.model, &rule.context);
    let users: BTreeSet<Option<PrincipalId>> = asking.iter().map(|(user, _)| *user).collect();
    let looked_at = LookedAt { regions: rule.rights.len(), users: users.len() };
    let breach = users.iter().find_map(|user| {
        let sessions: Vec<_> = asking.iter().filter(|(it, _)| it == user).copied().collect();
        breach_by(court, rule, &sessions, &contexts, origin)
    });
    RuleVerdict { looked_at, breach, ..RuleVerdict::default() }
}

/// The users that the rule is checked for, each with every group for which its decisions may differ.
fn asking<'m>(model: &'m Model, rule: &AccessRule) -> Vec<Asking<'m>> {
    let meant = |user: &PrincipalId| rule.subjects.users.contains(user);
    let others = rule.quantifier == Quantifier::Only;
    let mut asking = Vec::new();
    for (id, principal) in model.principals.iter_enumerated() {
        let Some(user) = principal.kind.user() else { continue };
        if meant(&id) == others {
            continue;
        }
        asking.push((Some(id), None));
        if !model.options.list_of_groups {
            let groups = user.connections.iter();
            let groups = groups.map(|it| model.principals[it.group].name.as_str());
            asking.extend(groups.map(|group| (Some(id), Some(group))));
        }
    }
    if rule.subjects.undefined != others {
        asking.push((None, None));
    }
    asking
}

/// The contexts that count: none, and each single condition that an entry has.
fn contexts(model: &Model, wanted: &InContext) -> Vec<Option<Condition>> {
    let entries = model.profiles.iter().flat_map(|it| &it.conditional);
    let mut all: Vec<&Condition> = Vec::new();
    for entry in entries {
        if !all.contains(&&entry.condition) {
            all.push(&entry.condition);
        }
    }
    let none = std::iter::once(None);
    let some = |it: &Condition| Some(it.clone());
    match wanted {
        InContext::Every => none.chain(all.into_iter().map(some)).collect(),
        InContext::Without => none.collect(),
        InContext::When(conditions) => conditions.iter().map(some).collect(),
        InContext::Unless(kind, values) => {
            let excluded = |it: &Condition| {
                it.kind == *kind && (values.is_empty() || values.contains(&it.value))
            };
            none.chain(all.into_iter().filter(|it| !excluded(it)).map(some)).collect()
        }
    }
}

/// A request of one user that breaks the rule: of joined rights, that for the last one, if the user has all of them.
fn breach_by(
    court: Court<'_>,
    rule: &AccessRule,
    sessions: &[Asking<'_>],
    contexts: &[Option<Condition>],
    origin: Span,
) -> Option<Breach> {
    let mut last = None;
    for right in &rule.rights {
        let found = requests(court.model, right, sessions, contexts)
            .into_iter()
            .find_map(|request| breach(court, rule, &request, origin));
        last = Some(found?);
    }
    last
}

fn requests(
    model: &Model,
    right: &Right,
    sessions: &[Asking<'_>],
    contexts: &[Option<Condition>],
) -> Vec<TestRequest> {
    let on_volumes = model.profiles.iter().filter(|it| it.class == right.class);
    let volumes: BTreeSet<&String> = on_volumes.flat_map(|it| &it.volumes).collect();
    let volumes: Vec<Option<&String>> =
        std::iter::once(None).chain(volumes.into_iter().map(Some)).collect();
    let mut requests = Vec::new();
    for (user, group) in sessions {
        for context in contexts {
            requests.extend(volumes.iter().map(|volume| TestRequest {
                user: user.map(|user| model.principals[user].name.clone()),
                group: group.map(ToOwned::to_owned),
                class: model.classes[right.class].name.clone(),
                resource: right.pattern.clone(),
                access: Some(right.access),
                volume: volume.cloned(),
                conditions: context.iter().cloned().collect(),
                ..TestRequest::default()
            }));
        }
    }
    requests
}

fn breach(
    court: Court<'_>,
    rule: &AccessRule,
    request: &TestRequest,
    origin: Span,
) -> Option<Breach> {
    let asked = request::of_test(request);
    let wanted = rule.quantifier == Quantifier::Every;
    asked.with_request(court.today, |request| {
        let decision = court.engine.decide(request);
        let broken = (decision.outcome != Outcome::Deny) != wanted;
        broken.then(|| Breach {
            rule: origin,
            what: format!("{}: {}", request::sentence(&asked), decision.outcome),
            from: decision.source().as_ref().map(|source| quote(source, Some(court.sources))),
            witness: json!(asked),
            decision: json!({
                "outcome": decision.outcome.as_str(),
                "step": decision.step.as_str(),
            }),
            flags: request::flags(&asked),
        })
    })
}
