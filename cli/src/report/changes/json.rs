//! The comparison as JSON, to the letter of the interface in `docs/analysis.md`.

use saffron_analysis::answer::Condition;
use saffron_analysis::change::{Cause, Change, Kind, Open, RegionView, Witness};
use saffron_analysis::facts::FactChange;
use saffron_analysis::safr;
use saffron_runtime::AccessLevel;
use saffron_vocabulary::racf::ConditionKind;
use serde_json::{Map, Value, json};

use super::super::{json_place, safr_reach};
use super::Comparison;

/// The whole comparison.
pub(crate) fn report(comparison: &Comparison<'_>) -> Value {
    let digest = |at: usize| {
        let bundle = comparison.bundles.get(at).map(|bundle| bundle.header().decision_digest());
        json!({ "decision_digest": bundle.map(|digest| digest.to_string()) })
    };
    let date = comparison.date.as_deref();
    let changes = comparison.diff.changes.iter().map(|it| change(it, date));
    let changes: Vec<Value> = changes.chain(comparison.safr.iter().map(safr_change)).collect();
    let summary = |kind| {
        let (users, regions) = comparison.count(kind);
        json!({ "users": users, "regions": regions })
    };
    json!({
        "old": digest(0),
        "new": digest(1),
        "equal": comparison.is_equal(),
        "complete": comparison.diff.is_complete(),
        "changes": changes,
        "summary": {
            "gain": summary(Kind::Gain),
            "loss": summary(Kind::Loss),
            "other": summary(Kind::Warning),
        },
        "facts": comparison.facts.iter().map(fact).collect::<Vec<Value>>(),
        "not_compared": comparison.not_compared,
        "open": comparison.diff.open.iter().map(open).collect::<Vec<Value>>(),
    })
}

fn change(change: &Change<'_>, date: Option<&str>) -> Value {
    let [old, new] = &change.regions;
    let outcome = |it: &RegionView| json!({ "outcome": it.outcome.as_str(), "step": it.step.as_str(), "warning": it.warning });
    let mut object = object(json!({
        "kind": change.kind.as_str(),
        "class": change.class,
        "old": region(old),
        "new": region(new),
        "own": change.own,
        "users": change.users,
        "undefined_user": change.undefined_user,
        "group": change.group,
        "context": change.context.map(context),
        "cause": change.causes.iter().map(cause).collect::<Vec<Value>>(),
        "witness": witness(&change.witness, date),
        "decisions": { "old": outcome(old), "new": outcome(new) },
    }));
    for (name, _) in [("partial", change.partial), ("temporary", change.temporary)]
        .into_iter()
        .filter(|(_, on)| *on)
    {
        object.insert(name.to_owned(), json!(true));
    }
    Value::Object(object)
}

/// A change of what users may do in SAFR, in the form of the others: the region is the environment and the item.
fn safr_change(change: &safr::Change<'_>) -> Value {
    let sides: Vec<(Value, Value)> = change
        .allowed
        .iter()
        .zip(&change.outcomes)
        .map(|(allowed, decided)| {
            let mut region = safr_reach::region(change.place, change.environment);
            region.insert("allowed".to_owned(), safr_reach::words(allowed));
            region.insert("outcome".to_owned(), json!(decided.outcome.as_str()));
            let decision =
                json!({ "outcome": decided.outcome.as_str(), "step": decided.step.as_str() });
            (Value::Object(region), decision)
        })
        .collect();
    let [(old, before), (new, after)] = sides.as_slice() else { return Value::Null };
    json!({
        "kind": change.kind.as_str(),
        "system": "safr",
        "class": "SAFR",
        "operations": safr_reach::words(&change.operations),
        "old": old,
        "new": new,
        "own": false,
        "users": change.users,
        "undefined_user": false,
        "group": change.group,
        "context": null,
        "cause": change.causes.iter().map(cause).collect::<Vec<Value>>(),
        "witness": safr_reach::request(&change.witness),
        "decisions": { "old": before, "new": after },
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// A region of one policy.
pub(crate) fn region(region: &RegionView) -> Value {
    let mut fields = Map::new();
    fields.insert("profile".to_owned(), json!(region.profile));
    fields.insert("generic".to_owned(), json!(region.generic));
    if let Some(volume) = &region.volume {
        fields.insert("volume".to_owned(), json!(volume));
    }
    fields.insert("global".to_owned(), json!(region.global));
    fields.insert("allowed".to_owned(), json!(region.allowed.map(AccessLevel::as_str)));
    fields.insert("outcome".to_owned(), json!(region.outcome.as_str()));
    Value::Object(fields)
}

/// A condition in the form of a request's context.
pub(crate) fn context(condition: Condition<'_>) -> Value {
    let Condition { kind, value } = condition;
    if kind == ConditionKind::Program {
        json!({ kind.as_str(): [value] })
    } else {
        json!({ kind.as_str(): value })
    }
}

/// A request of the decision interface.
pub(crate) fn witness(witness: &Witness<'_>, date: Option<&str>) -> Value {
    let mut fields = Map::new();
    fields.insert("user".to_owned(), json!(witness.user));
    if let Some(group) = witness.group {
        fields.insert("group".to_owned(), json!(group));
    }
    fields.insert("class".to_owned(), json!(witness.class));
    fields.insert("resource".to_owned(), json!(witness.resource));
    if let Some(volume) = &witness.volume {
        fields.insert("volume".to_owned(), json!(volume));
    }
    fields.insert("access".to_owned(), json!(witness.access.as_str()));
    if let Some(condition) = witness.condition {
        fields.insert("context".to_owned(), context(condition));
    }
    if let Some(date) = date {
        fields.insert("date".to_owned(), json!(date));
    }
    Value::Object(fields)
}

fn cause(cause: &Cause<'_>) -> Value {
    json!({ "what": cause.what, "side": cause.side.as_str(), "source": cause.source.map(json_place::of_source) })
}

fn fact(fact: &FactChange) -> Value {
    let source = fact.source.as_ref().map(json_place::of_fact);
    let mut object = object(json!({
        "kind": fact.kind,
        "what": fact.subject.what,
        "id": fact.subject.id,
        "class": fact.subject.class,
        "profile": fact.subject.profile,
        "old": fact.old,
        "new": fact.new,
        "source": source,
    }));
    if let Some(part) = &fact.subject.part {
        object.insert("part".to_owned(), json!(part));
    }
    Value::Object(object)
}

/// A region that is open.
pub(crate) fn open(open: &Open) -> Value {
    json!({
        "class": open.class,
        "old": { "profile": open.old },
        "new": { "profile": open.new },
        "reason": open.reason,
    })
}
