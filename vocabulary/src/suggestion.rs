//! What would grant a denied request, as data: the smallest change to a policy.
//!
//! The runtime proposes, the language's printer writes it as policy text.

use crate::racf::AccessLevel;
use crate::safr::{Access, ItemType, Right, SafrSwitch};

/// A profile by its class and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileName {
    /// The class.
    pub class: String,
    /// The name, folded as the class stores it.
    pub name: String,
    /// Whether it is generic although the name has no generic character.
    pub fully_qualified_generic: bool,
    /// The volume of a discrete data set profile.
    pub volume: Option<String>,
}

/// A change to a policy that grants what RACF's rules denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Declare the user. The author chooses the default group.
    User {
        /// The user ID.
        user: String,
    },
    /// Connect the user to the group.
    Connect {
        /// The user ID.
        user: String,
        /// The group name.
        group: String,
    },
    /// Put the ID on the access list of a profile that exists.
    Permit {
        /// The user ID or group name.
        id: String,
        /// The level that the request needs.
        access: AccessLevel,
        /// The protecting profile.
        profile: ProfileName,
    },
    /// Make the ID the owner of a profile that exists.
    Owner {
        /// The user ID or group name.
        id: String,
        /// The profile, for the reader: the clause goes into its declaration.
        profile: ProfileName,
    },
    /// Declare a profile that gives access to the ID only, with UACC NONE.
    ProfileWithPermit {
        /// The new profile.
        profile: ProfileName,
        /// The user ID or group name.
        id: String,
        /// The level that the request needs.
        access: AccessLevel,
    },
    /// Declare a profile whose UACC is the level: the user is not defined to RACF.
    ProfileWithUacc {
        /// The new profile.
        profile: ProfileName,
        /// The level that the request needs.
        access: AccessLevel,
    },
    /// Declare a profile that the ID owns, with UACC NONE.
    ProfileWithOwner {
        /// The new profile.
        profile: ProfileName,
        /// The user ID or group name.
        id: String,
    },
}

/// What a group must be granted in an environment of SAFR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrGrant {
    /// Access to the environment, the least there is under the rules of the policy.
    Access(Access),
    /// Administrator access to the environment.
    Administrator,
    /// An edit right to an item.
    Edit {
        /// The type of the item.
        kind: ItemType,
        /// The name of the item.
        name: String,
        /// The right that the operation needs.
        right: Right,
    },
    /// The create permission for a type.
    Create(ItemType),
    /// The run permission Migrate In.
    MigrateIn,
}

/// A change to a policy that grants what SAFR's rules denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrSuggestion {
    /// Declare the user as one that is defined elsewhere.
    ExternalUser {
        /// The user ID.
        user: String,
    },
    /// Declare the group with the user as a member, and give it access to the environment.
    GroupForLogin {
        /// The group.
        group: String,
        /// The user ID.
        user: String,
        /// The environment of the login.
        environment: String,
        /// The least access to it.
        access: Access,
    },
    /// Make the user a member of the group.
    Member {
        /// The group.
        group: String,
        /// The user ID.
        user: String,
    },
    /// Make the user a system administrator.
    SystemAdministrator {
        /// The user ID.
        user: String,
    },
    /// Turn an option on.
    Option(SafrSwitch),
    /// Declare the environment.
    Environment {
        /// Its name.
        name: String,
    },
    /// Declare the group.
    Group {
        /// Its name.
        name: String,
    },
    /// Declare the item in the environment.
    Item {
        /// The environment.
        environment: String,
        /// The type of the item.
        kind: ItemType,
        /// The name of the item.
        name: String,
    },
    /// Give the group rights in an environment.
    Grants {
        /// The group.
        group: String,
        /// The environment.
        environment: String,
        /// All that is missing there; at least one.
        grants: Vec<SafrGrant>,
    },
}
