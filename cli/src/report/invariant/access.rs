//! Rules on access to resources.

use saffron_analysis::change::{Open, Witness};
use saffron_analysis::invariant::{Breach, check};
use saffron_compiler::model::AccessRule;
use saffron_diagnostics::Span;
use serde_json::json;

use super::super::changes::json;
use super::super::ladder::quote;
use super::super::request;
use super::court::Court;
use super::verdict::{self, Broken, LookedAt, RuleVerdict};

pub(super) fn verdict(court: &Court<'_>, rule: &AccessRule, origin: Span) -> RuleVerdict {
    let found = check(&court.space, rule);
    let requests: Vec<Broken> = found.breaches.iter().map(|it| broken(court, it)).collect();
    RuleVerdict {
        looked_at: LookedAt {
            regions: found.regions,
            unprotected: found.unprotected,
            users: found.users,
        },
        vacuous: found.vacuous,
        open: found.open.iter().map(open).collect(),
        breach: (!requests.is_empty()).then_some(verdict::Breach { rule: origin, requests }),
    }
}

fn open(open: &Open) -> String {
    let Open { class, new, reason, .. } = open;
    let profile = new.as_ref().map_or("no profile".to_owned(), |name| format!("`{name}`"));
    format!("{class}, names protected by {profile}: {reason}")
}

fn broken(court: &Court<'_>, Breach { witness, decision }: &Breach<'_>) -> Broken {
    let asked = request::of_witness(witness, court.date);
    Broken {
        what: format!("{}: {}{}", request::sentence(&asked), decision.outcome, under(witness)),
        from: decision.source().as_ref().map(|source| quote(source, Some(court.sources))),
        witness: json::witness(witness, court.date.map(|day| day.to_string()).as_deref()),
        decision: json!({
            "outcome": decision.outcome.as_str(),
            "step": decision.step.as_str(),
        }),
        flags: request::flags(&asked),
    }
}

/// The condition of the request, if there is one.
fn under(witness: &Witness<'_>) -> String {
    let condition = witness.condition;
    condition.map_or_else(String::new, |it| format!(" (with {} {})", it.kind, it.value))
}
