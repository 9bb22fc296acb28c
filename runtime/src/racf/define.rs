//! Creating data sets: what `REQUEST=DEFINE` allows in addition to ALTER access.
//!
//! A user may create a data set that a profile protects if one of these holds:
//!
//! - the user has ALTER access, through any rule of the normal flow (own data set, entries, UACC,
//!   global access, conditional list);
//! - the high-level qualifier is a group, the user has at least CREATE authority in it, and UPDATE
//!   access;
//! - the user has OPERATIONS, and no connection with less than CREATE to that group.
//!
//! Without a profile, PROTECTALL decides as for access.
//!
//! Source: Security Administrator's Guide, "Creating data sets" and "The OPERATIONS attribute".

use saffron_bundle::layout::connection_flag::OPERATIONS;
use saffron_bundle::layout::{ConnectionRow, ProfileRow};
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

use crate::racf::access::{Operations, scope_is_unknown};
use crate::racf::name::Name;
use crate::racf::subject::User;
use crate::racf::walk::Walk;
use crate::tables::Tables;

/// Replaces what applies to access by what applies to creation.
///
/// OPERATIONS is determined anew: an entry of the access list doesn't limit it here, but a
/// connection with less than CREATE to the group of the data set does. Undefined users have neither
/// authority, so nothing changes for them. The mandatory checks have passed at this point.
///
/// Source: Security Administrator's Guide, "Creating data sets" and "The OPERATIONS attribute".
#[cold]
pub(crate) fn apply(
    tables: &Tables<'_>,
    user: Option<&User<'_>>,
    profile: &ProfileRow,
    name: &Name<'_>,
    walk: &mut Walk<'_>,
) {
    let Some(user) = user else { return };
    let authority = authority_in_group(tables, user, name);
    let update = walk.access.granted() >= AccessLevel::Update;
    walk.creates = update && authority.is_some_and(|held| held >= GroupAuthority::Create);
    let limited = authority.is_some_and(|held| held < GroupAuthority::Create);
    let held = if limited { None } else { Operations::held(tables, user, profile) };
    walk.scope_unknown =
        !limited && held.is_none() && scope_is_unknown(tables, user, profile, OPERATIONS);
    walk.access.operations = held;
    // Anyone who may create a data set has all of it; labels have let it through at this point.
    let all = walk.own || walk.creates || walk.access.operations.is_some();
    let level = if all { AccessLevel::Alter } else { walk.access.granted() };
    walk.allowed = Some(walk.global_level().max(level));
}

/// The user's authority in the group that is the high-level qualifier: USE, CREATE, CONNECT or
/// JOIN, of which each includes the lower ones. `None` if the qualifier isn't a group in effect of
/// the user.
///
/// Source: Security Administrator's Guide, "Assigning group authorities".
fn authority_in_group(
    tables: &Tables<'_>,
    user: &User<'_>,
    name: &Name<'_>,
) -> Option<GroupAuthority> {
    let qualifier = std::str::from_utf8(name.qualifier(0)).ok()?;
    let at = user.position(tables.principal(qualifier)?)?;
    user.connections.get(at).map(ConnectionRow::authority)
}
