//! One record, by the names of its fields.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, Day};

use crate::columns::Columns;
use crate::layout::Layout;

/// A record of a known type.
pub(super) struct Record<'r> {
    pub(super) layout: &'static Layout,
    pub(super) span: Span,
    columns: Columns<'r>,
}

impl<'r> Record<'r> {
    pub(super) fn new(text: &'r str, layout: &'static Layout, span: Span) -> Self {
        Self { layout, span, columns: Columns::new(text) }
    }

    /// A field without trailing blanks; empty if it isn't set or the record ends before it.
    pub(super) fn get(&self, field: &str) -> &'r str {
        let columns = self.layout.columns(field);
        columns.map_or("", |(first, last)| self.columns.get(first, last))
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
