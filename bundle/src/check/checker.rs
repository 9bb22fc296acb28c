//! What the checks of all sections share: indices in range, lists in order, known flags.
//!
//! A check of a row returns a [`RowFault`]; [`each`] adds the section and the row to it.

use saffron_vocabulary::index::Index;
use zerocopy::little_endian::U32;

use crate::hash::{PROBE_LIMIT, Slot};
use crate::kind::SectionKind;
use crate::layout::{OptId, Run, TextRef, label_code};
use crate::open_error::OpenError;
use crate::row_fault::RowFault;
use crate::section::Bundle;

/// The result of the checks of a section.
pub(super) type Check = Result<(), OpenError>;
/// The result of the checks of a row.
pub(super) type RowCheck = Result<(), RowFault>;

/// Where a column of numbers stops ascending, so that any run can be checked in one step.
pub(super) struct Order {
    /// For each position, how many of the positions before it don't ascend to their successor.
    breaks: Vec<u32>,
}

impl Order {
    /// Reads a column once.
    pub(super) fn of<T: Ord>(values: impl Iterator<Item = T>) -> Self {
        let mut breaks = Vec::new();
        let mut count = 0;
        let mut before: Option<T> = None;
        for value in values {
            count += u32::from(before.is_some_and(|before| before >= value));
            breaks.push(count);
            before = Some(value);
        }
        Self { breaks }
    }

    /// Whether the run is inside of the column and ascends strictly.
    pub(super) fn ascends(&self, run: Run) -> bool {
        let range = run.range();
        if range.end > self.breaks.len() {
            return false;
        }
        range.is_empty() || self.breaks.get(range.start) == self.breaks.get(range.end - 1)
    }
}

/// The bundle, and the order of each column in which runs must ascend.
pub(super) struct Checker<'c, 'b> {
    pub(super) bundle: &'c Bundle<'b>,
    pub(super) group_order: Order,
    pub(super) scope_order: Order,
    pub(super) entry_order: Order,
    pub(super) category_order: Order,
    pub(super) conditional_order: Order,
}

/// Checks each row of a section; an error names the first one that is refused.
pub(super) fn each<T>(
    section: SectionKind,
    rows: &[T],
    mut check: impl FnMut(usize, &T) -> RowCheck,
) -> Check {
    for (row, value) in rows.iter().enumerate() {
        check(row, value).map_err(|fault| OpenError::Row { section, row, fault })?;
    }
    Ok(())
}

/// The fault, unless something holds.
pub(super) fn require(holds: bool, fault: RowFault) -> RowCheck {
    if holds { Ok(()) } else { Err(fault) }
}

/// A reference to a section must hold.
pub(super) fn refers(holds: bool, section: SectionKind) -> RowCheck {
    require(holds, RowFault::OutOfRange(section))
}

/// A list must be inside of its section and ascend.
pub(super) fn ordered(order: &Order, run: Run, section: SectionKind) -> RowCheck {
    require(order.ascends(run), RowFault::Unordered(section))
}

/// Flags without a meaning are refused, so that a later format can give them one.
pub(super) fn flags(set: u32, all: u32) -> RowCheck {
    require(set & !all == 0, RowFault::UnknownFlag)
}

/// An index, or none, must be inside of its section.
pub(super) fn optional<I: Index, T>(index: OptId<I>, rows: &[T], section: SectionKind) -> RowCheck {
    refers(index.is_within(rows.len()), section)
}

/// A run must be inside of its section.
pub(super) fn part<T>(run: Run, rows: &[T], section: SectionKind) -> RowCheck {
    refers(run.range().end <= rows.len(), section)
}

/// A hash table has a power of two of slots.
pub(super) fn sized<T: Slot>(section: SectionKind, table: &[T]) -> Check {
    let len = table.len();
    let fits = len == 0 || (len.is_power_of_two() && len >= PROBE_LIMIT);
    let fault = RowFault::TableSize;
    if fits { Ok(()) } else { Err(OpenError::Row { section, row: 0, fault }) }
}

impl Checker<'_, '_> {
    /// A text must be inside of the strings, on boundaries of characters.
    pub(super) fn text(&self, text: TextRef) -> RowCheck {
        refers(self.bundle.strings().get(text.range()).is_some(), SectionKind::Strings)
    }

    /// A user, group or external ID must exist.
    pub(super) fn id(&self, id: u32) -> RowCheck {
        refers((id as usize) < self.bundle.authorities().len(), SectionKind::Authorities)
    }

    pub(super) fn optional_id<I: Index>(&self, id: OptId<I>) -> RowCheck {
        optional(id, self.bundle.authorities(), SectionKind::Authorities)
    }

    /// A security label must be one of RACF's or a declared one.
    pub(super) fn label(&self, code: u32) -> RowCheck {
        let codes = label_code::DECLARED as usize + self.bundle.labels().len();
        refers((code as usize) < codes, SectionKind::Labels)
    }

    /// Security categories must ascend.
    pub(super) fn categories(&self, categories: Run) -> RowCheck {
        ordered(&self.category_order, categories, SectionKind::Categories)
    }
}

/// Numbers of a section that stores nothing else.
pub(super) fn numbers(section: &[U32]) -> impl DoubleEndedIterator<Item = u32> + '_ {
    section.iter().map(|number| number.get())
}
