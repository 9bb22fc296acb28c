//! Commands that were pasted into a policy.

use std::ops::Range;

use saffron_command_files::script::{CommandText, Host, Piece, Script};
use saffron_diagnostics::Span;
use saffron_vocabulary::verb::{self, VerbKind};

use crate::play::CommandFile;

/// Operands that take a secret, and what is typed for them.
const SECRETIVE: [&str; 12] = [
    "PASSW", "PASWORD", "PSWD", "PWD", "PHRASE", "KEYMASK", "KEYENC", "KEYMAK", "SESSKEY",
    "BINDPW", "RVARYPW", "SSIGNON",
];

/// Verbs that policies and their comments also have, in small letters.
const ORDINARY: [&str; 11] = [
    "connect", "display", "password", "permit", "remove", "restart", "search", "set", "signoff",
    "stop", "target",
];

/// So many more lines belong to a command whose parenthesis isn't closed.
const MOST_FURTHER: usize = 4;

/// A script with what looks like a command; `None` if nothing does.
pub(super) fn pasted(file: CommandFile<'_>) -> Option<Script> {
    let mut commands = Vec::new();
    let (mut at, mut marked, mut open, mut further) = (0, false, 0_usize, 0);
    for line in file.text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let text = file.text.get(range.clone()).unwrap_or_default();
        let continued = marked || (open > 0 && further < MOST_FURTHER);
        let begins = looks_like_command(text);
        if continued || begins {
            (open, further) = if begins { (0, 0) } else { (open, further + 1) };
            open = (open + text.matches('(').count()).saturating_sub(text.matches(')').count());
            marked = text.ends_with(['-', '+']);
            commands.push(command(file, text, range));
        }
    }
    (!commands.is_empty()).then(|| Script::new(file.file, Host::Notes, commands))
}

/// A line as a command, from its first word on.
fn command(file: CommandFile<'_>, line: &str, range: Range<usize>) -> CommandText {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let start = line.find(char::is_alphanumeric).unwrap_or_default();
    let span = Span { file: file.file, start: offset(range.start + start), end: offset(range.end) };
    CommandText {
        text: line.get(start..).unwrap_or_default().to_owned(),
        pieces: vec![Piece { at: 0, span, verbatim: true }],
        span: Some(span),
        ..CommandText::default()
    }
}

/// Whether a line begins with a verb of RACF, or has an operand that takes a secret.
fn looks_like_command(line: &str) -> bool {
    let start = line.find(char::is_alphanumeric).unwrap_or(line.len());
    let text = line.get(start..).unwrap_or_default();
    let end = text.find(|it: char| !it.is_alphanumeric()).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    let verb = verb::find(word);
    let is_racf = verb.is_some_and(|it| !matches!(it.kind, VerbKind::Tso | VerbKind::Foreign(_)));
    let is_said = word.chars().any(char::is_lowercase)
        && ORDINARY.iter().any(|it| it.eq_ignore_ascii_case(word));
    (is_racf && (!is_said || has_operand(text)))
        || (text.contains(['(', '[', '{', '\'']) && has_secret(line, is_racf))
}

/// Whether a parenthesis is right after a letter.
fn has_operand(text: &str) -> bool {
    let mut opened = text.match_indices('(').map(|(at, _)| text.get(..at).unwrap_or_default());
    opened.any(|before| before.ends_with(|it: char| it.is_ascii_alphabetic()))
}

/// Whether an operand that takes a secret is followed by a value.
fn has_secret(line: &str, is_command: bool) -> bool {
    let upper = line.to_ascii_uppercase();
    SECRETIVE.iter().any(|name| {
        upper.match_indices(name).any(|(at, _)| {
            let after = upper.get(at..).unwrap_or_default();
            let end = after.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(after.len());
            is_command || after.get(end..).is_some_and(|it| it.trim_start().starts_with('('))
        })
    })
}
