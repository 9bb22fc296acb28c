//! One fact that differs.

use saffron_compiler::model::Condition;
use saffron_diagnostics::Span;

/// What a fact is about, in the order in which facts are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// An option of the system, or of a class.
    #[default]
    Option,
    /// A dynamic class, or one of its properties.
    Class,
    /// A group.
    Group,
    /// A user.
    User,
    /// A connection, or one of its properties.
    Connect,
    /// A profile.
    Profile,
    /// A property or attribute of a user, a group or a profile.
    Property,
    /// A field of a segment.
    Segment,
    /// A member of a profile.
    Member,
    /// An entry of an access list.
    Permit,
}

impl What {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Class => "class",
            Self::Group => "group",
            Self::User => "user",
            Self::Connect => "connect",
            Self::Profile => "profile",
            Self::Property => "property",
            Self::Segment => "segment",
            Self::Member => "member",
            Self::Permit => "permit",
        }
    }
}

/// What exactly a fact is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Its kind.
    pub what: What,
    /// The class of a profile, or the class itself.
    pub class: Option<String>,
    /// The name of the profile.
    pub profile: Option<String>,
    /// Whether the profile is generic.
    pub generic: bool,
    /// Volumes of a discrete data set profile.
    pub volumes: Vec<String>,
    /// A user, a group, the ID of an entry, or the name of a member.
    pub id: Option<String>,
    /// The group of a connection.
    pub group: Option<String>,
    /// `uacc`, `special`, `omvs.uid`, …
    pub property: Option<String>,
    /// The condition of an entry.
    pub condition: Option<Condition>,
}

/// How the system departs from the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The system has it, the policy doesn't state it.
    Extra,
    /// The policy states it, the system doesn't have it.
    Missing,
    /// Both have it, with other values.
    Different,
}

impl Kind {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Extra => "extra",
            Self::Missing => "missing",
            Self::Different => "different",
        }
    }
}

/// A fact that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// How.
    pub kind: Kind,
    /// What it is about.
    pub subject: Subject,
    /// The value that the policy states.
    pub policy: Option<String>,
    /// The value on the system.
    pub system: Option<String>,
    /// Where the policy states it.
    pub source: Option<Span>,
    /// Where the system states it: the record of an unload.
    pub record: Option<Span>,
}
