//! The way to a decision about SAFR, with the line of the policy that each rule rests on.

use std::fmt::Write as _;

use saffron_diagnostics::SourceMap;
use saffron_runtime::safr::{Effect, Missing, MissingRight, SafrExplanation};

use super::decision::source;

/// Every rule and what it saw, the decision, and what would fix it.
pub fn safr_explanation(sources: &SourceMap, it: &SafrExplanation<'_>) -> String {
    let mut text = String::new();
    for stage in &it.stages {
        let state = match (stage.decided, stage.held) {
            (true, _) => "DECIDED",
            (false, true) => "passed",
            (false, false) => "missing",
        };
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "  {state:<8} {:<25} {}", stage.step.as_str(), stage.finding);
        if let Some(place) = stage.source {
            let _ = writeln!(text, "{:37}{}", "", source(sources, place));
        }
    }
    let decision = &it.decision;
    let _ =
        writeln!(text, "  {} by {}, {}", decision.outcome, decision.step, decision.subject_kind);
    if let Some(place) = decision.source {
        let _ = writeln!(text, "    from {}", source(sources, place));
    }
    decision.missing.iter().for_each(|it| text.push_str(&missing(it)));
    decision.effects.iter().for_each(|it| text.push_str(&effect(it)));
    for suggestion in &it.suggestions {
        let line = saffron_lang::print::safr_suggestion(suggestion);
        let _ = writeln!(text, "    to grant it: {line}");
    }
    text
}

fn missing(it: &Missing<'_>) -> String {
    let item = it.item.map(|(kind, name)| format!(" {kind} {name}")).unwrap_or_default();
    let right = match it.right {
        MissingRight::Edit(right) => right.to_string(),
        MissingRight::Create(kind) => format!("create {kind}"),
        MissingRight::MigrateIn => "migrate-in".to_owned(),
        MissingRight::Access => "access".to_owned(),
        MissingRight::Administrator => "administrator".to_owned(),
        MissingRight::SystemAdministrator => "system-administrator".to_owned(),
    };
    format!("    missing {right}{item} in {}\n", it.environment)
}

fn effect(it: &Effect<'_>) -> String {
    let (kind, name) = it.item;
    format!("    then {}: {} {kind} {name} in {}\n", it.group, it.right, it.environment)
}
