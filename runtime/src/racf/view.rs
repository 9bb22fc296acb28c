//! Profiles, entries and places of the policy by the names that RACF would show.

use saffron_bundle::layout::{ProfileRow, profile_flag, profile_origin};
use saffron_bundle::run;
use saffron_bundle::vocabulary::{ConditionKind, EntryKind};

use crate::decision::{ConditionView, EntryView, ProfileView};
use crate::racf::access::{Hit, who_of};
use crate::racf::conditional::ConditionalHit;
use crate::racf::search::{listed_volume, volume_text};
use crate::racf::subject::User;
use crate::request::Request;
use crate::source::Source;
use crate::tables::Tables;

/// A profile as RACF shows it; of its volumes the one that is asked for, else the first.
pub(crate) fn profile_view<'b>(
    tables: &Tables<'b>,
    row: &ProfileRow,
    request: &Request<'_>,
) -> ProfileView<'b> {
    let asked = request.volume.and_then(|asked| listed_volume(tables, row, asked));
    let volume = asked.or_else(|| run(tables.bundle.volumes, row.volumes).first());
    ProfileView {
        class: tables.class_name(u32::from(row.class.get())),
        name: tables.bundle.text(row.name),
        generic: row.flags.get() & profile_flag::GENERIC != 0,
        volume: volume.map(volume_text),
    }
}

fn who<'b>(tables: &Tables<'b>, who: u32) -> (EntryKind, &'b str) {
    let Some(id) = who.checked_sub(1) else { return (EntryKind::Any, "*") };
    let row = tables.bundle.authorities.get(id as usize);
    let kind = row.and_then(|row| EntryKind::from_byte(row.kind)).unwrap_or(EntryKind::User);
    (kind, tables.id_name(id))
}

pub(crate) fn entry_view<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: Hit,
) -> Option<EntryView<'b>> {
    let entry = run(tables.bundle.entries, profile.standard).get(hit.entry as usize)?;
    let (kind, id) = who(tables, who_of(*entry));
    Some(EntryView { kind, id, access: hit.level, when: None })
}

pub(crate) fn conditional_view<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: ConditionalHit,
) -> Option<EntryView<'b>> {
    let entry = run(tables.bundle.conditional, profile.conditional).get(hit.entry as usize)?;
    let (kind, id) = who(tables, entry.who.get());
    let when = ConditionView {
        kind: ConditionKind::from_byte(entry.kind)?,
        name: tables.bundle.text(entry.name),
        value: tables.bundle.text(entry.value),
    };
    Some(EntryView { kind, id, access: hit.level, when: Some(when) })
}

/// Where a class is declared.
pub(crate) fn class_origin<'b>(tables: &Tables<'b>, class: u32) -> Option<Source<'b>> {
    tables.origin(class as usize)
}

/// Where an ID is declared.
pub(crate) fn id_origin<'b>(tables: &Tables<'b>, id: u32) -> Option<Source<'b>> {
    tables.origin(tables.bundle.classes.len() + id as usize)
}

/// Where a connection is declared; its place in the connection section.
pub(crate) fn connection_origin<'b>(tables: &Tables<'b>, connection: usize) -> Option<Source<'b>> {
    tables.origin(tables.bundle.classes.len() + tables.bundle.authorities.len() + connection)
}

/// Where a connection of a user is declared; its place among the user's.
pub(crate) fn user_connection_origin<'b>(
    tables: &Tables<'b>,
    user: &User<'_>,
    at: usize,
) -> Option<Source<'b>> {
    connection_origin(tables, user.row.connections.start.get() as usize + at)
}

/// Where a global access checking entry is declared.
pub(crate) fn global_origin<'b>(tables: &Tables<'b>, entry: u32) -> Option<Source<'b>> {
    connection_origin(tables, tables.bundle.connections.len() + entry as usize)
}

/// Where PROTECTALL is set, if the policy says.
pub(crate) fn protect_all_origin<'b>(tables: &Tables<'b>) -> Option<Source<'b>> {
    connection_origin(tables, tables.bundle.connections.len() + tables.bundle.globals.len())
}

/// Where something of a profile is said: an offset of [`profile_origin`].
pub(crate) fn profile_origin<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    offset: u32,
) -> Option<Source<'b>> {
    tables.origin(profile.origin.get() as usize + offset as usize)
}

pub(crate) fn entry_origin<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: Hit,
) -> Option<Source<'b>> {
    profile_origin(tables, profile, profile_origin::ENTRIES + hit.entry)
}

pub(crate) fn conditional_origin<'b>(
    tables: &Tables<'b>,
    profile: &ProfileRow,
    hit: ConditionalHit,
) -> Option<Source<'b>> {
    let before = profile_origin::ENTRIES + profile.standard.len.get();
    profile_origin(tables, profile, before + hit.entry)
}
