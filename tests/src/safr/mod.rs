//! SAFR's slow, obvious evaluator: what it answers is the law.
//!
//! It walks the model rule by rule in the order of the Workbench's Security overview, whose section
//! numbers are at the rules, and shares no code and no table with the engine.

mod compare;
mod effects;
mod facts;
mod judge;
pub mod matrix;
mod needs;
mod perform;
mod request;
mod roles;
mod state;
mod support;
mod text;
mod vector;

pub use compare::{SafrAnswers, SafrDisagreement};
pub use facts::{EffectFacts, MissingFacts, SafrFacts};
pub use request::{Named, OwnedSafrRequest};
pub use state::{Item, Permissions, State};
pub use vector::Vector;
