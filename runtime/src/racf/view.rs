//! Profiles, entries and places of the policy by the names that RACF would show.
//!
//! The functions that end in `_origin` return the line of the policy that declares something, or
//! `None` if the bundle contains no line for it. Nothing here affects a decision.

use saffron_bundle::layout::{ProfileRow, profile_flag};
use saffron_bundle::{ClassIndex, IdIndex, run};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, EntryKind};

use crate::racf::conditional::ConditionalHit;
use crate::racf::entries::Hit;
use crate::racf::search::{listed_volume, volume_text};
use crate::request::Question;
use crate::source::Source;
use crate::tables::Tables;

/// A profile, by the names by which RACF shows it. Displayed as `DATASET PAYROLL.** (generic)`, or
/// `DATASET PAYROLL.MASTER on PAY001`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ProfileView<'b> {
    /// Its class; for a member of a grouping profile, the member class.
    pub class: &'b str,
    /// Its name; for a member of a grouping profile, the member.
    pub name: &'b str,
    /// Whether it is generic.
    pub generic: bool,
    /// The volume serial, for a discrete data set profile that lists volumes: the one of the
    /// question if it is listed, else the first.
    pub volume: Option<&'b str>,
}

/// An entry of an access list. Displayed as `group PAYGRP: UPDATE`, followed by `when` and the
/// condition for an entry of the conditional list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
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

/// A condition of an entry, displayed as `terminal T0000001` or `criteria SQLROLE TELLER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ConditionView<'b> {
    /// What it depends on.
    pub kind: ConditionKind,
    /// The name of the criterion for CRITERIA, such as `SQLROLE`; empty for every other kind.
    pub name: &'b str,
    /// The value: a program, a terminal, ….
    pub value: &'b str,
}

impl std::fmt::Display for ProfileView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.class, self.name)?;
        if let Some(volume) = self.volume {
            write!(f, " on {volume}")?;
        }
        f.write_str(if self.generic { " (generic)" } else { "" })
    }
}

impl std::fmt::Display for EntryView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.kind, self.id, self.access)?;
        match &self.when {
            Some(when) => write!(f, " when {when}"),
            None => Ok(()),
        }
    }
}

impl std::fmt::Display for ConditionView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let blank = if self.name.is_empty() { "" } else { " " };
        write!(f, "{}{blank}{} {}", self.kind, self.name, self.value)
    }
}

/// The place of the volume to show on the profile's list: the one of the question if it is
/// listed, else the first.
#[inline]
pub(crate) fn shown_volume(tables: &Tables<'_>, row: &ProfileRow, question: &Question<'_>) -> u32 {
    match question.volume {
        Some(volume) => listed_volume(tables, row, volume).unwrap_or(0),
        None => 0,
    }
}

/// A profile as RACF shows it, with one of its volumes.
pub(crate) fn profile_view<'b>(
    tables: &Tables<'b>,
    row: &ProfileRow,
    volume: u32,
) -> ProfileView<'b> {
    let volume = run(tables.bundle.volumes(), row.volumes()).get(volume as usize);
    ProfileView {
        class: tables.class_name(u32::from(row.class())),
        name: tables.bundle.text(row.name()),
        generic: row.flags() & profile_flag::GENERIC != 0,
        volume: volume.map(volume_text),
    }
}

/// An entry of the standard access list as RACF shows it.
pub(crate) fn entry_view<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: Hit,
) -> Option<EntryView<'b>> {
    let entry = run(tables.bundle.entries(), profile.standard()).get(hit.entry as usize)?;
    let (kind, id) = tables.bundle.who(entry.who());
    Some(EntryView { kind, id, access: hit.level, when: None })
}

/// An entry of the conditional access list as RACF shows it.
pub(crate) fn conditional_view<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: ConditionalHit,
) -> Option<EntryView<'b>> {
    let entry = run(tables.bundle.conditional(), profile.conditional()).get(hit.entry as usize)?;
    let (kind, id) = tables.bundle.who(entry.who());
    let when = ConditionView {
        kind: entry.kind(),
        name: tables.bundle.text(entry.name()),
        value: tables.bundle.text(entry.value()),
    };
    Some(EntryView { kind, id, access: hit.level, when: Some(when) })
}

/// Where a class is declared.
pub(crate) fn class_origin<'b>(tables: &Tables<'b>, class: u32) -> Option<Source<'b>> {
    tables.origin(tables.bundle.origin_order().class(ClassIndex(class)))
}

/// Where an ID is declared.
pub(crate) fn id_origin<'b>(tables: &Tables<'b>, id: u32) -> Option<Source<'b>> {
    tables.origin(tables.bundle.origin_order().id(IdIndex(id)))
}

/// Where a connection is declared; its place in the connection section.
pub(crate) fn connection_origin<'b>(tables: &Tables<'b>, connection: usize) -> Option<Source<'b>> {
    tables.origin(tables.bundle.origin_order().connection(connection))
}

/// Where a global access checking entry is declared.
pub(crate) fn global_origin<'b>(tables: &Tables<'b>, entry: u32) -> Option<Source<'b>> {
    tables.origin(tables.bundle.origin_order().global(entry as usize))
}

/// Where PROTECTALL is set, if the policy sets it.
pub(crate) fn protect_all_origin<'b>(tables: &Tables<'b>) -> Option<Source<'b>> {
    tables.origin(tables.bundle.origin_order().protect_all())
}

/// Where a profile is declared.
pub(crate) fn profile_origin<'b>(tables: &Tables<'b>, profile: &ProfileRow) -> Option<Source<'b>> {
    tables.origin(profile.own_origin())
}

/// Where the UACC of a profile is specified.
pub(crate) fn uacc_origin<'b>(tables: &Tables<'b>, profile: &ProfileRow) -> Option<Source<'b>> {
    tables.origin(profile.uacc_origin())
}

/// Where an entry of the standard access list is specified.
pub(crate) fn entry_origin<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: Hit,
) -> Option<Source<'b>> {
    tables.origin(profile.entry_origin(hit.entry))
}

/// Where an entry of the conditional access list is specified.
pub(crate) fn conditional_origin<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: ConditionalHit,
) -> Option<Source<'b>> {
    tables.origin(profile.conditional_origin(hit.entry))
}
