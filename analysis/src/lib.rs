//! Answers questions about whole policies from their decision tables: what two policies decide differently, who may
//! reach a resource, what a user may reach, and whether rules hold for every request.
//!
//! The base is the *region*: the names of a class that the same profile and the same global entry protect
//! ([`regions`]). Names are languages ([`language`]), so whether a region has a name, and its shortest one, are
//! decided, not sampled. What holds in a region is asked of the engine with that name, once for all users of equal
//! standing (`standing`). So every line of an answer has a witness that the engine has decided as the line states.
//!
//! INVARIANT: an answer is complete, or it lists what is open. Nothing is left out because it is expensive.
#![forbid(unsafe_code)]

pub mod answer;
mod cause;
pub mod change;
mod class_comparison;
pub mod class_pair;
mod comparison;
pub mod coverage;
mod diff;
pub mod drift;
pub mod facts;
pub mod invariant;
pub mod language;
mod pattern;
pub mod people;
pub mod reach;
pub mod regions;
pub mod safr;
mod same;
pub mod side;
mod standing;
mod view;
mod words;

pub use comparison::Scope;
pub use diff::diff;
pub use pattern::Pattern;
pub use words::Words;
