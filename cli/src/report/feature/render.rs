//! Features as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::finding::{FeatureReport, Finding, State};
use crate::document;
use crate::output::{BAD, BOLD, DIM, GOOD, NOTE};

/// One feature with all its needs, for people.
pub(crate) fn text(report: &FeatureReport<'_>) -> String {
    let name = &report.feature.name;
    let verdict = verdict(report);
    let mut text = format!("{BOLD}feature \"{name}\"{BOLD:#}: {verdict}\n");
    for finding in &report.findings {
        push_finding(&mut text, finding);
    }
    text
}

fn verdict(report: &FeatureReport<'_>) -> String {
    let optional = match report.missing(true) {
        0 => String::new(),
        number => format!("{DIM}, {number} optional missing{DIM:#}"),
    };
    let required = report.findings.iter().filter(|it| !it.requirement.optional).count();
    match report.missing(false) {
        0 => format!("{GOOD}ready{GOOD:#}{optional}"),
        missing => format!("{BAD}not ready{BAD:#}, {missing} of {required} missing{optional}"),
    }
}

fn push_finding(text: &mut String, finding: &Finding<'_>) {
    let optional = finding.requirement.optional;
    let (style, state) = match finding.state {
        State::Met | State::MetWithNote => (GOOD, "ok"),
        State::Missing if optional => (NOTE, "optional"),
        State::Missing => (BAD, "missing"),
    };
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "  {style}{state:<8}{style:#}  {}", finding.what);
    let mut line = |what: &str, value: &str| {
        let _ = writeln!(text, "            {DIM}{what:<5}{DIM:#} {value}");
    };
    if finding.state == State::Missing
        && let Some(why) = why(finding)
    {
        line("why", &why);
    }
    finding.now.iter().for_each(|now| line("now", now));
    for advice in &finding.advice {
        let note = advice.note.as_ref().map(|note| format!("   {DIM}({note}){DIM:#}"));
        line("fix", &format!("{BOLD}{}{BOLD:#}{}", advice.declaration, note.unwrap_or_default()));
    }
}

/// The stated reason, or else the doc comment.
fn why(finding: &Finding<'_>) -> Option<String> {
    let docs = || finding.requirement.docs.join(" ");
    let why = finding.requirement.because.clone().unwrap_or_else(docs);
    Some(why).filter(|why| !why.is_empty())
}

/// All features, one line each.
pub(crate) fn overview(reports: &[FeatureReport<'_>]) -> String {
    let width = reports.iter().map(|it| it.feature.name.chars().count()).max().unwrap_or(0);
    let line = |report: &FeatureReport<'_>| {
        format!("{BOLD}{:<width$}{BOLD:#}  {}\n", report.feature.name, verdict(report))
    };
    reports.iter().map(line).collect()
}

/// For programs.
pub(crate) fn json(report: &FeatureReport<'_>) -> Value {
    let findings: Vec<Value> = report.findings.iter().map(finding_json).collect();
    json!({
        "name": report.feature.name,
        "ready": report.is_ready(),
        "docs": report.feature.docs,
        "requirements": findings,
    })
}

fn finding_json(finding: &Finding<'_>) -> Value {
    let advice = finding
        .advice
        .iter()
        .map(|advice| document::remedy(&advice.declaration, advice.note.as_deref()));
    json!({
        "what": finding.what,
        "optional": finding.requirement.optional,
        "met": finding.state != State::Missing,
        "because": finding.requirement.because,
        "docs": finding.requirement.docs,
        "now": finding.now,
        "remedy": advice.collect::<Vec<_>>(),
    })
}
