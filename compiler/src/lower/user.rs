//! `user U { … }`

use saffron_bundle::vocabulary::{AccessLevel, GroupAuthority};
use saffron_lang::ast::{Declaration, Property};
use saffron_lang::{Diagnostic, Span};

use super::lowering::Lower;
use super::names::fold;
use super::sorted::{Declared, Of};
use crate::codes;
use crate::model::{AuthId, AuthorityKind, ClassId, Connection, User, UserAttributes};

const KEYS: [&str; 12] = [
    "name",
    "default-group",
    "owner",
    "attributes",
    "revoked",
    "revoke",
    "resume",
    "security-level",
    "categories",
    "security-label",
    "class-authority",
    "data",
];

/// Segments of a user profile.
pub(crate) const SEGMENTS: [&str; 19] = [
    "cics", "csdata", "dce", "dfp", "eim", "idms", "kerb", "language", "lnotes", "mfa", "nds",
    "netview", "omvs", "operparm", "ovm", "proxy", "tso", "workattr", "wsec",
];

const ATTRIBUTES: [&str; 10] = [
    "special",
    "operations",
    "auditor",
    "roaudit",
    "restricted",
    "protected",
    "uaudit",
    "adsp",
    "grpacc",
    "revoked",
];

impl Lower {
    /// Reads what the users are.
    pub(crate) fn users(&mut self, declared: &Declared<'_>) {
        for declaration in &declared.users {
            self.read_user(declaration);
        }
    }

    fn read_user(&mut self, (_, it): &Of<'_, Declaration>) {
        let Some(&id) = self.names.authorities.get(fold(&it.name.text).as_ref()) else { return };
        let what = format!("user `{}`", it.name.text);
        let known: Vec<&str> = KEYS.into_iter().chain(SEGMENTS).collect();
        let mut user = User::default();
        let mut default_group = None;
        self.report.attribute_twice(&what, "revoked", &it.properties);
        for property in self.report.known(&what, &it.properties, &known) {
            if property.key.node == "default-group" {
                default_group = Some(property.span);
            }
            self.user_property(&mut user, property);
        }
        match (default_group, user.default_group) {
            (None, _) => self.report.no_default_group(&it.name.text, it.name.span),
            (Some(span), Some(group)) => user.connections.push(connection(group, span)),
            (Some(_), None) => {}
        }
        let (revoke, resume) = (user.revoke_on, user.resume_on);
        self.report.check_dates(&what, revoke, resume, &it.properties);
        user.owner = user.owner.or(user.default_group);
        user.segments.sort_by(|a, b| a.name.cmp(&b.name));
        if let AuthorityKind::User(slot) = &mut self.model.authorities[id].kind {
            **slot = user;
        }
    }

    fn user_property(&mut self, user: &mut User, property: &Property) {
        match property.key.node.as_str() {
            "name" => user.display_name = self.report.text(property),
            "data" => user.data = self.report.text(property),
            "default-group" => {
                let name = self.report.one_name(property, "the name of a group");
                user.default_group = name.and_then(|name| self.group(name));
            }
            "owner" => user.owner = self.owner(property),
            "attributes" => {
                for (word, _) in self.report.words(property, &ATTRIBUTES) {
                    if word == "revoked" {
                        user.revoked = true;
                    } else {
                        give(&mut user.attributes, word);
                    }
                }
            }
            "revoked" => user.revoked |= self.report.flag(property).unwrap_or_default(),
            "revoke" => user.revoke_on = self.report.date(property),
            "resume" => user.resume_on = self.report.date(property),
            "security-level" => user.security_level = self.level_property(property),
            "categories" => user.categories = self.category_list(property),
            "security-label" => user.label = self.label_property(property),
            "class-authority" => user.class_authority = self.class_authority(property),
            _ => user.segments.extend(self.segment(property)),
        }
    }

    fn class_authority(&mut self, property: &Property) -> Vec<ClassId> {
        let names = self.report.name_list(property, "a list of classes");
        let mut classes: Vec<ClassId> =
            names.into_iter().filter_map(|name| self.class(name)).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}

fn give(attributes: &mut UserAttributes, word: &str) {
    match word {
        "special" => attributes.special = true,
        "operations" => attributes.operations = true,
        "auditor" => attributes.auditor = true,
        "roaudit" => attributes.roaudit = true,
        "restricted" => attributes.restricted = true,
        "protected" => attributes.protected = true,
        "uaudit" => attributes.uaudit = true,
        "adsp" => attributes.adsp = true,
        _ => attributes.grpacc = true,
    }
}

/// A connection with the defaults of the command `CONNECT`.
pub(crate) fn connection(group: AuthId, origin: Span) -> Connection {
    Connection {
        group,
        authority: GroupAuthority::Use,
        uacc: AccessLevel::None,
        owner: None,
        special: false,
        operations: false,
        auditor: false,
        adsp: false,
        grpacc: false,
        revoked: false,
        revoke_on: None,
        resume_on: None,
        origin,
    }
}

impl super::report::Report {
    fn no_default_group(&mut self, user: &str, span: Span) {
        let message = format!("user `{user}` has no default group");
        let diagnostic =
            Diagnostic::error(codes::NO_DEFAULT_GROUP, message, span, "needs `default-group`");
        let help = format!(
            "add `default-group …` to its block; write `external user {user}` if the user is defined outside the policy"
        );
        self.add(diagnostic.help(help));
    }

    /// A resume date before the revoke date: the revocation, once due, would stay forever.
    pub(crate) fn check_dates(
        &mut self,
        what: &str,
        revoke: Option<saffron_bundle::vocabulary::Day>,
        resume: Option<saffron_bundle::vocabulary::Day>,
        properties: &[Property],
    ) {
        let (Some(revoke), Some(resume)) = (revoke, resume) else { return };
        if resume > revoke {
            return;
        }
        let at = |key: &str| properties.iter().find(|it| it.key.node == key).map(|it| it.span);
        let (Some(revoked), Some(resumed)) = (at("revoke"), at("resume")) else { return };
        let message = format!("{what} resumes before it is revoked, so it stays revoked");
        let diagnostic =
            Diagnostic::warning(codes::DATES_OUT_OF_ORDER, message, resumed, "has no effect");
        self.add(diagnostic.because(revoked, "revoked here").help("swap the dates, or drop one"));
    }
}
