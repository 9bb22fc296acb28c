//! The comparison for a pull request: a verdict, tables of gains and losses, and the details folded.

use std::fmt::Write as _;

use saffron_analysis::change::{Change, Kind};

use super::text::example;
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
    for open in &comparison.diff.open {
        let _ = writeln!(text, "\n> not decided: {} {}", cell(&open.class), cell(open.reason));
    }
    if !comparison.diff.changes.is_empty() {
        text.push_str("\n<details><summary>Requests that show it</summary>\n\n");
        for change in comparison.diff.changes.iter().take(MOST_ROWS) {
            let _ = writeln!(text, "- `{}`", example(&change.witness).replace('`', "'"));
        }
        more(&mut text, comparison.diff.changes.len());
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
    let changes: Vec<&Change<'_>> =
        comparison.diff.changes.iter().filter(|change| change.kind == kind).collect();
    if changes.is_empty() {
        return;
    }
    let _ = write!(
        text,
        "\n### {title}\n\n| who | what | before | after | cause |\n|---|---|---|---|---|\n"
    );
    for change in changes.iter().take(MOST_ROWS) {
        let [old, new] = &change.regions;
        let cells = [
            wording::users(change, comparison.bundles),
            format!("{}{}", wording::names(change), wording::restriction(change)),
            wording::level(old),
            wording::level(new),
            wording::cause(change),
        ];
        let cells = cells.map(|it| cell(&it));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    if changes.len() > MOST_ROWS {
        let _ = writeln!(text, "\n{} more are in the JSON.", changes.len() - MOST_ROWS);
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
