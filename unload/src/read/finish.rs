//! From parts to a database, once every record has been read.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;
use saffron_racf::database::{
    Contents, Database, Fact, Group, IBMUSER, KeyRef, Profile, ProfileKey, Profiles, Segment, User,
};

use super::part::{GroupPart, PartKey, ProfilePart, UserPart, made_up};
use super::references::{Check, References, is_internal};
use super::security::SecurityNames;
use super::{Reader, System};
use crate::report::{FindingKind, Findings};

impl Reader {
    /// What all files together hold.
    pub fn finish(mut self) -> System {
        let mut names = std::mem::take(&mut self.security);
        let references = std::mem::take(&mut self.references);
        let users = self.users(&mut names, &references);
        let groups = self.groups();
        let classes = self.profiles(&mut names);
        let mut database = Database::holding(Contents { users, groups, classes });
        declare_unknown(&mut database, &mut self.findings);
        residual(&database, &mut self.findings);
        let findings = &mut self.findings;
        Check { database: &database, references: &references, findings }.all(&self.counts);
        System { database, counts: self.counts, findings: self.findings, assumed: Vec::new() }
    }

    fn groups(&mut self) -> BTreeMap<String, Group> {
        let parts = std::mem::take(&mut self.groups);
        let mut groups = BTreeMap::new();
        for (name, GroupPart { basic, group }) in parts {
            if let Some(span) = basic {
                let owner = self.owner(group.owner, &name, span);
                groups.insert(name, Group { owner, ..group });
            } else {
                self.findings.extend(FindingKind::NoBasicRecord, &name, group.origin);
            }
        }
        groups
    }

    fn users(
        &mut self,
        names: &mut SecurityNames,
        references: &References,
    ) -> BTreeMap<String, User> {
        let parts = std::mem::take(&mut self.users);
        let mut users = BTreeMap::new();
        for (name, UserPart { basic, mut user, security }) in parts {
            let Some(span) = basic else {
                self.findings.extend(FindingKind::NoBasicRecord, &name, user.origin);
                continue;
            };
            if is_internal(&name) {
                self.findings.add(FindingKind::InternalUser, &name, span);
                continue;
            }
            names.name(security, &mut user.security, &mut self.findings);
            for (group, connection) in &mut user.connections {
                if let Some(authority) = references.authority(&name, group) {
                    connection.authority.value = authority;
                }
                if connection.owner.value.is_empty() {
                    connection.owner.value.clone_from(&user.owner.value);
                }
            }
            user.owner = self.owner(user.owner, &name, span);
            self.default_group(&mut user, &name, span);
            users.insert(name, user);
        }
        users
    }

    /// A user is connected to the default group, or the unload is inconsistent.
    fn default_group(&mut self, user: &mut User, name: &str, span: Span) {
        let group = &user.default_group.value;
        if user.connections.contains_key(group) {
            return;
        }
        self.findings.add(FindingKind::NotConnected, name, span);
        if let (true, Some(first)) = (group.is_empty(), user.connections.keys().next()) {
            user.default_group.value.clone_from(first);
        }
    }

    /// An owner, or IBMUSER where the record names none.
    fn owner(&mut self, owner: Fact<String>, name: &str, span: Span) -> Fact<String> {
        if !owner.value.is_empty() {
            return owner;
        }
        self.findings.add(FindingKind::NoOwner, name, span);
        Fact { value: IBMUSER.to_owned(), ..owner }
    }

    fn profiles(&mut self, names: &mut SecurityNames) -> BTreeMap<String, Profiles> {
        let mut classes = BTreeMap::new();
        for (class, parts) in std::mem::take(&mut self.classes) {
            let mut profiles = Profiles::with_capacity(parts.len());
            for (key, mut part) in parts {
                let Some(span) = part.basic else {
                    self.findings.extend(
                        FindingKind::NoBasicRecord,
                        &key.name,
                        Some(part.profile.origin),
                    );
                    continue;
                };
                // Nothing is checked with a model: it would protect the data set of its name.
                if part.model {
                    continue;
                }
                let numbers = std::mem::take(&mut part.security);
                if numbers.level.is_some() || !numbers.categories.is_empty() {
                    let security = &mut part.details().security;
                    names.name(numbers, security, &mut self.findings);
                }
                let owner = self.owner(part.profile.owner.clone(), &key.name, span);
                let (key, profile) = finished(&class, key, part);
                let mut profile = Profile { owner, ..profile };
                sort(&class, &mut profile);
                if profiles.insert(key.clone(), profile).is_some() {
                    self.findings.add(FindingKind::Duplicate, &key.name, span);
                }
            }
            profiles.sort_keys();
            classes.insert(class, profiles);
        }
        names.declare_made_up(&mut classes);
        classes
    }
}

/// A class that neither the supplied table nor a profile of CDT describes is known by its profiles alone.
fn declare_unknown(database: &mut Database, findings: &mut Findings) {
    let is_known = |name: &str| {
        database.defined_class(name).is_some()
            || database.profile("CDT", KeyRef::discrete(name)).is_some()
    };
    let classes = database.classes.iter().filter(|(name, _)| !is_known(name));
    let unknown: Vec<(String, Span)> =
        classes.filter_map(|(name, it)| Some((name.clone(), it.values().next()?.origin))).collect();
    for (name, span) in unknown {
        findings.add(FindingKind::UnknownClass, &name, span);
        let mut profile = made_up(span);
        let segment = Segment { origin: Some(span), ..Segment::default() };
        let segments = &mut profile.details.get_or_insert_default().segments;
        segments.insert("CDTINFO".to_owned(), segment);
        let key = ProfileKey { name, generic: false, volumes: Vec::new() };
        database.classes.entry("CDT".to_owned()).or_default().insert(key, profile);
    }
}

/// Puts what a profile lists into an order that doesn't depend on that of the records. The members of a variable are
/// searched in theirs.
fn sort(class: &str, profile: &mut Profile) {
    profile.standard.sort_keys();
    profile.conditional.sort_keys();
    if let Some(details) = profile.details.as_mut().filter(|_| class != "RACFVARS") {
        details.members.sort_keys();
    }
}

/// A profile under the key that a database has for it. The flag says what is generic, not the spelling; but programs
/// have generic names without the flag.
fn finished(class: &str, key: PartKey, part: ProfilePart) -> (ProfileKey, Profile) {
    let PartKey { name, volume } = key;
    let generic = part.generic || (class == "PROGRAM" && name.ends_with('*'));
    let mut volumes = part.volumes;
    if !generic && !volume.is_empty() {
        volumes.push(volume);
    }
    volumes.sort();
    volumes.dedup();
    (ProfileKey { name, generic, volumes }, part.profile)
}

/// IDs on access lists that nobody has: they grant nothing now, and would to whoever gets the ID.
fn residual(database: &Database, findings: &mut Findings) {
    for (class, profiles) in &database.classes {
        for profile in profiles.values() {
            let standard = profile.standard.iter().map(|(id, fact)| (id, fact.origin));
            let conditional = profile.conditional.iter().map(|(key, fact)| (&key.id, fact.origin));
            for (id, origin) in standard.chain(conditional) {
                if id != "*" && !database.is_defined(id) {
                    findings.extend(FindingKind::Residual, class, origin);
                }
            }
        }
    }
    for id in database.users.keys().filter(|it| database.groups.contains_key(*it)) {
        let origin = database.users.get(id).and_then(|it| it.origin);
        findings.extend(FindingKind::UserAndGroup, id, origin);
    }
}
