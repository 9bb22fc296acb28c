//! Results of tests and invariants for build servers.
//!
//! The name of a case and its class, which servers follow from run to run, don't depend on the lines of the policy:
//! these are attributes of their own.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};
use saffron_diagnostics::{Diagnostic, Span};

use super::invariant::{self, Judged};
use super::results::{Results, TestResult};
use super::setting::Setting;

/// All results of a policy at one site.
pub(crate) fn suites(outcomes: &Results<'_>, setting: &Setting<'_>) -> Vec<TestSuite> {
    let mut tests = TestSuite::new(setting.group());
    tests.add_test_cases(outcomes.tests.iter().map(|result| test(result, setting)));
    let mut suites = vec![tests];
    if !outcomes.invariants.is_empty() {
        let mut suite = TestSuite::new(match setting.site {
            Some(_) => format!("{}.invariants", setting.group()),
            None => "invariants".to_owned(),
        });
        suite
            .add_test_cases(outcomes.invariants.iter().map(|judged| of_invariant(judged, setting)));
        suites.push(suite);
    }
    suites
}

/// A policy that can't be used: each error is one.
pub(crate) fn of_errors(errors: &[Diagnostic], setting: &Setting<'_>) -> Vec<TestSuite> {
    let message = |it: &Diagnostic| {
        format!("{}: {} {}", setting.place(it.primary.span), it.code.0, it.message)
    };
    let errors: Vec<&Diagnostic> = errors.iter().filter(|it| it.is_error()).collect();
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(errors.iter().copied().map(message).collect::<Vec<_>>().join("\n"));
    let mut case = TestCase::new("the policy compiles", status);
    case.set_classname(setting.group());
    if let Some(first) = errors.first() {
        placed(&mut case, first.primary.span, setting);
    }
    let mut suite = TestSuite::new(setting.group());
    suite.add_test_case(case);
    vec![suite]
}

/// The suites of all sites.
pub(crate) fn written(suites: Vec<TestSuite>, elapsed: Duration) -> anyhow::Result<String> {
    let mut report = Report::new("saffron test");
    report.set_time(elapsed);
    report.add_test_suites(suites);
    Ok(report.to_string()?)
}

fn test(result: &TestResult<'_>, setting: &Setting<'_>) -> TestCase {
    let failures: Vec<String> = result.reasons(setting);
    let mut case = TestCase::new(result.test.name.as_str(), status(&failures));
    case.set_classname(setting.group());
    case.set_time(result.elapsed);
    placed(&mut case, result.test.origin, setting);
    case
}

fn of_invariant(judged: &Judged<'_>, setting: &Setting<'_>) -> TestCase {
    let failures = invariant::reasons(judged, setting);
    let mut case = TestCase::new(judged.invariant.name.as_str(), status(&failures));
    case.set_classname(format!("{}.invariants", setting.group()));
    case.set_time(judged.elapsed);
    placed(&mut case, judged.invariant.origin, setting);
    case
}

fn status(failures: &[String]) -> TestCaseStatus {
    if failures.is_empty() {
        return TestCaseStatus::success();
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(failures.join("\n"));
    status
}

/// Adds the place as attributes.
fn placed(case: &mut TestCase, span: Span, setting: &Setting<'_>) {
    if let Some((file, line)) = setting.at(span) {
        let mut add = |name: &str, value: String| {
            case.extra.insert(XmlString::new(name), XmlString::new(value));
        };
        add("file", setting.files.on_disk(file));
        add("line", line.to_string());
    }
}
