//! What an explanation reads, and what one rule contributes to it.

use saffron_bundle::layout::{ProfileRow, class_flag};

use crate::racf::subject::Acee;
use crate::racf::view::{self, ProfileView};
use crate::racf::walk::Walk;
use crate::request::{Operation, Question, Request};
use crate::source::Source;
use crate::tables::Tables;

/// What a rule found, before it is known whether the rule was reached.
pub(super) struct Finding<'b> {
    pub(super) applies: bool,
    pub(super) text: String,
    pub(super) source: Option<Source<'b>>,
}

pub(super) fn found(text: impl Into<String>, source: Option<Source<'_>>) -> Finding<'_> {
    Finding { applies: true, text: text.into(), source }
}

pub(super) fn not_applicable<'b>(text: impl Into<String>) -> Finding<'b> {
    Finding { applies: false, text: text.into(), source: None }
}

pub(super) struct Ladder<'l, 'b> {
    pub(super) tables: &'l Tables<'b>,
    pub(super) acee: &'l Acee<'b>,
    pub(super) request: &'l Request<'l>,
    pub(super) walk: &'l Walk<'b>,
}

impl<'b> Ladder<'_, 'b> {
    pub(super) fn question(&self) -> &Question<'_> {
        &self.request.question
    }

    /// The profile as RACF shows it.
    pub(super) fn profile_view(&self, row: &ProfileRow) -> ProfileView<'b> {
        let volume = view::shown_volume(self.tables, row, self.question());
        view::profile_view(self.tables, row, volume)
    }

    pub(super) fn administers(&self) -> bool {
        matches!(self.question().operation, Operation::Administer { .. })
    }

    /// Whether the class is DATASET.
    pub(super) fn is_dataset(&self) -> bool {
        self.walk.class.is_some_and(|(_, row)| row.flags() & class_flag::DATASET != 0)
    }
}
