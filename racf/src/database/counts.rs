//! Counts of what hangs on an ID. Only `store.rs` changes them.

use std::collections::HashMap;

use super::on_volumes::OnVolumes;

/// What hangs on an ID, so that commands about it needn't look for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counts {
    /// Data set profiles by high-level qualifier and owner.
    pub(super) data_sets: HashMap<String, HashMap<String, usize>>,
    /// Discrete data set profiles that have volumes, by name.
    pub(super) volumes: HashMap<String, OnVolumes>,
    /// Connections by group.
    pub(super) members: HashMap<String, usize>,
    /// Subgroups by group.
    pub(super) subgroups: HashMap<String, usize>,
}
