//! Members of profiles that contain data, and entries of the global access checking table.

use saffron_lang::Span;
use saffron_racf::database::{Database, Profile};
use saffron_vocabulary::racf::AccessLevel;

use super::make::place;

/// The members of a profile, with their places.
pub(super) fn members(profile: &Profile) -> impl Iterator<Item = (&str, Span)> {
    let members = profile.details.as_ref().into_iter().flat_map(|it| &it.members);
    members.map(|(member, origin)| (member.as_str(), place(*origin)))
}

/// The entries of the global access checking table of a class: names, levels, places.
pub(super) fn global_entries<'d>(
    database: &'d Database,
    class: &str,
) -> impl Iterator<Item = (&'d str, AccessLevel, Span)> {
    let profiles = database.classes.get("GLOBAL").into_iter().flatten();
    let table = profiles.filter(move |(key, _)| key.name == class).map(|(_, profile)| profile);
    table.flat_map(members).map(|(member, span)| {
        let (name, level) = entry(member);
        (name, level, span)
    })
}

/// Name and level of a member; one without a level gives nothing.
fn entry(member: &str) -> (&str, AccessLevel) {
    let level = |text: &str| AccessLevel::from_name(text.trim());
    let (name, level) = match member.rsplit_once('/') {
        Some((name, word)) => (name, level(word).unwrap_or(AccessLevel::None)),
        None => (member, AccessLevel::None),
    };
    let bare = name.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    (bare.unwrap_or(name), level)
}
