//! Which words begin a command, as far as a host has to know: whether a text is a command at all.

use saffron_diagnostics::diagnostic::did_you_mean;

/// Verbs of RACF that mean nothing else, with their aliases (`RACF Command Language Reference`,
/// "RACF command names").
const RACF: &[&str] = &[
    "ADDGROUP", "ADDSD", "ADDUSER", "ALTDSD", "ALTGROUP", "ALTUSER", "DELDSD", "DELGROUP",
    "DELUSER", "LISTDSD", "LISTGRP", "LISTUSER", "PERMIT", "RACDCERT", "RACLINK", "RACMAP",
    "RACPRIV", "RALT", "RALTER", "RDEF", "RDEFINE", "RDEL", "RDELETE", "RLIST", "RVARY", "SETR",
    "SETROPTS",
];

/// Verbs of RACF that are words or commands elsewhere too: only operands tell.
const SHORT: &[&str] = &[
    "AD", "AG", "ALD", "ALG", "ALU", "AU", "BLKUPD", "CO", "CONNECT", "DD", "DG", "DU", "LD", "LG",
    "LU", "PASSWORD", "PE", "PHRASE", "PW", "RE", "REMOVE", "RL", "SEARCH", "SR",
];

/// Verbs that need no operand in parentheses.
const PLAIN: &[&str] = &[
    "DELDSD", "DELGROUP", "DELUSER", "DG", "DU", "LD", "LG", "LISTDSD", "LISTGRP", "LISTUSER",
    "LU", "RDEL", "RDELETE", "RL", "RLIST", "SEARCH", "SETR", "SETROPTS", "SR",
];

/// Commands of TSO/E, and of what runs under it, that are often found beside RACF's.
const TSO: &[&str] = &[
    "ALLOC", "ALLOCATE", "ALTLIB", "ATTN", "BPXBATCH", "CALL", "CONSOLE", "CONSPROF", "CONTROL",
    "DEF", "DEFINE", "DEL", "DELETE", "DELSTACK", "DISPLAY", "DROPBUF", "END", "EX", "EXEC",
    "EXECIO", "EXECUTIL", "EXIT", "FREE", "HALTER", "HDELETE", "HELP", "HLIST", "HMIGRATE",
    "HRECALL", "HSEND", "IDCAMS", "ISPEXEC", "ISPF", "ISPSTART", "ISREDIT", "LISTALC", "LISTBC",
    "LISTC", "LISTCAT", "LISTDS", "LOGOFF", "LOGON", "MAKEBUF", "MKDIR", "MOUNT", "NEWSTACK",
    "OBROWSE", "OCOPY", "OEDIT", "OGET", "OGETX", "OMVS", "OPUT", "OPUTX", "OSHELL", "OUTPUT",
    "PRINT", "PROF", "PROFILE", "QBUF", "RECEIVE", "RENAME", "REPRO", "RESTART", "RUN", "SDSF",
    "SEND", "SET", "SIGNOFF", "STATUS", "STOP", "SUBCOM", "SUBMIT", "TARGET", "TERMINAL", "TIME",
    "TSOEXEC", "TSOLIB", "UNMOUNT", "VERIFY", "WHEN", "WRITE", "XMIT",
];

/// Commands of ACF2 and Top Secret.
const OTHERS: &[(&str, &str)] = &[
    ("ACF", "ACF2"),
    ("ACFNRULE", "ACF2"),
    ("CHANGE", "ACF2"),
    ("COMPILE", "ACF2"),
    ("INSERT", "ACF2"),
    ("RECKEY", "ACF2"),
    ("STORE", "ACF2"),
    ("TSS", "Top Secret"),
];

/// What the first word of a text says about it.
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

/// No verb is longer.
const LONGEST: usize = 9;

/// Whether a word is in a list, in any case. The lists are in order.
fn among(word: &str, list: &[&str]) -> bool {
    let mut folded = [0; LONGEST];
    let Some(folded) = folded.get_mut(..word.len()) else { return false };
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_uppercase();
    list.binary_search_by(|it| it.as_bytes().cmp(folded)).is_ok()
}

/// What a word is as the first of a line in a place where commands stand.
pub(super) fn judge(word: &str) -> Verb {
    if among(word, RACF) || among(word, SHORT) {
        return Verb::Racf;
    }
    if let Some((_, name)) = OTHERS.iter().find(|(it, _)| it.eq_ignore_ascii_case(word)) {
        return Verb::Other(name);
    }
    if among(word, TSO) || word.starts_with('%') { Verb::Tso } else { Verb::Unknown }
}

/// Commands that are operands of other commands, too.
const OPERANDS: &[&str] = &["CONTROL", "DELETE", "PASSWORD", "PHRASE", "SET", "WHEN"];

/// Whether a line begins a command.
pub(super) fn begins(line: &str) -> bool {
    let word = first_word(line);
    if judge(word) == Verb::Unknown {
        return false;
    }
    let rest = after(line, word);
    let operand = rest.starts_with('(') || matches!(rest.trim(), "" | "-" | "+");
    !(operand && among(word, OPERANDS))
}

/// What stands behind the first word.
fn after<'t>(text: &'t str, word: &str) -> &'t str {
    text.trim_start().get(word.len()..).unwrap_or_default()
}

/// Whether a line begins in the midst of a command: with a parenthesis, a quote, or an operand with
/// its value.
pub(super) fn begins_with_operand(line: &str) -> bool {
    let word = first_word(line);
    let rest = after(line, word).trim_start();
    let plain = || word.bytes().all(|it| it.is_ascii_alphanumeric()) && !is_slip(word);
    match rest.chars().next() {
        Some('(') => plain() && !begins(line),
        Some(')' | '\'') => word.is_empty(),
        _ => false,
    }
}

/// Whether a text in a place where other things stand too is a RACF command: by its verb or, if the
/// verb is also an ordinary word, by operands in parentheses.
pub(super) fn is_command(text: &str) -> bool {
    let word = first_word(text);
    let rest = after(text, word);
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    apart && (among(word, RACF) || (among(word, SHORT) && has_operand(rest)))
}

/// Whether a text in the midst of prose is a command: a verb alone is only being talked about.
pub(super) fn is_quoted_command(text: &str) -> bool {
    let word = first_word(text);
    let rest = after(text, word);
    if !is_command(text) || rest.trim().is_empty() {
        return false;
    }
    let upper = word.bytes().all(|it| it.is_ascii_uppercase());
    has_operand(rest) || (upper && among(word, PLAIN) && is_short(rest))
}

/// Whether a line of a text that is about commands is one: its operands, or a verb in upper case,
/// have to make it sure.
pub(super) fn is_noted_command(line: &str) -> bool {
    let word = first_word(line);
    let rest = after(line, word);
    let apart = rest.starts_with(char::is_whitespace);
    let operands = rest.matches('(').count();
    let slip = is_slip(word) && judge(word) == Verb::Unknown;
    let common = among(word, SHORT) || word.eq_ignore_ascii_case("PERMIT");
    (is_quoted_command(line) && (is_upper(word) || !common || operands > 1))
        || is_continued_command(line)
        || (slip && apart && is_upper(word) && has_operand(rest))
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
    let short = among(word, SHORT) && word.bytes().all(|it| it.is_ascii_uppercase());
    !rest.is_empty() && (is_command(line) || (short && rest.split_whitespace().count() == 1))
}

/// Whether a line of a comment is the first of a command that goes on with the next line.
pub(super) fn is_continued_command(text: &str) -> bool {
    let word = first_word(text);
    let marked = [" -", " +"].iter().any(|it| text.trim_end().ends_with(it));
    marked
        && (among(word, RACF) || among(word, SHORT))
        && word.bytes().all(|it| it.is_ascii_uppercase())
}

/// A few words in upper case, as in `SETROPTS LIST` or `DELUSER JOE`.
fn is_short(rest: &str) -> bool {
    let words = rest.split_whitespace().count();
    words <= 5 && !rest.contains(|it: char| it.is_lowercase() || matches!(it, ':' | ';' | ','))
}

/// `WORD(` or, in upper case, `WORD (`; or a list right behind the verb.
fn has_operand(rest: &str) -> bool {
    let Some((before, _)) = rest.split_once('(') else { return false };
    let bare = before.trim_end();
    let word = bare.rsplit(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    let apart = bare.len() < before.len();
    bare.is_empty()
        || (!word.is_empty() && (!apart || word.bytes().all(|it| it.is_ascii_uppercase())))
}

/// Whether a word is probably a verb of RACF with a slip of the pen in it. A slip leaves one of the
/// first two letters as it is.
pub(super) fn is_slip(word: &str) -> bool {
    let letter = |word: &str, at: usize| word.as_bytes().get(at).map(u8::to_ascii_uppercase);
    let like = |it: &&str| {
        let near = it.len().abs_diff(word.len()) <= 2;
        near && (0..2).any(|at| letter(it, at) == letter(word, at))
    };
    word.len() > 3 && did_you_mean(word, RACF.iter().copied().filter(like)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_at_every_place() {
        for list in [RACF, SHORT, PLAIN, TSO, OPERANDS] {
            assert!(list.is_sorted(), "{list:?}");
            for word in list {
                assert!(word.len() <= LONGEST, "{word}");
                assert!(among(word, list) && among(&word.to_lowercase(), list), "{word}");
            }
        }
        assert!(!among("", RACF) && !among("PERMITTED ONES", RACF) && !among("é", SHORT));
    }
}
