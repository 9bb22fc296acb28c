//! Files of commands of other security managers: what they state, and what a policy states otherwise.

use std::fmt::Write as _;

use saffron_diagnostics::{SourceMap, Totals};
use saffron_esm::{Difference, Fact, Held, Kind, Reading, Report};
use serde_json::{Map, Value, json};

use super::equivalence::fact_fields;
use super::json_place;
use crate::output::{BAD, GOOD, count};

/// A policy against a file.
pub(crate) struct Comparison<'c> {
    pub(crate) differences: &'c [Difference],
    /// Of the policy: where its facts are stated.
    pub(crate) report: &'c Report,
    pub(crate) file: &'c str,
    /// Every command of the file was understood.
    pub(crate) is_complete: bool,
}

/// `ok: 32 commands, 54 facts`
pub(crate) fn summary(readings: &[Reading]) -> String {
    let commands: usize = readings.iter().map(|it| it.commands).sum();
    let facts: usize = readings.iter().map(|it| it.stated.iter().len()).sum();
    if commands == 0 {
        return "no commands\n".to_owned();
    }
    format!("{GOOD}ok{GOOD:#}: {}, {}\n", count(commands, "command"), count(facts, "fact"))
}

/// A check for a program.
pub(crate) fn check_json(readings: &[Reading], totals: Totals, diagnostics: &[Value]) -> Value {
    json!({
        "errors": totals.errors,
        "warnings": totals.warnings,
        "diagnostics": diagnostics,
        "features": [],
        "commands": readings.iter().map(|it| it.commands).sum::<usize>(),
        "facts": readings.iter().map(|it| it.stated.iter().len()).sum::<usize>(),
    })
}

/// The differences for a person.
pub(crate) fn diff_text(comparison: &Comparison<'_>) -> String {
    let mut text = String::new();
    if comparison.differences.is_empty() {
        let file = comparison.file;
        return if comparison.is_complete {
            format!("{GOOD}equal{GOOD:#}: {file} states what the policy states\n")
        } else {
            format!(
                "{BAD}not complete{BAD:#}: what is understood of {file} is what the policy states\n"
            )
        };
    }
    let number = |kind| comparison.differences.iter().filter(|it| it.kind == kind).count();
    let counts: Vec<String> =
        Kind::ALL.iter().map(|kind| format!("{} {}", number(*kind), kind.as_str())).collect();
    let _ = writeln!(text, "{BAD}different{BAD:#}: {}", counts.join(", "));
    for kind in Kind::ALL {
        let of_kind = comparison.differences.iter().filter(|it| it.kind == kind);
        for (at, difference) in of_kind.enumerate() {
            if at == 0 {
                let _ = writeln!(text, "\n{}:", heading(kind));
            }
            let _ = writeln!(text, "  {}", line(difference, comparison.file));
        }
    }
    text
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "in the policy only",
        Kind::Different => "different",
        Kind::Extra => "in the file only",
    }
}

fn line(difference: &Difference, file: &str) -> String {
    let fact = &difference.fact;
    let place = difference.system.as_ref().map(|held| format!(" ({file}:{})", held.line));
    let values = match (value(difference.policy.as_ref()), value(difference.system.as_ref())) {
        (Some(policy), Some(system)) => format!(": {policy} in the policy, {system} in the file"),
        (Some(one), None) | (None, Some(one)) => format!(": {one}"),
        (None, None) => String::new(),
    };
    format!("{fact}{values}{}", place.unwrap_or_default())
}

fn value(held: Option<&Held>) -> Option<&str> {
    held?.value.as_deref()
}

/// The differences for a program, in the form of `drift`.
pub(crate) fn diff_json(comparison: &Comparison<'_>, sources: &SourceMap) -> Value {
    let facts: Vec<Value> =
        comparison.differences.iter().map(|it| fact_json(it, comparison, sources)).collect();
    json!({ "complete": comparison.is_complete, "facts": facts })
}

fn fact_json(difference: &Difference, comparison: &Comparison<'_>, sources: &SourceMap) -> Value {
    let fact = &difference.fact;
    let record = difference.system.as_ref();
    let record = record.map(|held| json!({ "file": comparison.file, "line": held.line }));
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(difference.kind.as_str()));
    fields.extend(fact_fields(fact));
    for (name, field) in [
        ("policy", json!(value(difference.policy.as_ref()))),
        ("system", json!(value(difference.system.as_ref()))),
        ("source", json!(source(fact, comparison.report, sources))),
        ("record", json!(record)),
    ] {
        fields.insert(name.to_owned(), field);
    }
    Value::Object(fields)
}

/// Where the policy states a fact, if it has the same names there.
fn source(fact: &Fact, report: &Report, sources: &SourceMap) -> Option<Value> {
    let names = |it: &Fact| (it.class.clone(), it.profile.clone(), it.id.clone(), it.group.clone());
    let row = report
        .rows
        .iter()
        .find(|row| row.fact.what == fact.what && names(&row.fact) == names(fact));
    json_place::of_span(row?.source?, sources)
}
