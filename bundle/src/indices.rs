//! Which row of which section: one type for each, so that an ID is never taken for a class.

use saffron_vocabulary::define_index;

define_index! {
    /// A row of the class section.
    pub struct ClassIndex;
    /// A row of the section of users, groups and external IDs.
    pub struct IdIndex;
    /// A row of the user section.
    pub struct UserIndex;
    /// A row of the variable section.
    pub struct VariableIndex;
    /// A node of a trie of generic names.
    pub struct NodeIndex;
    /// What a generic name leads to: a profile, or a global entry, which are numbered after all
    /// profiles.
    pub struct TargetIndex;
    /// A row of the section of SAFR's items.
    pub struct ItemIndex;
    /// A row of the section to which a hash table belongs.
    pub struct RowIndex;
    /// A row of the section of origins.
    pub struct OriginIndex;
}
