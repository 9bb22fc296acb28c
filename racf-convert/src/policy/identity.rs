//! Groups, users and connections.

use saffron_lang::Span;
use saffron_lang::ast::{Connect, Declaration, Item, ItemKind, Property, Value};

use super::gap::{Gap, GapKind};
use super::make::{self, command, place};
use super::segment::{GROUP, USER};
use super::translator::Translator;
use saffron_racf::command::UserAttribute;
use saffron_racf::database::{Connection, Group, IBMUSER, Revocation, User, UserAttributes};
use saffron_vocabulary::racf::GroupAuthority;

impl Translator<'_> {
    /// Groups, then users, then connections.
    pub(super) fn identities(&mut self) -> Vec<Item> {
        let database = self.database;
        self.changes_of_assumed();
        let mut items: Vec<Item> = Vec::new();
        let is_known = |name: &String| !database.assumed.contains(name);
        let groups = database.groups.iter().filter(|(name, _)| is_known(name));
        items.extend(groups.map(|(name, it)| self.group(name, it)));
        let users = || database.users.iter().filter(|(name, _)| is_known(name));
        items.extend(users().map(|(name, it)| self.user(name, it)));
        for (user, it) in users() {
            let connections = it.connections.iter();
            items.extend(connections.map(|(group, it)| self.connect(user, group, it)));
        }
        items
    }

    /// Of an ID that is only assumed, a policy states that it exists; what commands set of it is set elsewhere.
    fn changes_of_assumed(&mut self) {
        let why = "the policy declares it as external, so what the commands set of it isn't stated";
        let groups =
            self.database.users.iter().filter(|(id, _)| self.database.assumed.contains(*id));
        let stated: Vec<(String, String, Span)> = groups
            .flat_map(|(id, user)| user.connections.iter().map(move |(group, it)| (id, group, it)))
            .filter_map(|(id, group, it)| Some((id.clone(), group.clone(), command(it.origin)?)))
            .collect();
        for (user, group, span) in stated {
            self.refer(&user, span);
            self.refer_to_group(&group, span);
        }
        for id in &self.database.assumed {
            let of_user = self.database.users.get(id).and_then(changed_by);
            let of_group = self.database.groups.get(id).and_then(|it| command(it.owner.origin));
            if let Some(origin) = of_user.or(of_group) {
                let subject = format!("the changes of `{id}`");
                self.gaps.push(Gap::new(GapKind::Stricter, subject, why, Some(origin)));
            }
        }
    }

    fn group(&mut self, name: &str, it: &Group) -> Item {
        let span = place(it.origin);
        let mut properties = Vec::new();
        if let Some(superior) = &it.superior {
            self.refer_to_group(&superior.value, place(superior.origin));
            let at = superior.origin.unwrap_or(span);
            properties.push(make::name_property("superior", &superior.value, at));
        }
        properties.push(self.group_owner(name, it));
        if let Some(fact) = it.universal.as_ref().filter(|fact| fact.value) {
            properties.push(make::word_property("universal", "yes", place(fact.origin)));
        }
        if let Some(fact) = &it.data {
            properties.push(make::text_property("data", &fact.value, place(fact.origin)));
        }
        let what = format!("the group `{name}`");
        properties.extend(self.segments(&what, &it.segments, &GROUP));
        let name = make::name(name, span);
        make::item(ItemKind::Group(Declaration { name, properties }), span)
    }

    /// A group is owned by a user or by its superior. One whose owner was deleted, so that nobody or another group
    /// has the name, is in no scope because of it, as if IBMUSER owned it.
    fn group_owner(&mut self, name: &str, it: &Group) -> Property {
        let (owner, superior) = (&it.owner.value, it.superior.as_ref().map(|it| &it.value));
        if superior == Some(owner) || self.database.users.contains_key(owner) {
            return self.owner(&it.owner);
        }
        let subject = format!("the owner of the group `{name}`");
        let what = if self.database.groups.contains_key(owner) {
            format!("the group `{owner}` isn't its superior group")
        } else {
            format!("`{owner}` doesn't exist")
        };
        let why = format!("{what}; the policy names `{IBMUSER}` as the owner");
        self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, it.owner.origin));
        // Every system has this user, even if what was read of one hasn't.
        self.refer(IBMUSER, place(it.owner.origin));
        self.needed_users.insert(IBMUSER.to_owned());
        make::name_property("owner", IBMUSER, place(it.owner.origin))
    }

    /// The `owner` of anything.
    pub(super) fn owner(&mut self, fact: &saffron_racf::database::Fact<String>) -> Property {
        let span = place(fact.origin);
        self.refer(&fact.value, span);
        make::name_property("owner", &fact.value, span)
    }

    fn user(&mut self, name: &str, it: &User) -> Item {
        let span = place(it.origin);
        let mut properties = Vec::new();
        if let Some(fact) = &it.name {
            properties.push(make::text_property("name", &fact.value, place(fact.origin)));
        }
        let group = &it.default_group;
        self.refer_to_group(&group.value, place(group.origin));
        properties.push(make::name_property("default-group", &group.value, place(group.origin)));
        properties.push(self.owner(&it.owner));
        let mut attributes = attributes(&it.attributes);
        if !it.has_password && !it.has_phrase {
            attributes.push(Value::Word(make::word("protected", span)));
        }
        properties.extend(attribute_list(attributes));
        properties.extend(revocation(&it.revocation));
        properties.extend(self.user_security(name, &it.security));
        properties.extend(self.class_authority(name, it));
        if let Some(fact) = &it.data {
            properties.push(make::text_property("data", &fact.value, place(fact.origin)));
        }
        let what = format!("the user `{name}`");
        properties.extend(self.segments(&what, &it.segments, &USER));
        let name = make::name(name, span);
        make::item(ItemKind::User(Declaration { name, properties }), span)
    }

    fn class_authority(&mut self, user: &str, it: &User) -> Option<Property> {
        let mut classes = Vec::new();
        for (class, origin) in &it.class_authority {
            if self.classes.get(class).is_some() {
                classes.push(make::name_value(class, place(*origin)));
            } else {
                let subject = format!("the class authority of `{user}` over `{class}`");
                let why = "`class-authority` accepts resource classes only";
                self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, *origin));
            }
        }
        let first = classes.first()?.span();
        Some(make::list_property("class-authority", classes, first))
    }

    fn connect(&mut self, user: &str, group: &str, it: &Connection) -> Item {
        let span = place(it.origin);
        self.refer_to_group(group, span);
        let authority = it.authority.value.as_str().to_ascii_lowercase();
        let mut properties = vec![
            make::word_property("authority", &authority, place(it.authority.origin)),
            make::word_property("uacc", make::level(it.uacc.value), place(it.uacc.origin)),
            self.owner(&it.owner),
        ];
        properties.extend(attribute_list(attributes(&it.attributes)));
        properties.extend(revocation(&it.revocation));
        let (users, group) = (vec![make::name(user, span)], make::name(group, span));
        make::item(ItemKind::Connect(Connect { users, group, properties }), span)
    }
}

/// A command that changed an assumed user.
fn changed_by(user: &User) -> Option<Span> {
    // A connection is stated as one of the groups of an external user, unless it has more than the group.
    let connections = user.connections.values().filter(|it| !is_plain(it)).map(|it| it.origin);
    let attributes = user.attributes.values().copied();
    let segments = user.segments.values().map(|it| it.origin);
    let facts = [user.owner.origin, user.default_group.origin];
    connections.chain(attributes).chain(segments).chain(facts).find_map(command)
}

fn is_plain(it: &Connection) -> bool {
    it.attributes.is_empty()
        && it.authority.value == GroupAuthority::Use
        && it.revocation == Revocation::default()
}

fn attributes(given: &UserAttributes) -> Vec<Value> {
    let words = given.iter().map(|(attribute, origin)| {
        let word = match attribute {
            UserAttribute::Special => "special",
            UserAttribute::Operations => "operations",
            UserAttribute::Auditor => "auditor",
            UserAttribute::RoAudit => "roaudit",
            UserAttribute::Restricted => "restricted",
            UserAttribute::UAudit => "uaudit",
            UserAttribute::Adsp => "adsp",
            UserAttribute::GrpAcc => "grpacc",
        };
        Value::Word(make::word(word, place(*origin)))
    });
    words.collect()
}

fn attribute_list(words: Vec<Value>) -> Option<Property> {
    let first: Span = words.first()?.span();
    Some(make::list_property("attributes", words, first))
}

fn revocation(it: &Revocation) -> Vec<Property> {
    let mut properties = Vec::new();
    if let Some(fact) = it.revoked.as_ref().filter(|fact| fact.value) {
        properties.push(make::word_property("revoked", "yes", place(fact.origin)));
    }
    if let Some(fact) = &it.revoke_on {
        properties.push(make::date_property("revoke", fact.value, place(fact.origin)));
    }
    if let Some(fact) = &it.resume_on {
        properties.push(make::date_property("resume", fact.value, place(fact.origin)));
    }
    properties
}
