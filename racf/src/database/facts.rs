//! What a database contains: users, groups, profiles and options, each fact with the command that set it.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use saffron_diagnostics::Span;
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::racf::{
    AccessLevel, ConditionKind, Day, Enforcement, GroupAuthority, LogOptions,
};

use super::counts::Counts;
use super::key::ProfileKey;
use crate::command::{AuditSetting, UserAttribute};

/// A value and the command that last set it; `None` for what IRRMIN00 set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it was specified.
    pub origin: Option<Span>,
}

impl<T> Fact<T> {
    /// The value that a command specified.
    pub fn said(value: T, origin: Span) -> Self {
        Self { value, origin: Some(origin) }
    }

    /// What IRRMIN00 set.
    pub fn initial(value: T) -> Self {
        Self { value, origin: None }
    }
}

/// The database and the system's options.
#[derive(Clone, Debug)]
pub struct Database {
    /// User profiles by ID.
    pub users: BTreeMap<String, User>,
    /// Group profiles by name.
    pub groups: BTreeMap<String, Group>,
    /// Resource profiles by class; DATASET is a class among them, and so are GLOBAL, SECDATA,
    /// SECLABEL, RACFVARS, STARTED and CDT, whose profiles hold data.
    pub classes: BTreeMap<String, Profiles>,
    /// Options.
    pub options: Options,
    /// IDs among the users and groups of which nothing is known but that they exist.
    pub assumed: BTreeSet<String>,
    /// Class and key of the profiles of which nothing is known but that they exist; one that a command deletes
    /// stays here.
    pub assumed_profiles: BTreeSet<(String, ProfileKey)>,
    /// What hangs on an ID; kept by `store.rs`.
    pub(super) counts: Counts,
}

/// What a system holds, for a database that no command made.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// User profiles by ID, with their connections.
    pub users: BTreeMap<String, User>,
    /// Group profiles by name.
    pub groups: BTreeMap<String, Group>,
    /// Resource profiles by class, as in [`Database::classes`].
    pub classes: BTreeMap<String, Profiles>,
}

/// The profiles of one class. Their order is that of definition until one is deleted.
pub type Profiles = IndexMap<ProfileKey, Profile>;

/// A resource profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The command that defined it.
    pub origin: Span,
    /// OWNER
    pub owner: Fact<String>,
    /// UACC
    pub uacc: Fact<AccessLevel>,
    /// Standard access list by ID, `*` among them; in the order in which they were added.
    pub standard: IndexMap<String, Fact<AccessLevel>>,
    /// Conditional access list.
    pub conditional: IndexMap<ConditionalKey, Fact<AccessLevel>>,
    /// Rare properties; `None` where there are none.
    pub details: Option<Box<Details>>,
}

/// What distinguishes entries of a conditional access list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionalKey {
    /// A user, a group or `*`.
    pub id: String,
    /// What it depends on.
    pub kind: ConditionKind,
    /// The criterion's name, for CRITERIA; else empty.
    pub criterion: String,
    /// The program, terminal, …
    pub value: String,
}

/// The rest of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// WARNING
    pub warning: Option<Fact<bool>>,
    /// AUDIT; FAILURES(READ) if it was never specified.
    pub audit: Option<Fact<AuditSetting>>,
    /// GLOBALAUDIT
    pub global_audit: Option<Fact<AuditSetting>>,
    /// NOTIFY
    pub notify: Option<Fact<String>>,
    /// LEVEL
    pub level: Option<Fact<u8>>,
    /// DATA
    pub data: Option<Fact<String>>,
    /// APPLDATA
    pub application_data: Option<Fact<String>>,
    /// SECLEVEL, ADDCATEGORY, SECLABEL
    pub security: Security,
    /// ERASE
    pub erase: Option<Fact<bool>>,
    /// ADDMEM: members in order. In GLOBAL a member is `NAME/LEVEL`, in SECDATA `NAME/NUMBER`.
    pub members: IndexMap<String, Option<Span>>,
    /// STDATA, CDTINFO, …
    pub segments: Segments,
}

/// Security level, categories and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// SECLEVEL
    pub level: Option<Fact<String>>,
    /// Categories by name.
    pub categories: BTreeMap<String, Option<Span>>,
    /// SECLABEL
    pub label: Option<Fact<String>>,
}

/// Segments by name, in upper case; then fields by name, in upper case.
pub type Segments = BTreeMap<String, Segment>;

/// A segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// Where it was first specified.
    pub origin: Option<Span>,
    /// Fields and their values as text; several values are separated by blanks. Secrets are never
    /// held.
    pub fields: BTreeMap<String, Fact<String>>,
}

/// A user profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The command that defined it; `None` for IBMUSER.
    pub origin: Option<Span>,
    /// NAME
    pub name: Option<Fact<String>>,
    /// DFLTGRP
    pub default_group: Fact<String>,
    /// OWNER
    pub owner: Fact<String>,
    /// SPECIAL, OPERATIONS, …
    pub attributes: UserAttributes,
    /// PASSWORD or OIDCARD was given. Without these and without a phrase the user is protected.
    pub has_password: bool,
    /// PHRASE was given.
    pub has_phrase: bool,
    /// REVOKE and RESUME.
    pub revocation: Revocation,
    /// SECLEVEL, ADDCATEGORY, SECLABEL
    pub security: Security,
    /// CLAUTH classes.
    pub class_authority: BTreeMap<String, Option<Span>>,
    /// DATA
    pub data: Option<Fact<String>>,
    /// Connections by group.
    pub connections: BTreeMap<String, Connection>,
    /// OMVS, TSO, …
    pub segments: Segments,
}

/// Attributes that are given, with the commands that gave them.
pub type UserAttributes = BTreeMap<UserAttribute, Option<Span>>;

/// Whether and when a user or a connection is revoked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revocation {
    /// REVOKE
    pub revoked: Option<Fact<bool>>,
    /// REVOKE(date)
    pub revoke_on: Option<Fact<Day>>,
    /// RESUME(date)
    pub resume_on: Option<Fact<Day>>,
}

/// A connection of a user to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The command that made it; `None` for IBMUSER's.
    pub origin: Option<Span>,
    /// AUTHORITY
    pub authority: Fact<GroupAuthority>,
    /// UACC
    pub uacc: Fact<AccessLevel>,
    /// OWNER
    pub owner: Fact<String>,
    /// group-SPECIAL, …
    pub attributes: UserAttributes,
    /// REVOKE and RESUME.
    pub revocation: Revocation,
}

/// A group profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The command that defined it; `None` for SYS1.
    pub origin: Option<Span>,
    /// SUPGROUP; `None` for SYS1.
    pub superior: Option<Fact<String>>,
    /// OWNER
    pub owner: Fact<String>,
    /// UNIVERSAL
    pub universal: Option<Fact<bool>>,
    /// DATA
    pub data: Option<Fact<String>>,
    /// OMVS, DFP, …
    pub segments: Segments,
}

/// SETROPTS options; what no command set is as IRRMIN00 NEW leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// GRPLIST
    pub list_of_groups: Fact<bool>,
    /// EGN
    pub enhanced_generic_naming: Fact<bool>,
    /// PROTECTALL
    pub protect_all: Fact<Enforcement>,
    /// WHEN(PROGRAM)
    pub program_control: Fact<bool>,
    /// ADDCREATOR
    pub add_creator: Fact<bool>,
    /// GENERICOWNER
    pub generic_owner: Fact<bool>,
    /// MLS
    pub mls: Fact<Enforcement>,
    /// MLACTIVE
    pub ml_active: Fact<Enforcement>,
    /// OPERAUDIT
    pub operations_audit: Fact<bool>,
    /// TERMINAL(READ)
    pub undefined_terminals: Fact<bool>,
    /// PREFIX
    pub prefix: Fact<Option<String>>,
    /// Settings of classes, by class; a setting is kept for every class of the same POSIT.
    pub classes: BTreeMap<String, ClassOptions>,
}

/// Settings of one class: those that are on, with the commands that switched them on; one that
/// was switched off again is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassOptions {
    /// CLASSACT
    pub active: Option<Fact<bool>>,
    /// GENERIC
    pub generic: Option<Fact<bool>>,
    /// GENCMD
    pub generic_commands: Option<Fact<bool>>,
    /// RACLIST
    pub raclisted: Option<Fact<bool>>,
    /// GLOBAL
    pub global: Option<Fact<bool>>,
    /// LOGOPTIONS
    pub log_options: Option<Fact<LogOptions>>,
}

/// Rules of PERMIT that its documentation leaves open; the default is our reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a rule of its own")]
pub struct Rules {
    /// FROM copies both lists, whatever RESET specifies; else only with RESET(ALL).
    pub from_copies_both_lists: bool,
    /// With FROM and ID DELETE on one command the lists are copied first.
    pub from_then_delete: bool,
    /// `WHEN(TERMINAL(*))` with ACCESS is ignored (ICH06013I); else it makes an entry for `*`.
    pub when_star_with_access_ignored: bool,
    /// ALTER of a connect group counts for PERMIT even where the user's own entry has less.
    pub alter_entries_independent: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            from_copies_both_lists: true,
            from_then_delete: true,
            when_star_with_access_ignored: true,
            alter_entries_independent: true,
        }
    }
}

/// Somebody at a terminal: issues commands against a database, one after the other.
#[derive(Clone, Debug)]
pub struct Session {
    /// What the commands have made so far.
    pub database: Database,
    /// Who issues them; the current connect group is the user's default group.
    pub issuer: String,
    /// Whether commands that the issuer may not issue fail, as on a running system. Where authority
    /// isn't checked, every command is taken as if a user with SPECIAL and AUDITOR issued it.
    pub judges_authority: bool,
    /// Rules that the documentation leaves open.
    pub rules: Rules,
    /// Entries of access lists that FROM may copy in this session: a short command copies a long list.
    pub copied: Budget,
}

/// Entries of access lists that FROM copies in one session.
pub(super) const MOST_COPIED: usize = 2_000_000;

/// Who issues commands, unless another user is named.
pub const IBMUSER: &str = "IBMUSER";
