//! Decisions and the ladders after them, with the line of the policy that each rests on.

use std::fmt::Write as _;

use saffron_diagnostics::SourceMap;
use saffron_lang::print;
use saffron_runtime::{
    ConditionView, Decision, EntryView, Explanation, ProfileView, RungState, Source,
};

/// Every field of a decision that says something.
pub fn decision(sources: &SourceMap, it: &Decision<'_>) -> String {
    let codes = it.codes;
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "  {name:<8} {value}");
    };
    let warning = if it.warning { ", only with a warning" } else { "" };
    let numbers = format!("SAF {} RACF {} reason {}", codes.saf, codes.racf, codes.reason);
    line("outcome", &format!("{}{warning} ({numbers})", it.outcome));
    line("step", it.step.as_str());
    line("profile", &it.profile().map_or("none".to_owned(), profile));
    line("entry", &it.entry().map_or("none".to_owned(), entry));
    line("allowed", it.allowed.map_or("none", saffron_runtime::AccessLevel::as_str));
    line("log", if it.log { "yes" } else { "no" });
    line("notify", it.notify().unwrap_or("nobody"));
    line("source", &it.source().map_or("none".to_owned(), |it| source(sources, it)));
    text
}

/// Every rule, what became of it and what it saw.
pub fn ladder(sources: &SourceMap, it: &Explanation<'_>) -> String {
    let mut text = String::new();
    for rung in &it.rungs {
        let state = match rung.state {
            RungState::Decided => "DECIDED",
            RungState::Passed => "passed",
            RungState::NotApplicable => "n/a",
            RungState::NotReached => "-",
        };
        let _ = writeln!(text, "  {state:<8} {:<18} {}", rung.rule.name(), rung.text);
        if let Some(place) = rung.source {
            let _ = writeln!(text, "{:30}{}", "", source(sources, place));
        }
    }
    let _ = writeln!(text, "  {} by {}", it.decision.outcome, it.decision.step);
    if let Some(suggestion) = &it.suggestion {
        let _ = writeln!(text, "  to grant it: {}", print::suggestion(suggestion));
    }
    text
}

fn profile(it: ProfileView<'_>) -> String {
    let kind = if it.generic { "generic" } else { "discrete" };
    let volume = it.volume.map(|it| format!(" on {it}")).unwrap_or_default();
    format!("{} {}{volume}, {kind}", it.class, it.name)
}

fn entry(it: EntryView<'_>) -> String {
    let when = it.when.map(|it| format!(" when {}", condition(it))).unwrap_or_default();
    format!("{} {}: {}{when}", it.kind, it.id, it.access)
}

fn condition(it: ConditionView<'_>) -> String {
    let name = if it.name.is_empty() { String::new() } else { format!("{}=", it.name) };
    format!("{} {name}{}", it.kind, it.value)
}

/// The place and the text of its line.
pub(super) fn source(sources: &SourceMap, it: Source<'_>) -> String {
    let file = sources.iter().find(|(_, file)| file.path == it.file).map(|(_, file)| file);
    let number = usize::try_from(it.line).unwrap_or(0).saturating_sub(1);
    let line = file.and_then(|file| file.text.lines().nth(number)).unwrap_or_default();
    format!("{}:{}:{} | {}", it.file, it.line, it.column, line.trim())
}
