//! Texts of declarations that have the value of a secret of the commands: installation data, names of users,
//! fields of segments. They are left out, since policies, commands and tables show them.

use saffron_lang::Span;
use saffron_lang::ast::{Item, ItemKind, ProfileClause, Property, PropertyValue, Value};
use saffron_racf::disclosure::Disclosure;

use super::gap::{Gap, GapKind};

/// Takes texts that have the value of a secret out of declarations.
pub fn withhold(items: &mut [Item], disclosure: &Disclosure) -> Vec<Gap> {
    let why = "it has a value that a command has as a password or key";
    let gap = |span| Gap::new(GapKind::Unsaid, "a text is left out", why, Some(span));
    texts(items, disclosure).into_iter().map(gap).collect()
}

/// The same, with the places of what was taken out.
pub(crate) fn texts(items: &mut [Item], disclosure: &Disclosure) -> Vec<Span> {
    let mut left_out = Vec::new();
    for item in items {
        match &mut item.kind {
            ItemKind::Group(it) | ItemKind::User(it) => {
                properties(&mut it.properties, disclosure, &mut left_out);
            }
            ItemKind::Profile(it) => it.clauses.retain(|clause| match clause {
                ProfileClause::Property(property) => keeps(property, disclosure, &mut left_out),
                _ => true,
            }),
            _ => {}
        }
    }
    left_out
}

fn properties(properties: &mut Vec<Property>, disclosure: &Disclosure, left_out: &mut Vec<Span>) {
    for property in &mut *properties {
        if let PropertyValue::Segment(fields) = &mut property.value {
            fields.retain(|field| keeps(field, disclosure, left_out));
        }
    }
    properties.retain(|property| keeps(property, disclosure, left_out));
}

fn keeps(property: &Property, disclosure: &Disclosure, left_out: &mut Vec<Span>) -> bool {
    let keeps = match &property.value {
        PropertyValue::Value(Value::Text(text)) => !disclosure.holds_secret(&text.node),
        _ => true,
    };
    if !keeps {
        left_out.push(property.span);
    }
    keeps
}
