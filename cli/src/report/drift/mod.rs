//! What a system holds otherwise than its policy, in every format.

pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod text;
pub(crate) mod wording;

use saffron_analysis::drift::Fact;

use super::changes::Comparison;
use crate::load::shown::Shown;

/// Facts and access that differ.
pub(crate) struct Drifted<'d> {
    /// The facts.
    pub(crate) facts: &'d [Fact],
    /// The access: the policy is old, the system is new.
    pub(crate) access: Comparison<'d>,
    /// The texts of both sides.
    pub(crate) sources: [&'d Shown; 2],
    /// Options that no file states.
    pub(crate) assumed: &'d [&'static str],
}
