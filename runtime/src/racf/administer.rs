//! Whether a user may change a profile and its access lists.
//!
//! Source: `PERMIT`, Authorization Required: the checks are alternatives, the first that holds
//! allows. ALTER counts on discrete profiles alone, on the standard access list alone, and not in
//! class VMMDISK.

use saffron_bundle::layout::{
    ClassRow, ImplicitOwner, OptId, ProfileRow, class_flag, connection_flag, profile_flag,
    user_flag,
};
use saffron_bundle::vocabulary::{AccessLevel, Outcome, Step};
use saffron_bundle::{IdIndex, run};

use crate::racf::access::{FoundAccess, Operations, group_attribute, group_entry, user_entry};
use crate::racf::name::Name;
use crate::racf::search;
use crate::racf::subject::{Acee, User};
use crate::racf::walk::Walk;
use crate::request::Question;
use crate::tables::Tables;

/// Goes the way of one question about a profile.
#[cold]
pub(crate) fn evaluate<'b>(
    tables: &Tables<'b>,
    acee: &Acee<'b>,
    question: &Question<'_>,
    generic: bool,
    walk: &mut Walk<'b>,
) {
    let found = tables.class(question.class);
    let Some((index, class)) = found.and_then(|at| Some((at, tables.class_row(at)?))) else {
        return walk.end(Outcome::Deny, Step::ClassUnknown);
    };
    walk.class = Some((index, class));
    let mut name = Name::EMPTY;
    let mixed_case = class.flags() & class_flag::MIXED_CASE != 0;
    if name.set("", question.resource, mixed_case) {
        walk.profile = stored_profile(tables, class, &name, question.volume, generic);
    }
    let Some((_, profile)) = walk.profile else {
        return walk.end(Outcome::Deny, Step::NoProfile);
    };
    let step = acee.user.as_ref().and_then(|user| {
        let check = Check { tables, user, class, profile, name: &name };
        check.answer(walk)
    });
    match step {
        Some(step) => walk.end(Outcome::Grant, step),
        None => walk.end(Outcome::Deny, Step::Insufficient),
    }
}

/// The stored profile of exactly this name: a generic one if it is asked for or the name has
/// generic characters, else the discrete one.
fn stored_profile<'b>(
    tables: &Tables<'b>,
    class: &ClassRow,
    name: &Name,
    volume: Option<&str>,
    generic: bool,
) -> Option<(u32, &'b ProfileRow)> {
    let rows = if class.flags() & class_flag::STORED_APART != 0 {
        run(tables.bundle.stored(), class.stored())
    } else {
        run(tables.bundle.profiles(), class.profiles())
    };
    let is_generic = |row: &ProfileRow| row.flags() & profile_flag::GENERIC != 0;
    let named = rows.iter().filter(|row| tables.bundle.bytes(row.name()) == name.as_bytes());
    let spelt = generic || name.as_bytes().iter().any(|byte| b"*%&".contains(byte));
    let found = named.clone().find(|row| spelt && is_generic(row));
    if generic || found.is_some() {
        return found.map(|row| (0, row));
    }
    // A name with generic characters is a discrete one where the class has no generics.
    let mut discrete = named.filter(|row| !is_generic(row));
    let Some(volume) = volume else { return discrete.next().map(|row| (0, row)) };
    // The profile that names the volume comes before one that names none.
    let listed = discrete.clone().find(|row| search::listed_volume(tables, row, volume).is_some());
    let found = listed.or_else(|| discrete.find(|row| row.volumes().is_empty()));
    found.map(|row| (0, row))
}

struct Check<'q, 'b> {
    tables: &'q Tables<'b>,
    user: &'q User<'b>,
    class: &'b ClassRow,
    profile: &'b ProfileRow,
    name: &'q Name,
}

impl Check<'_, '_> {
    /// The first check that holds; what it rests on is left in the walk.
    fn answer(&self, walk: &mut Walk<'_>) -> Option<Step> {
        if self.user.has(user_flag::SPECIAL) {
            return Some(Step::Special);
        }
        let special = connection_flag::SPECIAL;
        if let Some(at) = group_attribute(self.tables, self.user, self.profile, special) {
            walk.access.operations = Some(Operations::Group(at));
            return Some(Step::GroupSpecial);
        }
        if self.profile.owner() == OptId::some(IdIndex(self.user.id)) {
            return Some(Step::Owner);
        }
        self.owns_by_name().or_else(|| self.has_alter(walk))
    }

    /// The name shows the owner: a data set's high-level qualifier, a file's user ID.
    fn owns_by_name(&self) -> Option<Step> {
        let dataset = self.class.flags() & class_flag::DATASET != 0;
        if dataset && self.name.qualifier_is(0, self.user.name) {
            return Some(Step::OwnDataset);
        }
        let second = self.class.implicit_owner() == ImplicitOwner::SecondQualifier;
        (second && self.name.qualifier_is(1, self.user.name)).then_some(Step::ImplicitOwner)
    }

    /// ALTER to a discrete profile: the user's entry, a group's, or UACC, each for itself.
    fn has_alter(&self, walk: &mut Walk<'_>) -> Option<Step> {
        let generic = self.profile.flags() & profile_flag::GENERIC != 0;
        if generic || self.class.flags() & class_flag::MINIDISK != 0 {
            return None;
        }
        let list = run(self.tables.bundle.entries(), self.profile.standard());
        let found = FoundAccess {
            user: user_entry(list, self.user.id).filter(|hit| hit.level == AccessLevel::Alter),
            group: group_entry(list, self.user).filter(|hit| hit.level == AccessLevel::Alter),
            ..FoundAccess::default()
        };
        walk.access = found;
        let open =
            self.profile.uacc() == AccessLevel::Alter && !self.user.has(user_flag::RESTRICTED);
        match (found.user, found.group) {
            (Some(_), _) => Some(Step::UserEntry),
            (None, Some(_)) => Some(Step::GroupEntry),
            (None, None) => open.then_some(Step::Uacc),
        }
    }
}
