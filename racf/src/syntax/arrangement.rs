//! A command whose words are being told apart: what its places are, and what is in them so far.

use saffron_diagnostics::Span;

use crate::command::Name;

use super::reading::Reading;
use super::table::Table;
use super::tree::{Item, List, Value};

/// The objects of a command are in places without a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The class.
    Class,
    /// One name or a list of names: of what, for messages.
    Names(&'static str),
    /// Exactly one name: of what, for messages.
    Name(&'static str),
}

/// What is in a place.
#[derive(Clone, Copy)]
pub(super) enum Filler<'a, 't> {
    One(&'a Value<'t>),
    Several(&'a List<'t>),
    /// Something that was reported.
    Mistake,
}

/// A command whose words are being distinguished.
pub(super) struct Arrangement<'r, 'a, 't, T: 'static> {
    pub(super) reading: &'r mut Reading<'t>,
    pub(super) table: &'static Table<T>,
    pub(super) places: &'static [Place],
    pub(super) fillers: Vec<Filler<'a, 't>>,
    /// Sets of which an operand was given, with its name and place.
    pub(super) seen: Vec<(&'static str, &'static str, Span)>,
    pub(super) items: &'a [Item<'t>],
    /// The last item that belongs to nothing.
    pub(super) last_stray: Option<usize>,
    /// Whether the item before is, or may be, an operand with a secret.
    pub(super) is_behind_secret: bool,
    /// Whether the rest belongs to another command.
    pub(super) is_over: bool,
}

impl<T> Arrangement<'_, '_, '_, T> {
    /// Whether no operand was found yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.seen.is_empty()
    }

    /// All its places.
    pub(super) fn places(&self) -> &'static [Place] {
        self.places
    }

    /// The place that is to be filled next.
    pub(super) fn open(&self) -> Option<Place> {
        self.places.get(self.fillers.len()).copied()
    }
}

impl<'a, 't> Filler<'a, 't> {
    /// The values: names without parentheses of their own.
    pub(super) fn values(self, reading: &mut Reading<'t>) -> Vec<&'a Value<'t>> {
        match self {
            Self::One(value) if reading.not_empty(reading.verb, value) => vec![value],
            Self::Several(list) => {
                let items = list.items.iter();
                items.filter_map(|item| reading.named(reading.verb, item)).collect()
            }
            Self::One(_) | Self::Mistake => Vec::new(),
        }
    }

    /// Names as they were written.
    pub(super) fn names(self, reading: &mut Reading<'t>) -> Vec<Name> {
        let values = self.values(reading);
        values.into_iter().map(|value| reading.name(value)).collect()
    }

    /// IDs.
    pub(super) fn ids(self, reading: &mut Reading<'t>) -> Vec<Name> {
        let values = self.values(reading);
        values.into_iter().map(|value| reading.folded(value)).collect()
    }
}
