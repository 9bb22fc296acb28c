//! Drift as SARIF 2.1.0: one result for each fact and each change of access.

use saffron_analysis::drift::{Fact, Kind};
use serde_json::Value;

use super::{Drifted, wording};
use crate::report::changes;
use crate::report::sarif::{self, Log};

/// The whole log.
pub(crate) fn report(drifted: &Drifted<'_>) -> Log {
    let own = [Kind::Extra, Kind::Missing, Kind::Different]
        .map(|kind| sarif::rule(&rule(kind), description(kind), "warning"));
    let rules = own.into_iter().chain(changes::sarif::rules()).collect();
    let facts = drifted.facts.iter().map(|fact| result(drifted, fact));
    let results = facts.chain(changes::sarif::results(&drifted.access)).collect();
    Log { rules, results }
}

fn rule(kind: Kind) -> String {
    format!("drift-{}", kind.as_str())
}

const fn description(kind: Kind) -> &'static str {
    match kind {
        Kind::Extra => "The system has what the policy does not state",
        Kind::Missing => "The system lacks what the policy states",
        Kind::Different => "The system has another value than the policy",
    }
}

fn result(drifted: &Drifted<'_>, fact: &Fact) -> Value {
    let policy = fact.source.map(|span| (span, 0));
    let place = policy.or(fact.record.map(|span| (span, 1)));
    let location = place.and_then(|(span, side)| {
        let (sources, files) = (drifted.sources.get(side)?, drifted.access.files.get(side)?);
        sarif::of_span(span, sources, files)
    });
    let text = format!("{}: {}", fact.kind.as_str(), wording::line(fact));
    sarif::result(&rule(fact.kind), "warning", &text, location)
}
