//! Results of tests, for people, programs and build servers.

use std::fmt::Write as _;

use quick_junit::{NonSuccessKind, Report, TestCase as JunitCase, TestCaseStatus, TestSuite};
use saffron_compiler::model::{SafrCase, Test, TestCase};
use saffron_diagnostics::{SourceMap, Span};
use saffron_runtime::Decision;
use saffron_runtime::safr::SafrDecision;
use serde_json::{Value, json};

use super::invariant::{self, Judged};
use super::ladder::{because, quote};
use super::setting::Setting;
use super::{json_place, request, safr};
use crate::output::{BAD, BOLD, DIM, GOOD, count};

/// A test and the expectations that failed.
pub(crate) struct TestResult<'m> {
    pub(crate) test: &'m Test,
    pub(crate) failures: Vec<Failure>,
    /// How many of the decisions are partial.
    pub(crate) partial: usize,
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
}

impl Failure {
    /// The difference between an expectation about RACF and the decision; `None` if there is none.
    pub(crate) fn of_racf(
        case: &TestCase,
        decision: &Decision<'_>,
        sources: &SourceMap,
    ) -> Option<Self> {
        let met = case.expect == decision.outcome
            && case.step.is_none_or(|step| step == decision.step)
            && case.warning.is_none_or(|warning| warning == decision.warning);
        let failure = || Self {
            origin: case.origin,
            who: case.request.user.as_deref().unwrap_or("undefined user").to_owned(),
            expected: expected(case),
            got: got(decision),
            from: decision.source().as_ref().map(|source| quote(source, Some(sources))),
            flags: request::flags(&request::of_test(&case.request)),
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
pub(crate) fn text(
    results: &[TestResult<'_>],
    invariants: &[Judged<'_>],
    setting: &Setting<'_>,
) -> String {
    if results.is_empty() && invariants.is_empty() {
        return "the policy has no tests and no invariants; `test \"…\" { user … { may … } }` declares one\n"
            .to_owned();
    }
    let mut text = String::new();
    for result in results {
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
    text.push_str(&invariant::text(invariants, setting));
    text.push_str(&totals(results, invariants, setting));
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

fn totals(results: &[TestResult<'_>], invariants: &[Judged<'_>], setting: &Setting<'_>) -> String {
    let failed = results.iter().filter(|result| !result.passed()).count()
        + invariants.iter().filter(|judged| !judged.holds()).count();
    let cases: usize = results.iter().map(TestResult::expectations).sum();
    let (style, verdict) =
        if failed == 0 { (GOOD, "passed".to_owned()) } else { (BAD, format!("{failed} failed")) };
    let invariants = match invariants.len() {
        0 => String::new(),
        several => format!(", {}", count(several, "invariant")),
    };
    format!(
        "\n{style}{}{invariants}, {verdict}{style:#}; {} in {} ms\n",
        count(results.len(), "test"),
        count(cases, "expectation"),
        setting.elapsed.as_millis()
    )
}

/// For programs.
pub(crate) fn json(
    results: &[TestResult<'_>],
    invariants: &[Judged<'_>],
    setting: &Setting<'_>,
) -> Value {
    let tests: Vec<Value> = results.iter().map(|result| test_json(result, setting)).collect();
    let passed = results.iter().filter(|result| result.passed()).count();
    json!({
        "passed": passed,
        "failed": results.len() - passed,
        "tests": tests,
        "invariants": invariant::json(invariants, setting),
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
    value
}

/// For build servers.
pub(crate) fn junit(
    package: &str,
    results: &[TestResult<'_>],
    invariants: &[Judged<'_>],
    setting: &Setting<'_>,
) -> anyhow::Result<String> {
    let mut suite = TestSuite::new(package);
    suite.add_test_cases(results.iter().map(|result| junit_case(result, setting)));
    let mut report = Report::new("saffron test");
    report.set_time(setting.elapsed);
    report.add_test_suite(suite);
    report.add_test_suites(invariant::junit(invariants, setting));
    Ok(report.to_string()?)
}

fn junit_case(result: &TestResult<'_>, setting: &Setting<'_>) -> JunitCase {
    let failure = |it: &Failure| {
        format!("{}: expected {}, got {}", setting.place(it.origin), it.expected, it.got)
    };
    let failures: Vec<String> = result.failures.iter().map(failure).collect();
    let status = if failures.is_empty() {
        TestCaseStatus::success()
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(failures.join("\n"));
        status
    };
    let mut case = JunitCase::new(result.test.name.as_str(), status);
    case.set_classname(setting.place(result.test.origin));
    case
}
