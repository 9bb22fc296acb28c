//! Creating data sets: what REQUEST=DEFINE asks beyond ALTER access.
//!
//! Source: Security Administrator's Guide, "Creating data sets" and "The OPERATIONS attribute".

use saffron_bundle::layout::{ConnectionRow, ProfileRow};
use saffron_bundle::vocabulary::{AccessLevel, GroupAuthority};

use crate::racf::access::Operations;
use crate::racf::name::Name;
use crate::racf::subject::User;
use crate::racf::walk::Walk;
use crate::tables::Tables;

/// Replaces what counts for access by what counts for creation: CREATE in the group of a group data
/// set together with UPDATE access; OPERATIONS, which an entry of the list doesn't limit here, but
/// a connection below CREATE does.
#[cold]
pub(crate) fn apply(
    tables: &Tables<'_>,
    user: Option<&User<'_>>,
    profile: &ProfileRow,
    name: &Name,
    walk: &mut Walk<'_>,
) {
    let Some(user) = user else { return };
    let authority = authority_in_group(tables, user, name);
    let update = walk.access.granted() >= AccessLevel::Update;
    walk.creates = update && authority.is_some_and(|held| held >= GroupAuthority::Create);
    walk.access.operations = match authority {
        Some(held) if held < GroupAuthority::Create => None,
        _ => Operations::held(tables, user, profile),
    };
    // Anyone who may create a data set has all of it; labels have let it through at this point.
    let all = walk.own || walk.creates || walk.access.operations.is_some();
    let level = if all { AccessLevel::Alter } else { walk.access.granted() };
    walk.allowed = Some(walk.global_level().max(level));
}

/// The user's authority in the group that is the high-level qualifier; `None` without a connection
/// that counts.
fn authority_in_group(tables: &Tables<'_>, user: &User<'_>, name: &Name) -> Option<GroupAuthority> {
    let qualifier = std::str::from_utf8(name.qualifier(0)).ok()?;
    let at = user.position(tables.principal(qualifier)?)?;
    user.connections.get(at).map(ConnectionRow::authority)
}
