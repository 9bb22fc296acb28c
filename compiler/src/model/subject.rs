//! Users, groups and the connections between them.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, Day, GroupAuthority};

use super::ids::{ClassId, PrincipalId};
use super::profile::Label;

/// The group at the root of every group tree.
pub(crate) const ROOT: &str = "SYS1";

/// A user, a group or an external ID: they share one name space, and access lists name any of them.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Up to eight characters.
    pub name: String,
    /// What it is.
    pub kind: PrincipalKind,
    /// Where it is declared; `None` for SYS1 where it is implied.
    pub origin: Option<Span>,
}

/// What an ID names.
#[derive(Clone, Debug)]
pub enum PrincipalKind {
    /// A user of the policy.
    User(Box<User>),
    /// A group of the policy.
    Group(Box<Group>),
    /// A user that is defined outside the policy: its default group and its connections are known as far as the
    /// policy states them, everything else has its default.
    ExternalUser(Box<User>),
    /// A group that is defined outside the policy; users of the policy may be connected to it.
    ExternalGroup,
}

/// A user profile.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// NAME.
    pub display_name: Option<String>,
    /// DATA.
    pub data: Option<String>,
    /// DFLTGRP; the user is always connected to it.
    pub default_group: Option<PrincipalId>,
    /// OWNER.
    pub owner: Option<PrincipalId>,
    /// SPECIAL, OPERATIONS, …
    pub attributes: UserAttributes,
    /// REVOKE, as a flag.
    pub revoked: bool,
    /// REVOKE(date).
    pub revoke_on: Option<Day>,
    /// RESUME(date).
    pub resume_on: Option<Day>,
    /// SECLEVEL as a number, 0 for none.
    pub security_level: u8,
    /// Category numbers, ascending.
    pub categories: Vec<u16>,
    /// Default security label.
    pub label: Option<Label>,
    /// CLAUTH.
    pub class_authority: Vec<ClassId>,
    /// By group.
    pub connections: Vec<Connection>,
    /// Segments by name; values as text.
    pub segments: Vec<Segment>,
}

/// System-wide attributes of a user.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent attributes")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserAttributes {
    /// SPECIAL.
    pub special: bool,
    /// OPERATIONS.
    pub operations: bool,
    /// AUDITOR.
    pub auditor: bool,
    /// ROAUDIT.
    pub roaudit: bool,
    /// RESTRICTED.
    pub restricted: bool,
    /// NOPASSWORD, NOPHRASE and NOOIDCARD.
    pub protected: bool,
    /// UAUDIT.
    pub uaudit: bool,
    /// ADSP.
    pub adsp: bool,
    /// GRPACC.
    pub grpacc: bool,
}

impl UserAttributes {
    /// Each attribute by its word in a policy, and whether the user has it.
    pub const fn by_word(self) -> [(&'static str, bool); 9] {
        [
            ("special", self.special),
            ("operations", self.operations),
            ("auditor", self.auditor),
            ("roaudit", self.roaudit),
            ("restricted", self.restricted),
            ("protected", self.protected),
            ("uaudit", self.uaudit),
            ("adsp", self.adsp),
            ("grpacc", self.grpacc),
        ]
    }
}

impl PrincipalKind {
    /// What is known of a user, in the policy or outside.
    pub fn user(&self) -> Option<&User> {
        match self {
            Self::User(user) | Self::ExternalUser(user) => Some(user),
            Self::Group(_) | Self::ExternalGroup => None,
        }
    }

    /// Whether it is declared as external, so that not all of it is known.
    pub fn is_external(&self) -> bool {
        matches!(self, Self::ExternalUser(_) | Self::ExternalGroup)
    }
}

/// A connection of a user to a group.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent attributes")]
#[derive(Clone, Debug)]
pub struct Connection {
    /// The group, or external group.
    pub group: PrincipalId,
    /// AUTHORITY.
    pub authority: GroupAuthority,
    /// UACC for profiles that the user creates while this is the current connect group.
    pub uacc: AccessLevel,
    /// OWNER.
    pub owner: Option<PrincipalId>,
    /// group-SPECIAL.
    pub special: bool,
    /// group-OPERATIONS.
    pub operations: bool,
    /// group-AUDITOR.
    pub auditor: bool,
    /// ADSP.
    pub adsp: bool,
    /// GRPACC.
    pub grpacc: bool,
    /// REVOKE, as a flag.
    pub revoked: bool,
    /// REVOKE(date).
    pub revoke_on: Option<Day>,
    /// RESUME(date).
    pub resume_on: Option<Day>,
    /// The `connect` declaration, or the user's default group.
    pub origin: Span,
}

impl Connection {
    /// Each attribute in the group by its word in a policy, and whether the user has it there.
    pub const fn attributes_by_word(&self) -> [(&'static str, bool); 5] {
        [
            ("special", self.special),
            ("operations", self.operations),
            ("auditor", self.auditor),
            ("adsp", self.adsp),
            ("grpacc", self.grpacc),
        ]
    }

    /// Whether it must be read to know whether it is in effect or gives an attribute.
    pub(crate) fn is_read(&self) -> bool {
        let dated = self.revoke_on.or(self.resume_on).is_some();
        self.revoked || dated || self.special || self.operations || self.auditor
    }
}

/// A group profile.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// SUPGROUP; `None` for SYS1 and for a superior that is defined outside the policy.
    pub superior: Option<PrincipalId>,
    /// OWNER: a user, or the superior group.
    pub owner: Option<PrincipalId>,
    /// UNIVERSAL.
    pub universal: bool,
    /// DATA.
    pub data: Option<String>,
    /// Segments by name.
    pub segments: Vec<Segment>,
}

/// A segment of a user or group profile, such as OMVS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// In lower case.
    pub name: String,
    /// Field names and values as text, by name.
    pub fields: Vec<(String, String)>,
    /// Where it is declared.
    pub origin: Span,
}
