//! Names, values, properties and conditions of the syntax tree.

use saffron_lang::ast::{
    Condition, Date, Grantee, Name, ProfileRef, Property, PropertyValue, Text, Value,
    WordWithArgument,
};

use super::sheet::{Sheet, commas};

pub(super) fn name(it: &Name) -> String {
    if it.quoted { format!("{:?}", it.text) } else { it.text.clone() }
}

pub(super) fn names(all: &[Name]) -> String {
    commas(all, name)
}

pub(super) fn text(it: &Text) -> String {
    format!("{:?}", it.node)
}

pub(super) fn date(it: Date) -> String {
    format!("{:04}-{:02}-{:02}", it.year, it.month, it.day)
}

pub(super) fn value(it: &Value) -> String {
    match it {
        Value::Word(it) => it.node.clone(),
        Value::Name(it) => name(it),
        Value::Text(it) => text(it),
        Value::Number(it) => it.node.to_string(),
        Value::Date(it) => date(it.node),
        Value::List(it) => format!("[{}]", commas(&it.node, value)),
        Value::Star(_) => "*".to_owned(),
    }
}

pub(super) fn properties(sheet: &mut Sheet<'_>, depth: usize, all: &[Property]) {
    for it in all {
        property(sheet, depth, it);
    }
}

pub(super) fn property(sheet: &mut Sheet<'_>, depth: usize, it: &Property) {
    sheet.line(it.span, depth, &said(it));
    if let PropertyValue::Segment(fields) = &it.value {
        properties(sheet, depth + 1, fields);
    }
}

/// A property without the fields of its segment.
pub(super) fn said(it: &Property) -> String {
    let key = &it.key.node;
    match &it.value {
        PropertyValue::Value(it) => format!("{key} {}", value(it)),
        PropertyValue::OnDate(it) => format!("{key} on {}", date(it.node)),
        PropertyValue::Words(words) => format!("{key} {}", commas(words, with_argument)),
        PropertyValue::Segment(_) => format!("{key}, a segment"),
        PropertyValue::Error => format!("{key} (a value that could not be understood)"),
    }
}

fn with_argument(it: &WordWithArgument) -> String {
    let argument = it.argument.as_ref().map(|it| format!("({})", it.node)).unwrap_or_default();
    format!("{}{argument}", it.word.node)
}

pub(super) fn profile_ref(it: &ProfileRef) -> String {
    let generic = if it.generic.is_some() { " generic" } else { "" };
    let volumes = match it.volumes.as_slice() {
        [] => String::new(),
        volumes => format!(" volumes [{}]", commas(volumes, text)),
    };
    format!("{} {}{generic}{volumes}", name(&it.class), text(&it.name))
}

pub(super) fn grantees(all: &[Grantee]) -> String {
    commas(all, |it| match it {
        Grantee::Name(it) => name(it),
        Grantee::Any(_) => "*".to_owned(),
    })
}

/// With a blank before it.
pub(super) fn condition(it: &Condition) -> String {
    let criterion = it.name.as_ref().map(|it| format!(" {}", name(it))).unwrap_or_default();
    format!(" when {}{criterion} [{}]", it.kind.node, commas(&it.values, text))
}
