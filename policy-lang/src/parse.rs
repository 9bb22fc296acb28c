//! The entry point: a text to its tree and its diagnostics.

use std::ops::Range;

use crate::codes;
use crate::foreign::{self, Language};
use crate::layout::Layout;
use crate::sink::{Sink, not_a_policy};
use crate::{ast, recover};
use saffron_diagnostics::Diagnostic;
use saffron_diagnostics::{FileId, Span};

/// The largest file that is read.
const MAX_FILE_BYTES: usize = 64 << 20;

/// A syntax tree and everything wrong with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parse {
    /// The tree; it has `Error` holes, or lacks what was left out, where a diagnostic says so.
    pub file: ast::File,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Names in the text that was left out. What is said of them is not known, such as that they
    /// are declared there.
    pub lost_names: Vec<String>,
}

/// Parses one file. Never fails: a mistake costs the clause it is in, and nothing around it.
pub fn parse(file: FileId, text: &str) -> Parse {
    if let Some(diagnostic) = refused(file, text) {
        return Parse {
            file: ast::File::default(),
            diagnostics: vec![diagnostic],
            lost_names: Vec::new(),
        };
    }
    let mut sink = Sink::new(file, text);
    let mut layout = Layout::new(text);
    let mut items = Vec::new();
    while let Some(lexemes) = layout.next_declaration(&mut sink) {
        items.push(recover::declaration(lexemes, &mut sink));
        if sink.is_full() {
            break;
        }
    }
    let lost_names = sink.take_lost_names();
    Parse { file: ast::File { items }, diagnostics: sink.finish(), lost_names }
}

/// Files that aren't worth a closer look.
fn refused(file: FileId, text: &str) -> Option<Diagnostic> {
    let start = Span { file, start: 0, end: 0 };
    if MAX_FILE_BYTES < text.len() {
        let message = format!("this file is larger than {} MiB", MAX_FILE_BYTES >> 20);
        let label = "too large for a file of a policy";
        return Some(Diagnostic::error(codes::NOT_A_POLICY, message, start, label));
    }
    if is_binary(text) {
        return Some(not_a_policy(start));
    }
    foreign::recognise(text).map(|(language, line)| of_another_language(file, language, &line))
}

fn of_another_language(file: FileId, language: Language, line: &Range<usize>) -> Diagnostic {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file, start: place(line.start), end: place(line.end) };
    let phrase = language.phrase();
    let message = format!("this file is {phrase}, not a Saffron policy");
    let help = if language.is_host() {
        "`saffron import FILE` makes a policy of the RACF commands in it"
    } else {
        "a policy consists of declarations such as `profile CLASS \"NAME\" { … }`"
    };
    Diagnostic::error(codes::NOT_A_POLICY, message, span, format!("this begins {phrase}"))
        .help(help)
}

/// Whether a text is none: checked by control characters and characters that were undecodable.
fn is_binary(text: &str) -> bool {
    let start = || text.chars().take(4096);
    let odd = |char: &char| {
        (char.is_control() && !char.is_whitespace()) || *char == char::REPLACEMENT_CHARACTER
    };
    text.contains('\0') || start().count() < 16 * start().filter(odd).count()
}
