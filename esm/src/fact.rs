//! One fact of a policy, in the form in which reports name it.

/// What kind of fact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A system option.
    Option,
    /// A class.
    Class,
    /// A group.
    Group,
    /// A user.
    User,
    /// A segment of a user or group.
    Segment,
    /// A connection.
    Connect,
    /// A profile.
    Profile,
    /// A property of a profile, a user, a group or a connection.
    Property,
    /// An entry of an access list.
    Permit,
    /// A member of a grouping profile.
    Member,
    /// An entry of the global access checking table.
    Global,
    /// A variable.
    Variable,
}

impl What {
    /// Its word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Class => "class",
            Self::Group => "group",
            Self::User => "user",
            Self::Segment => "segment",
            Self::Connect => "connect",
            Self::Profile => "profile",
            Self::Property => "property",
            Self::Permit => "permit",
            Self::Member => "member",
            Self::Global => "global",
            Self::Variable => "variable",
        }
    }
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// What kind.
    pub what: What,
    /// The class, of facts about profiles and classes.
    pub class: Option<String>,
    /// The name of the profile.
    pub profile: Option<String>,
    /// Whether the profile is generic.
    pub generic: bool,
    /// The user, group or `*`.
    pub id: Option<String>,
    /// The group of a connection.
    pub group: Option<String>,
    /// Which property, segment field or option.
    pub property: Option<String>,
    /// What the policy states.
    pub policy: Option<String>,
}

impl Fact {
    /// A fact about nothing yet.
    pub(crate) fn new(what: What) -> Self {
        Self {
            what,
            class: None,
            profile: None,
            generic: false,
            id: None,
            group: None,
            property: None,
            policy: None,
        }
    }

    /// A fact about a user or group.
    pub(crate) fn about(what: What, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..Self::new(what) }
    }

    /// With a property and its value.
    pub(crate) fn property(self, property: impl Into<String>, value: impl Into<String>) -> Self {
        Self { property: Some(property.into()), policy: Some(value.into()), ..self }
    }

    /// With what the policy states.
    pub(crate) fn stated(self, value: impl Into<String>) -> Self {
        Self { policy: Some(value.into()), ..self }
    }
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.what.as_str())?;
        for part in [&self.class, &self.profile, &self.id].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        if let Some(group) = &self.group {
            write!(f, " to {group}")?;
        }
        match (&self.property, &self.policy) {
            (Some(property), Some(value)) => write!(f, " {property} {value}"),
            (Some(one), None) | (None, Some(one)) => write!(f, " {one}"),
            (None, None) => Ok(()),
        }
    }
}
