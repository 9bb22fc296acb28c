//! `connect A, B to G { … }`

use std::collections::HashMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Connect, Property};
use saffron_vocabulary::racf::GroupAuthority;

use super::class::set;
use super::form;
use super::lowering::Lower;
use super::property::written;
use super::property_table::{Attribute, Row, Value, row};
use super::sorted::{Declared, Of, head};
use super::user::connection;
use crate::codes;
use crate::model::{Connection, PrincipalId, PrincipalKind};

/// What a connection has.
pub(crate) const PROPERTIES: &[Row<Connection>] = &[
    row!(
        "authority",
        Value::Word(&["use", "create", "connect", "join"], |connection, word| {
            set(&mut connection.authority, GroupAuthority::from_name(word));
        }),
        "The authority in the group. The default is `use`."
    ),
    row!(
        "uacc",
        Value::PlainAccess(|connection, level| connection.uacc = level),
        "The UACC of profiles that the user creates while this is the current connect group. The default is `none`."
    ),
    row!(
        "owner",
        Value::Name(form::OWNER, |lower, connection, name| connection.owner = lower.owner(name)),
        "The owner of the connection. The default is none."
    ),
    row!(
        "attributes",
        Value::Attributes(ATTRIBUTES),
        "Attributes that are valid for this group only. The default is none."
    ),
    row!(
        "revoked",
        Value::Flag(|connection, on| connection.revoked |= on),
        "`yes`: the connection is revoked, as with `attributes [revoked]`. The default is `no`."
    ),
    row!(
        "revoke",
        Value::Date(|connection, day| connection.revoke_on = Some(day)),
        "From this day on the connection is revoked. The default is never."
    ),
    row!(
        "resume",
        Value::Date(|connection, day| connection.resume_on = Some(day)),
        "From this day on the connection is no longer revoked. The default is never."
    ),
];

const ATTRIBUTES: &[Attribute<Connection>] = &[
    ("special", |connection| connection.special = true),
    ("operations", |connection| connection.operations = true),
    ("auditor", |connection| connection.auditor = true),
    ("adsp", |connection| connection.adsp = true),
    ("grpacc", |connection| connection.grpacc = true),
    ("revoked", |connection| connection.revoked = true),
];

/// The first declaration of a connection, to report a second one.
struct Declaration {
    span: Span,
    text: String,
}

impl Lower {
    /// Connects users to groups; a connection by default group is replaced by a declared one.
    pub(crate) fn connections(&mut self, declared: &Declared<'_>) {
        let mut said: HashMap<(PrincipalId, PrincipalId), Declaration> = HashMap::new();
        for connect in &declared.connects {
            self.connect(connect, &mut said);
        }
        let principals = &mut self.model.principals;
        let all: Vec<PrincipalId> = principals.iter_enumerated().map(|(id, _)| id).collect();
        for id in all {
            if let PrincipalKind::User(user) = &mut principals[id].kind {
                user.connections.sort_by_key(|it| (it.group, it.origin));
            }
        }
    }

    fn connect(
        &mut self,
        (item, it): &Of<'_, Connect>,
        said: &mut HashMap<(PrincipalId, PrincipalId), Declaration>,
    ) {
        let what = format!("connection to `{}`", it.group.text);
        let properties = self.report.known(&what, "CONNECT", &it.properties, PROPERTIES);
        self.report.attribute_twice(&what, "revoked", &it.properties);
        let group = self.group((&it.group).into());
        let Some(group) = group else {
            for name in &it.users {
                if !self.leaves_out(&name.text) {
                    self.user(name.into());
                }
            }
            return;
        };
        let mut model = connection(group, head(item, it.group.span));
        self.properties(&properties, &mut model);
        self.report.check_dates(&what, model.revoke_on, model.resume_on, &it.properties);
        let text = said_of(&properties);
        for name in &it.users {
            if self.leaves_out(&name.text) {
                continue;
            }
            let Some(user) = self.user(name.into()) else { continue };
            if let Some(first) = said.get(&(user, group)) {
                let fact = format!("the connection of `{}` to `{}`", name.text, it.group.text);
                let (first, second) =
                    ((first.span, first.text.as_str()), (name.span, text.as_str()));
                self.report.stated_twice(&fact, first, second);
                continue;
            }
            said.insert((user, group), Declaration { span: name.span, text: text.clone() });
            self.add_connection(user, model.clone(), name.span);
        }
    }

    fn add_connection(&mut self, id: PrincipalId, connection: Connection, span: Span) {
        let principal = &mut self.model.principals[id];
        if let PrincipalKind::User(user) = &mut principal.kind {
            // Only the first can be the default group's: what was declared is refused above.
            match user.connections.first_mut().filter(|it| it.group == connection.group) {
                Some(implied) => *implied = connection,
                None => user.connections.push(connection),
            }
            return;
        }
        let message =
            format!("`{}` is defined outside the policy and cannot be connected", principal.name);
        let diagnostic =
            Diagnostic::error(codes::EXTERNAL_CONNECT, message, span, "an external user");
        let help = format!(
            "state the group with `external user {} {{ groups […] }}` if the user is connected to it, or connect the user where it is defined",
            principal.name
        );
        self.report.add(diagnostic.help(help));
    }
}

fn said_of(properties: &[(&Row<Connection>, &Property)]) -> String {
    let mut said: Vec<String> = properties
        .iter()
        .map(|(_, it)| format!("{} {}", it.key.node, written(&it.value)))
        .collect();
    said.sort();
    if said.is_empty() { "authority use".to_owned() } else { said.join("  ") }
}
