//! What was found out about an invariant.

use std::time::Duration;

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
    pub(crate) elapsed: Duration,
}

impl Judged<'_> {
    pub(crate) fn holds(&self) -> bool {
        self.vacuous.is_none() && self.open.is_empty() && self.breach.is_none()
    }
}

/// How much a verdict rests on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LookedAt {
    /// Regions of names, items or profiles.
    pub(crate) regions: usize,
    /// How many of the regions no profile protects.
    pub(crate) unprotected: usize,
    /// Users.
    pub(crate) users: usize,
}

impl LookedAt {
    /// With what the verdict on another rule rests on.
    pub(super) fn add(&mut self, other: Self) {
        self.regions += other.regions;
        self.unprotected += other.unprotected;
        self.users = self.users.max(other.users);
    }
}

/// What a rule forbids and the policy grants, or the other way round.
pub(crate) struct Breach {
    pub(crate) rule: Span,
    /// What shows it; several where a rule joins rights. Never empty.
    pub(crate) requests: Vec<Broken>,
}

/// A request, or a profile, that breaks a rule.
pub(crate) struct Broken {
    /// What happens, for people.
    pub(crate) what: String,
    /// The line of the policy that decided.
    pub(crate) from: Option<String>,
    /// The request as JSON.
    pub(crate) witness: Value,
    /// Outcome and step; null for a fact on a profile.
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
    /// What of the rule isn't decided, and why.
    pub(crate) open: Vec<String>,
    pub(crate) breach: Option<Breach>,
}

impl RuleVerdict {
    pub(crate) fn vacuous(why: impl Into<String>) -> Self {
        Self { vacuous: Some(why.into()), ..Self::default() }
    }
}
