//! Drift as one page, with the renderer of differences.

use super::{Drifted, wording};
use crate::report::changes::html;
use crate::report::html::Page;

/// The whole page.
pub(crate) fn report(drifted: &Drifted<'_>) -> String {
    let facts = drifted.facts.iter().map(|fact| {
        let place = wording::place(drifted, fact).map(|it| format!("  {it}"));
        format!("{} {}{}", fact.kind.as_str(), wording::line(fact), place.unwrap_or_default())
    });
    let facts: Vec<String> = facts.collect();
    let title = "How the system differs from its policy";
    let mut page = Page::new(title, &wording::verdict(drifted));
    html::push(&mut page, &drifted.access);
    page.list("Facts", &facts);
    html::push_open(&mut page, &drifted.access);
    page.finish()
}
