//! Rows as they lie in a bundle.
//!
//! INVARIANT: integers are little-endian and unaligned; every row has a fixed size without padding.
//! An id stored as `id + 1` leaves 0 for "none".

#![expect(
    missing_debug_implementations,
    reason = "of types that a derive generates; every row has it"
)]

use zerocopy::little_endian::{I32, U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A row that can be read in place.
pub trait Row: FromBytes + IntoBytes + KnownLayout + Immutable + Unaligned + Copy {}
impl<T: FromBytes + IntoBytes + KnownLayout + Immutable + Unaligned + Copy> Row for T {}

macro_rules! rows {
    ($($(#[$meta:meta])* pub struct $Name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
        #[repr(C)]
        pub struct $Name { $($(#[$fmeta])* pub $field: $ty,)+ }
    )+};
}

pub mod safr;

rows! {
    /// A text in the string section (or, for file names, in the provenance text section).
    pub struct TextRef {
        /// First byte.
        start: U32,
        /// Number of bytes.
        len: U32,
    }

    /// A run of rows in another section.
    pub struct Run {
        /// First row.
        start: U32,
        /// Number of rows.
        len: U32,
    }

    /// What the whole policy says: one row.
    pub struct Meta {
        /// Seed of every hash table.
        seed: U64,
        /// [`meta_flag`].
        flags: U32,
        /// [`crate::vocabulary::Switches`].
        switches: U32,
        /// [`crate::vocabulary::Enforcement`] of PROTECTALL.
        protect_all: u8,
        /// Of MLS.
        mls: u8,
        /// Of MLACTIVE.
        ml_active: u8,
        /// Zero.
        reserved: u8,
        /// PREFIX, or empty.
        prefix: TextRef,
        /// Index of `&RACLNDE` in the variables, plus one.
        local_nodes: U32,
        /// Index of class DATASET, plus one.
        dataset: U32,
        /// Index of class TERMINAL, plus one.
        terminal: U32,
    }

    /// A resource class.
    pub struct ClassRow {
        /// Padded with zeros on the right.
        name: [u8; 8],
        /// [`class_flag`].
        flags: U32,
        /// SAF return code without a profile: 0, 4 or 8.
        default_return_code: u8,
        /// [`crate::vocabulary::LogOptions`].
        log_options: u8,
        /// [`crate::vocabulary::MacProcessing`].
        mac: u8,
        /// [`implicit`]: which names belong to the requester by themselves.
        implicit_owner: u8,
        /// Profiles of the class: a run of the profile section.
        profiles: Run,
        /// Root of its generic names in the node section, plus one.
        root: U32,
        /// Generic profiles that no trie can hold, in order of search.
        irregular: Run,
        /// Global access checking entries: a run of the global section.
        globals: Run,
        /// Root of the global entries in the node section, plus one.
        global_root: U32,
        /// Global entries that no trie can hold.
        global_irregular: Run,
        /// Profiles as they are stored, where those in storage are others: grouping classes and
        /// their member classes.
        stored: Run,
    }

    /// A slot of the class table or of the table of IDs.
    pub struct PackedSlot {
        /// The packed name.
        key: U64,
        /// Index plus one; 0 for an empty slot.
        index: U32,
    }

    /// A user, group or external ID.
    pub struct AuthRow {
        /// Padded with zeros on the right.
        name: [u8; 8],
        /// [`crate::vocabulary::EntryKind`]: user or group.
        kind: u8,
        /// Zero.
        reserved: [u8; 3],
        /// Row of the user section, plus one; 0 for groups and for external users.
        user: U32,
    }

    /// A user.
    pub struct UserRow {
        /// The user's ID.
        auth: U32,
        /// [`user_flag`].
        flags: U32,
        /// Default group's ID, plus one.
        default_group: U32,
        /// Connections and, in the same order, group IDs, ascending.
        connections: Run,
        /// Revoke date; [`NO_DAY`] for none.
        revoke_on: I32,
        /// Resume date.
        resume_on: I32,
        /// Default security label: [`label_code`].
        label: U32,
        /// Categories: a run of the category section.
        categories: Run,
        /// SECLEVEL.
        security_level: u8,
        /// Zero.
        reserved: [u8; 3],
    }

    /// A connection, beside its group's ID in the group section.
    pub struct ConnectionRow {
        /// [`connection_flag`].
        flags: U32,
        /// Revoke date.
        revoke_on: I32,
        /// Resume date.
        resume_on: I32,
        /// IDs in the scope of the group: a run of the scope section; empty unless the connection
        /// has a group attribute.
        scope: Run,
    }

    /// A profile.
    pub struct ProfileRow {
        /// Its name.
        name: TextRef,
        /// Standard access list: a run of the entry section.
        standard: Run,
        /// Conditional access list.
        conditional: Run,
        /// [`profile_flag`].
        flags: U16,
        /// Its class.
        class: U16,
        /// UACC.
        uacc: u8,
        /// SECLEVEL.
        security_level: u8,
        /// AUDIT(SUCCESS) as a level plus one, 0 for none; then FAILURES.
        audit: [u8; 2],
        /// GLOBALAUDIT, likewise.
        global_audit: [u8; 2],
        /// Zero.
        reserved: [u8; 2],
        /// Owner's ID, plus one.
        owner: U32,
        /// ID that is the high-level qualifier of a data set profile, plus one.
        qualifier_id: U32,
        /// NOTIFY user's ID, plus one.
        notify: U32,
        /// SECLABEL: [`label_code`].
        label: U32,
        /// Categories.
        categories: Run,
        /// Volumes of a discrete data set profile; empty: any.
        volumes: Run,
        /// First origin of the profile in the provenance section.
        origin: U32,
    }

    /// A slot of the table of discrete profiles.
    pub struct NameSlot {
        /// Hash of class and name.
        hash: U64,
        /// Profile index plus one; 0 for an empty slot. Profiles of the same name follow it.
        index: U32,
    }

    /// A node of a trie of generic names.
    pub struct NodeRow {
        /// What a name that ends here finds, plus one.
        terminal: U32,
        /// What `**` at the end finds here, plus one.
        trailing: U32,
        /// Children reached by a qualifier with generic characters: a run of the pattern section.
        patterns: Run,
        /// Whether there are children reached by a plain qualifier.
        has_literals: u8,
        /// Zero.
        reserved: [u8; 3],
    }

    /// A slot of the table of plain qualifiers.
    pub struct EdgeSlot {
        /// From this node.
        node: U32,
        /// To this node; never a root, so 0 is an empty slot.
        child: U32,
        /// [`crate::hash::qualifier_key`].
        key: U64,
        /// The qualifier.
        text: TextRef,
        /// Place among all children of the node, in order of search.
        rank: U32,
    }

    /// A child reached by a qualifier with generic characters.
    pub struct PatternRow {
        /// The qualifier; `*` and `**` stand for themselves.
        text: TextRef,
        /// To this node.
        child: U32,
        /// Place among all children of the node, in order of search.
        rank: U32,
        /// [`pattern_kind`].
        kind: u8,
        /// Zero.
        reserved: [u8; 3],
    }

    /// An entry of a conditional access list.
    pub struct ConditionalRow {
        /// ID plus one; 0 for `*`.
        who: U32,
        /// [`crate::vocabulary::ConditionKind`].
        kind: u8,
        /// Access level.
        access: u8,
        /// Zero.
        reserved: [u8; 2],
        /// The criterion's name, for CRITERIA.
        name: TextRef,
        /// The program, terminal, ….
        value: TextRef,
    }

    /// An entry of the global access checking table.
    pub struct GlobalRow {
        /// Its name.
        name: TextRef,
        /// Access level.
        access: u8,
        /// Zero.
        reserved: [u8; 3],
    }

    /// A security label.
    pub struct LabelRow {
        /// Padded with zeros on the right.
        name: [u8; 8],
        /// Its categories.
        categories: Run,
        /// Its level.
        security_level: u8,
        /// Zero.
        reserved: [u8; 3],
    }

    /// A RACFVARS profile.
    pub struct VariableRow {
        /// With its `&`.
        name: TextRef,
        /// A run of the member section, in the order in which RACF tries them.
        members: Run,
    }

    /// Where something is said.
    pub struct OriginRow {
        /// File, from 1; 0 for what is said nowhere.
        file: U32,
        /// Line, from 1.
        line: U32,
        /// Column in characters, from 1.
        column: U32,
    }
}

/// No date.
pub const NO_DAY: i32 = i32::MIN;

/// Bits of [`Meta::flags`].
pub mod meta_flag {
    /// GRPLIST.
    pub const LIST_OF_GROUPS: u32 = 1;
    /// WHEN(PROGRAM).
    pub const PROGRAM_CONTROL: u32 = 1 << 1;
    /// OPERAUDIT.
    pub const OPERATIONS_AUDIT: u32 = 1 << 2;
    /// Class SECLABEL is active.
    pub const SECLABEL: u32 = 1 << 3;
    /// Class SECDATA is active.
    pub const SECDATA: u32 = 1 << 4;
    /// EGN.
    pub const ENHANCED_GENERIC_NAMING: u32 = 1 << 5;
    /// Class RACFVARS is active and RACLISTed, so that variables stand for their members.
    pub const VARIABLES: u32 = 1 << 6;
    /// The class of each port of entry is active: `1 << (16 + ConditionKind)`.
    pub const CONDITION_CLASS_ACTIVE: u32 = 1 << 16;
    /// All bits that have a meaning.
    pub const ALL: u32 = 0x7F | (0xFF << 16);
}

/// Bits of [`ClassRow::flags`].
pub mod class_flag {
    /// CLASSACT.
    pub const ACTIVE: u32 = 1;
    /// Generic profiles are used.
    pub const GENERIC: u32 = 1 << 1;
    /// RACLISTed.
    pub const RACLISTED: u32 = 1 << 2;
    /// Must be RACLISTed.
    pub const RACLIST_REQUIRED: u32 = 1 << 3;
    /// Global access checking is active.
    pub const GLOBAL: u32 = 1 << 4;
    /// OPERATIONS is honoured.
    pub const OPERATIONS: u32 = 1 << 5;
    /// Names keep their lower-case letters.
    pub const MIXED_CASE: u32 = 1 << 6;
    /// The class is DATASET.
    pub const DATASET: u32 = 1 << 7;
    /// The class is PROGRAM: no WARNING.
    pub const PROGRAM: u32 = 1 << 8;
    /// A resource must have a security label under MLACTIVE.
    pub const LABEL_REQUIRED: u32 = 1 << 9;
    /// The policy says something of the class.
    pub const USED: u32 = 1 << 10;
    /// Profiles as stored lie apart from those in storage.
    pub const STORED_APART: u32 = 1 << 11;
    /// The class is VMMDISK, where ALTER gives no authority over a profile.
    pub const MINIDISK: u32 = 1 << 12;
    /// All bits that have a meaning.
    pub const ALL: u32 = (1 << 13) - 1;
}

/// Values of [`ClassRow::implicit_owner`].
pub mod implicit {
    /// No name belongs to anybody by itself.
    pub const NONE: u8 = 0;
    /// JESSPOOL: local node, then user ID.
    pub const SPOOL: u8 = 1;
    /// FILE and DIRECTRY: the second qualifier is the user ID.
    pub const SECOND_QUALIFIER: u8 = 2;
}

/// Bits of [`UserRow::flags`].
pub mod user_flag {
    /// SPECIAL.
    pub const SPECIAL: u32 = 1;
    /// OPERATIONS.
    pub const OPERATIONS: u32 = 1 << 1;
    /// RESTRICTED.
    pub const RESTRICTED: u32 = 1 << 2;
    /// UAUDIT.
    pub const UAUDIT: u32 = 1 << 3;
    /// REVOKE.
    pub const REVOKED: u32 = 1 << 4;
    /// AUDITOR.
    pub const AUDITOR: u32 = 1 << 5;
    /// ROAUDIT.
    pub const ROAUDIT: u32 = 1 << 6;
    /// PROTECTED.
    pub const PROTECTED: u32 = 1 << 7;
    /// A connection has a date, is revoked or has a group attribute.
    pub const CONNECTIONS_DIFFER: u32 = 1 << 8;
    /// The user has a revoke or resume date.
    pub const DATED: u32 = 1 << 9;
    /// All bits that have a meaning.
    pub const ALL: u32 = (1 << 10) - 1;
}

/// Bits of [`ConnectionRow::flags`].
pub mod connection_flag {
    /// REVOKE.
    pub const REVOKED: u32 = 1;
    /// group-SPECIAL.
    pub const SPECIAL: u32 = 1 << 1;
    /// group-OPERATIONS.
    pub const OPERATIONS: u32 = 1 << 2;
    /// group-AUDITOR.
    pub const AUDITOR: u32 = 1 << 3;
    /// First of two bits that hold the group authority.
    pub const AUTHORITY_SHIFT: u32 = 4;
    /// All bits that have a meaning.
    pub const ALL: u32 = (1 << 6) - 1;
}

/// Bits of [`ProfileRow::flags`].
pub mod profile_flag {
    /// Generic.
    pub const GENERIC: u16 = 1;
    /// WARNING.
    pub const WARNING: u16 = 1 << 1;
    /// ERASE.
    pub const ERASE: u16 = 1 << 2;
    /// The next profile has the same name, on other volumes.
    pub const SAME_NAME_FOLLOWS: u16 = 1 << 3;
    /// Merged from more than one profile, or a member of a grouping profile.
    pub const MERGED: u16 = 1 << 4;
    /// A member of one grouping profile, with which nothing was merged.
    pub const MEMBER: u16 = 1 << 5;
    /// All bits that have a meaning.
    pub const ALL: u16 = (1 << 6) - 1;
}

/// Values of [`PatternRow::kind`].
pub mod pattern_kind {
    /// `%` within, or `*` at the end.
    pub const PARTIAL: u8 = 0;
    /// `*`: any one qualifier.
    pub const STAR: u8 = 1;
    /// `**` with more behind it: any number of qualifiers.
    pub const DOUBLE_STAR: u8 = 2;
}

/// How a security label is stored.
pub mod label_code {
    /// No label.
    pub const NONE: u32 = 0;
    /// SYSHIGH.
    pub const SYSHIGH: u32 = 1;
    /// SYSLOW.
    pub const SYSLOW: u32 = 2;
    /// SYSNONE.
    pub const SYSNONE: u32 = 3;
    /// SYSMULTI.
    pub const SYSMULTI: u32 = 4;
    /// First declared label; the others follow in the order of the label section.
    pub const DECLARED: u32 = 5;
}

/// An entry of a standard access list: the ID plus one (0 for `*`) and, in the three low bits, the
/// level. Lists are ascending, so `*` comes first.
pub const ENTRY_LEVEL_BITS: u32 = 3;

/// The most IDs that an entry can tell apart.
pub const MAX_AUTHORITIES: usize = (1 << (32 - ENTRY_LEVEL_BITS)) - 2;

/// Which of a profile's origins, from [`ProfileRow::origin`] on.
pub mod profile_origin {
    /// The profile.
    pub const PROFILE: u32 = 0;
    /// Its UACC.
    pub const UACC: u32 = 1;
    /// Its first standard entry; then the others; then the conditional ones.
    pub const ENTRIES: u32 = 2;
}
