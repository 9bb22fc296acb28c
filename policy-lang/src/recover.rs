//! Parses one declaration; after a mistake, once more without the clause that has it.
//!
//! The grammar has no error rules. What has a mistake is mended where it is plain what was meant,
//! and otherwise replaced by a [`Token::Hole`], for which the grammar has a place wherever there
//! are clauses. So each mistake is judged by the grammar, and by an author's idea of what a clause
//! is, not by what the parser happens to have on its stack.

use std::ops::Range;

use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::explain::{self, Mistake};
use crate::lexer::{Lexeme, Token};
use crate::parse;
use crate::place::Place;
use crate::sink::Sink;

/// How many lexemes of one declaration are parsed again at most: a bound on time.
const PATIENCE: usize = 4_000_000;

/// Positions of lexemes, and what replaces them; nothing, if they are dropped.
pub(crate) type Edits<'s> = Vec<(usize, Option<Token<'s>>)>;

/// How a declaration is changed before it is parsed again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Repair<'s> {
    /// Leaves a clause out.
    Hole(Range<usize>),
    /// Replaces, or drops, single lexemes.
    Edit(Edits<'s>),
}

/// Parses a declaration and reports each of its mistakes.
pub(crate) fn declaration(mut lexemes: Vec<Lexeme<'_>>, sink: &mut Sink<'_>) -> ast::Item {
    let mut patience = PATIENCE;
    loop {
        let surprise = match parse::declaration(sink.file(), &lexemes) {
            Ok(item) => return item,
            Err(surprise) => surprise,
        };
        let place = Place::of(&lexemes, surprise.at);
        let Mistake { diagnostic, repair } = explain::explain(&lexemes, &place, &surprise, sink);
        retract_guesses(&lexemes, &repair, &diagnostic, sink);
        sink.push(diagnostic);
        let spent = patience < lexemes.len();
        patience = patience.saturating_sub(lexemes.len());
        if spent || sink.is_full() || !apply(&mut lexemes, repair, &place) {
            return error_item(&lexemes, sink);
        }
    }
}

/// What the mender guessed about a word is moot if the word was not expected at all, or if the
/// whole declaration goes.
fn retract_guesses(
    lexemes: &[Lexeme<'_>],
    repair: &Repair<'_>,
    diagnostic: &Diagnostic,
    sink: &mut Sink<'_>,
) {
    sink.retract_guesses(diagnostic.primary.span);
    if let Repair::Hole(range) = repair
        && let Some([first, .., last]) = lexemes.get(range.clone())
        && first.start == diagnostic.primary.span.start
    {
        sink.retract_guesses(sink.at(first.start, last.end));
    }
}

/// Changes the lexemes; false if there is nothing left to change.
fn apply<'s>(lexemes: &mut Vec<Lexeme<'s>>, repair: Repair<'s>, place: &Place) -> bool {
    match repair {
        Repair::Edit(mut edits) => {
            edits.sort_by_key(|&(at, _)| std::cmp::Reverse(at));
            for (at, token) in edits {
                edit(lexemes, at, token);
            }
            true
        }
        Repair::Hole(range) => {
            punch(lexemes, range)
                || (!place.rest.is_empty() && punch(lexemes, place.rest.clone()))
                || punch(lexemes, place.declaration.clone())
        }
    }
}

fn edit<'s>(lexemes: &mut Vec<Lexeme<'s>>, at: usize, token: Option<Token<'s>>) {
    match token {
        Some(token) => {
            if let Some(lexeme) = lexemes.get_mut(at) {
                lexeme.token = token;
            }
        }
        None if at < lexemes.len() => drop(lexemes.remove(at)),
        None => {}
    }
}

/// Puts a hole in the place of a range; false if there is a hole already.
fn punch(lexemes: &mut Vec<Lexeme<'_>>, range: Range<usize>) -> bool {
    let Some(old) = lexemes.get(range.clone()) else { return false };
    let hole = match (old.first(), old.last()) {
        (Some(first), Some(last)) if old.iter().any(|lexeme| lexeme.token != Token::Hole) => {
            Lexeme { token: Token::Hole, end: last.end, ..*first }
        }
        (None, None) => match range.start.checked_sub(1).and_then(|before| lexemes.get(before)) {
            Some(before) if before.token != Token::Hole => {
                Lexeme { token: Token::Hole, start: before.end, end: before.end, line_start: false }
            }
            _ => return false,
        },
        _ => return false,
    };
    lexemes.splice(range, [hole]);
    true
}

fn error_item(lexemes: &[Lexeme<'_>], sink: &Sink<'_>) -> ast::Item {
    let start = lexemes.first().map_or(0, |first| first.start);
    let end = lexemes.last().map_or(start, |last| last.end);
    ast::Item { docs: Vec::new(), kind: ast::ItemKind::Error, span: sink.at(start, end) }
}
