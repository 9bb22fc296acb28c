//! What the texts of a tree refer to.

use crate::ast::Word;

/// What a name, a text, a word or a value refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// A user.
    User,
    /// A RACF group.
    Group,
    /// A user or a group.
    Id,
    /// The user or group that owns something.
    Owner,
    /// A class.
    Class,
    /// An access level, or the parameter that stands for one.
    Access,
    /// A security level.
    SecurityLevel,
    /// A security category.
    Category,
    /// A security label.
    SecurityLabel,
    /// A RACF variable.
    Variable,
    /// The criterion of `when criteria`.
    Criterion,
    /// A parameter, where it is declared.
    Parameter,
    /// A template.
    Template,
    /// An environment of SAFR.
    Environment,
    /// A role of SAFR.
    SafrRole,
    /// A group of SAFR.
    SafrGroup,
    /// An item of SAFR.
    SafrItem,
    /// A word of the language: a kind, an operation, a step.
    Keyword,
    /// Anything else: the name of a profile, a volume, a title.
    Text,
}

impl Role {
    /// What the value of a property refers to. This is the one list of keys with a role.
    pub fn of_key(key: &str) -> Self {
        match key {
            "superior" | "default-group" | "group" | "groups" => Self::Group,
            "owner" => Self::Owner,
            "prefix" => Self::Id,
            "notify" | "user" => Self::User,
            "uacc" | "default-uacc" => Self::Access,
            "active" | "generic" | "generic-commands" | "raclist" | "global"
            | "class-authority" | "log-always" | "log-never" | "log-successes" | "log-failures" => {
                Self::Class
            }
            _ => Self::Text,
        }
    }

    /// What the value of a segment's field refers to: STDATA alone has fields with a role.
    pub fn of_field(key: &str) -> Self {
        match key {
            "user" => Self::User,
            "group" => Self::Group,
            _ => Self::Text,
        }
    }

    /// What `external user …` and `external group …` name. A user that is external may turn out to
    /// be a group.
    pub(crate) fn of_external(kind: &Word) -> Self {
        if kind.node == "group" { Self::Group } else { Self::Id }
    }
}
