//! Lines to commands, as the terminal monitor program reads them: continuation, comments, quotes.
//!
//! `-` as the last character of a line joins the next one as it is, `+` drops the blanks with which
//! that one begins (`TSO/E User's Guide`, "Continuing a command on another line"). A comment may
//! may be wherever a blank may.
//!
//! INVARIANT: each line of the text ends up in a command, a comment or a diagnostic.

mod block;
mod comment;
mod line;
mod lost;
mod reader;
mod scan;

use std::ops::Range;

pub(super) use self::block::plain_text;
use self::line::Flow;
pub(super) use self::line::{LineFormat, is_remark, unnumbered};
use self::reader::Reader;
use self::scan::Scanned;
use super::context::{Context, LONGEST_COMMAND};
use super::mapped::{Builder, Mapped};
use super::{mistake, verb};

/// Reads the commands of a text.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>, format: LineFormat) {
    context.list(|context| {
        let mut reader = Reader::new(context, text, format);
        while let Some(line) = reader.lines.next(text) {
            reader.line(&line);
        }
        reader.end();
    });
}

impl Reader<'_, '_> {
    /// A line, without its line break and its number.
    fn line(&mut self, line: &Range<usize>) {
        let above = self.above.take();
        let text = self.text.get(line.clone());
        if text.trim_start().is_empty() {
            self.idle(line.start);
            return self.block_ends();
        }
        if self.mark.is_none() {
            if is_remark(text.trim_start(), self.format) {
                return self.block.push(line.clone(), line.clone());
            }
            if self.is_lost(line, above) {
                return self.lost(line, above);
            }
        }
        self.check_width(line);
        let continued = self.mark.is_some();
        let scanned = self.scan(line);
        self.end_of_line(line, scanned, continued);
    }

    /// A line has been taken apart: the command goes on, or is complete.
    fn end_of_line(&mut self, line: &Range<usize>, scanned: Scanned, continued: bool) {
        let Scanned { code, mark, comments, end, .. } = scanned;
        let only_comments = !code && (!continued || mark.is_none());
        if only_comments {
            if continued {
                self.idle(line.start);
            }
            for (inner, outer) in comments {
                self.block.push(inner, outer);
            }
            self.mark = mark;
            return;
        }
        self.block_ends();
        for (inner, outer) in comments {
            self.comment_beside(inner, outer);
        }
        self.mark = mark;
        if self.mark.is_none() && !self.goes_on_unmarked(end) {
            self.above = Some(end);
            self.done();
        }
    }

    /// The command is complete.
    fn done(&mut self) {
        let command = std::mem::take(&mut self.command);
        let comments = std::mem::take(&mut self.comments);
        self.flow = Flow::default();
        self.mark = None;
        if !std::mem::take(&mut self.full) {
            self.context.command(command.finish(), comments);
        }
    }

    /// The command isn't one; a diagnostic has reported it.
    fn give_up(&mut self) {
        self.command = Builder::default();
        self.flow = Flow::default();
        self.mark = None;
        self.full = false;
        for comment in std::mem::take(&mut self.comments) {
            self.context.comment(comment);
        }
    }

    /// Stops taking in what makes the command longer than any command is.
    fn check_length(&mut self) {
        if self.command.len() <= LONGEST_COMMAND || self.full {
            return;
        }
        self.full = true;
        let text = std::mem::take(&mut self.command).finish();
        if let Some(span) = text.span(0..verb::first_word(text.text()).len()) {
            self.context.say(mistake::too_long(span));
            self.context.broken(span);
        }
    }

    fn end(mut self) {
        self.idle(self.text.len());
        self.block_ends();
    }
}
