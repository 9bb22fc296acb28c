//! The lines of in-stream data: what ends it, and whose commands are in it.

use crate::verb;

/// Statements of JES2 that begin like the end of in-stream data.
const JES: &[&str] = &[
    "JOBPARM", "ROUTE", "XEQ", "SETUP", "OUTPUT", "MESSAGE", "NETACCT", "NOTIFY", "PRIORITY",
    "SIGNON", "SIGNOFF", "XMIT", "EOF",
];

/// `/*` alone, or a statement of JES2. With other text after it JES ends the data as well, but its
/// author means a comment.
pub(super) fn is_delimiter(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("/*") else { return false };
    let word = rest.split_whitespace().next().unwrap_or_default();
    rest.trim().is_empty() || (rest.starts_with(word) && JES.contains(&word))
}

/// The lines of a text that are neither blank nor a comment.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let is_code = |it: &&str| !it.is_empty() && !it.starts_with("/*") && !it.starts_with('*');
    text.lines().map(str::trim_start).filter(is_code)
}

/// The security manager whose commands a text holds, if it isn't RACF: its first command tells.
pub(super) fn other_manager(text: &str) -> Option<&'static str> {
    let first = code(text).map(|line| verb::classify(verb::first_word(line)));
    match first.into_iter().find(|it| *it != verb::Verb::Tso) {
        Some(verb::Verb::Other(name)) => Some(name),
        _ => None,
    }
}

/// Whether there is a command of RACF in a text.
pub(super) fn has_command(text: &str) -> bool {
    code(text).any(verb::is_command)
}
