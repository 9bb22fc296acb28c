//! What of a question doesn't depend on the user: its class, its name, the profile that protects it.
//!
//! It is known before the user is, so that the rows of both can be on their way from memory together.

use saffron_bundle::hash;
use saffron_bundle::layout::{ClassRow, NameSlot, ProfileRow, class_flag};

use crate::racf::name::ShortRoom;
use crate::racf::search::{self, Searched};
use crate::request::Question;
use crate::tables::Tables;

/// A question's class, and its name folded and cut.
#[derive(Clone, Copy)]
pub(crate) struct Prepared<'b> {
    pub(crate) class: Option<(u32, &'b ClassRow)>,
    /// Without a name if it needs more room.
    pub(crate) room: ShortRoom,
    /// Of class and name, in the table of discrete profiles.
    pub(crate) hash: u64,
    pub(crate) protecting: Protecting,
}

/// The protecting profile.
#[derive(Clone, Copy)]
pub(crate) enum Protecting {
    /// It wasn't searched yet.
    Unknown,
    /// What the search found.
    Searched(Option<u32>),
}

impl<'b> Prepared<'b> {
    /// Nothing, as for an unknown class.
    pub(crate) const NOTHING: Self =
        Self { class: None, room: ShortRoom::EMPTY, hash: 0, protecting: Protecting::Unknown };

    /// Finds the class and folds the name.
    #[inline]
    pub(crate) fn of(tables: &Tables<'b>, question: &Question<'_>) -> Self {
        let mut prepared = Self::NOTHING;
        prepared.set(tables, question);
        prepared
    }

    /// The same, in place.
    #[inline]
    pub(crate) fn set(&mut self, tables: &Tables<'b>, question: &Question<'_>) {
        self.class = tables.known_class(question.class);
        self.protecting = Protecting::Unknown;
        let Some((index, class)) = self.class else { return };
        let (prefix, resource) = whole_name(tables, class, question);
        let mixed_case = class.flags() & class_flag::MIXED_CASE != 0;
        if let Some(name) = self.room.set(prefix, resource, mixed_case) {
            self.hash = name.hash(tables.seed, index);
        }
    }

    /// Searches the protecting profile before it is known whether a rule needs it, which costs less
    /// when it is done for many questions, one after the other: no search waits for another's rows.
    pub(crate) fn search(&mut self, tables: &Tables<'b>, question: &Question<'_>) {
        if let (Some((index, class)), Some(name)) = (self.class, self.room.name()) {
            let volume = question.volume;
            let searched = Searched { name: &name, hash: self.hash, volume };
            let found = search::protecting_profile(tables, index, class, &searched);
            self.protecting = Protecting::Searched(found);
        }
    }

    /// The first slot of the table of discrete profiles that the search reads.
    #[inline]
    pub(crate) fn touch_slot(&self, tables: &Tables<'b>) -> u64 {
        hash::probe(tables.bundle.discrete_table(), self.hash).next().map_or(0, NameSlot::hash)
    }

    /// The row that the search found.
    #[inline]
    pub(crate) fn profile(&self, tables: &Tables<'b>) -> Option<&'b ProfileRow> {
        match self.protecting {
            Protecting::Unknown => None,
            Protecting::Searched(found) => tables.profile(found?),
        }
    }
}

/// The name in the question, and what `SETROPTS PREFIX` puts before it.
#[inline]
pub(crate) fn whole_name<'n>(
    tables: &Tables<'n>,
    class: &ClassRow,
    question: &Question<'n>,
) -> (&'n str, &'n str) {
    // RACF pads names with blanks.
    let resource = question.resource.trim_end_matches(' ');
    let prefixed = class.flags() & class_flag::DATASET != 0
        && !tables.prefix.is_empty()
        && !resource.contains('.');
    (if prefixed { tables.prefix } else { "" }, resource)
}
