//! Rows as they are in a bundle, and the only place that knows how a value is stored in one.
//!
//! INVARIANT: integers are little-endian and unaligned; every row has a fixed size without padding.
//! Fields are private: a getter gives the value, a `…Fields` struct takes the values of a new row.
//! So the other crates know neither byte order nor packing.

use saffron_vocabulary::racf::{
    AccessLevel, ConditionKind, Enforcement, EntryKind, GroupAuthority, LogOptions, MacProcessing,
};
use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{Immutable, IntoBytes, KnownLayout, TryFromBytes, Unaligned};

use crate::indices::{
    ClassIndex, IdIndex, NodeIndex, RowIndex, TargetIndex, UserIndex, VariableIndex,
};
pub use crate::value::{
    AuditLevels, Entry, ImplicitOwner, IndexKind, IndexKinds, OptDay, OptId, OptLevel, PatternKind,
    Run, ShortName, Stored, TextRef,
};

/// A row that can be read in place.
pub trait Row:
    TryFromBytes + IntoBytes + KnownLayout + Immutable + Unaligned + Copy + std::fmt::Debug + 'static
{
}
impl<T> Row for T where
    T: TryFromBytes
        + IntoBytes
        + KnownLayout
        + Immutable
        + Unaligned
        + Copy
        + std::fmt::Debug
        + 'static
{
}

/// Declares rows: the stored struct with its getters, and the struct of values that makes one.
/// `pad n` stands for bytes that are zero.
macro_rules! rows {
    ($(
        $(#[$meta:meta])*
        pub struct $Name:ident, $Fields:ident {
            $($(#[$fmeta:meta])* $field:ident: $ty:ty,)+
        } $(pad $pad:literal $({ $($(#[$gmeta:meta])* $gfield:ident: $gty:ty,)+ })?)?
    )+) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, TryFromBytes, IntoBytes, KnownLayout, Immutable,
            Unaligned,
        )]
        #[repr(C)]
        pub struct $Name {
            $(pub(crate) $field: $ty,)+
            $(reserved: [u8; $pad], $($(pub(crate) $gfield: $gty,)+)?)?
        }

        #[doc = concat!("The values of a [`", stringify!($Name), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub struct $Fields {
            $($(#[$fmeta])* pub $field: <$ty as Stored>::Input,)+
            $($($($(#[$gmeta])* pub $gfield: <$gty as Stored>::Input,)+)?)?
        }

        impl From<$Fields> for $Name {
            fn from(fields: $Fields) -> Self {
                Self {
                    $($field: Stored::store(fields.$field),)+
                    $(reserved: [0; $pad], $($($gfield: Stored::store(fields.$gfield),)+)?)?
                }
            }
        }

        #[cfg(feature = "test-util")]
        impl $Name {
            /// Where a field begins in the row, so that tests can damage it.
            pub fn offset_of(field: &str) -> Option<usize> {
                $(if field == stringify!($field) {
                    return Some(std::mem::offset_of!($Name, $field));
                })+
                $($($(if field == stringify!($gfield) {
                    return Some(std::mem::offset_of!($Name, $gfield));
                })+)?)?
                None
            }
        }

        impl $Name {
            $($(#[$fmeta])*
            #[inline]
            pub fn $field(&self) -> <$ty as Stored>::Value<'_> {
                Stored::value(&self.$field)
            })+
            $($($($(#[$gmeta])*
            #[inline]
            pub fn $gfield(&self) -> <$gty as Stored>::Value<'_> {
                Stored::value(&self.$gfield)
            })+)?)?
        }
    )+};
}

pub mod safr;

rows! {
    /// What holds for the whole policy: one row.
    pub struct Meta, MetaFields {
        /// Seed of every hash table.
        seed: U64,
        /// [`meta_flag`].
        flags: U32,
        /// [`saffron_vocabulary::racf::Switches`]: interpretations of undocumented rules.
        switches: U32,
        /// How PROTECTALL is enforced.
        protect_all: Enforcement,
        /// How MLS is enforced.
        mls: Enforcement,
        /// How MLACTIVE is enforced.
        ml_active: Enforcement,
    } pad 1 {
        /// PREFIX, or empty.
        prefix: TextRef,
        /// `&RACLNDE` among the variables.
        local_nodes: OptId<VariableIndex>,
        /// Class DATASET.
        dataset: OptId<ClassIndex>,
        /// Class TERMINAL.
        terminal: OptId<ClassIndex>,
    }

    /// A resource class.
    pub struct ClassRow, ClassFields {
        /// Its name.
        name: ShortName,
        /// [`class_flag`].
        flags: U32,
        /// Longest name, in characters.
        max_length: U16,
        /// SAF return code without a profile: 0, 4 or 8.
        default_return_code: u8,
        /// LOGOPTIONS of the class.
        log_options: LogOptions,
        /// How security labels are compared.
        mac: MacProcessing,
        /// Which names belong to the requester without a profile.
        implicit_owner: ImplicitOwner,
        /// By which parts irregular names are indexed.
        irregular_kinds: IndexKinds,
        /// The same for global entries.
        global_kinds: IndexKinds,
        /// Profiles of the class: a run of the profile section.
        profiles: Run,
        /// Root of its generic names in the node section.
        root: OptId<NodeIndex>,
        /// Generic profiles that neither a trie nor the index of generic names can hold, in order of
        /// search.
        irregular: Run,
        /// Global access checking entries: a run of the global section.
        globals: Run,
        /// Root of the global entries in the node section.
        global_root: OptId<NodeIndex>,
        /// Global entries that neither a trie nor the index of generic names can hold.
        global_irregular: Run,
        /// Profiles as they are stored, where those in storage differ: grouping classes and their
        /// member classes.
        stored: Run,
    }

    /// A slot of the class table or of the table of IDs.
    pub struct PackedSlot, PackedSlotFields {
        /// The packed name.
        key: U64,
        /// The row with this name; none for an empty slot.
        index: OptId<RowIndex>,
    }

    /// A user, group or external ID.
    pub struct AuthRow, AuthFields {
        /// Its name.
        name: ShortName,
        /// User or group, never [`EntryKind::Any`].
        kind: EntryKind,
        /// Whether the policy leaves open in the scope of which groups it is: it is external, or what owns it is.
        scope_unknown: bool,
    } pad 2 {
        /// Row of the user section; none for groups.
        user: OptId<UserIndex>,
    }

    /// A user.
    pub struct UserRow, UserFields {
        /// The user's ID.
        auth: U32,
        /// [`user_flag`].
        flags: U32,
        /// Default group's ID.
        default_group: OptId<IdIndex>,
        /// Connections and, in the same order, group IDs, ascending.
        connections: Run,
        /// Revoke date.
        revoke_on: OptDay,
        /// Resume date.
        resume_on: OptDay,
        /// Default security label: [`label_code`].
        label: U32,
        /// Categories: a run of the category section.
        categories: Run,
        /// SECLEVEL.
        security_level: u8,
    } pad 3

    /// A connection, parallel to its group's ID in the group section.
    pub struct ConnectionRow, ConnectionFields {
        /// [`connection_flag`].
        flags: U32,
        /// Revoke date.
        revoke_on: OptDay,
        /// Resume date.
        resume_on: OptDay,
        /// IDs in the scope of the group: a run of the scope section; empty unless the connection
        /// has a group attribute.
        scope: Run,
    }

    /// A profile.
    pub struct ProfileRow, ProfileFields {
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
        uacc: AccessLevel,
        /// SECLEVEL.
        security_level: u8,
        /// AUDIT.
        audit: AuditLevels,
        /// GLOBALAUDIT.
        global_audit: AuditLevels,
    } pad 2 {
        /// Owner's ID.
        owner: OptId<IdIndex>,
        /// ID that is the high-level qualifier of a data set profile.
        qualifier_id: OptId<IdIndex>,
        /// NOTIFY user's ID.
        notify: OptId<IdIndex>,
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
    pub struct NameSlot, NameSlotFields {
        /// Hash of class and name.
        hash: U64,
        /// The profile, environment, item or group; none for an empty slot. Profiles of the same
        /// name follow the one found.
        index: OptId<RowIndex>,
    }

    /// A node of a trie of generic names.
    pub struct NodeRow, NodeFields {
        /// What a name that ends here finds.
        terminal: OptId<TargetIndex>,
        /// What `**` at the end finds here.
        trailing: OptId<TargetIndex>,
        /// Children that a qualifier with generic characters reaches: a run of the pattern section.
        patterns: Run,
        /// Whether there are children that a plain qualifier reaches.
        has_literals: bool,
        /// Whether children that a qualifier with `%` or a trailing `*` reaches are found by the
        /// index of generic names.
        is_indexed: bool,
        /// The shortest text by which an indexed child is found, in bytes.
        shortest: u8,
        /// The longest one.
        longest: u8,
    }

    /// A slot of the table of plain qualifiers.
    pub struct EdgeSlot, EdgeSlotFields {
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

    /// A child that a qualifier with generic characters reaches.
    pub struct PatternRow, PatternFields {
        /// The qualifier; `*` and `**` stand for themselves.
        text: TextRef,
        /// To this node.
        child: U32,
        /// Place among all children of the node, in order of search.
        rank: U32,
        /// What the qualifier matches.
        kind: PatternKind,
    } pad 3

    /// A slot of the index of generic names.
    pub struct IndexSlot, IndexFields {
        /// [`crate::hash::index`].
        hash: U64,
        /// The node, or what [`crate::hash::names_of`] makes of a class.
        of: U32,
        /// Which part of a name the text is.
        kind: IndexKind,
    } pad 3 {
        /// The fixed part of the names.
        text: TextRef,
        /// Children: a run of the pattern section. Names: a run of the irregular section. Never
        /// empty, except in an empty slot.
        rows: Run,
    }

    /// An entry of a conditional access list.
    pub struct ConditionalRow, ConditionalFields {
        /// The ID; none for `*`.
        who: OptId<IdIndex>,
        /// What the entry depends on.
        kind: ConditionKind,
        /// Access level.
        access: AccessLevel,
    } pad 2 {
        /// The criterion's name, for CRITERIA.
        name: TextRef,
        /// The program, terminal, ….
        value: TextRef,
    }

    /// An entry of the global access checking table.
    pub struct GlobalRow, GlobalFields {
        /// Its name.
        name: TextRef,
        /// Access level.
        access: AccessLevel,
    } pad 3

    /// A security label.
    pub struct LabelRow, LabelFields {
        /// Its name.
        name: ShortName,
        /// Its categories.
        categories: Run,
        /// Its level.
        security_level: u8,
    } pad 3

    /// A RACFVARS profile.
    pub struct VariableRow, VariableFields {
        /// With its `&`.
        name: TextRef,
        /// A run of the member section, in the order in which RACF tries them.
        members: Run,
    }

    /// A place in the files of a policy.
    pub struct OriginRow, OriginFields {
        /// File, from 1; 0 for what is specified nowhere.
        file: U32,
        /// Line, from 1.
        line: U32,
        /// Column in characters, from 1.
        column: U32,
    }
}

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
    /// The class of a port of entry is active.
    pub const fn condition_class(kind: saffron_vocabulary::racf::ConditionKind) -> u32 {
        1 << (16 + kind as u32)
    }

    /// All bits that have a meaning.
    pub const ALL: u32 = 0x7F | (0xFF << 16);
}

/// Bits of [`ClassRow::flags`].
pub mod class_flag {
    /// In effect: CLASSACT; for PROGRAM also WHEN(PROGRAM).
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
    /// The policy configures the class or has profiles in it.
    pub const USED: u32 = 1 << 10;
    /// Profiles as stored are separate from those in storage.
    pub const STORED_APART: u32 = 1 << 11;
    /// The class is VMMDISK, where ALTER gives no authority over a profile.
    pub const MINIDISK: u32 = 1 << 12;
    /// The class is UNIXPRIV, where some resources are protected by discrete profiles only.
    pub const UNIX_PRIVILEGES: u32 = 1 << 13;
    /// RACF doesn't know the class: it is a dynamic one, and CDT isn't active and RACLISTed.
    pub const NOT_KNOWN: u32 = 1 << 14;
    /// A grouping profile for the class exists outside the policy, so that its members are unknown.
    pub const MEMBERS_UNKNOWN: u32 = 1 << 15;
    /// All bits that have a meaning.
    pub const ALL: u32 = (1 << 16) - 1;
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
    /// The user is defined outside the policy: groups are known as far as they are stated, attributes are not.
    pub const EXTERNAL: u32 = 1 << 10;
    /// All bits that have a meaning.
    pub const ALL: u32 = (1 << 11) - 1;
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
    /// First of two bits that contain the group authority.
    const AUTHORITY_SHIFT: u32 = 4;

    /// The bits of a group authority.
    pub const fn authority(held: super::GroupAuthority) -> u32 {
        (held as u32) << AUTHORITY_SHIFT
    }

    /// The group authority of the bits; two bits have a value for each of the four.
    pub(super) const fn authority_of(flags: u32) -> super::GroupAuthority {
        match (flags >> AUTHORITY_SHIFT) & 0b11 {
            0 => super::GroupAuthority::Use,
            1 => super::GroupAuthority::Create,
            2 => super::GroupAuthority::Connect,
            _ => super::GroupAuthority::Join,
        }
    }

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
    /// The profile, or one that is merged into it, exists outside the policy: only the entries that the policy adds
    /// are known.
    pub const EXTERNAL: u16 = 1 << 6;
    /// All bits that have a meaning.
    pub const ALL: u16 = (1 << 7) - 1;
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

impl AuthRow {
    /// The bytes of its name; does not look at character boundaries.
    #[inline]
    pub fn name_bytes(&self) -> &[u8] {
        self.name.as_bytes()
    }
}

impl IndexSlot {
    /// A slot without names.
    pub(crate) const EMPTY: Self = Self {
        hash: U64::ZERO,
        of: U32::ZERO,
        kind: IndexKind::Children,
        reserved: [0; 3],
        text: TextRef::EMPTY,
        rows: Run::EMPTY,
    };
}

impl ConnectionRow {
    /// The group authority of the connection: USE, CREATE, CONNECT or JOIN.
    #[inline]
    pub fn authority(&self) -> GroupAuthority {
        connection_flag::authority_of(self.flags.get())
    }
}

impl Meta {
    /// Stores the seed with which the tables were filled.
    pub(crate) fn set_seed(&mut self, seed: u64) {
        self.seed = U64::new(seed);
    }
}
