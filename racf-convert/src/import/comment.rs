//! Comments: freed of their boxes, and divided into banners and remarks.

use saffron_lang::{SourceMap, Span};

use saffron_command_files::script::Comment;

/// Characters of which boxes and rules are drawn.
const DRAWN: [char; 10] = ['*', '-', '=', '_', '#', '+', '~', '|', '/', '\\'];

/// A row of this many drawn characters is a rule.
const RULE: usize = 4;

/// Whether a line is a rule, or a ruler: no letter, and mostly strokes.
fn is_drawn(line: &str) -> bool {
    let drawn = line.chars().filter(|it| DRAWN.contains(it)).count();
    let dotted = line.chars().filter(|it| *it == '.').count();
    let others = line.chars().filter(|it| !DRAWN.contains(it) && !it.is_whitespace()).count();
    (drawn >= RULE && others == 0)
        || (drawn + dotted >= 2 * RULE && !line.chars().any(char::is_alphabetic))
}

/// The lines of a comment without its box.
pub(super) fn lines(comment: &str) -> Vec<String> {
    let boxed = comment.lines().any(|line| is_drawn(line.trim()));
    let mut lines: Vec<String> = Vec::new();
    for line in comment.lines() {
        let line = line.trim();
        let line = if is_drawn(line) { "" } else { without_frame(line, boxed) };
        let line = without_leader(line);
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line.to_owned());
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A title without the dots that fill its line.
fn without_leader(line: &str) -> &str {
    let title = line.trim_end_matches('.');
    if line.len() - title.len() >= RULE { title.trim_end() } else { line }
}

/// A line without the strokes of a box at both of its ends.
fn without_frame(line: &str, boxed: bool) -> &str {
    let stroke = |it: char| it == '*' || (boxed && DRAWN.contains(&it));
    let inner = line.trim_start_matches(stroke).trim_end_matches(stroke);
    let framed = inner.len() < line.len();
    if framed && (boxed || line.starts_with('*') || line.ends_with("**")) {
        inner.trim()
    } else {
        line
    }
}

/// Whether comments that are together have rules in them: they are the heading of something.
pub(super) fn is_heading(sources: &SourceMap, run: &[&Comment]) -> bool {
    let written = run.iter().flat_map(|it| sources.text(it.span).lines());
    written.chain(run.iter().flat_map(|it| it.text.lines())).any(|line| is_drawn(line.trim()))
}

/// Whether comments that are together are parted from the next command, by an empty line at
/// least: they aren't about this command alone.
pub(super) fn is_apart(sources: &SourceMap, run: &[&Comment], next: Span) -> bool {
    let Some(last) = run.last() else { return false };
    let end = next.start.max(last.span.end);
    let gap = sources.text(Span { start: last.span.end, end, ..last.span });
    gap.chars().filter(|it| *it == '\n').count() >= 2
}

/// A name for a file out of a title: its letters and digits, at most this many words.
pub(super) fn slug(title: &str) -> String {
    const LONGEST: usize = 40;
    let mut slug = String::new();
    for word in title.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()) {
        if slug.len() + word.len() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_fall_off() {
        let boxed = "*****************\n* Started tasks *\n* of the server  *\n*****************";
        assert_eq!(lines(boxed), ["Started tasks", "of the server"]);
        assert_eq!(lines(" - one\n - two "), ["- one", "- two"]);
        assert_eq!(lines("------ PAYROLL ------"), ["------ PAYROLL ------"]);
        assert_eq!(lines("* Groups"), ["Groups"]);
        assert_eq!(lines("\n\na\n\n\nb\n"), ["a", "", "b"]);
        assert_eq!(lines("ADMINISTRATORS ......"), ["ADMINISTRATORS"]);
        assert!(lines("*****").is_empty() && lines(".+....1....+....2").is_empty());
    }

    #[test]
    fn slugs() {
        assert_eq!(slug("Started tasks of the server"), "started-tasks-of-the-server");
        assert_eq!(slug("$ZOWE / #2"), "zowe-2");
        assert_eq!(slug("***"), "");
    }
}
