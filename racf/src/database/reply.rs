//! What a command reports while it runs: messages and the return code.

use saffron_diagnostics::Span;

use crate::outcome::{Lack, Message, Severity};

/// Messages so far, and the return code that they amount to.
#[derive(Debug, Default)]
pub(super) struct Reply {
    pub(super) messages: Vec<Message>,
    pub(super) return_code: u8,
}

/// Why a command, or its part about one name, isn't done.
#[derive(Debug)]
pub(super) struct Failure {
    id: Option<&'static str>,
    text: String,
    span: Span,
    return_code: u8,
    lack: Option<Lack>,
}

impl Failure {
    /// RACF would say `id`.
    pub(super) fn new(id: &'static str, text: String, span: Span) -> Self {
        Self::of(Some(id), text, span)
    }

    /// RACF refuses it too; by which message isn't known.
    pub(super) fn unnamed(text: String, span: Span) -> Self {
        Self::of(None, text, span)
    }

    /// With RACF's message, where it is known.
    pub(super) fn of(id: Option<&'static str>, text: String, span: Span) -> Self {
        Self { id, text, span, return_code: NOT_DONE, lack: None }
    }

    /// The command isn't understood: a class that doesn't exist, say.
    pub(super) fn not_understood(text: String, span: Span) -> Self {
        Self { id: None, text, span, return_code: NOT_UNDERSTOOD, lack: None }
    }

    /// The command would be done if the database contained this.
    pub(super) fn lacks(self, lack: Lack) -> Self {
        Self { lack: Some(lack), ..self }
    }
}

/// How many names or operands of a list failed, and how badly.
#[derive(Debug, Default)]
pub(super) struct Count {
    pub(super) failed: usize,
    return_code: u8,
}

/// The result of a step of a command.
pub(super) type Done<T = ()> = Result<T, Failure>;

const IN_PART: u8 = 4;
const NOT_DONE: u8 = 8;
const NOT_UNDERSTOOD: u8 = 12;

impl Reply {
    /// For information.
    pub(super) fn note(&mut self, id: Option<&'static str>, text: String, span: Span) {
        self.messages.push(Message { id, text, span, severity: Severity::Note, lack: None });
    }

    /// Done, but not what was meant, perhaps.
    pub(super) fn warn(&mut self, id: Option<&'static str>, text: String, span: Span) {
        self.messages.push(Message { id, text, span, severity: Severity::Warning, lack: None });
    }

    /// An operand had no effect: the command is done in part.
    pub(super) fn ignored(&mut self, id: Option<&'static str>, text: String, span: Span) {
        self.warn(id, text, span);
        self.at_least(IN_PART);
    }

    /// A name or an operand failed, and the command goes on.
    pub(super) fn skipped(&mut self, id: Option<&'static str>, text: String, span: Span) {
        self.skipped_commands(Failure::of(id, text, span));
    }

    /// A part of the command failed, and the command goes on.
    pub(super) fn skipped_commands(&mut self, failure: Failure) {
        self.at_least(IN_PART);
        self.say(failure);
    }

    /// The command failed.
    pub(super) fn failed(&mut self, failure: Failure) {
        self.at_least(failure.return_code);
        self.say(failure);
    }

    /// A part of the command failed; what that means for the whole is the last reply of the list,
    /// with [`Self::counted`].
    pub(super) fn listed(&mut self, failure: Failure, count: &mut Count) {
        count.failed += 1;
        count.return_code = count.return_code.max(failure.return_code);
        self.say(failure);
    }

    /// Of `all` names or operands some failed: 4 if others were done, else as if the command had
    /// failed.
    pub(super) fn counted(&mut self, count: &Count, all: usize) {
        if count.failed > 0 {
            self.at_least(if count.failed < all { IN_PART } else { count.return_code });
        }
    }

    fn say(&mut self, Failure { id, text, span, lack, .. }: Failure) {
        self.messages.push(Message { id, text, span, severity: Severity::Error, lack });
    }

    fn at_least(&mut self, return_code: u8) {
        self.return_code = self.return_code.max(return_code);
    }
}
