//! Rules that a feature requires: judged over every request, as those of invariants.

use saffron_compiler::model::InvariantRule;

use super::finding::{Advice, Found};
use crate::report::invariant::{Breach, Court, verdict};

/// Whether a rule holds, and what breaks it.
pub(super) fn found(court: &Court<'_>, rule: &InvariantRule) -> Found {
    let what = court.written(rule.origin);
    let verdict = verdict(court, rule);
    let vacuous = verdict.vacuous.map(|why| format!("vacuous: {why}"));
    let open = verdict.open.into_iter().map(|why| format!("open: {why}"));
    let mut now: Vec<String> = vacuous.into_iter().chain(open).collect();
    let mut advice = Vec::new();
    for it in verdict.breach.iter().flat_map(|Breach { requests, .. }| requests) {
        now.push(it.what.clone());
        now.extend(it.from.iter().map(|from| format!("from {from}")));
        if !it.flags.is_empty() {
            let declaration = format!("saffron explain … {}", it.flags.join(" "));
            advice.push(Advice { note: Some("shows why".to_owned()), declaration });
        }
    }
    if now.is_empty() { Found::met(what) } else { Found::missing(what, now, advice) }
}
