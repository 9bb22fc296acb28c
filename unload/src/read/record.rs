//! One record, by the names of its fields.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, Day};

use crate::layout::Layout;

/// A record of a known type.
pub(super) struct Record<'r> {
    pub(super) layout: &'static Layout,
    pub(super) span: Span,
    text: &'r str,
    /// Whether a column is a byte.
    plain: bool,
}

impl<'r> Record<'r> {
    pub(super) fn new(text: &'r str, layout: &'static Layout, span: Span) -> Self {
        Self { layout, span, text, plain: text.is_ascii() }
    }

    /// A field without trailing blanks; empty if it isn't set or the record ends before it.
    pub(super) fn get(&self, field: &str) -> &'r str {
        let Some((first, last)) = self.layout.columns(field) else { return "" };
        let text = if self.plain {
            let end = last.min(self.text.len());
            self.text.get(first - 1..end).unwrap_or_default()
        } else {
            self.characters(first, last)
        };
        text.trim_end_matches([' ', '\0'])
    }

    fn characters(&self, first: usize, last: usize) -> &'r str {
        let mut starts = self.text.char_indices().map(|(at, _)| at).skip(first - 1);
        let Some(start) = starts.next() else { return "" };
        let end = starts.nth(last - first).unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default()
    }

    /// A field that is set.
    pub(super) fn set(&self, field: &str) -> Option<&'r str> {
        Some(self.get(field)).filter(|it| !it.is_empty())
    }

    /// Whether a flag is `YES`.
    pub(super) fn yes(&self, field: &str) -> bool {
        self.get(field) == "YES"
    }

    /// A number above zero.
    pub(super) fn number<T: std::str::FromStr + Default + PartialEq>(
        &self,
        field: &str,
    ) -> Option<T> {
        self.get(field).trim().parse().ok().filter(|it| *it != T::default())
    }

    pub(super) fn day(&self, field: &str) -> Option<Day> {
        Day::parse(self.get(field))
    }

    pub(super) fn level(&self, field: &str) -> Option<AccessLevel> {
        AccessLevel::from_name(self.get(field))
    }
}
