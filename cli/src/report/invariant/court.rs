//! The policy of which invariants are checked.

use saffron_compiler::model::Model;
use saffron_diagnostics::SourceMap;
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

/// What rules are checked with.
#[derive(Clone, Copy)]
pub(super) struct Court<'c> {
    pub(super) engine: &'c Engine,
    pub(super) model: &'c Model,
    pub(super) sources: &'c SourceMap,
    pub(super) today: Day,
}
