//! Diagnostics: for people on standard error, for programs on standard output.

use saffron_diagnostics::{Diagnostic, Totals, render};
use serde_json::Value;

use crate::load::shown::Shown;
use crate::options::DiagnosticArgs;
use crate::output::{self, BAD, NOTE, count, thousands};

/// Prints the diagnostics for a person, and how many there are, with those that weren't kept.
pub(crate) fn print_text(
    sources: &Shown,
    diagnostics: &[Diagnostic],
    left_out: Totals,
    most: DiagnosticArgs,
) {
    if diagnostics.is_empty() {
        return;
    }
    let shown = most.shown(diagnostics);
    let mut text = render::text(sources, &sources.diagnostics(&shown), output::stderr_has_colors());
    if !text.ends_with("\n\n") {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let totals = Totals::of(diagnostics) + left_out;
    text.push_str(&summary(totals, totals.all() - shown.len()));
    text.push_str(&more_about(&shown));
    output::note(&text);
}

/// How to read the page of the first code.
fn more_about(shown: &[Diagnostic]) -> String {
    let first = shown.iter().find(|it| it.is_error()).or_else(|| shown.first());
    first.map(|it| format!("`saffron codes {}` explains more\n", it.code.0)).unwrap_or_default()
}

/// `error: 5 errors, 1 warning`
fn summary(totals: Totals, hidden: usize) -> String {
    let errors = count(totals.errors, "error");
    let warnings = count(totals.warnings, "warning");
    let hidden = match hidden {
        0 => String::new(),
        number => format!("; {} of them are not shown", thousands(number)),
    };
    match (totals.errors, totals.warnings) {
        (0, _) => format!("{NOTE}warning{NOTE:#}: {warnings}{hidden}\n"),
        (_, 0) => format!("{BAD}error{BAD:#}: {errors}{hidden}\n"),
        _ => format!("{BAD}error{BAD:#}: {errors}, {warnings}{hidden}\n"),
    }
}

/// The diagnostics for a program.
pub(crate) fn json(
    sources: &Shown,
    diagnostics: &[Diagnostic],
    most: DiagnosticArgs,
) -> Vec<Value> {
    let shown = most.shown(diagnostics);
    sources.diagnostics(&shown).iter().map(|it| render::json(sources, it)).collect()
}
