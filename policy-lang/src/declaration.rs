//! The boundary around the grammar: everything that is LALRPOP's ends in this module.

use std::cell::Cell;
use std::convert::Infallible;

use lalrpop_util::ParseError;

use crate::ast;
use crate::build::Site;
use crate::lexer::{Lexeme, Token};
use crate::recovery::Surprise;
use saffron_diagnostics::FileId;

lalrpop_util::lalrpop_mod!(
    #[expect(
        clippy::pedantic,
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        clippy::unwrap_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::type_complexity,
        unused_lifetimes,
        unused_imports,
        unreachable_pub,
        reason = "generated from `grammar.lalrpop`"
    )]
    grammar
);

/// Parses the lexemes of one declaration.
pub(crate) fn parse(file: FileId, lexemes: &[Lexeme<'_>]) -> Result<ast::Item, Surprise> {
    let taken = Cell::new(0_usize);
    let tokens = lexemes.iter().map(|lexeme| {
        taken.set(taken.get() + 1);
        Ok::<_, Infallible>((lexeme.start, lexeme.token, lexeme.end))
    });
    let result = grammar::ItemParser::new().parse(Site(file), tokens);
    result.map_err(|error| surprise(error, taken.get(), lexemes.len()))
}

type Failure<'s> = ParseError<u32, Token<'s>, Infallible>;

/// The lexeme that surprises is the last one that the parser took.
fn surprise(error: Failure<'_>, taken: usize, len: usize) -> Surprise {
    match error {
        ParseError::UnrecognizedToken { expected, .. } => {
            Surprise { at: taken.saturating_sub(1), expected }
        }
        ParseError::UnrecognizedEof { expected, .. } => Surprise { at: len, expected },
        ParseError::ExtraToken { .. } | ParseError::InvalidToken { .. } => {
            Surprise { at: taken.saturating_sub(1), expected: Vec::new() }
        }
        ParseError::User { error } => match error {},
    }
}
