//! Verdicts on invariants, for people and programs.

use std::fmt::Write as _;

use saffron_diagnostics::Span;
use serde_json::{Value, json};

use super::super::json_place;
use super::super::setting::Setting;
use super::verdict::{Breach, Broken, Judged};
use crate::output::{BAD, BOLD, DIM, GOOD, count};

/// For people.
pub(crate) fn text(all: &[Judged<'_>], setting: &Setting<'_>) -> String {
    let mut text = String::new();
    for judged in all {
        let name = &judged.invariant.name;
        // Writing to a `String` can't fail.
        if judged.holds() {
            let _ = writeln!(text, "{GOOD}holds{GOOD:#}   {name}");
        } else {
            let place = setting.place(judged.invariant.origin);
            let _ = writeln!(text, "{BAD}FAILED{BAD:#}  {name} {DIM}({place}){DIM:#}");
            push_failure(&mut text, judged, setting);
        }
    }
    text
}

/// How much the verdict on each rests on.
pub(crate) fn explained(all: &[Judged<'_>]) -> String {
    let lines = all.iter().map(|judged| {
        let mut regions = count(judged.looked_at.regions, "region");
        if judged.looked_at.unprotected > 0 {
            // Writing to a `String` can't fail.
            let _ = write!(regions, " ({} without a profile)", judged.looked_at.unprotected);
        }
        let users = count(judged.looked_at.users, "user");
        format!("{}: {regions}, {users}\n", judged.invariant.name)
    });
    lines.collect()
}

fn push_failure(text: &mut String, judged: &Judged<'_>, setting: &Setting<'_>) {
    let rule = |span: Span| {
        let (place, line) = (setting.place(span), setting.first_line(span));
        format!("  {BOLD}{place}{BOLD:#}  {line}\n")
    };
    let line = |what: &str, value: &str| format!("    {DIM}{what:<8}{DIM:#} {value}\n");
    if let Some(it) = &judged.breach {
        *text += &rule(it.rule);
        for (number, request) in it.requests.iter().enumerate() {
            *text += &line(if number == 0 { "but" } else { "and" }, &request.what);
            text.extend(request.from.iter().map(|from| line("from", from)));
            if !request.flags.is_empty() {
                *text += &line("why", &setting.explain(&request.flags));
            }
        }
    }
    if let Some((span, why)) = &judged.vacuous {
        *text += &rule(*span);
        *text += &line("vacuous", why);
    }
    for (span, why) in &judged.open {
        *text += &rule(*span);
        *text += &line("open", why);
    }
}

/// For programs.
pub(crate) fn json(all: &[Judged<'_>], setting: &Setting<'_>) -> Value {
    all.iter().map(|judged| one_json(judged, setting)).collect()
}

fn one_json(judged: &Judged<'_>, setting: &Setting<'_>) -> Value {
    let source = |span: Span| json_place::of_span(span, setting.sources);
    let breach = judged.breach.as_ref();
    let requests: &[Broken] = breach.map(|it| it.requests.as_slice()).unwrap_or_default();
    let (last, before) = match requests.split_last() {
        Some((last, before)) => (Some(last), before),
        None => (None, requests),
    };
    let before: Vec<Value> =
        before.iter().map(|it| json!({ "witness": it.witness, "decision": it.decision })).collect();
    let flags = last.map(|it| &it.flags).filter(|flags| !flags.is_empty());
    let open: Vec<Value> = judged
        .open
        .iter()
        .map(|(span, why)| json!({ "source": source(*span), "reason": why }))
        .collect();
    json!({
        "name": judged.invariant.name,
        "holds": judged.holds(),
        "complete": judged.open.is_empty(),
        "vacuous": judged.vacuous.is_some(),
        "looked_at": {
            "regions": judged.looked_at.regions,
            "unprotected": judged.looked_at.unprotected,
            "users": judged.looked_at.users,
        },
        "source": source(judged.invariant.origin),
        "rule": breach.and_then(|it| source(it.rule)),
        "witness": last.map(|it| &it.witness),
        "decision": last.map(|it| &it.decision),
        "and": before,
        "explain": flags.map(|flags| setting.explain(flags)),
        "open": open,
    })
}

/// Why one doesn't hold, each reason in one line.
pub(crate) fn reasons(judged: &Judged<'_>, setting: &Setting<'_>) -> Vec<String> {
    let breach = |it: &Breach| {
        let what: Vec<&str> = it.requests.iter().map(|request| request.what.as_str()).collect();
        format!("{}: {}", setting.place(it.rule), what.join("; "))
    };
    let why = |(span, why): &(Span, String)| format!("{}: {why}", setting.place(*span));
    let breaches = judged.breach.iter().map(breach);
    breaches.chain(judged.vacuous.iter().map(why)).chain(judged.open.iter().map(why)).collect()
}
