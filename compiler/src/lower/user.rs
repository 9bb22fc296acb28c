//! `user U { … }`

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Declaration, External, Property};
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

use super::form;
use super::lowering::Lower;
use super::names::fold;
use super::property_table::{Attribute, Row, Value, row, span_of};
use super::report::Named;
use super::sorted::{Declared, Of};
use crate::codes;
use crate::model::{ClassId, Connection, PrincipalId, PrincipalKind, User};

/// What a user has.
pub(crate) const PROPERTIES: &[Row<User>] = &[
    row!(
        "name",
        Value::Text(|user, name| user.display_name = Some(name)),
        "The name of the person. The default is no name."
    ),
    row!(
        "default-group",
        Value::Name(form::GROUP, |lower, user, name| user.default_group = lower.group(name)),
        "The default group, which is required. The user is connected to it with the authority `use`, unless a `connect` specifies another one."
    ),
    row!(
        "owner",
        Value::Name(form::OWNER, |lower, user, name| user.owner = lower.owner(name)),
        "The owner of the user profile. The default is the default group."
    ),
    row!(
        "attributes",
        Value::Attributes(ATTRIBUTES),
        "Attributes that are valid in the whole system. The default is none."
    ),
    row!(
        "revoked",
        Value::Flag(|user, on| user.revoked |= on),
        "`yes`: the user is revoked, as with `attributes [revoked]`. The default is `no`."
    ),
    row!(
        "revoke",
        Value::Date(|user, day| user.revoke_on = Some(day)),
        "From this day on the user is revoked. The default is never."
    ),
    row!(
        "resume",
        Value::Date(|user, day| user.resume_on = Some(day)),
        "From this day on the user is no longer revoked. The default is never."
    ),
    row!(
        "security-level",
        Value::Name(form::LEVEL, |lower, user, name| {
            user.security_level = lower.security_level(name).unwrap_or_default();
        }),
        "The highest security level that the user can access. The default is none."
    ),
    row!(
        "categories",
        Value::Other(form::CATEGORIES, |lower, user, property| {
            user.categories = lower.category_list(property);
        }),
        "The security categories that the user can access. The default is none."
    ),
    row!(
        "security-label",
        Value::Name(form::LABEL, |lower, user, name| user.label = lower.label(name)),
        "The default security label of the user. The default is none."
    ),
    row!(
        "class-authority",
        Value::Names(form::CLASSES, |lower, user, names| {
            user.class_authority = lower.class_authority(names);
        }),
        "The classes in which the user can define profiles (CLAUTH). The default is none."
    ),
    row!(
        "data",
        Value::Text(|user, data| user.data = Some(data)),
        "The installation data. The default is none."
    ),
    Row {
        keys: &SEGMENTS,
        value: Value::Segment(|user, segment| user.segments.push(segment)),
        documentation: "The segment with this name. Its fields are not checked, because they affect no decision.",
    },
];

/// What can be known of an external user.
pub(crate) const EXTERNAL_PROPERTIES: &[Row<User>] = &[
    row!(
        "default-group",
        Value::Name(form::GROUP, |lower, user, name| {
            user.default_group = lower.group(name);
            let group = user.default_group.map(|group| connection(group, name.span));
            user.connections.extend(group);
        }),
        "The default group, if it is known. The default is no group."
    ),
    row!(
        "groups",
        Value::Names(form::GROUPS, |lower, user, names| {
            let groups = names.iter().filter_map(|&name| Some((lower.group(name)?, name.span)));
            user.connections.extend(groups.map(|(group, span)| connection(group, span)));
        }),
        "Groups to which the user is connected, as far as they are known. The default is no group."
    ),
];

/// Segments of a user profile.
pub(crate) const SEGMENTS: [&str; 19] = [
    "cics", "csdata", "dce", "dfp", "eim", "idms", "kerb", "language", "lnotes", "mfa", "nds",
    "netview", "omvs", "operparm", "ovm", "proxy", "tso", "workattr", "wsec",
];

const ATTRIBUTES: &[Attribute<User>] = &[
    ("special", |user| user.attributes.special = true),
    ("operations", |user| user.attributes.operations = true),
    ("auditor", |user| user.attributes.auditor = true),
    ("roaudit", |user| user.attributes.roaudit = true),
    ("restricted", |user| user.attributes.restricted = true),
    ("protected", |user| user.attributes.protected = true),
    ("uaudit", |user| user.attributes.uaudit = true),
    ("adsp", |user| user.attributes.adsp = true),
    ("grpacc", |user| user.attributes.grpacc = true),
    ("revoked", |user| user.revoked = true),
];

impl Lower {
    /// Reads what the users are.
    pub(crate) fn users(&mut self, declared: &Declared<'_>) {
        for declaration in &declared.users {
            self.read_user(declaration);
        }
        for (_, external) in &declared.externals {
            self.read_external(external);
        }
    }

    /// Reads what is known of external IDs: the same of each of them.
    fn read_external(&mut self, external: &External) {
        let names: Vec<&str> = external.names.iter().map(|it| it.text.as_str()).collect();
        let kind = external.kind.node.as_str();
        let what = format!("external {kind} `{}`", names.join(", "));
        let table = if kind == "group" { &[] } else { EXTERNAL_PROPERTIES };
        let command = if kind == "group" { "ADDGROUP" } else { "ADDUSER" };
        let properties = self.report.known(&what, command, &external.properties, table);
        let mut user = User::default();
        self.properties(&properties, &mut user);
        user.connections.sort_by_key(|it| (it.group, it.origin));
        user.connections.dedup_by_key(|it| it.group);
        for name in names {
            let id = self.names.principals.get(fold(name).as_ref()).copied();
            let kind = id.and_then(|id| self.model.principals.get_mut(id)).map(|it| &mut it.kind);
            if let Some(PrincipalKind::ExternalUser(slot)) = kind {
                **slot = user.clone();
            }
        }
    }

    fn read_user(&mut self, (_, declaration): &Of<'_, Declaration>) {
        let Some(&id) = self.names.principals.get(fold(&declaration.name.text).as_ref()) else {
            return;
        };
        let what = format!("user `{}`", declaration.name.text);
        let mut user = User::default();
        self.report.attribute_twice(&what, "revoked", &declaration.properties);
        let properties = self.report.known(&what, "ADDUSER", &declaration.properties, PROPERTIES);
        self.properties(&properties, &mut user);
        let default_group = span_of(&properties, "default-group");
        match (default_group, user.default_group) {
            (None, _) => {
                self.report.no_default_group(&declaration.name.text, declaration.name.span);
            }
            (Some(span), Some(group)) => user.connections.push(connection(group, span)),
            (Some(_), None) => {}
        }
        let (revoke, resume) = (user.revoke_on, user.resume_on);
        self.report.check_dates(&what, revoke, resume, &declaration.properties);
        user.owner = user.owner.or(user.default_group);
        user.segments.sort_by(|a, b| a.name.cmp(&b.name));
        if let PrincipalKind::User(slot) = &mut self.model.principals[id].kind {
            **slot = user;
        }
    }

    fn class_authority(&mut self, names: &[Named<'_>]) -> Vec<ClassId> {
        let mut classes: Vec<ClassId> = names.iter().filter_map(|&name| self.class(name)).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}

/// A connection with the defaults of the command `CONNECT`.
pub(crate) fn connection(group: PrincipalId, origin: Span) -> Connection {
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
        revoke: Option<saffron_vocabulary::racf::Day>,
        resume: Option<saffron_vocabulary::racf::Day>,
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
