//! A PERMIT command as someone might type it: its operands in the order in which they are.

use std::collections::BTreeSet;
use std::fmt;

use saffron_vocabulary::racf::AccessLevel;

use super::lists::Condition;

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// profile-name-1, in quotes where it is that of a data set.
    pub profile: String,
    /// The others.
    pub operands: Vec<Operand>,
}

/// An operand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// `CLASS(class)`
    Class(String),
    /// `ID(name …)`
    Id(Vec<String>),
    /// `ACCESS(level)`; `ACCESS` without a level.
    Access(Option<AccessLevel>),
    /// `DELETE`
    Delete,
    /// `FROM(profile)`
    From(String),
    /// `FCLASS(class)`
    FClass(String),
    /// `FGENERIC`
    FGeneric,
    /// `GENERIC`
    Generic,
    /// `RESET(list)`; `RESET` without a list.
    Reset(Option<Reset>),
    /// `WHEN(condition …)`
    When(When),
}

/// Which lists are deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// Both.
    All,
    /// The standard access list.
    Standard,
    /// The conditional access list.
    When,
}

/// The conditions of WHEN, each with one value. Those of one kind are written together: of an
/// operand that is repeated only the last one counts.
pub type When = Vec<Condition>;

/// What is done with the names of ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// They get this access authority.
    Access(AccessLevel),
    /// They are removed.
    Delete,
}

impl fmt::Display for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PERMIT {}", self.profile)?;
        self.operands.iter().try_for_each(|it| write!(f, " {it}"))
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Class(class) => write!(f, "CLASS({class})"),
            Self::Id(names) => write!(f, "ID({})", names.join(" ")),
            Self::Access(None) => f.write_str("ACCESS"),
            Self::Access(Some(level)) => write!(f, "ACCESS({level})"),
            Self::Delete => f.write_str("DELETE"),
            Self::From(profile) => write!(f, "FROM({profile})"),
            Self::FClass(class) => write!(f, "FCLASS({class})"),
            Self::FGeneric => f.write_str("FGENERIC"),
            Self::Generic => f.write_str("GENERIC"),
            Self::Reset(None) => f.write_str("RESET"),
            Self::Reset(Some(Reset::All)) => f.write_str("RESET(ALL)"),
            Self::Reset(Some(Reset::Standard)) => f.write_str("RESET(STANDARD)"),
            Self::Reset(Some(Reset::When)) => f.write_str("RESET(WHEN)"),
            Self::When(conditions) => {
                let kinds: BTreeSet<&str> = conditions.iter().map(|it| it.kind.as_str()).collect();
                let values = |kind: &str| -> Vec<&str> {
                    let same = conditions.iter().filter(|it| it.kind == kind);
                    same.map(|it| it.value.as_str()).collect()
                };
                let all = kinds.iter().map(|kind| format!("{kind}({})", values(kind).join(" ")));
                write!(f, "WHEN({})", all.collect::<Vec<_>>().join(" "))
            }
        }
    }
}

impl Permit {
    /// CLASS, or DATASET.
    pub fn class(&self) -> &str {
        let class = self.operands.iter().find_map(|it| match it {
            Operand::Class(class) => Some(class.as_str()),
            _ => None,
        });
        class.unwrap_or("DATASET")
    }

    /// The names of ID; `None` without the operand.
    pub fn names(&self) -> Option<&[String]> {
        self.operands.iter().find_map(|it| match it {
            Operand::Id(names) => Some(names.as_slice()),
            _ => None,
        })
    }

    /// The last of ACCESS and DELETE; READ where neither says anything else.
    pub fn action(&self) -> Action {
        let last = self.operands.iter().rev().find_map(|it| match it {
            Operand::Access(level) => Some(Action::Access(level.unwrap_or(AccessLevel::Read))),
            Operand::Delete => Some(Action::Delete),
            _ => None,
        });
        last.unwrap_or(Action::Access(AccessLevel::Read))
    }

    /// FROM.
    pub fn from(&self) -> Option<&str> {
        self.operands.iter().find_map(|it| match it {
            Operand::From(profile) => Some(profile.as_str()),
            _ => None,
        })
    }

    /// FCLASS, or the class of profile-name-1.
    pub fn from_class(&self) -> &str {
        let class = self.operands.iter().find_map(|it| match it {
            Operand::FClass(class) => Some(class.as_str()),
            _ => None,
        });
        class.unwrap_or(self.class())
    }

    /// RESET.
    pub fn reset(&self) -> Option<Reset> {
        self.operands.iter().find_map(|it| match it {
            Operand::Reset(reset) => Some(reset.unwrap_or(Reset::All)),
            _ => None,
        })
    }

    /// WHEN.
    pub fn when(&self) -> Option<&When> {
        self.operands.iter().find_map(|it| match it {
            Operand::When(conditions) => Some(conditions),
            _ => None,
        })
    }

    /// Whether an operand without a value is there.
    pub fn has(&self, operand: &Operand) -> bool {
        self.operands.contains(operand)
    }
}
