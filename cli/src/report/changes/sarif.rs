//! The comparison as SARIF 2.1.0: one result for each change, at the line of its cause.

use saffron_analysis::change::{Change, Kind, Which};
use serde_json::Value;

use super::super::sarif::{self, Log};
use super::{Comparison, wording};

/// The whole log.
pub(crate) fn report(comparison: &Comparison<'_>) -> Log {
    Log { rules: rules().collect(), results: results(comparison).collect() }
}

/// What changes of access can be.
pub(crate) fn rules() -> impl Iterator<Item = Value> {
    let kinds = [Kind::Gain, Kind::Loss, Kind::Both, Kind::Warning].into_iter();
    kinds.map(|kind| sarif::rule(&rule(kind), description(kind), level(kind)))
}

/// The changes of access.
pub(crate) fn results(comparison: &Comparison<'_>) -> impl Iterator<Item = Value> {
    comparison.diff.changes.iter().map(|it| result(it, comparison))
}

fn rule(kind: Kind) -> String {
    format!("access-{}", kind.as_str())
}

const fn description(kind: Kind) -> &'static str {
    match kind {
        Kind::Gain => "Users gain access",
        Kind::Loss => "Users lose access",
        Kind::Both => "The access of users changes",
        Kind::Warning => "Access is granted with another warning",
    }
}

const fn level(kind: Kind) -> &'static str {
    match kind {
        Kind::Gain | Kind::Both => "warning",
        Kind::Loss | Kind::Warning => "note",
    }
}

fn result(change: &Change<'_>, comparison: &Comparison<'_>) -> Value {
    let message = wording::sentence(change, comparison.bundles);
    let [old, new] = &comparison.files;
    let location = change.causes.iter().find_map(|cause| {
        let source = cause.source?;
        let files = if cause.side == Which::Old { old } else { new };
        Some(sarif::location(&files.on_disk(source.file), source.line, source.column))
    });
    sarif::result(&rule(change.kind), level(change.kind), &message, location)
}
