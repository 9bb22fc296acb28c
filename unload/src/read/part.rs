//! What is known of a profile while records are read: some of its parts may come before it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_diagnostics::Span;
use saffron_racf::database::{
    Connection, Details, Fact, Group, IBMUSER, Profile, Revocation, Security, User, UserAttributes,
};
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

/// Group authority by user, then by group.
pub(super) type Members = BTreeMap<String, BTreeMap<String, GroupAuthority>>;

/// Profiles by class, then by name and volume.
pub(super) type Classes = BTreeMap<String, IndexMap<PartKey, ProfilePart>>;

/// What tells the profiles of a class apart in an unload.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PartKey {
    pub(super) name: String,
    /// Of a discrete data set profile; else empty.
    pub(super) volume: String,
}

/// Numbers of a security level and of categories: their names may come later.
#[derive(Debug, Default)]
pub(super) struct SecurityNumbers {
    pub(super) level: Option<(u8, Span)>,
    pub(super) categories: Vec<(u16, Span)>,
}

#[derive(Debug)]
pub(super) struct ProfilePart {
    /// The basic record, if it came.
    pub(super) basic: Option<Span>,
    pub(super) generic: bool,
    /// Whether it is there only to be copied from.
    pub(super) model: bool,
    pub(super) profile: Profile,
    /// Volumes of a discrete data set profile.
    pub(super) volumes: Vec<String>,
    pub(super) security: SecurityNumbers,
}

impl ProfilePart {
    /// A profile of which some record speaks.
    pub(super) fn new(first: Span) -> Self {
        let profile = Profile {
            origin: first,
            owner: Fact::said(String::new(), first),
            uacc: Fact::said(AccessLevel::None, first),
            standard: IndexMap::new(),
            conditional: IndexMap::new(),
            details: None,
        };
        let (volumes, security) = (Vec::new(), SecurityNumbers::default());
        Self { basic: None, generic: false, model: false, profile, volumes, security }
    }

    pub(super) fn details(&mut self) -> &mut Details {
        self.profile.details.get_or_insert_default()
    }
}

/// A profile that no record states.
pub(super) fn made_up(place: Span) -> Profile {
    let mut profile = ProfilePart::new(place).profile;
    IBMUSER.clone_into(&mut profile.owner.value);
    profile
}

#[derive(Debug)]
pub(super) struct GroupPart {
    pub(super) basic: Option<Span>,
    pub(super) group: Group,
}

impl GroupPart {
    pub(super) fn new(first: Span) -> Self {
        let group = Group {
            origin: Some(first),
            superior: None,
            owner: Fact::said(String::new(), first),
            universal: None,
            data: None,
            segments: BTreeMap::new(),
        };
        Self { basic: None, group }
    }
}

#[derive(Debug)]
pub(super) struct UserPart {
    pub(super) basic: Option<Span>,
    pub(super) user: User,
    pub(super) security: SecurityNumbers,
}

impl UserPart {
    pub(super) fn new(first: Span) -> Self {
        let empty = || Fact::said(String::new(), first);
        let user = User {
            origin: Some(first),
            name: None,
            default_group: empty(),
            owner: empty(),
            attributes: UserAttributes::new(),
            has_password: true,
            has_phrase: false,
            revocation: Revocation::default(),
            security: Security::default(),
            class_authority: BTreeMap::new(),
            data: None,
            connections: BTreeMap::new(),
            segments: BTreeMap::new(),
        };
        Self { basic: None, user, security: SecurityNumbers::default() }
    }
}

/// A connection as its record states it; the group authority is in another one.
pub(super) fn connection(owner: Fact<String>, uacc: Fact<AccessLevel>) -> Connection {
    let origin = owner.origin;
    Connection {
        origin,
        authority: Fact { value: GroupAuthority::Use, origin },
        uacc,
        owner,
        attributes: UserAttributes::new(),
        revocation: Revocation::default(),
    }
}
