//! Drift as JSON.

use saffron_analysis::answer::Condition;
use saffron_analysis::drift::Fact;
use saffron_diagnostics::{SourceMap, Span};
use serde_json::{Value, json};

use super::{Drifted, wording};
use crate::report::{changes, json_place};

/// The whole report.
pub(crate) fn report(drifted: &Drifted<'_>) -> Value {
    let access = changes::json::report(&drifted.access);
    let of_access = |name: &str| access.get(name).cloned().unwrap_or_default();
    json!({
        "complete": drifted.access.diff.is_complete(),
        "facts": drifted.facts.iter().map(|it| fact(drifted, it)).collect::<Vec<Value>>(),
        "access": {
            "changes": of_access("changes"),
            "summary": of_access("summary"),
            "open": of_access("open"),
        },
        "assumed": drifted.assumed,
    })
}

fn fact(drifted: &Drifted<'_>, fact: &Fact) -> Value {
    let subject = &fact.subject;
    let [policy, system] = drifted.sources;
    let context = subject
        .condition
        .as_ref()
        .map(|it| changes::json::context(Condition { kind: it.kind, value: &it.value }));
    json!({
        "kind": fact.kind.as_str(),
        "what": subject.what.as_str(),
        "class": subject.class,
        "profile": subject.profile,
        "generic": subject.generic,
        "volumes": subject.volumes,
        "id": subject.id,
        "group": subject.group,
        "property": subject.property,
        "context": context,
        "policy": wording::value(fact, fact.policy.as_deref()),
        "system": wording::value(fact, fact.system.as_deref()),
        "source": fact.source.and_then(|span| json_place::of_span(span, policy)),
        "record": fact.record.and_then(|span| record(span, system)),
    })
}

/// A record has a line and no column.
fn record(span: Span, sources: &SourceMap) -> Option<Value> {
    let file = sources.get(span.file)?;
    Some(json!({ "file": file.path, "line": file.line_column(span.start).line }))
}
