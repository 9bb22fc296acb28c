//! Programs in Python, JavaScript, Groovy and the like: commands in their strings.
//!
//! No program is run. Strings that are joined are one text; whatever is joined with them is a
//! variable without a value. A string that is only shown isn't a command.

use std::ops::Range;

use saffron_diagnostics::Span;

use super::condition::{self, all, negated};
use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::prose::{self, Marks};
use super::variable::used;
use super::{embedded, kind, shell, verb};
use crate::script::{Condition, Host};

/// Words in names of functions whose arguments are only shown.
const SHOWING: &[&str] = &[
    "assert",
    "comment",
    "debug",
    "echo",
    "error",
    "exception",
    "info",
    "log",
    "message",
    "print",
    "puts",
    "raise",
    "say",
    "throw",
    "warn",
];

/// More parts don't belong to one text.
const MOST_PARTS: usize = 1000;

/// A longer expression in a string isn't one.
const LONGEST_EXPRESSION: usize = 80;

/// Reads a program.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    let mut program = Program { context, text, at: 0, call: None };
    while program.at < text.len() {
        program.next();
    }
    program.call_ends(None);
}

/// A program that is being read.
struct Program<'p, 't> {
    context: &'p mut Context,
    text: &'p Mapped<'t>,
    at: usize,
    /// A string that names what passes commands to TSO, whose command hasn't been found yet.
    call: Option<Range<usize>>,
}

impl Program<'_, '_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..self.text.len())
    }

    fn next(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            self.at = self.text.len();
            return;
        };
        if self.skip_comment() {
            return;
        }
        if matches!(first, '"' | '\'' | '`') {
            return self.strings();
        }
        self.at += first.len_utf8();
    }

    /// Skips a comment: up to the end of its line, or up to `*/`.
    fn skip_comment(&mut self) -> bool {
        let before = self.text.get(0..self.at);
        let apart = before.is_empty() || before.ends_with(char::is_whitespace);
        let rest = self.rest();
        let length = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |it| it + 2)
        } else if apart && (rest.starts_with('#') || rest.starts_with("//")) {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            return false;
        };
        self.at += length;
        true
    }

    /// A string and what is joined with it.
    fn strings(&mut self) {
        let start = self.at;
        let mut builder = Builder::default();
        if !self.string(&mut builder) {
            self.at = start + 1;
            return;
        }
        for _ in 0..MOST_PARTS {
            if !self.joined(&mut builder) {
                break;
            }
        }
        let text = builder.finish();
        if !self.is_shown(start) {
            self.found(&text, start);
        }
    }

    /// Whether the call around a string only shows it.
    fn is_shown(&self, start: usize) -> bool {
        let before = self.text.get(0..start);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let call = line.trim_end_matches(['f', 'r', 'b', ' ', '(', '$', '@']);
        let word = call
            .rsplit(|it: char| !it.is_ascii_alphanumeric() && !matches!(it, '_' | '.'))
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        SHOWING.iter().any(|showing| word.contains(showing))
    }

    /// What a text means.
    fn found(&mut self, text: &Mapped<'static>, start: usize) {
        let around = around(self.text, start);
        let outer = std::mem::replace(&mut self.context.condition, around);
        self.command(text, start);
        self.context.condition = outer;
    }

    /// A text is read as what it is.
    fn command(&mut self, text: &Mapped<'static>, start: usize) {
        let words = text.text().trim();
        let several = words.contains('\n') && words.lines().any(verb::is_code_command);
        let before = self.context.commands();
        if several && kind::by_text(words) != Host::Commands {
            embedded::read(self.context, text, 1);
        } else if several {
            prose::read(self.context, text, Marks::Notes);
        } else if verb::is_quoted_command(words) || verb::is_noted_command(words) {
            self.context.run_elsewhere(text.clone(), Vec::new());
        } else if shell::is_call(words) || shell::passes_command(words) {
            shell::read(self.context, text);
        } else if shell::is_tso(words) {
            return self.call_ends(Some(start..self.at));
        } else if verb::is_beginning(text.text())
            && let Some(span) = self.text.span(start..self.at)
        {
            self.context.unread(span);
        } else {
            return;
        }
        if self.context.commands() > before {
            self.call = None;
        }
    }

    /// Another call begins, or none: the command of the one before wasn't found.
    fn call_ends(&mut self, next: Option<Range<usize>>) {
        let before = std::mem::replace(&mut self.call, next);
        if let Some(span) = before.and_then(|it| self.text.span(it)) {
            self.context.unread(span);
        }
    }

    /// What is joined with a string: another one, or an expression.
    fn joined(&mut self, builder: &mut Builder) -> bool {
        let start = self.at;
        let operator = self.skip_joint();
        if self.rest().starts_with(['"', '\'', '`']) || self.prefix().is_some() {
            self.at += self.prefix().unwrap_or(0);
            if self.string(builder) {
                return true;
            }
        } else if operator && self.expression(builder) {
            return true;
        }
        self.at = start;
        false
    }

    /// Blanks, line breaks and an operator that joins; whether there was one.
    fn skip_joint(&mut self) -> bool {
        let blanks = |it: char| it.is_whitespace() || it == '\\';
        let bare = self.rest().trim_start_matches(blanks);
        let operator = ['+', '.', '&', '~'].iter().find(|it| bare.starts_with(**it));
        let after = bare.get(usize::from(operator.is_some())..).unwrap_or_default();
        let after = after.trim_start_matches(blanks);
        self.at = self.text.len() - after.len();
        operator.is_some()
    }

    /// How long the letters are that mark a string of Python: `f"…"`.
    fn prefix(&self) -> Option<usize> {
        let rest = self.rest();
        let length = rest.find(['"', '\'']).filter(|it| (1..=2).contains(it))?;
        let letters = rest.get(..length)?;
        letters.bytes().all(|it| b"fFrRbBuU$@".contains(&it)).then_some(length)
    }

    /// An expression between strings: a name, with calls and indices.
    fn expression(&mut self, builder: &mut Builder) -> bool {
        let rest = self.rest();
        let (mut depth, mut length) = (0u32, 0);
        for (at, character) in rest.char_indices().take(LONGEST_EXPRESSION) {
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' if depth == 0 => break,
                ')' | ']' => depth -= 1,
                _ if depth > 0 => {}
                _ if character.is_alphanumeric() || matches!(character, '_' | '$' | '.') => {}
                _ => break,
            }
            length = at + character.len_utf8();
        }
        let range = self.at..self.at + length;
        let written = self.text.get(range.clone()).to_owned();
        let Some(span) = self.text.span(range.clone()).filter(|_| length > 0) else { return false };
        let found = used(written.trim_matches(['(', ')', '[', ']', '$']), &written, span);
        builder.variable(self.context.valued(&found, None));
        self.at = range.end;
        true
    }

    /// A string; `false` if it isn't closed.
    fn string(&mut self, builder: &mut Builder) -> bool {
        let rest = self.rest();
        let Some(quote) = rest.chars().next() else { return false };
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        let long = quote != '`' && rest.starts_with(&triple);
        let delimiter = if long { triple } else { quote.to_string() };
        let several = long || quote == '`';
        let start = self.at + delimiter.len();
        let rest = self.text.get(start..self.text.len());
        let end = string_end(rest, &delimiter, several);
        let Some(end) = end.or_else(|| lines_of_commands(rest, &delimiter)) else { return false };
        self.content(start..start + end, builder);
        self.at = start + end + delimiter.len();
        true
    }

    /// What is in a string: escapes resolved, expressions as variables.
    fn content(&mut self, range: Range<usize>, builder: &mut Builder) {
        let mut at = range.start;
        let mut done = at;
        while at < range.end {
            let rest = self.text.get(at..range.end);
            let (length, value) = match rest.as_bytes() {
                [b'\\', ..] => escape(rest),
                [b'$' | b'#' | b'{' | b'%', ..] => match placeholder(rest) {
                    Some((length, name)) => {
                        builder.copy(self.text, done..at);
                        self.variable(at..at + length, &name, builder);
                        at += length;
                        done = at;
                        continue;
                    }
                    None => (1, None),
                },
                _ => (rest.chars().next().map_or(1, char::len_utf8), None),
            };
            if let Some(value) = value {
                builder.copy(self.text, done..at);
                if let Some(span) = self.text.span(at..at + length) {
                    builder.put(value, span);
                }
                done = at + length;
            }
            at += length;
        }
        builder.copy(self.text, done..range.end);
    }

    fn variable(&mut self, range: Range<usize>, name: &str, builder: &mut Builder) {
        let Some(span) = self.text.span(range.clone()) else { return };
        let found = used(name, self.text.get(range), span);
        builder.variable(self.context.valued(&found, None));
    }
}

/// So many lines above a command may have a condition about it.
const FARTHEST: usize = 400;

/// The conditions around a place, by how lines are indented.
fn around(text: &Mapped<'_>, at: usize) -> Option<Condition> {
    let before = text.get(0..at);
    let line = before.rfind('\n').map_or(0, |it| it + 1);
    let mut found = Vec::new();
    let mut depth = indent(text.get(line..at));
    let (mut end, mut sibling) = (at, None);
    for line in before.rsplit('\n').take(FARTHEST) {
        let start = end - line.len();
        let own = end == at;
        end = start.saturating_sub(1);
        if line.trim().is_empty() {
            continue;
        }
        let (words, inner) = (line.trim_start_matches(['}', ' ', '\t']), indent(line));
        let asked = |length: usize| text.span(start..start + length);
        if sibling == Some(inner) && begins_branch(words) {
            found.push(negated(&branch(words, asked(line.len()))));
            sibling = None;
        } else if (own || inner < depth)
            && words.starts_with("else")
            && !words.starts_with("else if")
        {
            sibling = Some(inner);
            depth = inner;
        } else if own || inner < depth {
            depth = depth.min(inner);
            if begins_branch(words) && !words.contains("__main__") {
                found.push(branch(words, asked(line.len())));
            }
        }
        if depth == 0 && sibling.is_none() && !own {
            break;
        }
    }
    all(found.iter().rev())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The condition that a line asks, without what opens its block.
fn branch(words: &str, place: Option<Span>) -> Condition {
    let words = words.trim_end_matches([':', ' ', '{', '\r']);
    let denied = ["unless", "until"].iter().find_map(|it| words.strip_prefix(*it));
    let asked =
        ["else if", "elif", "elsif", "if", "while"].iter().find_map(|it| words.strip_prefix(*it));
    let own = condition::asked(denied.or(asked).unwrap_or(words).trim(), place);
    if denied.is_some() { negated(&own) } else { own }
}

/// Whether a line decides about the block below it.
fn begins_branch(words: &str) -> bool {
    const WORDS: &[&str] = &[
        "if", "elif", "elsif", "unless", "while", "until", "when", "case", "switch", "except",
        "catch",
    ];
    let first = words.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    WORDS.contains(&first) || words.starts_with("else if")
}

/// Where a string ends.
fn string_end(rest: &str, delimiter: &str, several: bool) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match character {
            '\\' => escaped = true,
            '\n' if !several => return None,
            _ if rest.get(at..)?.starts_with(delimiter) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where a string of several lines ends, as Ruby and others have it, if there are commands in it.
fn lines_of_commands(rest: &str, delimiter: &str) -> Option<usize> {
    let end = string_end(rest, delimiter, true)?;
    let inner = rest.get(..end).filter(|_| delimiter == "\"")?;
    inner.lines().any(verb::is_code_command).then_some(end)
}

/// An escape: how long it is, and what it stands for.
fn escape(rest: &str) -> (usize, Option<&'static str>) {
    match rest.as_bytes().get(1) {
        Some(b'n') => (2, Some("\n")),
        Some(b't') => (2, Some(" ")),
        Some(b'"') => (2, Some("\"")),
        Some(b'\'') => (2, Some("'")),
        Some(b'\\') => (2, Some("\\")),
        Some(b'\n') => (2, Some("")),
        _ => (1, None),
    }
}

/// An expression in a string: `{name}`, `${name}`, `#{name}`, `$name`, `%s`. How long it is, and the
/// name of what it stands for.
fn placeholder(rest: &str) -> Option<(usize, String)> {
    if let Some(kind) = rest.strip_prefix('%') {
        let kind = kind.chars().next()?;
        return matches!(kind, 's' | 'd').then(|| (2, "ARG".to_owned()));
    }
    let sign = usize::from(rest.starts_with(['$', '#']));
    let after = rest.get(sign..)?;
    if let Some(inner) = after.strip_prefix('{') {
        let length = inner.find('}').filter(|it| *it <= LONGEST_EXPRESSION)?;
        let inner = inner.get(..length)?;
        let name = inner.split(['!', ':']).next().unwrap_or_default();
        let name = if name.trim().is_empty() { "ARG" } else { name.trim() };
        return Some((sign + length + 2, name.to_owned()));
    }
    if !rest.starts_with('$') {
        return None;
    }
    let length = after.find(|it: char| !it.is_ascii_alphanumeric() && it != '_')?;
    let name =
        after.get(..length).filter(|it| it.starts_with(|it: char| it.is_ascii_lowercase()))?;
    Some((sign + length, name.to_owned()))
}
