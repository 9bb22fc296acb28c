//! How cells of the tables are read off a model.

use saffron_compiler::model::{Model, PrincipalId, Profile, ProfileKind};
use saffron_diagnostics::{SourceMap, Span};

use crate::document;

/// A policy whose declarations are listed.
pub(super) struct Inventory<'m> {
    pub(super) model: &'m Model,
    pub(super) sources: &'m SourceMap,
}

impl Inventory<'_> {
    pub(super) fn name(&self, id: Option<PrincipalId>) -> String {
        let principal = id.and_then(|id| self.model.principals.get(id));
        principal.map_or_else(String::new, |principal| principal.name.clone())
    }

    pub(super) fn class_name(&self, profile: &Profile) -> String {
        let class = self.model.classes.get(profile.class);
        class.map_or_else(String::new, |class| class.name.clone())
    }

    pub(super) fn source(&self, span: Option<Span>) -> String {
        span.map_or_else(String::new, |span| document::cell(self.sources, span))
    }
}

/// The words whose condition holds.
pub(super) fn chosen(words_and_conditions: &[(&str, bool)]) -> String {
    words(words_and_conditions.iter().filter(|(_, holds)| *holds).map(|(word, _)| *word))
}

pub(super) fn words<'w>(all: impl Iterator<Item = &'w str>) -> String {
    all.collect::<Vec<_>>().join(" ")
}

pub(super) fn kind(kind: ProfileKind) -> &'static str {
    match kind {
        ProfileKind::Discrete => "discrete",
        ProfileKind::Generic => "generic",
    }
}
