//! What an audit finds, as text, JSON, CSV, SARIF and a page.

use std::fmt::Write as _;

use saffron_audit::{Audit, Finding, Rule, Severity, Subject, Waived};
use serde_json::{Map, Value, json};

use super::html::{Page, code, escaped};
use super::json_place;
use super::listing::{aligned, field};
use super::sarif::{self, Log};
use super::setting::Files;

const COLUMNS: [&str; 6] = ["severity", "rule", "subject", "message", "source", "waived"];

fn place(finding: &Finding) -> String {
    let place = finding.place.as_ref();
    place.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default()
}

/// The subject in a few words.
fn subject(of: &Subject) -> String {
    let object = of.profile.as_ref().or(of.resource.as_ref());
    let words =
        [of.user.as_ref(), of.group.as_ref(), of.class.as_ref(), object, of.option.as_ref()];
    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
    words.join(" ")
}

fn cells(finding: &Finding) -> [String; 5] {
    let severity = finding.severity.as_str().to_owned();
    let subject = subject(&finding.subject);
    [severity, finding.rule.clone(), subject, finding.message.clone(), place(finding)]
}

/// The most severe first.
fn sorted(audit: &Audit) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = audit.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn summary(audit: &Audit) -> String {
    let of = |severity| audit.findings.iter().filter(move |it| it.severity == severity);
    let count = |severity| of(severity).filter(|it| it.waived.is_none()).count();
    let [high, medium, low] = [Severity::High, Severity::Medium, Severity::Low].map(count);
    let open = audit.not_decided.len();
    let waived = audit.findings.iter().filter(|it| it.waived.is_some()).count();
    let waived = if waived > 0 { format!(", {waived} waived") } else { String::new() };
    format!("{high} high, {medium} medium, {low} low{waived}; {open} rules not decided")
}

/// For people.
pub(crate) fn text(audit: &Audit) -> String {
    let mut text = String::new();
    let (waived, open): (Vec<&Finding>, Vec<&Finding>) =
        sorted(audit).into_iter().partition(|finding| finding.waived.is_some());
    text.push_str(&lines(&open));
    if !waived.is_empty() {
        text.push_str("\nwaived:\n");
        text.push_str(&lines(&waived));
    }
    if !audit.not_decided.is_empty() {
        text.push_str("\nnot decided:\n");
        let lines = audit.not_decided.iter();
        let lines = lines.map(|it| vec![it.rule.clone(), format!("needs {}", it.needs)]);
        text.push_str(&aligned(&lines.collect::<Vec<_>>()));
    }
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "\n{}", summary(audit));
    text
}

fn lines(findings: &[&Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let [severity, rule, _, message, place] = cells(finding);
        let excuse = finding.waived.as_ref().map(excuse);
        [severity, rule, message, place].into_iter().chain(excuse).collect()
    });
    aligned(&lines.collect::<Vec<Vec<String>>>())
}

/// `until 2027-01-01: break-glass ID`
fn excuse(waived: &Waived) -> String {
    format!("until {}: {}", waived.until, waived.because)
}

/// For spreadsheets.
pub(crate) fn csv(audit: &Audit) -> String {
    let rows = audit.findings.iter().map(|finding| {
        let excuse = finding.waived.as_ref().map(excuse).unwrap_or_default();
        let cells = cells(finding).into_iter().chain([excuse]);
        cells.map(|cell| field(&cell)).collect::<Vec<_>>().join(",") + "\r\n"
    });
    COLUMNS.join(",") + "\r\n" + &rows.collect::<String>()
}

/// For programs.
pub(crate) fn json(audit: &Audit) -> Value {
    let findings: Vec<Value> = audit.findings.iter().map(finding_json).collect();
    let not_decided = audit.not_decided.iter();
    let not_decided: Vec<Value> =
        not_decided.map(|it| json!({ "rule": it.rule, "needs": it.needs })).collect();
    let waivers: Vec<Value> = audit
        .waivers
        .iter()
        .map(|it| {
            json!({
                "rule": it.rule,
                "state": it.state.as_str(),
                "because": it.because,
                "until": it.until.to_string(),
                "source": it.place.as_ref().map(json_place::of_fact),
            })
        })
        .collect();
    json!({ "findings": findings, "not_decided": not_decided, "waivers": waivers })
}

fn finding_json(finding: &Finding) -> Value {
    let waived = finding.waived.as_ref().map(|it| {
        json!({
            "because": it.because,
            "until": it.until.to_string(),
            "source": it.place.as_ref().map(json_place::of_fact),
        })
    });
    json!({
        "rule": finding.rule,
        "severity": finding.severity.as_str(),
        "subject": subject_json(&finding.subject),
        "message": finding.message,
        "source": finding.place.as_ref().map(json_place::of_fact),
        "waived": waived,
    })
}

/// Only what the subject is about.
fn subject_json(of: &Subject) -> Value {
    let texts = [
        ("user", &of.user),
        ("group", &of.group),
        ("class", &of.class),
        ("profile", &of.profile),
        ("resource", &of.resource),
        ("option", &of.option),
    ];
    let mut object = Map::new();
    for (key, value) in texts {
        object.extend(value.as_ref().map(|it| (key.to_owned(), json!(it))));
    }
    object.extend(of.generic.map(|it| ("generic".to_owned(), json!(it))));
    if !of.volumes.is_empty() {
        object.insert("volumes".to_owned(), json!(of.volumes));
    }
    Value::Object(object)
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// SARIF 2.1.0.
pub(crate) fn sarif(audit: &Audit, rules: &[Rule], files: &Files) -> Log {
    let rules = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": format!("{} {}", rule.title, rule.why).trim() },
                "help": { "text": if rule.fix.is_empty() { &rule.title } else { &rule.fix } },
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    let results = audit.findings.iter().map(|finding| {
        let place = finding.place.as_ref();
        let location =
            place.map(|it| sarif::location(&files.on_disk(&it.file), it.line, it.column));
        let waived = finding.waived.as_ref();
        let suppressions: Vec<Value> = waived
            .map(|it| json!({ "kind": "external", "justification": excuse(it) }))
            .into_iter()
            .collect();
        let mut result =
            sarif::result(&finding.rule, level(finding.severity), &finding.message, location);
        if let Some(object) = result.as_object_mut() {
            object.insert("suppressions".to_owned(), suppressions.into());
        }
        result
    });
    Log { rules, results: results.collect() }
}

/// One page without a network.
pub(crate) fn html(audit: &Audit, rules: &[Rule]) -> String {
    let mut page = Page::new("Audit of a policy", &summary(audit));
    for rule in rules {
        let findings = audit.findings.iter().filter(|finding| finding.rule == rule.id);
        let rows: Vec<[String; 3]> = findings.map(row).collect();
        if !rows.is_empty() {
            page.heading(&format!("{}: {} ({})", rule.id, rule.title, rule.severity.as_str()));
            page.paragraph(&format!("{} {}", rule.why, rule.fix));
            page.table(["subject", "finding", "where"], &rows);
        }
    }
    let open = audit.not_decided.iter();
    let open: Vec<String> = open.map(|it| format!("{} needs {}", it.rule, it.needs)).collect();
    page.list("Not decided", &open);
    page.finish()
}

fn row(finding: &Finding) -> [String; 3] {
    let excuse = finding.waived.as_ref().map(|it| format!(" (waived {})", excuse(it)));
    let message = finding.message.clone() + &excuse.unwrap_or_default();
    [escaped(&subject(&finding.subject)), escaped(&message), code(&place(finding))]
}
