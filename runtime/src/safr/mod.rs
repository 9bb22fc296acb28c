//! SAFR: what a user of the Workbench may do, decided from the same bundle.
//!
//! INVARIANT: the two generations of rules ([`saffron_bundle::safr::Rules`]) share the order of the
//! questions and nothing of the answers.

mod decision;
mod effects;
mod facts;
mod find;
mod named;
mod needs;
mod request;
mod roles;
mod rules;
mod subject;
mod support;
mod walk;

pub use decision::{Effect, Missing, MissingRight, SafrDecision, SafrExplanation, SafrStage};
pub use request::{ItemRef, SafrRequest, With};

use crate::engine::Engine;

impl<'b> Engine<'b> {
    /// Answers a request about SAFR.
    pub fn decide_safr<'d>(&self, request: &SafrRequest<'d>) -> SafrDecision<'d>
    where
        'b: 'd,
    {
        walk::evaluate(self, request, false).decision
    }
}
