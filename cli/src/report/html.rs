//! Pages without a network: one file with its style, readable on a phone, on paper, in the light and in the dark.
//!
//! INVARIANT: text enters a page through [`escaped`] only, so that no name can become markup.

use std::fmt::Write as _;

/// The style of every page.
const STYLE: &str = "
:root { color-scheme: light dark; --line: #8886; --gain: #1a7f37; --loss: #cf222e; --note: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --gain: #3fb950; --loss: #ff7b72; --note: #d29922; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; }
.verdict { font-size: 1.1rem; border-left: .3rem solid var(--note); padding: .5rem 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; } pre code { overflow-wrap: normal; }
.gain { color: var(--gain); } .loss { color: var(--loss); } .both, .warning { color: var(--note); }
svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
svg rect, svg path { fill: none; stroke: currentColor; }
svg .gain rect, svg path.gain { stroke: var(--gain); } svg .loss rect, svg path.loss { stroke: var(--loss); }
@media print { body { margin: 0; max-width: none; } details { display: block; } svg { max-width: 100%; height: auto; } tr, svg { break-inside: avoid; } }
";

/// A page while it is written.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
}

// Writing to a `String` can't fail.
impl Page {
    /// A page with its title, and in one sentence what it shows.
    pub(crate) fn new(title: &str, verdict: &str) -> Self {
        let (title, verdict) = (escaped(title), escaped(verdict));
        let text = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1>{title}</h1>\n<p class=\"verdict\">{verdict}</p>\n"
        );
        Self { text }
    }

    /// Adds markup, whose texts are escaped already.
    pub(crate) fn push(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Adds a heading.
    pub(crate) fn heading(&mut self, title: &str) {
        let _ = writeln!(self.text, "<h2>{}</h2>", escaped(title));
    }

    /// Adds a heading to which links lead.
    pub(crate) fn anchored_heading(&mut self, title: &str, anchor: &str) {
        let _ = writeln!(self.text, "<h2 id=\"{}\">{}</h2>", escaped(anchor), escaped(title));
    }

    /// Adds a heading of the colour of a kind of change.
    pub(crate) fn coloured_heading(&mut self, title: &str, class: &str) {
        let _ = writeln!(self.text, "<h2 class=\"{}\">{}</h2>", escaped(class), escaped(title));
    }

    /// Adds a paragraph.
    pub(crate) fn paragraph(&mut self, text: &str) {
        let _ = writeln!(self.text, "<p>{}</p>", escaped(text));
    }

    /// Adds a list under a heading, unless it is empty.
    pub(crate) fn list(&mut self, title: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.heading(title);
        self.text.push_str("<ul>\n");
        for item in items {
            let _ = writeln!(self.text, "<li>{}</li>", escaped(item));
        }
        self.text.push_str("</ul>\n");
    }

    /// Adds a table. The cells are markup.
    pub(crate) fn table<const N: usize>(&mut self, columns: [&str; N], rows: &[[String; N]]) {
        let head = columns.map(|column| format!("<th>{}</th>", escaped(column))).concat();
        let _ = writeln!(self.text, "<div class=\"scroll\"><table>\n<tr>{head}</tr>");
        for row in rows {
            let cells = row.each_ref().map(|cell| format!("<td>{cell}</td>")).concat();
            let _ = writeln!(self.text, "<tr>{cells}</tr>");
        }
        self.text.push_str("</table></div>\n");
    }

    /// The whole page.
    pub(crate) fn finish(mut self) -> String {
        self.text.push_str("</body>\n</html>\n");
        self.text
    }
}

/// Text as a page shows it.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Text in the type of a program.
pub(crate) fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}
