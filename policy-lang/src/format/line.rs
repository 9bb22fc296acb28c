//! A line of the result, and how wide lines may be.

/// Lines are no longer than this where they can be broken.
pub(super) const WIDTH: usize = 100;

/// Blanks for each step of indentation.
pub(super) const INDENT: usize = 2;

/// A line of the result.
#[derive(Clone, Debug)]
pub(super) struct Line<'s> {
    pub(super) indent: usize,
    /// Parts that are aligned with those of neighbouring lines; one, if nothing is.
    pub(super) cells: Vec<String>,
    pub(super) comment: Option<&'s str>,
    /// Whether an empty line precedes it.
    pub(super) blank: bool,
    /// Whether a property may be added to it.
    pub(super) open: bool,
}

impl<'s> Line<'s> {
    pub(super) fn new(indent: usize, text: String, comment: Option<&'s str>) -> Self {
        Self { indent, cells: vec![text], comment, blank: false, open: false }
    }

    /// Adds a comment at its end.
    pub(super) fn remark(&mut self, text: &'s str) {
        self.comment = Some(text);
    }

    pub(super) fn has_remark(&self) -> bool {
        self.comment.is_some()
    }

    pub(super) fn width(&self) -> usize {
        let text: usize = self.cells.iter().map(|cell| cell.chars().count() + 1).sum();
        INDENT * self.indent + text.saturating_sub(1)
    }

    pub(super) fn is_table_row(&self) -> bool {
        1 < self.cells.len()
    }
}
