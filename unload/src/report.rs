//! What an unload holds beside what a database has a place for.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;

use crate::layout::Layout;

/// Records by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    by_kind: BTreeMap<String, (&'static str, u64)>,
}

impl Counts {
    pub(crate) fn known(&mut self, layout: &'static Layout) {
        match self.by_kind.get_mut(layout.kind) {
            Some((_, count)) => *count += 1,
            None => _ = self.by_kind.insert(layout.kind.to_owned(), (layout.what, 1)),
        }
    }

    pub(crate) fn unknown(&mut self, kind: &str) {
        self.by_kind.entry(kind.to_owned()).or_insert(("unknown type", 0)).1 += 1;
    }

    /// Type, what it holds, and the number of records, in the order of types.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'static str, u64)> {
        self.by_kind.iter().map(|(kind, &(what, count))| (kind.as_str(), what, count))
    }

    /// How many records there are of a type.
    pub fn of(&self, kind: &str) -> u64 {
        self.by_kind.get(kind).map_or(0, |(_, count)| *count)
    }

    /// All records.
    pub fn total(&self) -> u64 {
        self.by_kind.values().map(|(_, count)| count).sum()
    }
}

/// Kinds of findings, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// One ID is both a user and a group, which RACF forbids.
    UserAndGroup,
    /// A second basic record, connection or entry of the same name.
    Duplicate,
    /// A member of a library has an access list of its own.
    MemberList,
    /// Records belong to something that has no basic record.
    NoBasicRecord,
    /// Records refer to others that aren't there.
    Missing,
    /// No record of a type that every database has.
    NoneOfType,
    /// A record of a known type without what it must state.
    Unreadable,
    /// A field that decides has a value that isn't known.
    UnknownValue,
    /// A line that begins with no type of record.
    NotARecord,
    /// A type that isn't in the layout.
    UnknownType,
    /// A class that no class descriptor table describes.
    UnknownClass,
    /// Entries of IDs that nobody has.
    Residual,
    /// A user who isn't connected to the default group.
    NotConnected,
    /// No owner is stated.
    NoOwner,
    /// An owner that doesn't exist.
    UnknownOwner,
    /// Data set profiles whose first qualifier is neither a user nor a group.
    OrphanedQualifier,
    /// A number of a security level without a name.
    UnnamedLevel,
    /// A number of a category without a name.
    UnnamedCategory,
    /// A profile that is only a model.
    Model,
    /// A user that RACF keeps for itself.
    InternalUser,
    /// A class in which nobody is permitted anything.
    NoPermissions,
    /// A record about what no policy states.
    WithoutPlace,
}

/// How a finding is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The unload can't be trusted.
    Error,
    /// A decision may differ from the system's.
    Warning,
    /// For information.
    Note,
}

impl FindingKind {
    /// How it is to be taken.
    pub const fn weight(self) -> Weight {
        match self {
            Self::UserAndGroup | Self::Duplicate => Weight::Error,
            Self::MemberList
            | Self::NoBasicRecord
            | Self::Missing
            | Self::NoneOfType
            | Self::Unreadable
            | Self::UnknownValue
            | Self::NotARecord
            | Self::UnknownType
            | Self::UnknownClass
            | Self::Residual
            | Self::NotConnected
            | Self::NoOwner
            | Self::UnknownOwner
            | Self::OrphanedQualifier
            | Self::UnnamedLevel
            | Self::UnnamedCategory
            | Self::Model => Weight::Warning,
            Self::InternalUser | Self::NoPermissions | Self::WithoutPlace => Weight::Note,
        }
    }

    /// The word by which machines know it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserAndGroup => "user-and-group",
            Self::Duplicate => "duplicate",
            Self::MemberList => "member-list",
            Self::NoBasicRecord => "no-basic-record",
            Self::Missing => "missing",
            Self::NoneOfType => "none-of-type",
            Self::Unreadable => "unreadable",
            Self::UnknownValue => "unknown-value",
            Self::NotARecord => "not-a-record",
            Self::UnknownType => "unknown-type",
            Self::UnknownClass => "unknown-class",
            Self::Residual => "residual-id",
            Self::NotConnected => "not-connected",
            Self::NoOwner => "no-owner",
            Self::UnknownOwner => "unknown-owner",
            Self::OrphanedQualifier => "orphaned-qualifier",
            Self::UnnamedLevel => "unnamed-level",
            Self::UnnamedCategory => "unnamed-category",
            Self::Model => "model",
            Self::InternalUser => "internal-user",
            Self::NoPermissions => "no-permissions",
            Self::WithoutPlace => "without-place",
        }
    }

    /// What it means, and what becomes of it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::UserAndGroup => {
                "an ID is both a user and a group; decisions about it may be wrong"
            }
            Self::Duplicate => "stated twice; the first record counts",
            Self::MemberList => {
                "members of a library have access lists of their own, which are not imported: decisions about them may be wrong"
            }
            Self::NoBasicRecord => {
                "records belong to something without a basic record; they are left out"
            }
            Self::Unreadable => "records don't state what they must; they are left out",
            Self::Missing => {
                "records refer to others that are not there: the unload may be cut, or be one of several files"
            }
            Self::NoneOfType => {
                "there is no record of this type, and every database has some: the unload may be cut"
            }
            Self::UnknownValue => {
                "the value of a field is unknown; it is taken as not set, and an access level as NONE"
            }
            Self::NotARecord => {
                "lines are no records: a text may hold a line feed, or the transfer was damaged"
            }
            Self::UnknownType => "the type of record is unknown; the records are left out",
            Self::UnknownClass => {
                "no class descriptor table describes the class; it is declared with default properties"
            }
            Self::Residual => {
                "entries name IDs that don't exist: they grant nothing until somebody gets such an ID"
            }
            Self::NotConnected => {
                "the user isn't connected to the default group, so can't enter the system"
            }
            Self::NoOwner => "no owner is stated; IBMUSER is taken",
            Self::UnknownOwner => "owners do not exist: nobody has the authority of an owner there",
            Self::OrphanedQualifier => {
                "the first qualifier of data set profiles is neither a user nor a group"
            }
            Self::UnnamedLevel => "a security level has no name in SECDATA; one was made up",
            Self::UnnamedCategory => "a category has no name in SECDATA; one was made up",
            Self::Model => "a model profile protects nothing; left out",
            Self::InternalUser => "RACF's own user; left out",
            Self::NoPermissions => "profiles of the class permit nothing to anybody; left out",
            Self::WithoutPlace => "a policy doesn't state this; left out",
        }
    }
}

/// Findings of one kind about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How many records.
    pub count: u64,
    /// The first of them; `None` if no record is to blame.
    pub first: Option<Span>,
}

/// Findings by kind and subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    found: BTreeMap<FindingKind, BTreeMap<String, Finding>>,
}

impl Findings {
    pub(crate) fn add(&mut self, kind: FindingKind, subject: &str, span: Span) {
        self.extend(kind, subject, Some(span));
    }

    pub(crate) fn extend(&mut self, kind: FindingKind, subject: &str, span: Option<Span>) {
        let subjects = self.found.entry(kind).or_default();
        match subjects.get_mut(subject) {
            Some(finding) => finding.count += 1,
            None => _ = subjects.insert(subject.to_owned(), Finding { count: 1, first: span }),
        }
    }

    /// Kinds with their subjects, the gravest kind first.
    pub fn iter(&self) -> impl Iterator<Item = (FindingKind, &BTreeMap<String, Finding>)> {
        self.found.iter().map(|(kind, subjects)| (*kind, subjects))
    }

    /// The kinds and how many there are of each, without what and where.
    #[must_use]
    pub fn without_subjects(self) -> Self {
        let of_kind = |(kind, subjects): (FindingKind, BTreeMap<String, Finding>)| {
            let count = subjects.values().map(|it| it.count).sum();
            (kind, [(String::new(), Finding { count, first: None })].into())
        };
        Self { found: self.found.into_iter().map(of_kind).collect() }
    }

    /// Whether there is one of this kind.
    pub fn has(&self, kind: FindingKind) -> bool {
        self.found.contains_key(&kind)
    }

    /// Whether the unload can't be trusted.
    pub fn has_errors(&self) -> bool {
        self.found.keys().any(|it| it.weight() == Weight::Error)
    }
}
