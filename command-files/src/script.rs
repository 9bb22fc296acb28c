//! A file of commands, after its host has been taken off: what every later stage works on.

use std::collections::BTreeMap;
use std::ops::Range;

use saffron_diagnostics::{Diagnostic, FileId, Span};

pub use crate::condition::{Condition, Term};

/// Values of template variables, given on the command line (`--var NAME=VALUE`).
pub type Values = BTreeMap<String, String>;

/// The kind of file in which commands are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// Nothing but commands.
    Commands,
    /// JCL: SYSTSIN of IKJEFT01 and its like.
    Jcl,
    /// A CLIST: commands between statements that control them.
    Clist,
    /// REXX: strings that are passed to TSO.
    Rexx,
    /// A shell script that calls `tsocmd`.
    Shell,
    /// A playbook.
    Yaml,
    /// A workflow or a page.
    Xml,
    /// A runbook, with fenced blocks.
    Markdown,
    /// `AsciiDoc` or reStructuredText.
    Markup,
    /// A program in another language, with commands in its strings.
    Program,
    /// A text about commands, with some in it.
    Notes,
}

/// The commands of one file.
#[derive(Clone, Debug)]
pub struct Script {
    /// The file.
    pub file: FileId,
    /// What kind it is.
    pub host: Host,
    /// Commands, in the order in which they would run.
    pub commands: Vec<CommandText>,
    /// Commands in comments ("uncomment to …"): proposals, not run.
    pub commented: Vec<CommandText>,
    /// Comments that no command follows, at the end of the file.
    pub comments: Vec<Comment>,
    /// Variables that are in commands, by their canonical names.
    pub variables: BTreeMap<String, Variable>,
    /// Parts of the file that hold commands of another security manager, and the like.
    pub skipped: Vec<Skipped>,
    /// Commands, and remains of some, that can't be made out; diagnostics report why.
    pub broken: Vec<Span>,
    /// Lines that seem to be commands and that nothing reads; a diagnostic reports each.
    pub unread: Vec<Span>,
    /// What is wrong with the file, and what is doubtful.
    pub diagnostics: Vec<Diagnostic>,
}

impl Script {
    /// A file that holds nothing but these commands.
    pub fn new(file: FileId, host: Host, commands: Vec<CommandText>) -> Self {
        Self {
            file,
            host,
            commands,
            commented: Vec::new(),
            comments: Vec::new(),
            variables: BTreeMap::new(),
            skipped: Vec::new(),
            broken: Vec::new(),
            unread: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// How many commands couldn't be made out: no text of a command is left of them.
    pub fn lost(&self) -> usize {
        self.broken.len() + self.unread.len()
    }
}

/// One command as the terminal monitor program gets it: its lines joined, comments and the host's
/// own syntax taken off. A variable without a value is in it as `${NAME}`.
#[derive(Clone, Debug, Default)]
pub struct CommandText {
    /// The text.
    pub text: String,
    /// Where its bytes come from: from the byte of `text` (first) on, the bytes of the file from the
    /// second on; ascending. A piece whose third is `false` was substituted or added: all its bytes
    /// come from that one place, up to the start of the next piece.
    pub pieces: Vec<Piece>,
    /// From the first to the last byte of the file that belong to it.
    pub span: Option<Span>,
    /// Comments above it and on its lines, in order.
    pub comments: Vec<Comment>,
    /// The condition under which it runs (JCL `IF`, a template's `#if`), as far as it isn't decided.
    pub condition: Option<Condition>,
    /// What data set names without quotes begin with.
    pub prefix: Prefix,
    /// The number of the block of a document that it is in; 0 where there are no blocks.
    pub block: u32,
}

/// What TSO puts before data set names without quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prefix {
    /// The ID of the user who issues the command.
    #[default]
    Issuer,
    /// Nothing (`PROFILE NOPREFIX`).
    None,
    /// These qualifiers (`PROFILE PREFIX(DOME)`).
    Own(String),
}

impl CommandText {
    /// Where a range of `text` is in the file: from the place of its first byte to that of its
    /// last, an empty one at the place of the byte after it. Without pieces all of it is where
    /// the command does.
    pub fn span(&self, range: Range<u32>) -> Span {
        let last = range.end.saturating_sub(1).max(range.start);
        let (Some(first), Some(last)) = (self.place(range.start), self.place(last)) else {
            return self.span.unwrap_or(Span { file: FileId(0), start: 0, end: 0 });
        };
        let end = if range.is_empty() { first.start } else { last.end };
        Span { end: end.max(first.start), ..first }
    }

    /// Where a byte of `text` is in the file.
    fn place(&self, at: u32) -> Option<Span> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        if !piece.verbatim {
            return Some(piece.span);
        }
        let start = piece.span.start.saturating_add(at - piece.at).min(piece.span.end);
        let end = start.saturating_add(1).min(piece.span.end);
        Some(Span { start, end, ..piece.span })
    }
}

/// A run of bytes of a command, and where they are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First byte of the run in [`CommandText::text`].
    pub at: u32,
    /// Where it is in the file. As long as the run where the bytes were taken over; of any other
    /// length where they stand for something else (a variable's value, an escape).
    pub span: Span,
    /// Whether each byte of the run is a byte of the file.
    pub verbatim: bool,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Without its delimiters; may have several lines.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A template variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// As it is written in the file: `{{ zowe_user }}`, `&STCGRP.`, `$MYUSER`.
    pub written: String,
    /// Its value, if it has one: given, or set in the file (`SET`, an assignment, a default).
    pub value: Option<String>,
    /// Its first use.
    pub span: Span,
}

/// What was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Why, for a person.
    pub why: String,
    /// Where.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { file: FileId(3), start, end }
    }

    /// `PERMIT A ` of one line, `CLASS(` and `)` of the next, and a variable's value between.
    fn command() -> CommandText {
        let piece = |at, span, verbatim| Piece { at, span, verbatim };
        CommandText {
            text: "PERMIT A CLASS(FACILITY)".to_owned(),
            pieces: vec![
                piece(0, span(100, 109), true),
                piece(9, span(114, 120), true),
                piece(15, span(120, 126), false),
                piece(23, span(126, 127), true),
            ],
            span: Some(span(100, 127)),
            ..CommandText::default()
        }
    }

    #[test]
    fn bytes_that_were_taken_over_stand_where_they_stood() {
        assert_eq!(command().span(0..6), span(100, 106));
        assert_eq!(command().span(9..14), span(114, 119));
    }

    #[test]
    fn a_range_over_two_lines_begins_and_ends_where_its_bytes_do() {
        assert_eq!(command().span(7..14), span(107, 119));
    }

    #[test]
    fn what_was_substituted_stands_where_the_variable_does() {
        assert_eq!(command().span(17..19), span(120, 126));
        assert_eq!(command().span(9..24), span(114, 127));
    }

    #[test]
    fn places_outside_of_the_text_stay_in_the_command() {
        assert_eq!(command().span(24..24), span(127, 127));
        assert_eq!(command().span(90..99), span(127, 127));
        assert_eq!(command().span(0..0), span(100, 100));
    }

    #[test]
    fn without_pieces_everything_stands_where_the_command_does() {
        let command = CommandText { pieces: Vec::new(), ..command() };
        assert_eq!(command.span(0..6), span(100, 127));
        assert_eq!(CommandText::default().span(0..6), Span { file: FileId(0), start: 0, end: 0 });
    }
}
