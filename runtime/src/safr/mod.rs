//! SAFR: what a user of the Workbench may do, decided from the same bundle.
//!
//! INVARIANT: the two generations of rules ([`saffron_vocabulary::safr::Rules`]) share the order of the
//! questions and nothing of the answers.

pub(crate) mod decision;
pub(crate) mod effects;
pub(crate) mod facts;
pub(crate) mod find;
pub(crate) mod named;
pub(crate) mod needs;
pub(crate) mod request;
pub(crate) mod roles;
pub(crate) mod rules;
pub(crate) mod subject;
pub(crate) mod support;
pub(crate) mod trail;
pub(crate) mod walk;

pub use decision::{Effect, Missing, MissingRight, SafrDecision, SafrExplanation, SafrStage};
pub use request::{ItemRef, SafrRequest, With};
pub use saffron_vocabulary::suggestion::{SafrGrant, SafrSuggestion};
