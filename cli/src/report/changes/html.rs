//! The comparison as one page, for an auditor.

use super::line::Line;
use super::{Comparison, wording};
use crate::report::html::{Page, code, escaped};

/// The whole page.
pub(crate) fn report(comparison: &Comparison<'_>) -> String {
    let title = "What the change of the policy means";
    let mut page = Page::new(title, &wording::verdict(comparison));
    push(&mut page, comparison);
    push_facts(&mut page, comparison);
    push_open(&mut page, comparison);
    page.finish()
}

/// Adds the changes of access.
pub(crate) fn push(page: &mut Page, comparison: &Comparison<'_>) {
    for (kind, title) in wording::TITLES {
        let rows: Vec<[String; 6]> = comparison.lines(kind).iter().map(row).collect();
        if !rows.is_empty() {
            page.coloured_heading(title, kind.as_str());
            let columns = ["who", "what", "before", "after", "cause", "a request that shows it"];
            page.table(columns, &rows);
        }
    }
}

/// Adds what differs besides access.
pub(crate) fn push_facts(page: &mut Page, comparison: &Comparison<'_>) {
    let facts: Vec<String> = comparison.facts.iter().map(wording::fact).collect();
    page.list("Besides access", &facts);
    let not_compared: Vec<String> =
        wording::not_compared(comparison).into_iter().map(str::to_owned).collect();
    page.list("Limits", &not_compared);
}

/// Adds what is not decided.
pub(crate) fn push_open(page: &mut Page, comparison: &Comparison<'_>) {
    let open: Vec<String> = comparison.diff.open.iter().map(wording::open).collect();
    page.list("Not decided", &open);
}

fn row(line: &Line<'_>) -> [String; 6] {
    let [what, before, after, cause] =
        [&line.what, &line.before, &line.after, &line.cause].map(|it| escaped(it));
    [who(line), what, before, after, cause, code(&line.example)]
}

/// The users; of many, the list is folded.
pub(crate) fn who(line: &Line<'_>) -> String {
    let short = escaped(&line.who);
    if line.users.len() <= 3 {
        return short;
    }
    let all = escaped(&line.users.join(", "));
    format!("<details><summary>{short}</summary>{all}</details>")
}
