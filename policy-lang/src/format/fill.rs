//! The head of a clause as text: blanks between tokens, and breaks where it is too long.

use super::line::{INDENT, Line, WIDTH};
use super::tree::Piece;
use crate::keyword::Role;
use crate::lexer::Token;

/// A list that is longer has lines of its own, where the clause doesn't fit on one.
const LONG_LIST: usize = 50;

/// The pieces on one line; `None` if a comment forbids it.
pub(super) fn one_line(head: &[Piece<'_>]) -> Option<String> {
    let mut text = String::new();
    let mut previous = None;
    for piece in head {
        let Piece::Token(token, written) = *piece else { return None };
        if previous.is_some_and(|previous| has_blank(previous, token)) {
            text.push(' ');
        }
        text.push_str(written);
        previous = Some(token);
    }
    Some(text)
}

/// The pieces on as many lines as they need. What goes on is indented by two steps more; the
/// elements of a long list by one, with its `]` below the beginning.
pub(super) fn lines<'s>(head: &[Piece<'s>], indent: usize) -> Vec<Line<'s>> {
    let (current, rest) = (String::new(), indent + 2);
    let mut filler = Filler { lines: Vec::new(), current, indent, rest };
    for chunk in chunks(head) {
        match chunk {
            Chunk::Text { text, blank } => filler.text(&text, blank),
            Chunk::Comment { text, own_line } => filler.comment(text, own_line),
            Chunk::Open => filler.turn(indent + 1, indent + 1),
            Chunk::Close => filler.turn(indent, indent + 2),
        }
    }
    filler.flush(None);
    filler.lines
}

/// What is not broken.
enum Chunk<'s> {
    Text {
        text: String,
        blank: bool,
    },
    Comment {
        text: &'s str,
        own_line: bool,
    },
    /// Elements of a long list follow.
    Open,
    /// The `]` of a long list follows.
    Close,
}

fn chunks<'s>(head: &[Piece<'s>]) -> Vec<Chunk<'s>> {
    let mut chunks: Vec<Chunk<'s>> = Vec::new();
    let mut previous = None;
    let mut in_long_list = false;
    for (at, piece) in head.iter().enumerate() {
        match *piece {
            Piece::Comment { text, own_line } => chunks.push(Chunk::Comment { text, own_line }),
            Piece::Token(token, written) => {
                if token == Token::BracketClose && in_long_list {
                    chunks.push(Chunk::Close);
                }
                push_token(&mut chunks, previous, token, written);
                if token == Token::BracketOpen {
                    in_long_list = is_long_list(head, at);
                    chunks.extend(in_long_list.then_some(Chunk::Open));
                }
                previous = Some(token);
            }
        }
    }
    chunks
}

/// Appends a token to the last chunk, or begins one where a line may be broken.
fn push_token(
    chunks: &mut Vec<Chunk<'_>>,
    previous: Option<Token<'_>>,
    token: Token<'_>,
    written: &str,
) {
    let blank = previous.is_some_and(|previous| has_blank(previous, token));
    let may_break = previous.is_none_or(|previous| may_break(previous, token));
    match chunks.last_mut() {
        Some(Chunk::Text { text, .. }) if !may_break => {
            text.push_str(if blank { " " } else { "" });
            text.push_str(written);
        }
        _ => chunks.push(Chunk::Text { text: written.to_owned(), blank }),
    }
}

/// Whether the list that opens at a position has comments or many elements.
fn is_long_list(head: &[Piece<'_>], open: usize) -> bool {
    let rest = head.get(open..).unwrap_or_default();
    let close = |piece: &Piece<'_>| matches!(piece, Piece::Token(Token::BracketClose, _));
    let list = rest.split(close).next().unwrap_or_default();
    one_line(list).is_none_or(|text| LONG_LIST < text.chars().count())
}

struct Filler<'s> {
    lines: Vec<Line<'s>>,
    current: String,
    /// The indentation of the current line, and of those after it.
    indent: usize,
    rest: usize,
}

impl<'s> Filler<'s> {
    fn text(&mut self, text: &str, blank: bool) {
        let width = INDENT * self.indent + self.current.chars().count() + 1 + text.chars().count();
        if WIDTH < width && !self.current.is_empty() {
            self.flush(None);
        }
        if blank && !self.current.is_empty() {
            self.current.push(' ');
        }
        self.current.push_str(text);
    }

    fn comment(&mut self, text: &'s str, own_line: bool) {
        let is_after_text = !self.current.is_empty();
        match self.lines.last_mut() {
            _ if is_after_text && !own_line => self.flush(Some(text)),
            // After the `[` of a long list.
            Some(last) if !is_after_text && !own_line && !last.has_remark() => last.remark(text),
            _ => {
                self.flush(None);
                self.lines.push(Line::new(self.indent, String::new(), Some(text)));
            }
        }
    }

    /// Goes on in a new line with other indentations.
    fn turn(&mut self, indent: usize, rest: usize) {
        self.flush(None);
        (self.indent, self.rest) = (indent, rest);
    }

    fn flush(&mut self, comment: Option<&'s str>) {
        if !self.current.is_empty() {
            let text = std::mem::take(&mut self.current);
            self.lines.push(Line::new(self.indent, text, comment));
            self.indent = self.rest;
        }
    }
}

/// Whether a blank is between two tokens.
pub(super) fn has_blank(left: Token<'_>, right: Token<'_>) -> bool {
    let after_open = matches!(left, Token::ParenOpen | Token::BracketOpen);
    let before_close = matches!(
        right,
        Token::ParenClose | Token::BracketClose | Token::Comma | Token::Colon | Token::ParenOpen
    );
    !after_open && !before_close
}

fn may_break(left: Token<'_>, right: Token<'_>) -> bool {
    let before = matches!(right, Token::Keyword(keyword) if keyword.is(Role::StartsLine));
    (left == Token::Comma || before) && has_blank(left, right)
}
