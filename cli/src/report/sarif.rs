//! SARIF 2.1.0: results at the lines of a policy, as servers show them next to a change.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_diagnostics::{Diagnostic, Severity, SourceMap, Span};
use serde_json::{Value, json};

use super::setting::Files;

/// A log of one run.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The rules that results refer to.
    pub(crate) rules: Vec<Value>,
    pub(crate) results: Vec<Value>,
}

impl Log {
    /// The whole output of a command.
    pub(crate) fn text(&self) -> String {
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "saffron",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": self.rules,
                } },
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        format!("{log:#}\n")
    }

    /// Diagnostics, with the rules that they name.
    pub(crate) fn of_diagnostics(
        diagnostics: &[Diagnostic],
        sources: &SourceMap,
        files: &Files,
    ) -> Self {
        let mut rules = BTreeMap::new();
        let mut results = Vec::new();
        for it in diagnostics {
            let level = match it.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            rules.entry(it.code.0).or_insert_with(|| rule(it.code.0, &it.message, level));
            let help = it.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            let text = format!("{}{help}", it.message);
            results.push(result(it.code.0, level, &text, of_span(it.primary.span, sources, files)));
        }
        Self { rules: rules.into_values().collect(), results }
    }
}

impl Log {
    /// Adds the results of another run, and the rules that are new.
    pub(crate) fn join(&mut self, other: Self) {
        let new = other.rules.into_iter().filter(|rule| !self.rules.contains(rule));
        let new: Vec<Value> = new.collect();
        self.rules.extend(new);
        self.results.extend(other.results);
    }
}

/// A line of a file as the location of a result.
pub(crate) fn location(file: &str, line: u32, column: u32) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(file) },
        "region": { "startLine": line, "startColumn": column },
    } })
}

/// A path as a reference of a URI: what isn't allowed there is escaped, byte by byte.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$'()*,;=@".contains(&byte);
    let mut uri = String::new();
    for byte in path.bytes() {
        if plain(byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a `String` can't fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// The location of a text; `None` if it is in no file.
pub(crate) fn of_span(span: Span, sources: &SourceMap, files: &Files) -> Option<Value> {
    let file = sources.get(span.file)?;
    let begin = file.line_column(span.start);
    Some(location(&files.on_disk(&file.path), begin.line, begin.column))
}

/// A result at a location, if it has one.
pub(crate) fn result(rule: &str, level: &str, message: &str, location: Option<Value>) -> Value {
    json!({
        "ruleId": rule,
        "level": level,
        "message": { "text": message },
        "locations": location.into_iter().collect::<Vec<_>>(),
    })
}

/// A rule.
pub(crate) fn rule(id: &str, description: &str, level: &str) -> Value {
    json!({
        "id": id,
        "shortDescription": { "text": description },
        "defaultConfiguration": { "level": level },
    })
}
