//! The frame of a bundle: header, directory, digests.

use sha2::{Digest as _, Sha256};
use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// The first bytes of every bundle.
pub const MAGIC: [u8; 8] = *b"SAFFRON\x1A";

/// The version of the format that this crate writes, and the only one it reads.
pub const FORMAT_VERSION: u32 = 2;

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
    pub magic: [u8; 8],
    /// [`FORMAT_VERSION`].
    pub format: U32,
    /// Language edition.
    pub edition: U32,
    /// Bytes of the whole bundle.
    pub total_len: U64,
    /// Entries of the directory.
    pub sections: U32,
    /// Zero.
    pub reserved: U32,
    /// Digest over the digests of all sections but provenance: names the policy's meaning.
    pub decision_digest: Digest,
    /// Digest over the header up to here and the directory, and so over everything.
    pub content_digest: Digest,
}

/// Bytes of the header that the content digest covers.
pub(crate) const DIGESTED_HEADER_BYTES: usize = size_of::<Header>() - size_of::<Digest>();

/// An entry of the directory.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct DirectoryEntry {
    /// [`SectionKind`].
    pub kind: U32,
    /// Zero.
    pub reserved: U32,
    /// From the start of the bundle.
    pub offset: U64,
    /// Bytes.
    pub len: U64,
    /// Of the section's bytes.
    pub digest: Digest,
}

macro_rules! sections {
    ($($(#[$meta:meta])* $Name:ident = $number:literal, $text:literal;)+) => {
        /// What a section holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u32)]
        pub enum SectionKind { $($(#[$meta])* $Name = $number,)+ }

        impl SectionKind {
            /// Every section, in the order in which they lie in a bundle.
            pub const ALL: &'static [Self] = &[$(Self::$Name),+];

            /// For people.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Name => $text,)+ }
            }
        }
    };
}

sections! {
    /// [`crate::layout::Meta`].
    Meta = 1, "meta";
    /// Texts.
    Strings = 2, "strings";
    /// [`crate::layout::ClassRow`].
    Classes = 3, "classes";
    /// [`crate::layout::PackedSlot`].
    ClassTable = 4, "class table";
    /// [`crate::layout::AuthRow`].
    Authorities = 5, "IDs";
    /// [`crate::layout::PackedSlot`].
    AuthTable = 6, "ID table";
    /// [`crate::layout::UserRow`].
    Users = 7, "users";
    /// IDs of groups.
    Groups = 8, "groups of users";
    /// [`crate::layout::ConnectionRow`].
    Connections = 9, "connections";
    /// IDs.
    Scopes = 10, "scopes";
    /// [`crate::layout::ProfileRow`].
    Profiles = 11, "profiles";
    /// [`crate::layout::NameSlot`].
    DiscreteTable = 12, "discrete table";
    /// [`crate::layout::NodeRow`].
    Nodes = 13, "generic nodes";
    /// [`crate::layout::EdgeSlot`].
    EdgeTable = 14, "edge table";
    /// [`crate::layout::PatternRow`].
    Patterns = 15, "generic qualifiers";
    /// Profile or global indices.
    Irregular = 16, "irregular names";
    /// Packed entries.
    Entries = 17, "access lists";
    /// [`crate::layout::ConditionalRow`].
    Conditional = 18, "conditional lists";
    /// [`crate::layout::GlobalRow`].
    Globals = 19, "global entries";
    /// Category numbers.
    Categories = 20, "category sets";
    /// [`crate::layout::LabelRow`].
    Labels = 21, "security labels";
    /// [`crate::layout::VariableRow`].
    Variables = 22, "variables";
    /// [`crate::layout::TextRef`].
    Members = 23, "variable members";
    /// Volume serials.
    Volumes = 24, "volumes";
    /// [`crate::layout::OriginRow`].
    Origins = 25, "origins";
    /// [`crate::layout::TextRef`] into the provenance text.
    OriginFiles = 26, "origin files";
    /// File names.
    OriginText = 27, "origin text";
    /// [`crate::layout::ProfileRow`] of profiles as they are stored.
    Stored = 28, "stored profiles";
    /// [`crate::layout::safr::SafrMeta`].
    SafrMeta = 29, "SAFR";
    /// [`crate::layout::safr::SafrEnvironmentRow`].
    SafrEnvironments = 30, "SAFR environments";
    /// [`crate::layout::NameSlot`].
    SafrEnvironmentTable = 31, "SAFR environment table";
    /// [`crate::layout::safr::SafrItemRow`].
    SafrItems = 32, "SAFR items";
    /// [`crate::layout::NameSlot`].
    SafrItemTable = 33, "SAFR item table";
    /// Items.
    SafrReferences = 34, "SAFR references";
    /// [`crate::layout::safr::SafrGroupRow`].
    SafrGroups = 35, "SAFR groups";
    /// [`crate::layout::NameSlot`].
    SafrGroupTable = 36, "SAFR group table";
    /// IDs.
    SafrMembers = 37, "SAFR members";
    /// [`crate::layout::safr::SafrAccessRow`].
    SafrAccess = 38, "SAFR access";
    /// Packed rights.
    SafrRights = 39, "SAFR rights";
    /// IDs.
    SafrAdministrators = 40, "SAFR administrators";
    /// Numbers of origins.
    SafrOrigins = 41, "SAFR origins";
}

impl SectionKind {
    /// Whether the section says where things are said rather than what holds.
    pub const fn is_provenance(self) -> bool {
        matches!(self, Self::Origins | Self::OriginFiles | Self::OriginText | Self::SafrOrigins)
    }
}

/// The digest that names what a policy decides, whatever its files and lines.
pub(crate) fn decision_digest(directory: &[DirectoryEntry]) -> Digest {
    let provenance = |number: u32| {
        SectionKind::ALL.iter().any(|kind| *kind as u32 == number && kind.is_provenance())
    };
    let mut hasher = Sha256::new();
    for entry in directory.iter().filter(|entry| !provenance(entry.kind.get())) {
        hasher.update(entry.kind.as_bytes());
        hasher.update(entry.digest.as_bytes());
    }
    Digest(hasher.finalize().into())
}

/// The digest that tells whether a byte of the bundle has changed.
pub(crate) fn content_digest(header: &Header, directory: &[DirectoryEntry]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(header.as_bytes().get(..DIGESTED_HEADER_BYTES).unwrap_or_default());
    hasher.update(directory.as_bytes());
    Digest(hasher.finalize().into())
}
