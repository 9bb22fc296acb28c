//! SAFR: what a user of the Workbench may do, decided from the same bundle.

mod decision;
#[expect(dead_code, reason = "the rules come next")]
mod facts;
mod request;

pub use decision::{Effect, Missing, MissingRight, SafrDecision, SafrExplanation, SafrStage};
pub use request::{ItemRef, SafrRequest, With};
