//! The places of a tree in which a parameter can stand, and what it would stand for there.

use saffron_lang::Span;
use saffron_lang::ast::{
    Declaration, Grantee, Item, ItemKind, Name, Permit, ProfileClause, Property, PropertyValue,
    Text, Value, Word,
};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    User,
    Group,
    /// A user or a group.
    Id,
    /// A user or a group that owns something, as the issuer does where nothing is said.
    Owner,
    Class,
    /// An access level.
    Access,
    /// Anything else.
    Text,
}

/// One place.
#[derive(Debug)]
pub(super) enum Slot<'t> {
    Name(&'t mut Name),
    Text(&'t mut Text),
    Value(&'t mut Value),
    Word(&'t mut Word),
}

impl Slot<'_> {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Name(it) => it.span,
            Self::Text(it) | Self::Word(it) => it.span,
            Self::Value(it) => it.span(),
        }
    }

    /// What is written there.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Name(it) => &it.text,
            Self::Text(it) | Self::Word(it) => &it.node,
            Self::Value(Value::Name(it)) => &it.text,
            Self::Value(Value::Text(it) | Value::Word(it)) => &it.node,
            Self::Value(Value::Number(_) | Value::Date(_) | Value::List(_) | Value::Star(_)) => "",
        }
    }

    /// Writes a parameter's name in its place.
    pub(super) fn put_parameter(&mut self, parameter: &str) {
        let span = self.span();
        let name = || Name { text: parameter.to_owned(), quoted: false, span };
        match self {
            Self::Name(it) => **it = name(),
            Self::Value(it) => **it = Value::Name(name()),
            Self::Word(it) => parameter.clone_into(&mut it.node),
            Self::Text(it) => it.node = format!("${{{parameter}}}"),
        }
    }

    /// Writes another text, which holds `${NAME}`, in its place.
    pub(super) fn put_text(&mut self, text: String) {
        let span = self.span();
        match self {
            Self::Name(it) => **it = Name { text, quoted: true, span },
            Self::Text(it) => it.node = text,
            Self::Value(it) => **it = Value::Text(Text { node: text, span }),
            Self::Word(_) => {}
        }
    }
}

type Visit<'v> = &'v mut dyn FnMut(Slot<'_>, Role);

/// Visits every place of an item.
pub(super) fn each(item: &mut Item, visit: Visit<'_>) {
    match &mut item.kind {
        ItemKind::Options(it) => properties(it, visit),
        ItemKind::Class(it) => declaration(it, Role::Class, visit),
        ItemKind::Group(it) => declaration(it, Role::Group, visit),
        ItemKind::User(it) => declaration(it, Role::User, visit),
        ItemKind::SecurityLabel(it) => properties(&mut it.properties, visit),
        ItemKind::Connect(it) => {
            it.users.iter_mut().for_each(|it| visit(Slot::Name(it), Role::User));
            visit(Slot::Name(&mut it.group), Role::Group);
            properties(&mut it.properties, visit);
        }
        ItemKind::Profile(it) => {
            visit(Slot::Name(&mut it.target.class), Role::Class);
            visit(Slot::Text(&mut it.target.name), Role::Text);
            texts(&mut it.target.volumes, visit);
            it.clauses.iter_mut().for_each(|clause| profile_clause(clause, visit));
        }
        ItemKind::Variable(it) => texts(&mut it.members, visit),
        ItemKind::Global(it) => {
            visit(Slot::Name(&mut it.class), Role::Class);
            for entry in &mut it.entries {
                visit(Slot::Text(&mut entry.name), Role::Text);
                visit(Slot::Word(&mut entry.access), Role::Access);
            }
        }
        ItemKind::Started(it) => {
            visit(Slot::Text(&mut it.name), Role::Text);
            properties(&mut it.properties, visit);
        }
        ItemKind::External(it) => {
            let role = if it.kind.node == "group" { Role::Group } else { Role::Id };
            it.names.iter_mut().for_each(|it| visit(Slot::Name(it), role));
        }
        ItemKind::SecurityLevel(_)
        | ItemKind::Category(_)
        | ItemKind::Safr(_)
        | ItemKind::Permit(_)
        | ItemKind::Param(_)
        | ItemKind::Template(_)
        | ItemKind::Apply(_)
        | ItemKind::Test(_)
        | ItemKind::Feature(_)
        | ItemKind::Error => {}
    }
}

fn declaration(it: &mut Declaration, role: Role, visit: Visit<'_>) {
    visit(Slot::Name(&mut it.name), role);
    properties(&mut it.properties, visit);
}

fn texts(list: &mut [Text], visit: Visit<'_>) {
    for text in list {
        visit(Slot::Text(text), Role::Text);
    }
}

fn profile_clause(clause: &mut ProfileClause, visit: Visit<'_>) {
    match clause {
        ProfileClause::Property(it) => property(it, visit),
        ProfileClause::Permit(it) => permit(it, visit),
        ProfileClause::AccessFrom(_) | ProfileClause::Error => {}
    }
}

fn permit(it: &mut Permit, visit: Visit<'_>) {
    for grantee in &mut it.grantees {
        if let Grantee::Name(name) = grantee {
            visit(Slot::Name(name), Role::Id);
        }
    }
    visit(Slot::Word(&mut it.access), Role::Access);
    if let Some(when) = &mut it.when {
        texts(&mut when.values, visit);
    }
}

fn properties(list: &mut [Property], visit: Visit<'_>) {
    for it in list {
        property(it, visit);
    }
}

fn property(it: &mut Property, visit: Visit<'_>) {
    let role = role(&it.key.node);
    match &mut it.value {
        PropertyValue::Value(Value::List(list)) => {
            list.node.iter_mut().for_each(|it| value(it, role, visit));
        }
        PropertyValue::Value(it) => value(it, role, visit),
        PropertyValue::Segment(fields) => {
            // The started task's own; of other segments the fields mean nothing here.
            for field in fields {
                let role = match field.key.node.as_str() {
                    "user" => Role::User,
                    "group" => Role::Group,
                    _ => Role::Text,
                };
                if let PropertyValue::Value(it) = &mut field.value {
                    value(it, role, visit);
                }
            }
        }
        PropertyValue::OnDate(_) | PropertyValue::Words(_) | PropertyValue::Error => {}
    }
}

fn value(it: &mut Value, role: Role, visit: Visit<'_>) {
    match it {
        Value::Name(_) | Value::Text(_) => visit(Slot::Value(it), role),
        Value::Word(_) if role == Role::Access => visit(Slot::Value(it), role),
        Value::Word(_) | Value::Number(_) | Value::Date(_) | Value::List(_) | Value::Star(_) => {}
    }
}

fn role(key: &str) -> Role {
    match key {
        "superior" | "default-group" | "group" => Role::Group,
        "owner" => Role::Owner,
        "prefix" => Role::Id,
        "notify" | "user" => Role::User,
        "uacc" | "default-uacc" => Role::Access,
        "active" | "generic" | "generic-commands" | "raclist" | "global" | "class-authority"
        | "log-always" | "log-never" | "log-successes" | "log-failures" => Role::Class,
        _ => Role::Text,
    }
}
