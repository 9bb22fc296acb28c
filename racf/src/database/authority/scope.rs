//! The scope of a group: over what its group-SPECIAL, group-AUDITOR and group-OPERATIONS reach.
//!
//! Source: Security Administrator's Guide, "Scope of authority for group attributes": what the
//! group owns, what users owned by the group own, and so on down to subgroups that are owned by
//! their superior groups; never past a group that a user owns, nor from user to user.

use crate::command::UserAttribute;
use crate::database::{Database, Profile};

use super::issuer::Issuer;
use super::need::Object;

/// The group in which the issuer has the attribute and in whose scope the object lies.
pub(super) fn group_over<'d>(
    database: &'d Database,
    issuer: &Issuer<'d>,
    attribute: UserAttribute,
    object: &Object,
) -> Option<&'d str> {
    let climb = |group: &str| climb(database, issuer, attribute, group);
    let through = |id: &str| climb(group_of(database, id));
    match object {
        Object::Group(name) => climb(name),
        Object::User(name) => {
            let owner = &database.users.get(name)?.owner.value;
            climb(owner)
        }
        Object::DataSets(qualifier) => through(qualifier),
        Object::Profile { class, key } => {
            let profile = database.classes.get(class)?.get(key)?;
            through(&profile.owner.value)
                .or_else(|| through(high_level_qualifier(class, &key.name)?))
        }
    }
}

/// The high-level qualifier of a data set profile; other names have none.
pub(super) fn high_level_qualifier<'n>(class: &str, name: &'n str) -> Option<&'n str> {
    (class == "DATASET").then(|| name.split('.').next()).flatten()
}

/// The group itself, or the owner of a user.
fn group_of<'a>(database: &'a Database, id: &'a str) -> &'a str {
    database.users.get(id).map_or(id, |user| user.owner.value.as_str())
}

/// The group, or the nearest above it, in which the issuer has the attribute: upwards as long as a
/// group is owned by its superior group.
fn climb<'d>(
    database: &'d Database,
    issuer: &Issuer<'d>,
    attribute: UserAttribute,
    from: &str,
) -> Option<&'d str> {
    let (mut name, mut group) = database.groups.get_key_value(from)?;
    // A broken database may have a cycle; no path is longer than the number of groups.
    for _ in 0..=database.groups.len() {
        if issuer.has_in(name, attribute) {
            return Some(name);
        }
        let superior = group.superior.as_ref()?;
        if superior.value != group.owner.value {
            return None;
        }
        (name, group) = database.groups.get_key_value(&superior.value)?;
    }
    None
}

/// The profile that the object is.
pub(super) fn profile_of<'d>(database: &'d Database, object: &Object) -> Option<&'d Profile> {
    let Object::Profile { class, key } = object else { return None };
    database.classes.get(class)?.get(key)
}

/// OWNER of the object.
pub(super) fn owner_of<'d>(database: &'d Database, object: &Object) -> Option<&'d str> {
    let owner = match object {
        Object::Profile { .. } => &profile_of(database, object)?.owner,
        Object::User(name) => &database.users.get(name)?.owner,
        Object::Group(name) => &database.groups.get(name)?.owner,
        Object::DataSets(_) => return None,
    };
    Some(&owner.value)
}
