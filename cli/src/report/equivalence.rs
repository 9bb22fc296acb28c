//! The equivalence report as text, Markdown and JSON.

use std::fmt::Write as _;

use saffron_esm::{Fact, Report, Row, Verdict};
use serde_json::{Map, Value, json};

use super::json_place;
use crate::document;
use crate::load::shown::Shown;
use crate::output::count;

/// The report for a program.
pub(crate) fn json(report: &Report, sources: &Shown) -> String {
    let summary: Map<String, Value> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.as_str().to_owned(), json!(report.count(*verdict))))
        .collect();
    let rows: Vec<Value> = report.rows.iter().map(|row| row_json(row, sources)).collect();
    let value = json!({
        "esm": report.esm.as_str(),
        "summary": summary,
        "assumed": report.assumed,
        "rows": rows,
    });
    document::text(value)
}

fn row_json(row: &Row, sources: &Shown) -> Value {
    json!({
        "fact": fact_json(&row.fact),
        "verdict": row.verdict.as_str(),
        "reason": row.reason,
        "condition": row.condition,
        "source": row.source.and_then(|span| json_place::of_span(span, sources)),
    })
}

fn fact_json(fact: &Fact) -> Value {
    let mut fields = fact_fields(fact);
    fields.insert("policy".to_owned(), json!(fact.policy));
    Value::Object(fields)
}

/// What a fact is about.
pub(super) fn fact_fields(fact: &Fact) -> Map<String, Value> {
    let fields = [
        ("what", json!(fact.what.as_str())),
        ("class", json!(fact.class)),
        ("profile", json!(fact.profile)),
        ("generic", json!(fact.generic)),
        ("id", json!(fact.id)),
        ("group", json!(fact.group)),
        ("property", json!(fact.property)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn place(row: &Row, sources: &Shown) -> String {
    row.source.map(|span| super::place(sources, span)).unwrap_or_default()
}

/// `47 equivalent, 12 equivalent-if, …`
pub(crate) fn summary(report: &Report) -> String {
    let counts = Verdict::ALL.iter().map(|verdict| {
        let number = report.count(*verdict);
        format!("{number} {}", verdict.as_str())
    });
    counts.collect::<Vec<String>>().join(", ")
}

/// The conditions, each once, with the number of rows that depend on it.
fn conditions(report: &Report) -> Vec<(&str, usize)> {
    let mut found: Vec<(&str, usize)> = Vec::new();
    let all = report.rows.iter().filter_map(|row| row.condition.as_deref());
    for condition in all.flat_map(|all| all.split("; ")) {
        match found.iter_mut().find(|(known, _)| *known == condition) {
            Some((_, rows)) => *rows += 1,
            None => found.push((condition, 1)),
        }
    }
    found
}

/// The report for a person.
pub(crate) fn text(report: &Report, sources: &Shown) -> String {
    let mut text = format!("{}: {}\n", report.esm.product(), summary(report));
    let _ = writeln!(text, "assumed: {}", report.assumed.join(", "));
    for verdict in Verdict::ALL.into_iter().skip(2) {
        let rows: Vec<&Row> = report.rows.iter().filter(|row| row.verdict == verdict).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}:", verdict.as_str());
        for row in rows {
            let _ = writeln!(text, "  {} ({})", row.fact, place(row, sources));
            let _ = writeln!(text, "    {}", row.reason.as_deref().unwrap_or_default());
        }
    }
    let conditions = conditions(report);
    if !conditions.is_empty() {
        text.push_str("\nequivalent if:\n");
    }
    for (condition, rows) in conditions {
        let _ = writeln!(text, "  {condition} ({})", count(rows, "row"));
    }
    text
}

/// The report for a review.
pub(crate) fn markdown(report: &Report, sources: &Shown) -> String {
    let mut text = format!("# Equivalence with {}\n\n{}.\n", report.esm.product(), summary(report));
    text.push_str("\nAssumed:\n\n");
    for assumed in &report.assumed {
        let _ = writeln!(text, "- {}", cell(assumed));
    }
    text.push_str("\n| fact | verdict | why, or on what condition | source |\n|---|---|---|---|\n");
    for row in &report.rows {
        let why = row.reason.as_deref().or(row.condition.as_deref()).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            cell(&row.fact.to_string()),
            row.verdict.as_str(),
            cell(why),
            place(row, sources)
        );
    }
    text
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('|', "\\|").replace('*', "\\*");
    escaped.replace(char::is_control, " ").replace('<', "&lt;")
}
