//! What the tests of a policy cover, as text, as JSON and for viewers of coverage.

use std::fmt::Write as _;

use saffron_analysis::coverage::{Coverage, Item, Kind};
use saffron_runtime::AccessLevel;
use serde_json::{Value, json};

use super::json_place;
use super::setting::Setting;
use crate::output::{BOLD, DIM, count};

/// How many untested grants the text shows.
const MOST_SHOWN: usize = 10;

/// For people: numbers, and the most exposed of the grants that no test rests on.
pub(crate) fn text(coverage: &Coverage<'_>, setting: &Setting<'_>) -> String {
    let (all, covered) = coverage.totals();
    let kinds: Vec<String> = Kind::ALL.into_iter().filter_map(|it| of_kind(coverage, it)).collect();
    let kinds = kinds.join(", ");
    let percent = coverage.percent();
    let mut text = format!("{BOLD}coverage{BOLD:#} {percent} % ({covered} of {all}): {kinds}\n");
    let exposed = coverage.exposed();
    if !exposed.is_empty() {
        let grants = count(exposed.len(), "untested grant");
        let first = if exposed.len() > MOST_SHOWN { ", the most exposed first" } else { "" };
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{grants}{first}:");
    }
    for item in exposed.iter().take(MOST_SHOWN) {
        let (place, users) = (setting.place(item.origin), count(item.users, "user"));
        let _ = writeln!(text, "  {place}  {} {DIM}({users}){DIM:#}", words(item));
    }
    text
}

fn of_kind(coverage: &Coverage<'_>, kind: Kind) -> Option<String> {
    let all = coverage.items.iter().filter(|item| item.kind == kind);
    let covered = all.clone().filter(|item| item.is_covered()).count();
    let what = match kind {
        Kind::Profile => "profiles",
        Kind::Uacc => "UACC",
        Kind::Entry => "entries",
        Kind::Condition => "conditional entries",
        Kind::Global => "global entries",
        Kind::SafrRight => "rights in SAFR",
        Kind::Option => "options",
    };
    let all = all.count();
    (all > 0).then(|| format!("{what} {covered}/{all}"))
}

/// `DATASET PAY.**: PAYGRP UPDATE when program PAYCALC`
fn words(item: &Item<'_>) -> String {
    let class = item.class.map(|class| format!("{class} ")).unwrap_or_default();
    let id = match (item.kind, item.id) {
        (Kind::Uacc, _) => " UACC".to_owned(),
        (Kind::Global, _) => " global".to_owned(),
        (_, Some(id)) => format!(" {id}"),
        (_, None) => String::new(),
    };
    let access = item.access.map(|access| format!(" {access}")).unwrap_or_default();
    let when = item.condition.map(|it| format!(" when {} {}", it.kind, it.value));
    let after = format!("{id}{access}{}", when.unwrap_or_default());
    let colon = if after.is_empty() { "" } else { ":" };
    format!("{class}{}{colon}{after}", item.name)
}

/// For programs.
pub(crate) fn json(coverage: &Coverage<'_>, setting: &Setting<'_>) -> Value {
    let (all, covered) = coverage.totals();
    let items: Vec<Value> = coverage.items.iter().map(|item| of_item(item, setting)).collect();
    json!({ "items": items, "total": all, "covered": covered, "percent": coverage.percent() })
}

fn of_item(item: &Item<'_>, setting: &Setting<'_>) -> Value {
    let levels = |levels: &std::collections::BTreeSet<AccessLevel>| -> Vec<&str> {
        levels.iter().map(|level| level.as_str()).collect()
    };
    let condition = item.condition.map(|it| json!({ it.kind.as_str(): it.value }));
    json!({
        "what": item.kind.as_str(),
        "class": item.class,
        "name": item.name,
        "id": item.id,
        "access": item.access.map(AccessLevel::as_str),
        "condition": condition,
        "source": json_place::of_span(item.origin, setting.sources),
        "users": item.users,
        "covered": item.is_covered(),
        "decisions": item.hits,
        "granted": levels(&item.granted),
        "denied": levels(&item.denied),
        "both_sides": item.has_both_sides(),
    })
}

/// In the format of LCOV: each line on which a decision can rest, and how many decisions did.
pub(crate) fn lcov(coverage: &Coverage<'_>, setting: &Setting<'_>) -> String {
    let mut text = String::new();
    for (file, lines) in coverage.lines(setting.sources) {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "TN:\nSF:{}", setting.files.on_disk(file));
        for (line, hits) in &lines {
            let _ = writeln!(text, "DA:{line},{hits}");
        }
        let hit = lines.values().filter(|hits| **hits > 0).count();
        let _ = writeln!(text, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
    }
    text
}
