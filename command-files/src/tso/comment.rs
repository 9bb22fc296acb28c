//! Comments that are on lines of their own: joined to blocks, and searched for commands that are
//! only proposed.

use std::ops::Range;

use super::Reader;
use crate::mapped::{Builder, Mapped};
use crate::script::Comment;
use crate::verb;

/// Comments on lines that follow each other: a boxed banner is one comment.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// What is between the delimiters.
    inner: Vec<Range<usize>>,
    /// The first with its delimiters, to the last.
    outer: Option<Range<usize>>,
}

impl Block {
    /// Adds a comment.
    pub(super) fn push(&mut self, inner: Range<usize>, outer: Range<usize>) {
        let start = self.outer.as_ref().map_or(outer.start, |it| it.start);
        self.outer = Some(start..outer.end);
        self.inner.push(inner);
    }
}

/// A comment's text: without stars that only draw a box, without the blanks all its lines have.
pub(crate) fn plain_text<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let lines: Vec<&str> =
        lines.flat_map(|it| it.split('\n')).map(unboxed).filter(|it| !is_drawn(it)).collect();
    let margin = |line: &&str| line.len() - line.trim_start().len();
    let least = lines.iter().filter(|it| !it.trim().is_empty()).map(margin).min().unwrap_or(0);
    let cut: Vec<&str> =
        lines.iter().map(|it| it.get(least..).unwrap_or(it.trim_start())).collect();
    cut.join("\n").trim_matches('\n').to_owned()
}

/// A line that is only drawn.
fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    let drawn = |it: char| matches!(it, '-' | '=' | '*' | '_' | '+' | '~' | '#' | '.');
    line.len() > 2 && line.chars().all(drawn)
}

/// A line without the stars at its ends, if they are apart from its words.
fn unboxed(line: &str) -> &str {
    let line = line.trim_end();
    let bare = line.trim_start().trim_start_matches('*');
    let starred = bare.len() < line.trim_start().len();
    let apart = bare.is_empty() || bare.starts_with(char::is_whitespace);
    let line = if starred && apart { bare } else { line };
    let bare = line.trim_end_matches('*');
    if bare.ends_with(char::is_whitespace) || bare.is_empty() { bare.trim_end() } else { line }
}

impl Reader<'_, '_> {
    /// The comments on lines of their own so far are one comment; the next one is another.
    pub(super) fn block_ends(&mut self) {
        let Block { inner, outer } = std::mem::take(&mut self.block);
        let Some(span) = outer.and_then(|it| self.text.span(it)) else { return };
        let text = plain_text(inner.iter().map(|it| self.text.get(it.clone())));
        self.propose(&inner);
        if !text.trim().is_empty() {
            self.context.comment(Comment { text, span });
        }
    }

    /// A comment on the line of a command.
    pub(super) fn comment_beside(&mut self, inner: Range<usize>, outer: Range<usize>) {
        let text = plain_text(std::iter::once(self.text.get(inner)));
        if let (Some(span), false) = (self.text.span(outer), text.trim().is_empty()) {
            self.comments.push(Comment { text, span });
        }
    }

    /// Takes commands out of comments: a line that begins one, and those to which it is continued.
    fn propose(&mut self, inner: &[Range<usize>]) {
        let text = self.text;
        let mut lines = inner.iter().flat_map(|it| split(text, it.clone()));
        while let Some(line) = lines.next() {
            let words = text.get(line.clone());
            if !verb::is_quoted_command(words) && !verb::is_continued_command(words) {
                continue;
            }
            let mut command = Builder::default();
            command.copy(text, line);
            while command.trim_mark() {
                let Some(line) = lines.next() else { break };
                command.copy(text, line);
            }
            self.context.proposal(command.finish());
        }
    }
}

/// The lines of a comment.
fn split(text: &Mapped<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let line = |line: &str| {
        let found = start..start + line.len();
        start += line.len() + 1;
        found
    };
    text.get(range).split('\n').map(line).collect()
}
