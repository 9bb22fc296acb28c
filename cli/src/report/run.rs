//! Results of commands, for people and programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_command_files::script::{CommandText, Skipped, Variable};
use saffron_diagnostics::{SourceMap, Span, render};
use saffron_racf::command::Command;
use saffron_racf::database::authority::least::Least;
use saffron_racf::outcome::{Authority, Message, Outcome, Severity};
use saffron_racf::play::{Counts, Read};
use serde_json::{Map, Value, json};

use super::{json_place, place};
use crate::load::shown::Shown;
use crate::output::{BAD, BOLD, DIM, GOOD, NOTE, count, thousands};

/// A run of commands.
#[derive(Debug, Default)]
pub(crate) struct RunReport {
    /// Results of the commands that were understood, in order.
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) counts: Counts,
    /// The minimum authority for all commands, if requested.
    pub(crate) least: Option<Least>,
    /// The contents of the database after the run, if requested.
    pub(crate) listing: Option<String>,
}

/// For people: a line for each command with its messages, then the totals.
pub(crate) fn text(sources: &Shown, ran: &RunReport) -> String {
    let places: Vec<String> = ran.outcomes.iter().map(|it| place(sources, it.span)).collect();
    let width = places.iter().map(|place| place.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (outcome, place) in ran.outcomes.iter().zip(&places) {
        command(&mut text, sources, outcome, &format!("{place:<width$}"));
    }
    let least = ran.least.as_ref().map(|least| super::least::text(sources, least));
    let listing = ran.listing.as_deref().map(|listing| sources.disclosure().text(listing));
    for part in least.as_deref().into_iter().chain(listing.as_deref()) {
        text.push('\n');
        text.push_str(part);
    }
    text.push('\n');
    text.push_str(&sum(ran.counts));
    text
}

fn command(text: &mut String, sources: &Shown, outcome: &Outcome, place: &str) {
    let (style, fared) = match outcome.return_code {
        _ if outcome.skipped => (DIM, "skipped".to_owned()),
        0 => (GOOD, "RC 0".to_owned()),
        code @ 1..=4 => (NOTE, format!("RC {code}")),
        code => (BAD, format!("RC {code}")),
    };
    let (verb, subject) = (outcome.verb, sources.disclosure().text(&outcome.subject));
    // Writing to a `String` can't fail.
    let _ =
        writeln!(text, "{DIM}{place}{DIM:#}  {style}{fared:<11}{style:#}  {verb:<8}  {subject}");
    if let Some(authority) = &outcome.authority {
        let _ = writeln!(text, "  {}", authority_line(sources, authority));
    }
    for message in &outcome.messages {
        let _ = writeln!(text, "  {}", message_line(sources, message));
    }
}

fn authority_line(sources: &Shown, authority: &Authority) -> String {
    let Authority { issuer, allowed, rule, .. } = authority;
    let because = sources.disclosure().message(&authority.because);
    let (style, verdict) = if *allowed { (DIM, "may") } else { (BAD, "may not") };
    format!("{style}{issuer} {verdict}{style:#} {DIM}({rule}){DIM:#}: {because}")
}

fn message_line(sources: &Shown, message: &Message) -> String {
    let style = match message.severity {
        Severity::Note => DIM,
        Severity::Warning => NOTE,
        Severity::Error => BAD,
    };
    let text = sources.disclosure().message(&message.text);
    let id = message.id.unwrap_or("remark");
    format!("{style}{id}{style:#} {text}")
}

fn sum(counts: Counts) -> String {
    let parts = [
        (counts.done, GOOD, "done"),
        (counts.in_part, NOTE, "done in part"),
        (counts.failed, BAD, "failed"),
        (counts.not_understood, BAD, "not understood"),
        (counts.skipped, DIM, "skipped"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, style, what)| format!("{style}{} {what}{style:#}", thousands(*number)))
        .collect();
    match parts.as_slice() {
        [] => "no commands\n".to_owned(),
        parts => format!("{}: {}\n", count(counts.total(), "command"), parts.join(", ")),
    }
}

/// For programs: one line per command, written directly, so that a long run needs little memory.
pub(crate) fn json(sources: &Shown, ran: &RunReport, diagnostics: Vec<Value>) -> String {
    let it = ran.counts;
    let counts = json!({
        "found": it.total(),
        "done": it.done,
        "in_part": it.in_part,
        "failed": it.failed,
        "not_understood": it.not_understood,
        "skipped": it.skipped,
    });
    let least = ran.least.as_ref().map(|least| super::least::json(sources, least));
    let mut text = format!("{{\"version\":{},\"commands\":[", render::JSON_VERSION);
    for (at, outcome) in ran.outcomes.iter().enumerate() {
        let comma = if at == 0 { "\n" } else { ",\n" };
        // Writing to a `String` can't fail.
        let _ = write!(text, "{comma}{}", outcome_json(sources, outcome));
    }
    let _ = write!(
        text,
        "\n],\n\"counts\":{counts},\n\"least_authority\":{},\n\"listing\":{},\n\"diagnostics\":{}}}\n",
        least.unwrap_or(Value::Null),
        json!(ran.listing.as_deref().map(|listing| sources.disclosure().text(listing))),
        Value::Array(diagnostics),
    );
    text
}

fn outcome_json(sources: &Shown, outcome: &Outcome) -> Value {
    let messages: Vec<Value> =
        outcome.messages.iter().map(|it| message_json(sources, it)).collect();
    let fields = json!({
        "verb": outcome.verb,
        "subject": sources.disclosure().text(&outcome.subject),
        "return_code": outcome.return_code,
        "skipped": outcome.skipped,
        "messages": messages,
        "authority": outcome.authority.as_ref().map(|it| authority_json(sources, it)),
    });
    located(sources, outcome.span, fields)
}

fn authority_json(sources: &Shown, it: &Authority) -> Value {
    json!({
        "issuer": it.issuer,
        "allowed": it.allowed,
        "rule": it.rule,
        "because": sources.disclosure().message(&it.because),
    })
}

fn message_json(sources: &Shown, message: &Message) -> Value {
    let severity = match message.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let fields = json!({
        "id": message.id,
        "text": sources.disclosure().message(&message.text),
        "severity": severity,
    });
    located(sources, message.span, fields)
}

/// The place, then the fields.
fn located(sources: &SourceMap, span: Span, fields: Value) -> Value {
    let mut located = Map::new();
    located.insert("place".to_owned(), json!(json_place::of_span(span, sources)));
    if let Value::Object(fields) = fields {
        located.extend(fields);
    }
    Value::Object(located)
}

/// How files of commands are understood, for people.
pub(crate) fn read_text(sources: &Shown, read: &Read) -> String {
    let mut text = String::new();
    for (verb, number) in verbs(read) {
        let _ = writeln!(text, "{:>7}  {verb}", thousands(number));
    }
    for script in &read.scripts {
        for (name, variable) in &script.variables {
            let value = shown_value(sources, name, variable).unwrap_or("without a value");
            let (at, name) = (place(sources, variable.span), sources.disclosure().text(name));
            let _ = writeln!(text, "variable {BOLD}{name}{BOLD:#}: {value}  {DIM}{at}{DIM:#}");
        }
        for skipped in &script.skipped {
            let (at, why) =
                (place(sources, skipped.span), sources.disclosure().message(&skipped.why));
            let _ = writeln!(text, "skipped: {why}  {DIM}{at}{DIM:#}");
        }
        commented(&mut text, sources, &script.commented);
    }
    text.push_str(&read_sum(read));
    text
}

/// The sum of what was found: `5 of 8 commands understood, 1 not understood, 2 skipped`.
fn read_sum(read: &Read) -> String {
    let rest = [(read.not_understood, "not understood"), (read.skipped(), "skipped")];
    let rest = rest.iter().filter(|(number, _)| *number > 0);
    let rest: Vec<String> =
        rest.map(|(number, what)| format!(", {} {what}", thousands(*number))).collect();
    let found = count(read.found(), "command");
    format!("{} of {found} understood{}\n", thousands(read.commands.len()), rest.concat())
}

/// A variable's value, unless it may be a secret.
fn shown_value<'v>(sources: &Shown, name: &str, variable: &'v Variable) -> Option<&'v str> {
    let value = variable.value.as_deref()?;
    Some(if sources.disclosure().shows_value(name, variable) { value } else { "…" })
}

fn commented(text: &mut String, sources: &Shown, commands: &[CommandText]) {
    for command in commands {
        let at = command.span.map(|span| place(sources, span)).unwrap_or_default();
        let line = sources.disclosure().command(command);
        let _ = writeln!(text, "in a comment: {line}  {DIM}{at}{DIM:#}");
    }
}

fn verbs(read: &Read) -> BTreeMap<&'static str, usize> {
    let mut verbs = BTreeMap::new();
    for command in &read.commands {
        *verbs.entry(command.verb).or_insert(0) += 1;
    }
    verbs
}

/// How files of commands are understood, for programs.
pub(crate) fn read_json(sources: &Shown, read: &Read, diagnostics: &[Value]) -> Value {
    let command = |it: &Command| {
        let fields = json!({
            "verb": it.verb,
            "condition": it.condition.as_ref().map(|it| sources.disclosure().text(&it.to_string()).into_owned()),
        });
        located(sources, it.span, fields)
    };
    let variable = |(name, it): (&String, &Variable)| {
        let fields = json!({
            "name": sources.disclosure().text(name),
            "written": sources.disclosure().text(&it.written),
            "value": shown_value(sources, name, it),
        });
        located(sources, it.span, fields)
    };
    let skipped = |it: &Skipped| {
        located(sources, it.span, json!({ "why": sources.disclosure().message(&it.why) }))
    };
    let scripts = &read.scripts;
    let variables = scripts.iter().flat_map(|script| &script.variables);
    json!({
        "found": read.found(),
        "understood": read.commands.len(),
        "not_understood": read.not_understood,
        "commands": read.commands.iter().map(command).collect::<Vec<_>>(),
        "variables": variables.map(variable).collect::<Vec<_>>(),
        "skipped": scripts.iter().flat_map(|it| &it.skipped).map(skipped).collect::<Vec<_>>(),
        "commented": scripts.iter().map(|it| it.commented.len()).sum::<usize>(),
        "diagnostics": diagnostics,
    })
}
