//! Comments that are on lines of their own: joined to blocks, and searched for commands that are
//! only proposed.

use std::ops::Range;

use super::block::{Block, plain_text};
use super::reader::Reader;
use crate::mapped::{Builder, Mapped};
use crate::script::Comment;
use crate::verb;

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
