//! Authority as data: what a rule asks of the user who issues a command.

use std::fmt;

use saffron_vocabulary::racf::GroupAuthority;

use crate::database::ProfileKey;

/// What authority is held over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// A resource profile.
    Profile {
        /// Its class.
        class: String,
        /// Which of the class.
        key: ProfileKey,
    },
    /// A user profile.
    User(String),
    /// A group profile.
    Group(String),
    /// Data sets of this high-level qualifier, whether a profile protects them yet or not.
    DataSets(String),
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profile { class, key } => {
                let generic = if key.is_fully_qualified_generic() { " (generic)" } else { "" };
                write!(f, "`{class} {}`{generic}", key.name)
            }
            Self::User(name) => write!(f, "user `{name}`"),
            Self::Group(name) => write!(f, "group `{name}`"),
            Self::DataSets(qualifier) => write!(f, "the data sets of `{qualifier}`"),
        }
    }
}

impl ProfileKey {
    /// Whether it isn't clear from the name alone that the profile is generic.
    fn is_fully_qualified_generic(&self) -> bool {
        self.generic && !self.name.contains(['*', '%', '&'])
    }
}

/// One thing that is asked of the issuer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// To be this user: the data sets of a user, and a user's own profile.
    Identity(String),
    /// To be connected to the group, so that it can become the default group.
    Member(String),
    /// OWNER of a profile.
    OwnerOf(Object),
    /// At least this authority in a group, in a connection that is in effect.
    GroupAuthority {
        /// The group.
        group: String,
        /// USE, CREATE, CONNECT or JOIN.
        least: GroupAuthority,
    },
    /// An entry for the issuer with ALTER on the standard access list of a discrete profile.
    UserAlter(Object),
    /// Such an entry for a group of the issuer.
    GroupAlter(Object),
    /// UACC(ALTER) of a discrete profile: not refused by RESTRICTED.
    UniversalAlter(Object),
    /// CLAUTH of a class, or of a class that shares its POSIT value.
    ClassAuthority(String),
    /// No connection to the group.
    NoMember(String),
    /// group-AUDITOR in a group that has the object in its scope.
    GroupAuditorOver(Object),
    /// group-SPECIAL in a group that has the object in its scope.
    GroupSpecialOver(Object),
    /// group-SPECIAL in any group.
    GroupSpecial,
    /// OPERATIONS
    Operations,
    /// AUDITOR
    Auditor,
    /// SPECIAL
    Special,
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identity(user) => write!(f, "to be `{user}`"),
            Self::Member(group) => write!(f, "a connection to `{group}`"),
            Self::OwnerOf(object) => write!(f, "OWNER of {object}"),
            Self::GroupAuthority { group, least } => write!(f, "{least} in group `{group}`"),
            Self::UserAlter(object) => write!(f, "ALTER on the standard access list of {object}"),
            Self::GroupAlter(object) => {
                write!(f, "a group with ALTER on the standard access list of {object}")
            }
            Self::UniversalAlter(object) => write!(f, "UACC(ALTER) of {object}"),
            Self::ClassAuthority(class) => write!(f, "CLAUTH({class})"),
            Self::NoMember(group) => write!(f, "no connection to `{group}`"),
            Self::GroupAuditorOver(object) => write!(f, "group-AUDITOR over {object}"),
            Self::GroupSpecialOver(object) => write!(f, "group-SPECIAL over {object}"),
            Self::GroupSpecial => f.write_str("group-SPECIAL"),
            Self::Operations => f.write_str("OPERATIONS"),
            Self::Auditor => f.write_str("AUDITOR"),
            Self::Special => f.write_str("SPECIAL"),
        }
    }
}

/// A way to fulfil a demand: all of its needs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The rule that it is, as [`crate::outcome::Authority::rule`] names it.
    pub rule: &'static str,
    /// What it asks; nothing is left to ask where it is empty.
    pub needs: Vec<Need>,
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, need) in self.needs.iter().enumerate() {
            let joint = if at == 0 { "" } else { " together with " };
            write!(f, "{joint}{need}")?;
        }
        Ok(())
    }
}

/// Something that a command does and not everybody may: any of the alternatives allows it. A
/// command may be issued if all of its demands are fulfilled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// What is done, or to what: `FACILITY BPX.SERVER`, `UAUDIT of user BOB`.
    pub about: String,
    /// In the order in which the documentation has them.
    pub alternatives: Vec<Alternative>,
}

impl Demand {
    /// A demand that nothing fulfils until alternatives are added.
    pub(super) fn new(about: impl fmt::Display) -> Self {
        Self { about: about.to_string(), alternatives: Vec::new() }
    }

    /// A demand that SPECIAL fulfils.
    pub(super) fn special(about: impl fmt::Display) -> Self {
        Self::new(about).or("special", [Need::Special])
    }

    /// A demand on something that isn't defined. Any user may name it: the command says that it isn't
    /// there, and does nothing to it.
    pub(super) fn undefined(about: impl fmt::Display) -> Self {
        Self::new(about).or("not-defined", [])
    }

    /// Adds an alternative.
    pub(super) fn or<const N: usize>(mut self, rule: &'static str, needs: [Need; N]) -> Self {
        self.alternatives.push(Alternative { rule, needs: needs.into() });
        self
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, alternative) in self.alternatives.iter().enumerate() {
            let joint = if at == 0 { "" } else { ", or " };
            write!(f, "{joint}{alternative}")?;
        }
        Ok(())
    }
}
