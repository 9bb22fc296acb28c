//! Rules on operations of SAFR: every user, login and item is asked about.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use std::collections::BTreeSet;

use saffron_compiler::model::{
    EnvironmentId, Item, Model, OperationRule, PrincipalId, Quantifier, SafrTestRequest,
};
use saffron_diagnostics::Span;
use saffron_vocabulary::safr::SafrOutcome;
use serde_json::json;

use super::super::ladder::quote;
use super::super::safr;
use super::court::Court;
use super::verdict::{Breach, Broken, LookedAt, RuleVerdict};

/// A user, a login group or none, and the environment of the login.
type Session<'m> = (PrincipalId, Option<&'m str>, EnvironmentId);

pub(super) fn verdict(court: &Court<'_>, rule: &OperationRule, origin: Span) -> RuleVerdict {
    let meant: BTreeSet<PrincipalId> = rule.subjects.users.iter().copied().collect();
    let sessions: Vec<Session<'_>> = sessions(court.model)
        .into_iter()
        .filter(|(user, _, _)| meant.contains(user) != (rule.quantifier == Quantifier::Only))
        .collect();
    let all = court.model.safr.items.iter();
    let items: Vec<&Item> = all.filter(|item| is_meant(rule, item)).collect();
    if meant.is_empty() || sessions.is_empty() && rule.quantifier != Quantifier::Only {
        return RuleVerdict::vacuous("no session of SAFR is subject to it");
    }
    if items.is_empty() {
        return RuleVerdict::vacuous("no item is subject to it");
    }
    let users: BTreeSet<PrincipalId> = sessions.iter().map(|(user, _, _)| *user).collect();
    let looked_at = LookedAt { regions: items.len(), users: users.len(), unprotected: 0 };
    let breach = sessions.iter().find_map(|session| {
        let mut here = items.iter().filter(|item| item.environment == session.2);
        here.find_map(|item| breach(court, rule, *session, item, origin))
    });
    RuleVerdict { looked_at, breach, ..RuleVerdict::default() }
}

fn is_meant(rule: &OperationRule, item: &Item) -> bool {
    item.kind == rule.item_type
        && rule.environment.is_none_or(|it| it == item.environment)
        && rule.items.as_ref().is_none_or(|names| names.contains(&item.name))
}

/// Every login that is possible: of members of groups, and of system administrators.
fn sessions(model: &Model) -> Vec<Session<'_>> {
    let mut sessions = Vec::new();
    for group in &model.safr.groups {
        for place in &group.environments {
            let logins = group.members.iter().map(|(user, _)| *user);
            sessions
                .extend(logins.map(|user| (user, Some(group.name.as_str()), place.environment)));
        }
    }
    for (user, _) in &model.safr.administrators {
        let places = model.safr.environments.iter_enumerated();
        sessions.extend(places.map(|(environment, _)| (*user, None, environment)));
    }
    sessions
}

fn breach(
    court: &Court<'_>,
    rule: &OperationRule,
    (user, group, environment): Session<'_>,
    item: &Item,
    origin: Span,
) -> Option<Breach> {
    let place = &court.model.safr.environments[environment].name;
    let request = SafrTestRequest::new(
        &court.model.principals[user].name,
        group,
        place,
        (rule.operation, rule.item_type),
        Some(&item.name),
    );
    let asked = safr::of_test(&request);
    let wanted = rule.quantifier == Quantifier::Every;
    asked.clone().with_request(|request| {
        let decision = court.engine.decide_safr(request);
        let broken = (decision.outcome == SafrOutcome::Grant) != wanted;
        let request = || Broken {
            what: format!("{}: {}", safr::sentence(&asked), decision.outcome),
            from: decision.source.as_ref().map(|source| quote(source, Some(court.sources))),
            witness: json!(asked),
            decision: json!({
                "outcome": decision.outcome.as_str(),
                "step": decision.step.as_str(),
            }),
            flags: safr::flags(&asked),
        };
        broken.then(|| Breach { rule: origin, requests: vec![request()] })
    })
}
