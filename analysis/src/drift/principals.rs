//! Users, groups and connections.

use std::collections::BTreeMap;

use saffron_compiler::model::{
    Class, Connection, Group, Model, Principal, PrincipalKind, Segment, User,
};
use saffron_vocabulary::racf::{AccessLevel, Day, GroupAuthority};

use super::fact::{Subject, What};
use super::thing::{Names, Part, PartKey, Thing, YES, joined};

/// Users and groups, by what they are and their names.
pub(super) fn principals(model: &Model) -> BTreeMap<(What, &str), &Principal> {
    let ids = model.principals.iter();
    let known = ids.filter_map(|it| match it.kind {
        PrincipalKind::User(_) => Some(((What::User, it.name.as_str()), it)),
        PrincipalKind::Group(_) => Some(((What::Group, it.name.as_str()), it)),
        PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => None,
    });
    known.collect()
}

/// Connections by user and group; those of external users are stated, too.
pub(super) fn connections(model: &Model) -> BTreeMap<(&str, &str), &Connection> {
    let names = Names(model);
    let users = model.principals.iter().filter_map(|it| Some((it, it.kind.user()?)));
    let all = users.flat_map(|(it, user)| {
        user.connections.iter().map(move |to| ((it.name.as_str(), names.id(to.group)), to))
    });
    all.collect()
}

pub(super) fn subject(what: What, id: &str) -> Subject {
    Subject { what, id: Some(id.to_owned()), ..Subject::default() }
}

/// A user or a group with its properties. SYS1 is in every database: where it is only implied, nothing is stated of it.
pub(super) fn principal<'m>(model: &'m Model, it: &'m Principal) -> Thing<'m> {
    let mut thing = Thing::there(it.origin);
    thing.is_outside = it.origin.is_none();
    match &it.kind {
        PrincipalKind::User(user) => of_user(&mut thing, model, user),
        PrincipalKind::Group(group) => of_group(&mut thing, model, group),
        PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => {}
    }
    thing.parts.sort_by(|a, b| a.key.cmp(&b.key));
    thing
}

fn of_user<'m>(thing: &mut Thing<'m>, model: &'m Model, user: &'m User) {
    let names = Names(model);
    let classes = user.class_authority.iter().filter_map(|id| model.classes.get(*id));
    let classes = joined(classes.map(|class: &Class| class.name.as_str()).collect());
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let values = [
        ("name", user.display_name.clone()),
        ("data", user.data.clone()),
        ("default-group", names.owner(user.default_group)),
        ("owner", names.owner(user.owner)),
        ("revoke", day(user.revoke_on)),
        ("resume", day(user.resume_on)),
        ("security-level", names.level(user.security_level)),
        ("categories", names.categories(&user.categories)),
        ("security-label", user.label.map(|label| names.label(label))),
        ("class-authority", classes),
    ];
    for (property, value) in values {
        thing.property(What::Property, property, value);
    }
    let attributes = user.attributes.by_word();
    for (property, is_on) in attributes.into_iter().chain([("revoked", user.revoked)]) {
        thing.flag(What::Property, property, is_on);
    }
    segments(thing, &user.segments);
}

fn of_group<'m>(thing: &mut Thing<'m>, model: &'m Model, group: &'m Group) {
    let names = Names(model);
    let values = [
        ("superior", names.owner(group.superior)),
        ("owner", names.owner(group.owner)),
        ("data", group.data.clone()),
    ];
    for (property, value) in values {
        thing.property(What::Property, property, value);
    }
    thing.flag(What::Property, "universal", group.universal);
    segments(thing, &group.segments);
}

/// Each field is a fact; a segment without fields is one, too.
fn segments<'m>(thing: &mut Thing<'m>, segments: &'m [Segment]) {
    for segment in segments {
        let part = |property: &'m str, value: &str| {
            let key = PartKey {
                what: What::Segment,
                id: "",
                segment: &segment.name,
                property,
                condition: None,
            };
            Part { key, value: value.to_owned(), is_stated: true, span: Some(segment.origin) }
        };
        if segment.fields.is_empty() {
            thing.parts.push(part("", YES));
        }
        thing.parts.extend(segment.fields.iter().map(|(field, value)| part(field, value)));
    }
}

pub(super) fn of_connection(user: &str, group: &str) -> Subject {
    let group = Some(group.to_owned());
    Subject { what: What::Connect, id: Some(user.to_owned()), group, ..Subject::default() }
}

/// A connection, whose value is its authority.
pub(super) fn connection<'m>(model: &'m Model, it: &'m Connection) -> Thing<'m> {
    let mut thing = Thing::with(it.authority.as_str().to_owned(), Some(it.origin));
    thing.is_stated = it.authority != GroupAuthority::Use;
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let values = [
        ("owner", Names(model).owner(it.owner)),
        ("revoke", day(it.revoke_on)),
        ("resume", day(it.resume_on)),
    ];
    for (property, value) in values {
        thing.property(What::Connect, property, value);
    }
    let uacc = it.uacc.as_str().to_owned();
    thing.usual(What::Connect, "uacc", uacc, it.uacc != AccessLevel::None);
    let attributes = it.attributes_by_word();
    for (property, is_on) in attributes.into_iter().chain([("revoked", it.revoked)]) {
        thing.flag(What::Connect, property, is_on);
    }
    thing.parts.sort_by(|a, b| a.key.cmp(&b.key));
    thing
}
