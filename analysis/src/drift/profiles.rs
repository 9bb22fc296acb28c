//! Profiles with their access lists and members, and what RACF keeps in profiles: variables, global entries, security
//! levels, categories and labels.

use std::collections::BTreeMap;

use saffron_compiler::model::{
    Audit, Model, Profile, ProfileKind, StartedData, StartedId, Variable,
};
use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::fact::{Subject, What};
use super::thing::{Names, Part, PartKey, Thing, YES, joined};

/// What distinguishes profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ProfileKey<'m> {
    class: &'m str,
    name: &'m str,
    generic: bool,
    volumes: &'m [String],
}

impl ProfileKey<'_> {
    pub(super) fn subject(&self) -> Subject {
        Subject {
            what: What::Profile,
            class: Some(self.class.to_owned()),
            profile: Some(self.name.to_owned()),
            generic: self.generic,
            volumes: self.volumes.to_vec(),
            ..Subject::default()
        }
    }
}

/// Every profile by its key.
pub(super) fn profiles(model: &Model) -> BTreeMap<ProfileKey<'_>, &Profile> {
    let all = model.profiles.iter().map(|it| {
        let class = model.classes.get(it.class).map_or("", |class| class.name.as_str());
        let generic = it.kind == ProfileKind::Generic;
        (ProfileKey { class, name: &it.name, generic, volumes: &it.volumes }, it)
    });
    all.collect()
}

/// A profile with all of its parts.
pub(super) fn profile<'m>(model: &'m Model, it: &'m Profile) -> Thing<'m> {
    let names = Names(model);
    let mut thing = Thing::there(Some(it.origin));
    thing.is_outside = it.external;
    if !it.external {
        properties(&mut thing, names, it);
    }
    let entry = |what, id, condition, access: AccessLevel, span| {
        let key = PartKey { what, id, segment: "", property: "", condition };
        Part { key, value: access.as_str().to_owned(), is_stated: true, span: Some(span) }
    };
    let standard = it.standard.iter();
    thing.parts.extend(
        standard.map(|it| entry(What::Permit, names.who(it.who), None, it.access, it.origin)),
    );
    thing.parts.extend(it.conditional.iter().map(|it| {
        entry(What::Permit, names.who(it.who), Some(&it.condition), it.access, it.origin)
    }));
    thing.parts.extend(it.members.iter().map(|it| member(&it.name, Some(it.origin))));
    thing.parts.sort_by(|a, b| a.key.cmp(&b.key));
    thing
}

fn member(name: &str, span: Option<Span>) -> Part<'_> {
    let key = PartKey { what: What::Member, id: name, segment: "", property: "", condition: None };
    Part { key, value: YES.to_owned(), is_stated: true, span }
}

fn properties<'m>(thing: &mut Thing<'m>, names: Names<'m>, it: &'m Profile) {
    let values = [
        ("owner", names.owner(it.owner)),
        ("notify", names.owner(it.notify)),
        ("level", (it.level > 0).then(|| it.level.to_string())),
        ("data", it.data.clone()),
        ("application-data", it.application_data.clone()),
        ("security-level", names.level(it.security_level)),
        ("categories", names.categories(&it.categories)),
        ("security-label", it.label.map(|label| names.label(label))),
        ("global-audit", audit(it.global_audit)),
    ];
    for (property, value) in values {
        thing.property(What::Property, property, value);
    }
    let uacc = it.uacc.as_str().to_owned();
    thing.usual(What::Property, "uacc", uacc, it.uacc_origin.is_some());
    let usual = Audit { success: None, failures: Some(AccessLevel::Read) };
    let audited = audit(it.audit).unwrap_or_else(|| "NONE".to_owned());
    thing.usual(What::Property, "audit", audited, it.audit != usual);
    thing.flag(What::Property, "warning", it.warning);
    thing.flag(What::Property, "erase", it.erase);
    if let Some(started) = &it.started {
        of_started(thing, names, started);
    }
}

fn of_started<'m>(thing: &mut Thing<'m>, names: Names<'m>, it: &StartedData) {
    let id = |id: StartedId| match id {
        StartedId::Id(id) => names.id(id).to_owned(),
        StartedId::Member => "=MEMBER".to_owned(),
    };
    thing.property(What::Property, "user", it.user.map(id));
    thing.property(What::Property, "group", it.group.map(id));
    let flags = [("trusted", it.trusted), ("privileged", it.privileged), ("trace", it.trace)];
    for (property, is_on) in flags {
        thing.flag(What::Property, property, is_on);
    }
}

/// `SUCCESS(UPDATE) FAILURES(READ)`
fn audit(it: Audit) -> Option<String> {
    let part = |word: &str, level: Option<AccessLevel>| {
        level.map(|level| format!("{word}({})", level.as_str()))
    };
    let parts = [part("SUCCESS", it.success), part("FAILURES", it.failures)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Things that RACF keeps in profiles of their own classes.
pub(super) fn data(model: &Model) -> BTreeMap<Subject, Thing<'_>> {
    let mut things = BTreeMap::new();
    let of = |what, class: &str, profile: &str| Subject {
        what,
        class: Some(class.to_owned()),
        profile: Some(profile.to_owned()),
        ..Subject::default()
    };
    for it in &model.variables {
        things.insert(of(What::Profile, "RACFVARS", &it.name), variable(it));
    }
    for it in &model.globals {
        let class = model.classes.get(it.class).map_or("", |class| class.name.as_str());
        let id = Some(it.name.clone());
        let subject = Subject { id, ..of(What::Member, "GLOBAL", class) };
        things.insert(subject, Thing::with(it.access.as_str().to_owned(), Some(it.origin)));
    }
    for it in &model.security_levels {
        let id = Some(it.name.clone());
        let subject = Subject { id, ..of(What::Member, "SECDATA", "SECLEVEL") };
        things.insert(subject, Thing::with(it.number.to_string(), Some(it.origin)));
    }
    for it in &model.categories {
        let id = Some(it.name.clone());
        let subject = Subject { id, ..of(What::Member, "SECDATA", "CATEGORY") };
        things.insert(subject, Thing::there(Some(it.origin)));
    }
    for it in &model.labels {
        let property = Some("label".to_owned());
        let subject = Subject { property, ..of(What::Property, "SECLABEL", &it.name) };
        let level = Names(model).level(it.security_level);
        let categories = Names(model).categories(&it.categories);
        let value = joined(level.iter().chain(&categories).map(String::as_str).collect());
        things.insert(subject, Thing::with(value.unwrap_or_default(), Some(it.origin)));
    }
    things
}

/// The order of a variable's members counts.
fn variable(it: &Variable) -> Thing<'_> {
    let mut thing = Thing::there(Some(it.origin));
    thing.property(What::Property, "members", Some(it.members.join(" ")));
    thing.parts.extend(it.members.iter().map(|name| member(name, Some(it.origin))));
    thing.parts.sort_by(|a, b| a.key.cmp(&b.key));
    thing
}
