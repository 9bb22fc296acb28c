//! What the parser, the explanations and the recovery tell each other.

use std::ops::Range;

use crate::lexer::Token;
use saffron_diagnostics::Diagnostic;

/// Where the grammar was surprised, and what it would have taken instead.
#[derive(Debug)]
pub(crate) struct Surprise {
    /// The position of the lexeme; past the last one if more was expected.
    pub(crate) at: usize,
    /// Terminals of the grammar, as it names them.
    pub(crate) expected: Vec<String>,
}

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

impl Repair<'_> {
    /// Whether it puts other words in the place of what was written: what was meant is a guess
    /// until the grammar has accepted them.
    pub(crate) fn is_guess(&self) -> bool {
        match self {
            Self::Hole(_) => false,
            Self::Edit(edits) => edits.iter().all(|(_, token)| token.is_some()),
        }
    }
}

/// A mistake and what to do about it before parsing again.
pub(crate) struct Mistake<'s> {
    pub(crate) diagnostic: Diagnostic,
    pub(crate) repair: Repair<'s>,
}
