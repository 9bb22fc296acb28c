//! Template variables: their names, the values given for them, and those that may be anywhere in
//! a command.

use std::collections::BTreeMap;
use std::rc::Rc;

use saffron_diagnostics::Span;

use super::mapped::{Builder, Mapped, Named, Use};
use crate::script::Values;

/// A longer one is unrealistic and stays text.
const LONGEST: usize = 200;

/// The name by which a variable is known: upper case, one `_` for each other character, a letter first.
pub(super) fn canonical(written: &str) -> String {
    let fold = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_uppercase() } else { '_' };
    let folded: String = written.chars().map(fold).collect();
    let name = folded.trim_matches('_');
    if name.starts_with(|it: char| it.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("V_{name}").trim_end_matches('_').to_owned()
    }
}

/// Values by canonical names, so that `zowe_user`, `ZOWE.USER` and `{{ zowe.user }}` are one.
#[derive(Debug, Default)]
pub(super) struct Given(BTreeMap<String, String>);

impl Given {
    /// Those of the command line.
    pub(super) fn new(values: &Values) -> Self {
        Self(values.iter().map(|(name, value)| (canonical(name), value.clone())).collect())
    }

    /// The value given for a canonical name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A variable as it is written, with its name; it has no value yet.
pub(super) fn used(name: &str, written: &str, span: Span) -> Use {
    let (name, written) = (canonical(name), written.to_owned());
    Use { at: 0, span, named: Rc::new(Named { name, written, value: None }) }
}

/// Finds the variables that no host has taken: `${user}`, `{zowe.user}`, `@user@`, `<user>`. None of their
/// delimiters around a name can be in a RACF command, save for `@`, which must enclose a word.
///
/// `valued` gives each its value, or else the default that is written with it.
pub(super) fn resolve(
    text: &Mapped<'_>,
    mut valued: impl FnMut(&Use, Option<&str>) -> Use,
) -> Option<Builder> {
    let bytes = text.text().as_bytes();
    if !bytes.iter().any(|byte| matches!(byte, b'{' | b'@' | b'<')) {
        return None;
    }
    let (mut builder, mut done, mut at) = (Builder::with_capacity(bytes.len()), 0, 0);
    while let Some(&byte) = bytes.get(at) {
        if let Some(used) = text.unknown_at(at) {
            at += used.name.len() + 3;
            continue;
        }
        let end = match byte {
            b'$' => dollar(bytes, at),
            b'{' => braces(bytes, at),
            b'@' => signs(bytes, at),
            b'<' => angles(bytes, at),
            _ => None,
        };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        builder.copy(text, done..at);
        if let Some(span) = text.span(at..end) {
            let written = text.get(at..end);
            let (name, default) = named(written);
            let found = used(name, written, span);
            builder.variable(valued(&found, default));
        }
        (at, done) = (end, end);
    }
    builder.copy(text, done..bytes.len());
    Some(builder)
}

/// Where a run of bytes that `inside` accepts ends, if `close` follows it; one past `close`.
fn closed(bytes: &[u8], open: usize, close: u8, inside: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(open + 1..)?;
    let length = rest.iter().take(LONGEST).take_while(|byte| inside(**byte)).count();
    (length > 0 && rest.get(length) == Some(&close)).then_some(open + length + 2)
}

/// The name of a variable, and its default, if it has one.
fn named(written: &str) -> (&str, Option<&str>) {
    let inner = written.trim_start_matches(['$', '!']);
    let inner = inner.get(1..inner.len() - 1).unwrap_or_default();
    match inner.split_once(":-").or_else(|| inner.split_once(":=")) {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    }
}

/// `${name}`, `$!{name}`, `${name:-default}`
fn dollar(bytes: &[u8], at: usize) -> Option<usize> {
    let open = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'!'));
    if bytes.get(open) != Some(&b'{') {
        return None;
    }
    bytes.get(open + 1).filter(|it| it.is_ascii_alphabetic() || **it == b'_')?;
    closed(bytes, open, b'}', |it| {
        it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-' | b':' | b'=' | b' ')
    })
}

/// `{zowe.setup.user}`
fn braces(bytes: &[u8], open: usize) -> Option<usize> {
    bytes.get(open + 1).filter(|it| it.is_ascii_alphabetic())?;
    closed(bytes, open, b'}', |it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-'))
}

/// `@user@`, with nothing of a name around it: `@` is also a letter to RACF.
fn signs(bytes: &[u8], open: usize) -> Option<usize> {
    let named = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'@' | b'#' | b'$');
    bytes.get(open + 1).filter(|it| it.is_ascii_alphabetic())?;
    if open > 0 && bytes.get(open - 1).is_some_and(named) {
        return None;
    }
    let end = closed(bytes, open, b'@', |it| {
        it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-')
    })?;
    (end - open > 3 && !bytes.get(end).is_some_and(named)).then_some(end)
}

/// `<user>`, `<your user ID>`
fn angles(bytes: &[u8], open: usize) -> Option<usize> {
    bytes.get(open + 1).filter(|it| it.is_ascii_alphanumeric())?;
    closed(bytes, open, b'>', |it| {
        it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-' | b' ')
    })
}
