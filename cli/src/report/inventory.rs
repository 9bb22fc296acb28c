//! What a policy declares, besides who has which access: users with their attributes, groups,
//! connections, profiles with their owners and members, started tasks and options.

use saffron_compiler::model::{
    Connection, Model, PrincipalId, PrincipalKind, Profile, ProfileKind, StartedId, User,
};
use saffron_diagnostics::{SourceMap, Span};
use saffron_vocabulary::racf::Day;
use serde_json::{Value, json};

use crate::document;

use super::listing::{aligned, field};

/// A part of a policy that has a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    Users,
    Groups,
    Connections,
    Profiles,
    Started,
    Options,
}

/// Columns with headings.
pub(crate) struct Table {
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn text(&self) -> String {
        let heading = self.columns.iter().map(|column| column.to_uppercase()).collect();
        let lines: Vec<Vec<String>> = std::iter::once(heading).chain(self.shown()).collect();
        aligned(&lines)
    }

    pub(crate) fn csv(&self) -> String {
        let rows = self
            .shown()
            .map(|row| row.iter().map(|cell| field(cell)).collect::<Vec<_>>().join(",") + "\r\n");
        self.columns.join(",") + "\r\n" + &rows.collect::<String>()
    }

    /// The rows for people.
    fn shown(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let cells = |row: &Vec<String>| {
            let cells = self.columns.iter().zip(row);
            cells.map(|(column, cell)| document::cell_text(column, cell)).collect()
        };
        self.rows.iter().map(cells)
    }

    pub(crate) fn json(&self) -> Value {
        let object = |row: &Vec<String>| -> Value {
            let cells = self.columns.iter().zip(row);
            cells
                .map(|(column, cell)| ((*column).to_owned(), document::cell_value(column, cell)))
                .collect()
        };
        json!({ "rows": self.rows.iter().map(object).collect::<Vec<_>>() })
    }
}

/// The table of a part of a policy.
pub(crate) fn table(part: Part, model: &Model, sources: &SourceMap) -> Table {
    let inventory = Inventory { model, sources };
    match part {
        Part::Users => inventory.users(),
        Part::Groups => inventory.groups(),
        Part::Connections => inventory.connections(),
        Part::Profiles => inventory.profiles(),
        Part::Started => inventory.started(),
        Part::Options => inventory.options(),
    }
}

struct Inventory<'m> {
    model: &'m Model,
    sources: &'m SourceMap,
}

impl Inventory<'_> {
    fn users(&self) -> Table {
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

    fn groups(&self) -> Table {
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

    fn connections(&self) -> Table {
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

    fn profiles(&self) -> Table {
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

    fn started(&self) -> Table {
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

    fn options(&self) -> Table {
        let options = &self.model.options;
        let switch = |on: bool| if on { "on" } else { "off" };
        let mut rows: Vec<Vec<String>> = [
            ("list-of-groups", switch(options.list_of_groups)),
            ("enhanced-generic-naming", switch(options.enhanced_generic_naming)),
            ("protect-all", options.protect_all.as_str()),
            ("program-control", switch(options.program_control)),
            ("add-creator", switch(options.add_creator)),
            ("generic-owner", switch(options.generic_owner)),
            ("mls", options.mls.as_str()),
            ("ml-active", options.ml_active.as_str()),
            ("operations-audit", switch(options.operations_audit)),
            ("prefix", options.prefix.as_deref().unwrap_or("off")),
        ]
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

    fn name(&self, id: Option<PrincipalId>) -> String {
        let principal = id.and_then(|id| self.model.principals.get(id));
        principal.map_or_else(String::new, |principal| principal.name.clone())
    }

    fn class_name(&self, profile: &Profile) -> String {
        let class = self.model.classes.get(profile.class);
        class.map_or_else(String::new, |class| class.name.clone())
    }

    fn source(&self, span: Option<Span>) -> String {
        span.map_or_else(String::new, |span| document::cell(self.sources, span))
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

fn kind(kind: ProfileKind) -> &'static str {
    match kind {
        ProfileKind::Discrete => "discrete",
        ProfileKind::Generic => "generic",
    }
}

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

/// The words whose condition holds.
fn chosen(words_and_conditions: &[(&str, bool)]) -> String {
    words(words_and_conditions.iter().filter(|(_, holds)| *holds).map(|(word, _)| *word))
}

fn words<'w>(all: impl Iterator<Item = &'w str>) -> String {
    all.collect::<Vec<_>>().join(" ")
}
