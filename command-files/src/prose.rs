//! Prose with commands in it: lines that begin like one and have operands.

use std::ops::Range;

use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::tso::{self, LineFormat};
use super::{session, shell, verb};

/// What a text's lines may begin with that isn't part of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// Nothing.
    None,
    /// What a terminal shows in front of what is typed: `>`, `$`.
    Prompts,
    /// `>` of Markdown; a backslash before a sign is none.
    Markdown,
    /// List marks, keys and quotes of YAML.
    Yaml,
    /// Prompts, and the quotes of a text in which all of it is.
    Notes,
}

/// So many lines that are no commands make a text one about commands.
const FEWEST: usize = 3;

/// Whether a text is about commands, and has some in it, rather than being commands: most of its
/// lines don't even look like one.
pub(super) fn is_about(text: &str) -> bool {
    let (mut commands, mut others, mut goes_on) = (0, 0, false);
    for line in text.lines().map(str::trim) {
        let command = verb::is_noted_command(line);
        if command {
            commands += 1;
        } else if !goes_on && !looks_like_command(line) {
            others += 1;
        }
        goes_on = (command || goes_on) && line.ends_with(['-', '+']);
    }
    others >= FEWEST && others > commands
}

/// Whether a line may be a broken command, a part of one, or a remark.
fn looks_like_command(line: &str) -> bool {
    let word = verb::first_word(line);
    let typo = verb::is_typo(word) && verb::is_upper(word);
    let of_template = ["#", "{%", "{#", "{{", ")"].iter().any(|it| line.starts_with(it));
    line.is_empty()
        || typo
        || of_template
        || tso::is_remark(line, LineFormat::Free)
        || verb::begins_with_operand(line)
}

/// Reads the commands of a text that is about commands, and says that there is more in it.
pub(super) fn read_about(context: &mut Context, text: &Mapped<'_>) {
    let first = text.text().len() - text.text().trim_start().len();
    let line = text.text().trim_start().lines().next().unwrap_or_default();
    if let Some(span) = text.span(first..first + line.len()) {
        context.skip("mostly not commands: only lines that look like a command are read", span);
    }
    read(context, text, Marks::Notes);
}

/// Reads the commands among the lines of a text.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>, marks: Marks) {
    let mut commands = Builder::default();
    let (mut start, mut state) = (0, State::Prose);
    let alone = !text.text().trim().contains('\n');
    for line in text.text().split_inclusive('\n') {
        let range = bare(line, start, marks);
        start += line.len();
        let words = text.get(range.clone());
        if calls(words, marks) {
            let before = std::mem::take(&mut commands);
            tso::read(context, &before.finish(), LineFormat::Free);
            shell::read(context, &text.part(range));
            continue;
        }
        state = state.next(words, alone, marks);
        if state != State::Prose {
            copy(&mut commands, text, range, marks);
        }
        // What is left out parts what is above it from what is below.
        if let Some(span) = text.span(start.min(text.len())..start.min(text.len())) {
            commands.put("\n", span);
        }
    }
    tso::read(context, &commands.finish(), LineFormat::Free);
}

/// Whether a line calls TSO; among other text, only if it passes a command of RACF.
fn calls(words: &str, marks: Marks) -> bool {
    match marks {
        Marks::Yaml => shell::is_call(words),
        Marks::None => false,
        _ => shell::is_call(words) && shell::passes_command(words),
    }
}

/// What the last line was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Prose,
    /// A command that is complete.
    Command,
    /// A command that goes on.
    Continued,
}

impl State {
    fn next(self, words: &str, alone: bool, marks: Marks) -> Self {
        let upper = verb::is_upper(verb::first_word(words));
        let begins = match marks {
            Marks::Yaml => verb::is_code_command(words),
            Marks::Notes => verb::is_noted_command(words) || session::is_noted(words),
            _ => verb::is_quoted_command(words) || verb::is_continued_command(words),
        };
        let goes_on = match self {
            Self::Prose => false,
            Self::Command => {
                verb::begins_with_operand(words) || (marks == Marks::Notes && is_terse(words))
            }
            Self::Continued => !words.is_empty(),
        };
        let comment = marks == Marks::Yaml && words.starts_with('#');
        let sure = upper || alone || matches!(marks, Marks::Yaml | Marks::Notes);
        if !(goes_on || comment || begins && sure) {
            return Self::Prose;
        }
        if words.ends_with(['-', '+']) { Self::Continued } else { Self::Command }
    }
}

/// Whether a line right below a command may be what is left of one: a word or two in upper case.
fn is_terse(words: &str) -> bool {
    let lower = |it: char| it.is_lowercase();
    !words.is_empty() && words.split_whitespace().count() <= 2 && !words.contains(lower)
}

/// Takes a line over; in Markdown, a backslash before a sign says only that it isn't markup.
fn copy(commands: &mut Builder, text: &Mapped<'_>, range: Range<usize>, marks: Marks) {
    let mut start = range.start;
    if marks == Marks::Markdown {
        let bytes = text.get(range.clone()).as_bytes();
        for (at, pair) in bytes.windows(2).enumerate() {
            if let [b'\\', sign] = pair
                && sign.is_ascii_punctuation()
                && range.start + at >= start
            {
                commands.copy(text, start..range.start + at);
                start = range.start + at + 1;
            }
        }
    }
    commands.copy(text, start..range.end);
}

/// Where a line's words are.
fn bare(line: &str, start: usize, marks: Marks) -> Range<usize> {
    let words = match marks {
        Marks::None => line.trim(),
        Marks::Prompts => line.trim().trim_start_matches(['>', '$', ' ']),
        Marks::Notes => without_quote(line.trim().trim_start_matches(['>', '$', ' '])),
        Marks::Markdown => line.trim().trim_start_matches(['>', ' ']),
        Marks::Yaml => value(line.trim()),
    };
    let at = line.find(words).unwrap_or(0);
    start + at..start + at + words.len()
}

/// A line of YAML without its list marks, its key, and quotes around its value.
fn value(line: &str) -> &str {
    let mut words = line;
    while let Some(rest) = words.strip_prefix("- ") {
        words = rest.trim_start();
    }
    if let Some((key, value)) = words.split_once(": ")
        && key.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'-'))
    {
        words = value.trim_start();
    }
    if let Some(inner) = words.strip_prefix('\'') {
        words = inner.strip_suffix('\'').unwrap_or(inner);
    }
    without_quote(words)
}

/// A line without the quotes that open or close a text of which it is a part.
fn without_quote(words: &str) -> &str {
    let words = words.strip_prefix('"').unwrap_or(words);
    // A quote that is left alone closes one on another line, or the one in front.
    if words.matches('"').count() % 2 == 1 {
        words.strip_suffix('"').unwrap_or(words)
    } else {
        words
    }
}
