//! Text to tokens.

use std::ops::Range;

use crate::context::Context;
use crate::mapped::{Mapped, offset};
use crate::mistake;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string, quotes included.
    Text,
    /// A name or a number.
    Symbol,
    /// One character of an operator.
    Operator,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,` within a line.
    Comma,
    /// `:`
    Colon,
    /// The end of a clause.
    End,
    /// `/* … */`
    Comment,
    /// A line without anything on it, which parts comments.
    Blank,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    start: u32,
    end: u32,
    /// Whether a blank, or something that counts as one, is in front of it.
    pub(super) gap: bool,
}

impl Token {
    /// Where it is.
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The characters of names and numbers.
fn is_symbol(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '.' | '!' | '?' | '_' | '@' | '#' | '$' | '¢')
}

/// The tokens of a program.
pub(super) fn tokens(context: &mut Context, text: &Mapped<'_>) -> Vec<Token> {
    let mut lexer =
        Lexer { context, text, at: 0, line: 0, gap: true, bare: true, tokens: Vec::new() };
    while lexer.at < text.len() {
        lexer.next();
    }
    lexer.push(Kind::End, text.len()..text.len());
    lexer.tokens
}

struct Lexer<'l, 't> {
    context: &'l mut Context,
    text: &'l Mapped<'t>,
    at: usize,
    /// Where the line begins.
    line: usize,
    gap: bool,
    /// Nothing has stood on the line so far.
    bare: bool,
    tokens: Vec<Token>,
}

impl Lexer<'_, '_> {
    fn push(&mut self, kind: Kind, range: Range<usize>) {
        let (start, end) = (offset(range.start), offset(range.end));
        self.tokens.push(Token { kind, start, end, gap: self.gap });
        self.at = range.end;
        self.gap = matches!(kind, Kind::Comment | Kind::End);
        self.bare = false;
    }

    fn next(&mut self) {
        let rest = self.text.get(self.at..self.text.len());
        let Some(character) = rest.chars().next() else {
            self.at = self.text.len();
            return;
        };
        let one = self.at..self.at + character.len_utf8();
        match character {
            '\n' => self.line_ends(one),
            '/' if rest.starts_with("/*") => self.comment(),
            _ if character.is_whitespace() || character == '\u{1a}' => {
                self.at = one.end;
                self.gap = true;
            }
            '"' | '\'' => self.string(character),
            ';' => self.push(Kind::End, one),
            '(' => self.push(Kind::Open, one),
            ')' => self.push(Kind::Close, one),
            ',' => self.push(Kind::Comma, one),
            ':' => self.push(Kind::Colon, one),
            '$' if self.text.unknown_at(self.at).is_some() => {
                let length = rest.find('}').map_or(1, |it| it + 1);
                self.push(Kind::Symbol, self.at..self.at + length);
            }
            _ if is_symbol(character) => self.symbol(rest),
            _ => self.push(Kind::Operator, one),
        }
    }

    /// A name or a number. A record of 80 columns ends with a number outside the program.
    fn symbol(&mut self, rest: &str) {
        let length = rest.find(|it| !is_symbol(it)).unwrap_or(rest.len());
        let end = self.at + length;
        let word = rest.get(..length).unwrap_or_default();
        let number = length == 8 && word.bytes().all(|it| it.is_ascii_digit());
        let last =
            rest.get(length..).is_none_or(|it| it.is_empty() || it.starts_with(['\r', '\n']));
        if number && last && self.at - self.line == 72 {
            self.at = end;
        } else {
            self.push(Kind::Symbol, self.at..end);
        }
    }

    /// The end of a line ends a clause, unless a comma is in front of it.
    fn line_ends(&mut self, range: Range<usize>) {
        if self.bare {
            self.push(Kind::Blank, range);
        } else {
            let last = self.tokens.iter().rposition(|it| it.kind != Kind::Comment);
            match last {
                Some(last) if self.tokens.get(last).is_some_and(|it| it.kind == Kind::Comma) => {
                    self.tokens.remove(last);
                    self.at = range.end;
                }
                _ => self.push(Kind::End, range),
            }
        }
        self.line = self.at;
        self.gap = true;
        self.bare = true;
    }

    /// A comment, which may hold others.
    fn comment(&mut self) {
        let bytes = self.text.text().as_bytes();
        let (mut at, mut depth) = (self.at + 2, 1u32);
        while depth > 0 {
            match (bytes.get(at), bytes.get(at + 1)) {
                (Some(b'/'), Some(b'*')) => (at, depth) = (at + 2, depth + 1),
                (Some(b'*'), Some(b'/')) => (at, depth) = (at + 2, depth - 1),
                (Some(_), _) => at += 1,
                (None, _) => break,
            }
        }
        if depth > 0
            && let Some(span) = self.text.span(self.at..self.at + 2)
        {
            self.context.say(mistake::endless_comment(span));
        }
        self.push(Kind::Comment, self.at..at.min(self.text.len()));
    }

    /// A string; two quotes in a row are one. It ends with its line at the latest.
    fn string(&mut self, quote: char) {
        let rest = self.text.get(self.at + 1..self.text.len());
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        let mut quotes = line.match_indices(quote).map(|(at, _)| at).peekable();
        while let Some(at) = quotes.next() {
            if quotes.next_if_eq(&(at + 1)).is_none() {
                return self.push(Kind::Text, self.at..self.at + at + 2);
            }
        }
        let end = self.at + 1 + line.trim_end().len();
        if let Some(span) = self.text.span(self.at..end) {
            self.context.say(mistake::open_string(span));
        }
        self.push(Kind::Operator, self.at..end);
    }
}
