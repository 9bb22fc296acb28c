//! Explanations of decisions about SAFR, and the requests that lead to them.

use std::fmt::Write as _;

use clap::builder::styling::Style;
use saffron_compiler::model::SafrTestRequest;
use saffron_diagnostics::SourceMap;
use saffron_lang::print;
use saffron_runtime::safr::{
    Effect, Missing, MissingRight, SafrDecision, SafrExplanation, SafrStage,
};
use saffron_vocabulary::safr::{ItemType, SafrOperation, SafrOutcome, SafrStep};
use saffron_vocabulary::suggestion::SafrSuggestion;
use serde_json::{Value, json};

use super::json_place;
use super::ladder::quote;
use super::request::quoted;
use crate::document;
use crate::output::{BAD, BOLD, DIM, GOOD, NOTE};
use crate::wire::{Answer, OwnedItem, OwnedSafrRequest, OwnedWith};

/// The request that a test states.
pub(crate) fn of_test(test: &SafrTestRequest) -> OwnedSafrRequest<'_> {
    let mut with = OwnedWith::default();
    with.folder = test.folder.as_deref().map(Into::into);
    with.referrer = test.referrer.as_ref().map(wire_item);
    with.refs = test.refs.as_ref().map(|refs| refs.iter().map(wire_item).collect());
    let items = Some(&test.items).filter(|items| !items.is_empty());
    with.items = items.map(|items| items.iter().map(wire_item).collect());
    with.source_environment = test.source_environment.as_deref().map(Into::into);
    with.target_environment = test.target_environment.as_deref().map(Into::into);
    with.group = test.group.as_deref().map(Into::into);
    OwnedSafrRequest {
        user: test.user.as_str().into(),
        login_group: test.login_group.as_deref().map(Into::into),
        login_environment: test.login_environment.as_str().into(),
        operation: test.operation,
        item_type: test.item_type,
        item: test.item.as_deref().map(Into::into),
        environment: Some(test.environment.as_str().into()),
        with,
        id: None,
    }
}

fn wire_item((item_type, name): &(ItemType, String)) -> OwnedItem<'_> {
    OwnedItem { item_type: *item_type, name: name.as_str().into() }
}

/// For people.
pub(crate) fn text(
    asked: &OwnedSafrRequest<'_>,
    explanation: &SafrExplanation<'_>,
    sources: Option<&SourceMap>,
) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", sentence(asked));
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "{DIM}{}{DIM:#}\n", circumstances(asked));
    let rules = explanation.stages.iter().map(|stage| rule(stage.step).len());
    let width = rules.max().unwrap_or(0);
    for stage in &explanation.stages {
        push_stage(&mut text, stage, width, sources);
    }
    text.push('\n');
    let decision = &explanation.decision;
    let style = outcome_style(decision.outcome);
    let outcome = decision.outcome.as_str().to_uppercase();
    let _ = writeln!(text, "{style}{outcome}{style:#}: {}", because(decision));
    decision.missing.iter().for_each(|it| text.push_str(&missing(it)));
    decision.effects.iter().for_each(|it| text.push_str(&effect(it)));
    for suggestion in &explanation.suggestions {
        let line = print::safr_suggestion(suggestion);
        let _ = writeln!(text, "To grant it: {BOLD}{line}{BOLD:#}");
    }
    if explanation.suggestions.iter().any(adds_to_a_group) {
        text.push_str(ADD_TO_GROUP);
    }
    text
}

/// A group has one declaration, so that a second one with the clause is an error.
const ADD_TO_GROUP: &str = "A group is declared once: add the clauses to its declaration, and to its `in` of the environment.\n";

/// Whether the suggestion is about a group that the policy declares already.
const fn adds_to_a_group(suggestion: &SafrSuggestion) -> bool {
    matches!(suggestion, SafrSuggestion::Grants { .. } | SafrSuggestion::Member { .. })
}

/// `ALICE in FIN_ANALYSTS at FINANCE asks to modify view GL_EXTRACT`
pub(crate) fn sentence(asked: &OwnedSafrRequest<'_>) -> String {
    let group = asked.login_group.as_deref().map(|group| format!(" in {group}"));
    let item = asked.item.as_deref().map(|item| format!(" {item}"));
    format!(
        "{}{} at {} asks to {} {}{}",
        asked.user,
        group.unwrap_or_default(),
        asked.login_environment,
        asked.operation,
        asked.item_type,
        item.unwrap_or_default()
    )
}

/// The environment, and the other fields of the operation.
pub(crate) fn circumstances(asked: &OwnedSafrRequest<'_>) -> String {
    let mut parts = vec![format!("in {}", asked.environment())];
    parts.extend(fields(&asked.with).map(|(field, value)| format!("with {field} {value}")));
    parts.join(", ")
}

/// The fields of `with`, named as in the policy language.
fn fields<'w>(with: &'w OwnedWith<'_>) -> impl Iterator<Item = (String, String)> + 'w {
    let name = |field: &str, value: &Option<std::borrow::Cow<'_, str>>| {
        value.as_ref().map(|value| (field.to_owned(), value.to_string()))
    };
    let referrer = with.referrer.as_ref().map(|it| (it.item_type.to_string(), it.name.to_string()));
    let all = [
        name("folder", &with.folder),
        referrer,
        name("source-environment", &with.source_environment),
        name("target-environment", &with.target_environment),
        name("group", &with.group),
    ];
    let lists = [("refs", &with.refs), ("items", &with.items)];
    let each = lists.into_iter().flat_map(|(field, list)| {
        let items = list.iter().flatten();
        items.map(move |it| (field.to_owned(), format!("{}:{}", it.item_type, it.name)))
    });
    all.into_iter().flatten().chain(each)
}

/// The name of a stage: the rule, not its result.
const fn rule(step: SafrStep) -> &'static str {
    match step {
        SafrStep::UserUnknown => "user",
        SafrStep::NoSession => "session",
        SafrStep::EnvironmentUnknown => "environment",
        SafrStep::ItemUnknown => "names",
        SafrStep::NoAccess => "access",
        other => other.as_str(),
    }
}

fn push_stage(text: &mut String, stage: &SafrStage<'_>, width: usize, sources: Option<&SourceMap>) {
    let (came_out, style) = match (stage.decided, stage.held) {
        (true, _) => ("decided", BOLD),
        (false, true) => ("passed", GOOD),
        (false, false) => ("missing", NOTE),
    };
    let rule = rule(stage.step);
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "  {style}{came_out:<7}  {rule:<width$}{style:#}  {}", stage.finding);
    if let Some(source) = &stage.source {
        let indent = " ".repeat(width + 13);
        let _ = writeln!(text, "{indent}{DIM}{}{DIM:#}", quote(source, sources));
    }
}

/// The style of an outcome.
pub(crate) fn outcome_style(outcome: SafrOutcome) -> Style {
    match outcome {
        SafrOutcome::Grant => GOOD,
        SafrOutcome::Deny => BAD,
        SafrOutcome::NotGoverned | SafrOutcome::Unsupported => NOTE,
    }
}

/// `by folder-right, general-user, policy.saf:12`
pub(crate) fn because(decision: &SafrDecision<'_>) -> String {
    let mut text = format!("by {}, {}", decision.step, decision.subject_kind);
    if let Some(source) = &decision.source {
        // Writing to a `String` can't fail.
        let _ = write!(text, ", {}:{}", source.file, source.line);
    }
    text
}

/// One missing right, on a line.
pub(crate) fn missing(it: &Missing<'_>) -> String {
    let place = it.environment;
    let what = match (it.right, it.item) {
        (MissingRight::Edit(right), Some((kind, name))) => {
            format!("{right} on {kind} {name} in {place}")
        }
        (MissingRight::Edit(right), None) => format!("{right} in {place}"),
        (MissingRight::Create(kind), _) => format!("the create permission for {kind} in {place}"),
        (MissingRight::MigrateIn, _) => format!("the run permission Migrate In for {place}"),
        (MissingRight::Access, _) => format!("access to {place}"),
        (MissingRight::Administrator, _) => format!("administrator access to {place}"),
        (MissingRight::SystemAdministrator, _) => "the system administrator attribute".to_owned(),
    };
    format!("  {NOTE}missing{NOTE:#}  {what}\n")
}

fn effect(it: &Effect<'_>) -> String {
    let (kind, name) = it.item;
    format!(
        "  {NOTE}then{NOTE:#}     {} has {} on {kind} {name} in {}\n",
        it.group, it.right, it.environment
    )
}

/// For programs.
pub(crate) fn json(explanation: &SafrExplanation<'_>, id: Option<&str>) -> anyhow::Result<String> {
    let decided = serde_json::to_value(Answer { decision: &explanation.decision, id })?;
    let stages: Vec<Value> = explanation.stages.iter().map(stage_json).collect();
    let remedy = explanation.suggestions.iter().map(print::safr_suggestion);
    let remedy: Vec<Value> = remedy.map(|it| document::remedy(&it, None)).collect();
    Ok(document::text(json!({ "decision": decided, "stages": stages, "remedy": remedy })))
}

fn stage_json(stage: &SafrStage<'_>) -> Value {
    let source = stage.source.map(json_place::of_source);
    json!({
        "step": stage.step.as_str(),
        "decided": stage.decided,
        "held": stage.held,
        "finding": stage.finding,
        "source": source,
    })
}

/// The options of `saffron explain` for this request.
pub(crate) fn flags(asked: &OwnedSafrRequest<'_>) -> Vec<String> {
    let mut flags = Vec::new();
    let mut add = |name: &str, value: &str| flags.extend([format!("--{name}"), quoted(value)]);
    add("user", &asked.user);
    asked.login_group.iter().for_each(|group| add("login-group", group));
    add("login-environment", &asked.login_environment);
    add("operation", asked.operation.as_str());
    add("item-type", asked.item_type.as_str());
    asked.item.iter().for_each(|item| add("item", item));
    // A migration without an environment is decided in its target.
    let migrates = asked.operation == SafrOperation::Migrate;
    if migrates || asked.environment() != asked.login_environment {
        add("environment", asked.environment());
    }
    for (field, value) in fields(&asked.with) {
        add("with", &format!("{field}={value}"));
    }
    flags
}
