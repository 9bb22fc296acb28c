//! The security data of a database: users, groups, environments, items and rights.

use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};

/// An item of an environment: type and number.
pub(crate) type Key = (ItemType, i64);

/// The content of a database.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) rules: Rules,
    /// IDs, and who is a system administrator.
    pub(crate) users: BTreeMap<String, bool>,
    pub(crate) groups: BTreeMap<i64, Group>,
    pub(crate) environments: BTreeMap<i64, Environment>,
}

/// A group.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) members: BTreeSet<String>,
    /// By environment.
    pub(crate) shares: BTreeMap<i64, Share>,
    /// Its line in the dump.
    pub(crate) line: usize,
}

/// What a group may do in an environment.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) access: Access,
    pub(crate) create: BTreeSet<ItemType>,
    pub(crate) migrate_in: bool,
    pub(crate) rights: BTreeMap<Key, Right>,
}

/// An environment.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) name: String,
    pub(crate) items: BTreeMap<Key, Item>,
}

/// An item.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Of a view, the number of its folder.
    pub(crate) folder: Option<i64>,
    pub(crate) references: BTreeSet<Key>,
    /// Its line in the dump.
    pub(crate) line: usize,
}
