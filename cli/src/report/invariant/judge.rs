//! Checks the rules of an invariant.

use std::time::Instant;

use saffron_compiler::model::{Invariant, InvariantKind, InvariantRule};

use super::court::Court;
use super::verdict::{Judged, LookedAt, RuleVerdict};
use super::{access, operation, profile};

/// Whether an invariant holds.
pub(crate) fn judge<'m>(court: &Court<'_>, invariant: &'m Invariant) -> Judged<'m> {
    let looked_at = LookedAt::default();
    let start = Instant::now();
    let mut judged = Judged {
        invariant,
        looked_at,
        vacuous: None,
        open: Vec::new(),
        breach: None,
        elapsed: start.elapsed(),
    };
    for rule in &invariant.rules {
        let verdict = verdict(court, rule);
        judged.looked_at.add(verdict.looked_at);
        judged.open.extend(verdict.open.into_iter().map(|why| (rule.origin, why)));
        if judged.vacuous.is_none() {
            judged.vacuous = verdict.vacuous.map(|why| (rule.origin, why));
        }
        judged.breach = judged.breach.or(verdict.breach);
    }
    judged.elapsed = start.elapsed();
    judged
}

/// Whether a rule holds.
pub(crate) fn verdict(court: &Court<'_>, rule: &InvariantRule) -> RuleVerdict {
    match &rule.kind {
        InvariantKind::Access(it) => access::verdict(court, it, rule.origin),
        InvariantKind::Operation(it) => operation::verdict(court, it, rule.origin),
        InvariantKind::Profiles(it) => profile::verdict(court, it, rule.origin),
    }
}
