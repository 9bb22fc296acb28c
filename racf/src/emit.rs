//! A policy as the commands that build it, and the commands that undo them.

use saffron_compiler::model::Model;

/// Commands for RACF.
#[derive(Clone, Debug, Default)]
pub struct Emission {
    /// Commands that build the policy on any database, in order, with comments.
    pub commands: String,
    /// Commands that take away what the policy declares.
    pub undo: String,
    /// What commands can't say, for a person.
    pub remarks: Vec<String>,
}

/// The commands that build a policy.
pub fn racf(model: &Model) -> Emission {
    let _ = model;
    Emission::default()
}
