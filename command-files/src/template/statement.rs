//! What statements of all template languages have in common: words, texts and assignments.

use crate::context::Context;
use crate::variable;

/// A word and what follows it.
pub(super) fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(text.len());
    text.split_at_checked(end).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

/// A text in quotes, without them, if nothing in it has to be computed.
pub(super) fn constant(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote) && !inner.contains(['$', '\\'])).then_some(inner)
}

/// `name = "value"`: the variable has this value from here on.
pub(super) fn assign(context: &mut Context, statement: &str) {
    if let Some((name, value)) = statement.split_once('=') {
        let name = variable::canonical(name);
        context.assign(name, constant(value.trim()));
    }
}
