//! All that the rules found for one question. A decision and its explanation both read it.

use saffron_bundle::layout::{ClassRow, GlobalRow, ProfileRow};
use saffron_bundle::vocabulary::{AccessLevel, Outcome, Step};

use crate::racf::access::{FoundAccess, Hit};
use crate::racf::labels::Mandatory;

/// All that a decision rests on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'b> {
    pub(crate) outcome: Outcome,
    pub(crate) step: Step,
    /// Granted only because of WARNING or PROTECTALL(WARNING).
    pub(crate) warning: bool,
    pub(crate) allowed: Option<AccessLevel>,
    /// The level that must be reached.
    pub(crate) need: AccessLevel,
    pub(crate) class: Option<(u32, &'b ClassRow)>,
    /// The best entry of global access checking; its index.
    pub(crate) global: Option<(u32, &'b GlobalRow)>,
    pub(crate) profile: Option<(u32, &'b ProfileRow)>,
    pub(crate) mandatory: Mandatory,
    /// Whether the data set is the user's own.
    pub(crate) own: bool,
    /// Whether CREATE authority in the group lets the user create the data set.
    pub(crate) creates: bool,
    pub(crate) access: FoundAccess,
}

impl Walk<'_> {
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
        }
    }

    pub(crate) fn end(&mut self, outcome: Outcome, step: Step) {
        self.outcome = outcome;
        self.step = step;
    }

    /// Ends with a grant that no level limits.
    pub(crate) fn grant_all(&mut self, step: Step) {
        self.end(Outcome::Grant, step);
        self.allowed = Some(AccessLevel::Alter);
    }

    /// What global access checking gives, as a level.
    pub(crate) fn global_level(&self) -> AccessLevel {
        let level = self.global.map(|(_, entry)| entry.access());
        level.unwrap_or(AccessLevel::None)
    }

    /// The entry of the standard list that speaks for the user.
    pub(crate) fn listed(&self) -> Option<Hit> {
        self.access.user.or(self.access.group).or(self.access.any)
    }

    /// The entry that kept the user from what lies after it; `ID(*)` only if it hid UACC.
    pub(crate) fn limiting(&self) -> Option<Hit> {
        let any = self.access.any.filter(|_| self.access.uacc.is_none());
        self.access.user.or(self.access.group).or(any)
    }
}
