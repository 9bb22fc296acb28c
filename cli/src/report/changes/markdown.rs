//! The comparison for a pull request: a verdict, tables of gains and losses, and the details folded.

use std::fmt::Write as _;

use saffron_analysis::change::Kind;

use super::line::Line;
use super::{Comparison, wording};

/// Rows of one table; the others are in the JSON.
const MOST_ROWS: usize = 50;

/// The whole comparison.
// Writing to a `String` can't fail.
pub(crate) fn report(comparison: &Comparison<'_>) -> String {
    let mut text = format!("**{}**\n", cell(&wording::verdict(comparison)));
    for (kind, title) in wording::TITLES {
        table(&mut text, comparison, kind, title);
    }
    if !comparison.facts.is_empty() {
        text.push_str("\n### Besides access\n\n");
        for fact in comparison.facts.iter().take(MOST_ROWS) {
            let _ = writeln!(text, "- {}", cell(&wording::fact(fact)));
        }
        more(&mut text, comparison.facts.len());
    }
    if let Some(not_compared) = wording::not_compared(comparison) {
        let _ = writeln!(text, "\n{not_compared}");
    }
    for open in &comparison.diff.open {
        let _ = writeln!(text, "\n> not decided: {} {}", cell(&open.class), cell(open.reason));
    }
    let lines = wording::TITLES.iter().flat_map(|(kind, _)| comparison.lines(*kind));
    let lines: Vec<Line<'_>> = lines.collect();
    if !lines.is_empty() {
        text.push_str("\n<details><summary>Requests that show it</summary>\n\n");
        for line in lines.iter().take(MOST_ROWS) {
            let _ = writeln!(text, "- `{}`", line.example.replace('`', "'"));
        }
        more(&mut text, lines.len());
        text.push_str("\n</details>\n");
    }
    text
}

fn more(text: &mut String, all: usize) {
    if all > MOST_ROWS {
        let _ = writeln!(text, "- and {} more", all - MOST_ROWS);
    }
}

fn table(text: &mut String, comparison: &Comparison<'_>, kind: Kind, title: &str) {
    let lines = comparison.lines(kind);
    if lines.is_empty() {
        return;
    }
    let _ = write!(
        text,
        "\n### {title}\n\n| who | what | before | after | cause |\n|---|---|---|---|---|\n"
    );
    for line in lines.iter().take(MOST_ROWS) {
        let cells = [&line.who, &line.what, &line.before, &line.after, &line.cause];
        let cells = cells.map(|it| cell(it));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    if lines.len() > MOST_ROWS {
        let _ = writeln!(text, "\n{} more are in the JSON.", lines.len() - MOST_ROWS);
    }
}

/// Text as Markdown shows it, whatever names contain.
fn cell(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '@' => {
                // `@` would notify someone; a character reference is never a mention.
                let _ = write!(shown, "&#{};", u32::from(character));
            }
            '\n' | '\r' => shown.push(' '),
            other => shown.push(other),
        }
    }
    shown
}
