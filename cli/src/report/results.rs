//! Results of tests, for people, programs and build servers.

use std::fmt::Write as _;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase as JunitCase, TestCaseStatus, TestSuite};
use saffron_compiler::model::{Test, TestCase};
use saffron_lang::{SourceMap, Span};
use saffron_runtime::Decision;
use serde_json::{Value, json};

use super::ladder::{because, quote};
use super::request;
use crate::output::{BAD, BOLD, DIM, GOOD, count};

/// A test and what came of its expectations.
pub(crate) struct TestResult<'m, 'b> {
    pub(crate) test: &'m Test,
    pub(crate) cases: Vec<CaseResult<'m, 'b>>,
}

/// An expectation and what was decided.
pub(crate) struct CaseResult<'m, 'b> {
    pub(crate) case: &'m TestCase,
    pub(crate) decision: Decision<'b>,
}

impl TestResult<'_, '_> {
    pub(crate) fn passed(&self) -> bool {
        self.cases.iter().all(CaseResult::passed)
    }

    fn failures(&self) -> impl Iterator<Item = &CaseResult<'_, '_>> {
        self.cases.iter().filter(|case| !case.passed())
    }
}

impl CaseResult<'_, '_> {
    pub(crate) fn passed(&self) -> bool {
        let (case, decision) = (self.case, &self.decision);
        case.expect == decision.outcome
            && case.step.is_none_or(|step| step == decision.step)
            && case.warning.is_none_or(|warning| warning == decision.warning)
    }

    fn expected(&self) -> String {
        let mut text = self.case.expect.to_string();
        if let Some(step) = self.case.step {
            let _ = write!(text, " by {step}");
        }
        match self.case.warning {
            Some(true) => text.push_str(", with a warning"),
            Some(false) => text.push_str(", without a warning"),
            None => {}
        }
        text
    }

    fn got(&self) -> String {
        let warning = if self.decision.warning { ", with a warning" } else { "" };
        format!("{} {}{warning}", self.decision.outcome, because(&self.decision))
    }
}

/// What is shown beside the results.
pub(crate) struct Setting<'s> {
    pub(crate) sources: &'s SourceMap,
    /// The policy's paths and site, as words for the shell.
    pub(crate) policy: String,
    pub(crate) elapsed: Duration,
}

impl Setting<'_> {
    fn place(&self, span: Span) -> String {
        let file = self.sources.get(span.file);
        file.map_or_else(String::new, |file| {
            format!("{}:{}", file.path, file.line_column(span.start).line)
        })
    }

    fn first_line(&self, span: Span) -> &str {
        self.sources.text(span).lines().next().unwrap_or_default().trim()
    }

    fn explain(&self, case: &TestCase) -> String {
        let flags = request::flags(&request::of_test(&case.request));
        format!("saffron explain {} {}", self.policy, flags.join(" "))
    }
}

/// For people.
pub(crate) fn text(results: &[TestResult<'_, '_>], setting: &Setting<'_>) -> String {
    if results.is_empty() {
        return "the policy has no tests; `test \"…\" { user … { may … } }` declares one\n"
            .to_owned();
    }
    let mut text = String::new();
    for result in results {
        let name = &result.test.name;
        let expectations = count(result.cases.len(), "expectation");
        if result.passed() {
            let _ = writeln!(text, "{GOOD}ok{GOOD:#}      {name} {DIM}({expectations}){DIM:#}");
        } else {
            let place = setting.place(result.test.origin);
            let _ = writeln!(text, "{BAD}FAILED{BAD:#}  {name} {DIM}({place}){DIM:#}");
            result.failures().for_each(|case| push_failure(&mut text, case, setting));
        }
    }
    text.push_str(&totals(results, setting));
    text
}

fn push_failure(text: &mut String, result: &CaseResult<'_, '_>, setting: &Setting<'_>) {
    let case = result.case;
    let user = case.request.user.as_deref().unwrap_or("undefined user");
    let (place, line) = (setting.place(case.origin), setting.first_line(case.origin));
    let _ = writeln!(text, "  {BOLD}{place}{BOLD:#}  {user} {line}");
    let mut say = |what: &str, value: &str| {
        let _ = writeln!(text, "    {DIM}{what:<8}{DIM:#} {value}");
    };
    say("expected", &result.expected());
    say("got", &result.got());
    if let Some(source) = &result.decision.source {
        say("from", &quote(source, Some(setting.sources)));
    }
    say("why", &setting.explain(case));
}

fn totals(results: &[TestResult<'_, '_>], setting: &Setting<'_>) -> String {
    let failed = results.iter().filter(|result| !result.passed()).count();
    let cases: usize = results.iter().map(|result| result.cases.len()).sum();
    let (style, verdict) =
        if failed == 0 { (GOOD, "passed".to_owned()) } else { (BAD, format!("{failed} failed")) };
    format!(
        "\n{style}{}, {verdict}{style:#}; {} in {} ms\n",
        count(results.len(), "test"),
        count(cases, "expectation"),
        setting.elapsed.as_millis()
    )
}

/// For programs.
pub(crate) fn json(results: &[TestResult<'_, '_>], setting: &Setting<'_>) -> Value {
    let tests: Vec<Value> = results.iter().map(|result| test_json(result, setting)).collect();
    let passed = results.iter().filter(|result| result.passed()).count();
    json!({ "passed": passed, "failed": results.len() - passed, "tests": tests })
}

fn test_json(result: &TestResult<'_, '_>, setting: &Setting<'_>) -> Value {
    let failures: Vec<Value> = result
        .failures()
        .map(|case| {
            json!({
                "place": setting.place(case.case.origin),
                "expectation": setting.first_line(case.case.origin),
                "expected": case.expected(),
                "got": case.got(),
                "explain": setting.explain(case.case),
            })
        })
        .collect();
    json!({
        "name": result.test.name,
        "place": setting.place(result.test.origin),
        "passed": result.passed(),
        "expectations": result.cases.len(),
        "failures": failures,
    })
}

/// For build servers.
pub(crate) fn junit(
    package: &str,
    results: &[TestResult<'_, '_>],
    setting: &Setting<'_>,
) -> anyhow::Result<String> {
    let mut suite = TestSuite::new(package);
    suite.add_test_cases(results.iter().map(|result| junit_case(result, setting)));
    let mut report = Report::new("saffron test");
    report.set_time(setting.elapsed);
    report.add_test_suite(suite);
    Ok(report.to_string()?)
}

fn junit_case(result: &TestResult<'_, '_>, setting: &Setting<'_>) -> JunitCase {
    let failures: Vec<String> = result
        .failures()
        .map(|case| {
            let place = setting.place(case.case.origin);
            format!("{place}: expected {}, got {}", case.expected(), case.got())
        })
        .collect();
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
