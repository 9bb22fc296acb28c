//! IDs, users and connections as rows.

use saffron_bundle::layout::{AuthRow, ConnectionRow, NO_DAY, UserRow, connection_flag, user_flag};
use saffron_bundle::little_endian::{I32, U16, U32};
use saffron_bundle::vocabulary::{Day, EntryKind};

use super::{Emitter, flag, label, number, optional_id, run, short};
use crate::model::{AuthId, AuthorityKind, Connection, User};
use crate::table::{ListId, place, users};

fn day(day: Option<Day>) -> I32 {
    I32::new(day.map_or(NO_DAY, |day| day.0))
}

impl Emitter<'_, '_> {
    /// The ID of a name; IDs stand in EBCDIC order.
    pub(super) fn authority(&self, name: &str) -> Option<AuthId> {
        let ids = self.model.authorities.iter_enumerated();
        let mut low = 0;
        let mut high = ids.len();
        while low < high {
            let middle = low + (high - low) / 2;
            let id = AuthId(u32::try_from(middle).ok()?);
            let known = &self.model.authorities.get(id)?.name;
            match saffron_bundle::ebcdic::compare(known, name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(id),
            }
        }
        None
    }

    pub(super) fn subjects(&mut self) {
        let mut user_row = 0;
        for authority in &self.model.authorities {
            let (kind, user) = match &authority.kind {
                AuthorityKind::User(_) => {
                    user_row += 1;
                    (EntryKind::User, user_row)
                }
                AuthorityKind::ExternalUser => (EntryKind::User, 0),
                AuthorityKind::Group(_) | AuthorityKind::ExternalGroup => (EntryKind::Group, 0),
            };
            let (name, kind, user) = (short(&authority.name), kind.byte(), number(user));
            self.sections.authorities.push(AuthRow { name, kind, reserved: [0; 3], user });
        }
        self.sections.scopes = self.table.scopes.flattened().map(|id| U32::new(id.0)).collect();
        let scopes = self.table.scopes.layout();
        let ids = self.model.authorities.iter_enumerated();
        let ids = ids.filter(|(_, authority)| matches!(authority.kind, AuthorityKind::User(_)));
        let table = self.table;
        for (((id, _), user), held) in ids.zip(users(self.model)).zip(&table.connection_scopes) {
            let first = self.sections.groups.len();
            for (connection, scope) in user.connections.iter().zip(held) {
                self.connection(connection, *scope, &scopes);
            }
            self.user(id, user, (first, user.connections.len()));
        }
    }

    fn connection(
        &mut self,
        connection: &Connection,
        scope: Option<ListId>,
        scopes: &[(usize, usize)],
    ) {
        let flags = flag(connection.revoked, connection_flag::REVOKED)
            | flag(connection.special, connection_flag::SPECIAL)
            | flag(connection.operations, connection_flag::OPERATIONS)
            | flag(connection.auditor, connection_flag::AUDITOR)
            | (u32::from(connection.authority.byte()) << connection_flag::AUTHORITY_SHIFT);
        self.sections.groups.push(U32::new(connection.group.0));
        self.sections.connections.push(ConnectionRow {
            flags: U32::new(flags),
            revoke_on: day(connection.revoke_on),
            resume_on: day(connection.resume_on),
            scope: run(scope.map(|scope| place(scopes, scope)).unwrap_or_default()),
        });
    }

    fn user(&mut self, id: AuthId, user: &User, connections: (usize, usize)) {
        let categories = self.sections.categories.len();
        self.sections.categories.extend(user.categories.iter().map(|&number| U16::new(number)));
        self.sections.users.push(UserRow {
            auth: U32::new(id.0),
            flags: U32::new(user_flags(user)),
            default_group: optional_id(user.default_group),
            connections: run(connections),
            revoke_on: day(user.revoke_on),
            resume_on: day(user.resume_on),
            label: label(user.label),
            categories: run((categories, user.categories.len())),
            security_level: user.security_level,
            reserved: [0; 3],
        });
    }
}

fn user_flags(user: &User) -> u32 {
    let attributes = user.attributes;
    let differs = |connection: &Connection| {
        let dated = connection.revoke_on.or(connection.resume_on).is_some();
        let attribute = connection.special || connection.operations || connection.auditor;
        connection.revoked || dated || attribute
    };
    flag(attributes.special, user_flag::SPECIAL)
        | flag(attributes.operations, user_flag::OPERATIONS)
        | flag(attributes.restricted, user_flag::RESTRICTED)
        | flag(attributes.uaudit, user_flag::UAUDIT)
        | flag(attributes.auditor, user_flag::AUDITOR)
        | flag(attributes.roaudit, user_flag::ROAUDIT)
        | flag(attributes.protected, user_flag::PROTECTED)
        | flag(user.revoked, user_flag::REVOKED)
        | flag(user.connections.iter().any(differs), user_flag::CONNECTIONS_DIFFER)
        | flag(user.revoke_on.or(user.resume_on).is_some(), user_flag::DATED)
}
