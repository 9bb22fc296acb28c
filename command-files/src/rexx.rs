//! REXX: strings that a program passes to TSO.
//!
//! Expressions are evaluated as far as they consist of constants and concatenation. Whatever else
//! is in one is a variable without a value, so nothing is ever guessed. Branches are all taken,
//! with their conditions; loops once.

mod expression;
mod routine;
mod run;
mod statement;
mod token;
mod turns;
mod values;

use self::run::Program;
use super::context::Context;
use super::mapped::Mapped;

/// Reads a program.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    let tokens = token::tokens(context, text);
    let statements = statement::statements(text, &tokens);
    let outer = context.condition.clone();
    context.list(|context| Program::new(context, text, &tokens, &statements).run());
    context.condition = outer;
}
