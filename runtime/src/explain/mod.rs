//! The whole way to a decision: each rule, whether it applied, what it found.
//!
//! An explanation words the walk from which the decision was made, so it can't contradict the
//! decision. What the walk doesn't contain, such as an entry that is too low to allow a change to a
//! profile, is looked up with the functions of the rules. Explanations are for people and cost far
//! more than decisions: they allocate, and they look up names and places of the policy.
//!
//! INVARIANT: nothing here affects a decision, and no decision calls anything here.

pub(crate) mod racf;
mod rung;
pub(crate) mod safr;

pub use rung::{ConditionalGrant, Explanation, Rule, Rung, RungState, Unknown};
