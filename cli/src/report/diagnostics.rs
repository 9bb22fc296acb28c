//! Diagnostics: for people on standard error, for programs on standard output.

use saffron_diagnostics::{Diagnostic, render};
use serde_json::Value;

use crate::load::shown::Shown;
use crate::output::{self, BAD, NOTE, count};

/// Prints the diagnostics for a person, and how many there are.
pub(crate) fn print_text(sources: &Shown, diagnostics: &[Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let mut text =
        render::text(sources, &sources.diagnostics(diagnostics), output::stderr_has_colors());
    if !text.ends_with("\n\n") {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    text.push_str(&summary(diagnostics));
    output::note(&text);
}

/// `error: 5 errors, 1 warning`
fn summary(diagnostics: &[Diagnostic]) -> String {
    let (errors, warnings) = totals(diagnostics);
    let warned = count(warnings, "warning");
    match (errors, warnings) {
        (0, _) => format!("{NOTE}warning{NOTE:#}: {warned}\n"),
        (_, 0) => format!("{BAD}error{BAD:#}: {}\n", count(errors, "error")),
        _ => format!("{BAD}error{BAD:#}: {}, {warned}\n", count(errors, "error")),
    }
}

/// Numbers of errors and warnings.
pub(crate) fn totals(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|it| it.is_error()).count();
    (errors, diagnostics.len() - errors)
}

/// The diagnostics for a program.
pub(crate) fn json(sources: &Shown, diagnostics: &[Diagnostic]) -> Vec<Value> {
    sources.diagnostics(diagnostics).iter().map(|it| render::json(sources, it)).collect()
}
