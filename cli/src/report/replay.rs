//! What a replay found, as text and as JSON.

use std::fmt::Write as _;

use saffron_replay::event::Wanted;
use saffron_replay::{ChangedBy, Group, Key, Line, Report, Unrested, Unused, Witness};
use serde_json::{Map, Value, json};

use super::json_place;
use super::listing::aligned;
use crate::output::{BOLD, NOTE, count};

fn observed(unused: &Unused<'_>) -> &'static str {
    if unused.observable { "unused" } else { "not-observable" }
}

fn place(at: Line, names: &[String]) -> String {
    format!("{}:{}", names.get(at.file).map_or("", String::as_str), at.line)
}

fn place_json(at: Line, names: &[String]) -> Value {
    json!({ "file": names.get(at.file), "line": at.line })
}

fn marks(group: &Group) -> Vec<&'static str> {
    let marks = [
        group.revoked.then_some("user-revoked"),
        group.changed.is_some().then_some("changed-since"),
    ];
    marks.into_iter().flatten().collect()
}

/// The answer for a program.
pub(crate) fn json(found: &Report<'_>, names: &[String]) -> Value {
    let skipped: Map<String, Value> =
        found.skipped.iter().map(|(skip, n)| (skip.as_str().to_owned(), json!(n))).collect();
    let lines = |lines: &[(Key, Group)]| -> Vec<Value> {
        lines.iter().map(|(key, group)| line(key, group, names)).collect()
    };
    let by_authority: Vec<Value> = found.by_authority.iter().map(|(authority, user, all, of)| {
        json!({ "authority": authority.as_str(), "user": user, "events": all, "compared": of })
    }).collect();
    let unreadable: Vec<Value> = found.unreadable.iter().map(|at| place_json(*at, names)).collect();
    let mut answer = json!({
        "complete": found.is_complete(),
        "events": found.events,
        "compared": found.compared,
        "same": found.same,
        "resolved": found.resolved,
        "duplicates": found.duplicates,
        "duplicates_exact": found.duplicates_exact,
        "left_out": found.left_out,
        "span": found.span.map(|(first, last)| {
            json!({ "first": first.to_string(), "last": last.to_string() })
        }),
        "skipped": skipped,
        "unreadable": unreadable,
        "differences": lines(&found.differences),
        "context_unknown": lines(&found.context_unknown),
        "by_authority": by_authority,
        "notes": { "profile": found.profiles_noted, "allowed": found.levels_noted },
        "commands": found.commands,
        "options_changed": found.options_changed.map(|by| changed(by, names)),
    });
    if let (Some(unused), Value::Object(answer)) = (&found.unused, &mut answer) {
        let rows: Vec<Value> = unused.rows.iter().map(unused_row).collect();
        answer.insert("unused".to_owned(), Value::Array(rows));
        let observable = json!({ "profiles": unused.observable, "of": unused.profiles });
        answer.insert("observable".to_owned(), observable);
    }
    answer
}

fn changed(by: ChangedBy, names: &[String]) -> Value {
    json!({ "command": by.command, "time": by.time.to_string(), "at": place_json(by.at, names) })
}

fn line(key: &Key, group: &Group, names: &[String]) -> Value {
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(key.answer.as_str()));
    if let Some(caused_by) = key.caused_by {
        fields.insert("caused_by".to_owned(), json!(caused_by.as_str()));
    }
    fields.insert("user".to_owned(), json!(key.user));
    fields.insert("class".to_owned(), json!(key.class));
    let profile = json!({ "policy": key.policy, "recorded": key.recorded });
    fields.insert("profile".to_owned(), profile);
    fields.insert("access".to_owned(), json!(key.access.as_str()));
    fields.insert("events".to_owned(), json!(group.events));
    fields.insert("first".to_owned(), json!(group.first.to_string()));
    fields.insert("last".to_owned(), json!(group.last.to_string()));
    fields.insert("marks".to_owned(), json!(marks(group)));
    if let Some(by) = group.changed {
        fields.insert("changed".to_owned(), changed(by, names));
    }
    fields.insert("witness".to_owned(), witness(key, &group.witness));
    fields.insert("example".to_owned(), place_json(group.example, names));
    Value::Object(fields)
}

/// A request of the decision interface.
fn witness(key: &Key, of: &Witness) -> Value {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Option<&String>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), json!(value));
        }
    };
    set("user", Some(&key.user));
    set("group", of.group.as_ref());
    set("class", Some(&key.class));
    set("resource", Some(&of.resource));
    set("volume", of.volume.as_ref());
    match key.access {
        Wanted::Level(level) => _ = fields.insert("access".to_owned(), json!(level.as_str())),
        Wanted::Execute => _ = fields.insert("intent".to_owned(), json!("execute")),
    }
    fields.insert("date".to_owned(), json!(of.time.date()));
    let mut context = Map::new();
    if let Some((field, name)) = &of.port {
        context.insert((*field).to_owned(), json!(name));
    }
    if !of.system.is_empty() {
        context.insert("sysid".to_owned(), json!(of.system));
    }
    if let Some(label) = &of.label {
        context.insert("seclabel".to_owned(), json!(label));
    }
    if !context.is_empty() {
        fields.insert("context".to_owned(), Value::Object(context));
    }
    Value::Object(fields)
}

fn unused_row(unused: &Unused<'_>) -> Value {
    let entry = unused.entry;
    let mut fields = Map::new();
    let what = if entry.is_some() { "entry" } else { "profile" };
    fields.insert("what".to_owned(), json!(what));
    fields.insert("class".to_owned(), json!(unused.class));
    fields.insert("profile".to_owned(), json!(unused.profile));
    fields.insert("generic".to_owned(), json!(unused.generic));
    if let Some(entry) = entry {
        fields.insert("kind".to_owned(), json!(entry.kind.as_str()));
        fields.insert("id".to_owned(), json!(entry.id));
        fields.insert("access".to_owned(), json!(entry.access.as_str()));
        let when = entry.when.map(|(kind, value)| json!({ kind.as_str(): value }));
        fields.insert("when".to_owned(), json!(when));
    }
    fields.insert("source".to_owned(), json!(unused.source.map(json_place::of_row)));
    fields.insert("verdict".to_owned(), json!(observed(unused)));
    Value::Object(fields)
}

/// The answer for a person.
pub(crate) fn text(found: &Report<'_>, names: &[String]) -> String {
    let mut text = summary(found);
    // Writing to a `String` can't fail.
    for (title, lines) in [
        ("differences", &found.differences),
        ("perhaps different: a condition isn't in the record", &found.context_unknown),
    ] {
        if !lines.is_empty() {
            let _ = write!(text, "\n{BOLD}{title}{BOLD:#}\n{}", table(lines, names));
        }
    }
    if !found.by_authority.is_empty() {
        let _ = write!(text, "\n{BOLD}decided by something else than a profile{BOLD:#}\n");
        let mut cells = vec![["AUTHORITY", "USER", "EVENTS"].map(str::to_owned)];
        cells.extend(found.by_authority.iter().map(|(authority, user, events, _)| {
            [authority.as_str().to_owned(), user.clone(), events.to_string()]
        }));
        text.push_str(&aligned(&cells));
    }
    if let Some(unused) = &found.unused {
        text.push_str(&unrested(unused, found));
    }
    text.push_str(&reservations(found, names));
    text
}

fn summary(found: &Report<'_>) -> String {
    let mut text =
        format!("{} events: {} compared, {} the same", found.events, found.compared, found.same);
    if found.duplicates > 0 {
        let _ = write!(text, ", {} duplicates", found.duplicates);
    }
    text.push('\n');
    if let Some((first, last)) = found.span {
        let _ = writeln!(text, "from {first} to {last}");
    }
    if !found.skipped.is_empty() {
        let reasons: Vec<String> =
            found.skipped.iter().map(|(skip, n)| format!("{n} {}", skip.as_str())).collect();
        let _ = writeln!(text, "not compared: {}", reasons.join(", "));
    }
    if found.resolved > 0 {
        let _ = writeln!(text, "{} differed before the change and don't any more", found.resolved);
    }
    if found.differences.is_empty() {
        text.push_str("no difference\n");
    }
    text
}

fn table(lines: &[(Key, Group)], names: &[String]) -> String {
    let header = [
        "KIND", "USER", "CLASS", "PROFILE", "RECORDED", "ACCESS", "EVENTS", "FIRST", "LAST",
        "MARKS", "EXAMPLE",
    ];
    let mut cells = vec![header.map(str::to_owned)];
    cells.extend(lines.iter().map(|(key, group)| {
        let mut marks: Vec<String> = marks(group).into_iter().map(str::to_owned).collect();
        if let Some(by) = group.changed {
            marks.push(format!("({} {})", by.command, place(by.at, names)));
        }
        marks.extend(key.caused_by.map(|by| format!("by:{}", by.as_str())));
        [
            key.answer.as_str().to_owned(),
            key.user.clone(),
            key.class.clone(),
            key.policy.clone().unwrap_or_else(|| "-".to_owned()),
            key.recorded.clone().unwrap_or_else(|| "-".to_owned()),
            key.access.as_str().to_owned(),
            group.events.to_string(),
            group.first.to_string(),
            group.last.to_string(),
            marks.join(" "),
            place(group.example, names),
        ]
    }));
    aligned(&cells)
}

fn unrested(unused: &Unrested<'_>, found: &Report<'_>) -> String {
    let seen = unused.rows.iter().filter(|row| row.observable).count();
    let mut text = format!("\n{BOLD}no event rests on{BOLD:#}\n");
    let mut cells = vec![["VERDICT", "CLASS", "PROFILE", "ENTRY", "SOURCE"].map(str::to_owned)];
    cells.extend(unused.rows.iter().map(|row| {
        let entry = row.entry.map(|it| {
            let when = it.when.map(|(kind, value)| format!(" when {kind} {value}"));
            format!("{} {}: {}{}", it.kind, it.id, it.access, when.unwrap_or_default())
        });
        [
            observed(row).to_owned(),
            row.class.to_owned(),
            row.profile.to_owned(),
            entry.unwrap_or_default(),
            row.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default(),
        ]
    }));
    if cells.len() > 1 {
        text.push_str(&aligned(&cells));
    }
    let span = match found.span {
        Some((first, last)) => format!("from {first} to {last}"),
        None => "without any event".to_owned(),
    };
    let hidden = unused.rows.len() - seen;
    let _ = writeln!(text, "{seen} unused {span}; {hidden} whose use would not have been recorded");
    let (some, all) = (unused.observable, unused.profiles);
    let _ = writeln!(text, "every use is recorded for {some} of {}", count(all, "profile"));
    text
}

fn reservations(found: &Report<'_>, names: &[String]) -> String {
    let mut notes = Vec::new();
    if !found.unreadable.is_empty() {
        let first = found.unreadable.first().map(|at| place(*at, names)).unwrap_or_default();
        let all = found.skipped.get(&saffron_replay::Skip::Unreadable).copied().unwrap_or_default();
        notes.push(format!("not complete: {all} unreadable records, the first at {first}"));
    }
    if found.left_out > 0 {
        notes.push(format!("not complete: {} events have no place in full lists", found.left_out));
    }
    if !found.duplicates_exact {
        notes.push("duplicates that are millions of records apart were not found".to_owned());
    }
    if let Some(by) = found.options_changed {
        notes.push(format!("options were changed by {} at {}", by.command, place(by.at, names)));
    }
    if found.commands == 0 {
        notes.push("the events have no commands: what changed since can't be marked".to_owned());
    }
    if found.profiles_noted + found.levels_noted > 0 {
        notes.push(format!(
            "the same answer with another profile: {}, with another highest level: {}",
            found.profiles_noted, found.levels_noted
        ));
    }
    let mut text = String::new();
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        let _ = writeln!(text, "{NOTE}note{NOTE:#}: {note}");
    }
    text
}
