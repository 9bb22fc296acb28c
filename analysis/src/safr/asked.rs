//! Requests about SAFR, and their decisions.

use saffron_runtime::Engine;
use saffron_runtime::safr::{SafrDecision, SafrRequest, With};
use saffron_vocabulary::safr::{ItemType, SafrOperation, SafrOutcome};

/// An item by type and name.
pub(crate) type Named<'e> = (ItemType, &'e str);

/// What an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'e> {
    /// The environment.
    pub environment: &'e str,
    /// The type of the item.
    pub item_type: ItemType,
    /// The item; `None` for operations that are about no item that exists.
    pub item: Option<&'e str>,
}

impl<'e> Place<'e> {
    /// An item of an environment.
    pub(crate) fn of_item(environment: &'e str, (item_type, name): Named<'e>) -> Self {
        Self { environment, item_type, item: Some(name) }
    }

    /// Every type without an item.
    pub(crate) fn without_items(environment: &'e str) -> impl Iterator<Item = Self> {
        let types = ItemType::ALL.iter();
        types.map(move |item_type| Self { environment, item_type: *item_type, item: None })
    }
}

/// A user with what was chosen at login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Login<'e> {
    pub(crate) user: &'e str,
    pub(crate) group: Option<&'e str>,
    pub(crate) environment: &'e str,
}

impl<'e> Login<'e> {
    pub(crate) fn decide(
        self,
        engine: &'e Engine,
        place: Place<'e>,
        operation: SafrOperation,
    ) -> SafrDecision<'e> {
        engine.decide_safr(&SafrRequest {
            user: self.user,
            login_group: self.group,
            login_environment: self.environment,
            operation,
            item_type: place.item_type,
            item: place.item,
            environment: place.environment,
            with: With::default(),
        })
    }
}

/// Whether an outcome lets the user do it; what SAFR doesn't govern counts as granted.
pub(crate) const fn is_granted(outcome: SafrOutcome) -> bool {
    matches!(outcome, SafrOutcome::Grant | SafrOutcome::NotGoverned)
}
