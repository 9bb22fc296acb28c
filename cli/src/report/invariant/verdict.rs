//! What was found out about an invariant.

use saffron_compiler::model::Invariant;
use saffron_diagnostics::Span;
use serde_json::Value;

/// An invariant and whether it holds.
pub(crate) struct Judged<'m> {
    pub(crate) invariant: &'m Invariant,
    pub(crate) looked_at: LookedAt,
    /// A rule that nothing is subject to.
    pub(crate) vacuous: Option<(Span, String)>,
    /// Rules that are not decided, and why.
    pub(crate) open: Vec<(Span, String)>,
    pub(crate) breach: Option<Breach>,
}

impl Judged<'_> {
    pub(crate) fn holds(&self) -> bool {
        self.vacuous.is_none() && self.open.is_empty() && self.breach.is_none()
    }
}

/// How much a verdict rests on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LookedAt {
    /// Names, items or profiles.
    pub(crate) regions: usize,
    /// Users with their groups.
    pub(crate) users: usize,
}

/// What a rule forbids and the policy grants, or the other way round.
pub(crate) struct Breach {
    pub(crate) rule: Span,
    /// What happens, for people.
    pub(crate) what: String,
    /// The line of the policy that decided.
    pub(crate) from: Option<String>,
    /// The request as JSON; null for a fact on a profile.
    pub(crate) witness: Value,
    /// Outcome and step.
    pub(crate) decision: Value,
    /// The options of `saffron explain` for the same request; none for a fact on a profile.
    pub(crate) flags: Vec<String>,
}

/// The verdict on one rule.
#[derive(Default)]
pub(crate) struct RuleVerdict {
    pub(crate) looked_at: LookedAt,
    /// Why nothing is subject to the rule.
    pub(crate) vacuous: Option<String>,
    /// Why the rule isn't decided.
    pub(crate) open: Option<String>,
    pub(crate) breach: Option<Breach>,
}

impl RuleVerdict {
    pub(crate) fn vacuous(why: impl Into<String>) -> Self {
        Self { vacuous: Some(why.into()), ..Self::default() }
    }

    pub(crate) fn open(why: impl Into<String>) -> Self {
        Self { open: Some(why.into()), ..Self::default() }
    }
}
