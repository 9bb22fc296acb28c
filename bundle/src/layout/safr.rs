//! Rows of SAFR's environments, items and groups.

use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};
use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, TryFromBytes, Unaligned};

use super::{OptId, Run, Stored, TextRef};
use crate::indices::ItemIndex;

rows! {
    /// What holds for SAFR as a whole: one row.
    pub struct SafrMeta, SafrMetaFields {
        /// [`saffron_vocabulary::safr::SafrSwitches`]: interpretations of undocumented rules.
        switches: U32,
        /// Which generation of the security rules holds.
        rules: Rules,
        /// Whether the policy refers to SAFR at all.
        declared: bool,
    } pad 2

    /// An environment.
    pub struct SafrEnvironmentRow, SafrEnvironmentFields {
        /// Its name.
        name: TextRef,
        /// Its items: a run of the item section.
        items: Run,
    }

    /// An item.
    pub struct SafrItemRow, SafrItemFields {
        /// Its name.
        name: TextRef,
        /// What it refers to, ascending: a run of the reference section.
        references: Run,
        /// Its environment.
        environment: U32,
        /// Of a view, the item that is its folder.
        folder: OptId<ItemIndex>,
        /// One of [`ItemType::ITEMS`].
        kind: ItemType,
    } pad 3

    /// A group.
    pub struct SafrGroupRow, SafrGroupFields {
        /// Its name.
        name: TextRef,
        /// IDs of its members, ascending: a run of the member section.
        members: Run,
        /// Environments to which it has access, ascending: a run of the access section.
        access: Run,
    }

    /// What a group may do in an environment.
    pub struct SafrAccessRow, SafrAccessFields {
        /// The environment.
        environment: U32,
        /// Edit rights, ascending by item: a run of the right section. Equal lists are one run.
        rights: Run,
        /// Create permissions: a set of [`ItemType::bit`].
        create: U16,
        /// What the group is in the environment.
        access: Access,
        /// Whether it has the run permission Migrate In.
        migrate_in: bool,
    }
}

/// An edit right: the item and, in the two low bits, the right.
#[derive(Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct SafrRight(U32);

/// Bits of a [`SafrRight`] that contain the right.
const RIGHT_BITS: u32 = 2;

/// The most items that a bundle can contain, so that an item fits into a [`SafrRight`].
pub(crate) const MAX_ITEMS: usize = 1 << (32 - RIGHT_BITS);

impl SafrRight {
    /// The right to an item.
    pub const fn new(item: ItemIndex, right: Right) -> Self {
        Self(U32::new(item.0 << RIGHT_BITS | right as u32))
    }

    /// The item.
    #[inline]
    pub const fn item(self) -> ItemIndex {
        ItemIndex(self.0.get() >> RIGHT_BITS)
    }

    /// The right; two bits have a value for each of the four.
    #[inline]
    pub const fn right(self) -> Right {
        match self.0.get() & ((1 << RIGHT_BITS) - 1) {
            0 => Right::None,
            1 => Right::Read,
            2 => Right::Modify,
            _ => Right::Delete,
        }
    }
}

impl std::fmt::Debug for SafrRight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SafrRight({:?}, {})", self.item(), self.right())
    }
}

impl SafrAccessRow {
    /// Whether the group may create items of the type.
    #[inline]
    pub fn creates(&self, kind: ItemType) -> bool {
        self.create.get() & kind.bit() != 0
    }
}

/// Name space of environments in the hash tables; those of items are `environment << 4 | type`.
pub const ENVIRONMENT_SPACE: u32 = 0xFFFF_FFF0;

/// Name space of groups in the hash tables.
pub const GROUP_SPACE: u32 = 0xFFFF_FFF1;

/// The name space of the items of one environment and type.
pub const fn item_space(environment: u32, kind: saffron_vocabulary::safr::ItemType) -> u32 {
    environment << 4 | kind as u32
}

/// Positions in the section of SAFR's origins: each holds the number of the first origin of its
/// rows, counted from there.
///
/// After them come two numbers for each access row. The first counts the origins of the access
/// itself, of Migrate In and of the create permission for each of
/// [`saffron_vocabulary::safr::ItemType::ITEMS`]; from the second those of its rights, which groups
/// share as they share the rights.
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
    /// How many origins an access row has in addition to those of its rights.
    pub const OF_ACCESS: usize = 11;
    const _: () = assert!(2 + saffron_vocabulary::safr::ItemType::ITEMS.len() == OF_ACCESS);

    /// The part of an access row.
    pub const fn of_access(access: usize) -> usize {
        PARTS + 2 * access
    }

    /// The part of the rights of an access row.
    pub const fn of_rights(access: usize) -> usize {
        of_access(access) + 1
    }
}
