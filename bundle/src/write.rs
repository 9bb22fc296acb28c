//! Rows to bytes.

use saffron_vocabulary::budget::Budget;
use zerocopy::IntoBytes as _;
use zerocopy::little_endian::{U32, U64};

use crate::frame::{
    Digest, DirectoryEntry, FORMAT_VERSION, Header, MAGIC, MAX_BUNDLE_BYTES, align, content_digest,
    decision_digest,
};
use crate::kind::SectionKind;
use crate::layout::ProfileRow;
use crate::section::Sections;
use crate::tables::{self, Placed};

/// The most classes of a bundle; more than any system has.
pub const MAX_CLASSES: usize = 4096;

/// The most entries and categories of all profiles together, lists that profiles share counted for
/// each.
pub const MAX_LISTED: usize = 10_000_000;

/// The most IDs in the scopes of all groups for which a user has a group attribute.
pub const MAX_SCOPED: usize = 4_000_000;

/// Why sections can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// No index, position or length that is larger than the bundle itself can be stored, so this
    /// bound is the one that keeps all of them right.
    #[error("the bundle would have {len} bytes, more than the {limit} that can be opened")]
    TooLarge {
        /// Bytes of the bundle.
        len: usize,
        /// [`MAX_BUNDLE_BYTES`].
        limit: usize,
    },
    /// More than [`MAX_CLASSES`].
    #[error("the policy has {count} classes, more than the {limit} of a bundle")]
    TooManyClasses {
        /// Classes of the policy.
        count: usize,
        /// [`MAX_CLASSES`].
        limit: usize,
    },
    /// More than [`MAX_SCOPED`].
    #[error("the scopes of group attributes have more than {limit} users and groups")]
    TooManyScoped {
        /// [`MAX_SCOPED`].
        limit: usize,
    },
    /// More than [`MAX_LISTED`].
    #[error(
        "the access lists of all profiles have more than {limit} entries, those of a grouping profile \
         counted for each of its members"
    )]
    TooManyListed {
        /// [`MAX_LISTED`].
        limit: usize,
    },
    /// No seed was found for which every name is close to its place in its table.
    #[error("the names of the policy can't be placed in hash tables")]
    Tables,
}

impl Sections {
    /// The bundle of these sections; the same sections give the same bytes. The hash tables are
    /// filled here, also with what is in `placed`.
    ///
    /// # Errors
    /// Sections that are too large for a bundle, and names that fit into no hash table.
    pub fn write(mut self, edition: u32, placed: &Placed) -> Result<Vec<u8>, WriteError> {
        let count = self.classes.len();
        if count > MAX_CLASSES {
            return Err(WriteError::TooManyClasses { count, limit: MAX_CLASSES });
        }
        if !lists_fit(self.profiles.iter().chain(&self.stored)) {
            return Err(WriteError::TooManyListed { limit: MAX_LISTED });
        }
        if !tables::fill(&mut self, placed) {
            return Err(WriteError::Tables);
        }
        let (directory, end) = self.place();
        if end > MAX_BUNDLE_BYTES {
            return Err(WriteError::TooLarge { len: end, limit: MAX_BUNDLE_BYTES });
        }
        let mut header = Header {
            magic: MAGIC,
            format: U32::new(FORMAT_VERSION),
            edition: U32::new(edition),
            total_len: U64::new(end as u64),
            sections: U32::new(u32::try_from(directory.len()).unwrap_or_default()),
            reserved: U32::ZERO,
            decision_digest: decision_digest(&directory),
            content_digest: Digest([0; 32]),
        };
        header.content_digest = content_digest(&header, &directory);

        let mut bytes = Vec::with_capacity(end);
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(directory.as_bytes());
        for &kind in SectionKind::ALL {
            bytes.resize(align(bytes.len()), 0);
            bytes.extend_from_slice(self.bytes(kind));
        }
        bytes.resize(end, 0);
        Ok(bytes)
    }

    /// The place of each section, and the end of the bundle.
    fn place(&self) -> (Vec<DirectoryEntry>, usize) {
        let count = SectionKind::ALL.len();
        let mut offset = size_of::<Header>() + count * size_of::<DirectoryEntry>();
        let mut directory = Vec::with_capacity(count);
        for &kind in SectionKind::ALL {
            offset = align(offset);
            let bytes = self.bytes(kind);
            directory.push(DirectoryEntry {
                kind: U32::new(kind as u32),
                reserved: U32::ZERO,
                offset: U64::new(offset as u64),
                len: U64::new(bytes.len() as u64),
                digest: Digest::of(bytes),
            });
            offset += bytes.len();
        }
        (directory, align(offset))
    }
}

/// Whether the lists of these profiles together are within [`MAX_LISTED`].
fn lists_fit<'p>(profiles: impl IntoIterator<Item = &'p ProfileRow>) -> bool {
    let mut budget = Budget::new(MAX_LISTED);
    profiles.into_iter().all(|profile| budget.spend(listed(profile)))
}

/// Entries and categories in the lists of a profile.
pub(crate) fn listed(profile: &ProfileRow) -> usize {
    [profile.standard(), profile.conditional(), profile.categories()]
        .iter()
        .map(|list| list.len())
        .sum()
}
