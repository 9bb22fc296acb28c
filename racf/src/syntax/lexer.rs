//! The text of a command to tokens: words, quoted texts and parentheses. Blanks and commas only
//! separate, as they do for TSO.
//!
//! INVARIANT: lexing never fails, and every byte that isn't a blank or a comma is in a token.

use logos::Logos;

/// The smallest parts of a command. Quoted texts hold what is between the quotes, with its
/// quotes still doubled.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\n\f\u{a0},]+")]
pub(super) enum Token<'t> {
    #[token("(")]
    Open,
    #[token(")")]
    Close,
    /// Whatever no other token claims; a variable is part of its word.
    #[regex(r"(\$\{[^{}\r\n]*\}|[^ \t\r\n\f\u{a0},()'\x22;‘’“”„])+", |lexer| lexer.slice())]
    Word(&'t str),
    #[regex(r"'([^']|'')*'", |lexer| inside(lexer.slice()))]
    Quoted(&'t str),

    /// A text whose closing quote is missing: all the rest.
    #[regex(r"'([^']|'')*", allow_greedy = true)]
    Unclosed,
    /// A text in quotes that RACF doesn't know, quotes included.
    #[regex("[\\x22‘’“”„]", foreign)]
    Foreign(&'t str),
    #[token(";")]
    Semicolon,
}

fn inside(slice: &str) -> &str {
    slice.get(1..slice.len() - 1).unwrap_or_default()
}

/// Goes on to the quote that its writer will have taken for the closing one.
fn foreign<'t>(lexer: &mut logos::Lexer<'t, Token<'t>>) -> &'t str {
    let rest = lexer.remainder();
    let closing = |quotes: &[char]| {
        rest.char_indices()
            .find(|(_, char)| quotes.contains(char))
            .map(|(at, it)| at + it.len_utf8())
    };
    let length = match lexer.slice() {
        "\"" => closing(&['"']).or_else(|| closing(&['\''])),
        _ => closing(&['’', '‘', '”', '“', '"', '\'']),
    };
    lexer.bump(length.unwrap_or(rest.len()));
    lexer.slice()
}

/// A token and its bytes in the text of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme<'t> {
    pub(super) token: Token<'t>,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// All tokens of a text.
pub(super) fn lexemes(text: &str) -> impl Iterator<Item = Lexeme<'_>> {
    Token::lexer(text).spanned().map(|(token, range)| Lexeme {
        token: token.unwrap_or(Token::Semicolon),
        start: offset(range.start),
        end: offset(range.end),
    })
}

/// Texts over 4 GiB are refused before they come here.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
