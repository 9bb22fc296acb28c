//! The smallest parts: names, texts, values, and what is made of them in one line.

use crate::ast::{
    Condition, Date, Grantee, Name, Param, ProfileRef, Property, PropertyValue, Spanned, Text,
    Value, Verdict,
};

/// Whether the lexer reads it as a name, or as a variable.
fn is_bare(text: &str) -> bool {
    let (first, rest) = match text.strip_prefix('&') {
        Some(rest) => (rest, rest.contains(|it: char| it.is_ascii_lowercase() || it == '_')),
        None => (text, false),
    };
    !rest
        && first.starts_with(|it: char| it.is_ascii_uppercase() || "@#$".contains(it))
        && first.chars().all(|it| it.is_ascii_alphanumeric() || "@#$_".contains(it))
}

pub(super) fn name(it: &Name) -> String {
    if it.quoted { quoted(&it.text) } else { written(&it.text) }
}

/// A name as the language writes it: in quotes only if the lexer would not read it as a name.
pub fn written(name: &str) -> String {
    if is_bare(name) { name.to_owned() } else { quoted(name) }
}

pub(super) fn names(list: &[Name]) -> String {
    list.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// In quotes. A text has one line, and a policy has no NUL: each becomes a blank.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' | '\0' => out.push(' '),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

pub(super) fn text(it: &Text) -> String {
    quoted(&it.node)
}

/// One text, or several in brackets.
pub(super) fn texts(list: &[Text]) -> String {
    match list {
        [one] => text(one),
        several => format!("[{}]", several.iter().map(text).collect::<Vec<_>>().join(", ")),
    }
}

pub(super) fn number(it: &Spanned<u64>) -> String {
    it.node.to_string()
}

pub(super) fn date(it: Date) -> String {
    format!("{:04}-{:02}-{:02}", it.year, it.month, it.day)
}

pub(super) fn value(it: &Value) -> String {
    match it {
        Value::Word(it) => it.node.clone(),
        Value::Name(it) => name(it),
        Value::Text(it) => text(it),
        Value::Number(it) => number(it),
        Value::Date(it) => date(it.node),
        Value::List(it) => format!("[{}]", values(&it.node)),
        Value::Star(_) => "*".to_owned(),
    }
}

pub(super) fn values(list: &[Value]) -> String {
    list.iter().map(value).collect::<Vec<_>>().join(", ")
}

pub(super) fn params(list: &[Param]) -> String {
    let params = list.iter().map(|it| format!("{}: {}", name(&it.name), it.kind.node));
    params.collect::<Vec<_>>().join(", ")
}

pub(super) fn grantees(list: &[Grantee]) -> String {
    let each = list.iter().map(|it| match it {
        Grantee::Name(it) => name(it),
        Grantee::Any(_) => "*".to_owned(),
    });
    each.collect::<Vec<_>>().join(", ")
}

pub(super) fn target(it: &ProfileRef) -> String {
    let volumes = match it.volumes.as_slice() {
        [] => String::new(),
        [one] => format!(" volume {}", text(one)),
        several => format!(" volumes {}", texts(several)),
    };
    let generic = if it.generic.is_some() { " generic" } else { "" };
    format!("{} {}{volumes}{generic}", name(&it.class), text(&it.name))
}

/// With a blank before it; nothing without a condition.
pub(super) fn when(it: Option<&Condition>) -> String {
    it.map(|it| format!(" when {}", condition(it))).unwrap_or_default()
}

/// Kind, criterion and values.
pub(super) fn condition(it: &Condition) -> String {
    let criterion = it.name.iter().map(|it| format!("{} ", name(it)));
    format!("{} {}{}", it.kind.node, criterion.collect::<String>(), texts(&it.values))
}

/// Key and value; `None` for a hole.
pub(super) fn property(it: &Property) -> Option<String> {
    let key = &it.key.node;
    Some(match &it.value {
        PropertyValue::Value(it) => format!("{key} {}", value(it)),
        PropertyValue::OnDate(it) => format!("{key} on {}", date(it.node)),
        PropertyValue::Words(words) => {
            let words = words.iter().map(|it| match &it.argument {
                Some(argument) => format!("{}({})", it.word.node, argument.node),
                None => it.word.node.clone(),
            });
            format!("{key} {}", words.collect::<Vec<_>>().join(", "))
        }
        PropertyValue::Segment(fields) => {
            // A segment's fields are no segments, so this goes no deeper.
            let fields: Vec<String> = fields.iter().filter_map(property).collect();
            if fields.is_empty() {
                format!("{key} {{}}")
            } else {
                format!("{key} {{ {} }}", fields.join("  "))
            }
        }
        PropertyValue::Error => return None,
    })
}

/// The words of a verdict.
pub(super) fn verdict(it: Verdict) -> &'static str {
    match it {
        Verdict::May => "may",
        Verdict::MayNot => "may not",
        Verdict::Unprotected => "unprotected",
        Verdict::NotGoverned => "not-governed",
        Verdict::Unsupported => "unsupported",
    }
}
