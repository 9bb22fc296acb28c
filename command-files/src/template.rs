//! Templates that lie over a file of any kind: Jinja and Velocity.
//!
//! What they say in lines and tags of their own is taken off first; which branch is taken isn't
//! known, so the commands of all branches count, each with its condition. A variable that is
//! in a command is found there ([`super::variable`]).

mod jinja;
mod velocity;

use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::{mistake, variable};
use crate::script::Host;

/// A file without the tags of its template; `None` if there are none.
pub(super) fn strip(
    context: &mut Context,
    host: Host,
    text: &Mapped<'_>,
) -> Option<Mapped<'static>> {
    let directives = !matches!(host, Host::Shell | Host::Yaml | Host::Markdown);
    let velocity = directives && velocity::is_in(text.text());
    if !velocity && !jinja::is_in(text.text()) {
        return None;
    }
    let mut builder = Builder::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let line = velocity.then(|| velocity::line(context, text, at)).flatten();
        at = match line {
            Some(end) => end,
            None => jinja::line(context, text, at, &mut builder),
        };
    }
    if context.conditions.is_open()
        && let Some(span) = text.span(text.len()..text.len())
    {
        context.say(mistake::unpaired("a template condition isn't ended", span));
    }
    Some(builder.finish())
}

/// A word and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(text.len());
    text.split_at_checked(end).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

/// A text in quotes, without them, if nothing in it has to be computed.
fn constant(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote) && !inner.contains(['$', '\\'])).then_some(inner)
}

/// `name = "value"`: the variable has this value from here on.
fn assign(context: &mut Context, statement: &str) {
    if let Some((name, value)) = statement.split_once('=') {
        let name = variable::canonical(name);
        context.assign(name, constant(value.trim()));
    }
}
