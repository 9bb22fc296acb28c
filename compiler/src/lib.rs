//! Syntax trees to a model, a policy graph, a decision table and a bundle.
//!
//! INVARIANT: names become ids once, when syntax is lowered; after it nothing compares strings, before it
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
pub mod work;

use saffron_bundle::WriteError;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap, Span, Totals};

use model::Model;
use table::DecisionTable;

pub use lower::{
    Analysis, EDITION, PropertyRow, PropertyTable, Settings, SourceTree, analyse, expanded,
    properties,
};
pub use manifest::SiteValue;

/// A policy through all stages of the compiler.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// What the policy specifies; meaningful only without errors.
    pub model: Model,
    /// All errors and warnings, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// Numbers of what was found and isn't kept, because there is too much.
    pub left_out: Totals,
    /// The bundle; `None` if any diagnostic is an error.
    pub bundle: Option<Vec<u8>>,
    /// What tests ask, if the policy has example users. Nothing else may use it.
    pub tested: Option<Tested>,
}

/// A policy with its example users.
#[derive(Clone, Debug)]
pub struct Tested {
    /// What the policy and its example users specify.
    pub model: Model,
    /// The bundle; `None` if any diagnostic is an error.
    pub bundle: Option<Vec<u8>>,
}

impl Compilation {
    /// What tests ask: the policy with its example users.
    pub fn for_tests(&self) -> (&Model, Option<&[u8]>) {
        match &self.tested {
            Some(tested) => (&tested.model, tested.bundle.as_deref()),
            None => (&self.model, self.bundle.as_deref()),
        }
    }
}

/// The bundle of a model, as it is after a change.
///
/// # Errors
/// A model that is larger than a bundle can be.
pub fn bundle(model: &Model, sources: &SourceMap) -> Result<Vec<u8>, WriteError> {
    emit::emit(&DecisionTable::build(model), sources)
}

/// Compiles parsed files. `sources` gives the lines for the bundle's provenance.
pub fn compile(sources: &SourceMap, trees: &[SourceTree], settings: &Settings) -> Compilation {
    let Analysis { model, mut diagnostics, left_out, tested } = analyse(trees, settings);
    let refused = diagnostics.iter().any(Diagnostic::is_error);
    let written = (!refused).then(|| {
        let table = DecisionTable::build(&model);
        check::slow::check(&work::Bounds::of(&table), &table, &mut diagnostics);
        emit::emit(&table, sources)
    });
    let written = written.transpose();
    let bundle = written.unwrap_or_else(|error| {
        diagnostics.push(too_large(trees, error));
        None
    });
    let tested = tested.map(|model| {
        let written = (!refused).then(|| self::bundle(&model, sources)).transpose();
        let bundle = written.unwrap_or_else(|error| {
            diagnostics.push(too_large(trees, error));
            None
        });
        Tested { model, bundle }
    });
    Compilation { model, diagnostics, left_out, bundle, tested }
}

/// A package that no bundle can contain. It has declarations, so the first one is where to begin.
fn too_large(trees: &[SourceTree], error: WriteError) -> Diagnostic {
    let first = trees.iter().find_map(|tree| tree.tree.items.first());
    let span = first.map_or(Span { file: FileId(0), start: 0, end: 0 }, |item| item.span);
    let label = "the package begins here";
    Diagnostic::error(codes::TOO_LARGE, error.to_string(), span, label).help("split the package")
}
