//! Jinja: `{{ variable }}`, `{% if … %}`, `{# comment #}`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::statement::{assign, constant, split_word};
use crate::context::Context;
use crate::mapped::{Builder, Mapped};
use crate::script::Comment;
use crate::{mistake, variable, verb};

/// Whether a text may have tags.
pub(super) fn is_in(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|it| text.contains(it))
}

/// The three kinds of tags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Value,
    Statement,
    Comment,
}

impl Tag {
    fn delimiters(self) -> (&'static str, &'static str) {
        match self {
            Self::Value => ("{{", "}}"),
            Self::Statement => ("{%", "%}"),
            Self::Comment => ("{#", "#}"),
        }
    }

    /// The tag that begins at a byte, and the range of what is in it. Another beginning of the same
    /// kind means that this one isn't a tag; so each byte is looked at a few times at most.
    fn at(text: &str, start: usize) -> Option<(Self, Range<usize>)> {
        let rest = text.get(start..)?;
        let tags = [Self::Value, Self::Statement, Self::Comment];
        let tag = tags.into_iter().find(|it| rest.starts_with(it.delimiters().0))?;
        let (open, close) = tag.delimiters();
        let inner = rest.get(2..)?;
        let again = inner.find(open).unwrap_or(inner.len());
        let length = inner.get(..again)?.find(close)?;
        let printed = tag == Self::Value && inner.get(..length)?.contains('\n');
        (!printed).then_some((tag, start + 2..start + 2 + length))
    }
}

/// Takes over a line, without its tags; where the next one begins. A tag may take several lines.
pub(super) fn line(
    context: &mut Context,
    text: &Mapped<'_>,
    start: usize,
    builder: &mut Builder,
    turns: &mut Turns,
) -> usize {
    let mut line =
        Line { context, text, builder, turns, done: start, at: start, floor: 0, tagged: false };
    let before = line.builder.len();
    line.floor = before;
    line.read();
    let (end, base) = (line.at, line.floor);
    let alone =
        line.tagged && line.builder.text().get(base..).is_some_and(|it| it.trim().is_empty());
    if alone {
        let trimmed = base < before;
        builder.truncate(base);
        // What a tag joins isn't one line if each part is a command.
        let next = text.get(end..text.len()).lines().next().unwrap_or_default();
        if trimmed && verb::begins(next) && end > start {
            builder.copy(text, end - 1..end);
        }
    }
    end
}

/// A line that is being taken over.
struct Line<'l, 't> {
    context: &'l mut Context,
    text: &'l Mapped<'t>,
    builder: &'l mut Builder,
    turns: &'l mut Turns,
    /// Up to here it is taken over.
    done: usize,
    at: usize,
    /// What is in front of the line; a tag may take blanks and line breaks of it away.
    floor: usize,
    /// It has a tag that leaves nothing.
    tagged: bool,
}

impl Line<'_, '_> {
    fn read(&mut self) {
        let text = self.text.text();
        while let Some(byte) = text.as_bytes().get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    break;
                }
                b'{' => match Tag::at(text, self.at) {
                    Some((tag, inner)) => self.tag(tag, inner),
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
        self.take(self.at);
    }

    fn take(&mut self, end: usize) {
        self.builder.copy(self.text, self.done..end);
        self.done = end;
    }

    fn tag(&mut self, tag: Tag, inner: Range<usize>) {
        let whole = inner.start - 2..inner.end + 2;
        self.take(whole.start);
        let words = self.text.get(inner).to_owned();
        if words.starts_with('-') {
            self.builder.trim_end();
            self.floor = self.floor.min(self.builder.len());
        }
        let bare = words.trim_matches(['-', '+']).trim();
        self.at = whole.end;
        if words.ends_with('-') {
            let rest = self.text.get(self.at..self.text.len());
            self.at += rest.len() - rest.trim_start().len();
        }
        match tag {
            Tag::Value => self.value(bare, &whole),
            Tag::Statement => self.statement(bare, &whole),
            Tag::Comment => self.comment(bare, &whole),
        }
        self.tagged |= tag != Tag::Value;
        self.done = self.at;
    }

    /// `{{ name }}`, with filters if need be.
    fn value(&mut self, inner: &str, whole: &Range<usize>) {
        let Some(span) = self.text.span(whole.clone()) else { return };
        let mut parts = inner.split('|').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let filters: Vec<&str> = parts.collect();
        let known = filters.iter().all(|it| FILTERS.contains(&split_word(it).0));
        let name = if known && !name.is_empty() { name } else { inner };
        if let Some(value) = constant(name) {
            return self.builder.put(value, span);
        }
        let default = filters.iter().find_map(|it| default_of(it));
        let found = variable::used(name, self.text.get(whole.clone()), span);
        let tidy = |value: &str| {
            let filters = filters.iter().map(|it| split_word(it).0);
            filters.fold(value.to_owned(), filtered)
        };
        let used = self.context.tidied(&found, default, &tidy);
        self.builder.variable(used);
    }

    fn statement(&mut self, inner: &str, whole: &Range<usize>) {
        let Some(span) = self.text.span(whole.clone()) else { return };
        let (word, rest) = split_word(inner);
        if word == "for" && self.begin_loop(rest) || word == "endfor" && self.next_turn() {
            return;
        }
        let conditions = &mut self.context.conditions;
        let done = match word {
            "if" => {
                conditions.begin(span, rest);
                Some(())
            }
            "for" => {
                conditions.begin(span, &format!("for {rest}"));
                Some(())
            }
            "elif" => conditions.otherwise(span, Some(rest)),
            "else" => conditions.otherwise(span, None),
            "endif" | "endfor" => conditions.end(span.start),
            "set" => {
                assign(self.context, rest);
                self.turns.set(rest);
                Some(())
            }
            _ => {
                self.context.skip("a template statement", span);
                Some(())
            }
        };
        if done.is_none() {
            self.context.say(mistake::unpaired(&format!("`{word}` without `if`"), span));
        }
    }

    /// `for name in ['A', 'B']`: the lines up to `endfor` are taken over once for each value, if no
    /// other statement is among them.
    fn begin_loop(&mut self, rest: &str) -> bool {
        let Some((name, list)) = rest.split_once(" in ") else { return false };
        let (name, list) = (variable::canonical(name), list.trim());
        let values = literals(list).or_else(|| self.turns.lists.get(list).cloned());
        let body = self.text.get(self.at..self.text.len());
        let length = body.find("{%").unwrap_or(body.len());
        let next = body.get(length + 2..).unwrap_or_default();
        let ends = next.trim_start_matches(['-', '+', ' ']).starts_with("endfor");
        let Some(values) = values.filter(|it| ends && !it.is_empty()) else { return false };
        if self.turns.open.is_some() || !self.context.may_repeat(values.len(), length) {
            return false;
        }
        let mut rest = values.into_iter();
        let first = rest.next().unwrap_or_default();
        self.context.take_turn(&name, &first);
        self.turns.open = Some(Turn { name, rest, start: self.at });
        true
    }

    /// `endfor` of such a loop: the next value, or the end.
    fn next_turn(&mut self) -> bool {
        let Some(turn) = &mut self.turns.open else { return false };
        if let Some(value) = turn.rest.next() {
            self.context.take_turn(&turn.name, &value);
            self.at = turn.start;
        } else if let Some(Turn { name, .. }) = self.turns.open.take() {
            self.context.end_turns(&name);
        }
        true
    }

    fn comment(&mut self, inner: &str, whole: &Range<usize>) {
        if let (Some(span), false) = (self.text.span(whole.clone()), inner.is_empty()) {
            self.context.comment(Comment { text: inner.to_owned(), span });
        }
    }
}

/// Loops over values that are written down.
#[derive(Debug, Default)]
pub(super) struct Turns {
    open: Option<Turn>,
    /// Lists that are set.
    lists: BTreeMap<String, Vec<String>>,
}

/// The loop that is open.
#[derive(Debug)]
struct Turn {
    name: String,
    rest: std::vec::IntoIter<String>,
    /// Where its lines begin.
    start: usize,
}

impl Turns {
    /// `name = ['A', 'B']`: a list that loops may go through. One that is set twice isn't known.
    fn set(&mut self, statement: &str) {
        let Some((name, value)) = statement.split_once('=') else { return };
        let name = name.trim().to_owned();
        match literals(value.trim()).filter(|_| !self.lists.contains_key(&name)) {
            Some(values) => drop(self.lists.insert(name, values)),
            None => drop(self.lists.insert(name, Vec::new())),
        }
    }
}

/// The texts of a list, if all of its entries are texts or numbers.
fn literals(list: &str) -> Option<Vec<String>> {
    let inner = list.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let inner = inner.or_else(|| list.strip_prefix('(')?.strip_suffix(')'))?;
    let entries = inner.split(',').map(str::trim).filter(|it| !it.is_empty());
    let number = |it: &&str| it.bytes().all(|it| it.is_ascii_digit());
    entries.map(|it| constant(it).or(Some(it).filter(number)).map(str::to_owned)).collect()
}

/// Filters that are understood.
const FILTERS: &[&str] = &["d", "default", "lower", "string", "trim", "upper"];

/// `default('value')`
fn default_of(filter: &str) -> Option<&str> {
    let (word, rest) = split_word(filter);
    let argument = rest.strip_prefix('(')?.strip_suffix(')')?;
    let first = argument.split(',').next()?.trim();
    matches!(word, "d" | "default").then(|| constant(first)).flatten()
}

fn filtered(value: String, filter: &str) -> String {
    match filter {
        "upper" => value.to_uppercase(),
        "lower" => value.to_lowercase(),
        "trim" => value.trim().to_owned(),
        _ => value,
    }
}
