//! Diagnostics as JSON, with every place resolved to lines and columns.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::source::{SourceMap, Span};

/// Longer texts are cut: a program that wants them has the file.
const LONGEST_TEXT: usize = 400;

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
    let mut object = place(sources, label.span);
    object.insert("label".to_owned(), json!(label.text));
    let text: String = sources.text(label.span).chars().take(LONGEST_TEXT).collect();
    object.insert("text".to_owned(), json!(text));
    object
}

fn fix(sources: &SourceMap, fix: &Fix) -> Value {
    let mut object = place(sources, fix.span);
    object.insert("replacement".to_owned(), json!(fix.replacement));
    Value::Object(object)
}

/// A span as `file`, `line`, `column`, `end_line`, `end_column`; the end is exclusive.
fn place(sources: &SourceMap, span: Span) -> Map<String, Value> {
    let mut object = Map::new();
    let Some(file) = sources.get(span.file) else { return object };
    let (start, end) = (file.line_column(span.start), file.line_column(span.end));
    object.insert("file".to_owned(), json!(file.path));
    object.insert("line".to_owned(), json!(start.line));
    object.insert("column".to_owned(), json!(start.column));
    object.insert("end_line".to_owned(), json!(end.line));
    object.insert("end_column".to_owned(), json!(end.column));
    object
}
