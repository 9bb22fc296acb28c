//! SAFR: what a user of the Workbench may do, decided from the same bundle.
//!
//! A decision goes through these modules, from the bottom up:
//!
//! - `facts`: names looked up, rights found;
//! - `subject`: the session of a login, and what its user is in each environment;
//! - `support`: which operations there are, and for whom at most;
//! - `find`, `named`: the items that a request names;
//! - `needs`: the rights that an operation needs, and which of them are missing;
//! - `rules`, `roles`: the needs of each operation, under SAFR 4 and in the GenevaERS Workbench;
//! - `effects`: what a granted operation does to rights;
//! - `walk`: the order of all of this; `trail`: what each rule found, for an explanation.
//!
//! Source: SAFR 4 Workbench, *Security overview*, whose sections are cited by their numbers;
//! GenevaERS, *Security Overview*, for the roles. Where the first is contradictory or silent, an
//! option of the policy decides ("SAFR's options" in the language reference).
//!
//! Whether an operation is possible at all (a folder is empty, an item isn't in use) is not a
//! question of authority and isn't decided here.
//!
//! INVARIANT: the two generations of rules ([`saffron_vocabulary::safr::Rules`]) share the order of
//! the questions and nothing of the answers.

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
