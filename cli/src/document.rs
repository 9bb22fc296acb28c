//! What all JSON output has in common: its version, and the form of a remedy. Places are in
//! `report/json_place.rs`, the schemas in `docs/schema`.

use saffron_diagnostics::{SourceMap, Span, render};
use serde_json::{Map, Value, json};

use crate::repository;

/// A document: its version, then its fields.
pub(crate) fn versioned(fields: Value) -> Value {
    let mut document = Map::new();
    document.insert("version".to_owned(), render::JSON_VERSION.into());
    if let Value::Object(fields) = fields {
        document.extend(fields);
    }
    Value::Object(document)
}

/// A document as the whole output of a command.
pub(crate) fn text(fields: Value) -> String {
    let mut document = versioned(fields);
    repository::rebase(&mut document);
    format!("{document:#}\n")
}

/// A document as one line of several.
pub(crate) fn line(fields: Value) -> String {
    format!("{}\n", versioned(fields))
}

/// A declaration that grants what was denied, and what to know about it.
pub(crate) fn remedy(declaration: &str, note: Option<&str>) -> Value {
    json!({ "declaration": declaration, "note": note })
}

/// A cell of a table for programs: the cells of the column `source` are places, as [`cell`] writes them.
pub(crate) fn cell_value(column: &str, cell: &str) -> Value {
    if column != "source" {
        return cell.into();
    }
    let mut parts = cell.rsplitn(3, ':');
    let (column, line) = (parts.next().map(str::parse::<u32>), parts.next().map(str::parse::<u32>));
    match (parts.next(), line, column) {
        (Some(file), Some(Ok(line)), Some(Ok(column))) => {
            json!({ "file": file, "line": line, "column": column })
        }
        _ => Value::Null,
    }
}

/// A place as the cell of a table; empty if its file isn't known.
pub(crate) fn cell(sources: &SourceMap, span: Span) -> String {
    let Some(file) = sources.get(span.file) else { return String::new() };
    let start = file.line_column(span.start);
    format!("{}:{}:{}", file.path, start.line, start.column)
}

/// A cell for people, without the column of a place.
pub(crate) fn cell_text(column: &str, cell: &str) -> String {
    let place = if column == "source" { cell.rsplit_once(':') } else { None };
    place.map_or(cell, |(place, _)| place).to_owned()
}
