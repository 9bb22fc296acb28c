//! The ids of rows and lists, and the entries of access lists.

use saffron_vocabulary::racf::AccessLevel;

use crate::model::{Condition, Who};

saffron_vocabulary::define_index! {
    /// A profile of the table; ascending within a class means less specific.
    pub struct RowId;
    /// A list in a [`Pool`].
    pub struct ListId;
}

/// An entry of a standard access list, without its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Who is granted the access.
    pub who: Who,
    /// The access level.
    pub access: AccessLevel,
}

/// An entry of a conditional access list, without its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionalEntry {
    /// The condition on which the entry applies.
    pub condition: Condition,
    /// Who is granted the access.
    pub who: Who,
    /// The access level.
    pub access: AccessLevel,
}
