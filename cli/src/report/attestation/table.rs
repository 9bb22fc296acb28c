//! Lines of an answer as tables of the page.

use std::fmt::Write as _;

use saffron_analysis::reach::Reach;

use super::super::reach::{level, names, way};

/// What, access, when, by and where.
pub(super) fn cells(line: &Reach<'_>) -> [String; 5] {
    let when = line.context.map(|it| format!("{} {}", it.kind, it.value)).unwrap_or_default();
    let place = line.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default();
    [names(line), level(line), when, way(line), place]
}

/// A table. The cells are markup.
pub(super) fn table(body: &mut String, columns: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        body.push_str("<p>None.</p>\n");
        return;
    }
    let head = format!("<th>{}</th>", columns.join("</th><th>"));
    let _ = writeln!(body, "<div class=\"scroll\"><table>\n<tr>{head}</tr>");
    for row in rows {
        let _ = writeln!(body, "<tr><td>{}</td></tr>", row.join("</td><td>"));
    }
    body.push_str("</table></div>\n");
}
