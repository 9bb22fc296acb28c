//! The command language: the text of one command to a [`Command`].

use saffron_lang::Diagnostic;

use crate::command::Command;
use crate::script::CommandText;

/// What came of a command's text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The command; `None` where it can't be understood, which a diagnostic says.
    pub command: Option<Command>,
    /// Errors and doubts, at their places in the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one command. A command with an error isn't run: what RACF would make of it isn't known.
pub fn parse(text: &CommandText) -> Parsed {
    let _ = text;
    Parsed { command: None, diagnostics: Vec::new() }
}
