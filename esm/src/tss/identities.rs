//! Users, groups, profiles and started tasks as ACIDs.

use saffron_compiler::model::{Group, PrincipalKind, Segment, User};
use saffron_diagnostics::Span;

use super::emitter::Emitter;
use super::statement::{Field, Kind, Statement, UnixNumber};
use crate::fact::{Fact, What};
use crate::operand::{Number, Quoted, UnixPath, Word};
use crate::report::{Finding, Verdict};
use crate::rest;

/// Characters of an ACID's NAME.
const LONGEST_NAME: usize = 32;

const AUTOMATIC: &str = "a range of numbers is set for `?`";

fn unix_number(text: &str) -> Option<UnixNumber> {
    match text {
        "auto" => Some(UnixNumber::Next),
        number => Number::new(number).map(UnixNumber::Fixed),
    }
}

impl Emitter<'_, '_> {
    /// UNIX groups, and profiles for the groups on access lists.
    pub(super) fn groups(&mut self, department: &Word) {
        self.build.section("Groups and profiles");
        let model = self.policy.0;
        for principal in &model.principals {
            let PrincipalKind::Group(group) = &principal.kind else { continue };
            if principal.origin.is_some() {
                self.group(&principal.name, group, department, principal.origin);
            }
        }
        for group in self.permitted.clone() {
            let Some(acid) = self.profile_of(group).filter(|_| !self.is_external(group)) else {
                continue;
            };
            let name = Some(Quoted::cut(&["Permits of ", group].concat(), LONGEST_NAME));
            self.create(acid, Kind::Profile, name, department, false);
        }
    }

    fn create(
        &mut self,
        acid: Word,
        kind: Kind,
        name: Option<Quoted>,
        department: &Word,
        protected: bool,
    ) {
        let department = department.clone();
        let create = Statement::Create { acid: acid.clone(), kind, name, department, protected };
        self.add(create, Statement::Delete { acid });
    }

    fn added(&mut self, acid: &Word, fields: Vec<Field>) {
        if !fields.is_empty() {
            let remove = Statement::Remove { acid: acid.clone(), fields: fields.clone() };
            self.add(Statement::AddTo { acid: acid.clone(), fields }, remove);
        }
    }

    fn group(&mut self, name: &str, group: &Group, department: &Word, origin: Option<Span>) {
        self.row(Fact::about(What::Group, name), Finding::equivalent(), origin);
        self.rows.extend(rest::group(self.policy.0, name, group, origin));
        let Some(acid) = Word::new(name) else { return };
        for segment in &group.segments {
            if segment.name != "omvs" {
                self.segment_unknown(name, segment);
                continue;
            }
            let text = group.data.as_deref().unwrap_or(name);
            let title = Some(Quoted::cut(text, LONGEST_NAME));
            self.create(acid.clone(), Kind::Group, title, department, false);
            let mut fields = Vec::new();
            for (field, value) in &segment.fields {
                let made = unix_number(value).filter(|_| field == "gid").map(Field::Gid);
                self.field_row(name, segment, field, value, made.is_some());
                fields.extend(made);
            }
            self.added(&acid, fields);
        }
    }

    /// Users, with their groups, profiles and UNIX attributes.
    pub(super) fn users(&mut self, department: &Word) {
        self.build.section("Users");
        let model = self.policy.0;
        for principal in &model.principals {
            match &principal.kind {
                PrincipalKind::User(user) => {
                    self.user(&principal.name, user, department, principal.origin);
                }
                PrincipalKind::ExternalUser(user) => {
                    self.connections(&principal.name, user);
                }
                _ => {}
            }
        }
    }

    fn user(&mut self, name: &str, user: &User, department: &Word, origin: Option<Span>) {
        let Some(acid) = Word::new(name) else { return };
        self.row(Fact::about(What::User, name), Finding::equivalent(), origin);
        if let Some(text) = &user.display_name {
            let fact = Fact::about(What::Property, name).property("name", text);
            self.row(fact, Finding::equivalent(), origin);
        }
        let title = Quoted::cut(user.display_name.as_deref().unwrap_or(name), LONGEST_NAME);
        let protected = user.attributes.protected;
        self.create(acid.clone(), Kind::User, Some(title), department, protected);
        self.attributes(name, &acid, user, origin);
        self.connections(name, user);
        for segment in &user.segments {
            self.user_segment(name, &acid, segment);
        }
        if self.tasks.iter().any(|task| task == name) {
            self.added(&acid, vec![Field::Facility(Word::of("STC"))]);
        }
        self.rows.extend(rest::user(name, user, origin));
    }

    fn attributes(&mut self, name: &str, acid: &Word, user: &User, origin: Option<Span>) {
        let fact = |property: &str| Fact::about(What::Property, name).property(property, "on");
        if user.attributes.protected {
            self.row(fact("protected"), Finding::equivalent(), origin);
        }
        if user.revoked {
            self.added(acid, vec![Field::Suspended]);
            self.row(fact("revoked"), Finding::equivalent(), origin);
        }
        if user.attributes.restricted {
            let condition = "only the policy's own permits for ALL are kept from restricted users";
            self.row(fact("restricted"), Finding::only_if(condition), origin);
        }
    }

    /// Connections: a GROUP where there is a UNIX group, a PROFILE where the group is permitted.
    fn connections(&mut self, name: &str, user: &User) {
        let Some(acid) = Word::new(name) else { return };
        for connection in &user.connections {
            let group = self.policy.id(connection.group);
            let default = user.default_group == Some(connection.group);
            let mut fields = Vec::new();
            if let Some(unix) = self.unix_group(group).filter(|_| !connection.revoked) {
                fields.push(Field::Group(unix.clone()));
                fields.extend(default.then_some(Field::DefaultGroup(unix)));
            }
            let permitted = self.permitted.contains(&group) && !connection.revoked;
            if permitted {
                fields.extend(self.profile_of(group).map(Field::Profile));
            }
            let fact = Fact::about(What::Connect, name);
            let fact = Fact { group: Some(group.to_owned()), ..fact };
            let finding = if fields.is_empty() && !connection.revoked {
                let reason = "the group has no GID and is on no access list, so nothing is emitted";
                Finding::of(Verdict::NotExpressible, reason)
            } else if self.is_external(group) {
                Finding::only_if(external_profile(group))
            } else {
                Finding::equivalent()
            };
            self.row(fact, finding, Some(connection.origin));
            self.rows.extend(rest::connection(self.policy.0, name, connection));
            self.added(&acid, fields);
        }
    }

    fn user_segment(&mut self, name: &str, acid: &Word, segment: &Segment) {
        if segment.name != "omvs" {
            return self.segment_unknown(name, segment);
        }
        let mut fields = Vec::new();
        for (field, value) in &segment.fields {
            let made = match field.as_str() {
                "uid" => unix_number(value).map(Field::Uid),
                "home" => UnixPath::new(value).map(Field::Home),
                "program" => UnixPath::new(value).map(Field::Program),
                _ => None,
            };
            self.field_row(name, segment, field, value, made.is_some());
            fields.extend(made);
        }
        self.added(acid, fields);
    }

    fn segment_unknown(&mut self, name: &str, segment: &Segment) {
        let fact = Fact::about(What::Segment, name).property(segment.name.as_str(), "stated");
        let reason = "only the OMVS segment is translated";
        self.row(fact, Finding::of(Verdict::NotExpressible, reason), Some(segment.origin));
    }

    fn field_row(&mut self, id: &str, segment: &Segment, field: &str, value: &str, made: bool) {
        let property = [segment.name.as_str(), field].join(".");
        let fact = Fact::about(What::Segment, id).property(property, value);
        let finding = match (made, value) {
            (false, _) => Finding::of(Verdict::NotExpressible, "the field isn't translated"),
            (true, "auto") => Finding::only_if(AUTOMATIC),
            (true, _) => Finding::equivalent(),
        };
        self.row(fact, finding, Some(segment.origin));
    }

    /// Started tasks.
    pub(super) fn started(&mut self) {
        self.build.section("Started tasks");
        let model = self.policy.0;
        for profile in model.profiles.iter().filter(|it| rest::is_started(model, it)) {
            let fact = rest::of_profile(model, What::Profile, profile);
            let made = rest::started(model, profile).and_then(|(procedure, user, _)| {
                Word::new(&procedure).zip(Word::new(&user)).ok_or("the name can't be written")
            });
            match made {
                Ok((procedure, acid)) => {
                    let undo = Statement::NoTask { procedure: procedure.clone() };
                    self.add(Statement::Task { procedure, acid }, undo);
                    let condition = "the group of a started task is the default group of its user";
                    self.row(fact, Finding::only_if(condition), Some(profile.origin));
                }
                Err(reason) => {
                    let finding = Finding::of(Verdict::NotExpressible, reason);
                    self.row(fact, finding, Some(profile.origin));
                }
            }
            self.rows.extend(rest::started_privileges(model, profile));
        }
    }

    /// Multi-user address spaces: a facility of their own, for which only the parameter file has options.
    pub(super) fn facility(&mut self) {
        let Some(facility) = self.site.word("facility", 8) else { return };
        self.build.section("Multi-user address spaces");
        if let Some(slot) = self.site.word("facility-slot", 8) {
            self.build.comment(format!(
                "Add to the parameter file: FACILITY({slot}=NAME={facility}) FACILITY({facility}=MODE=FAIL) \
                 FACILITY({facility}=RES)"
            ));
        }
        for master in self.site.words("facility-masters") {
            self.added(&master, vec![Field::MasterFacility(facility.clone())]);
        }
        for user in self.site.words("facility-users") {
            self.added(&user, vec![Field::Facility(facility.clone())]);
        }
    }
}

/// What has to exist for a group outside the policy.
pub(super) fn external_profile(group: &str) -> String {
    [
        "the group ",
        group,
        ", which is outside the policy, is a profile of that name or of the one in `profile.",
        group,
        "`",
    ]
    .concat()
}
