//! The state of the reader of one text.

use std::ops::Range;

use super::block::Block;
use super::line::{Flow, LineFormat, Lines};
use crate::context::Context;
use crate::mapped::{Builder, Mapped};
use crate::script::Comment;

/// How a line goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// `-`: with the next line as it is.
    Keep,
    /// `+`: with the next line from its first character on that is not a blank.
    Drop,
}

/// The reader of one text.
pub(super) struct Reader<'r, 't> {
    pub(super) context: &'r mut Context,
    pub(super) text: &'r Mapped<'t>,
    pub(super) format: LineFormat,
    pub(super) lines: Lines,
    pub(super) block: Block,
    /// The command so far.
    pub(super) command: Builder,
    /// Comments on its lines.
    pub(super) comments: Vec<Comment>,
    /// Parentheses and quotes that are open in it.
    pub(super) flow: Flow,
    /// The continuation of the last line: where it is, and how it joins.
    pub(super) mark: Option<(Range<usize>, Joint)>,
    /// A comment goes on with the next line.
    pub(super) in_comment: bool,
    /// Where the code of a complete command ends on the line right above.
    pub(super) above: Option<usize>,
    /// The next line with code on it was meant for a command that has ended.
    pub(super) astray: bool,
    /// The command has become too long: the rest of it is skipped.
    pub(super) full: bool,
}

impl<'r, 't> Reader<'r, 't> {
    pub(super) fn new(context: &'r mut Context, text: &'r Mapped<'t>, format: LineFormat) -> Self {
        Self {
            context,
            text,
            format,
            lines: Lines::default(),
            block: Block::default(),
            command: Builder::default(),
            comments: Vec::new(),
            flow: Flow::default(),
            mark: None,
            in_comment: false,
            above: None,
            astray: false,
            full: false,
        }
    }
}
