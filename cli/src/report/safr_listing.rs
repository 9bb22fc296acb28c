//! SAFR's decision table as text, CSV and JSON.

use saffron_bundle::listing::safr::{SafrFact, SafrRow};
use serde_json::{Value, json};

use super::json_place;
use super::listing::{aligned, field};
use crate::wire::underscored;

/// The columns, in order.
const COLUMNS: [&str; 8] =
    ["what", "environment", "group", "user", "type", "item", "right", "source"];

/// The columns that a fact fills: what, user, type, item, right.
fn parts<'b>(fact: &SafrFact<'b>) -> [&'b str; 5] {
    match *fact {
        SafrFact::SystemAdministrator(user) => ["system-administrator", user, "", "", ""],
        SafrFact::Member(user) => ["member", user, "", "", ""],
        SafrFact::Access(access) => ["access", "", "", "", access.as_str()],
        SafrFact::MigrateIn => ["run", "", "", "", "migrate-in"],
        SafrFact::Create(kind) => ["create", "", kind.as_str(), "", ""],
        SafrFact::Edit(kind, name, right) => ["edit", "", kind.as_str(), name, right.as_str()],
    }
}

fn cells(row: &SafrRow<'_>) -> [String; 8] {
    let [what, user, kind, item, right] = parts(&row.fact);
    let (environment, group) = (row.environment.unwrap_or(""), row.group.unwrap_or(""));
    let source = row.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default();
    [what, environment, group, user, kind, item, right, &source].map(str::to_owned)
}

/// For people.
pub(crate) fn text(rows: &[SafrRow<'_>]) -> String {
    let heading = std::iter::once(COLUMNS.map(str::to_uppercase));
    let lines: Vec<_> = heading.chain(rows.iter().map(cells)).collect();
    aligned(&lines)
}

/// For spreadsheets.
pub(crate) fn csv(rows: &[SafrRow<'_>]) -> String {
    let mut csv = COLUMNS.join(",");
    csv.push_str("\r\n");
    for row in rows {
        csv.push_str(&cells(row).map(|cell| field(&cell)).join(","));
        csv.push_str("\r\n");
    }
    csv
}

/// For programs.
pub(crate) fn json(rows: &[SafrRow<'_>]) -> Value {
    json!({ "rows": rows.iter().map(row_json).collect::<Vec<_>>() })
}

fn row_json(row: &SafrRow<'_>) -> Value {
    let non_empty = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let [what, user, kind, item, right] = parts(&row.fact);
    json!({
        "what": what,
        "environment": row.environment,
        "group": row.group,
        "user": non_empty(user),
        "item_type": non_empty(&underscored(kind)),
        "item": non_empty(item),
        "right": non_empty(right),
        "source": row.source.map(json_place::of_row),
    })
}
