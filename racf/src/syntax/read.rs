//! The text of a command to its tree. What would make the tree deep, or leaves in doubt what belongs to
//! it, is reported here.

use saffron_diagnostics::Diagnostic;

use crate::codes;

use super::lexer::{Lexeme, Token, lexemes};
use super::reading::{Reading, shown};
use super::tree::{Builder, Piece, Tree};

/// TSO's command buffer holds no more (`TSO/E Programming Services`, command buffer).
pub(super) const MOST_CHARACTERS: usize = 32_767;

/// Parentheses inside parentheses; RACF's own commands need four.
pub(super) const DEEPEST: usize = 16;

/// How a command begins: what tells whose it is.
pub(super) struct Beginning<'t> {
    /// Its first word.
    pub(super) verb: &'t str,
    /// First byte of the verb.
    pub(super) start: u32,
    /// One past the verb's last byte.
    pub(super) end: u32,
    /// The word after the verb, if one follows.
    pub(super) second: Option<&'t str>,
    /// Whether a parenthesis follows the verb, without a blank.
    pub(super) has_list: bool,
    /// Whether the verb is all there is.
    pub(super) is_all: bool,
}

/// The beginning of a command; `None` for a text that has no word in it.
pub(super) fn beginning(text: &str) -> Option<Beginning<'_>> {
    let mut lexemes = lexemes(text);
    let first = lexemes.next()?;
    let verb = text.get(first.start as usize..first.end as usize).unwrap_or_default();
    let (start, end) = (first.start, first.end);
    let next = lexemes.next();
    let second = match next.map(|it| it.token) {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    };
    let has_list = next.is_some_and(|it| it.token == Token::Open && it.start == end);
    Some(Beginning { verb, start, end, second, has_list, is_all: next.is_none() })
}

/// The tree of a command. Without one the mistake was reported, and a text without a word is none.
pub(super) fn tree<'t>(reading: &mut Reading<'t>) -> Option<Tree<'t>> {
    let text = reading.text;
    if MOST_CHARACTERS < text.text.len() && MOST_CHARACTERS < text.text.chars().count() {
        too_long(reading);
        return None;
    }
    let lexemes = balanced(reading, lexemes(&text.text))?;
    let first = lexemes.first()?;
    let tree = built(&lexemes);
    if tree.is_none() {
        let message = "the command has no verb";
        let help = "start the command with its verb: `PERMIT …`";
        let range = first.start..first.end;
        reading.error(codes::UNKNOWN_COMMAND, range, message, "not a verb", help);
    }
    tree
}

fn built<'t>(lexemes: &[Lexeme<'t>]) -> Option<Tree<'t>> {
    let mut tree = Builder::default();
    for &Lexeme { token, start, end } in lexemes {
        match token {
            Token::Open => tree.open(start),
            Token::Close => tree.close(end),
            Token::Word(word) => tree.piece(Piece::Word(word), start..end),
            Token::Quoted(text) | Token::Foreign(text) => {
                tree.piece(Piece::Quoted(text), start..end);
            }
            Token::Unclosed | Token::Semicolon => {}
        }
    }
    tree.finish()
}

/// Tokens of which every parenthesis has its counterpart. `None` after a mistake that leaves the rest of the command in doubt.
fn balanced<'t>(
    reading: &mut Reading<'t>,
    lexemes: impl Iterator<Item = Lexeme<'t>>,
) -> Option<Vec<Lexeme<'t>>> {
    let mut tokens: Vec<Lexeme<'t>> = Vec::with_capacity(32);
    let mut open = Vec::new();
    for lexeme in lexemes {
        match lexeme.token {
            Token::Open => open.push(lexeme),
            Token::Close if open.pop().is_none() => {
                needless_parenthesis(reading, lexeme);
                continue;
            }
            Token::Unclosed => return unclosed_quote(reading, lexeme),
            Token::Semicolon => {
                semicolon(reading, lexeme);
                continue;
            }
            Token::Foreign(text) => foreign_quotes(reading, lexeme, text),
            Token::Word(word) if word.contains(DASHES) => {
                dash(reading, lexeme, word);
                if is_dash(word) {
                    continue;
                }
            }
            Token::Close | Token::Word(_) | Token::Quoted(_) => {}
        }
        if DEEPEST < open.len() {
            return too_deep(reading, lexeme);
        }
        tokens.push(lexeme);
    }
    match open.pop() {
        Some(lexeme) => unclosed_parenthesis(reading, &tokens, lexeme),
        None => Some(tokens),
    }
}

/// Dashes that look like the hyphen.
pub(super) const DASHES: [char; 5] = ['–', '—', '‐', '‑', '−'];

fn is_dash(word: &str) -> bool {
    word.chars().all(|char| DASHES.contains(&char))
}

fn dash(reading: &mut Reading<'_>, lexeme: Lexeme<'_>, word: &str) {
    let message = match shown(word) {
        word if is_dash(&word) => {
            format!("`{word}` is a dash, not a hyphen (`-`); it does not continue the line")
        }
        word => format!("`{word}` contains a dash instead of a hyphen (`-`)"),
    };
    let help = "replace it with a hyphen, `-`; word processors and e-mail programs turn hyphens into dashes";
    reading.error(codes::WRONG_DASH, lexeme.start..lexeme.end, message, "a dash", help);
}

fn too_long(reading: &mut Reading<'_>) {
    let message = format!("the command has more than {MOST_CHARACTERS} characters");
    let help = "this is TSO's limit: write several commands";
    let end = u32::try_from(reading.text.text.len()).unwrap_or(u32::MAX);
    reading.error(codes::TOO_LONG, 0..end, message, "too long", help);
}

fn too_deep<T>(reading: &mut Reading<'_>, lexeme: Lexeme<'_>) -> Option<T> {
    let message = format!("parentheses are nested more than {DEEPEST} levels deep");
    let help = "no RACF operand is nested this deep: check for missing closing parentheses";
    reading.error(codes::TOO_LONG, lexeme.start..lexeme.end, message, "too deep", help);
    None
}

fn needless_parenthesis(reading: &mut Reading<'_>, lexeme: Lexeme<'_>) {
    let message = "unmatched closing parenthesis";
    let help = "remove it, or add the missing opening parenthesis";
    reading.error(
        codes::UNBALANCED,
        lexeme.start..lexeme.end,
        message,
        "no opening parenthesis",
        help,
    );
}

fn unclosed_parenthesis<T>(
    reading: &mut Reading<'_>,
    tokens: &[Lexeme<'_>],
    lexeme: Lexeme<'_>,
) -> Option<T> {
    let before = tokens.iter().rev().find(|it| it.start < lexeme.start).map(|it| it.token);
    let operand = match before {
        Some(Token::Word(word)) if word.starts_with(['-', '+']) => return pasted(reading, lexeme),
        Some(Token::Word(word)) => format!("the parenthesis of `{}`", shown(word)),
        _ => "a parenthesis".to_owned(),
    };
    let message = format!("{operand} is never closed");
    let help = "add `)` where its values end; if the command goes on in the next line, \
                this line lacks its `-`";
    reading.error(codes::UNBALANCED, lexeme.start..lexeme.end, message, "opened here", help);
    None
}

fn pasted<T>(reading: &mut Reading<'_>, lexeme: Lexeme<'_>) -> Option<T> {
    let message = "a continuation character is in the middle of a line";
    let help = "two lines were probably pasted together: start a new line after the `-`";
    let range = lexeme.start..lexeme.end;
    reading.error(codes::PASTED_LINES, range, message, "never closed", help);
    None
}

fn unclosed_quote<T>(reading: &mut Reading<'_>, lexeme: Lexeme<'_>) -> Option<T> {
    let message = "a quoted text is never closed";
    let help = "add `'` where it ends; write a quote inside the text as `''`";
    let range = lexeme.start..lexeme.start.saturating_add(1);
    reading.error(codes::UNCLOSED_QUOTE, range, message, "opened here", help);
    None
}

fn semicolon(reading: &mut Reading<'_>, lexeme: Lexeme<'_>) {
    let message = "unexpected `;`: commands have no terminator";
    let help = "write each command on its own line";
    reading.error(codes::STRAY_TEXT, lexeme.start..lexeme.end, message, "not expected", help);
}

fn foreign_quotes(reading: &mut Reading<'_>, lexeme: Lexeme<'_>, text: &str) {
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let span = reading.span(lexeme.start..lexeme.end);
    let message = match (first, last) {
        (Some(first), Some('\'')) => format!("a text opened with `{first}` and closed with `'`"),
        (Some(first), _) => {
            format!("a text in `{first}`, which RACF does not recognize as a quote")
        }
        (None, _) => return,
    };
    let diagnostic = Diagnostic::error(
        codes::FOREIGN_QUOTES,
        message,
        span,
        "RACF does not recognize these quotes",
    );
    reading.diagnostics.push(diagnostic.help("put the text in single quotes: `'…'`"));
}
