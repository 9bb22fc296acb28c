//! The frame of a bundle, and the one declaration of its sections.
//!
//! A bundle is a header, a directory with one entry for each section, and the sections in the order
//! of their numbers, each on a boundary of 64 bytes with zeros between them. The declaration below
//! is the only place that lists the sections: what the writer takes ([`Sections`]), what the reader
//! gives ([`Bundle`]), numbers, names and sizes are generated from it.

use sha2::{Digest as _, Sha256};
use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::layout::safr::{
    SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, SafrMeta, SafrRight,
};
use crate::layout::{
    AuthRow, ClassRow, ConditionalRow, ConnectionRow, EdgeSlot, Entry, GlobalRow, LabelRow, Meta,
    NameSlot, NodeRow, OriginRow, PackedSlot, PatternRow, ProfileRow, TextRef, UserRow,
    VariableRow,
};
use crate::open::{Frame, OpenError};
use crate::shape::{One, Rows, Shape, Text};

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

/// [`Shape::View`], spelled out: the compiler doesn't see that a projection is covariant, and
/// anyone who keeps a bundle next to its bytes needs that.
macro_rules! view {
    ($b:lifetime, Text) => { &$b str };
    ($b:lifetime, Rows<$Row:ty>) => { &$b [$Row] };
    ($b:lifetime, One<$Row:ty>) => { &$b $Row };
}

/// Declares the sections: kind, number, name for people, and `field: Shape` for writer and reader.
macro_rules! sections {
    ($($(#[$meta:meta])* $Name:ident = $number:literal, $text:literal, $field:ident: $Shape:ident $(<$Row:ty>)?;)+) => {
        /// What a section contains.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u32)]
        pub enum SectionKind { $($(#[$meta])* $Name = $number,)+ }

        impl SectionKind {
            /// Every section, in the order in which they are in a bundle.
            pub const ALL: &'static [Self] = &[$(Self::$Name),+];

            /// The name for people.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Name => $text,)+ }
            }
        }

        /// The content of every section, as the writer takes it.
        #[derive(Clone, Debug, Default)]
        pub struct Sections { $($(#[$meta])* pub $field: <$Shape $(<$Row>)? as Shape>::Input,)+ }

        impl Sections {
            /// The bytes of a section.
            pub(crate) fn bytes(&self, kind: SectionKind) -> &[u8] {
                match kind { $(SectionKind::$Name => <$Shape $(<$Row>)? as Shape>::bytes(&self.$field),)+ }
            }
        }

        /// An open bundle: every section in place, nothing copied.
        ///
        /// INVARIANT: only [`Bundle::open`] makes one, and only of bytes that pass every check.
        #[derive(Clone, Copy, Debug)]
        pub struct Bundle<'b> {
            header: &'b Header,
            directory: &'b [DirectoryEntry],
            $($field: view!('b, $Shape $(<$Row>)?),)+
        }

        impl<'b> Bundle<'b> {
            /// The sections of a frame whose digests are right; what is in them isn't checked yet.
            pub(crate) fn of_frame(frame: &Frame<'b>) -> Result<Self, OpenError> {
                Ok(Self {
                    header: frame.header,
                    directory: frame.directory,
                    $($field: <$Shape $(<$Row>)? as Shape>::view(
                        frame.section(SectionKind::$Name),
                        SectionKind::$Name,
                    )?,)+
                })
            }

            $($(#[$meta])*
            #[inline]
            pub const fn $field(&self) -> view!('b, $Shape $(<$Row>)?) {
                self.$field
            })+

            /// How many rows a section has; none for a section of text.
            pub fn rows(&self, kind: SectionKind) -> Option<usize> {
                match kind { $(SectionKind::$Name => <$Shape $(<$Row>)? as Shape>::rows(self.$field),)+ }
            }
        }
    };
}

sections! {
    /// What holds for the whole policy.
    Meta = 1, "meta", meta: One<Meta>;
    /// Texts, to which [`TextRef`]s refer.
    Strings = 2, "strings", strings: Text;
    /// Resource classes.
    Classes = 3, "classes", classes: Rows<ClassRow>;
    /// Classes by name.
    ClassTable = 4, "class table", class_table: Rows<PackedSlot>;
    /// Users, groups and external IDs, in EBCDIC order.
    Authorities = 5, "IDs", authorities: Rows<AuthRow>;
    /// IDs by name.
    AuthTable = 6, "ID table", auth_table: Rows<PackedSlot>;
    /// Users that the policy defines.
    Users = 7, "users", users: Rows<UserRow>;
    /// IDs of groups: for each user those of the user's connections, ascending.
    Groups = 8, "groups of users", groups: Rows<U32>;
    /// Connections, parallel to the groups.
    Connections = 9, "connections", connections: Rows<ConnectionRow>;
    /// IDs in the scope of a group, ascending.
    Scopes = 10, "scopes", scopes: Rows<U32>;
    /// Profiles as RACF has them in storage, by class, in the order in which it searches them.
    Profiles = 11, "profiles", profiles: Rows<ProfileRow>;
    /// Discrete profiles by class and name.
    DiscreteTable = 12, "discrete table", discrete_table: Rows<NameSlot>;
    /// Nodes of the tries of generic names.
    Nodes = 13, "generic nodes", nodes: Rows<NodeRow>;
    /// Plain qualifiers by node.
    EdgeTable = 14, "edge table", edge_table: Rows<EdgeSlot>;
    /// Generic qualifiers, by node.
    Patterns = 15, "generic qualifiers", patterns: Rows<PatternRow>;
    /// Indices of profiles, or of global entries, whose names no trie can contain.
    Irregular = 16, "irregular names", irregular: Rows<U32>;
    /// Entries of standard access lists, ascending by ID.
    Entries = 17, "access lists", entries: Rows<Entry>;
    /// Entries of conditional access lists.
    Conditional = 18, "conditional lists", conditional: Rows<ConditionalRow>;
    /// Entries of the global access checking table.
    Globals = 19, "global entries", globals: Rows<GlobalRow>;
    /// Numbers of security categories, ascending in each set.
    Categories = 20, "category sets", categories: Rows<U16>;
    /// Security labels that the policy defines.
    Labels = 21, "security labels", labels: Rows<LabelRow>;
    /// RACFVARS profiles.
    Variables = 22, "variables", variables: Rows<VariableRow>;
    /// Members of RACFVARS profiles.
    Members = 23, "variable members", members: Rows<TextRef>;
    /// Volume serials, padded with zeros on the right.
    Volumes = 24, "volumes", volumes: Rows<[u8; 6]>;
    /// Places in the policy's files; see [`crate::OriginIndex`].
    Origins = 25, "origins", origins: Rows<OriginRow>;
    /// References into the origin text: the package's name, then the names of files.
    OriginFiles = 26, "origin files", origin_files: Rows<TextRef>;
    /// The package's name and the names of files.
    OriginText = 27, "origin text", origin_text: Text;
    /// Profiles as they are stored, where those in storage differ: see [`ClassRow::stored`].
    Stored = 28, "stored profiles", stored: Rows<ProfileRow>;
    /// What holds for SAFR as a whole.
    SafrMeta = 29, "SAFR", safr_meta: One<SafrMeta>;
    /// SAFR's environments.
    SafrEnvironments = 30, "SAFR environments", safr_environments: Rows<SafrEnvironmentRow>;
    /// Environments by name.
    SafrEnvironmentTable = 31, "SAFR environment table", safr_environment_table: Rows<NameSlot>;
    /// SAFR's items, by environment.
    SafrItems = 32, "SAFR items", safr_items: Rows<SafrItemRow>;
    /// Items by environment, type and name.
    SafrItemTable = 33, "SAFR item table", safr_item_table: Rows<NameSlot>;
    /// Indices of items to which an item refers, ascending.
    SafrReferences = 34, "SAFR references", safr_references: Rows<U32>;
    /// SAFR's groups.
    SafrGroups = 35, "SAFR groups", safr_groups: Rows<SafrGroupRow>;
    /// SAFR's groups by name.
    SafrGroupTable = 36, "SAFR group table", safr_group_table: Rows<NameSlot>;
    /// IDs of the members of a group, ascending.
    SafrMembers = 37, "SAFR members", safr_members: Rows<U32>;
    /// What a group may do in an environment.
    SafrAccess = 38, "SAFR access", safr_access: Rows<SafrAccessRow>;
    /// Edit rights, ascending by item.
    SafrRights = 39, "SAFR rights", safr_rights: Rows<SafrRight>;
    /// IDs of system administrators, ascending.
    SafrAdministrators = 40, "SAFR administrators", safr_administrators: Rows<U32>;
    /// Numbers of the first origin of each part; see [`crate::layout::safr::origins`].
    SafrOrigins = 41, "SAFR origins", safr_origins: Rows<U32>;
}

impl SectionKind {
    /// Whether the section contains where something is specified rather than what holds.
    pub const fn is_provenance(self) -> bool {
        matches!(self, Self::Origins | Self::OriginFiles | Self::OriginText | Self::SafrOrigins)
    }

    /// The position of the section's entry in the directory; sections are numbered from 1 on.
    pub(crate) const fn position(self) -> usize {
        self as usize - 1
    }
}

const _: () = assert!(
    SectionKind::SafrOrigins.position() + 1 == SectionKind::ALL.len(),
    "sections have consecutive numbers"
);

impl std::fmt::Display for SectionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'b> Bundle<'b> {
    /// The header: format, edition, digests.
    pub const fn header(&self) -> &'b Header {
        self.header
    }

    /// The sections with their places in the bundle, in order.
    pub fn directory(
        &self,
    ) -> impl ExactSizeIterator<Item = (SectionKind, &'b DirectoryEntry)> + use<'b> {
        SectionKind::ALL.iter().copied().zip(self.directory)
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
