//! The places of a tree in which a parameter can be, and what it would stand for there.

use saffron_lang::Span;
use saffron_lang::ast::{Item, Name, Param, Property, PropertyValue, Text, Value, Word};
use saffron_lang::visit::Role;
use saffron_lang::visit_mut::{self, VisitMut};

/// One place.
#[derive(Debug)]
pub(crate) enum Slot<'t> {
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
    pub(crate) fn text(&self) -> &str {
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

/// Visits every place of an item.
pub(crate) fn each(item: &mut Item, visit: &mut dyn FnMut(Slot<'_>, Role)) {
    Slots(visit).visit_item(item);
}

struct Slots<'v>(&'v mut dyn FnMut(Slot<'_>, Role));

impl VisitMut for Slots<'_> {
    fn visit_name(&mut self, name: &mut Name, role: Role) {
        if is_id_or_class(role) {
            (self.0)(Slot::Name(name), role);
        }
    }

    fn visit_text(&mut self, text: &mut Text, role: Role) {
        (self.0)(Slot::Text(text), role);
    }

    fn visit_word(&mut self, word: &mut Word, role: Role) {
        if role == Role::Access {
            (self.0)(Slot::Word(word), role);
        }
    }

    fn visit_value(&mut self, value: &mut Value, role: Role) {
        match value {
            Value::Name(_) | Value::Text(_) => (self.0)(Slot::Value(value), role),
            Value::Word(_) if role == Role::Access => (self.0)(Slot::Value(value), role),
            Value::List(_) => visit_mut::walk_value(self, value, role),
            Value::Word(_) | Value::Number(_) | Value::Date(_) | Value::Star(_) => {}
        }
    }

    /// No parameter is put into `failures(read)`.
    fn visit_property(&mut self, property: &mut Property) {
        if !matches!(property.value, PropertyValue::Words(_)) {
            visit_mut::walk_property(self, property);
        }
    }

    fn visit_param(&mut self, _: &mut Param) {}
}

fn is_id_or_class(role: Role) -> bool {
    matches!(role, Role::User | Role::Group | Role::Id | Role::Owner | Role::Class)
}
