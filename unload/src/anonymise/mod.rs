//! A system under pseudonyms, so that a case can be shown to others.
//!
//! Names get pseudonyms; texts, which may say anything, are left out, and so are the segments of which no decision
//! needs anything. Who may do what stays as it is.
//!
//! INVARIANT: of what a site named, nothing is left: users, groups, profiles, members, conditions, volumes, levels,
//! categories, labels and classes of its own. The order of things is that of their pseudonyms, and no place is kept.

mod profile;
mod pseudonym;

use std::collections::BTreeMap;

use saffron_diagnostics::Span;
use saffron_racf::database::{
    Connection, Contents, Database, Fact, Group, Options, Profiles, Revocation, Security, Segment,
    Segments, User, UserAttributes,
};

pub use pseudonym::{FEWEST_BYTES, Key, Pseudonyms};

use crate::System;

/// Labels that RACF supplies.
const SUPPLIED_LABELS: [&str; 4] = ["SYSHIGH", "SYSLOW", "SYSMULTI", "SYSNONE"];

/// Where everything is that has a pseudonym.
const NO_PLACE: Span = Span::NOWHERE;

impl System {
    /// The same system under the pseudonyms of a key.
    #[must_use]
    pub fn anonymous(self, key: Key) -> Self {
        let database = Anonymiser::of(&self.database, key).database();
        Self { database, findings: self.findings.without_subjects(), ..self }
    }
}

/// Puts pseudonyms for names.
struct Anonymiser<'d> {
    database: &'d Database,
    pseudonyms: Pseudonyms,
}

impl<'d> Anonymiser<'d> {
    fn of(database: &'d Database, key: Key) -> Self {
        Self { database, pseudonyms: Pseudonyms::new(key) }
    }

    fn database(&self) -> Database {
        let users = self.database.users.iter();
        let users = users.map(|(id, it)| (self.id(id), self.user(it))).collect();
        let groups = self.database.groups.iter();
        let groups = groups.map(|(id, it)| (self.id(id), self.group(it))).collect();
        let classes = self.database.classes.iter();
        let classes = classes.map(|(name, it)| (self.class(name), self.profiles(name, it)));
        let classes: BTreeMap<String, Profiles> = classes.collect();
        let mut database = Database::holding(Contents { users, groups, classes });
        database.options = self.options();
        database
    }

    fn id(&self, id: &str) -> String {
        self.pseudonyms.name(id)
    }

    /// Classes that RACF supplies keep their names.
    fn class(&self, name: &str) -> String {
        let known = self.database.defined_class(name);
        let is_supplied = known.is_some_and(|it| !it.dynamic) || ["USER", "GROUP"].contains(&name);
        if is_supplied { name.to_owned() } else { self.id(name) }
    }

    fn label(&self, name: &str) -> String {
        if SUPPLIED_LABELS.contains(&name) { name.to_owned() } else { self.id(name) }
    }

    fn fact_id(&self, fact: &Fact<String>) -> Fact<String> {
        Fact::said(self.id(&fact.value), NO_PLACE)
    }

    fn user(&self, it: &User) -> User {
        let connections = it.connections.iter();
        let classes = it.class_authority.keys();
        User {
            origin: Some(NO_PLACE),
            name: None,
            default_group: self.fact_id(&it.default_group),
            owner: self.fact_id(&it.owner),
            attributes: attributes(&it.attributes),
            has_password: it.has_password,
            has_phrase: it.has_phrase,
            revocation: revocation(&it.revocation),
            security: self.security(&it.security),
            class_authority: classes.map(|it| (self.class(it), Some(NO_PLACE))).collect(),
            data: None,
            connections: connections.map(|(id, it)| (self.id(id), self.connection(it))).collect(),
            segments: unix(&it.segments),
        }
    }

    fn connection(&self, it: &Connection) -> Connection {
        Connection {
            origin: Some(NO_PLACE),
            authority: placeless(&it.authority),
            uacc: placeless(&it.uacc),
            owner: self.fact_id(&it.owner),
            attributes: attributes(&it.attributes),
            revocation: revocation(&it.revocation),
        }
    }

    fn group(&self, it: &Group) -> Group {
        Group {
            origin: Some(NO_PLACE),
            superior: it.superior.as_ref().map(|fact| self.fact_id(fact)),
            owner: self.fact_id(&it.owner),
            universal: it.universal.as_ref().map(placeless),
            data: None,
            segments: unix(&it.segments),
        }
    }

    fn security(&self, it: &Security) -> Security {
        let categories = it.categories.keys();
        let label = it.label.as_ref();
        Security {
            level: it.level.as_ref().map(|fact| self.fact_id(fact)),
            categories: categories.map(|name| (self.id(name), Some(NO_PLACE))).collect(),
            label: label.map(|fact| Fact::said(self.label(&fact.value), NO_PLACE)),
        }
    }

    fn options(&self) -> Options {
        let mut options = self.database.options.clone();
        options.prefix.value = options.prefix.value.map(|prefix| self.id(&prefix));
        let classes = std::mem::take(&mut options.classes).into_iter();
        options.classes = classes.map(|(name, it)| (self.class(&name), it)).collect();
        options
    }
}

/// The same fact without its place.
fn placeless<T: Clone>(fact: &Fact<T>) -> Fact<T> {
    Fact::said(fact.value.clone(), NO_PLACE)
}

fn attributes(all: &UserAttributes) -> UserAttributes {
    all.keys().map(|attribute| (*attribute, Some(NO_PLACE))).collect()
}

fn revocation(it: &Revocation) -> Revocation {
    Revocation {
        revoked: it.revoked.as_ref().map(placeless),
        revoke_on: it.revoke_on.as_ref().map(placeless),
        resume_on: it.resume_on.as_ref().map(placeless),
    }
}

/// Of the segments of users and groups only who is a superuser.
fn unix(segments: &Segments) -> Segments {
    let uid = segments.get("OMVS").and_then(|it| it.fields.get("UID"));
    let root = uid.filter(|it| it.value == "0").map(|uid| {
        let fields = [("UID".to_owned(), placeless(uid))].into();
        ("OMVS".to_owned(), Segment { origin: Some(NO_PLACE), fields })
    });
    root.into_iter().collect()
}
