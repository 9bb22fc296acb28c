//! What the engine answers.

use saffron_bundle::layout::ProfileRow;
use saffron_bundle::vocabulary::{AccessLevel, Outcome, Step};

use crate::racf::access::Hit;
use crate::racf::conditional::ConditionalHit;
use crate::racf::view::{self, EntryView, ProfileView};
use crate::source::Source;
use crate::tables::Tables;

/// The answer to a [`crate::Request`].
///
/// It consists of the outcome, the step, the flags and a few indices. Profile, entry, source and the
/// user to notify are looked up when a method asks for them.
#[derive(Clone, Copy)]
#[must_use = "a decision that is dropped protects nothing"]
#[non_exhaustive]
pub struct Decision<'e> {
    /// Grant, deny, or not protected.
    pub outcome: Outcome,
    /// The rule that decided.
    pub step: Step,
    /// SAF and RACF return codes and the reason code.
    pub codes: ReturnCodes,
    /// The highest level that the same request would have been granted, without WARNING;
    /// `None` without an ACEE and for what is not protected.
    pub allowed: Option<AccessLevel>,
    /// Granted only because of WARNING or PROTECTALL(WARNING).
    pub warning: bool,
    /// Whether RACF would write an SMF record.
    pub log: bool,
    pub(crate) basis: Basis<'e>,
}

/// What a decision rests on, as indices.
#[derive(Clone, Copy)]
pub(crate) struct Basis<'e> {
    pub(crate) tables: &'e Tables<'e>,
    pub(crate) profile: Option<&'e ProfileRow>,
    /// Place of the shown volume on the profile's list.
    pub(crate) volume: u32,
    pub(crate) entry: DecidingEntry,
    /// Whether the profile's NOTIFY applies.
    pub(crate) notifies: bool,
    pub(crate) cause: Cause,
}

/// The entry that granted, or the one that limited the user.
#[derive(Clone, Copy)]
pub(crate) enum DecidingEntry {
    None,
    Standard(Hit),
    Conditional(ConditionalHit),
}

/// What of the policy the deciding rule rests on.
#[derive(Clone, Copy)]
pub(crate) enum Cause {
    None,
    Id(u32),
    /// A place in the section of connections.
    Connection(u32),
    Class(u32),
    ProtectAll,
    Global(u32),
    Profile,
    Uacc,
    Entry,
}

impl<'e> Decision<'e> {
    /// Whether the request is granted. "Not protected" isn't a grant: the resource manager decides.
    #[must_use]
    pub fn is_grant(&self) -> bool {
        self.outcome == Outcome::Grant
    }

    /// The protecting profile.
    #[must_use]
    pub fn profile(&self) -> Option<ProfileView<'e>> {
        let row = self.basis.profile?;
        Some(view::profile_view(self.basis.tables, row, self.basis.volume))
    }

    /// The access-list entry that decided, or that limited the user.
    #[must_use]
    pub fn entry(&self) -> Option<EntryView<'e>> {
        let Basis { tables, profile, entry, .. } = self.basis;
        match entry {
            DecidingEntry::None => None,
            DecidingEntry::Standard(hit) => view::entry_view(tables, profile?, hit),
            DecidingEntry::Conditional(hit) => view::conditional_view(tables, profile?, hit),
        }
    }

    /// The user to be notified.
    #[must_use]
    pub fn notify(&self) -> Option<&'e str> {
        let row = self.basis.profile.filter(|_| self.basis.notifies)?;
        row.notify().get().map(|id| id.0).map(|id| self.basis.tables.id_name(id))
    }

    /// The line of the policy on which the deciding rule rests.
    #[must_use]
    pub fn source(&self) -> Option<Source<'e>> {
        let Basis { tables, profile, entry, .. } = self.basis;
        match self.basis.cause {
            Cause::None => None,
            Cause::Id(id) => view::id_origin(tables, id),
            Cause::Connection(at) => view::connection_origin(tables, at as usize),
            Cause::Class(class) => view::class_origin(tables, class),
            Cause::ProtectAll => view::protect_all_origin(tables),
            Cause::Global(at) => view::global_origin(tables, at),
            Cause::Profile => view::profile_origin(tables, profile?),
            Cause::Uacc => view::uacc_origin(tables, profile?),
            Cause::Entry => match entry {
                DecidingEntry::None => None,
                DecidingEntry::Standard(hit) => view::entry_origin(tables, profile?, hit),
                DecidingEntry::Conditional(hit) => view::conditional_origin(tables, profile?, hit),
            },
        }
    }
}

impl PartialEq for Decision<'_> {
    /// Two decisions are equal if they say the same, from whatever bundle they come.
    fn eq(&self, other: &Self) -> bool {
        let flat = |it: &Self| (it.outcome, it.step, it.codes, it.allowed, it.warning, it.log);
        flat(self) == flat(other)
            && self.profile() == other.profile()
            && self.entry() == other.entry()
            && self.notify() == other.notify()
            && self.source() == other.source()
    }
}

impl Eq for Decision<'_> {}

impl std::fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decision")
            .field("outcome", &self.outcome)
            .field("step", &self.step)
            .field("codes", &self.codes)
            .field("profile", &self.profile())
            .field("entry", &self.entry())
            .field("allowed", &self.allowed)
            .field("warning", &self.warning)
            .field("log", &self.log)
            .field("notify", &self.notify())
            .field("source", &self.source())
            .finish()
    }
}

impl std::fmt::Display for Decision<'_> {
    /// `grant by group-entry, profile DATASET PAYROLL.** (generic), group PAYGRP: UPDATE, policy.saf:12`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} by {}", self.outcome, self.step)?;
        if let Some(profile) = self.profile() {
            write!(f, ", profile {profile}")?;
        }
        if let Some(entry) = self.entry() {
            write!(f, ", {entry}")?;
        }
        match self.source() {
            Some(source) => write!(f, ", {source}"),
            None => Ok(()),
        }
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
