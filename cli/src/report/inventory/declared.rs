//! What a policy declares: users with their attributes, groups, connections, profiles with their owners and members,
//! started tasks and options.

use saffron_compiler::model::{Connection, PrincipalKind, Profile, StartedId, User};
use saffron_vocabulary::racf::Day;

use super::reader::{Inventory, chosen, kind, words};
use super::table::Table;

impl Inventory<'_> {
    pub(super) fn users(&self) -> Table {
        let rows = self.model.principals.iter().filter_map(|it| {
            let user = it.kind.user()?;
            Some(vec![
                it.name.clone(),
                user.display_name.clone().unwrap_or_default(),
                self.name(user.default_group),
                self.name(user.owner),
                attributes(user, it.kind.is_external()),
                revocation(user.revoked, user.revoke_on, user.resume_on),
                self.class_authority(user),
                self.source(it.origin),
            ])
        });
        Table { columns: USERS, rows: rows.collect() }
    }

    fn class_authority(&self, user: &User) -> String {
        let classes = user.class_authority.iter().filter_map(|id| self.model.classes.get(*id));
        words(classes.map(|class| class.name.as_str()))
    }

    pub(super) fn groups(&self) -> Table {
        let rows = self.model.principals.iter().filter_map(|it| {
            let source = self.source(it.origin);
            match &it.kind {
                PrincipalKind::Group(group) => Some(vec![
                    it.name.clone(),
                    self.name(group.superior),
                    self.name(group.owner),
                    chosen(&[("universal", group.universal)]),
                    source,
                ]),
                PrincipalKind::ExternalGroup => {
                    let row = [it.name.as_str(), "", "", "external", &source];
                    Some(row.map(str::to_owned).to_vec())
                }
                _ => None,
            }
        });
        Table { columns: GROUPS, rows: rows.collect() }
    }

    pub(super) fn connections(&self) -> Table {
        let rows = self.model.principals.iter().flat_map(|it| {
            let connections = it.kind.user().into_iter().flat_map(|user| &user.connections);
            connections.map(|connection| self.connection(&it.name, connection))
        });
        Table { columns: CONNECTIONS, rows: rows.collect() }
    }

    fn connection(&self, user: &str, it: &Connection) -> Vec<String> {
        vec![
            user.to_owned(),
            self.name(Some(it.group)),
            it.authority.as_str().to_lowercase(),
            self.name(it.owner),
            chosen(&it.attributes_by_word()),
            revocation(it.revoked, it.revoke_on, it.resume_on),
            self.source(Some(it.origin)),
        ]
    }

    pub(super) fn profiles(&self) -> Table {
        let rows = self.model.profiles.iter().map(|it| self.profile(it));
        Table { columns: PROFILES, rows: rows.collect() }
    }

    fn profile(&self, it: &Profile) -> Vec<String> {
        let audit = [("success", it.audit.success), ("failures", it.audit.failures)];
        let audit = audit.iter().filter_map(|(key, level)| {
            level.map(|level| format!("{key}({})", level.as_str().to_lowercase()))
        });
        vec![
            self.class_name(it),
            it.name.clone(),
            kind(it.kind).to_owned(),
            self.name(it.owner),
            it.uacc.as_str().to_lowercase(),
            chosen(&[("warning", it.warning), ("erase", it.erase)]),
            audit.collect::<Vec<_>>().join(" "),
            words(it.members.iter().map(|member| member.name.as_str())),
            self.source(Some(it.origin)),
        ]
    }

    pub(super) fn started(&self) -> Table {
        let rows = self.model.profiles.iter().filter_map(|it| {
            let data = it.started.as_ref()?;
            let id = |id: Option<StartedId>| match id {
                Some(StartedId::Id(id)) => self.name(Some(id)),
                Some(StartedId::Member) => "=MEMBER".to_owned(),
                None => String::new(),
            };
            Some(vec![
                it.name.clone(),
                id(data.user),
                id(data.group),
                chosen(&[
                    ("trusted", data.trusted),
                    ("privileged", data.privileged),
                    ("trace", data.trace),
                ]),
                self.source(Some(it.origin)),
            ])
        });
        Table { columns: STARTED, rows: rows.collect() }
    }

    pub(super) fn options(&self) -> Table {
        let options = &self.model.options;
        let mut rows: Vec<Vec<String>> = options
            .of_the_system()
            .into_iter()
            .map(|(key, value)| {
                let source = options.origins.of(key);
                vec![key.to_owned(), value.to_lowercase(), self.source(source)]
            })
            .collect();
        rows.extend(self.model.classes.iter().filter_map(|class| {
            let settings = class.settings;
            let set = chosen(&[
                ("active", settings.active),
                ("generic", settings.generic),
                ("generic-commands", settings.generic_commands),
                ("raclist", settings.raclisted),
                ("global", settings.global),
            ]);
            let key = format!("class {}", class.name);
            (!set.is_empty()).then(|| vec![key, set, self.source(class.origin)])
        }));
        Table { columns: OPTIONS, rows }
    }
}

const USERS: &[&str] =
    &["id", "name", "group", "owner", "attributes", "revoked", "class-authority", "source"];
const GROUPS: &[&str] = &["id", "superior", "owner", "attributes", "source"];
const CONNECTIONS: &[&str] =
    &["user", "group", "authority", "owner", "attributes", "revoked", "source"];
const PROFILES: &[&str] =
    &["class", "profile", "kind", "owner", "uacc", "flags", "audit", "members", "source"];
const STARTED: &[&str] = &["task", "user", "group", "attributes", "source"];
const OPTIONS: &[&str] = &["option", "value", "source"];

fn attributes(user: &User, is_external: bool) -> String {
    let mut words = vec![("external", is_external)];
    words.extend(user.attributes.by_word());
    chosen(&words)
}

/// `yes`, or the dates.
fn revocation(revoked: bool, from: Option<Day>, until: Option<Day>) -> String {
    let dated = |word: &str, day: Option<Day>| day.map(|day| format!("{word} {day}"));
    let parts = [revoked.then(|| "yes".to_owned()), dated("from", from), dated("until", until)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
