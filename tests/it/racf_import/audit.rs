//! The model of a tree against the database, fact by fact: a second, plain way to see whether the
//! tree says what the database holds.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::{
    Connection, Model, PrincipalId, PrincipalKind, Profile, ProfileKind, User, Who,
};
use saffron_racf::command::UserAttribute;
use saffron_racf::database::{self, Database, ProfileKey};
use saffron_racf_convert::policy::Gap;
use saffron_vocabulary::racf::AccessLevel;

/// Everything in which they differ.
pub(super) fn differences(database: &Database, model: &Model, gaps: &[Gap]) -> Vec<String> {
    let mut audit = Audit { database, model, gaps, found: Vec::new() };
    audit.options();
    audit.identities();
    audit.profiles();
    audit.found
}

struct Audit<'a> {
    database: &'a Database,
    model: &'a Model,
    gaps: &'a [Gap],
    found: Vec<String>,
}

fn name(model: &Model, id: Option<PrincipalId>) -> String {
    id.map_or_else(String::new, |id| model.principals[id].name.clone())
}

impl Audit<'_> {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: T, actual: T) {
        let both = [expected, actual];
        if both[0] != both[1] {
            let [expected, actual] = both;
            let said = format!("{what}: {expected:?} in the database, {actual:?} in the tree");
            self.found.push(said);
        }
    }

    fn options(&mut self) {
        let (it, model) = (&self.database.options, &self.model.options);
        self.same("GRPLIST", it.list_of_groups.value, model.list_of_groups);
        self.same("PROTECTALL", it.protect_all.value, model.protect_all);
        self.same("WHEN(PROGRAM)", it.program_control.value, model.program_control);
        self.same("ADDCREATOR", it.add_creator.value, model.add_creator);
        self.same("GENERICOWNER", it.generic_owner.value, model.generic_owner);
        self.same("MLS", it.mls.value, model.mls);
        self.same("MLACTIVE", it.ml_active.value, model.ml_active);
        self.same("OPERAUDIT", it.operations_audit.value, model.operations_audit);
        self.same("TERMINAL", it.undefined_terminals.value, model.undefined_terminals);
        self.same("PREFIX", it.prefix.value.clone(), model.prefix.clone());
        let nothing = database::ClassOptions::default();
        for class in &self.model.classes {
            let said = it.classes.get(&class.name).unwrap_or(&nothing);
            let (what, settings) = (&class.name, class.settings);
            let active = said.active.is_some() || what == "DATASET";
            self.same(&format!("CLASSACT {what}"), active, settings.active);
            let generic = said.generic.is_some() && class.descriptor.generic_allowed;
            self.same(&format!("GENERIC {what}"), generic, settings.generic);
            let checked = class.descriptor.member_class.is_none() && !class.descriptor.holds_data;
            let global = said.global.is_some() && checked;
            self.same(&format!("GLOBAL {what}"), global, settings.global);
            let raclisted = said.raclisted.is_some()
                && class.descriptor.raclist != saffron_compiler::model::Raclist::Disallowed;
            self.same(&format!("RACLIST {what}"), raclisted, settings.raclisted);
            let log = said.log_options.as_ref().map_or_else(Default::default, |it| Some(it.value));
            let log = log.unwrap_or(saffron_vocabulary::racf::LogOptions::Default);
            self.same(&format!("LOGOPTIONS {what}"), log, settings.log_options);
        }
    }

    fn identities(&mut self) {
        let mut users = BTreeSet::new();
        let mut groups = BTreeSet::new();
        for authority in &self.model.principals {
            match &authority.kind {
                PrincipalKind::User(it) => {
                    users.insert(authority.name.clone());
                    self.user(&authority.name, it);
                }
                PrincipalKind::Group(it) => {
                    groups.insert(authority.name.clone());
                    let Some(said) = self.database.groups.get(&authority.name) else { continue };
                    let what = format!("superior of {}", authority.name);
                    let superior = said.superior.as_ref().map_or("", |it| &it.value).to_owned();
                    self.same(&what, superior, name(self.model, it.superior));
                    let universal = said.universal.as_ref().is_some_and(|it| it.value);
                    self.same("UNIVERSAL", universal, it.universal);
                }
                PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => {
                    let known = self.database.is_defined(&authority.name);
                    self.same(&format!("{} is defined", authority.name), known, false);
                }
            }
        }
        self.same("users", self.database.users.keys().cloned().collect(), users);
        self.same("groups", self.database.groups.keys().cloned().collect(), groups);
    }

    fn user(&mut self, id: &str, it: &User) {
        let Some(said) = self.database.users.get(id) else { return };
        let has = |attribute| said.attributes.contains_key(&attribute);
        let expected = [
            has(UserAttribute::Special),
            has(UserAttribute::Operations),
            has(UserAttribute::Auditor),
            has(UserAttribute::RoAudit),
            has(UserAttribute::Restricted),
            has(UserAttribute::UAudit),
            !said.has_password && !said.has_phrase,
        ];
        let a = it.attributes;
        let actual =
            [a.special, a.operations, a.auditor, a.roaudit, a.restricted, a.uaudit, a.protected];
        self.same(&format!("attributes of {id}"), expected, actual);
        let owner = name(self.model, it.owner);
        self.same(&format!("owner of {id}"), said.owner.value.clone(), owner);
        let group = name(self.model, it.default_group);
        self.same(&format!("default group of {id}"), said.default_group.value.clone(), group);
        let dates = (it.revoked, it.revoke_on, it.resume_on);
        self.same(&format!("dates of {id}"), dates_of(&said.revocation), dates);
        let level = said.security.level.as_ref().map(|it| it.value.clone());
        if it.security_level == 0 && level.is_some() {
            self.covered(id, "its security level");
        }
        let connected: BTreeMap<String, &Connection> =
            it.connections.iter().map(|it| (name(self.model, Some(it.group)), it)).collect();
        let groups: Vec<String> = connected.keys().cloned().collect();
        let expected = said.connections.keys().cloned().collect();
        self.same(&format!("connections of {id}"), expected, groups);
        for (group, said) in &said.connections {
            let Some(it) = connected.get(group) else { continue };
            let what = format!("connection of {id} to {group}");
            self.same(&what, said.authority.value, it.authority);
            self.same(&what, said.uacc.value, it.uacc);
            let has = |attribute| said.attributes.contains_key(&attribute);
            let expected = (
                has(UserAttribute::Special),
                has(UserAttribute::Operations),
                has(UserAttribute::Auditor),
            );
            self.same(&what, expected, (it.special, it.operations, it.auditor));
            let dates = (it.revoked, it.revoke_on, it.resume_on);
            self.same(&what, dates_of(&said.revocation), dates);
        }
    }

    /// Whether a gap refers to something.
    fn covered(&mut self, name: &str, what: &str) {
        let name = format!("`{name}`");
        if !self.gaps.iter().any(|gap| gap.subject.contains(&name)) {
            self.found.push(format!("{what} of {name} is left out in silence"));
        }
    }

    fn profiles(&mut self) {
        let mut by_key: BTreeMap<(String, ProfileKey), &Profile> = BTreeMap::new();
        for profile in &self.model.profiles {
            let key = ProfileKey {
                name: profile.name.clone(),
                generic: profile.kind == ProfileKind::Generic,
                volumes: profile.volumes.clone(),
            };
            by_key.insert((self.model.classes[profile.class].name.clone(), key), profile);
        }
        for (class, profiles) in &self.database.classes {
            if matches!(class.as_str(), "RACFVARS" | "GLOBAL" | "SECDATA" | "CDT") {
                continue;
            }
            for (key, said) in profiles {
                match by_key.remove(&(class.clone(), key.clone())) {
                    Some(it) => self.profile(&format!("{class} {}", key.name), said, it),
                    // Written as under EGN.
                    None if self.gaps.iter().any(|it| it.subject == "NOEGN") => {}
                    None => self.covered(&key.name, "the profile"),
                }
            }
        }
    }

    fn profile(&mut self, what: &str, said: &database::Profile, it: &Profile) {
        self.same(&format!("UACC of {what}"), said.uacc.value, it.uacc);
        let owner = name(self.model, it.owner);
        self.same(&format!("owner of {what}"), said.owner.value.clone(), owner);
        let id = |who: Who| match who {
            Who::Any => "*".to_owned(),
            Who::Id(id) => name(self.model, Some(id)),
        };
        let entries = it.standard.iter().map(|it| (id(it.who), it.access));
        let actual: BTreeMap<String, AccessLevel> = entries.collect();
        let entries = said.standard.iter().map(|(id, fact)| (id.clone(), fact.value));
        self.same(&format!("list of {what}"), entries.collect(), actual);
        let entries = it.conditional.iter().map(|it| {
            let (kind, name) = (it.condition.kind, it.condition.name.clone());
            ((id(it.who), kind, name, it.condition.value.clone()), it.access)
        });
        let actual: BTreeMap<_, AccessLevel> = entries.collect();
        let entries = said.conditional.iter().map(|(it, fact)| {
            ((it.id.clone(), it.kind, it.criterion.clone(), it.value.clone()), fact.value)
        });
        self.same(&format!("conditions of {what}"), entries.collect(), actual);
        let Some(details) = &said.details else { return };
        let warning = details.warning.as_ref().is_some_and(|it| it.value);
        self.same(&format!("WARNING of {what}"), warning, it.warning);
        let level = details.level.as_ref().map_or(0, |it| it.value);
        self.same(&format!("LEVEL of {what}"), level, it.level);
        if let Some(audit) = &details.audit {
            let expected = (audit.value.success, audit.value.failures);
            self.same(&format!("AUDIT of {what}"), expected, (it.audit.success, it.audit.failures));
        }
    }
}

fn dates_of(
    it: &database::Revocation,
) -> (bool, Option<saffron_vocabulary::racf::Day>, Option<saffron_vocabulary::racf::Day>) {
    let revoked = it.revoked.as_ref().is_some_and(|it| it.value);
    (revoked, it.revoke_on.as_ref().map(|it| it.value), it.resume_on.as_ref().map(|it| it.value))
}
