//! Which row of the origins belongs to which row of another section.
//!
//! The origins of classes come first, then those of IDs, connections and global entries,
//! PROTECTALL's, each profile's own, and SAFR's. Writer, reader and checks ask here by name; no
//! other code counts.

use crate::indices::{ClassIndex, IdIndex, OriginIndex};
use crate::layout::{ProfileRow, Run};
use crate::section::Bundle;
use saffron_vocabulary::index::Index as _;

/// The order of the origins of all rows that have exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origins {
    classes: usize,
    ids: usize,
    connections: usize,
    globals: usize,
}

impl Origins {
    /// The origins of a bundle with these numbers of rows.
    pub const fn new(classes: usize, ids: usize, connections: usize, globals: usize) -> Self {
        Self { classes, ids, connections, globals }
    }

    /// Where a class is declared or first configured.
    #[inline]
    pub fn class(self, class: ClassIndex) -> OriginIndex {
        OriginIndex::from_usize(class.as_usize())
    }

    /// Where a user, group or external ID is declared.
    #[inline]
    pub fn id(self, id: IdIndex) -> OriginIndex {
        OriginIndex::from_usize(self.classes + id.as_usize())
    }

    /// Where a connection is declared; `row` is its row in the connection section.
    #[inline]
    pub fn connection(self, row: usize) -> OriginIndex {
        OriginIndex::from_usize(self.classes + self.ids + row)
    }

    /// Where an entry of the global access checking table is declared; `row` is its row.
    #[inline]
    pub fn global(self, row: usize) -> OriginIndex {
        OriginIndex::from_usize(self.classes + self.ids + self.connections + row)
    }

    /// Where PROTECTALL is set.
    #[inline]
    pub fn protect_all(self) -> OriginIndex {
        self.global(self.globals)
    }

    /// The first origin that belongs to a profile: how many come before it.
    pub fn first_of_profiles(self) -> usize {
        self.protect_all().as_usize() + 1
    }
}

impl Bundle<'_> {
    /// The order of this bundle's origins.
    #[inline]
    pub const fn origin_order(&self) -> Origins {
        Origins::new(
            self.classes().len(),
            self.authorities().len(),
            self.connections().len(),
            self.globals().len(),
        )
    }
}

/// The number of a profile's UACC origin; 0 is the profile's own.
const UACC: u32 = 1;

/// The number of the origin of a profile's first entry.
const ENTRIES: u32 = 2;

impl ProfileRow {
    /// Where the profile is declared.
    #[inline]
    pub fn own_origin(&self) -> OriginIndex {
        OriginIndex(self.origin.get())
    }

    /// Where its UACC is specified.
    #[inline]
    pub fn uacc_origin(&self) -> OriginIndex {
        OriginIndex(self.origin.get().saturating_add(UACC))
    }

    /// Where an entry of the standard access list is specified.
    #[inline]
    pub fn entry_origin(&self, entry: u32) -> OriginIndex {
        OriginIndex(self.origin.get().saturating_add(ENTRIES).saturating_add(entry))
    }

    /// Where an entry of the conditional access list is specified.
    #[inline]
    pub fn conditional_origin(&self, entry: u32) -> OriginIndex {
        let OriginIndex(first) = self.entry_origin(entry);
        OriginIndex::from_usize(first as usize + self.standard.len())
    }

    /// How many origins a profile with lists of these lengths has.
    pub const fn origin_count(standard: usize, conditional: usize) -> usize {
        ENTRIES as usize + standard + conditional
    }

    /// All origins of the profile.
    pub(crate) fn origins(&self) -> Run {
        let count = Self::origin_count(self.standard.len(), self.conditional.len());
        Run::new(self.origin.get() as usize, count)
    }
}

/// A place in the policy's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'b> {
    /// The file, relative to the package.
    pub file: &'b str,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

impl<'b> Bundle<'b> {
    /// The place of an origin; none if the policy doesn't specify the row anywhere.
    pub fn place(&self, origin: OriginIndex) -> Option<Place<'b>> {
        let row = self.origins().get(origin.as_usize())?;
        // The first name is the package's, so that numbers of files begin at 1.
        let file = Some(row.file() as usize).filter(|&file| file > 0)?;
        Some(Place { file: self.origin_name(file)?, line: row.line(), column: row.column() })
    }

    /// The name of the package; it is provenance, not part of what the policy decides.
    pub fn package(&self) -> &'b str {
        self.origin_name(0).unwrap_or_default()
    }

    fn origin_name(&self, file: usize) -> Option<&'b str> {
        self.origin_text().get(self.origin_files().get(file)?.range())
    }
}
