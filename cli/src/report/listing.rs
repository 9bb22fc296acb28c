//! The decision table as text, CSV and JSON.

use std::fmt::Write as _;

use saffron_bundle::listing::{Grant, ListingRow};
use saffron_vocabulary::racf::AccessLevel;
use serde_json::{Value, json};

use super::conditional::CONDITIONAL;
use super::json_place;

/// The columns, in order.
const COLUMNS: [&str; 9] =
    ["class", "profile", "kind", "uacc", "id", "access", "when", "flags", "source"];

/// For people: cells that repeat the line above are empty, but for the profile's name, so that a search for it finds
/// all of its entries.
pub(crate) fn text(rows: &[ListingRow<'_>]) -> String {
    let mut lines = vec![COLUMNS.map(str::to_uppercase)];
    let mut above: Option<[String; 9]> = None;
    for row in rows {
        let cells = cells(row);
        let repeats = row.grant.is_some()
            && above.as_ref().is_some_and(|above| above.get(..4) == cells.get(..4));
        above = Some(cells.clone());
        lines.push(if repeats { without_head(cells, row) } else { cells });
    }
    aligned(&lines)
}

fn without_head(
    [_, profile, _, _, id, access, when, _, source]: [String; 9],
    row: &ListingRow<'_>,
) -> [String; 9] {
    let none = String::new;
    let flag = row.flags.iter().find(|it| *it == CONDITIONAL).cloned().unwrap_or_default();
    [none(), profile, none(), none(), id, access, when, flag, source]
}

/// Cells in columns. Each line has the same number of cells.
pub(crate) fn aligned(lines: &[impl AsRef<[String]>]) -> String {
    let mut widths = vec![0; lines.first().map_or(0, |line| line.as_ref().len())];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line.as_ref()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in lines {
        for (cell, &width) in line.as_ref().iter().zip(&widths) {
            // Writing to a `String` can't fail.
            let _ = write!(text, "{cell:<width$}  ");
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

/// For spreadsheets: every line is complete.
pub(crate) fn csv(rows: &[ListingRow<'_>]) -> String {
    let mut csv = COLUMNS.join(",");
    csv.push_str("\r\n");
    for row in rows {
        csv.push_str(&cells(row).map(|cell| field(&cell)).join(","));
        csv.push_str("\r\n");
    }
    csv
}

/// A cell of a CSV file: quoted as RFC 4180 asks for, and never a formula. A cell that a spreadsheet
/// would take for one gets a `'` in front, which spreadsheets don't show.
pub(crate) fn field(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\r', '\n']) || cell != cell.trim() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// For programs.
pub(crate) fn json(rows: &[ListingRow<'_>]) -> Value {
    json!({ "rows": rows.iter().map(row_json).collect::<Vec<_>>() })
}

fn row_json(row: &ListingRow<'_>) -> Value {
    json!({
        "class": row.class,
        "profile": row.profile,
        "kind": row.kind.as_str(),
        "uacc": row.uacc.map(AccessLevel::as_str),
        "entry": row.grant.as_ref().map(|grant| json!({
            "kind": grant.kind.as_str(),
            "id": grant.id,
            "access": grant.access.as_str(),
            "when": grant.when.map(|_| when(grant)),
        })),
        "flags": row.flags,
        "source": row.source.map(json_place::of_row),
    })
}

fn cells(row: &ListingRow<'_>) -> [String; 9] {
    let grant = row.grant.as_ref();
    [
        row.class.to_owned(),
        row.profile.to_owned(),
        row.kind.as_str().to_owned(),
        row.uacc.map(|level| level.to_string()).unwrap_or_default(),
        grant.map(|grant| grant.id.to_owned()).unwrap_or_default(),
        grant.map(|grant| grant.access.to_string()).unwrap_or_default(),
        grant.map(when).unwrap_or_default(),
        row.flags.join(", "),
        row.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default(),
    ]
}

/// `program PAYCALC`, `criteria SQLROLE=TELLER`
fn when(grant: &Grant<'_>) -> String {
    match grant.when {
        None => String::new(),
        Some((kind, "", value)) => format!("{kind} {value}"),
        Some((kind, name, value)) => format!("{kind} {name}={value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(field("SYS1.**"), "SYS1.**");
        assert_eq!(field("a,b"), "\"a,b\"");
        assert_eq!(field("@ADMIN"), "'@ADMIN");
        assert_eq!(field("=1+1,2"), "\"'=1+1,2\"");
        assert_eq!(field("say \"x\""), "\"say \"\"x\"\"\"");
    }
}
