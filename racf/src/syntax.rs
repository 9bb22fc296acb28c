//! The command language: the text of one command to a [`Command`].
//!
//! ```text
//! text ──lexer──► tokens ──read──► tree ──arrange──► what it is about, operands ──tables──► Command
//! ```
//!
//! The tree knows words and lists. A table for each verb (`user.rs`, `permit.rs`, …) says which
//! operands there are, where their negative forms exist, and what each does to the command; a word
//! is an operand if it abbreviates just one of them.
//!
//! INVARIANT: a command with an error is never returned: half of a PERMIT may grant what the whole
//! would not.

mod arrange;
mod arrangement;
mod connect;
mod data_set;
mod dispatch;
mod exposed;
mod forms;
mod given;
mod group;
mod lexer;
mod listing;
mod misplaced;
mod mistake;
mod permit;
mod prefix;
mod profile;
mod read;
mod reading;
mod resource;
mod segment;
mod setropts;
mod shown_field;
mod shows;
mod skipped;
mod source;
mod spelling;
mod stray;
mod table;
mod tree;
mod user;
mod verb;
mod wording;
mod words;

use std::ops::Range;

use saffron_diagnostics::{Diagnostic, Span};

use crate::command::{Command, CommandKind};
use crate::print;
use saffron_command_files::script::CommandText;

pub use listing::{OperandEntry, ValueEntry, VerbEntry, skipped_commands, values, vocabulary};
pub use shown_field::is_shown;

use dispatch::Action;
use reading::{Reading, Texts};

/// What came of a command's text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The command; `None` where it can't be understood, which a diagnostic reports.
    pub command: Option<Command>,
    /// Errors and doubts, at their places in the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Bytes of the text that may be shown, ascending: verb, operands, and values that are known to be
    /// harmless. Everything else in it may be a secret.
    pub exposed: Vec<Range<u32>>,
    /// Bytes of values that are, or may be, secrets, ascending.
    pub concealed: Vec<Range<u32>>,
}

/// Reads one command. A command with an error isn't run: what RACF would make of it isn't known. A text that
/// people write, as DATA is, is treated as a secret if it looks like one.
pub fn parse(text: &CommandText) -> Parsed {
    read_text(text, Texts::Withheld)
}

fn read_text(text: &CommandText, texts: Texts) -> Parsed {
    let mut reading = Reading::new(text, texts);
    let understood = understand(&mut reading);
    let Reading { verb, diagnostics, idle, secrets, exposed, concealed, .. } = reading;
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let command = understood.filter(|_| sound).map(|(kind, span)| Command {
        kind: prefix::qualified(kind, &text.prefix),
        verb,
        span,
        comments: text.comments.clone(),
        condition: text.condition.clone(),
        idle,
        secrets,
    });
    let (exposed, concealed) = (exposed::merged(exposed), exposed::merged(concealed));
    Parsed { command, diagnostics, exposed, concealed }
}

/// What RACF understands by a command that a program has made: names in full and in upper case; `None` for
/// one that has an error. The operands of segments are texts until a command is read.
pub fn reread(command: &Command) -> Option<Command> {
    let text = CommandText { text: print::line(command), ..CommandText::default() };
    read_text(&text, Texts::Kept).command
}

fn understand(reading: &mut Reading<'_>) -> Option<(CommandKind, Span)> {
    let text = reading.text;
    let beginning = read::beginning(&text.text)?;
    let Some((verb, action)) = misplaced::verb(reading, &beginning) else {
        reading.expose_outline();
        return None;
    };
    reading.verb = verb;
    reading.expose_verb(&beginning);
    if let Action::Foreign(why) = action {
        let end = u32::try_from(text.text.trim_end().len()).unwrap_or(u32::MAX);
        return Some((CommandKind::Skipped { why }, reading.span(beginning.start..end)));
    }
    let Some(tree) = read::tree(reading) else {
        reading.expose_outline();
        return None;
    };
    let end = tree.items.last().map_or(tree.verb.end, |item| item.range().end);
    let span = reading.span(tree.verb.start..end);
    let kind = match action {
        Action::Read(read) => read(reading, &tree)?,
        Action::Skip(why) | Action::Foreign(why) => {
            reading.expose_outline();
            skipped::check(reading, &tree);
            CommandKind::Skipped { why }
        }
    };
    Some((kind, span))
}
