//! Rows of SAFR's environments, items and groups.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::{Run, TextRef};

rows! {
    /// What the policy says of SAFR as a whole: one row.
    pub struct SafrMeta {
        /// [`crate::safr::SafrSwitches`].
        switches: U32,
        /// [`crate::safr::Rules`].
        rules: u8,
        /// Whether the policy speaks of SAFR at all.
        declared: u8,
        /// Zero.
        reserved: [u8; 2],
    }

    /// An environment.
    pub struct SafrEnvironmentRow {
        /// Its name.
        name: TextRef,
        /// Its items: a run of the item section.
        items: Run,
    }

    /// An item.
    pub struct SafrItemRow {
        /// Its name.
        name: TextRef,
        /// What it refers to, ascending: a run of the reference section.
        references: Run,
        /// Its environment.
        environment: U32,
        /// Of a view, the item that is its folder, plus one.
        folder: U32,
        /// [`crate::safr::ItemType`].
        kind: u8,
        /// Zero.
        reserved: [u8; 3],
    }

    /// A group.
    pub struct SafrGroupRow {
        /// Its name.
        name: TextRef,
        /// IDs of its members, ascending: a run of the member section.
        members: Run,
        /// Environments to which it has access, ascending: a run of the access section.
        access: Run,
    }

    /// What a group may do in an environment.
    pub struct SafrAccessRow {
        /// Where.
        environment: U32,
        /// Edit rights, ascending by item: a run of the right section. Equal lists are one run.
        rights: Run,
        /// Create permissions: a set of [`crate::safr::ItemType::bit`].
        create: U16,
        /// [`crate::safr::Access`].
        access: u8,
        /// Whether it has the run permission Migrate In.
        migrate_in: u8,
    }
}

/// Edit rights are stored as the item's index, shifted by this, and the right.
pub const RIGHT_BITS: u32 = 2;

/// The most items that a bundle can hold.
pub const MAX_ITEMS: u32 = 1 << (32 - RIGHT_BITS);

/// Name space of environments in the hash tables; those of items are `environment << 4 | type`.
pub const ENVIRONMENT_SPACE: u32 = 0xFFFF_FFF0;

/// Name space of groups in the hash tables.
pub const GROUP_SPACE: u32 = 0xFFFF_FFF1;

/// The name space of the items of one environment and type.
pub const fn item_space(environment: u32, kind: crate::safr::ItemType) -> u32 {
    environment << 4 | kind as u32
}

/// Positions in the section of SAFR's origins: each holds the number of the first origin of its
/// rows, which are counted from there.
///
/// Behind them stand two numbers for each access row. From the first are counted the origins of the
/// access itself, of Migrate In and of the create permission for each of
/// [`crate::safr::ItemType::ITEMS`]; from the second those of its rights, which groups share as
/// they share the rights.
pub mod origins {
    /// Environments.
    pub const ENVIRONMENTS: usize = 0;
    /// Items.
    pub const ITEMS: usize = 1;
    /// Groups.
    pub const GROUPS: usize = 2;
    /// Members.
    pub const MEMBERS: usize = 3;
    /// System administrators.
    pub const ADMINISTRATORS: usize = 4;
    /// How many parts come before those of access rows.
    pub const PARTS: usize = 5;

    /// Of an access row: the access itself.
    pub const ACCESS: u32 = 0;
    /// Of an access row: Migrate In.
    pub const MIGRATE_IN: u32 = 1;
    /// Of an access row: the create permission for the first type.
    pub const CREATE: u32 = 2;
    /// How many origins an access row has beside those of its rights.
    pub const OF_ACCESS: usize = 11;
    const _: () = assert!(2 + crate::safr::ItemType::ITEMS.len() == OF_ACCESS);

    /// The part of an access row.
    pub const fn of_access(access: usize) -> usize {
        PARTS + 2 * access
    }

    /// The part of the rights of an access row.
    pub const fn of_rights(access: usize) -> usize {
        of_access(access) + 1
    }
}
