//! What is known of a mistake while it is explained.

use crate::lexer::{Lexeme, Token};
use crate::place::{self, Place};
use crate::recovery::Repair;
use crate::sink::Sink;
use crate::wording::Expected;
use saffron_diagnostics::Span;

/// What is known of a mistake.
pub(super) struct Case<'c, 's> {
    pub(super) lexemes: &'c [Lexeme<'s>],
    pub(super) place: &'c Place,
    pub(super) at: usize,
    pub(super) expected: Expected<'c>,
    pub(super) sink: &'c Sink<'c>,
}

impl<'s> Case<'_, 's> {
    pub(super) fn token(&self) -> Option<Token<'s>> {
        place::token(self.lexemes, self.at)
    }

    pub(super) fn previous(&self) -> Option<Token<'s>> {
        self.at.checked_sub(1).and_then(|at| place::token(self.lexemes, at))
    }

    pub(super) fn span_at(&self, at: usize) -> Span {
        let last =
            || self.lexemes.last().map_or(self.sink.at(0, 0), |it| self.sink.at(it.end, it.end));
        self.lexemes.get(at).map_or_else(last, |lexeme| self.sink.span(*lexeme))
    }

    pub(super) fn span(&self) -> Span {
        self.span_at(self.at)
    }

    /// Whether the surprise is the first word of a declaration.
    pub(super) fn begins_declaration(&self) -> bool {
        self.place.in_head && self.at == self.place.declaration.start
    }

    /// What is left out when all of the declaration makes no sense.
    pub(super) fn whole(&self) -> Repair<'s> {
        Repair::Hole(self.place.declaration.clone())
    }

    /// Whether nothing follows on its line, and the next line begins like a clause.
    pub(super) fn is_alone(&self, at: usize) -> bool {
        self.lexemes.get(at + 1).is_some_and(|next| {
            next.line_start && matches!(next.token, Token::Word(_) | Token::Keyword(_))
        })
    }

    /// The next token, if it is on the same line.
    pub(super) fn next_on_line(&self) -> Option<Token<'s>> {
        self.lexemes.get(self.at + 1).filter(|next| !next.line_start).map(|next| next.token)
    }

    pub(super) fn replace(&self, token: Token<'s>) -> Repair<'s> {
        Repair::Edit(vec![(self.at, Some(token))])
    }
}
