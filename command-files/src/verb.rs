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

/// Words that pass what follows them to RACF or TSO: RAC of z/VM, TSO of ISPF.
const PASSING: &[&str] = &["RAC", "TSO"];

/// A command without a word in front of it that only passes it on.
pub(super) fn bare(text: &str) -> &str {
    let word = first_word(text);
    if !PASSING.iter().any(|passing| passing.eq_ignore_ascii_case(word)) {
        return text;
    }
    let rest = after(text, word);
    let command = rest.starts_with(char::is_whitespace) && classify(first_word(rest)) == Verb::Racf;
    if command { rest.trim_start() } else { text }
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
    let line = bare(line);
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
    let text = bare(text);
    let word = first_word(text);
    let rest = after(text, word);
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    apart && classify(word) == Verb::Racf && (!verb::is_ordinary(word) || has_operand(rest))
}

/// Whether a text in the midst of prose is a command: a verb alone is only being talked about.
pub(super) fn is_quoted_command(text: &str) -> bool {
    let text = bare(text);
    let word = first_word(text);
    let rest = after(text, word);
    if !is_command(text) || rest.trim().is_empty() {
        return false;
    }
    let upper = is_upper(word);
    // `Remove the right to LIB(DOME)` is a sentence.
    let operand =
        if upper || !is_common(word) { has_operand(rest) } else { has_known_operand(rest) };
    operand || (upper && verb::is_complete_alone(word) && is_short(rest))
}

/// Whether a line of a text that is about commands is one: its operands, or a verb in upper case,
/// have to make it sure.
pub(super) fn is_noted_command(line: &str) -> bool {
    let line = bare(line);
    let word = first_word(line);
    let rest = after(line, word);
    let apart = rest.starts_with(char::is_whitespace);
    let operands = rest.matches('(').count();
    let typo = is_typo(word) && classify(word) == Verb::Unknown;
    let common = is_common(word);
    (is_quoted_command(line) && (is_upper(word) || !common || operands > 1))
        || is_short_definition(line)
        || is_continued_command(line)
        || (typo && apart && is_upper(word) && has_operand(rest))
}

/// Whether a line is a definition without operands: an unmistakable verb, and a name with qualifiers
/// among at most three words.
fn is_short_definition(line: &str) -> bool {
    let word = first_word(line);
    let words: Vec<&str> = after(line, word).split_whitespace().collect();
    let is_name = |it: &&str| it.trim_matches('.').contains('.') && !it.ends_with(['.', ':', ',']);
    let definition = verb::find(word).is_some_and(|it| it.kind == VerbKind::Definition);
    definition && !is_common(word) && words.len() <= 3 && words.iter().any(is_name)
}

/// Whether a text is the beginning of a command that goes on elsewhere: a verb in upper case, a
/// blank, and nothing, or only variables.
pub(super) fn is_beginning(text: &str) -> bool {
    let word = first_word(text);
    let rest = after(text, word);
    let definition = verb::find(word).is_some_and(|it| it.kind == VerbKind::Definition);
    let open = rest.trim().is_empty() || rest.contains("${");
    definition && word.len() > 3 && is_upper(word) && rest.starts_with(' ') && open
}

/// Whether a line seems to hold a command, wherever in it: a verb, and an operand that is known.
pub(super) fn is_mentioned(line: &str) -> bool {
    let boundary = |it: char| !it.is_ascii_alphanumeric() && !matches!(it, '.' | '_' | '-' | '$');
    line.split(boundary).any(|word| {
        let verb = verb::find(word).filter(|it| it.kind == VerbKind::Definition);
        let sure = verb.is_some() && (is_upper(word) || !is_common(word)) && word.len() > 1;
        let start = (word.as_ptr() as usize).wrapping_sub(line.as_ptr() as usize) + word.len();
        let rest = line.get(start..).unwrap_or_default();
        sure && rest.starts_with(' ') && (has_known_operand(rest) || starts_option(word, rest))
    })
}

/// `SETROPTS RACLIST(`
fn starts_option(word: &str, rest: &str) -> bool {
    let setropts = verb::find(word).is_some_and(|it| it.name == "SETROPTS");
    setropts && rest.trim_start().split('(').next().is_some_and(is_upper) && rest.contains('(')
}

/// Whether a verb is also an ordinary word.
fn is_common(word: &str) -> bool {
    verb::is_ordinary(word) || word.eq_ignore_ascii_case("PERMIT")
}

/// Operands of the commands whose verbs are ordinary words, with their usual abbreviations.
const KNOWN_OPERANDS: &[&str] = &[
    "AC",
    "ACC",
    "ACCESS",
    "AUTH",
    "AUTHORITY",
    "CL",
    "CLASS",
    "FCLASS",
    "FILTER",
    "FROM",
    "GR",
    "GROUP",
    "ID",
    "MASK",
    "OWNER",
    "RESET",
    "REVOKE",
    "UACC",
    "USER",
    "WHEN",
];

/// Whether there is an operand with its value that such a command has.
fn has_known_operand(rest: &str) -> bool {
    rest.match_indices('(').any(|(at, _)| {
        let before = rest.get(..at).unwrap_or_default();
        let bare = before.trim_end();
        let word = bare.rsplit(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        let joined = bare.len() == before.len() || is_upper(word);
        joined && KNOWN_OPERANDS.iter().any(|operand| operand.eq_ignore_ascii_case(word))
    })
}

/// Whether a word is written in upper case.
pub(super) fn is_upper(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_uppercase())
}

/// Whether a line of code is a command: there, also the short verbs mean nothing else if they are
/// in upper case and something follows.
pub(super) fn is_code_command(line: &str) -> bool {
    let line = bare(line);
    let word = first_word(line);
    let rest = after(line, word).trim();
    let short = verb::is_ordinary(word) && word.bytes().all(|it| it.is_ascii_uppercase());
    !rest.is_empty() && (is_command(line) || (short && rest.split_whitespace().count() == 1))
}

/// Whether a line of a comment is the first of a command that goes on with the next line.
pub(super) fn is_continued_command(text: &str) -> bool {
    let text = bare(text);
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
