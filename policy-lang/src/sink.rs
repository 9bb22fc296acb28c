//! Collects the diagnostics of one file, up to a limit.

use crate::codes;
use crate::lexer::{Lexeme, Token};
use saffron_diagnostics::Diagnostic;
use saffron_diagnostics::{FileId, Span};

/// After so many mistakes the rest of a file is not read.
const LIMIT: usize = 100;

/// Longer messages are cut.
const LONGEST_MESSAGE: usize = 400;

/// The diagnostics of one file.
#[derive(Debug)]
pub(crate) struct Sink<'s> {
    file: FileId,
    text: &'s str,
    diagnostics: Vec<Diagnostic>,
    /// What was guessed about single words, as long as the grammar has not accepted them.
    guesses: Vec<Diagnostic>,
    /// Names in what was left out of the tree.
    lost_names: Vec<String>,
}

impl<'s> Sink<'s> {
    pub(crate) fn new(file: FileId, text: &'s str) -> Self {
        Self { file, text, diagnostics: Vec::new(), guesses: Vec::new(), lost_names: Vec::new() }
    }

    /// Adds a diagnostic. Of RACF commands in a policy only the first is reported: they were pasted
    /// together.
    pub(crate) fn push(&mut self, mut diagnostic: Diagnostic) {
        let is_command = diagnostic.code == codes::RACF_COMMAND;
        let is_known = is_command && self.diagnostics.iter().any(|it| it.code == diagnostic.code);
        if !self.is_full() && !is_known {
            shorten(&mut diagnostic.message);
            shorten(&mut diagnostic.primary.text);
            self.diagnostics.push(diagnostic);
        }
    }

    /// What is wrong with a word if the grammar accepts the correction of it.
    pub(crate) fn guess(&mut self, mut diagnostic: Diagnostic) {
        if !self.is_full() {
            shorten(&mut diagnostic.message);
            shorten(&mut diagnostic.primary.text);
            self.guesses.push(diagnostic);
        }
    }

    /// Forgets the guesses about words in a span that the grammar did not accept.
    pub(crate) fn forget_guesses(&mut self, span: Span) {
        self.guesses.retain(|guess| {
            let guessed = guess.primary.span;
            guessed.start < span.start || span.end < guessed.end
        });
    }

    /// Reports the guesses about words up to a place: the grammar accepted them.
    pub(crate) fn accept_guesses(&mut self, end: u32) {
        self.diagnostics.extend(self.guesses.extract_if(.., |guess| guess.primary.span.end <= end));
    }

    /// Remembers the names in lexemes that are left out of the tree.
    pub(crate) fn lose(&mut self, lexemes: &[Lexeme<'_>]) {
        let names = lexemes.iter().filter_map(|lexeme| match lexeme.token {
            Token::Name(name) | Token::Text(name) | Token::Variable(name) => Some(name.to_owned()),
            _ => None,
        });
        self.lost_names.extend(names);
    }

    /// The names in what was left out of the tree.
    pub(crate) fn take_lost_names(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lost_names)
    }

    /// Whether the rest of the file is not read.
    pub(crate) fn is_full(&self) -> bool {
        LIMIT <= self.diagnostics.len() + self.guesses.len()
    }

    pub(crate) fn file(&self) -> FileId {
        self.file
    }

    pub(crate) fn at(&self, start: u32, end: u32) -> Span {
        Span { file: self.file, start, end }
    }

    pub(crate) fn span(&self, lexeme: Lexeme<'_>) -> Span {
        self.at(lexeme.start, lexeme.end)
    }

    /// All of the file.
    pub(crate) fn whole(&self) -> &'s str {
        self.text
    }

    /// What is written between two places.
    pub(crate) fn text(&self, start: u32, end: u32) -> &'s str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The number of the line of a place; counts lines, so it is for diagnostics only.
    pub(crate) fn line(&self, at: u32) -> usize {
        self.text(0, at).bytes().filter(|&byte| byte == b'\n').count() + 1
    }

    /// The diagnostics in the order of the text; one more says if there were too many.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        let full = self.is_full();
        self.diagnostics.append(&mut self.guesses);
        saffron_diagnostics::diagnostic::sort(&mut self.diagnostics);
        if !full {
            return self.diagnostics;
        }
        let end = self.diagnostics.last().map_or(0, |last| last.primary.span.end);
        if self.is_gibberish() {
            return vec![not_a_policy(self.at(0, 0))];
        }
        let message = format!("more than {LIMIT} mistakes; the rest of the file was not read");
        let here = self.at(end, end);
        self.diagnostics.push(
            Diagnostic::error(codes::TOO_MANY_MISTAKES, message, here, "stopped here")
                .help("fix these first, then run again"),
        );
        self.diagnostics
    }

    /// Whether most of what was found wrong are characters that no policy has.
    fn is_gibberish(&self) -> bool {
        let unknown = self.diagnostics.iter().filter(|it| it.code == codes::UNKNOWN_CHARACTER);
        self.diagnostics.len() < 2 * unknown.count()
    }
}

/// A name of a megabyte is no use in a message.
fn shorten(message: &mut String) {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
}

/// The one diagnostic for a file of something else.
pub(crate) fn not_a_policy(span: Span) -> Diagnostic {
    let message = "this file is not a Saffron policy";
    Diagnostic::error(codes::NOT_A_POLICY, message, span, "not the text of a policy")
        .help("a policy is plain UTF-8 text; check that the file was transferred as text")
}
