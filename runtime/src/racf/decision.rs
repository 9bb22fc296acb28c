//! What the engine answers to a question about RACF.
//!
//! Source of the codes: RACROUTE Macro Reference, `REQUEST=AUTH`, "Return codes and reason codes".

use saffron_bundle::layout::ProfileRow;
use saffron_vocabulary::racf::{AccessLevel, Outcome, Step};

use crate::racf::conditional::ConditionalHit;
use crate::racf::entries::Hit;
use crate::racf::view::{self, EntryView, ProfileView};
use crate::source::Source;
use crate::tables::Tables;

/// The answer to a [`crate::Request`].
///
/// It consists of the outcome, the step, the flags and a few indices. Profile, entry, source and
/// the user to notify are looked up when a method asks for them. A decision borrows from its
/// engine; it is `Copy` and has no destructor.
///
/// # Examples
///
/// An application that must not continue without a grant asks [`Decision::is_grant`]. A resource
/// manager that has rules of its own for what RACF doesn't protect reads the outcome:
///
/// ```
/// use saffron_runtime::{Decision, Outcome};
///
/// fn may_open(decision: &Decision<'_>, allowed_without_profile: bool) -> bool {
///     match decision.outcome {
///         Outcome::Grant => true,
///         Outcome::NotProtected => allowed_without_profile,
///         _ => false,
///     }
/// }
/// # let _ = may_open;
/// ```
#[derive(Clone, Copy)]
#[must_use = "a decision that is dropped protects nothing"]
#[non_exhaustive]
pub struct Decision<'e> {
    /// Grant, deny, or not protected.
    pub outcome: Outcome,
    /// The rule that decided.
    pub step: Step,
    /// SAF and RACF return codes and the reason code, as RACROUTE returns them.
    pub codes: ReturnCodes,
    /// The highest level that the same request would have been granted, without WARNING;
    /// `None` without an ACEE and for what is not protected.
    pub allowed: Option<AccessLevel>,
    /// Granted only because of WARNING or PROTECTALL(WARNING).
    pub warning: bool,
    /// Whether RACF would write an SMF record. Nothing is written by this crate.
    pub log: bool,
    /// The decision rests on something that the policy declares as `external`, of which not all is
    /// known. What is unknown gives nothing, so a request that is denied may be granted by RACF; a
    /// request that is granted may be denied by what is unknown.
    pub partial: bool,
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
    /// The step doesn't rest on an entry.
    None,
    /// An entry of the standard access list.
    Standard(Hit),
    /// An entry of the conditional access list.
    Conditional(ConditionalHit),
}

/// What of the policy the deciding rule rests on.
#[derive(Clone, Copy)]
pub(crate) enum Cause {
    /// Nothing that has a line of its own.
    None,
    /// The declaration of a user.
    Id(u32),
    /// A place in the section of connections.
    Connection(u32),
    /// The declaration of a class, or the line that configures it.
    Class(u32),
    /// The option PROTECTALL.
    ProtectAll,
    /// An entry of the global access checking table.
    Global(u32),
    /// The declaration of the protecting profile.
    Profile,
    /// The UACC of the protecting profile.
    Uacc,
    /// The deciding entry.
    Entry,
}

impl<'e> Decision<'e> {
    /// Whether the request is granted, with or without a warning. "Not protected" isn't a grant:
    /// the resource manager decides.
    #[must_use]
    pub fn is_grant(&self) -> bool {
        self.outcome == Outcome::Grant
    }

    /// The protecting profile; for changes to a profile, the profile in question. `None` if no
    /// profile was searched or found, and for a grant by global access checking.
    #[must_use]
    pub fn profile(&self) -> Option<ProfileView<'e>> {
        let row = self.basis.profile?;
        Some(view::profile_view(self.basis.tables, row, self.basis.volume))
    }

    /// The access-list entry that decided, or that limited the user. `None` for every step that
    /// doesn't rest on an entry.
    #[must_use]
    pub fn entry(&self) -> Option<EntryView<'e>> {
        let Basis { tables, profile, entry, .. } = self.basis;
        match entry {
            DecidingEntry::None => None,
            DecidingEntry::Standard(hit) => view::entry_view(tables, profile?, hit),
            DecidingEntry::Conditional(hit) => view::conditional_view(tables, profile?, hit),
        }
    }

    /// The user ID of the profile's NOTIFY operand, if the access was denied.
    ///
    /// Source: Command Language Reference, `RDEFINE` and `ADDSD`, operand NOTIFY.
    #[must_use]
    pub fn notify(&self) -> Option<&'e str> {
        let row = self.basis.profile.filter(|_| self.basis.notifies)?;
        row.notify().get().map(|id| id.0).map(|id| self.basis.tables.id_name(id))
    }

    /// The line of the policy on which the deciding rule rests. It is information for people: it is
    /// `None` where no line is responsible, and it never affects a decision.
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
    /// Two decisions are equal if everything that they show is equal, even if they come from
    /// different bundles.
    fn eq(&self, other: &Self) -> bool {
        let flat =
            |it: &Self| (it.outcome, it.step, it.codes, it.allowed, it.warning, it.log, it.partial);
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
            .field("partial", &self.partial)
            .field("notify", &self.notify())
            .field("source", &self.source())
            .finish()
    }
}

impl std::fmt::Display for Decision<'_> {
    /// `grant by group-entry, profile DATASET PAYROLL.** (generic), group PAYGRP: UPDATE,
    /// policy.saf:12`, with `, partial` at the end of a partial decision
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} by {}", self.outcome, self.step)?;
        if let Some(profile) = self.profile() {
            write!(f, ", profile {profile}")?;
        }
        if let Some(entry) = self.entry() {
            write!(f, ", {entry}")?;
        }
        if let Some(source) = self.source() {
            write!(f, ", {source}")?;
        }
        f.write_str(if self.partial { ", partial" } else { "" })
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
