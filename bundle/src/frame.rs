//! The frame of a bundle: its header, its directory and their digests.
//!
//! A bundle is a header, a directory with one entry for each section, and the sections in the order
//! of their numbers, each on a boundary of 64 bytes with zeros between them.

use sha2::{Digest as _, Sha256};
use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::kind::SectionKind;
use crate::open_error::OpenError;

/// The first bytes of every bundle.
pub const MAGIC: [u8; 8] = *b"SAFFRON\x1A";

/// The version of the format that this crate writes, and the only one it reads.
pub const FORMAT_VERSION: u32 = 4;

/// The largest bundle that is opened, in bytes.
pub const MAX_BUNDLE_BYTES: usize = 1 << 31;

/// A SHA-256 digest.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(transparent)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of one run of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// The header of a bundle.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`].
    pub(crate) magic: [u8; 8],
    /// [`FORMAT_VERSION`].
    pub(crate) format: U32,
    /// Language edition.
    pub(crate) edition: U32,
    /// Bytes of the whole bundle.
    pub(crate) total_len: U64,
    /// Entries of the directory.
    pub(crate) sections: U32,
    /// Zero.
    pub(crate) reserved: U32,
    /// Digest over the digests of all sections except provenance: names the policy's meaning.
    pub(crate) decision_digest: Digest,
    /// Digest over the header up to here and the directory, and so over everything.
    pub(crate) content_digest: Digest,
}

impl Header {
    /// The version of the format: [`FORMAT_VERSION`] once the bundle is open.
    pub const fn format(&self) -> u32 {
        self.format.get()
    }

    /// The edition of the language in which the policy is written.
    pub const fn edition(&self) -> u32 {
        self.edition.get()
    }

    /// Bytes of the whole bundle.
    pub const fn total_len(&self) -> u64 {
        self.total_len.get()
    }

    /// The digest that names what the policy decides, independent of its files and lines.
    pub const fn decision_digest(&self) -> Digest {
        self.decision_digest
    }

    /// The digest over every byte of the bundle.
    pub const fn content_digest(&self) -> Digest {
        self.content_digest
    }
}

/// Bytes of the header that the content digest covers.
pub(crate) const DIGESTED_HEADER_BYTES: usize = size_of::<Header>() - size_of::<Digest>();

/// An entry of the directory.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct DirectoryEntry {
    /// [`SectionKind`].
    pub(crate) kind: U32,
    /// Zero.
    pub(crate) reserved: U32,
    /// From the start of the bundle.
    pub(crate) offset: U64,
    /// Bytes.
    pub(crate) len: U64,
    /// Of the section's bytes.
    pub(crate) digest: Digest,
}

impl DirectoryEntry {
    /// Where the section begins, in bytes from the start of the bundle.
    pub const fn offset(&self) -> u64 {
        self.offset.get()
    }

    /// How many bytes the section has.
    pub const fn len(&self) -> u64 {
        self.len.get()
    }

    /// Whether the section has no bytes.
    pub const fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// The digest of the section's bytes.
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

/// Sections begin on cache lines.
pub(crate) const fn align(offset: usize) -> usize {
    offset.next_multiple_of(64)
}

/// A bundle whose header and directory are right.
pub(crate) struct Frame<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) header: &'b Header,
    pub(crate) directory: &'b [DirectoryEntry],
}

impl<'b> Frame<'b> {
    pub(crate) fn check_digests(&self) -> Result<(), OpenError> {
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

    /// The bytes of a section; opening has shown that its entry has its position.
    pub(crate) fn section(&self, kind: SectionKind) -> &'b [u8] {
        let range = self.directory.get(kind.position()).and_then(|entry| {
            let start = usize::try_from(entry.offset.get()).ok()?;
            Some(start..start.checked_add(usize::try_from(entry.len.get()).ok()?)?)
        });
        range.and_then(|range| self.bytes.get(range)).unwrap_or_default()
    }
}

/// The digest that names what a policy decides, independent of its files and lines.
pub(crate) fn decision_digest(directory: &[DirectoryEntry]) -> Digest {
    let mut hasher = Sha256::new();
    for (entry, kind) in directory.iter().zip(SectionKind::ALL) {
        if !kind.is_provenance() {
            hasher.update(entry.kind.as_bytes());
            hasher.update(entry.digest.as_bytes());
        }
    }
    Digest(hasher.finalize().into())
}

/// The digest that shows whether a byte of the bundle has changed.
pub(crate) fn content_digest(header: &Header, directory: &[DirectoryEntry]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(header.as_bytes().get(..DIGESTED_HEADER_BYTES).unwrap_or_default());
    hasher.update(directory.as_bytes());
    Digest(hasher.finalize().into())
}
