//! Who issues commands: attributes, and the connections that are in effect.

use std::collections::BTreeMap;

use crate::command::UserAttribute;
use crate::database::{Connection, Database, Revocation, User};

/// A user who can enter the system.
#[derive(Clone, Debug)]
pub(super) struct Issuer<'d> {
    pub(super) name: &'d str,
    pub(super) user: &'d User,
    /// The default group: commands are taken as if the user had logged on to it.
    pub(super) current: &'d str,
    /// Connections that are in effect, by group.
    ///
    /// INVARIANT: under NOGRPLIST only that to the current connect group; never a revoked one.
    connections: BTreeMap<&'d str, &'d Connection>,
}

/// Why a user may do nothing at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) rule: &'static str,
    pub(super) because: String,
}

impl<'d> Issuer<'d> {
    /// The user on entering the system; a user who can't enter may issue nothing.
    pub(super) fn enter(database: &'d Database, name: &str) -> Result<Self, Refusal> {
        let refuse = |rule, because: String| Err(Refusal { rule, because });
        let Some((name, user)) = database.users.get_key_value(name) else {
            return refuse("user-unknown", format!("user `{name}` isn't defined"));
        };
        if is_revoked(&user.revocation) {
            return refuse("user-revoked", format!("user `{name}` is revoked"));
        }
        let current = user.default_group.value.as_str();
        if user.connections.get(current).is_none_or(|it| is_revoked(&it.revocation)) {
            let because = format!("`{name}` can't enter the system with group `{current}`");
            return refuse("group-not-connected", because);
        }
        let all = database.options.list_of_groups.value;
        let counts = |(group, it): &(&String, &Connection)| {
            (all || group.as_str() == current) && !is_revoked(&it.revocation)
        };
        let connections = user.connections.iter().filter(counts);
        let connections = connections.map(|(group, it)| (group.as_str(), it)).collect();
        Ok(Self { name, user, current, connections })
    }

    /// Whether the user has a system-wide attribute.
    pub(super) fn has(&self, attribute: UserAttribute) -> bool {
        self.user.attributes.contains_key(&attribute)
    }

    /// The connection to a group, if it is in effect.
    pub(super) fn connection(&self, group: &str) -> Option<&'d Connection> {
        self.connections.get(group).copied()
    }

    /// The groups whose authority the user has now.
    pub(super) fn groups(&self) -> impl Iterator<Item = &'d str> {
        self.connections.keys().copied()
    }

    /// Whether the user has an attribute in this very group.
    pub(super) fn has_in(&self, group: &str, attribute: UserAttribute) -> bool {
        self.connection(group).is_some_and(|it| it.attributes.contains_key(&attribute))
    }
}

/// Whether a user or a connection is revoked at the moment of a command. A date of REVOKE or RESUME
/// lies in the future when it is given, and a script runs in a moment: only the flag counts.
fn is_revoked(revocation: &Revocation) -> bool {
    revocation.revoked.as_ref().is_some_and(|it| it.value)
}
