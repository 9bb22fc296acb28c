//! Text to tokens: words, names, quoted texts and the comments between them.
//!
//! INVARIANT: lexing never fails. Characters that begin nothing become [`Token::Unknown`], which
//! no rule of the grammar accepts.
//!
//! Mistakes that many people make have tokens of their own (a text in single quotes, a resource
//! name without quotes, a block comment), so that [`crate::fix`] can say what to write instead.

use logos::{Lexer, Logos};

use crate::keyword::Keyword;

/// The smallest parts of a policy. Texts hold what is between the quotes, escapes as written.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\n\f\u{feff}]+")]
pub(crate) enum Token<'s> {
    #[token("{")]
    BraceOpen,
    #[token("}")]
    BraceClose,
    #[token("[")]
    BracketOpen,
    #[token("]")]
    BracketClose,
    #[token("(")]
    ParenOpen,
    #[token(")")]
    ParenClose,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token("=")]
    Equals,
    #[token("*")]
    Star,

    /// A word that the grammar knows; made of a [`Token::Word`], never by the lexer itself.
    Keyword(Keyword),
    /// Lower case, hyphens inside.
    #[regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", priority = 20)]
    Word(&'s str),
    /// Begins with a capital or a national character, as on the host.
    #[regex(r"[A-Z@#$][A-Za-z0-9@#$_]*", priority = 20)]
    Name(&'s str),
    /// A RACF variable, `&` included.
    #[regex(r"&[A-Z@#$][A-Z0-9@#$]*", priority = 20)]
    Variable(&'s str),
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", priority = 30)]
    Date(&'s str),
    #[regex(r"[0-9]+", priority = 20)]
    Number(&'s str),
    #[regex(r#""([^"\\\n]|\\[^\n])*""#, inside)]
    Text(&'s str),

    /// A doc line, slashes included.
    #[regex(r"///([^/\n][^\n]*)?", allow_greedy = true)]
    Doc(&'s str),
    #[regex(r"//([^/\n][^\n]*)?", allow_greedy = true)]
    #[regex(r"////[^\n]*", allow_greedy = true)]
    Comment(&'s str),

    /// A text whose closing quote is missing, up to the end of its line.
    #[regex(r#""([^"\\\n]|\\[^\n])*"#, after_quote)]
    OpenText(&'s str),
    #[regex(r"'[^'\n]*'", inside)]
    SingleQuoted(&'s str),
    /// `ZWES.IS`, `0PER`, `payGrp`, `2027-1-1`: what could be meant as one of many things.
    #[regex(r"[A-Za-z0-9@#$&_%][A-Za-z0-9@#$&_%.*+\-]*", priority = 2)]
    #[regex(r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}", priority = 25)]
    Lump(&'s str),
    /// A text in the quotes of word processors.
    #[regex(r#"[“”„‟″][^“”„‟″"\n]*[“”„‟″"]"#, typographic)]
    TypographicText(&'s str),
    /// A line that version control wrote into a file that it couldn't merge.
    #[regex(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)[^\n]*", allow_greedy = true)]
    MergeMarker(&'s str),
    #[token("/*", block_comment)]
    BlockComment,
    #[token(";")]
    Semicolon,
    /// A single quote that nothing closes, or characters that begin nothing.
    #[token("'")]
    Unknown(&'s str),

    /// Stands for what was reported and left out; see [`crate::recover`].
    Hole,
}

impl Token<'_> {
    /// Comments and doc lines, which the formatter treats alike.
    pub(crate) fn is_remark(self) -> bool {
        matches!(self, Self::Comment(_) | Self::Doc(_))
    }
}

fn inside<'s>(lexer: &Lexer<'s, Token<'s>>) -> &'s str {
    let slice = lexer.slice();
    slice.get(1..slice.len() - 1).unwrap_or_default()
}

fn after_quote<'s>(lexer: &Lexer<'s, Token<'s>>) -> &'s str {
    lexer.slice().get(1..).unwrap_or_default().trim_end()
}

fn typographic<'s>(lexer: &Lexer<'s, Token<'s>>) -> &'s str {
    let slice = lexer.slice();
    let mut chars = slice.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

/// Goes on to the `*/`; without one, to the end of the line.
fn block_comment<'s>(lexer: &mut Lexer<'s, Token<'s>>) {
    let rest = lexer.remainder();
    let length = rest.find("*/").map(|at| at + 2).or_else(|| rest.find('\n'));
    lexer.bump(length.unwrap_or(rest.len()));
}

/// A token and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme<'s> {
    pub(crate) token: Token<'s>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether nothing but blanks precede it on its line.
    pub(crate) line_start: bool,
}

/// All tokens of a text, comments included. Neighbouring unknown characters make one token.
pub(crate) fn lexemes(text: &str) -> impl Iterator<Item = Lexeme<'_>> {
    let mut raw = Token::lexer(text).spanned().peekable();
    let mut last_end = 0;
    std::iter::from_fn(move || {
        let (token, mut range) = raw.next()?;
        if token.is_err() {
            while let Some((_, more)) =
                raw.next_if(|(next, at)| next.is_err() && at.start == range.end)
            {
                range.end = more.end;
            }
        }
        let gap = text.get(last_end..range.start).unwrap_or_default();
        let line_start = last_end == 0 || gap.contains('\n');
        last_end = range.end;
        let token =
            token.unwrap_or_else(|()| Token::Unknown(text.get(range.clone()).unwrap_or_default()));
        Some(Lexeme {
            token: keyword(token),
            start: offset(range.start),
            end: offset(range.end),
            line_start,
        })
    })
}

fn keyword(token: Token<'_>) -> Token<'_> {
    match token {
        Token::Word(word) => Keyword::of(word).map_or(token, Token::Keyword),
        other => other,
    }
}

/// Texts over 4 GiB are refused before they come here.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The tokens of a text, each with its kind and its bytes, for tools and tests. Comments are among
/// them, blanks are not.
pub fn tokens(text: &str) -> Vec<(&'static str, std::ops::Range<usize>)> {
    let range = |lexeme: &Lexeme<'_>| lexeme.start as usize..lexeme.end as usize;
    lexemes(text).map(|lexeme| (kind(lexeme.token), range(&lexeme))).collect()
}

fn kind(token: Token<'_>) -> &'static str {
    match token {
        Token::BraceOpen
        | Token::BraceClose
        | Token::BracketOpen
        | Token::BracketClose
        | Token::ParenOpen
        | Token::ParenClose
        | Token::Colon
        | Token::Comma
        | Token::Equals
        | Token::Star => "mark",
        Token::Keyword(_) => "keyword",
        Token::Word(_) => "word",
        Token::Name(_) => "name",
        Token::Variable(_) => "variable",
        Token::Date(_) => "date",
        Token::Number(_) => "number",
        Token::Text(_) => "text",
        Token::Doc(_) => "doc",
        Token::Comment(_) => "comment",
        Token::OpenText(_) => "open text",
        Token::SingleQuoted(_) => "single-quoted",
        Token::TypographicText(_) => "typographic text",
        Token::MergeMarker(_) => "merge marker",
        Token::Lump(_) => "lump",
        Token::BlockComment => "block comment",
        Token::Semicolon | Token::Unknown(_) | Token::Hole => "unknown",
    }
}
