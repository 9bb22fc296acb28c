//! Expressions: constants, variables, concatenation. What is anything else becomes a variable
//! without a value, under the words of the program.

use std::ops::Range;

use super::token::{Kind, Token};
use super::values::{Values, name_of};
use crate::context::{Context, LONGEST_COMMAND};
use crate::mapped::{Builder, Mapped};
use crate::variable::used;

/// Parentheses may be nested this deep.
const DEEPEST: u32 = 30;

/// A program's text, and which parenthesis closes which.
#[derive(Debug)]
pub(super) struct Source<'s, 't> {
    pub(super) text: &'s Mapped<'t>,
    pub(super) tokens: &'s [Token],
    closes: Vec<usize>,
}

impl<'s, 't> Source<'s, 't> {
    pub(super) fn new(text: &'s Mapped<'t>, tokens: &'s [Token]) -> Self {
        let mut closes = vec![0; tokens.len()];
        let mut open = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Open => open.push(at),
                Kind::Close => {
                    if let Some(slot) = open.pop().and_then(|it: usize| closes.get_mut(it)) {
                        *slot = at;
                    }
                }
                Kind::End => open.clear(),
                _ => {}
            }
        }
        Self { text, tokens, closes }
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|it| it.kind)
    }

    /// The parenthesis that closes an open one, within a range.
    fn close(&self, open: usize, end: usize) -> Option<usize> {
        self.closes.get(open).copied().filter(|close| *close > open && *close < end)
    }

    /// Where the text of a range of tokens is.
    pub(super) fn range(&self, tokens: &Range<usize>) -> Range<usize> {
        let all = self.tokens.get(tokens.clone()).unwrap_or_default();
        let said = |it: &&Token| !matches!(it.kind, Kind::Comment | Kind::End);
        let start = all.iter().find(said).map_or(0, |it| it.range().start);
        let end = all.iter().rfind(said).map_or(start, |it| it.range().end);
        start..end
    }

    /// Where a comment is.
    pub(super) fn range_of_comment(&self, at: usize) -> Range<usize> {
        self.tokens.get(at).map(|it| it.range()).unwrap_or_default()
    }

    /// Whether a function is called here, and where the call ends.
    pub(super) fn call(&self, at: usize, end: usize) -> Option<usize> {
        self.tokens.get(at + 1).filter(|it| it.kind == Kind::Open && !it.gap)?;
        let called = matches!(self.kind(at), Some(Kind::Symbol | Kind::Text));
        called.then(|| self.close(at + 1, end)).flatten()
    }

    /// What commas part, outside of parentheses.
    pub(super) fn arguments(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let (mut found, mut start, mut at) = (Vec::new(), range.start, range.start);
        while at < range.end {
            match self.kind(at) {
                Some(Kind::Comma) => {
                    found.push(start..at);
                    start = at + 1;
                }
                Some(Kind::Open) => at = self.close(at, range.end).unwrap_or(at),
                _ => {}
            }
            at += 1;
        }
        found.push(start..range.end);
        found
    }

    /// Whether nothing but concatenation joins the terms of a range.
    pub(super) fn is_text(&self, range: &Range<usize>) -> bool {
        let mut at = range.start;
        while at < range.end {
            match self.kind(at) {
                Some(Kind::Operator) if self.is_bars(at) => at += 1,
                Some(Kind::Operator | Kind::Comma | Kind::Colon | Kind::Close) => return false,
                Some(Kind::Open) => match self.close(at, range.end) {
                    Some(close) => at = close,
                    None => return false,
                },
                _ => {}
            }
            at += 1;
        }
        true
    }

    /// `||`
    fn is_bars(&self, at: usize) -> bool {
        let bar =
            |at: usize| self.tokens.get(at).is_some_and(|it| self.text.get(it.range()) == "|");
        bar(at) && bar(at + 1)
    }
}

/// Evaluates expressions at one place of a program.
pub(super) struct Evaluator<'e, 's, 't> {
    pub(super) source: &'e Source<'s, 't>,
    pub(super) context: &'e mut Context,
    pub(super) values: &'e Values,
}

impl Evaluator<'_, '_, '_> {
    /// The text of an expression; `None` if it isn't one.
    pub(super) fn text(&mut self, range: Range<usize>) -> Option<Mapped<'static>> {
        if !self.source.is_text(&range) {
            return None;
        }
        let mut builder = Builder::default();
        self.terms(range, &mut builder, 0);
        Some(builder.finish())
    }

    /// Terms and what joins them.
    fn terms(&mut self, range: Range<usize>, builder: &mut Builder, depth: u32) {
        let (mut at, mut first, mut joined) = (range.start, true, true);
        while at < range.end && builder.len() <= LONGEST_COMMAND {
            let Some(token) = self.source.tokens.get(at).copied() else { break };
            match token.kind {
                Kind::Comment | Kind::End | Kind::Blank => at += 1,
                Kind::Operator => {
                    joined = true;
                    at += 2;
                }
                _ => {
                    if !first && !joined && token.gap {
                        self.blank(token, builder);
                    }
                    (first, joined) = (false, false);
                    at = self.term(at, range.end, builder, depth);
                }
            }
        }
    }

    /// A blank between two terms is one in the text.
    fn blank(&mut self, token: Token, builder: &mut Builder) {
        let at = token.range().start;
        if at > 0 && self.source.text.get(at - 1..at) == " " {
            builder.copy(self.source.text, at - 1..at);
        } else if let Some(span) = self.source.text.span(at..at) {
            builder.put(" ", span);
        }
    }

    /// A term; where the next one begins.
    fn term(&mut self, at: usize, end: usize, builder: &mut Builder, depth: u32) -> usize {
        let Some(token) = self.source.tokens.get(at).copied() else { return at + 1 };
        if let Some(close) = self.source.call(at, end) {
            self.called(at..close + 1, builder, depth);
            return close + 1;
        }
        match token.kind {
            Kind::Open => self.bracketed(at, end, builder, depth),
            Kind::Text if self.is_coded(at) => {
                self.unknown(at..at + 2, builder);
                at + 2
            }
            Kind::Text => {
                self.string(token, builder);
                at + 1
            }
            _ => {
                self.symbol(token, builder);
                at + 1
            }
        }
    }

    /// An expression in parentheses.
    fn bracketed(&mut self, at: usize, end: usize, builder: &mut Builder, depth: u32) -> usize {
        let Some(close) = self.source.close(at, end) else { return at + 1 };
        if depth < DEEPEST && self.source.is_text(&(at + 1..close)) {
            self.terms(at + 1..close, builder, depth + 1);
        } else {
            self.unknown(at..close + 1, builder);
        }
        close + 1
    }

    /// A function: of those that only tidy a text, the text; of others it isn't known.
    fn called(&mut self, range: Range<usize>, builder: &mut Builder, depth: u32) {
        const TIDY: &[&str] = &["STRIP", "TRANSLATE", "UPPER", "SPACE"];
        let inner = range.start + 2..range.end - 1;
        let name = self.source.tokens.get(range.start).copied();
        let name = name.map(|it| name_of(self.source.text, it)).unwrap_or_default();
        if depth < DEEPEST && self.word_function(&name, inner.clone(), builder).is_some() {
            return;
        }
        let plain = self.source.is_text(&inner) && !inner.is_empty();
        if depth < DEEPEST && plain && TIDY.contains(&name.as_str()) {
            self.terms(inner, builder, depth + 1);
        } else {
            self.unknown(range, builder);
        }
    }

    /// `'C1'x`, `'1101'b`
    fn is_coded(&self, at: usize) -> bool {
        let (Some(text), Some(next)) = (self.source.tokens.get(at), self.source.tokens.get(at + 1))
        else {
            return false;
        };
        let digits = self.source.text.get(text.range());
        let coded = digits.bytes().all(|it| it.is_ascii_hexdigit() || b"\"' ".contains(&it));
        let suffix = self.source.text.get(next.range());
        coded && !next.gap && matches!(suffix, "x" | "X" | "b" | "B")
    }

    /// A string, its quotes off; two in a row are one.
    fn string(&mut self, token: Token, builder: &mut Builder) {
        let range = token.range();
        let text = self.source.text;
        let quote = text.get(range.start..range.start + 1);
        let (mut start, end) = (range.start + 1, range.end.max(range.start + 2) - 1);
        while let Some(length) = text.get(start..end).find(quote) {
            builder.copy(text, start..start + length + 1);
            start += length + 2;
        }
        builder.copy(text, start..end.max(start));
    }

    /// A number, or a variable.
    fn symbol(&mut self, token: Token, builder: &mut Builder) {
        let text = self.source.text;
        let written = text.get(token.range());
        let named = written.starts_with(|it: char| !it.is_ascii_digit() && it != '.');
        if !named || text.unknown_at(token.range().start).is_some() {
            return builder.copy(text, token.range());
        }
        let Some(span) = text.span(token.range()) else { return };
        let name = self.values.compound(&name_of(text, token));
        let value = self.values.get(&name).filter(|it| self.context.holds(it.said, span));
        let value = value.map(|it| &it.value);
        let found = used(written, written, span);
        let given = self.context.given(&found.name).is_some();
        let used = self.context.valued(&found, value.map(Mapped::text));
        match value.filter(|_| !given && used.value.is_some()) {
            Some(value) => builder.value(used, value),
            None => builder.variable(used),
        }
    }

    /// What can't be evaluated.
    fn unknown(&mut self, tokens: Range<usize>, builder: &mut Builder) {
        let range = self.source.range(&tokens);
        let written: String = self.source.text.get(range.clone()).chars().take(100).collect();
        if let Some(span) = self.source.text.span(range) {
            builder.variable(self.context.valued(&used(&written, &written, span), None));
        }
    }
}
