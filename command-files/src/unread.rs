//! What was left over: lines that seem to hold a command, and that nothing has read.

use saffron_diagnostics::{FileId, Span};

use super::context::Context;
use super::mapped::offset;
use super::verb;

/// What the lines begin with that are remarks, or are there to be shown.
const REMARKS: &[&str] = &["#", "*", "//", "--", ";", "<!--", "/*", "'", "..", "|"];

/// Words in front of a command that is only shown, or only named.
const SHOWING: &[&str] = &[
    "echo",
    "print",
    "say",
    "write",
    "log",
    "warn",
    "error",
    "info",
    "msg",
    "message",
    "debug",
    "name:",
    "title:",
    "description:",
    "summary:",
];

/// Reports each line that seems to hold a command, and that nothing has read, skipped or reported.
pub(super) fn report(context: &mut Context, file: FileId, text: &str) {
    let mut covered = context.covered();
    covered.sort_by_key(|it| it.start);
    let mut start = 0;
    let mut reach = 0;
    let mut next = covered.iter().peekable();
    for line in text.split_inclusive('\n') {
        let (from, end) = (offset(start), offset(start + line.trim_end().len()));
        start += line.len();
        while let Some(span) = next.next_if(|it| it.start < end.max(from + 1)) {
            reach = reach.max(span.end);
        }
        let indent = line.len() - line.trim_start().len();
        if reach <= from && end > from && is_left(line.trim()) {
            context.unread(Span { file, start: from + offset(indent), end });
        }
    }
}

/// Whether a line seems to hold a command that is to be run.
fn is_left(line: &str) -> bool {
    let line =
        [" # ", " // "].iter().fold(line, |code, mark| code.split(mark).next().unwrap_or(code));
    if REMARKS.iter().any(|mark| line.starts_with(mark)) || !verb::is_mentioned(line) {
        return false;
    }
    let lower = line.to_ascii_lowercase();
    let first = lower.split_once(['(', '"', '\'']).map_or(lower.as_str(), |(before, _)| before);
    !SHOWING.iter().any(|word| first.contains(word))
}
