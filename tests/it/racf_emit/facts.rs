//! A model as facts, one a line, so that two models can be compared but for places.
//!
//! What a policy leaves to RACF, and what RACF has no room for, is stated as the commands say it:
//! that is what `import(emit(policy))` can be equal to.

use std::collections::BTreeSet;

use saffron_compiler::model::{
    Audit, Class, ClassId, Connection, Group, Label, Model, PrincipalId, PrincipalKind, Profile,
    Segment, StartedId, User, Who,
};
use saffron_vocabulary::racf::Day;

/// Facts, and the model they are of.
struct Facts<'m> {
    model: &'m Model,
    /// IDs of which only the names count: they are another's.
    outside: &'m BTreeSet<String>,
    lines: BTreeSet<String>,
}

/// What the model says; of the IDs `outside` only that they are there.
pub(super) fn facts(model: &Model, outside: &BTreeSet<String>) -> BTreeSet<String> {
    let mut facts = Facts { model, outside, lines: BTreeSet::new() };
    facts.options();
    facts.classes();
    facts.security();
    facts.authorities();
    facts.profiles();
    facts.tables();
    facts.lines
}

/// IDs that live outside the policy.
pub(super) fn external(model: &Model) -> Vec<(&str, bool)> {
    let external = |it: &PrincipalKind| match it {
        PrincipalKind::ExternalUser(_) => Some(true),
        PrincipalKind::ExternalGroup => Some(false),
        _ => None,
    };
    let all = model.principals.iter();
    all.filter_map(|it| Some((it.name.as_str(), external(&it.kind)?))).collect()
}

impl Facts<'_> {
    fn say(&mut self, line: String) {
        self.lines.insert(line);
    }

    fn id(&self, id: PrincipalId) -> &str {
        &self.model.principals[id].name
    }

    fn class(&self, id: ClassId) -> &str {
        &self.model.classes[id].name
    }

    fn ids(&self, id: Option<PrincipalId>) -> Option<&str> {
        id.map(|it| self.id(it))
    }

    fn options(&mut self) {
        let mut options = self.model.options.clone();
        options.origins = saffron_compiler::model::OptionOrigins::default();
        self.say(format!("{options:?}"));
    }

    fn classes(&mut self) {
        let dynamic = self.model.classes.iter().any(|it| it.origin.is_some());
        for class in &self.model.classes {
            let mut settings = class.settings;
            settings.generic_commands |= settings.generic;
            if class.name == "CDT" && dynamic {
                (settings.active, settings.raclisted) = (true, true);
            }
            self.say(format!("{} {settings:?}", class.name));
            if class.origin.is_some() {
                self.dynamic(class);
            }
        }
    }

    fn dynamic(&mut self, class: &Class) {
        let row = &class.descriptor;
        let paired = (row.member_class, row.grouping_class);
        let paired = (paired.0.map(|it| self.class(it)), paired.1.map(|it| self.class(it)));
        let said = format!(
            "class {} {paired:?} {:?}",
            class.name,
            saffron_compiler::model::Descriptor {
                member_class: None,
                grouping_class: None,
                ..row.clone()
            }
        );
        self.say(said);
    }

    fn security(&mut self) {
        for it in &self.model.security_levels {
            self.lines.insert(format!("level {} {}", it.name, it.number));
        }
        for it in &self.model.categories {
            self.lines.insert(format!("category {}", it.name));
        }
        for it in &self.model.labels {
            let categories = self.categories(&it.categories);
            self.lines.insert(format!("label {} {} {categories:?}", it.name, it.security_level));
        }
    }

    fn categories(&self, numbers: &[u16]) -> Vec<&str> {
        numbers.iter().map(|it| self.model.categories[usize::from(*it)].name.as_str()).collect()
    }

    fn label(&self, label: Option<Label>) -> String {
        match label {
            Some(Label::Declared(id)) => self.model.labels[id].name.clone(),
            other => format!("{other:?}"),
        }
    }

    fn authorities(&mut self) {
        for it in &self.model.principals {
            let name = it.name.as_str();
            match &it.kind {
                _ if self.outside.contains(name) => self.say(format!("id {name}")),
                PrincipalKind::User(user) if name != "IBMUSER" => self.user(name, user),
                PrincipalKind::Group(group) => self.group(name, group),
                PrincipalKind::User(_) => {}
                PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => {
                    self.say(format!("outside {name}"));
                }
            }
        }
    }

    fn user(&mut self, name: &str, it: &User) {
        let short = |text: &Option<String>, most| -> Option<String> {
            text.as_ref().map(|text| text.chars().take(most).collect())
        };
        let mut attributes = it.attributes;
        // No one has a password before it is given.
        attributes.protected = false;
        let mut classes: Vec<&str> = it.class_authority.iter().map(|it| self.class(*it)).collect();
        classes.sort_unstable();
        let groups = (self.ids(it.default_group), self.ids(it.owner));
        let texts = (short(&it.display_name, 20), short(&it.data, 255));
        let revoked = revoked(it.revoked, it.revoke_on, it.resume_on);
        let classified = (it.security_level, self.categories(&it.categories), self.label(it.label));
        let said = format!(
            "user {name} {groups:?} {texts:?} {attributes:?} {revoked:?} {classified:?} {classes:?}"
        );
        self.say(said);
        for connection in &it.connections {
            self.connection(name, connection);
        }
        self.segments(name, &it.segments);
    }

    fn connection(&mut self, user: &str, it: &Connection) {
        let owner = self.id(it.owner.unwrap_or(it.group));
        let of_group = (it.special, it.operations, it.auditor, it.adsp, it.grpacc);
        let revoked = revoked(it.revoked, it.revoke_on, it.resume_on);
        let said = format!(
            "connect {user} to {} owner {owner} {} {} {of_group:?} {revoked:?}",
            self.id(it.group),
            it.authority,
            it.uacc
        );
        self.say(said);
    }

    fn group(&mut self, name: &str, it: &Group) {
        let superior = self.ids(it.superior);
        let owner = self.ids(it.owner).filter(|owner| name != "SYS1" || *owner != "IBMUSER");
        let said = format!("group {name} {superior:?} {owner:?} {} {:?}", it.universal, it.data);
        self.say(said);
        self.segments(name, &it.segments);
    }

    fn segments(&mut self, of: &str, all: &[Segment]) {
        for it in all {
            self.lines.insert(format!("segment {of} {}", it.name));
            for (key, value) in &it.fields {
                let value = value.replace(['[', ']', ','], "");
                self.lines.insert(format!("segment {of} {} {key} {value}", it.name));
            }
        }
    }

    fn profiles(&mut self) {
        let labels: Vec<String> = self.model.labels.iter().map(|it| it.name.clone()).collect();
        for it in &self.model.profiles {
            self.profile(it);
        }
        // A label is a profile in RACF, with UACC(NONE) where the policy has none.
        for label in labels {
            let start = format!("SECLABEL {label:?} ");
            if !self.lines.iter().any(|it| it.starts_with(&start)) {
                self.say(format!("{start}Discrete [] {}", unsaid()));
            }
        }
    }

    fn profile(&mut self, it: &Profile) {
        let class = self.class(it.class).to_owned();
        let start = format!("{class} {:?} {:?} {:?}", it.name, it.kind, it.volumes);
        let said = self.said(&class, it);
        self.say(format!("{start} {said}"));
        for member in &it.members {
            self.say(format!("{start} member {}", member.name.replace('\'', "")));
        }
        for entry in &it.standard {
            self.say(format!("{start} {}: {}", self.who(entry.who), entry.access));
        }
        for entry in it.conditional.iter().filter(|it| it.condition.value != "*") {
            let who = self.who(entry.who);
            self.say(format!("{start} {who}: {} {:?}", entry.access, entry.condition));
        }
        if class == "STARTED" {
            let started = it.started.clone().unwrap_or_default();
            let id = |id: Option<StartedId>| match id {
                Some(StartedId::Id(id)) => self.id(id).to_owned(),
                other => format!("{other:?}"),
            };
            let flags = (started.trusted, started.privileged, started.trace);
            let said = format!("{start} {} {} {flags:?}", id(started.user), id(started.group));
            self.say(said);
        }
    }

    fn who(&self, who: Who) -> String {
        match who {
            Who::Any => "*".to_owned(),
            Who::Id(id) => self.id(id).to_owned(),
        }
    }

    fn said(&self, class: &str, it: &Profile) -> String {
        let level = |it: Audit| (it.success, it.failures);
        let data_set = class == "DATASET";
        let label = class == "SECLABEL";
        let classified = (
            if label { 0 } else { it.security_level },
            if label { Vec::new() } else { self.categories(&it.categories) },
            self.label(it.label),
        );
        let application_data = it.application_data.clone().filter(|_| !data_set);
        format!(
            "owner {:?} uacc {} warning {} audit {:?} global {:?} notify {:?} level {} data {:?} application {:?} {classified:?} erase {}",
            self.ids(it.owner),
            it.uacc,
            it.warning && class != "PROGRAM",
            level(it.audit),
            level(it.global_audit),
            self.ids(it.notify),
            it.level,
            it.data,
            application_data,
            it.erase && data_set,
        )
    }

    fn tables(&mut self) {
        for it in &self.model.globals {
            let class = self.class(it.class).to_owned();
            self.say(format!("global {class} {:?} {}", it.name, it.access));
        }
        for it in &self.model.variables {
            self.lines.insert(format!("variable {} {:?}", it.name, it.members));
        }
    }
}

/// A resume date of whom nothing revokes says nothing, nor does a revoke date of who is revoked for
/// good.
fn revoked(flag: bool, revoke: Option<Day>, resume: Option<Day>) -> String {
    let resume = resume.filter(|_| flag || revoke.is_some());
    let revoke = revoke.filter(|_| !flag || resume.is_some());
    format!("revoked {flag} {revoke:?} {resume:?}")
}

/// What a profile of a label says where the policy has none.
fn unsaid() -> &'static str {
    "owner Some(\"SYS1\") uacc NONE warning false audit (None, Some(Read)) global (None, None) notify None level 0 data None application None (0, [], \"None\") erase false"
}
