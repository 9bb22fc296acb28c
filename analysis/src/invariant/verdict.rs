//! What was found out about a rule.

use saffron_runtime::Decision;

use crate::change::{Open, Witness};

/// The verdict on a rule.
#[derive(Debug, Default)]
pub struct Verdict<'e> {
    /// How many regions have names that the rule is about.
    pub regions: usize,
    /// How many of them no profile protects.
    pub unprotected: usize,
    /// How many users the rule is checked for.
    pub users: usize,
    /// Why nothing is subject to the rule.
    pub vacuous: Option<String>,
    /// Regions that are too large to decide.
    pub open: Vec<Open>,
    /// Requests of one user that break the rule: one for each of its rights. Empty if none was found.
    pub breaches: Vec<Breach<'e>>,
}

impl Verdict<'_> {
    pub(super) fn vacuous(why: impl Into<String>) -> Self {
        Self { vacuous: Some(why.into()), ..Self::default() }
    }
}

/// A request that breaks a rule.
#[derive(Clone, Debug)]
pub struct Breach<'e> {
    /// The request.
    pub witness: Witness<'e>,
    /// What it is answered.
    pub decision: Decision<'e>,
}
