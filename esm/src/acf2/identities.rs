//! Users, groups, roles and started tasks as records of ACF2.

use saffron_compiler::model::{Group, PrincipalKind, Segment, User};

use super::emitter::Emitter;
use super::statement::{Access, Field, ListChange, Mode, Refresh, Service, Statement, Who};
use crate::fact::{Fact, What};
use crate::operand::{Number, Quoted, UnixPath, Word};
use crate::report::{Finding, Verdict};
use crate::rest;

/// Characters of a logonid's NAME.
const LONGEST_NAME: usize = 20;

const AUTOMATIC: &str = "the GSO record AUTOIDOM allows automatic numbers";

impl Emitter<'_, '_> {
    /// UNIX groups. A group without a GID needs no record.
    pub(super) fn groups(&mut self) {
        self.build.section("Groups");
        self.set(Mode::GroupOmvs);
        let model = self.policy.0;
        for principal in &model.principals {
            let PrincipalKind::Group(group) = &principal.kind else { continue };
            if principal.origin.is_none() {
                continue;
            }
            self.group(&principal.name, group, principal.origin);
        }
        self.refresh_if_set(Refresh::Groups);
    }

    fn group(&mut self, name: &str, group: &Group, origin: Option<saffron_diagnostics::Span>) {
        self.row(Fact::about(What::Group, name), Finding::equivalent(), origin);
        self.rows.extend(rest::group(self.policy.0, name, group, origin));
        for segment in &group.segments {
            let Some(key) = Word::new(name).filter(|_| segment.name == "omvs") else {
                self.segment_unknown(name, segment);
                continue;
            };
            let mut fields = Vec::new();
            for (field, value) in &segment.fields {
                let made = match (field.as_str(), value.as_str()) {
                    ("gid", "auto") => Some(Field::Flag("AUTOGID")),
                    ("gid", number) => Number::new(number).map(|it| Field::Number("GID", it)),
                    _ => None,
                };
                self.field_row(name, &segment.name, field, value, made.is_some(), segment.origin);
                fields.extend(made);
            }
            self.record(key, fields, true);
        }
    }

    /// Logonids, then their UNIX segments.
    pub(super) fn users(&mut self) {
        let model = self.policy.0;
        let users: Vec<(&str, &User, _)> = model
            .principals
            .iter()
            .filter_map(|it| match &it.kind {
                PrincipalKind::User(user) => Some((it.name.as_str(), user.as_ref(), it.origin)),
                _ => None,
            })
            .collect();
        self.build.section("Logonids");
        self.set(Mode::Logonids);
        for (name, user, origin) in &users {
            self.user(name, user, *origin);
        }
        self.build.section("UNIX segments of users");
        self.set(Mode::UserOmvs);
        for (name, user, _) in &users {
            for segment in &user.segments {
                self.user_segment(name, segment);
            }
        }
        self.refresh_if_set(Refresh::Users);
    }

    fn user(&mut self, name: &str, user: &User, origin: Option<saffron_diagnostics::Span>) {
        let Some(key) = Word::new(name) else { return };
        let mut fields = Vec::new();
        if let Some(text) = &user.display_name {
            fields.push(Field::Text("NAME", Quoted::cut(text, LONGEST_NAME)));
            let fact = Fact::about(What::Property, name).property("name", text);
            self.row(fact, Finding::equivalent(), origin);
        }
        let group = user.default_group.map(|group| self.policy.id(group));
        fields.extend(group.and_then(Word::new).map(|group| Field::Name("GROUP", group)));
        if user.attributes.protected {
            let task = self.tasks.iter().any(|task| task == name);
            fields.push(Field::Flag(if task { "STC" } else { "RESTRICT" }));
            let fact = Fact::about(What::Property, name).property("protected", "on");
            let restrict = "RESTRICT keeps a logonid from being used with a password";
            let finding = if task { Finding::equivalent() } else { Finding::only_if(restrict) };
            self.row(fact, finding, origin);
        }
        if user.revoked {
            fields.push(Field::Flag("SUSPEND"));
            let fact = Fact::about(What::Property, name).property("revoked", "on");
            self.row(fact, Finding::equivalent(), origin);
        }
        if user.attributes.restricted {
            let fact = Fact::about(What::Property, name).property("restricted", "on");
            let condition =
                "only the policy's own entries for everybody are kept from restricted users";
            self.row(fact, Finding::only_if(condition), origin);
        }
        self.row(Fact::about(What::User, name), Finding::equivalent(), origin);
        self.rows.extend(rest::user(name, user, origin));
        self.record(key, fields, true);
    }

    fn user_segment(&mut self, name: &str, segment: &Segment) {
        let Some(key) = Word::new(name).filter(|_| segment.name == "omvs") else {
            return self.segment_unknown(name, segment);
        };
        let mut fields = Vec::new();
        for (field, value) in &segment.fields {
            let made = match (field.as_str(), value.as_str()) {
                ("uid", "auto") => Some(Field::Flag("AUTOUID")),
                ("uid", number) => Number::new(number).map(|it| Field::Number("UID", it)),
                ("home", path) => UnixPath::new(path).map(|it| Field::Path("HOME", it)),
                ("program", path) => UnixPath::new(path).map(|it| Field::Path("OMVSPGM", it)),
                _ => None,
            };
            self.field_row(name, &segment.name, field, value, made.is_some(), segment.origin);
            fields.extend(made);
        }
        self.record(key, fields, true);
    }

    fn segment_unknown(&mut self, name: &str, segment: &Segment) {
        let fact = Fact::about(What::Segment, name).property(segment.name.as_str(), "stated");
        let reason = "only the OMVS segment is translated";
        self.row(fact, Finding::of(Verdict::NotExpressible, reason), Some(segment.origin));
    }

    fn field_row(
        &mut self,
        id: &str,
        segment: &str,
        field: &str,
        value: &str,
        made: bool,
        origin: saffron_diagnostics::Span,
    ) {
        let fact = Fact::about(What::Segment, id).property([segment, field].join("."), value);
        let finding = match (made, value) {
            (false, _) => Finding::of(Verdict::NotExpressible, "the field isn't translated"),
            (true, "auto") => Finding::only_if(AUTOMATIC),
            (true, _) => Finding::equivalent(),
        };
        self.row(fact, finding, Some(origin));
    }

    /// Inserts a record; if it exists, the change after it makes it what the policy states.
    pub(super) fn record(&mut self, key: Word, fields: Vec<Field>, owned: bool) {
        // A second automatic number would be another one.
        let automatic = |it: &Field| matches!(it, Field::Flag("AUTOUID" | "AUTOGID"));
        let again: Vec<Field> = fields.iter().filter(|it| !automatic(it)).cloned().collect();
        self.add(Statement::Insert { key: key.clone(), fields });
        if !again.is_empty() {
            self.add(Statement::Change { key: key.clone(), fields: again, list: None });
        }
        if owned {
            self.reverse(Statement::Delete { key });
        }
    }

    /// Roles: what groups are on access lists.
    pub(super) fn roles(&mut self) {
        self.build.section("Roles");
        self.set(Mode::Roles);
        for role in self.roles.clone() {
            let external =
                self.policy.principal(role).is_some_and(|it| rest::is_external_group(&it.kind));
            let members = self.members(role);
            let Some(key) = Word::new(role) else { continue };
            if !external {
                self.add(Statement::Insert {
                    key: key.clone(),
                    fields: vec![Field::Flag("ROLE"), Field::Names("INCLUDE", members.clone())],
                });
                self.reverse(Statement::Delete { key: key.clone() });
            }
            for member in members {
                let change = |list| Statement::Change {
                    key: key.clone(),
                    fields: vec![Field::Names("INCLUDE", vec![member.clone()])],
                    list: Some(list),
                };
                let (add, delete) = (change(ListChange::Add), change(ListChange::Delete));
                self.add(add);
                self.reverse(delete);
            }
        }
        self.refresh_if_set(Refresh::Roles);
        self.second_groups();
        self.connections();
    }

    /// UNIX groups of a user besides the default one: each is a resource of the type TGR.
    fn second_groups(&mut self) {
        self.build.section("Groups of users");
        let kind = Word::of("TGR");
        self.set(Mode::ResourceRules(kind.clone()));
        let model = self.policy.0;
        for principal in &model.principals {
            let PrincipalKind::User(user) = &principal.kind else { continue };
            for connection in user.connections.iter().filter(|it| !it.revoked) {
                let group = self.policy.id(connection.group);
                let default = user.default_group == Some(connection.group);
                if default || !self.is_unix_group(group) {
                    continue;
                }
                let (Some(key), Some(user)) = (Word::new(group), Word::new(&principal.name)) else {
                    continue;
                };
                let services = [Service::Read].into_iter().collect();
                let access = Access::Resource { services, allow: true };
                drop(self.entry(&key, None, &Who::User(user), &access, false));
            }
        }
        self.refresh_if_set(Refresh::Rules(kind));
    }

    /// Whether a group has a GID, or may have one outside the policy.
    fn is_unix_group(&self, group: &str) -> bool {
        self.policy.principal(group).is_some_and(|it| match &it.kind {
            PrincipalKind::Group(group) => group.segments.iter().any(|it| it.name == "omvs"),
            PrincipalKind::ExternalGroup => true,
            _ => false,
        })
    }

    fn members(&self, group: &str) -> Vec<Word> {
        let members = self.subjects.iter().filter(|it| it.groups.contains(&group));
        members.filter_map(|it| Word::new(it.name)).collect()
    }

    /// The rows of connections.
    fn connections(&mut self) {
        let model = self.policy.0;
        for principal in &model.principals {
            let PrincipalKind::User(user) = &principal.kind else { continue };
            for connection in &user.connections {
                let group = self.policy.id(connection.group);
                let fact = Fact::about(What::Connect, &principal.name);
                let fact = Fact { group: Some(group.to_owned()), ..fact };
                let default = user.default_group == Some(connection.group);
                let role = self.roles.contains(&group);
                let unix = self.is_unix_group(group);
                let finding = match (default, role, unix) {
                    (true, ..) | (_, true, _) | (.., true) => Finding::equivalent(),
                    _ => Finding::of(
                        Verdict::NotExpressible,
                        "the group is on no access list and isn't the default group, so nothing is emitted",
                    ),
                };
                let finding = if self.is_external(group) {
                    finding.and_if(external_role(group))
                } else {
                    finding
                };
                let finding = if !default && self.is_unix_group(group) {
                    finding.and_if("groups of users are asked for READ in the type TGR")
                } else {
                    finding
                };
                self.row(fact, finding, Some(connection.origin));
                self.rows.extend(rest::connection(model, &principal.name, connection));
            }
        }
    }

    pub(super) fn is_external(&self, group: &str) -> bool {
        self.policy.principal(group).is_some_and(|it| rest::is_external_group(&it.kind))
    }

    /// Started tasks.
    pub(super) fn started(&mut self) {
        self.build.section("Started tasks");
        self.set(Mode::Options);
        let model = self.policy.0;
        for profile in model.profiles.iter().filter(|it| rest::is_started(model, it)) {
            let fact = rest::of_profile(model, What::Profile, profile);
            let made = rest::started(model, profile).and_then(|(procedure, user, group)| {
                let key = Word::new(&["STC.", &procedure].concat());
                let fields = [
                    Word::new(&procedure).map(|it| Field::Name("STCID", it)),
                    Word::new(&user).map(|it| Field::Name("LOGONID", it)),
                    group.as_deref().and_then(Word::new).map(|it| Field::Name("GROUP", it)),
                ];
                let key = key.ok_or("the name can't be written")?;
                Ok((key, fields.into_iter().flatten().collect::<Vec<Field>>()))
            });
            match made {
                Ok((key, fields)) => {
                    self.record(key, fields, true);
                    let condition = "no logonid has the name of a started procedure";
                    self.row(fact, Finding::only_if(condition), Some(profile.origin));
                }
                Err(reason) => {
                    let finding = Finding::of(Verdict::NotExpressible, reason);
                    self.row(fact, finding, Some(profile.origin));
                }
            }
            self.rows.extend(rest::started_privileges(model, profile));
        }
        self.refresh_if_set(Refresh::Options("STC"));
    }
}

/// What has to exist for a group outside the policy.
pub(super) fn external_role(group: &str) -> String {
    ["the group ", group, ", which is outside the policy, is a role of that name"].concat()
}
