//! What a database unload holds beside a policy: as text, as JSON and as diagnostics.

use saffron_diagnostics::{Diagnostic, SourceMap, Span};
use saffron_unload::System;
use saffron_unload::report::{Finding, FindingKind, Weight};
use serde_json::{Value, json};

use super::json_place;
use crate::{codes, output};

/// Most findings of one kind that are reported one by one.
const EACH: usize = 5;

/// Records, findings and assumptions for a program.
pub(crate) fn value(system: &System, sources: &SourceMap) -> Value {
    let records = system
        .counts
        .iter()
        .map(|(kind, what, count)| json!({ "type": kind, "what": what, "count": count }));
    let findings = system.findings.iter().flat_map(|(kind, subjects)| {
        subjects.iter().map(move |(subject, it)| {
            let place = it.first.and_then(|span| json_place::of_span(span, sources));
            json!({
                "kind": kind.as_str(),
                "severity": severity(kind),
                "subject": subject,
                "meaning": kind.meaning(),
                "count": it.count,
                "place": place,
            })
        })
    });
    json!({
        "records": records.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "assumed": system.assumed,
    })
}

/// The same for a person, a line each.
pub(crate) fn text(system: &System) -> String {
    let types = system.counts.iter().count();
    let records = usize::try_from(system.counts.total()).unwrap_or(usize::MAX);
    let mut text =
        format!("{} of {}\n", output::count(records, "record"), output::count(types, "type"));
    for (kind, subjects) in system.findings.iter() {
        let all: u64 = subjects.values().map(|it| it.count).sum();
        let named: Vec<&str> =
            subjects.keys().take(EACH).map(String::as_str).filter(|it| !it.is_empty()).collect();
        let more = if subjects.len() > EACH { ", …" } else { "" };
        let named =
            if named.is_empty() { String::new() } else { format!(": {}{more}", named.join(", ")) };
        let line = format!("  {}: {} ({all}){named}\n", severity(kind), kind.meaning());
        text.push_str(&line);
    }
    if !system.assumed.is_empty() {
        let line = format!("  warning: assumed options: {}\n", system.assumed.join(", "));
        text.push_str(&line);
    }
    text
}

/// What of the findings a policy's author must know.
pub(crate) fn diagnostics(system: &System) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (kind, subjects) in system.findings.iter().filter(|(kind, _)| is_worth_saying(*kind)) {
        found.extend(subjects.iter().take(EACH).map(|(name, it)| diagnostic(kind, name, it)));
        let more = subjects.len().saturating_sub(EACH);
        if let (Some(last), true) = (found.last_mut(), more > 0) {
            let others = format!("; the same of {}", output::count(more, "other"));
            last.message.push_str(&others);
        }
    }
    if !system.assumed.is_empty() {
        found.push(assumption(&system.assumed));
    }
    found
}

fn severity(kind: FindingKind) -> &'static str {
    match kind.weight() {
        Weight::Error => "error",
        Weight::Warning => "warning",
        Weight::Note => "note",
    }
}

fn is_worth_saying(kind: FindingKind) -> bool {
    kind.weight() != Weight::Note
}

fn diagnostic(kind: FindingKind, subject: &str, finding: &Finding) -> Diagnostic {
    let place = finding.first.unwrap_or(Span::NOWHERE);
    let records = output::count(usize::try_from(finding.count).unwrap_or(usize::MAX), "record");
    let message = match subject {
        "" => format!("{} ({records})", kind.meaning()),
        _ => format!("`{subject}`: {} ({records})", kind.meaning()),
    };
    let label = "this record";
    if kind.weight() == Weight::Error {
        Diagnostic::error(codes::UNLOAD_CONTRADICTION, message, place, label)
    } else {
        Diagnostic::warning(codes::UNLOAD_FINDING, message, place, label)
    }
}

fn assumption(assumed: &[&str]) -> Diagnostic {
    let message = format!(
        "the unload doesn't hold the options of the system; assumed: {}",
        assumed.join(", ")
    );
    Diagnostic::warning(codes::ASSUMED_OPTIONS, message, Span::NOWHERE, "")
        .help("name the output of SETROPTS LIST with --setropts")
}
