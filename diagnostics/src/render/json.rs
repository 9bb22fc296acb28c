//! Diagnostics as JSON, with every place resolved to lines and columns.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::source::{SourceMap, Span};

/// Longer texts are cut: a program that wants them has the file.
const LONGEST_TEXT: usize = 400;

/// The version of all JSON output. It changes when a key is renamed or removed, or its meaning changes.
pub const JSON_VERSION: u32 = 1;

/// One diagnostic; lines and columns begin at 1, columns count characters.
pub fn json(sources: &SourceMap, diagnostic: &Diagnostic) -> Value {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut object = Map::new();
    object.insert("code".to_owned(), json!(diagnostic.code.0));
    object.insert("severity".to_owned(), json!(severity));
    object.insert("message".to_owned(), json!(diagnostic.message));
    object.append(&mut label(sources, &diagnostic.primary));
    let secondary = diagnostic.secondary.iter().map(|it| Value::Object(label(sources, it)));
    object.insert("secondary".to_owned(), secondary.collect());
    object.insert("help".to_owned(), json!(diagnostic.help));
    object.insert(
        "fix".to_owned(),
        diagnostic.fix.as_ref().map_or(Value::Null, |it| fix(sources, it)),
    );
    Value::Object(object)
}

fn label(sources: &SourceMap, label: &Label) -> Map<String, Value> {
    let mut object = extent(sources, label.span);
    object.insert("label".to_owned(), json!(label.text));
    let text: String = sources.text(label.span).chars().take(LONGEST_TEXT).collect();
    object.insert("text".to_owned(), json!(text));
    object
}

fn fix(sources: &SourceMap, fix: &Fix) -> Value {
    let mut object = extent(sources, fix.span);
    object.insert("replacement".to_owned(), json!(fix.replacement));
    Value::Object(object)
}

/// The start of a span as `file`, `line` and `column`; `null` if its file isn't known.
pub fn place(sources: &SourceMap, span: Span) -> Value {
    let Some(file) = sources.get(span.file) else { return Value::Null };
    let start = file.line_column(span.start);
    json!({ "file": file.path, "line": start.line, "column": start.column })
}

/// A span as its `place` and its exclusive `end`.
fn extent(sources: &SourceMap, span: Span) -> Map<String, Value> {
    let end = sources.get(span.file).map(|file| file.line_column(span.end));
    let end = end.map(|end| json!({ "line": end.line, "column": end.column }));
    let mut object = Map::new();
    object.insert("place".to_owned(), place(sources, span));
    object.insert("end".to_owned(), json!(end));
    object
}
