//! The slow, obvious evaluator: what it answers is the law.
//!
//! It walks the model in the order of RACF's rules, searches by trying everything, and shares no
//! code and no table with compiler, bundle and runtime, only the words they are written in.

mod acee;
mod administer;
mod audit;
mod conditional;
mod decision;
mod discretionary;
pub(crate) mod ebcdic;
mod flow;
mod global;
mod mandatory;
mod names;
mod profiles;

pub use decision::{EntryFacts, Facts, ProfileFacts, ReferenceDecision};
pub use flow::decide;
pub(crate) use names::Naming;
