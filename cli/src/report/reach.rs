//! Who may reach what, as text, as a tree, as JSON and for spreadsheets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_analysis::reach::{Reach, Reaches};
use saffron_analysis::safr;
use saffron_runtime::{AccessLevel, EntryKind, Outcome};
use serde_json::{Map, Value, json};

use super::changes::json::{context, open, witness};
use super::listing::{aligned, field};
use super::{json_place, safr_reach};
use crate::output::{NOTE, count};

/// The columns of the spreadsheet and of the text.
const COLUMNS: [&str; 10] =
    ["user", "group", "class", "profile", "global", "access", "when", "step", "via", "source"];

/// `UPDATE`, or that the resource isn't protected.
pub(crate) fn level(line: &Reach<'_>) -> String {
    match (line.region.outcome, line.region.allowed) {
        (_, Some(level)) => level.to_string(),
        (Outcome::NotProtected, None) => "not protected".to_owned(),
        (_, None) => "-".to_owned(),
    }
}

fn marks(line: &Reach<'_>) -> &'static str {
    match (line.own, line.temporary) {
        (true, _) => " (own)",
        (_, true) => " (temporary data sets)",
        _ => "",
    }
}

fn cells(line: &Reach<'_>) -> [String; 10] {
    let own = marks(line);
    [
        line.user.unwrap_or("(undefined)").to_owned(),
        line.group.unwrap_or_default().to_owned(),
        line.class.clone(),
        format!("{}{own}", line.region.profile.as_deref().unwrap_or("no profile")),
        line.region.global.clone().unwrap_or_default(),
        level(line),
        line.context.map(|it| format!("{} {}", it.kind, it.value)).unwrap_or_default(),
        line.region.step.to_string(),
        line.via.unwrap_or_default().to_owned(),
        line.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default(),
    ]
}

/// A table for a person. `what` is what the lines are counted as.
pub(crate) fn text(reaches: &Reaches<'_>, safr: &[safr::Reach<'_>]) -> String {
    let mut lines = vec![COLUMNS.map(str::to_uppercase)];
    let safr = safr_reach::shown(safr);
    lines.extend(reaches.lines.iter().map(cells).chain(safr.iter().map(safr_reach::cells)));
    let mut text = if lines.len() > 1 { aligned(&lines) } else { "no access\n".to_owned() };
    text.push_str(&open_regions(reaches));
    text
}

fn open_regions(reaches: &Reaches<'_>) -> String {
    let mut text = String::new();
    if !reaches.open.is_empty() {
        let regions = count(reaches.open.len(), "region");
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{NOTE}not complete{NOTE:#}: {regions} could not be decided");
    }
    text
}

/// For spreadsheets.
pub(crate) fn csv(reaches: &Reaches<'_>, safr: &[safr::Reach<'_>]) -> String {
    let mut csv = COLUMNS.join(",");
    csv.push_str("\r\n");
    let safr = safr_reach::shown(safr);
    for cells in reaches.lines.iter().map(cells).chain(safr.iter().map(safr_reach::cells)) {
        csv.push_str(&cells.map(|cell| field(&cell)).join(","));
        csv.push_str("\r\n");
    }
    csv
}

/// The ways from users by groups and entries to profiles. `by_user` begins with users, else with profiles.
pub(crate) fn tree(reaches: &Reaches<'_>, safr: &[safr::Reach<'_>], by_user: bool) -> String {
    let mut tree: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for line in &reaches.lines {
        let user = line.user.unwrap_or("(undefined)");
        let group = line.group.map(|group| format!(" with group {group}")).unwrap_or_default();
        let user = format!("{user}{group}");
        let names = names(line);
        let when = line.context.map(|it| format!(" when {} {}", it.kind, it.value));
        let place = line.source.map(|it| format!("  {}:{}", it.file, it.line)).unwrap_or_default();
        let access = format!("{}{}", level(line), when.unwrap_or_default());
        let (root, branch, leaf) = if by_user {
            (user, way(line), format!("{names}: {access}{place}"))
        } else {
            (names, format!("{}: {access}{place}", way(line)), user)
        };
        tree.entry(root).or_default().entry(branch).or_default().push(leaf);
    }
    for line in &safr_reach::shown(safr) {
        let [root, branch, leaf] = safr_reach::way(line, by_user);
        tree.entry(root).or_default().entry(branch).or_default().push(leaf);
    }
    let mut text = String::new();
    for (root, branches) in &tree {
        let _ = writeln!(text, "{root}");
        for (branch, leaves) in branches {
            let _ = writeln!(text, "  {branch}");
            for leaf in leaves {
                let _ = writeln!(text, "    {leaf}");
            }
        }
    }
    text.push_str(&open_regions(reaches));
    text
}

/// What a line is about: a class and a profile.
pub(crate) fn names(line: &Reach<'_>) -> String {
    let own = marks(line);
    let global = line.region.global.as_ref().map(|it| format!(", global entry {it}"));
    let profile = line.region.profile.as_deref().unwrap_or("without a profile");
    format!("{} {profile}{own}{}", line.class, global.unwrap_or_default())
}

/// By what a level is reached.
pub(crate) fn way(line: &Reach<'_>) -> String {
    match (line.via_kind, line.via) {
        (Some(EntryKind::Group), Some(group)) => format!("group {group}"),
        (Some(EntryKind::User), Some(user)) => format!("user {user}"),
        (Some(EntryKind::Any), _) => "everyone (*)".to_owned(),
        _ => line.region.step.to_string(),
    }
}

/// The answer of `who`.
pub(crate) fn who_json(class: &str, resource: Option<&str>, reaches: &Reaches<'_>) -> Value {
    let subjects: Vec<Value> = reaches.lines.iter().map(|line| subject(line, resource)).collect();
    let mut answer = Map::new();
    answer.insert("class".to_owned(), json!(class));
    answer.insert("resource".to_owned(), json!(resource));
    answer.insert("profile".to_owned(), json!(reaches.profile));
    answer.insert("complete".to_owned(), json!(reaches.open.is_empty()));
    answer.insert("subjects".to_owned(), Value::Array(subjects));
    let undefined = json!({ "allowed": reaches.undefined.map(AccessLevel::as_str) });
    answer.insert("undefined_user".to_owned(), undefined);
    with_open(answer, reaches)
}

fn with_open(mut answer: Map<String, Value>, reaches: &Reaches<'_>) -> Value {
    let regions: Vec<Value> = reaches.open.iter().map(open).collect();
    answer.insert("open".to_owned(), Value::Array(regions));
    Value::Object(answer)
}

fn subject(line: &Reach<'_>, resource: Option<&str>) -> Value {
    let mut fields = Map::new();
    fields.insert("user".to_owned(), json!(line.user));
    fields.insert("group".to_owned(), json!(line.group));
    fields.insert("allowed".to_owned(), json!(line.region.allowed.map(AccessLevel::as_str)));
    reached(line, &mut fields);
    fields.insert("source".to_owned(), json!(line.source.map(json_place::of_source)));
    if resource.is_none() {
        fields.insert("global".to_owned(), json!(line.region.global));
        fields.insert("own".to_owned(), json!(line.own));
        fields.insert("witness".to_owned(), witness(&line.witness, None));
    }
    partial(line, &mut fields);
    Value::Object(fields)
}

fn reached(line: &Reach<'_>, fields: &mut Map<String, Value>) {
    fields.insert("context".to_owned(), json!(line.context.map(context)));
    fields.insert("step".to_owned(), json!(line.region.step.as_str()));
    fields.insert("via".to_owned(), json!(line.via));
}

fn partial(line: &Reach<'_>, fields: &mut Map<String, Value>) {
    if line.partial {
        fields.insert("partial".to_owned(), json!(true));
    }
    if line.temporary {
        fields.insert("temporary".to_owned(), json!(true));
    }
}

/// The answer of `what`.
pub(crate) fn what_json(
    user: Option<&str>,
    date: Option<&str>,
    started: Value,
    (reaches, safr): (&Reaches<'_>, &[safr::Reach<'_>]),
) -> Value {
    let regions = reaches.lines.iter().map(|line| {
        let mut fields = Map::new();
        fields.insert("class".to_owned(), json!(line.class));
        fields.insert("profile".to_owned(), json!(line.region.profile));
        fields.insert("generic".to_owned(), json!(line.region.generic));
        if let Some(volume) = &line.region.volume {
            fields.insert("volume".to_owned(), json!(volume));
        }
        fields.insert("global".to_owned(), json!(line.region.global));
        fields.insert("own".to_owned(), json!(line.own));
        fields.insert("group".to_owned(), json!(line.group));
        fields.insert("allowed".to_owned(), json!(line.region.allowed.map(AccessLevel::as_str)));
        reached(line, &mut fields);
        fields.insert("source".to_owned(), json!(line.source.map(json_place::of_source)));
        fields.insert("witness".to_owned(), witness(&line.witness, date));
        partial(line, &mut fields);
        Value::Object(fields)
    });
    let mut answer = Map::new();
    answer.insert("user".to_owned(), json!(user));
    answer.insert("complete".to_owned(), json!(reaches.open.is_empty()));
    answer.insert("regions".to_owned(), regions.collect());
    answer.insert("safr".to_owned(), safr_reach::what_json(safr));
    answer.insert("started_tasks".to_owned(), started);
    with_open(answer, reaches)
}
