//! The comparison for a person: what it means, then each change with a request that shows it.

use std::fmt::Write as _;

use saffron_analysis::change::Kind;

use super::line::Line;
use super::{Comparison, wording};
use crate::output::{BAD, BOLD, DIM, GOOD, NOTE};

/// The whole comparison.
pub(crate) fn report(comparison: &Comparison<'_>) -> String {
    format!("{BOLD}{}{BOLD:#}\n{}", wording::verdict(comparison), changes(comparison))
}

/// The comparison without its verdict.
pub(crate) fn changes(comparison: &Comparison<'_>) -> String {
    let mut text = String::new();
    for (kind, title) in wording::TITLES {
        let lines = comparison.lines(kind);
        if !lines.is_empty() {
            let _ = write!(text, "\n{BOLD}{title}{BOLD:#}\n");
        }
        for line in &lines {
            push(&mut text, line);
        }
    }
    if !comparison.facts.is_empty() {
        let _ = write!(text, "\n{BOLD}Besides access{BOLD:#}\n");
    }
    for fact in comparison.facts {
        let _ = writeln!(text, "  {}", wording::fact(fact));
    }
    if let Some(not_compared) = wording::not_compared(comparison) {
        let _ = writeln!(text, "\n{DIM}{not_compared}{DIM:#}");
    }
    for open in &comparison.diff.open {
        let _ = writeln!(text, "{NOTE}open{NOTE:#}: {}", wording::open(open));
    }
    text
}

// Writing to a `String` can't fail.
fn push(text: &mut String, line: &Line<'_>) {
    let (style, sign) = match line.kind {
        Kind::Gain => (GOOD, "+"),
        Kind::Loss => (BAD, "-"),
        Kind::Both => (NOTE, "~"),
        Kind::Warning => (NOTE, "!"),
    };
    let _ = writeln!(text, "  {style}{sign}{style:#} {}", line.sentence);
    if !line.cause.is_empty() {
        let _ = writeln!(text, "      {DIM}through the {}{DIM:#}", line.cause);
    }
    let _ = writeln!(text, "      {DIM}for example: {}{DIM:#}", line.example);
}
