//! Drift as SARIF 2.1.0: one result for each fact and each change of access.

use saffron_analysis::drift::{Fact, Kind};
use serde_json::{Value, json};

use super::{Drifted, wording};
use crate::report::changes::sarif;

/// The whole log.
pub(crate) fn report(drifted: &Drifted<'_>) -> Value {
    let own = [Kind::Extra, Kind::Missing, Kind::Different].map(|kind| {
        json!({
            "id": format!("drift-{}", kind.as_str()),
            "shortDescription": { "text": description(kind) },
            "defaultConfiguration": { "level": "warning" },
        })
    });
    let rules: Vec<Value> = own.into_iter().chain(sarif::rules()).collect();
    let facts = drifted.facts.iter().map(|fact| result(drifted, fact));
    let results: Vec<Value> = facts.chain(sarif::results(&drifted.access)).collect();
    sarif::log(&rules, &results)
}

const fn description(kind: Kind) -> &'static str {
    match kind {
        Kind::Extra => "The system has what the policy does not state",
        Kind::Missing => "The system lacks what the policy states",
        Kind::Different => "The system has another value than the policy",
    }
}

fn result(drifted: &Drifted<'_>, fact: &Fact) -> Value {
    let [policy, system] = drifted.sources;
    let place = fact.source.map(|span| (span, policy)).or(fact.record.map(|span| (span, system)));
    let location = place.and_then(|(span, sources)| {
        let file = sources.get(span.file)?;
        Some(sarif::location(&file.path, file.line_column(span.start).line))
    });
    json!({
        "ruleId": format!("drift-{}", fact.kind.as_str()),
        "level": "warning",
        "message": { "text": format!("{}: {}", fact.kind.as_str(), wording::line(fact)) },
        "locations": location.into_iter().collect::<Vec<Value>>(),
    })
}
