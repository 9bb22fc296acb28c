//! Velocity: `#if(…)`, `#else`, `#end`, `#set(…)` on lines of their own, as in workflows of z/OSMF.

use saffron_diagnostics::Span;

use super::statement::assign;
use crate::context::Context;
use crate::mapped::Mapped;
use crate::mistake;

/// Directives, the longer ones first.
const DIRECTIVES: &[&str] = &["elseif", "else", "end", "foreach", "if", "macro", "parse", "set"];

/// Whether a text may have directives.
pub(super) fn is_in(text: &str) -> bool {
    ["#if", "#set", "#foreach", "#else", "#end"].iter().any(|it| text.contains(it))
}

/// Takes a line off, if it is a directive; where the next one begins.
pub(super) fn line(context: &mut Context, text: &Mapped<'_>, start: usize) -> Option<usize> {
    let rest = text.get(start..text.len());
    let length = rest.find('\n').map_or(rest.len(), |it| it + 1);
    let line = rest.get(..length)?.trim();
    let statement = line.strip_prefix('#')?;
    let name = DIRECTIVES.iter().find(|it| statement.starts_with(**it))?;
    let (inner, behind) = argument(statement.get(name.len()..)?)?;
    if !matches!(behind.trim(), "" | "+" | "-") {
        return None;
    }
    let span = text.span(start..start + length)?;
    let done = directive(context, name, inner, span);
    if done.is_none() {
        context.say(mistake::unpaired(&format!("`#{name}` without `#if`"), span));
    }
    Some(start + length)
}

/// What is in the parentheses after a directive, and what after them.
fn argument(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if !text.starts_with('(') {
        return (!text.starts_with(|it: char| it.is_alphanumeric())).then_some(("", text));
    }
    let mut depth = 0u32;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 1 => return Some((text.get(1..at)?, text.get(at + 1..)?)),
            ')' => depth -= 1,
            _ => {}
        }
    }
    Some((text.get(1..)?, ""))
}

fn directive(context: &mut Context, name: &str, inner: &str, at: Span) -> Option<()> {
    match name {
        "if" => context.conditions.begin(at, inner),
        "foreach" => context.conditions.begin(at, &format!("for each {inner}")),
        "macro" => context.conditions.begin(at, &format!("in macro {inner}")),
        "elseif" => return context.conditions.otherwise(at, Some(inner)),
        "else" => return context.conditions.otherwise(at, None),
        "end" => return context.conditions.end(at.start),
        "set" => assign(context, inner),
        _ => {}
    }
    Some(())
}
