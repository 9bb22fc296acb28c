//! Drift for a person: facts by kind, then what they mean for access.

use std::fmt::Write as _;

use saffron_analysis::drift::Kind;

use super::{Drifted, wording};
use crate::output::{BAD, BOLD, DIM, GOOD, NOTE};
use crate::report::changes;

/// The whole report.
// Writing to a `String` can't fail.
pub(crate) fn report(drifted: &Drifted<'_>) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", wording::verdict(drifted));
    for (kind, title, style, sign) in [
        (Kind::Extra, "Only on the system", GOOD, "+"),
        (Kind::Missing, "Only in the policy", BAD, "-"),
        (Kind::Different, "Different", NOTE, "~"),
    ] {
        let mut facts = drifted.facts.iter().filter(|it| it.kind == kind).peekable();
        if facts.peek().is_some() {
            let _ = write!(text, "\n{BOLD}{title}{BOLD:#}\n");
        }
        for fact in facts {
            let place = wording::place(drifted, fact).unwrap_or_default();
            let line = wording::line(fact);
            let _ = writeln!(text, "  {style}{sign}{style:#} {line}  {DIM}{place}{DIM:#}");
        }
    }
    text.push_str(&changes::text::changes(&drifted.access));
    if !drifted.assumed.is_empty() {
        let names = drifted.assumed.join(", ");
        let _ = writeln!(
            text,
            "\n{NOTE}warning{NOTE:#}: no file states these options of the system, so they are not compared: {names}"
        );
    }
    text
}
