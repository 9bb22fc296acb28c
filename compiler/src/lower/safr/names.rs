//! SAFR's names, and what items of a type are called.

use std::collections::HashMap;
use std::ops::Range;

use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::safr::ItemType;

use crate::model::{EnvironmentId, ItemId, SafrGroupId};

/// Items, references and rights that a package may have.
pub(super) const MOST_FACTS: usize = 4_000_000;

/// SAFR's names, and what they refer to.
#[derive(Debug)]
pub(crate) struct SafrNames {
    pub(super) environments: HashMap<String, EnvironmentId>,
    /// By environment: the items of a name.
    pub(super) items: Vec<HashMap<String, Vec<(ItemType, ItemId)>>>,
    /// Where the items of a type lie among all.
    pub(super) of_type: HashMap<(EnvironmentId, ItemType), Range<u32>>,
    pub(super) groups: HashMap<String, SafrGroupId>,
    /// Items, references and rights so far.
    pub(super) facts: Budget,
    /// Whether a part of a block was not understood: what seems undeclared may be declared there.
    pub(super) incomplete: bool,
}

impl SafrNames {
    /// No names yet. `incomplete`: the parser left something out of the blocks.
    pub(crate) fn of_blocks(incomplete: bool) -> Self {
        Self {
            environments: HashMap::new(),
            items: Vec::new(),
            of_type: HashMap::new(),
            groups: HashMap::new(),
            facts: Budget::new(MOST_FACTS),
            incomplete,
        }
    }

    /// Whether a part of a block was not understood.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// The item of a type and name in an environment.
    pub(super) fn item(
        &self,
        environment: EnvironmentId,
        kind: ItemType,
        name: &str,
    ) -> Option<ItemId> {
        let named = self.items.get(environment.0 as usize)?.get(name)?;
        named.iter().find(|(it, _)| *it == kind).map(|(_, id)| *id)
    }

    /// The items of a type in an environment.
    pub(super) fn of_type(
        &self,
        environment: EnvironmentId,
        kind: ItemType,
    ) -> impl Iterator<Item = ItemId> {
        let range = self.of_type.get(&(environment, kind)).cloned().unwrap_or_default();
        range.map(ItemId)
    }
}

/// What items of a type are called in a sentence.
pub(crate) fn noun(kind: ItemType) -> &'static str {
    match kind {
        ItemType::ControlRecord => "control record",
        ItemType::GlobalField => "global field",
        ItemType::LogicalFile => "logical file",
        ItemType::LogicalRecord => "logical record",
        ItemType::LookupPath => "lookup path",
        ItemType::PhysicalFile => "physical file",
        ItemType::UserExitRoutine => "user-exit routine",
        ItemType::View => "view",
        ItemType::ViewFolder => "view folder",
        ItemType::Environment => "environment",
        ItemType::User => "user",
        ItemType::Group => "group",
        ItemType::XmlFile => "XML file",
        ItemType::XmlTarget => "target of an import",
    }
}
