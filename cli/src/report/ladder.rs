//! An explanation as a ladder: one rung for each rule, from the first to the last.

use std::fmt::Write as _;

use saffron_diagnostics::SourceMap;
use saffron_lang::print;
use saffron_runtime::{
    ConditionalGrant, Decision, Explanation, Mode, Operation, Rung, RungState, Source, Unknown,
};
use saffron_vocabulary::racf::{Day, Outcome};
use serde_json::{Value, json};

use super::{json_place, request};
use crate::document;
use crate::output::{BAD, BOLD, DIM, GOOD, NOTE};
use crate::wire::{Answer, OwnedRequest};

/// For people.
pub(crate) fn text(
    asked: &OwnedRequest<'_>,
    day: Day,
    explanation: &Explanation<'_>,
    sources: Option<&SourceMap>,
) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", request::sentence(asked));
    text.push_str(&circumstances(asked, day));
    text.push('\n');
    let width = explanation.rungs.iter().map(|rung| rung.rule.name().len()).max().unwrap_or(0);
    for rung in &explanation.rungs {
        push_rung(&mut text, rung, width, sources);
    }
    text.push('\n');
    text.push_str(&conclusion(asked, &explanation.decision));
    for unknown in &explanation.unknown {
        let source = unknown.source.as_ref().map(|source| quote(source, sources));
        let source = source.map(|source| format!("   {DIM}{source}{DIM:#}")).unwrap_or_default();
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{NOTE}Partial{NOTE:#}: {}{source}", unknown.text);
    }
    if let Some(conditional) = &explanation.conditional {
        text.push_str(&under_condition(conditional, sources));
    }
    text.push_str(&to_grant(explanation));
    text
}

/// The entry that grants the request under its condition.
fn under_condition(grant: &ConditionalGrant<'_>, sources: Option<&SourceMap>) -> String {
    let source = grant.source.as_ref().map(|source| quote(source, sources));
    let source = source.map(|source| format!("   {DIM}{source}{DIM:#}")).unwrap_or_default();
    format!("Granted under a condition: {BOLD}{}{BOLD:#}{source}\n", grant.entry)
}

/// What would grant the request, with a remark.
fn to_grant(explanation: &Explanation<'_>) -> String {
    let suggestion = explanation.suggestion.as_ref().map(print::suggestion);
    match (suggestion, &explanation.remark) {
        (Some(text), Some(remark)) => format!("To grant it: {BOLD}{text}{BOLD:#}   ({remark})\n"),
        (Some(text), None) => format!("To grant it: {BOLD}{text}{BOLD:#}\n"),
        (None, Some(remark)) => format!("No single declaration grants it: {remark}\n"),
        (None, None) => String::new(),
    }
}

/// The date, the service, and the context of the request.
fn circumstances(asked: &OwnedRequest<'_>, day: Day) -> String {
    let service = match (asked.operation, asked.mode) {
        (Operation::Access, Mode::Auth) => "REQUEST=AUTH",
        (Operation::Access, Mode::FastAuth) => "REQUEST=FASTAUTH",
        (Operation::Define, _) => "REQUEST=DEFINE",
        (Operation::Administer { .. }, _) => "as for PERMIT",
    };
    let mut parts = vec![day.to_string(), service.to_owned()];
    let mut add = |name: &str, value: Option<&str>| {
        parts.extend(value.map(|value| format!("{name} {value}")));
    };
    let context = &asked.context;
    add("volume", asked.volume.as_deref());
    add("terminal", context.terminal.as_deref());
    add("console", context.console.as_deref());
    add("jesinput", context.jesinput.as_deref());
    add("appcport", context.appcport.as_deref());
    add("servauth", context.servauth.as_deref());
    context.program.iter().for_each(|program| add("program", Some(program)));
    add("sysid", context.sysid.as_deref());
    add("seclabel", context.seclabel.as_deref());
    let flags = [
        (asked.privileged, "privileged"),
        (asked.trusted, "trusted"),
        (asked.racfind, "RACF-indicated"),
        (context.program_unclean, "program environment not controlled"),
    ];
    parts.extend(flags.iter().filter(|(on, _)| *on).map(|(_, text)| (*text).to_owned()));
    parts.extend(context.criteria.iter().map(|(name, value)| format!("{name}={value}")));
    format!("{DIM}{}{DIM:#}\n", parts.join(", "))
}

fn push_rung(text: &mut String, rung: &Rung<'_>, width: usize, sources: Option<&SourceMap>) {
    let (state, style) = match rung.state {
        RungState::Decided => ("decided", BOLD),
        RungState::Passed => ("passed", GOOD),
        RungState::NotApplicable => ("not applicable", DIM),
        RungState::NotReached => ("not reached", DIM),
    };
    let rule = rung.rule.name();
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "  {style}{state:<14}  {rule:<width$}{style:#}  {}", rung.text);
    let indent = " ".repeat(width + 20);
    if let Some(source) = &rung.source {
        let _ = writeln!(text, "{indent}{DIM}{}{DIM:#}", quote(source, sources));
    }
}

/// `policy.saf:12 | permit PAYCLK: update`; only the place if the text isn't available.
pub(crate) fn quote(source: &Source<'_>, sources: Option<&SourceMap>) -> String {
    let place = format!("{}:{}", source.file, source.line);
    let line = sources.and_then(|sources| line(sources, source));
    line.map_or_else(|| place.clone(), |line| format!("{place} | {line}"))
}

fn line<'s>(sources: &'s SourceMap, source: &Source<'_>) -> Option<&'s str> {
    let (_, file) = sources.iter().find(|(_, file)| file.path == source.file)?;
    let at = usize::try_from(source.line).ok()?.checked_sub(1)?;
    file.text.lines().nth(at).map(str::trim)
}

/// The decision in a sentence.
fn conclusion(asked: &OwnedRequest<'_>, decision: &Decision<'_>) -> String {
    let style = outcome_style(decision.outcome);
    let codes = decision.codes;
    let mut text = format!(
        "{style}{}{style:#}: {} (SAF {}, RACF {}, reason {})",
        decision.outcome.as_str().to_uppercase(),
        because(decision),
        codes.saf,
        codes.racf,
        codes.reason
    );
    if decision.warning {
        let _ = write!(text, ". {NOTE}Only with a warning{NOTE:#}");
    }
    let limits = asked.operation == Operation::Access && decision.outcome == Outcome::Deny;
    if let Some(allowed) = decision.allowed.filter(|_| limits) {
        let user = asked.user.as_deref().unwrap_or("the user");
        let _ = write!(text, ". The highest access of {user} is {allowed}");
    }
    if let Some(notify) = decision.notify() {
        let _ = write!(text, ". {notify} is notified");
    }
    text.push_str(if decision.log { ". It is logged.\n" } else { ". It is not logged.\n" });
    text
}

pub(crate) fn outcome_style(outcome: Outcome) -> clap::builder::styling::Style {
    match outcome {
        Outcome::Grant => GOOD,
        Outcome::Deny => BAD,
        Outcome::NotProtected => NOTE,
    }
}

/// `by group-entry, profile DATASET PAYROLL.** (generic), group PAYGRP: UPDATE, policy.saf:12`
pub(crate) fn because(decision: &Decision<'_>) -> String {
    let text = decision.to_string();
    let outcome = decision.outcome.as_str();
    text.strip_prefix(outcome).unwrap_or(&text).trim_start().to_owned()
}

/// For programs.
pub(crate) fn json(explanation: &Explanation<'_>, id: Option<&str>) -> anyhow::Result<Value> {
    let decided = serde_json::to_value(Answer { decision: &explanation.decision, id })?;
    let rungs: Vec<Value> = explanation.rungs.iter().map(rung_json).collect();
    let remedy = explanation.suggestion.iter();
    let remedy = remedy.map(|it| document::remedy(&print::suggestion(it), None));
    let mut value = json!({
        "decision": decided,
        "rungs": rungs,
        "remedy": remedy.collect::<Vec<_>>(),
        "remark": explanation.remark,
    });
    if let (Some(grant), Some(object)) = (&explanation.conditional, value.as_object_mut()) {
        object.insert("conditional".to_owned(), conditional_json(grant));
    }
    if !explanation.unknown.is_empty()
        && let Some(object) = value.as_object_mut()
    {
        let unknown: Vec<Value> = explanation.unknown.iter().map(unknown_json).collect();
        object.insert("unknown".to_owned(), unknown.into());
    }
    Ok(value)
}

fn conditional_json(grant: &ConditionalGrant<'_>) -> Value {
    let when = grant.entry.when.map(
        |when| json!({ "kind": when.kind.to_string(), "name": when.name, "value": when.value }),
    );
    json!({
        "id": grant.entry.id,
        "access": grant.entry.access.as_str(),
        "when": when,
        "source": grant.source.map(json_place::of_source),
    })
}

fn unknown_json(unknown: &Unknown<'_>) -> Value {
    json!({ "text": unknown.text, "source": unknown.source.map(json_place::of_source) })
}

fn rung_json(rung: &Rung<'_>) -> Value {
    let source = rung.source.map(json_place::of_source);
    json!({
        "rule": rung.rule.name(),
        "state": rung.state.as_str(),
        "text": rung.text,
        "source": source,
    })
}
