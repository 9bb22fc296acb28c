//! IDs, users and connections as rows.

use saffron_bundle::UserIndex;
use saffron_bundle::layout::{
    AuthFields, ConnectionFields, ShortName, UserFields, connection_flag, user_flag,
};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::racf::EntryKind;

use super::emitter::{Emitter, categories, flag, id as index, label, run};
use crate::graph::ownership;
use crate::model::{Connection, PrincipalId, User};
use crate::table::{ListId, place, users};

impl Emitter<'_, '_> {
    /// The ID of a name; IDs are in EBCDIC order.
    pub(super) fn principal(&self, name: &str) -> Option<PrincipalId> {
        let ids = self.model.principals.iter_enumerated();
        let mut low = 0;
        let mut high = ids.len();
        while low < high {
            let middle = low + (high - low) / 2;
            let id = PrincipalId(u32::try_from(middle).ok()?);
            let known = &self.model.principals.get(id)?.name;
            match ebcdic::compare(known, name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(id),
            }
        }
        None
    }

    pub(super) fn subjects(&mut self) {
        let mut user_row = 0;
        let unknown = ownership::unknown_scope(self.model);
        for (principal, scope_unknown) in self.model.principals.iter().zip(unknown) {
            let (kind, user) = if principal.kind.is_user() {
                user_row += 1;
                (EntryKind::User, Some(UserIndex::from_usize(user_row - 1)))
            } else {
                (EntryKind::Group, None)
            };
            let name = ShortName::new(&principal.name);
            let fields = AuthFields { name, kind, scope_unknown, user };
            self.sections.authorities.push(fields.into());
        }
        self.sections.scopes = self.table.scopes.flattened().map(|id| id.0.into()).collect();
        let scopes = self.table.scopes.layout();
        let ids = self.model.principals.iter_enumerated();
        let ids = ids.filter(|(_, principal)| principal.kind.is_user());
        let table = self.table;
        let users = ids.zip(users(self.model)).zip(&table.connection_scopes);
        for (((id, principal), user), held) in users {
            let first = self.sections.groups.len();
            for (connection, scope) in user.connections.iter().zip(held) {
                self.connection(connection, *scope, &scopes);
            }
            let external = flag(principal.kind.is_external(), user_flag::EXTERNAL);
            self.user(id, (user, external), (first, user.connections.len()));
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
            | connection_flag::authority(connection.authority);
        self.sections.groups.push(connection.group.0.into());
        let fields = ConnectionFields {
            flags,
            revoke_on: connection.revoke_on,
            resume_on: connection.resume_on,
            scope: run(scope.map(|scope| place(scopes, scope)).unwrap_or_default()),
        };
        self.sections.connections.push(fields.into());
    }

    fn user(
        &mut self,
        id: PrincipalId,
        (user, external): (&User, u32),
        connections: (usize, usize),
    ) {
        let first = self.sections.categories.len();
        self.sections.categories.extend(categories(&user.categories));
        let fields = UserFields {
            auth: id.0,
            flags: user_flags(user) | external,
            default_group: user.default_group.map(index),
            connections: run(connections),
            revoke_on: user.revoke_on,
            resume_on: user.resume_on,
            label: label(user.label),
            categories: run((first, user.categories.len())),
            security_level: user.security_level,
        };
        self.sections.users.push(fields.into());
    }
}

fn user_flags(user: &User) -> u32 {
    let attributes = user.attributes;
    flag(attributes.special, user_flag::SPECIAL)
        | flag(attributes.operations, user_flag::OPERATIONS)
        | flag(attributes.restricted, user_flag::RESTRICTED)
        | flag(attributes.uaudit, user_flag::UAUDIT)
        | flag(attributes.auditor, user_flag::AUDITOR)
        | flag(attributes.roaudit, user_flag::ROAUDIT)
        | flag(attributes.protected, user_flag::PROTECTED)
        | flag(user.revoked, user_flag::REVOKED)
        | flag(user.connections.iter().any(Connection::is_read), user_flag::CONNECTIONS_DIFFER)
        | flag(user.revoke_on.or(user.resume_on).is_some(), user_flag::DATED)
}
