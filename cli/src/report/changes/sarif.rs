//! The comparison as SARIF 2.1.0: one result for each change, at the line of its cause.

use saffron_analysis::change::{Change, Kind};
use serde_json::{Value, json};

use super::{Comparison, wording};

/// The whole log.
pub(crate) fn report(comparison: &Comparison<'_>) -> Value {
    let rules: Vec<Value> = rules().collect();
    let results: Vec<Value> = results(comparison).collect();
    log(&rules, &results)
}

/// A log with these rules and results.
pub(crate) fn log(rules: &[Value], results: &[Value]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "saffron",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// What changes of access can be.
pub(crate) fn rules() -> impl Iterator<Item = Value> {
    let kinds = [Kind::Gain, Kind::Loss, Kind::Both, Kind::Warning].into_iter();
    kinds.map(|kind| {
        json!({
            "id": rule(kind),
            "shortDescription": { "text": description(kind) },
            "defaultConfiguration": { "level": level(kind) },
        })
    })
}

/// The changes of access.
pub(crate) fn results(comparison: &Comparison<'_>) -> impl Iterator<Item = Value> {
    comparison.diff.changes.iter().map(|it| result(it, comparison))
}

/// A line of a file.
pub(crate) fn location(file: &str, line: u32) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": file.replace(' ', "%20") },
        "region": { "startLine": line },
    } })
}

fn rule(kind: Kind) -> String {
    format!("access-{}", kind.as_str())
}

const fn description(kind: Kind) -> &'static str {
    match kind {
        Kind::Gain => "Users gain access",
        Kind::Loss => "Users lose access",
        Kind::Both => "The access of users changes",
        Kind::Warning => "Access is granted with another warning",
    }
}

const fn level(kind: Kind) -> &'static str {
    match kind {
        Kind::Gain | Kind::Both => "warning",
        Kind::Loss | Kind::Warning => "note",
    }
}

fn result(change: &Change<'_>, comparison: &Comparison<'_>) -> Value {
    let message = wording::sentence(change, comparison.bundles);
    let sources = change.causes.iter().filter_map(|cause| cause.source);
    let locations: Vec<Value> = sources
        .take(1)
        .map(|source| {
            json!({ "physicalLocation": {
                "artifactLocation": { "uri": source.file.replace(' ', "%20") },
                "region": { "startLine": source.line, "startColumn": source.column },
            } })
        })
        .collect();
    json!({
        "ruleId": rule(change.kind),
        "level": level(change.kind),
        "message": { "text": message },
        "locations": locations,
    })
}
