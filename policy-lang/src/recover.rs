//! Parses one declaration; after a mistake, once more without the clause that has it.
//!
//! The grammar has no error rules. A clause with a mistake is corrected where it is clear what was
//! meant, and otherwise replaced by a [`Token::Hole`], which the grammar accepts wherever clauses
//! can be. So what is a mistake depends on the grammar and on what an author calls a clause, not on
//! what the parser has on its stack.

use std::ops::Range;

use crate::ast;
use crate::declaration;
use crate::explain;
use crate::lexer::{Lexeme, Token};
use crate::place::Place;
use crate::recovery::{Mistake, Repair};
use crate::sink::Sink;
use saffron_diagnostics::Diagnostic;
use saffron_vocabulary::budget::Budget;

/// How many lexemes of one declaration are parsed again at most: a bound on time.
const MOST_PARSED: usize = 4_000_000;

/// Parses a declaration and reports each of its mistakes.
pub(crate) fn declaration(mut lexemes: Vec<Lexeme<'_>>, sink: &mut Sink<'_>) -> ast::Item {
    let mut budget = Budget::new(MOST_PARSED);
    loop {
        let surprise = match declaration::parse(sink.file(), &lexemes) {
            Ok(item) => {
                accept_guesses(&lexemes, sink);
                return item;
            }
            Err(surprise) => surprise,
        };
        let place = Place::of(&lexemes, surprise.at);
        let Mistake { diagnostic, repair } = explain::explain(&lexemes, &place, &surprise, sink);
        forget_guesses(&lexemes, &repair, &diagnostic, sink);
        if repair.is_guess() {
            sink.guess(diagnostic);
        } else {
            sink.push(diagnostic);
        }
        if !budget.spend(lexemes.len())
            || sink.is_full()
            || !apply(&mut lexemes, repair, &place, sink)
        {
            accept_guesses(&lexemes, sink);
            return error_item(&lexemes, sink);
        }
    }
}

/// What was guessed about a word has no effect if the word itself was not expected, or if it goes
/// with the whole clause.
fn forget_guesses(
    lexemes: &[Lexeme<'_>],
    repair: &Repair<'_>,
    diagnostic: &Diagnostic,
    sink: &mut Sink<'_>,
) {
    sink.forget_guesses(diagnostic.primary.span);
    if let Repair::Hole(range) = repair
        && let Some([first, .., last]) = lexemes.get(range.clone())
        && first.start == diagnostic.primary.span.start
    {
        sink.forget_guesses(sink.at(first.start, last.end));
    }
}

/// The declaration has been parsed: what is still guessed about its words is true.
fn accept_guesses(lexemes: &[Lexeme<'_>], sink: &mut Sink<'_>) {
    if let Some(last) = lexemes.last() {
        sink.accept_guesses(last.end);
    }
}

/// Changes the lexemes; false if there is nothing left to change.
fn apply<'s>(
    lexemes: &mut Vec<Lexeme<'s>>,
    repair: Repair<'s>,
    place: &Place,
    sink: &mut Sink<'_>,
) -> bool {
    match repair {
        Repair::Edit(mut edits) => {
            edits.sort_by_key(|&(at, _)| std::cmp::Reverse(at));
            for (at, token) in edits {
                edit(lexemes, at, token);
            }
            true
        }
        Repair::Hole(range) => {
            punch(lexemes, range, sink)
                || (!place.rest.is_empty() && punch(lexemes, place.rest.clone(), sink))
                || punch(lexemes, place.declaration.clone(), sink)
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
fn punch(lexemes: &mut Vec<Lexeme<'_>>, range: Range<usize>, sink: &mut Sink<'_>) -> bool {
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
    sink.lose(old);
    lexemes.splice(range, [hole]);
    true
}

fn error_item(lexemes: &[Lexeme<'_>], sink: &mut Sink<'_>) -> ast::Item {
    sink.lose(lexemes);
    let start = lexemes.first().map_or(0, |first| first.start);
    let end = lexemes.last().map_or(start, |last| last.end);
    ast::Item { docs: Vec::new(), kind: ast::ItemKind::Error, span: sink.at(start, end) }
}
