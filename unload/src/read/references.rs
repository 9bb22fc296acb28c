//! What records state about others: of a whole unload, those are there, too.
//!
//! Most records of a profile leave no trace when they are cut off. But groups and users list each other, so that a
//! group, a user or a connection that is missing is found.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;
use saffron_racf::database::{Database, Fact};
use saffron_vocabulary::racf::GroupAuthority;

use super::part::Members;
use crate::report::{Counts, FindingKind, Findings};

/// Types of which every database has records.
const OF_EVERY_DATABASE: [&str; 4] = ["0100", "0200", "0400", "0500"];

/// What records state about others.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Group authority by user and group (0102).
    pub(super) members: Members,
    /// Subgroups that their superior groups list (0101).
    pub(super) subgroups: BTreeMap<String, Span>,
    /// How many connections a user's records list (0203), where there are any.
    pub(super) listed: BTreeMap<String, usize>,
}

impl References {
    /// The authority of a user in a group, if a record states it.
    pub(super) fn authority(&self, user: &str, group: &str) -> Option<GroupAuthority> {
        self.members.get(user)?.get(group).copied()
    }
}

/// Looks for what isn't there.
pub(super) struct Check<'c> {
    pub(super) database: &'c Database,
    pub(super) references: &'c References,
    pub(super) findings: &'c mut Findings,
}

impl Check<'_> {
    /// Everything that a whole unload would have.
    pub(super) fn all(mut self, counts: &Counts) {
        self.types(counts);
        self.groups();
        self.connections();
        self.members();
        self.owners();
        self.qualifiers();
    }

    fn types(&mut self, counts: &Counts) {
        let none = |kind: &&str| counts.of(kind) == 0;
        for kind in OF_EVERY_DATABASE.iter().filter(|kind| counts.total() > 0 && none(kind)) {
            self.findings.extend(FindingKind::NoneOfType, kind, None);
        }
    }

    fn missing(&mut self, what: &str, name: &str, kind: &str, origin: Option<Span>) {
        self.findings.extend(FindingKind::Missing, &format!("{what} {name} ({kind})"), origin);
    }

    fn group(&mut self, name: &str, origin: Option<Span>) {
        if !name.is_empty() && !self.database.groups.contains_key(name) {
            self.missing("group", name, "0100", origin);
        }
    }

    fn groups(&mut self) {
        let (database, references) = (self.database, self.references);
        for superior in database.groups.values().filter_map(|it| it.superior.as_ref()) {
            self.group(&superior.value, superior.origin);
        }
        for (subgroup, origin) in &references.subgroups {
            self.group(subgroup, Some(*origin));
        }
    }

    fn connections(&mut self) {
        let (database, references) = (self.database, self.references);
        for (user, it) in &database.users {
            self.group(&it.default_group.value, it.default_group.origin);
            if references.listed.get(user).is_some_and(|listed| *listed > it.connections.len()) {
                self.missing("connections of", user, "0205", it.origin);
            }
            for (group, connection) in &it.connections {
                self.group(group, connection.origin);
                if self.lists(group) && references.authority(user, group).is_none() {
                    self.missing("members of", group, "0102", connection.origin);
                }
            }
        }
    }

    /// Whether a group's records list every member: those of a universal group list only some.
    fn lists(&self, group: &str) -> bool {
        let group = self.database.groups.get(group);
        group.is_some_and(|it| !it.universal.as_ref().is_some_and(|it| it.value))
    }

    fn members(&mut self) {
        let (database, references) = (self.database, self.references);
        for (user, groups) in references.members.iter().filter(|(id, _)| !is_internal(id)) {
            let known = database.users.get(user);
            if known.is_none() {
                self.missing("user", user, "0200", None);
            }
            for group in groups.keys() {
                self.group(group, None);
                if known.is_some_and(|it| !it.connections.contains_key(group)) {
                    self.missing("connections of", user, "0205", None);
                }
            }
        }
    }

    fn owner(&mut self, subject: &str, owner: &Fact<String>) {
        if !self.database.is_defined(&owner.value) {
            self.findings.extend(FindingKind::UnknownOwner, subject, owner.origin);
        }
    }

    fn owners(&mut self) {
        let database = self.database;
        database.groups.values().for_each(|it| self.owner("GROUP", &it.owner));
        database.users.values().for_each(|it| self.owner("USER", &it.owner));
        for (class, profiles) in &database.classes {
            profiles.values().for_each(|it| self.owner(class, &it.owner));
        }
    }

    /// RACF lets nobody define a data set profile whose first qualifier is neither a user nor a group; one is left
    /// when its user or group is deleted.
    fn qualifiers(&mut self) {
        for (key, profile) in self.database.classes.get("DATASET").into_iter().flatten() {
            let qualifier = key.name.split('.').next().unwrap_or_default();
            let is_plain = !qualifier.contains(['*', '%', '&']);
            if is_plain && !self.database.is_defined(qualifier) {
                let origin = Some(profile.origin);
                self.findings.extend(FindingKind::OrphanedQualifier, qualifier, origin);
            }
        }
    }
}

/// Whether RACF keeps the user for itself: only these have small letters.
pub(super) fn is_internal(user: &str) -> bool {
    user.bytes().any(|byte| byte.is_ascii_lowercase())
}
