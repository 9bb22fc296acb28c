//! What was found out about a feature.

use saffron_compiler::model::{Feature, Requirement};

/// A feature and the finding for each of its needs.
pub(crate) struct FeatureReport<'m> {
    pub(crate) feature: &'m Feature,
    pub(crate) findings: Vec<Finding<'m>>,
}

/// One need, compared with the policy.
pub(crate) struct Finding<'m> {
    pub(crate) requirement: &'m Requirement,
    /// What is needed.
    pub(crate) what: String,
    pub(crate) state: State,
    /// The current access of each user that lacks it, or why nothing is needed.
    pub(crate) now: Vec<String>,
    /// What would grant it.
    pub(crate) advice: Vec<Advice>,
}

/// Whether a need is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Met,
    /// Met or not needed, with a note.
    MetWithNote,
    Missing,
}

/// A declaration that would add what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    /// When the declaration applies, or what it replaces.
    pub(crate) note: Option<String>,
    pub(crate) declaration: String,
}

impl FeatureReport<'_> {
    /// Whether nothing is missing, except optional needs.
    pub(crate) fn is_ready(&self) -> bool {
        self.missing(false) == 0
    }

    /// The number of missing needs: the optional ones, or the others.
    pub(crate) fn missing(&self, optional: bool) -> usize {
        let missing = |finding: &&Finding<'_>| {
            finding.state == State::Missing && finding.requirement.optional == optional
        };
        self.findings.iter().filter(missing).count()
    }
}

/// The result for one need.
pub(super) struct Found {
    pub(super) what: String,
    pub(super) state: State,
    pub(super) now: Vec<String>,
    pub(super) advice: Vec<Advice>,
}

impl Found {
    pub(super) fn met(what: String) -> Self {
        Self { what, state: State::Met, now: Vec::new(), advice: Vec::new() }
    }

    pub(super) fn noted(what: String, note: String) -> Self {
        Self { what, state: State::MetWithNote, now: vec![note], advice: Vec::new() }
    }

    pub(super) fn missing(what: String, now: Vec<String>, advice: Vec<Advice>) -> Self {
        Self { what, state: State::Missing, now, advice }
    }
}
