//! How many entries access lists may have: what a bundle can hold, and fewer that are copied.

use saffron_bundle::MAX_LISTED;
use saffron_vocabulary::budget::Budget;

/// Entries that may be copied from other access lists: a few words copy a whole list.
pub(super) const MOST_COPIED: usize = 2_000_000;

/// Access-list entries so far.
#[derive(Debug)]
pub(super) struct Entries {
    pub(super) all: Budget,
    pub(super) copied: Budget,
}

impl Default for Entries {
    fn default() -> Self {
        Self { all: Budget::new(MAX_LISTED), copied: Budget::new(MOST_COPIED) }
    }
}
