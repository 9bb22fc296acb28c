//! Templates that lie over a file of any kind: Jinja, Velocity, skeletons of ISPF.
//!
//! What they say in lines and tags of their own is taken off first; which branch is taken isn't
//! known, so the commands of all branches count, each with its condition. A variable that is
//! in a command is found there ([`super::variable`]).

mod jinja;
mod skeleton;
mod statement;
mod velocity;

use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::mistake;
use super::symbol::Symbols;
use crate::script::Host;

/// A file without the tags of its template; `None` if there are none.
pub(super) fn strip(
    context: &mut Context,
    host: Host,
    text: &Mapped<'_>,
) -> Option<Mapped<'static>> {
    let directives = !matches!(host, Host::Shell | Host::Yaml | Host::Markdown);
    let velocity = directives && velocity::is_in(text.text());
    let skeleton = directives && skeleton::is_in(text.text());
    if !velocity && !skeleton && !jinja::is_in(text.text()) {
        return None;
    }
    let mut builder = Builder::with_capacity(text.len());
    let (mut at, mut turns) = (0, jinja::Turns::default());
    while at < text.len() {
        let line = velocity.then(|| velocity::line(context, text, at)).flatten();
        let line = line.or_else(|| skeleton.then(|| skeleton::line(context, text, at)).flatten());
        at = match line {
            Some(end) => end,
            None => jinja::line(context, text, at, &mut builder, &mut turns),
        };
    }
    if context.conditions.is_open()
        && let Some(span) = text.span(text.len()..text.len())
    {
        context.say(mistake::unpaired("a template condition isn't ended", span));
    }
    let stripped = builder.finish();
    Some(if skeleton { Symbols::default().replace(context, &stripped, 0) } else { stripped })
}
