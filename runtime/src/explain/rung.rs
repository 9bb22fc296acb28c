//! What an explanation consists of.

use crate::decision::Decision;
use crate::source::Source;

/// A decision and the way to it.
#[derive(Clone, Debug)]
pub struct Explanation<'b> {
    /// The same as [`crate::Engine::decide`] gives.
    pub decision: Decision<'b>,
    /// Every rule in RACF's order.
    pub rungs: Vec<Rung<'b>>,
    /// For what isn't granted: the smallest declaration that would grant it, if there is one.
    pub mend: Option<String>,
    /// What is to be known about `mend`, or why there is none.
    pub remark: Option<String>,
}

/// A rule on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung<'b> {
    /// The rule's name.
    pub rule: &'static str,
    /// What became of it.
    pub state: RungState,
    /// What it saw.
    pub text: String,
    /// The policy line that it saw.
    pub source: Option<Source<'b>>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungState {
    /// It decided.
    Decided,
    /// It was looked at and left the decision to the next.
    Passed,
    /// It has no say in this request.
    NotApplicable,
    /// An earlier rule had decided.
    NotReached,
}

impl RungState {
    /// For people and machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Passed => "passed",
            Self::NotApplicable => "not-applicable",
            Self::NotReached => "not-reached",
        }
    }
}
