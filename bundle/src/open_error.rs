//! Why bytes are not a bundle.
//!
//! An error of opening is about the bytes, never about a policy: a policy that can't be compiled
//! has no bundle.

use crate::kind::SectionKind;
use crate::row_fault::RowFault;

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
