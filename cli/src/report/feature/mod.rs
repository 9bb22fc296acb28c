//! Features: what a component needs before it starts, held against a policy.

mod advice;
mod cover;
mod judge;
mod render;

use saffron_compiler::model::{Feature, Requirement};

pub(crate) use judge::Judge;
pub(crate) use render::{json, overview, text};

/// A feature and what was found of each of its needs.
pub(crate) struct FeatureReport<'m> {
    pub(crate) feature: &'m Feature,
    pub(crate) findings: Vec<Finding<'m>>,
}

/// One need, held against the policy.
pub(crate) struct Finding<'m> {
    pub(crate) requirement: &'m Requirement,
    /// What is needed.
    pub(crate) what: String,
    pub(crate) state: State,
    /// How it stands, for each user that lacks it; or why nothing is needed.
    pub(crate) now: Vec<String>,
    /// What would give it.
    pub(crate) advice: Vec<Advice>,
}

/// How a need stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Met,
    /// Met, or not needed, with something to be known about it.
    MetWithNote,
    Missing,
}

/// A declaration that would give what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    /// In which case, or in whose place.
    pub(crate) note: Option<String>,
    pub(crate) declaration: String,
}

impl FeatureReport<'_> {
    /// Whether everything that isn't optional is there.
    pub(crate) fn is_ready(&self) -> bool {
        self.missing(false) == 0
    }

    /// How many needs are missing, of the optional ones or of the others.
    pub(crate) fn missing(&self, optional: bool) -> usize {
        let missing = |finding: &&Finding<'_>| {
            finding.state == State::Missing && finding.requirement.optional == optional
        };
        self.findings.iter().filter(missing).count()
    }
}
