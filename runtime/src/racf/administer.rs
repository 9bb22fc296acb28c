//! Whether a user may change a profile and its access lists.
//!
//! The checks, in this order; they are alternatives, so the first that holds allows the change:
//!
//! 1. SPECIAL;
//! 2. group-SPECIAL in a group in whose scope the profile is;
//! 3. the user is the OWNER (a group that is the owner gives nothing by itself);
//! 4. the name belongs to the user: the high-level qualifier of a data set profile, or the second
//!    qualifier of a profile in FILE or DIRECTRY;
//! 5. ALTER to a discrete profile: the user's entry, an entry of a group in effect, or UACC.
//!
//! ALTER applies to discrete profiles only, on the standard access list only, and not in class
//! VMMDISK. An entry of the user that is too low doesn't prevent a later check from allowing, which
//! is different from access: the book lists alternatives.
//!
//! Unlike access, these rules don't require an active class, and read profiles as they were
//! declared, not as they were merged in storage. Global access, labels, conditional entries,
//! OPERATIONS and WARNING play no part. `PERMIT … FROM` needs two requests, one for each profile.
//!
//! Source: Command Language Reference, `PERMIT`, "Authorization required"; Security Administrator's
//! Guide, "Owners of resource profiles".

use saffron_bundle::layout::{
    ClassRow, ImplicitOwner, OptId, ProfileRow, class_flag, connection_flag, profile_flag,
    user_flag,
};
use saffron_bundle::{IdIndex, ProfileName, ProfileOrder, run, steps};
use saffron_vocabulary::racf::{AccessLevel, Outcome, Step};

use crate::racf::access::{FoundAccess, Operations, group_attribute, scope_is_unknown};
use crate::racf::entries::{group_entry, user_entry};
use crate::racf::name::{LongRoom, Name};
use crate::racf::search;
use crate::racf::subject::{Acee, User};
use crate::racf::walk::Walk;
use crate::request::Question;
use crate::tables::Tables;

/// Applies the checks to one question about a profile. An unknown class or profile denies.
/// `generic` selects the fully qualified generic profile of a name without generic characters.
#[cold]
pub(crate) fn evaluate<'b>(
    tables: &Tables<'b>,
    acee: &Acee<'b>,
    question: &Question<'_>,
    generic: bool,
    walk: &mut Walk<'b>,
) {
    let Some((index, class)) = tables.known_class(question.class) else {
        return walk.end(Outcome::Deny, Step::ClassUnknown);
    };
    walk.class = Some((index, class));
    let mut room = LongRoom::EMPTY;
    let mixed_case = class.flags() & class_flag::MIXED_CASE != 0;
    let Some(name) = room.set("", question.resource, mixed_case) else {
        return walk.end(Outcome::Deny, Step::NoProfile);
    };
    walk.profile = stored_profile(tables, class, &name, question.volume, generic);
    let Some((_, profile)) = walk.profile else {
        return walk.end(Outcome::Deny, Step::NoProfile);
    };
    let step = acee.user.as_ref().and_then(|user| {
        let check = Check { tables, user, class, profile, name: &name };
        check.answer(walk)
    });
    if let Some(step) = step {
        return walk.end(Outcome::Grant, step);
    }
    let special = connection_flag::SPECIAL;
    walk.scope_unknown =
        acee.user.as_ref().is_some_and(|user| scope_is_unknown(tables, user, profile, special));
    walk.end(Outcome::Deny, Step::Insufficient);
}

/// The declared profile of exactly this name: a generic one if it is requested or the name has
/// generic characters, else the discrete one.
///
/// Of several discrete data set profiles with this name, the one that lists the volume is taken,
/// else the one without volumes; without a volume, the first.
///
/// The profiles of a class are in an order that opening a bundle checks, so those of one name are
/// found by a binary search.
fn stored_profile<'b>(
    tables: &Tables<'b>,
    class: &ClassRow,
    name: &Name<'_>,
    volume: Option<&str>,
    generic: bool,
) -> Option<(u32, &'b ProfileRow)> {
    let spelt = generic || name.as_bytes().iter().any(|byte| b"*%&".contains(byte));
    let found = if spelt { named(tables, class, name, true).next() } else { None };
    if generic || found.is_some() {
        return found.map(|row| (0, row));
    }
    // A name with generic characters is a discrete one where the class has no generics.
    let mut discrete = named(tables, class, name, false);
    let Some(volume) = volume else { return discrete.next().map(|row| (0, row)) };
    // The profile that names the volume comes before one that names none.
    tables.count(|| discrete.clone().map(|row| 1 + row.volumes().len() as u64).sum());
    let listed = discrete.clone().find(|row| search::listed_volume(tables, row, volume).is_some());
    let found = listed.or_else(|| discrete.find(|row| row.volumes().is_empty()));
    found.map(|row| (0, row))
}

/// The declared profiles of exactly this name, discrete or generic.
fn named<'b, 'n>(
    tables: &Tables<'b>,
    class: &ClassRow,
    name: &'n Name<'_>,
    is_generic: bool,
) -> impl Iterator<Item = &'b ProfileRow> + Clone + use<'b, 'n> {
    let bundle = tables.bundle;
    let rows = if class.flags() & class_flag::STORED_APART != 0 {
        run(bundle.stored(), class.stored())
    } else {
        run(bundle.profiles(), class.profiles())
    };
    let order = ProfileOrder::of(&bundle, class);
    let name = std::str::from_utf8(name.as_bytes()).unwrap_or_default();
    let wanted = ProfileName { is_generic, name };
    let compare = |row: &ProfileRow| order.compare(bundle.profile_name(row), wanted);
    let start = rows.partition_point(|row| compare(row).is_lt());
    let rest = rows.get(start..).unwrap_or_default();
    let alike = rest.iter().take_while(|row| compare(row).is_eq()).count();
    tables.count(|| steps::search_names(rows.len()));
    // Of two generic names with one meaning only one is spelt so.
    rest.iter().take(alike).filter(move |row| bundle.text(row.name()) == name)
}

/// One question about a profile that exists, of a user who is defined.
struct Check<'q, 'b> {
    tables: &'q Tables<'b>,
    user: &'q User<'b>,
    class: &'b ClassRow,
    profile: &'b ProfileRow,
    name: &'q Name<'q>,
}

impl Check<'_, '_> {
    /// The first check that holds, or `None`. What it rests on is stored in the walk.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
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

    /// Whether the name shows the owner: a data set's high-level qualifier, a file's user ID.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
    fn owns_by_name(&self) -> Option<Step> {
        let dataset = self.class.flags() & class_flag::DATASET != 0;
        if dataset && self.name.qualifier_is(0, self.user.name) {
            return Some(Step::OwnDataset);
        }
        let second = self.class.implicit_owner() == ImplicitOwner::SecondQualifier;
        (second && self.name.qualifier_is(1, self.user.name)).then_some(Step::ImplicitOwner)
    }

    /// ALTER to a discrete profile: the user's entry, a group's, or UACC, each independent of the
    /// others. UACC doesn't apply to RESTRICTED users.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required"; Security
    /// Administrator's Guide, "Defining restricted user IDs", for UACC.
    fn has_alter(&self, walk: &mut Walk<'_>) -> Option<Step> {
        let generic = self.profile.flags() & profile_flag::GENERIC != 0;
        if generic || self.class.flags() & class_flag::MINIDISK != 0 {
            return None;
        }
        let list = run(self.tables.bundle.entries(), self.profile.standard());
        let found = FoundAccess {
            user: user_entry(list, self.user.id).filter(|hit| hit.level == AccessLevel::Alter),
            group: group_entry(self.tables, list, self.user)
                .filter(|hit| hit.level == AccessLevel::Alter),
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
