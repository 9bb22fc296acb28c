//! What an emitter results in.

use crate::report::Report;

/// Commands, and what they result in.
#[derive(Clone, Debug)]
pub struct Emission {
    /// Commands that establish the policy, with comments.
    pub build: String,
    /// Commands that take it away again.
    pub undo: String,
    /// One row for each fact of the policy.
    pub report: Report,
}
