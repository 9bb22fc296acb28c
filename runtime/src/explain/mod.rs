//! The whole way to a decision: each rule, whether it applied, what it found.

pub(crate) mod racf;
mod rung;
pub(crate) mod safr;

pub use rung::{Explanation, Rule, Rung, RungState};
