//! The comparison as SARIF 2.1.0: one result for each change, at the line of its cause.

use saffron_analysis::change::{Kind, Which};
use serde_json::Value;

use super::super::sarif::{self, Log};
use super::line::Line;
use super::{Comparison, wording};
use crate::report::setting::Files;

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
    let lines = wording::TITLES.into_iter().flat_map(|(kind, _)| comparison.lines(kind));
    lines.map(|line| result(&line, &comparison.files))
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

fn result(line: &Line<'_>, files: &[Files; 2]) -> Value {
    let [old, new] = files;
    let location = line.source.map(|(side, source)| {
        let files = if side == Which::Old { old } else { new };
        sarif::location(&files.on_disk(source.file), source.line, source.column)
    });
    sarif::result(&rule(line.kind), level(line.kind), &line.sentence, location)
}
