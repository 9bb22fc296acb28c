//! Playbooks: commands that are values of keys and entries of lists.
//!
//! A library reads the document; where in the file each character of a value is, is found by
//! laying the value next to the text. A template may be no document at all: then lines are looked
//! at, one by one.

mod collect;

use std::ops::Range;

use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::prose::{self, Marks};
use super::tso::plain_text;
use super::{condition, embedded, mistake, shell, variable, verb};
use crate::script::{Comment, Condition};

/// Larger files are no playbooks; the library would take too long over what they are instead.
const LARGEST: usize = 1 << 20;

/// Reads a playbook.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    if text.len() > LARGEST {
        return prose::read(context, text, Marks::Yaml);
    }
    let document = match collect::document(text.text()) {
        Ok(document) => document,
        Err(at) => {
            if let Some(span) = text.span(at..(at + 1).min(text.len()).max(at)) {
                context.say(mistake::not_readable("YAML", span));
            }
            return prose::read(context, text, Marks::Yaml);
        }
    };
    for (name, value) in &document.variables {
        context.assign(variable::canonical(name), Some(value));
    }
    let outer = context.condition.clone();
    let mut end = 0;
    for value in &document.values {
        comments(context, text, end..value.range.start.max(end));
        end = end.max(value.range.end);
        let beside = comment_beside(text, end);
        end = beside.as_ref().map_or(end, |it| it.end);
        let beside: Vec<Comment> = beside.and_then(|it| built(text, &[it])).into_iter().collect();
        context.condition = super::condition::both(outer.as_ref(), value.condition(text).as_ref());
        let before = context.commands();
        if value.is_unrolled(context) {
            for turn in value.turns.iter() {
                let beside = beside.clone();
                context.with_values(turn, |it| read_value(it, text, value, beside));
            }
        } else {
            read_value(context, text, value, beside);
        }
        if context.commands() == before {
            context.other_matter();
        }
    }
    context.condition = outer;
    comments(context, text, end..text.len());
}

/// A value, by what it is.
fn read_value(
    context: &mut Context,
    text: &Mapped<'_>,
    value: &collect::Value,
    comments: Vec<Comment>,
) {
    let mapped = context.settled(beside(text, value));
    let words = mapped.text();
    let several = words.trim().contains('\n');
    let calls = shell::is_call(words) || words.contains("tsocmd ");
    let command = verb::is_command(words) && words.trim().contains(char::is_whitespace);
    if !several && !calls && command {
        value.warn_of_loop(context, &mapped);
        return context.command(mapped, comments);
    }
    for it in comments {
        context.comment(it);
    }
    if several {
        embedded::read(context, &mapped, 0);
    } else if calls || shell::passes_command(words) {
        shell::read(context, &mapped);
    } else if value.tso && !words.trim().is_empty() {
        context.run_elsewhere(mapped, Vec::new());
    }
}

impl collect::Value {
    /// The condition under which its task runs.
    fn condition(&self, text: &Mapped<'_>) -> Option<Condition> {
        let place = text.span(self.range.clone())?;
        self.condition.as_deref().map(|it| condition::fixed(it, place))
    }

    /// Whether it is read once for each turn of a loop.
    fn is_unrolled(&self, context: &mut Context) -> bool {
        let used = |name: &str| self.text.contains(&format!("${{{name}}}"));
        let varies = self.turns.iter().flatten().any(|(name, _)| used(name));
        varies && context.may_repeat(self.turns.len(), self.text.len())
    }

    /// A task that is repeated has one command for each turn.
    fn warn_of_loop(&self, context: &mut Context, text: &Mapped<'_>) {
        let item = |name: &str| name == "ITEM" || name.starts_with("ITEM_");
        let used = text.uses().iter().find(|it| it.value.is_none() && item(&it.name));
        if let Some(used) = used.filter(|_| self.repeated) {
            context.say(mistake::in_loop(&used.written, used.span));
        }
    }
}

/// Lays a value next to the text it was read from: characters that are the same are there, blanks
/// that were folded and escapes stand for what is there.
fn beside(text: &Mapped<'_>, value: &collect::Value) -> Mapped<'static> {
    let mut builder = Builder::with_capacity(value.text.len());
    let mut at = value.range.start;
    let end = value.range.end;
    for character in value.text.chars() {
        at += skipped(text.get(at..end), character);
        let rest = text.get(at..end);
        if rest.starts_with(character) {
            builder.copy(text, at..at + character.len_utf8());
            at += character.len_utf8();
            continue;
        }
        let length = if character.is_whitespace() {
            rest.len() - rest.trim_start().len()
        } else {
            escape_length(rest)
        };
        if let Some(span) = text.span(at..at + length) {
            builder.put(character.encode_utf8(&mut [0; 4]), span);
        }
        at += length;
    }
    builder.finish()
}

/// How much of a text stands for nothing in front of a character: indentation, line breaks that are
/// escaped, the first of two quotes.
fn skipped(rest: &str, next: char) -> usize {
    if rest.starts_with(next) {
        let doubled = next == '\'' && rest.starts_with("''");
        return usize::from(doubled);
    }
    let folded = ["\\\n", "\\\r\n"].iter().find(|it| rest.starts_with(**it));
    let after = rest.get(folded.map_or(0, |it| it.len())..).unwrap_or_default();
    let blanks = after.len() - after.trim_start().len();
    let length = rest.len() - after.len() + blanks;
    if (folded.is_some() || !next.is_whitespace()) && blanks + rest.len() - after.len() > 0 {
        length
    } else {
        0
    }
}

/// How long an escape is: `\"`, `\x41`, `\u0041`.
fn escape_length(rest: &str) -> usize {
    let mut characters = rest.chars();
    let first = characters.next();
    let length = match (first, characters.next()) {
        (Some('\\'), Some('x')) => 4,
        (Some('\\'), Some('u')) => 6,
        (Some('\\'), Some('U')) => 10,
        (Some('\\'), Some(escaped)) => 1 + escaped.len_utf8(),
        (Some(first), _) => first.len_utf8(),
        (None, _) => 0,
    };
    if rest.is_char_boundary(length) { length } else { 0 }
}

/// Comments between two values: those on lines that follow each other are one.
fn comments(context: &mut Context, text: &Mapped<'_>, range: Range<usize>) {
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut start = range.start;
    for line in text.get(range.clone()).split_inclusive('\n') {
        let words = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        if words.starts_with('#') {
            block.push(at..at + words.len());
        } else if words.is_empty() && at > range.start {
            block_ends(context, text, &mut block);
        }
    }
    block_ends(context, text, &mut block);
}

fn block_ends(context: &mut Context, text: &Mapped<'_>, block: &mut Vec<Range<usize>>) {
    let lines = std::mem::take(block);
    for line in &lines {
        let words = text.get(line.start + 1..line.end).trim_start().trim_start_matches("- ");
        if verb::is_quoted_command(words) {
            context.proposal(text.part(line.end - words.len()..line.end));
        }
    }
    if let Some(comment) = built(text, &lines) {
        context.comment(comment);
    }
}

fn built(text: &Mapped<'_>, lines: &[Range<usize>]) -> Option<Comment> {
    let span = text.span(lines.first()?.start..lines.last()?.end)?;
    let words = plain_text(lines.iter().map(|it| text.get(it.start + 1..it.end)));
    (!words.trim().is_empty()).then_some(Comment { text: words, span })
}

/// A comment on the line on which a value ends.
fn comment_beside(text: &Mapped<'_>, end: usize) -> Option<Range<usize>> {
    let rest = text.get(end..text.len());
    let line = rest.get(..rest.find('\n')?)?.trim_end();
    let words = line.trim_start_matches(['"', '\'']).trim_start();
    words.starts_with('#').then(|| end + line.len() - words.len()..end + line.len())
}
