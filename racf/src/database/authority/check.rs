//! Whether the issuer has what a demand requires, and the words of the finding.

use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

use crate::command::UserAttribute;
use crate::database::{Database, Profile, Rules};

use super::issuer::Issuer;
use super::need::{Alternative, Demand, Need, Object};
use super::scope::{group_over, owner_of, profile_of};

/// The database, and the issuer who is checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct AuthorityCheck<'c, 'd> {
    pub(super) database: &'d Database,
    pub(super) issuer: &'c Issuer<'d>,
    pub(super) rules: &'c Rules,
}

/// The alternative that allows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) rule: &'static str,
    pub(super) because: String,
}

impl AuthorityCheck<'_, '_> {
    /// The first alternative all of whose needs are met.
    pub(super) fn finding(&self, demand: &Demand) -> Option<Finding> {
        demand.alternatives.iter().find_map(|it| self.alternative(demand, it))
    }

    fn alternative(&self, demand: &Demand, alternative: &Alternative) -> Option<Finding> {
        let reasons = alternative.needs.iter().map(|need| self.met(need));
        let reasons = reasons.collect::<Option<Vec<String>>>()?;
        let because = match reasons.as_slice() {
            [] => format!("{} isn't defined", demand.about),
            _ => format!("`{}` {}", self.issuer.name, reasons.join(" and ")),
        };
        Some(Finding { rule: alternative.rule, because })
    }

    /// How the need is met: what follows the issuer's name.
    fn met(&self, need: &Need) -> Option<String> {
        match need {
            Need::Identity(user) => self.is(user),
            Need::Member(group) => self.is_member(group),
            Need::OwnerOf(object) => self.owns(object),
            Need::GroupAuthority { group, least } => self.has_authority(group, *least),
            Need::UserAlter(object) => self.user_alter(object),
            Need::GroupAlter(object) => self.group_alter(object),
            Need::UniversalAlter(object) => self.universal_alter(object),
            Need::ClassAuthority(class) => self.class_authority(class),
            Need::NoMember(group) => self.is_no_member(group),
            Need::GroupAuditorOver(object) => self.over(UserAttribute::Auditor, object),
            Need::GroupSpecialOver(object) => self.over(UserAttribute::Special, object),
            Need::GroupSpecial => self.group_special(),
            Need::Operations => self.has(UserAttribute::Operations),
            Need::Auditor => self.has(UserAttribute::Auditor),
            Need::Special => self.has(UserAttribute::Special),
        }
    }

    fn is(&self, user: &str) -> Option<String> {
        (self.issuer.name == user).then(|| "is that user".to_owned())
    }

    fn is_member(&self, group: &str) -> Option<String> {
        let connected = self.issuer.user.connections.contains_key(group);
        connected.then(|| format!("is connected to `{group}`"))
    }

    fn has(&self, attribute: UserAttribute) -> Option<String> {
        self.issuer.has(attribute).then(|| format!("has {}", attribute.as_str()))
    }

    fn over(&self, attribute: UserAttribute, object: &Object) -> Option<String> {
        let group = group_over(self.database, self.issuer, attribute, object)?;
        let word = attribute.as_str();
        Some(format!("has group-{word} in `{group}`, which has {object} in its scope"))
    }

    fn group_special(&self) -> Option<String> {
        let mut groups = self.issuer.groups();
        let group = groups.find(|it| self.issuer.has_in(it, UserAttribute::Special))?;
        Some(format!("has group-SPECIAL in `{group}`"))
    }

    fn owns(&self, object: &Object) -> Option<String> {
        let owner = owner_of(self.database, object)?;
        (owner == self.issuer.name).then(|| format!("is OWNER of {object}"))
    }

    fn has_authority(&self, group: &str, least: GroupAuthority) -> Option<String> {
        let held = self.issuer.connection(group)?.authority.value;
        (held >= least).then(|| format!("has {held} in group `{group}`"))
    }

    /// CLAUTH counts for every class that shares the POSIT value of one that it names.
    fn class_authority(&self, class: &str) -> Option<String> {
        let shares = |held: &&String| self.share_options(held, class);
        let held = self.issuer.user.class_authority.keys().find(shares)?;
        Some(format!("has CLAUTH({held})"))
    }

    fn share_options(&self, one: &str, other: &str) -> bool {
        let posit = |class: &str| self.database.class(class).and_then(|it| it.descriptor.posit);
        one == other || posit(one).is_some_and(|it| posit(other) == Some(it))
    }

    fn is_no_member(&self, group: &str) -> Option<String> {
        let connected = self.issuer.user.connections.contains_key(group);
        (!connected).then(|| format!("isn't connected to `{group}`"))
    }

    fn user_alter(&self, object: &Object) -> Option<String> {
        let level = entry(profile_of(self.database, object)?, self.issuer.name)?;
        (level == AccessLevel::Alter)
            .then(|| format!("has ALTER on the standard access list of {object}"))
    }

    fn group_alter(&self, object: &Object) -> Option<String> {
        let profile = profile_of(self.database, object)?;
        if self.is_limited_by_own_entry(profile) {
            return None;
        }
        let full = |group: &&str| entry(profile, group) == Some(AccessLevel::Alter);
        let group = self.issuer.groups().find(full)?;
        Some(format!("is in `{group}`, which has ALTER on the standard access list of {object}"))
    }

    /// RESTRICTED users get nothing by UACC, here no more than in access checking.
    fn universal_alter(&self, object: &Object) -> Option<String> {
        let profile = profile_of(self.database, object)?;
        let listed = self.issuer.groups().any(|group| entry(profile, group).is_some());
        let independent = self.rules.alter_entries_independent;
        if self.is_limited_by_own_entry(profile) || (listed && !independent) {
            return None;
        }
        let open = profile.uacc.value == AccessLevel::Alter;
        (open && !self.issuer.has(UserAttribute::Restricted))
            .then(|| format!("has ALTER like every user: UACC(ALTER) of {object}"))
    }

    /// Where entries aren't combined, the user's own decides alone, as it does for
    /// access.
    fn is_limited_by_own_entry(&self, profile: &Profile) -> bool {
        !self.rules.alter_entries_independent && entry(profile, self.issuer.name).is_some()
    }
}

fn entry(profile: &Profile, id: &str) -> Option<AccessLevel> {
    profile.standard.get(id).map(|it| it.value)
}
