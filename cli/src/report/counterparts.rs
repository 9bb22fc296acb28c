//! The entries of access lists with the commands of each security manager, as text, CSV and JSON.

use std::fmt::Write as _;

use saffron_diagnostics::Span;
use saffron_esm::{ListEntry, Verdict};
use saffron_vocabulary::racf::AccessLevel;
use serde_json::{Map, Value, json};

use super::json_place;
use super::listing::field;
use crate::load::shown::Shown;
use crate::output::{BAD, GOOD};

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The universal access.
    Uacc,
    /// An entry of the standard access list.
    Standard,
    /// An entry of the conditional access list: `program PAYCALC`.
    When(String),
    /// A user who isn't on the list, whose level another manager has to be told.
    Added,
}

/// One entry with its commands.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) entry: ListEntry,
    pub(crate) kind: Kind,
    /// What RACF gives; `None` if no entry of the policy states it.
    pub(crate) access: Option<AccessLevel>,
    pub(crate) source: Option<Span>,
    /// One for each security manager.
    pub(crate) cells: Vec<Cell>,
}

/// What a report says of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// The reason or the condition.
    pub(crate) why: Option<String>,
}

/// What one security manager has for an entry.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) esm: &'static str,
    pub(crate) product: &'static str,
    /// Nothing for RACF, and for entries that aren't the policy's.
    pub(crate) judged: Option<Judged>,
    pub(crate) commands: Vec<String>,
}

/// The word before the commands of a cell.
const WIDTH: usize = 11;

/// For people: what is granted, then the commands under the name of each product.
pub(crate) fn text(rows: &[Row], sources: &Shown) -> String {
    let mut text = String::new();
    for row in rows {
        if !text.is_empty() {
            text.push('\n');
        }
        let place = row.source.map(|span| super::place(sources, span));
        let place = place.map(|place| format!("  ({place})")).unwrap_or_default();
        let ListEntry { class, profile, id, .. } = &row.entry;
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{class} {profile}  {}{place}", granted(row, id));
        for cell in &row.cells {
            cell_text(&mut text, cell);
        }
    }
    text
}

fn granted(row: &Row, id: &str) -> String {
    let access = row.access.map_or("", AccessLevel::as_str);
    match &row.kind {
        Kind::Uacc => format!("UACC {access}"),
        Kind::Standard => format!("{id} {access}"),
        Kind::When(when) => format!("{id} {access} when {when}"),
        Kind::Added => format!("{id} is not on the list, and needs a command to have RACF's level"),
    }
}

fn cell_text(text: &mut String, cell: &Cell) {
    let product = cell.product;
    let mut head = format!("{product:<WIDTH$}");
    if let Some(judged) = &cell.judged {
        let style = if judged.verdict == Verdict::Wider { BAD } else { GOOD };
        let why = judged.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let _ = writeln!(text, "  {head} {style}{}{style:#}{why}", judged.verdict.as_str());
        head = " ".repeat(WIDTH);
    } else if cell.commands.is_empty() {
        let _ = writeln!(text, "  {head} no command");
    }
    for command in &cell.commands {
        let _ = writeln!(text, "  {head} {command}");
        head = " ".repeat(WIDTH);
    }
}

/// For spreadsheets; several commands of a cell are joined by `; `.
pub(crate) fn csv(rows: &[Row]) -> String {
    let mut head: Vec<String> =
        ["class", "profile", "id", "access", "when"].map(str::to_owned).to_vec();
    for cell in rows.first().into_iter().flat_map(|row| &row.cells) {
        head.push(cell.esm.to_owned());
        if cell.esm != "racf" {
            head.push([cell.esm, " verdict"].concat());
        }
    }
    let mut csv = head.join(",");
    csv.push_str("\r\n");
    for row in rows {
        let cells: Vec<String> = csv_cells(row).iter().map(|cell| field(cell)).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    csv
}

fn csv_cells(row: &Row) -> Vec<String> {
    let ListEntry { class, profile, id, .. } = &row.entry;
    let id = if row.kind == Kind::Uacc { "UACC" } else { id };
    let when = if let Kind::When(when) = &row.kind { when } else { "" };
    let access = row.access.map_or("", AccessLevel::as_str);
    let mut cells = [class, profile, id, access, when].map(str::to_owned).to_vec();
    for cell in &row.cells {
        cells.push(cell.commands.join("; "));
        if cell.esm != "racf" {
            let verdict = cell.judged.as_ref().map_or("", |it| it.verdict.as_str());
            cells.push(verdict.to_owned());
        }
    }
    cells
}

/// For programs.
pub(crate) fn json(rows: &[Row], sources: &Shown) -> Value {
    json!({ "rows": rows.iter().map(|row| row_json(row, sources)).collect::<Vec<Value>>() })
}

fn row_json(row: &Row, sources: &Shown) -> Value {
    let ListEntry { class, profile, generic, id } = &row.entry;
    let (kind, when) = match &row.kind {
        Kind::Uacc => ("uacc", None),
        Kind::Standard => ("standard", None),
        Kind::When(when) => ("conditional", Some(when)),
        Kind::Added => ("added", None),
    };
    let commands: Map<String, Value> =
        row.cells.iter().map(|cell| (cell.esm.to_owned(), cell_json(cell))).collect();
    json!({
        "class": class,
        "profile": profile,
        "generic": generic,
        "kind": kind,
        "id": id,
        "access": row.access.map(AccessLevel::as_str),
        "when": when,
        "commands": commands,
        "source": row.source.and_then(|span| json_place::of_span(span, sources)),
    })
}

fn cell_json(cell: &Cell) -> Value {
    json!({
        "verdict": cell.judged.as_ref().map(|it| it.verdict.as_str()),
        "why": cell.judged.as_ref().and_then(|it| it.why.as_deref()),
        "commands": cell.commands,
    })
}
