//! Results of tests, for people and programs.

use std::fmt::Write as _;
use std::time::Duration;

use saffron_analysis::coverage::Coverage;
use saffron_compiler::model::{SafrCase, Test, TestCase};
use saffron_diagnostics::{SourceMap, Span, Totals};
use saffron_runtime::Decision;
use saffron_runtime::safr::SafrDecision;
use saffron_vocabulary::racf::Day;
use serde_json::{Value, json};

use super::invariant::{self, Judged};
use super::ladder::{because, quote};
use super::setting::Setting;
use super::{coverage, json_place, request, safr};
use crate::output::{BAD, BOLD, DIM, GOOD, count};
use crate::wire::OwnedRequest;

/// A test and the expectations that failed.
pub(crate) struct TestResult<'m> {
    pub(crate) test: &'m Test,
    pub(crate) failures: Vec<Failure>,
    /// How many of the decisions are partial.
    pub(crate) partial: usize,
    /// Whether it would come out otherwise on another day.
    pub(crate) depends_on_today: bool,
    pub(crate) elapsed: Duration,
}

/// The results of all tests and invariants.
#[derive(Default)]
pub(crate) struct Results<'m> {
    pub(crate) tests: Vec<TestResult<'m>>,
    pub(crate) invariants: Vec<Judged<'m>>,
    /// What the tests cover, if it is wanted.
    pub(crate) coverage: Option<Coverage<'m>>,
}

impl Results<'_> {
    /// Whether there is any result.
    pub(crate) fn ran(&self) -> bool {
        !self.tests.is_empty() || !self.invariants.is_empty()
    }

    /// How many tests and invariants failed.
    pub(crate) fn failed(&self) -> usize {
        let tests = self.tests.iter().filter(|result| !result.passed());
        let invariants = self.invariants.iter().filter(|judged| !judged.holds());
        tests.count() + invariants.count()
    }
}

/// An expectation that failed.
pub(crate) struct Failure {
    /// The expectation's line.
    pub(crate) origin: Span,
    who: String,
    expected: String,
    got: String,
    /// The line of the policy that decided.
    from: Option<String>,
    /// The options of `saffron explain` for the same request.
    flags: Vec<String>,
}

impl TestResult<'_> {
    pub(crate) fn passed(&self) -> bool {
        self.failures.is_empty()
    }

    fn expectations(&self) -> usize {
        self.test.cases.len() + self.test.safr_cases.len()
    }

    /// Each failure in one line.
    pub(crate) fn reasons(&self, setting: &Setting<'_>) -> Vec<String> {
        let reason = |it: &Failure| format!("{}: {}", setting.place(it.origin), it.sentence());
        self.failures.iter().map(reason).collect()
    }
}

impl Failure {
    /// What was expected, and what came out.
    pub(crate) fn sentence(&self) -> String {
        format!("expected {}, got {}", self.expected, self.got)
    }

    /// The difference between an expectation about RACF and the decision; `None` if there is none.
    pub(crate) fn of_racf(
        case: &TestCase,
        decision: &Decision<'_>,
        sources: &SourceMap,
        date: Option<Day>,
    ) -> Option<Self> {
        let asked = request::of_test(&case.request);
        let asked = OwnedRequest { date: asked.date.or(date), ..asked };
        let met = case.expect == decision.outcome
            && case.step.is_none_or(|step| step == decision.step)
            && case.warning.is_none_or(|warning| warning == decision.warning);
        let failure = || Self {
            origin: case.origin,
            who: case.request.user.as_deref().unwrap_or("undefined user").to_owned(),
            expected: expected(case),
            got: got(decision),
            from: decision.source().as_ref().map(|source| quote(source, Some(sources))),
            flags: request::flags(&asked),
        };
        (!met).then(failure)
    }

    /// The difference between an expectation about SAFR and the decision; `None` if there is none.
    pub(crate) fn of_safr(
        case: &SafrCase,
        decision: &SafrDecision<'_>,
        sources: &SourceMap,
    ) -> Option<Self> {
        let met =
            case.expect == decision.outcome && case.step.is_none_or(|step| step == decision.step);
        let step = case.step.map(|step| format!(" by {step}")).unwrap_or_default();
        let failure = || Self {
            origin: case.origin,
            who: case.request.user.clone(),
            expected: format!("{}{step}", case.expect),
            got: format!("{} {}", decision.outcome, safr::because(decision)),
            from: decision.source.as_ref().map(|source| quote(source, Some(sources))),
            flags: safr::flags(&safr::of_test(&case.request)),
        };
        (!met).then(failure)
    }
}

fn expected(case: &TestCase) -> String {
    let mut text = case.expect.to_string();
    if let Some(step) = case.step {
        let _ = write!(text, " by {step}");
    }
    match case.warning {
        Some(true) => text.push_str(", with a warning"),
        Some(false) => text.push_str(", without a warning"),
        None => {}
    }
    text
}

fn got(decision: &Decision<'_>) -> String {
    let warning = if decision.warning { ", with a warning" } else { "" };
    format!("{} {}{warning}", decision.outcome, because(decision))
}

/// For people.
pub(crate) fn text(results: &Results<'_>, setting: &Setting<'_>) -> String {
    if !results.ran() {
        return "the policy has no tests and no invariants; `test \"…\" { user … { may … } }` declares one\n"
            .to_owned();
    }
    let mut text = String::new();
    for result in &results.tests {
        let name = &result.test.name;
        let expectations = count(result.expectations(), "expectation");
        if result.passed() {
            let partial = match result.partial {
                0 => String::new(),
                partial => format!(", {partial} partial"),
            };
            let _ = writeln!(
                text,
                "{GOOD}ok{GOOD:#}      {name} {DIM}({expectations}{partial}){DIM:#}"
            );
        } else {
            let place = setting.place(result.test.origin);
            let _ = writeln!(text, "{BAD}FAILED{BAD:#}  {name} {DIM}({place}){DIM:#}");
            result.failures.iter().for_each(|it| push_failure(&mut text, it, setting));
        }
    }
    text.push_str(&invariant::text(&results.invariants, setting));
    text.push_str(&totals(results, setting));
    text
}

fn push_failure(text: &mut String, failure: &Failure, setting: &Setting<'_>) {
    let (place, line) = (setting.place(failure.origin), setting.first_line(failure.origin));
    let _ = writeln!(text, "  {BOLD}{place}{BOLD:#}  {} {line}", failure.who);
    let mut say = |what: &str, value: &str| {
        let _ = writeln!(text, "    {DIM}{what:<8}{DIM:#} {value}");
    };
    say("expected", &failure.expected);
    say("got", &failure.got);
    failure.from.iter().for_each(|from| say("from", from));
    say("why", &setting.explain(&failure.flags));
}

fn totals(results: &Results<'_>, setting: &Setting<'_>) -> String {
    let failed = results.failed();
    let cases: usize = results.tests.iter().map(TestResult::expectations).sum();
    let (style, verdict) =
        if failed == 0 { (GOOD, "passed".to_owned()) } else { (BAD, format!("{failed} failed")) };
    let invariants = match results.invariants.len() {
        0 => String::new(),
        several => format!(", {}", count(several, "invariant")),
    };
    format!(
        "\n{style}{}{invariants}, {verdict}{style:#}; {} in {} ms\n",
        count(results.tests.len(), "test"),
        count(cases, "expectation"),
        setting.elapsed.as_millis()
    )
}

/// For programs.
pub(crate) fn json(results: &Results<'_>, setting: &Setting<'_>) -> Value {
    let tests: Vec<Value> = results.tests.iter().map(|it| test_json(it, setting)).collect();
    let passed = results.tests.iter().filter(|result| result.passed()).count();
    let mut value = json!({
        "passed": passed,
        "failed": results.tests.len() - passed,
        "tests": tests,
        "invariants": invariant::json(&results.invariants, setting),
    });
    if let (Some(object), Some(covered)) = (value.as_object_mut(), &results.coverage) {
        object.insert("coverage".to_owned(), coverage::json(covered, setting));
    }
    value
}

/// The errors of a policy that can't be used, for programs.
pub(crate) fn errors_json(diagnostics: &[Value], totals: Totals) -> Value {
    json!({
        "passed": 0,
        "failed": 0,
        "tests": [],
        "invariants": [],
        "errors": totals.errors,
        "warnings": totals.warnings,
        "diagnostics": diagnostics,
    })
}

fn test_json(result: &TestResult<'_>, setting: &Setting<'_>) -> Value {
    let failure = |failure: &Failure| {
        json!({
            "place": json_place::of_span(failure.origin, setting.sources),
            "expectation": setting.first_line(failure.origin),
            "expected": failure.expected,
            "got": failure.got,
            "explain": setting.explain(&failure.flags),
        })
    };
    let failures: Vec<Value> = result.failures.iter().map(failure).collect();
    let mut value = json!({
        "name": result.test.name,
        "place": json_place::of_span(result.test.origin, setting.sources),
        "passed": result.passed(),
        "expectations": result.expectations(),
        "failures": failures,
    });
    if let Some(object) = value.as_object_mut().filter(|_| result.partial > 0) {
        object.insert("partial".to_owned(), result.partial.into());
    }
    if let Some(object) = value.as_object_mut().filter(|_| result.depends_on_today) {
        object.insert("depends_on_today".to_owned(), true.into());
    }
    value
}
