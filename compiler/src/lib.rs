//! Syntax trees to a model, a policy graph, a decision table and a bundle.
//!
//! INVARIANT: names become ids once, when syntax is lowered; behind it nothing compares strings, before it
//! nothing holds an id.
//!
//! INVARIANT: same text, same bytes. Another order of files or declarations changes the provenance
//! section of the bundle and nothing else.
#![forbid(unsafe_code)]

mod check;
pub mod codes;
mod emit;
pub mod graph;
mod lower;
pub mod manifest;
pub mod model;
pub mod table;

use saffron_lang::{Diagnostic, SourceMap};

use graph::PolicyGraph;
use model::Model;
use table::DecisionTable;

// For callers that still use the old path.
pub use saffron_vocabulary::specificity;

pub use lower::{Analysis, Settings, SiteValue, SourceTree, analyse};

/// A policy on its whole way through the compiler.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// What the policy says; meaningful only without errors.
    pub model: Model,
    /// Everything wrong or doubtful, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// The policy as a graph.
    pub graph: PolicyGraph,
    /// The bundle; `None` if any diagnostic is an error.
    pub bundle: Option<Vec<u8>>,
}

/// The bundle of a model, as it is after a change.
pub fn bundle(model: &Model, sources: &SourceMap) -> Vec<u8> {
    let graph = PolicyGraph::build(model);
    emit::emit(&DecisionTable::build(model, &graph), sources)
}

/// Compiles parsed files. `sources` gives the lines for the bundle's provenance.
pub fn compile(sources: &SourceMap, trees: &[SourceTree], settings: &Settings) -> Compilation {
    let Analysis { model, diagnostics } = analyse(trees, settings);
    let graph = PolicyGraph::build(&model);
    let refused = diagnostics.iter().any(Diagnostic::is_error);
    let bundle = (!refused).then(|| emit::emit(&DecisionTable::build(&model, &graph), sources));
    Compilation { model, diagnostics, graph, bundle }
}
