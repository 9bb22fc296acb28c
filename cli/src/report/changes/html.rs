//! The comparison as one page without a network, for an auditor.

use std::fmt::Write as _;

use saffron_analysis::change::{Change, Kind};

use super::text::example;
use super::{Comparison, wording};

pub(crate) const STYLE: &str = "
:root { color-scheme: light dark; --line: #8886; --gain: #1a7f37; --loss: #cf222e; --note: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --gain: #3fb950; --loss: #ff7b72; --note: #d29922; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.verdict { font-size: 1.1rem; border-left: .3rem solid var(--note); padding: .5rem 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
.gain { color: var(--gain); } .loss { color: var(--loss); } .both, .warning { color: var(--note); }
@media print { body { margin: 0; max-width: none; } details { display: block; } }
";

/// The whole page.
pub(crate) fn report(comparison: &Comparison<'_>) -> String {
    let page = Page {
        title: "What the change of the policy means",
        verdict: wording::verdict(comparison),
        facts_title: "Besides access",
        facts: comparison.facts.iter().map(wording::fact).collect(),
    };
    page.text(comparison)
}

/// What a page has beside the changes of access.
pub(crate) struct Page {
    pub(crate) title: &'static str,
    pub(crate) verdict: String,
    pub(crate) facts_title: &'static str,
    pub(crate) facts: Vec<String>,
}

impl Page {
    /// The page.
    // Writing to a `String` can't fail.
    pub(crate) fn text(&self, comparison: &Comparison<'_>) -> String {
        let (title, verdict) = (self.title, escaped(&self.verdict));
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1>{title}</h1>\n<p class=\"verdict\">{verdict}</p>\n"
        );
        for (kind, title) in wording::TITLES {
            table(&mut page, comparison, kind, title);
        }
        list(&mut page, self.facts_title, &self.facts);
        let open: Vec<String> = comparison.diff.open.iter().map(wording::open).collect();
        list(&mut page, "Not decided", &open);
        page.push_str("</body>\n</html>\n");
        page
    }
}

fn list(page: &mut String, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let _ = write!(page, "<h2>{title}</h2>\n<ul>\n");
    for item in items {
        let _ = writeln!(page, "<li>{}</li>", escaped(item));
    }
    page.push_str("</ul>\n");
}

fn table(page: &mut String, comparison: &Comparison<'_>, kind: Kind, title: &str) {
    let changes: Vec<&Change<'_>> =
        comparison.diff.changes.iter().filter(|change| change.kind == kind).collect();
    if changes.is_empty() {
        return;
    }
    let _ = write!(
        page,
        "<h2 class=\"{}\">{title}</h2>\n<div class=\"scroll\"><table>\n<tr><th>who</th><th>what</th>\
         <th>before</th><th>after</th><th>cause</th><th>a request that shows it</th></tr>\n",
        kind.as_str()
    );
    for change in changes {
        row(page, comparison, change);
    }
    page.push_str("</table></div>\n");
}

fn row(page: &mut String, comparison: &Comparison<'_>, change: &Change<'_>) {
    let [old, new] = &change.regions;
    let short = escaped(&wording::users(change, comparison.bundles));
    let who = if change.users.len() > 3 {
        let all = escaped(&change.users.join(", "));
        format!("<details><summary>{short}</summary>{all}</details>")
    } else {
        short
    };
    let what = format!("{}{}", wording::names(change), wording::restriction(change));
    let [what, before, after, cause] =
        [what, wording::level(old), wording::level(new), wording::cause(change)]
            .map(|it| escaped(&it));
    let request = escaped(&example(&change.witness));
    let _ = writeln!(
        page,
        "<tr><td>{who}</td><td>{what}</td><td>{before}</td><td>{after}</td><td>{cause}</td>\
         <td><code>{request}</code></td></tr>"
    );
}

pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}
