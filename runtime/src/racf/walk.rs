//! All that the rules found for one question. A decision and its explanation both read it.
//!
//! The flow fills a walk once, from top to bottom. The verdict makes the decision of it, and the
//! explanation words it. Neither evaluates a rule again, so the two can't disagree.
//!
//! INVARIANT: a walk contains indices and borrowed rows only, so making one allocates nothing.

use saffron_bundle::layout::{ClassRow, GlobalRow, ProfileRow, profile_flag};
use saffron_vocabulary::racf::{AccessLevel, Outcome, Step};

use crate::racf::access::FoundAccess;
use crate::racf::entries::Hit;
use crate::racf::labels::Mandatory;

/// All that a decision rests on. Until [`Walk::end`] is called, it is a denial by `insufficient`.
#[expect(clippy::struct_excessive_bools, reason = "each is what one rule found")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'b> {
    /// Grant, deny, or not protected.
    pub(crate) outcome: Outcome,
    /// The rule that decided.
    pub(crate) step: Step,
    /// Granted only because of WARNING or PROTECTALL(WARNING).
    pub(crate) warning: bool,
    /// The highest level that the same request would be granted, without WARNING; `None` where no
    /// level applies: without an ACEE, for what isn't protected, and for changes to a profile.
    pub(crate) allowed: Option<AccessLevel>,
    /// The level that must be reached.
    pub(crate) need: AccessLevel,
    /// The class and its index; `None` until it is known.
    pub(crate) class: Option<(u32, &'b ClassRow)>,
    /// The best entry of global access checking; its index.
    pub(crate) global: Option<(u32, &'b GlobalRow)>,
    /// The protecting profile and its index; for changes to a profile, the profile itself, whose
    /// index is always 0.
    pub(crate) profile: Option<(u32, &'b ProfileRow)>,
    /// What the checks of labels, levels and categories refuse.
    pub(crate) mandatory: Mandatory,
    /// Whether the data set is the user's own.
    pub(crate) own: bool,
    /// Whether CREATE authority in the group lets the user create the data set.
    pub(crate) creates: bool,
    /// What access lists, UACC and OPERATIONS give.
    pub(crate) access: FoundAccess,
    /// Whether a grouping profile of which the members are unknown may protect the resource, too.
    pub(crate) members_unknown: bool,
    /// Whether it can't be known that the profile is outside of the scope of the user's groups.
    pub(crate) scope_unknown: bool,
}

impl Walk<'_> {
    /// A walk before the first rule. It denies.
    pub(crate) fn new(need: AccessLevel) -> Self {
        Self {
            outcome: Outcome::Deny,
            step: Step::Insufficient,
            warning: false,
            allowed: None,
            need,
            class: None,
            global: None,
            profile: None,
            mandatory: Mandatory::default(),
            own: false,
            creates: false,
            access: FoundAccess::default(),
            members_unknown: false,
            scope_unknown: false,
        }
    }

    /// Sets outcome and step. Each path through the rules does this once.
    pub(crate) fn end(&mut self, outcome: Outcome, step: Step) {
        self.outcome = outcome;
        self.step = step;
    }

    /// Ends with a grant that no level limits: PRIVILEGED, TRUSTED, an implicit owner.
    pub(crate) fn grant_all(&mut self, step: Step) {
        self.end(Outcome::Grant, step);
        self.allowed = Some(AccessLevel::Alter);
    }

    /// Whether the protecting profile, or one that is merged into it, is external.
    pub(crate) fn has_external_profile(&self) -> bool {
        self.profile.is_some_and(|(_, row)| row.flags() & profile_flag::EXTERNAL != 0)
    }

    /// The level that global access checking gives; NONE if no entry matches.
    pub(crate) fn global_level(&self) -> AccessLevel {
        let level = self.global.map(|(_, entry)| entry.access());
        level.unwrap_or(AccessLevel::None)
    }

    /// The entry of the standard access list that applies to the user: the user's own, else that of
    /// a group, else `ID(*)`.
    pub(crate) fn listed(&self) -> Option<Hit> {
        self.access.user.or(self.access.group).or(self.access.any)
    }

    /// The entry that keeps the user from what comes after it. `ID(*)` limits only if it hid UACC.
    pub(crate) fn limiting(&self) -> Option<Hit> {
        let any = self.access.any.filter(|_| self.access.uacc.is_none());
        self.access.user.or(self.access.group).or(any)
    }
}
