//! What results of tests and invariants are shown with.

use std::time::Duration;

use saffron_diagnostics::{SourceMap, Span};

/// What is shown with the results.
pub(crate) struct Setting<'s> {
    pub(crate) sources: &'s SourceMap,
    /// The policy's paths and site, as arguments for the shell.
    pub(crate) policy: String,
    pub(crate) elapsed: Duration,
}

impl Setting<'_> {
    /// File and line.
    pub(crate) fn place(&self, span: Span) -> String {
        let file = self.sources.get(span.file);
        file.map_or_else(String::new, |file| {
            format!("{}:{}", file.path, file.line_column(span.start).line)
        })
    }

    /// The first line of what is there.
    pub(crate) fn first_line(&self, span: Span) -> &str {
        self.sources.text(span).lines().next().unwrap_or_default().trim()
    }

    /// The command that explains a request.
    pub(crate) fn explain(&self, flags: &[String]) -> String {
        format!("saffron explain {} {}", self.policy, flags.join(" "))
    }
}
