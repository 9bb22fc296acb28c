//! Access lists, UACC, OPERATIONS and WARNING.

use saffron_compiler::model::{Class, Model, PrincipalId, Profile, Who};
use saffron_diagnostics::Span;
use saffron_runtime::Mode;
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority, Step, Switch};

use super::acee::Acee;
use super::conditional;
use super::decision::Entry;
use crate::request::OwnedRequest;

/// What the discretionary rules result in.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    pub(crate) granted: bool,
    pub(crate) step: Step,
    pub(crate) warning: bool,
    pub(crate) entry: Option<Entry>,
    pub(crate) origin: Option<Span>,
}

/// A request and the profile that protects what it asks for.
#[derive(Debug)]
pub(crate) struct Asked<'c> {
    pub(crate) model: &'c Model,
    pub(crate) acee: &'c Acee<'c>,
    pub(crate) request: &'c OwnedRequest,
    pub(crate) class: &'c Class,
    pub(crate) resource: &'c str,
    pub(crate) profile: &'c Profile,
    pub(crate) need: AccessLevel,
    /// Whether the rules of creation are asked, not those of use.
    pub(crate) creating: bool,
}

/// What the standard list says of the requester.
struct Standing {
    /// The entry that counts: the user's, else the highest of the groups, else the star entry.
    entry: Option<Entry>,
    /// Whether that entry is the user's or a group's.
    limited: bool,
}

impl Asked<'_> {
    /// Goes through the rules in their order.
    pub(crate) fn rule(&self) -> Ruling {
        if self.own_data_set() {
            return grant(Step::OwnDataset, None, Some(self.profile.origin));
        }
        let standing = self.standing();
        if let Some(entry) = &standing.entry
            && entry.access >= self.need
        {
            return grant(entry.step(), Some(entry.clone()), Some(entry.origin));
        }
        if self.uacc_counts(&standing) && self.profile.uacc >= self.need {
            let origin = self.profile.uacc_origin.or(Some(self.profile.origin));
            return grant(Step::Uacc, None, origin);
        }
        if self.creating && self.creates_in_group(&standing) {
            return grant(Step::GroupAuthority, None, Some(self.profile.origin));
        }
        if self.operations_apply(&standing) {
            return grant(Step::Operations, None, Some(self.profile.origin));
        }
        if let Some(entry) = conditional::best(self)
            && entry.access >= self.need
        {
            let origin = entry.origin;
            return grant(Step::Conditional, Some(entry), Some(origin));
        }
        self.refuse(standing)
    }

    fn on(&self, switch: Switch) -> bool {
        self.model.options.switches.is_on(switch)
    }

    fn qualifier(&self) -> Option<&str> {
        let dataset = self.class.name == "DATASET";
        self.resource.split('.').next().filter(|_| dataset)
    }

    fn own_data_set(&self) -> bool {
        let Some(user) = &self.acee.user else { return false };
        let may = !user.profile.attributes.restricted || self.on(Switch::RestrictedOwnerHlqGrant);
        may && self.qualifier() == Some(user.name)
    }

    fn standing(&self) -> Standing {
        let Some(user) = &self.acee.user else { return Standing { entry: None, limited: false } };
        if let Some(entry) = self.standard(Who::Id(user.id)) {
            return Standing { entry: Some(entry), limited: true };
        }
        if let Some(entry) = highest(user.groups(), |group| self.standard(Who::Id(group))) {
            return Standing { entry: Some(entry), limited: true };
        }
        let star = if user.profile.attributes.restricted { None } else { self.standard(Who::Any) };
        Standing { entry: star, limited: false }
    }

    fn standard(&self, who: Who) -> Option<Entry> {
        let entry = self.profile.standard.iter().find(|entry| entry.who == who)?;
        Some(Entry::standard(self.model, entry))
    }

    fn uacc_counts(&self, standing: &Standing) -> bool {
        let hidden = standing.entry.is_some() && self.on(Switch::StarEntryHidesUacc);
        !standing.limited && !hidden && !self.acee.attributes().restricted
    }

    /// CREATE authority in the group of a group data set, with UPDATE access.
    fn creates_in_group(&self, standing: &Standing) -> bool {
        let update = AccessLevel::Update;
        let uacc = self.uacc_counts(standing) && self.profile.uacc >= update;
        let listed = standing.entry.as_ref().is_some_and(|entry| entry.access >= update);
        let conditional = || conditional::best(self).is_some_and(|entry| entry.access >= update);
        let authority = self.authority_in_group();
        authority.is_some_and(|held| held >= GroupAuthority::Create)
            && (listed || uacc || conditional())
    }

    fn authority_in_group(&self) -> Option<GroupAuthority> {
        self.acee.user.as_ref()?.authority_in(self.qualifier()?)
    }

    /// What limits OPERATIONS in the use of a resource doesn't in its creation; there a connection
    /// to the group without CREATE does.
    fn operations_apply(&self, standing: &Standing) -> bool {
        if self.creating {
            let authority = self.authority_in_group();
            self.operations() && authority.is_none_or(|held| held >= GroupAuthority::Create)
        } else {
            self.operations() && !self.operations_blocked(standing)
        }
    }

    fn operations_blocked(&self, standing: &Standing) -> bool {
        standing.limited
            || (standing.entry.is_some() && self.on(Switch::StarEntryBlocksOperations))
            || (self.named_conditionally() && self.on(Switch::ConditionalEntryBlocksOperations))
    }

    /// Whether any conditional entry names the user or one of the groups.
    fn named_conditionally(&self) -> bool {
        let Some(user) = &self.acee.user else { return false };
        let groups = user.groups();
        let named = |id: PrincipalId| id == user.id || groups.contains(&id);
        self.profile.conditional.iter().any(|it| matches!(it.who, Who::Id(id) if named(id)))
    }

    fn operations(&self) -> bool {
        let Some(user) = &self.acee.user else { return false };
        let service = self.request.mode == Mode::Auth || self.on(Switch::FastauthOperations);
        let system_wide = user.profile.attributes.operations;
        self.class.descriptor.operations
            && service
            && (system_wide
                || user.has_in_scope(|it| it.operations, self.profile, self.qualifier()))
    }

    /// Whether group-OPERATIONS may apply, for all that is known, and nothing limits it.
    pub(crate) fn may_have_operations(&self) -> bool {
        let Some(user) = &self.acee.user else { return false };
        let service = self.request.mode == Mode::Auth || self.on(Switch::FastauthOperations);
        let unlimited = if self.creating {
            self.authority_in_group().is_none_or(|held| held >= GroupAuthority::Create)
        } else {
            !self.operations_blocked(&self.standing())
        };
        self.class.descriptor.operations
            && service
            && unlimited
            && !self.operations()
            && user.may_have_in_scope(|it| it.operations, self.profile, self.qualifier())
    }

    fn refuse(&self, standing: Standing) -> Ruling {
        let shown = standing.limited || self.on(Switch::StarEntryHidesUacc);
        let entry = standing.entry.filter(|_| shown);
        let origin = entry.as_ref().map_or(self.profile.origin, |entry| entry.origin);
        let warning = self.profile.warning && self.class.name != "PROGRAM";
        Ruling {
            granted: warning,
            step: if warning { Step::Warning } else { Step::Insufficient },
            warning,
            entry,
            origin: Some(origin),
        }
    }
}

fn grant(step: Step, entry: Option<Entry>, origin: Option<Span>) -> Ruling {
    Ruling { granted: true, step, warning: false, entry, origin }
}

/// The entry of the highest level, of equal ones that of the first group.
pub(crate) fn highest(
    groups: Vec<PrincipalId>,
    entry_of: impl Fn(PrincipalId) -> Option<Entry>,
) -> Option<Entry> {
    let mut best: Option<Entry> = None;
    for entry in groups.into_iter().filter_map(entry_of) {
        if best.as_ref().is_none_or(|best| entry.access > best.access) {
            best = Some(entry);
        }
    }
    best
}
