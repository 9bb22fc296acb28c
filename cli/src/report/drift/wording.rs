//! Facts in words. Writing to a `String` can't fail.

use std::fmt::Write as _;

use saffron_analysis::drift::{Fact, Kind, What};
use saffron_diagnostics::{SourceMap, Span};
use saffron_racf::syntax::is_shown;

use super::Drifted;
use crate::output::count;
use crate::report::changes;

/// What is shown instead of a text that people write: it may contain anything.
const HIDDEN: &str = "(not shown)";

/// What the whole comparison means.
pub(super) fn verdict(drifted: &Drifted<'_>) -> String {
    let (facts, changes) = (drifted.facts.len(), drifted.access.diff.changes.len());
    if facts + changes == 0 && drifted.access.is_equal() {
        return "The system is as the policy states.".to_owned();
    }
    let access = match changes {
        0 => "access is the same".to_owned(),
        _ => changes::wording::verdict(&drifted.access),
    };
    format!("{} on the system differ from the policy; {access}", count(facts, "fact"))
        .trim_end_matches('.')
        .to_owned()
        + "."
}

/// The value of a fact, unless it may be a secret.
pub(super) fn value<'v>(fact: &Fact, value: Option<&'v str>) -> Option<&'v str> {
    let property = fact.subject.property.as_deref().unwrap_or_default();
    let hidden = match (fact.subject.what, property.split_once('.')) {
        (What::Segment, Some((segment, field))) => !is_shown(segment, field),
        _ => matches!(property, "data" | "application-data"),
    };
    value.map(|value| if hidden { HIDDEN } else { value })
}

/// `permit FACILITY BPX.SERVER TEMP1: UPDATE`
pub(crate) fn line(fact: &Fact) -> String {
    let subject = &fact.subject;
    let mut words = vec![subject.what.as_str()];
    words.extend(subject.class.as_deref());
    words.extend(subject.profile.as_deref());
    words.extend(subject.volumes.iter().map(String::as_str));
    words.extend(subject.id.as_deref());
    words.extend(subject.group.as_deref());
    words.extend(subject.property.as_deref());
    let mut text = words.join(" ");
    if let Some(condition) = &subject.condition {
        let _ = write!(text, " when {} {}", condition.kind, condition.value);
    }
    let policy = value(fact, fact.policy.as_deref());
    let system = value(fact, fact.system.as_deref());
    match (fact.kind, policy, system) {
        (Kind::Different, Some(policy), Some(system)) => {
            let _ = write!(text, ": {system} (policy: {policy})");
        }
        (_, one, other) => {
            let only = one.or(other).filter(|it| *it != "yes");
            text.push_str(&only.map(|it| format!(": {it}")).unwrap_or_default());
        }
    }
    text
}

/// `site.irrdbu00:812`
pub(super) fn place(drifted: &Drifted<'_>, fact: &Fact) -> Option<String> {
    let [policy, system] = drifted.sources;
    let at = |span: Option<Span>, sources: &SourceMap| {
        let span = span?;
        let file = sources.get(span.file)?;
        Some(format!("{}:{}", file.path, file.line_column(span.start).line))
    };
    at(fact.source, policy).or_else(|| at(fact.record, system))
}
