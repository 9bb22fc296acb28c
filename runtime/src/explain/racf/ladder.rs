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
    /// Whether the rule applies to the request; otherwise it is shown as *not applicable*.
    pub(super) applies: bool,
    /// The finding in words, without a period at the end.
    pub(super) text: String,
    /// The line of the policy that the rule found.
    pub(super) source: Option<Source<'b>>,
}

/// The finding of a rule that applies.
pub(super) fn found(text: impl Into<String>, source: Option<Source<'_>>) -> Finding<'_> {
    Finding { applies: true, text: text.into(), source }
}

/// The finding of a rule that doesn't apply to the request, with the reason.
pub(super) fn not_applicable<'b>(text: impl Into<String>) -> Finding<'b> {
    Finding { applies: false, text: text.into(), source: None }
}

/// One request with everything that was found for it.
pub(super) struct Ladder<'l, 'b> {
    pub(super) tables: &'l Tables<'b>,
    pub(super) acee: &'l Acee<'b>,
    pub(super) request: &'l Request<'l>,
    pub(super) walk: &'l Walk<'b>,
}

impl<'b> Ladder<'_, 'b> {
    /// What is asked.
    pub(super) fn question(&self) -> &Question<'_> {
        &self.request.question
    }

    /// The profile as RACF shows it.
    pub(super) fn profile_view(&self, row: &ProfileRow) -> ProfileView<'b> {
        let volume = view::shown_volume(self.tables, row, self.question());
        view::profile_view(self.tables, row, volume)
    }

    /// Whether the request is about a change to a profile.
    pub(super) fn administers(&self) -> bool {
        matches!(self.question().operation, Operation::Administer { .. })
    }

    /// Whether the class is DATASET.
    pub(super) fn is_dataset(&self) -> bool {
        self.walk.class.is_some_and(|(_, row)| row.flags() & class_flag::DATASET != 0)
    }
}
