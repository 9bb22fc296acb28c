//! Bytes to rows, read in place.
//!
//! The checks come in the order in which a fault is best explained: first whether this is a bundle
//! of this format at all, then whether its bytes are those that were written, then whether the rows
//! are a decision table (see [`crate::check`]).

use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::racf::EntryKind;
use zerocopy::FromBytes as _;

use crate::check;
use crate::frame::{
    DirectoryEntry, FORMAT_VERSION, Frame, Header, MAGIC, MAX_BUNDLE_BYTES, align, content_digest,
    decision_digest,
};
use crate::indices::IdIndex;
use crate::kind::SectionKind;
use crate::layout::{AuthRow, OptId, TextRef};
use crate::open_error::{DirectoryFault, OpenError};
use crate::parallel::both;
use crate::section::Bundle;

impl<'b> Bundle<'b> {
    /// Checks the bytes and borrows them. This is the only way to a `Bundle`, so no look-up in one
    /// can fail.
    ///
    /// # Errors
    /// Bytes that are not a bundle of this format, that were changed after they were written, or
    /// that no compiler writes.
    pub fn open(bytes: &'b [u8]) -> Result<Self, OpenError> {
        let frame = frame(bytes)?;
        both(frame.header.total_len(), &|| frame.check_digests(), || {
            let bundle = Self::of_frame(&frame)?;
            check::bundle(&bundle)?;
            Ok(bundle)
        })
    }

    /// The text of a reference.
    #[inline]
    pub fn text(&self, text: TextRef) -> &'b str {
        self.strings().get(text.range()).unwrap_or_default()
    }

    /// The bytes of a reference; does not look at character boundaries.
    #[inline]
    pub fn bytes(&self, text: TextRef) -> &'b [u8] {
        self.strings().as_bytes().get(text.range()).unwrap_or_default()
    }
}

impl<'b> Bundle<'b> {
    /// The name of a user, group or external ID.
    #[inline]
    pub fn id_name(&self, id: IdIndex) -> &'b str {
        self.authorities().get(id.as_usize()).map(AuthRow::name).unwrap_or_default()
    }

    /// Whom an entry names: `*` if it names no ID.
    pub fn who(&self, who: OptId<IdIndex>) -> (EntryKind, &'b str) {
        let row = who.get().and_then(|id| self.authorities().get(id.as_usize()));
        row.map_or((EntryKind::Any, "*"), |row| (row.kind(), row.name()))
    }
}

/// Header and directory, if the bytes have the frame of a bundle.
fn frame(bytes: &[u8]) -> Result<Frame<'_>, OpenError> {
    let len = bytes.len();
    if !bytes.starts_with(&MAGIC) {
        return Err(OpenError::NotABundle);
    }
    let Ok((header, rest)) = Header::ref_from_prefix(bytes) else {
        return Err(OpenError::TooShort { len, header: size_of::<Header>() });
    };
    if header.format.get() != FORMAT_VERSION {
        let found = header.format.get();
        return Err(OpenError::Format { found, expected: FORMAT_VERSION });
    }
    if len > MAX_BUNDLE_BYTES {
        return Err(OpenError::TooLarge { len, limit: MAX_BUNDLE_BYTES });
    }
    if header.total_len.get() != len as u64 {
        return Err(OpenError::Length { expected: header.total_len.get(), len });
    }
    let count = SectionKind::ALL.len();
    if header.sections.get() as usize != count {
        return Err(OpenError::SectionCount);
    }
    let Ok((directory, _)) = <[DirectoryEntry]>::ref_from_prefix_with_elems(rest, count) else {
        return Err(OpenError::TooShort { len, header: size_of::<Header>() });
    };
    check_places(directory, len)?;
    if content_digest(header, directory) != header.content_digest
        || decision_digest(directory) != header.decision_digest
    {
        return Err(OpenError::HeaderChanged);
    }
    Ok(Frame { bytes, header, directory })
}

/// Sections are in their order, each on its boundary, and fill the bundle to its end.
fn check_places(directory: &[DirectoryEntry], len: usize) -> Result<(), OpenError> {
    let mut expected = size_of::<Header>() + size_of_val(directory);
    for (entry, (place, &kind)) in directory.iter().zip(SectionKind::ALL).enumerate() {
        let refuse = |fault| Err(OpenError::Directory { entry, fault });
        expected = align(expected);
        if place.kind.get() != kind as u32 {
            return refuse(DirectoryFault::Kind);
        }
        if place.offset.get() != expected as u64 {
            return refuse(DirectoryFault::Offset);
        }
        let size = usize::try_from(place.len.get()).unwrap_or(usize::MAX);
        match expected.checked_add(size) {
            Some(end) if end <= len => expected = end,
            _ => return refuse(DirectoryFault::Length),
        }
    }
    if align(expected) == len { Ok(()) } else { Err(OpenError::TrailingData) }
}
