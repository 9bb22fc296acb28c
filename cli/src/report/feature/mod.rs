//! Features: what a component needs before it starts, compared with a policy.

mod advice;
mod cover;
mod evaluate;
mod finding;
mod render;
mod rule;

pub(crate) use evaluate::Evaluator;
pub(crate) use finding::FeatureReport;
pub(crate) use render::{json, overview, text};
