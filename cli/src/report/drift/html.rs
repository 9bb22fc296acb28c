//! Drift as one page, with the renderer of differences.

use super::{Drifted, wording};
use crate::report::changes;

/// The whole page.
pub(crate) fn report(drifted: &Drifted<'_>) -> String {
    let facts = drifted.facts.iter().map(|fact| {
        let place = wording::place(drifted, fact).map(|it| format!("  {it}"));
        format!("{} {}{}", fact.kind.as_str(), wording::line(fact), place.unwrap_or_default())
    });
    let page = changes::html::Page {
        title: "How the system differs from its policy",
        verdict: wording::verdict(drifted),
        facts_title: "Facts",
        facts: facts.collect(),
    };
    page.text(&drifted.access)
}
