//! SAFR: what a user of the Workbench may do, decided from the same bundle.
//!
//! INVARIANT: the two generations of rules ([`saffron_bundle::safr::Rules`]) share the order of the
//! questions and nothing of the answers.

mod decision;
mod effects;
mod explain;
mod facts;
mod find;
mod named;
mod needs;
mod request;
mod roles;
mod rules;
mod subject;
mod support;
mod trail;
mod walk;
mod wording;

pub use decision::{Effect, Missing, MissingRight, SafrDecision, SafrExplanation, SafrStage};
pub use request::{ItemRef, SafrRequest, With};

use crate::engine::Engine;

impl<'b> Engine<'b> {
    /// Answers a request about SAFR. A grant without effects allocates nothing, but for an export,
    /// which lists what the selected items use.
    pub fn decide_safr<'d>(&self, request: &SafrRequest<'d>) -> SafrDecision<'d>
    where
        'b: 'd,
    {
        walk::evaluate(self, request, trail::Trail::unread()).decision
    }

    /// The same decision with the rules on the way to it, and what would mend a denial.
    pub fn explain_safr<'d>(&self, request: &SafrRequest<'d>) -> SafrExplanation<'d>
    where
        'b: 'd,
    {
        explain::explanation(self, request)
    }
}
