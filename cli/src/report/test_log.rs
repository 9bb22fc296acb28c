//! Results of tests and invariants as SARIF: each failure at its line.

use saffron_diagnostics::Diagnostic;

use super::invariant;
use super::results::Results;
use super::sarif::{self, Log};
use super::setting::Setting;

const TEST: &str = "test-failed";
const INVARIANT: &str = "invariant-broken";

/// The whole log; `errors` are those of a policy that can't be used.
pub(crate) fn report(outcomes: &Results<'_>, errors: &[Diagnostic], setting: &Setting<'_>) -> Log {
    let mut log = Log::of_diagnostics(errors, setting.sources, &setting.files);
    log.rules.push(sarif::rule(TEST, "An expectation of a test is not met", "error"));
    log.rules.push(sarif::rule(INVARIANT, "An invariant doesn't hold", "error"));
    let site = setting.site.map(|site| format!("{site}: ")).unwrap_or_default();
    let at = |span| sarif::of_span(span, setting.sources, &setting.files);
    for result in &outcomes.tests {
        for failure in &result.failures {
            let text = format!("{site}{}: {}", result.test.name, failure.sentence());
            log.results.push(sarif::result(TEST, "error", &text, at(failure.origin)));
        }
    }
    for judged in outcomes.invariants.iter().filter(|judged| !judged.holds()) {
        let reasons = invariant::reasons(judged, setting).join("; ");
        let text = format!("{site}{}: {reasons}", judged.invariant.name);
        let rule = judged.breach.as_ref().map_or(judged.invariant.origin, |it| it.rule);
        log.results.push(sarif::result(INVARIANT, "error", &text, at(rule)));
    }
    log
}
