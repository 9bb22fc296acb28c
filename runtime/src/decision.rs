//! What the tables answers.

use saffron_bundle::vocabulary::{AccessLevel, ConditionKind, EntryKind, Outcome, Step};

use crate::source::Source;

/// The answer to a [`crate::Request`]. Names in it are borrowed from the bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision<'b> {
    /// Grant, deny, or not protected.
    pub outcome: Outcome,
    /// The rule that decided.
    pub step: Step,
    /// SAF and RACF return codes and the reason code.
    pub codes: ReturnCodes,
    /// The protecting profile.
    pub profile: Option<ProfileView<'b>>,
    /// The access-list entry that decided, or that limited the user.
    pub entry: Option<EntryView<'b>>,
    /// The highest level that the same request would have been granted, without WARNING;
    /// `None` without an ACEE and for what is not protected.
    pub allowed: Option<AccessLevel>,
    /// Granted only because of WARNING or PROTECTALL(WARNING).
    pub warning: bool,
    /// Whether RACF would write an SMF record.
    pub log: bool,
    /// The user to be notified.
    pub notify: Option<&'b str>,
    /// The line of the policy behind the deciding rule.
    pub source: Option<Source<'b>>,
}

impl Decision<'_> {
    /// Whether the request is granted.
    pub fn is_grant(&self) -> bool {
        self.outcome == Outcome::Grant
    }
}

/// Return and reason codes of RACROUTE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReturnCodes {
    /// SAF return code: 0, 4 or 8.
    pub saf: u8,
    /// RACF return code.
    pub racf: u8,
    /// RACF reason code.
    pub reason: u8,
}

/// A profile, by the names by which RACF shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProfileView<'b> {
    /// Its class; for a member of a grouping profile, the member class.
    pub class: &'b str,
    /// Its name; for a member of a grouping profile, the member.
    pub name: &'b str,
    /// Whether it is generic.
    pub generic: bool,
    /// The volume, for a discrete data set profile that lists volumes.
    pub volume: Option<&'b str>,
}

/// An entry of an access list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryView<'b> {
    /// User, group or `*`.
    pub kind: EntryKind,
    /// The ID, or `*`.
    pub id: &'b str,
    /// Its level.
    pub access: AccessLevel,
    /// Its condition, if it is an entry of the conditional list.
    pub when: Option<ConditionView<'b>>,
}

/// A condition of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionView<'b> {
    /// What it depends on.
    pub kind: ConditionKind,
    /// The criterion's name, for CRITERIA.
    pub name: &'b str,
    /// The program, terminal, ….
    pub value: &'b str,
}
