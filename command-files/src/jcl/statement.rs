//! Statements: name, operation, operands.

use std::ops::Range;

use crate::mapped::Mapped;

/// A statement.
#[derive(Debug)]
pub(super) struct Statement {
    /// Its name, in upper case; empty if it has none.
    pub(super) name: String,
    /// `DD`, `EXEC`, …
    pub(super) operation: String,
    /// Operands, without comments and without the blanks of a continuation.
    pub(super) operands: Mapped<'static>,
    /// All its cards.
    pub(super) span: Range<usize>,
}
