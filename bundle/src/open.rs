//! Bytes to rows, read in place.
//!
//! The checks come in the order in which a fault is best explained: first whether this is a bundle
//! of this format at all, then whether its bytes are those that were written, then whether the rows
//! are a decision table (see [`crate::check`]).

use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::racf::EntryKind;
use zerocopy::FromBytes as _;

use crate::check;
use crate::indices::IdIndex;
use crate::layout::{AuthRow, OptId, Run, TextRef};
use crate::row_fault::RowFault;
use crate::section::{
    Bundle, Digest, DirectoryEntry, FORMAT_VERSION, Header, MAGIC, MAX_BUNDLE_BYTES, SectionKind,
    content_digest, decision_digest,
};
use crate::write::align;

/// Why bytes are not a bundle, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum OpenError {
    #[error("not a Saffron bundle: it does not begin with the mark of a bundle")]
    NotABundle,
    #[error("too short for a bundle: {len} bytes, but the header alone has {header}")]
    TooShort { len: usize, header: usize },
    #[error("too large: {len} bytes, but at most {limit} can be opened")]
    TooLarge { len: usize, limit: usize },
    #[error(
        "the bundle has format {found}, but this version reads format {expected}; compile the policy again"
    )]
    Format { found: u32, expected: u32 },
    #[error(
        "the header says {expected} bytes, but the file has {len}: it is truncated or has trailing data"
    )]
    Length { expected: u64, len: usize },
    #[error("wrong number of sections for this format")]
    SectionCount,
    #[error("the section directory is damaged at entry {entry}: {fault}")]
    Directory { entry: usize, fault: DirectoryFault },
    #[error("the section directory is damaged: there is trailing data after the last section")]
    TrailingData,
    #[error("the header or the section directory was changed after the bundle was written")]
    HeaderChanged,
    #[error(
        "section `{section}` (bytes {offset} to {end}) was changed after the bundle was written"
    )]
    SectionChanged { section: SectionKind, offset: u64, end: u64 },
    #[error("the padding before byte {offset} is not zero")]
    Padding { offset: u64 },
    #[error("section `{section}` has a partial row, or its text is not UTF-8")]
    Shape { section: SectionKind },
    #[error("section `{section}`, row {row}: {fault}")]
    Row { section: SectionKind, row: usize, fault: RowFault },
}

/// What is wrong with an entry of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryFault {
    /// The entry is for another section than the one of its position.
    #[error("it is the entry of another section")]
    Kind,
    /// The section is not directly after the one before it.
    #[error("the section does not begin where the previous one ends")]
    Offset,
    /// The section is longer than the bundle.
    #[error("the section extends past the end of the bundle")]
    Length,
}

impl<'b> Bundle<'b> {
    /// Checks the bytes and borrows them. This is the only way to a `Bundle`, so no look-up in one
    /// can fail.
    ///
    /// # Errors
    /// Bytes that are not a bundle of this format, that were changed after they were written, or
    /// that no compiler writes.
    pub fn open(bytes: &'b [u8]) -> Result<Self, OpenError> {
        let frame = frame(bytes)?;
        frame.check_digests()?;
        let bundle = Self::of_frame(&frame)?;
        check::bundle(&bundle)?;
        Ok(bundle)
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

/// The rows of a run.
#[inline]
pub fn run<T>(rows: &[T], run: Run) -> &[T] {
    rows.get(run.range()).unwrap_or_default()
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

/// A bundle whose header and directory are right.
pub(crate) struct Frame<'b> {
    bytes: &'b [u8],
    pub(crate) header: &'b Header,
    pub(crate) directory: &'b [DirectoryEntry],
}

impl<'b> Frame<'b> {
    fn check_digests(&self) -> Result<(), OpenError> {
        let mut padding = size_of::<Header>() + size_of_val(self.directory);
        for (entry, &section) in self.directory.iter().zip(SectionKind::ALL) {
            let (offset, end) = (entry.offset.get(), entry.offset.get() + entry.len.get());
            self.check_padding(padding, offset)?;
            if Digest::of(self.section(section)) != entry.digest {
                return Err(OpenError::SectionChanged { section, offset, end });
            }
            padding = usize::try_from(end).unwrap_or(usize::MAX);
        }
        self.check_padding(padding, self.bytes.len() as u64)
    }

    fn check_padding(&self, from: usize, offset: u64) -> Result<(), OpenError> {
        let to = usize::try_from(offset).unwrap_or(usize::MAX);
        let clean = self.bytes.get(from..to).is_some_and(|gap| gap.iter().all(|&byte| byte == 0));
        if clean { Ok(()) } else { Err(OpenError::Padding { offset }) }
    }

    /// The bytes of a section; [`check_places`] has shown that its entry has its position.
    pub(crate) fn section(&self, kind: SectionKind) -> &'b [u8] {
        let range = self.directory.get(kind.position()).and_then(|entry| {
            let start = usize::try_from(entry.offset.get()).ok()?;
            Some(start..start.checked_add(usize::try_from(entry.len.get()).ok()?)?)
        });
        range.and_then(|range| self.bytes.get(range)).unwrap_or_default()
    }
}
