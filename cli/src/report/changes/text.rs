//! The comparison for a person: what it means, then each change with a request that shows it.

use std::fmt::Write as _;

use saffron_analysis::change::{Change, Kind, Witness};

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
        let changes = comparison.diff.changes.iter().filter(|change| change.kind == kind);
        let mut changes = changes.peekable();
        if changes.peek().is_some() {
            let _ = write!(text, "\n{BOLD}{title}{BOLD:#}\n");
        }
        for change in changes {
            line(&mut text, change, comparison);
        }
    }
    if !comparison.facts.is_empty() {
        let _ = write!(text, "\n{BOLD}Besides access{BOLD:#}\n");
    }
    for fact in comparison.facts {
        let _ = writeln!(text, "  {}", wording::fact(fact));
    }
    for open in &comparison.diff.open {
        let _ = writeln!(text, "{NOTE}open{NOTE:#}: {}", wording::open(open));
    }
    text
}

// Writing to a `String` can't fail.
fn line(text: &mut String, change: &Change<'_>, comparison: &Comparison<'_>) {
    let (style, sign) = match change.kind {
        Kind::Gain => (GOOD, "+"),
        Kind::Loss => (BAD, "-"),
        Kind::Both => (NOTE, "~"),
        Kind::Warning => (NOTE, "!"),
    };
    let sentence = wording::sentence(change, comparison.bundles);
    let _ = writeln!(text, "  {style}{sign}{style:#} {sentence}");
    let cause = wording::cause(change);
    if !cause.is_empty() {
        let _ = writeln!(text, "      {DIM}through the {cause}{DIM:#}");
    }
    let _ = writeln!(text, "      {DIM}for example: {}{DIM:#}", example(&change.witness));
}

/// `saffron explain … --user U --class C --resource R --access LEVEL`
pub(crate) fn example(witness: &Witness<'_>) -> String {
    let user = witness.user.map_or("--undefined-user".to_owned(), |user| format!("--user {user}"));
    let mut text = format!(
        "{user} --class {} --resource '{}' --access {}",
        witness.class,
        witness.resource.replace('\'', "'\\''"),
        witness.access.to_string().to_lowercase()
    );
    if let Some(group) = witness.group {
        let _ = write!(text, " --group {group}");
    }
    if let Some(volume) = &witness.volume {
        let _ = write!(text, " --volume {volume}");
    }
    if let Some(condition) = witness.condition {
        let _ = write!(text, " --{} {}", condition.kind, condition.value);
    }
    text
}
