//! `AsciiDoc` and reStructuredText: literal blocks, indented lines, and commands in inline literals.

use std::ops::Range;

use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::prose::{self, Marks};
use super::tso::{self, LineFormat};
use super::{embedded, shell, verb};

/// Reads a document.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    let mut page = Page { context, text, block: Builder::default(), prose: None, fence: None };
    let mut start = 0;
    for line in text.text().split_inclusive('\n') {
        page.line(start..start + line.trim_end().len(), start + line.len());
        start += line.len();
    }
    page.block_ends();
    page.prose_ends();
}

/// A document that is being read.
struct Page<'p, 't> {
    context: &'p mut Context,
    text: &'p Mapped<'t>,
    /// The lines of a literal block.
    block: Builder,
    /// A paragraph.
    prose: Option<Range<usize>>,
    /// The line that ends the block that is open.
    fence: Option<String>,
}

impl Page<'_, '_> {
    /// A line without the blanks at its end, and where the next one begins.
    fn line(&mut self, line: Range<usize>, next: usize) {
        let words = self.text.get(line.clone());
        if let Some(fence) = &self.fence {
            if words == fence {
                self.fence = None;
                self.block_ends();
            } else {
                self.code(line, next);
            }
            return;
        }
        let indented = words.starts_with([' ', '\t']);
        if is_fence(words) {
            self.fence = Some(words.to_owned());
            self.prose_ends();
            self.block_ends();
        } else if indented && (self.prose.is_none() || !self.block.is_empty()) {
            self.code(line, next);
        } else if words.is_empty() {
            self.prose_ends();
            if !self.block.is_empty() {
                self.code(line, next);
            }
        } else {
            self.block_ends();
            let start = self.prose.as_ref().map_or(line.start, |it| it.start);
            self.prose = Some(start..line.end);
        }
    }

    /// A line of a literal block, without a callout of `AsciiDoc`.
    fn code(&mut self, line: Range<usize>, next: usize) {
        let words = self.text.get(line.clone());
        let callout = words.rsplit_once('<').filter(|(_, number)| {
            let digits = number.strip_suffix('>').unwrap_or_default();
            !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
        });
        let length = callout.map_or(words, |(before, _)| before).trim_end().len();
        self.block.copy(self.text, line.start..line.start + length);
        self.block.copy(self.text, line.end.max(next.saturating_sub(1))..next);
    }

    fn block_ends(&mut self) {
        let block = std::mem::take(&mut self.block).finish();
        if !block.text().trim().is_empty() {
            self.context.next_block();
            embedded::read(self.context, &block, 0);
        }
    }

    /// A paragraph is complete: lines of it may be commands, and literals in it.
    fn prose_ends(&mut self) {
        let Some(range) = self.prose.take() else { return };
        if self.text.get(range.clone()).contains('`') {
            return self.literals(range);
        }
        prose::read(self.context, &self.text.part(range), Marks::Markdown);
    }

    fn literals(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for (at, part) in self.text.get(range).split('`').enumerate() {
            let inner = start..start + part.len();
            start += part.len() + 1;
            if at % 2 == 0 && part.is_empty() {
                continue;
            }
            let text = self.text.part(inner);
            if verb::is_quoted_command(part) {
                tso::read(self.context, &text, LineFormat::Free);
            } else if shell::is_call(part) {
                shell::read(self.context, &text);
            }
        }
    }
}

/// Whether a line begins a literal block of `AsciiDoc`, which the same line ends.
pub(super) fn is_fence(line: &str) -> bool {
    let drawn = |sign: char| line.len() >= 4 && line.chars().all(|it| it == sign);
    drawn('-') || drawn('.') || line.starts_with("```")
}
