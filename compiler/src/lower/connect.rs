//! `connect A, B to G { … }`

use std::collections::HashMap;

use saffron_bundle::vocabulary::GroupAuthority;
use saffron_lang::ast::{Connect, Property};
use saffron_lang::{Diagnostic, Span};

use super::lowering::Lower;
use super::property::written;
use super::sorted::{Declared, Of, head};
use super::user::connection;
use crate::codes;
use crate::model::{AuthId, AuthorityKind, Connection};

const KEYS: [&str; 7] = ["authority", "uacc", "owner", "attributes", "revoked", "revoke", "resume"];

const ATTRIBUTES: [&str; 6] = ["special", "operations", "auditor", "adsp", "grpacc", "revoked"];

/// The first declaration of a connection, to report a second one.
struct Declaration {
    span: Span,
    text: String,
}

impl Lower {
    /// Connects users to groups; a connection by default group is replaced by a declared one.
    pub(crate) fn connections(&mut self, declared: &Declared<'_>) {
        let mut said: HashMap<(AuthId, AuthId), Declaration> = HashMap::new();
        for connect in &declared.connects {
            self.connect(connect, &mut said);
        }
        let authorities = &mut self.model.authorities;
        let all: Vec<AuthId> = authorities.iter_enumerated().map(|(id, _)| id).collect();
        for id in all {
            if let AuthorityKind::User(user) = &mut authorities[id].kind {
                user.connections.sort_by_key(|it| (it.group, it.origin));
            }
        }
    }

    fn connect(
        &mut self,
        (item, it): &Of<'_, Connect>,
        said: &mut HashMap<(AuthId, AuthId), Declaration>,
    ) {
        let what = format!("connection to `{}`", it.group.text);
        let properties = self.report.known(&what, &it.properties, &KEYS);
        self.report.attribute_twice(&what, "revoked", &it.properties);
        let group = self.group((&it.group).into());
        let Some(group) = group else {
            for name in &it.users {
                self.user(name.into());
            }
            return;
        };
        let mut model = connection(group, head(item, it.group.span));
        for property in &properties {
            self.connection_property(&mut model, property);
        }
        self.report.check_dates(&what, model.revoke_on, model.resume_on, &it.properties);
        let text = said_of(&properties);
        for name in &it.users {
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

    fn add_connection(&mut self, id: AuthId, connection: Connection, span: Span) {
        let authority = &mut self.model.authorities[id];
        if let AuthorityKind::User(user) = &mut authority.kind {
            // Only the first can be the default group's: what was declared is refused above.
            match user.connections.first_mut().filter(|it| it.group == connection.group) {
                Some(implied) => *implied = connection,
                None => user.connections.push(connection),
            }
            return;
        }
        let message =
            format!("`{}` is defined outside the policy and cannot be connected", authority.name);
        let diagnostic =
            Diagnostic::error(codes::EXTERNAL_CONNECT, message, span, "an external user");
        let help = "declare the user in the policy, or connect it where it is defined";
        self.report.add(diagnostic.help(help));
    }

    fn connection_property(&mut self, it: &mut Connection, property: &Property) {
        match property.key.node.as_str() {
            "authority" => {
                let word = self.report.word(property, &["use", "create", "connect", "join"]);
                it.authority = word.and_then(GroupAuthority::from_name).unwrap_or(it.authority);
            }
            "uacc" => it.uacc = self.report.plain_access(property).unwrap_or(it.uacc),
            "owner" => it.owner = self.owner(property),
            "attributes" => {
                for (word, _) in self.report.words(property, &ATTRIBUTES) {
                    give(it, word);
                }
            }
            "revoked" => it.revoked |= self.report.flag(property).unwrap_or_default(),
            "revoke" => it.revoke_on = self.report.date(property),
            _ => it.resume_on = self.report.date(property),
        }
    }
}

fn give(connection: &mut Connection, word: &str) {
    match word {
        "special" => connection.special = true,
        "operations" => connection.operations = true,
        "auditor" => connection.auditor = true,
        "adsp" => connection.adsp = true,
        "revoked" => connection.revoked = true,
        _ => connection.grpacc = true,
    }
}

fn said_of(properties: &[&Property]) -> String {
    let mut said: Vec<String> =
        properties.iter().map(|it| format!("{} {}", it.key.node, written(&it.value))).collect();
    said.sort();
    if said.is_empty() { "authority use".to_owned() } else { said.join("  ") }
}
