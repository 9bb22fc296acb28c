//! Which words begin a command, as far as a host has to know: whether a text is a command at all.

use saffron_diagnostics::did_you_mean;
use saffron_vocabulary::verb::{self, VerbKind};

/// What the first word of a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// A command of RACF.
    Racf,
    /// A command of TSO/E.
    Tso,
    /// A command of the security manager of that name.
    Other(&'static str),
    /// Not known.
    Unknown,
}

/// The first word of a text: everything up to a blank, a parenthesis or a comma.
pub(super) fn first_word(text: &str) -> &str {
    let end = |it: char| it.is_whitespace() || matches!(it, '(' | ')' | ',' | ';' | '\'' | '"');
    text.trim_start().split(end).next().unwrap_or_default()
}

/// What a word is as the first of a line in a place where commands are expected.
pub(super) fn classify(word: &str) -> Verb {
    match verb::find(word) {
        Some(found) if found.is_racf() => Verb::Racf,
        Some(found) => match found.kind {
            VerbKind::Foreign(name) => Verb::Other(name),
            _ => Verb::Tso,
        },
        None if word.starts_with('%') => Verb::Tso,
        None => Verb::Unknown,
    }
}

/// Commands that are operands of other commands, too.
const OPERANDS: &[&str] = &["CONTROL", "DELETE", "PASSWORD", "PHRASE", "SET", "WHEN"];

/// Whether a line begins a command.
pub(super) fn begins(line: &str) -> bool {
    let word = first_word(line);
    if classify(word) == Verb::Unknown {
        return false;
    }
    let rest = after(line, word);
    let operand = rest.starts_with('(') || matches!(rest.trim(), "" | "-" | "+");
    !(operand && OPERANDS.iter().any(|operand| operand.eq_ignore_ascii_case(word)))
}

/// What is after the first word.
fn after<'t>(text: &'t str, word: &str) -> &'t str {
    text.trim_start().get(word.len()..).unwrap_or_default()
}

/// Whether a line begins in the midst of a command: with a parenthesis, a quote, or an operand with
/// its value.
pub(super) fn begins_with_operand(line: &str) -> bool {
    let word = first_word(line);
    let rest = after(line, word).trim_start();
    let plain = || word.bytes().all(|it| it.is_ascii_alphanumeric()) && !is_typo(word);
    match rest.chars().next() {
        Some('(') => plain() && !begins(line),
        Some(')' | '\'') => word.is_empty(),
        _ => false,
    }
}

/// Whether a text in a place where other things are too is a RACF command: by its verb or, if the
/// verb is also an ordinary word, by operands in parentheses.
pub(super) fn is_command(text: &str) -> bool {
    let word = first_word(text);
    let rest = after(text, word);
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    apart && classify(word) == Verb::Racf && (!verb::is_ordinary(word) || has_operand(rest))
}

/// Whether a text in the midst of prose is a command: a verb alone is only being talked about.
pub(super) fn is_quoted_command(text: &str) -> bool {
    let word = first_word(text);
    let rest = after(text, word);
    if !is_command(text) || rest.trim().is_empty() {
        return false;
    }
    let upper = word.bytes().all(|it| it.is_ascii_uppercase());
    has_operand(rest) || (upper && verb::is_complete_alone(word) && is_short(rest))
}

/// Whether a line of a text that is about commands is one: its operands, or a verb in upper case,
/// have to make it sure.
pub(super) fn is_noted_command(line: &str) -> bool {
    let word = first_word(line);
    let rest = after(line, word);
    let apart = rest.starts_with(char::is_whitespace);
    let operands = rest.matches('(').count();
    let typo = is_typo(word) && classify(word) == Verb::Unknown;
    let common = verb::is_ordinary(word) || word.eq_ignore_ascii_case("PERMIT");
    (is_quoted_command(line) && (is_upper(word) || !common || operands > 1))
        || is_continued_command(line)
        || (typo && apart && is_upper(word) && has_operand(rest))
}

/// Whether a word is written in upper case.
pub(super) fn is_upper(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_uppercase())
}

/// Whether a line of code is a command: there, also the short verbs mean nothing else if they are
/// in upper case and something follows.
pub(super) fn is_code_command(line: &str) -> bool {
    let word = first_word(line);
    let rest = after(line, word).trim();
    let short = verb::is_ordinary(word) && word.bytes().all(|it| it.is_ascii_uppercase());
    !rest.is_empty() && (is_command(line) || (short && rest.split_whitespace().count() == 1))
}

/// Whether a line of a comment is the first of a command that goes on with the next line.
pub(super) fn is_continued_command(text: &str) -> bool {
    let word = first_word(text);
    let marked = [" -", " +"].iter().any(|it| text.trim_end().ends_with(it));
    marked && classify(word) == Verb::Racf && word.bytes().all(|it| it.is_ascii_uppercase())
}

/// A few words in upper case, as in `SETROPTS LIST` or `DELUSER JOE`.
fn is_short(rest: &str) -> bool {
    let words = rest.split_whitespace().count();
    words <= 5 && !rest.contains(|it: char| it.is_lowercase() || matches!(it, ':' | ';' | ','))
}

/// `WORD(` or, in upper case, `WORD (`; or a list right after the verb.
fn has_operand(rest: &str) -> bool {
    let Some((before, _)) = rest.split_once('(') else { return false };
    let bare = before.trim_end();
    let word = bare.rsplit(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    let apart = bare.len() < before.len();
    bare.is_empty()
        || (!word.is_empty() && (!apart || word.bytes().all(|it| it.is_ascii_uppercase())))
}

/// Whether a word is probably a verb of RACF with a typo in it. A typo leaves one of the
/// first two letters as it is.
pub(super) fn is_typo(word: &str) -> bool {
    let letter = |word: &str, at: usize| word.as_bytes().get(at).map(u8::to_ascii_uppercase);
    let like = |it: &&str| {
        let near = it.len().abs_diff(word.len()) <= 2;
        near && (0..2).any(|at| letter(it, at) == letter(word, at))
    };
    word.len() > 3 && did_you_mean(word, verb::unmistakable().filter(like)).is_some()
}
