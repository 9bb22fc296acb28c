//! Nodes of the tree, made of facts and the places of the commands they come from.

use saffron_lang::Span;
use saffron_lang::ast::{
    Date, Item, ItemKind, Name, Property, PropertyValue, Spanned, Text, Value, Word,
};
use saffron_vocabulary::racf::{AccessLevel, Day};

pub(crate) fn place(origin: Option<Span>) -> Span {
    origin.unwrap_or(Span::NOWHERE)
}

/// The place of a command; none of what was there before the commands.
pub(super) fn command(origin: Option<Span>) -> Option<Span> {
    origin.filter(|span| *span != Span::NOWHERE)
}

pub(crate) fn spanned<T>(node: T, span: Span) -> Spanned<T> {
    Spanned { node, span }
}

pub(crate) fn word(text: &str, span: Span) -> Word {
    spanned(text.to_owned(), span)
}

pub(crate) fn text(text: &str, span: Span) -> Text {
    spanned(text.to_owned(), span)
}

/// A name, in quotes where it holds a parameter or begins with a digit.
pub(crate) fn name(text: &str, span: Span) -> Name {
    let bare = text
        .starts_with(|first: char| first.is_ascii_alphabetic() || "@#$&".contains(first))
        && !text.contains(['{', '-', '.']);
    Name { text: text.to_owned(), quoted: !bare, span }
}

pub(crate) fn item(kind: ItemKind, span: Span) -> Item {
    Item { docs: Vec::new(), kind, span }
}

pub(crate) fn property(key: &str, value: Value, span: Span) -> Property {
    Property { key: word(key, span), value: PropertyValue::Value(value), span }
}

pub(crate) fn word_property(key: &str, value: &str, span: Span) -> Property {
    property(key, Value::Word(word(value, span)), span)
}

pub(crate) fn text_property(key: &str, value: &str, span: Span) -> Property {
    property(key, Value::Text(text(value, span)), span)
}

pub(crate) fn number_property(key: &str, value: u64, span: Span) -> Property {
    property(key, Value::Number(spanned(value, span)), span)
}

/// The value as a name where it can be one, else as a text, which the compiler takes for the same.
pub(crate) fn name_value(value: &str, span: Span) -> Value {
    let name = name(value, span);
    if name.quoted { Value::Text(text(value, span)) } else { Value::Name(name) }
}

pub(crate) fn name_property(key: &str, value: &str, span: Span) -> Property {
    property(key, name_value(value, span), span)
}

pub(crate) fn list_property(key: &str, values: Vec<Value>, span: Span) -> Property {
    property(key, Value::List(spanned(values, span)), span)
}

pub(crate) fn date_property(key: &str, day: Day, span: Span) -> Property {
    let value = PropertyValue::OnDate(spanned(date(day), span));
    Property { key: word(key, span), value, span }
}

pub(crate) fn yes_or_no(on: bool) -> &'static str {
    if on { "yes" } else { "no" }
}

pub(crate) fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// The word of an access level.
pub(crate) fn level(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::None => "none",
        AccessLevel::Execute => "execute",
        AccessLevel::Read => "read",
        AccessLevel::Update => "update",
        AccessLevel::Control => "control",
        AccessLevel::Alter => "alter",
    }
}

fn date(day: Day) -> Date {
    let (year, month, day) = day.civil();
    Date {
        year: u16::try_from(year).unwrap_or_default(),
        month: u8::try_from(month).unwrap_or_default(),
        day: u8::try_from(day).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_the_same() {
        for day in (-719_162..2_932_000).step_by(97) {
            let it = date(Day(day));
            let (month, of_month) = (u32::from(it.month), u32::from(it.day));
            assert_eq!(Day::from_civil(i32::from(it.year), month, of_month), Some(Day(day)));
        }
    }
}
