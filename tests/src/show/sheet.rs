//! Lines with the place that they refer to.

use std::fmt::Write as _;

use saffron_diagnostics::{SourceMap, Span};

/// Room for `line:column`.
const PLACE: usize = 9;

/// A growing text whose lines begin with a place.
#[derive(Debug)]
pub(super) struct Sheet<'s> {
    sources: &'s SourceMap,
    text: String,
}

impl<'s> Sheet<'s> {
    pub(super) fn new(sources: &'s SourceMap) -> Self {
        Self { sources, text: String::new() }
    }

    /// A line about what is at the beginning of a span.
    pub(super) fn line(&mut self, span: Span, depth: usize, text: &str) {
        let at = self.sources.get(span.file).map(|file| file.line_column(span.start));
        let place = at.map(|at| format!("{}:{}", at.line, at.column)).unwrap_or_default();
        self.put(&place, depth, text);
    }

    /// A line about what stands nowhere in the text.
    pub(super) fn bare(&mut self, depth: usize, text: &str) {
        self.put("", depth, text);
    }

    /// A heading without a place, after an empty line.
    pub(super) fn heading(&mut self, text: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        // Writing to a `String` can't fail.
        let _ = writeln!(self.text, "{gap}{text}");
    }

    fn put(&mut self, place: &str, depth: usize, text: &str) {
        let indent = 2 * depth;
        let _ = writeln!(self.text, "{place:<PLACE$}{:indent$}{text}", "");
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Texts with commas between them.
pub(super) fn commas<T>(values: &[T], show: impl Fn(&T) -> String) -> String {
    values.iter().map(show).collect::<Vec<_>>().join(", ")
}
