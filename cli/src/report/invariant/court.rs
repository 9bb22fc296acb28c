//! The policy of which invariants are checked.

use saffron_analysis::invariant;
use saffron_compiler::model::Model;
use saffron_diagnostics::{SourceMap, Span};
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

/// What rules are checked with.
pub(crate) struct Court<'c> {
    pub(super) engine: &'c Engine,
    pub(super) model: &'c Model,
    pub(super) sources: &'c SourceMap,
    pub(super) space: invariant::Court<'c>,
    /// The day of the requests, if it isn't today.
    pub(super) date: Option<Day>,
}

impl<'c> Court<'c> {
    /// A policy of which invariants are checked today, or on a date.
    pub(crate) fn new(
        engine: &'c Engine,
        (model, sources): (&'c Model, &'c SourceMap),
        today: Day,
        date: Option<Day>,
    ) -> Self {
        let space = invariant::Court::new(engine, model, date.unwrap_or(today));
        Self { engine, model, sources, space, date }
    }

    /// A rule as the policy writes it, on one line.
    pub(crate) fn written(&self, rule: Span) -> String {
        self.sources.text(rule).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
