//! Texts that take part in no decision: names of people, installation data, fields of segments.

use std::borrow::Cow;

use saffron_lang::ast::{Item, ItemKind, ProfileClause, Property, PropertyValue, Value};

/// Keys of such texts.
const IDLE: [&str; 3] = ["application-data", "data", "name"];

/// Sees to it that no `${` of an idle text is taken for a parameter, but for those that are some.
pub(crate) fn without_parameters(item: &mut Item, is_parameter: &dyn Fn(&str) -> bool) {
    match &mut item.kind {
        ItemKind::Group(it) | ItemKind::User(it) => each(&mut it.properties, is_parameter),
        ItemKind::Started(it) => each(&mut it.properties, is_parameter),
        ItemKind::Profile(it) => {
            for clause in &mut it.clauses {
                if let ProfileClause::Property(property) = clause {
                    each(std::slice::from_mut(property), is_parameter);
                }
            }
        }
        _ => {}
    }
}

fn each(properties: &mut [Property], is_parameter: &dyn Fn(&str) -> bool) {
    for property in properties {
        let idle = IDLE.contains(&property.key.node.as_str());
        match &mut property.value {
            PropertyValue::Value(value) if idle => plain(value, is_parameter),
            PropertyValue::Segment(fields) if property.key.node != "stdata" => {
                for field in fields {
                    if let PropertyValue::Value(value) = &mut field.value {
                        plain(value, is_parameter);
                    }
                }
            }
            _ => {}
        }
    }
}

fn plain(value: &mut Value, is_parameter: &dyn Fn(&str) -> bool) {
    if let Value::Text(text) = value
        && let Cow::Owned(plain) = without(&text.node, is_parameter)
    {
        text.node = plain;
    }
}

/// A blank keeps `$` and `{` apart: the language knows no other way.
fn without<'t>(text: &'t str, is_parameter: &dyn Fn(&str) -> bool) -> Cow<'t, str> {
    if !text.contains("${") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let name = after.split_once('}').map_or(after, |(name, _)| name);
        out.push_str(before);
        out.push_str(if is_parameter(name) { "${" } else { "$ {" });
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}
