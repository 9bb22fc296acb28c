//! A place of a policy for programs: `{"file": "pay.saf", "line": 9, "column": 3}`.

use saffron_analysis::facts::FactSource;
use saffron_bundle::Place;
use saffron_diagnostics::{SourceMap, Span, render};
use saffron_runtime::Source;
use serde_json::{Value, json};

fn at(file: &str, line: u32, column: u32) -> Value {
    json!({ "file": file, "line": line, "column": column })
}

/// Where a decision found what it rests on.
pub(crate) fn of_source(source: Source<'_>) -> Value {
    at(source.file, source.line, source.column)
}

/// Where a row of a bundle was stated.
pub(crate) fn of_row(place: Place<'_>) -> Value {
    at(place.file, place.line, place.column)
}

/// Where a fact is stated.
pub(crate) fn of_fact(source: &FactSource) -> Value {
    at(&source.file, source.line, source.column)
}

/// Where a text begins; `None` for a span of no file.
pub(crate) fn of_span(span: Span, sources: &SourceMap) -> Option<Value> {
    Some(render::place(sources, span)).filter(|place| !place.is_null())
}
