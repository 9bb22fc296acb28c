//! The words that give a policy its structure. All other words are checked by the compiler.

macro_rules! keywords {
    ($($Name:ident = $text:literal,)*) => {
        /// A word that the grammar knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Keyword { $($Name,)* }

        impl Keyword {
            /// The keyword that is written so.
            pub(crate) fn of(word: &str) -> Option<Self> {
                match word {
                    $($text => Some(Self::$Name),)*
                    _ => None,
                }
            }

            /// How it is written.
            pub(crate) fn text(self) -> &'static str {
                match self { $(Self::$Name => $text,)* }
            }
        }
    };
}

keywords! {
    Access = "access",
    Apply = "apply",
    As = "as",
    At = "at",
    Because = "because",
    By = "by",
    Category = "category",
    Class = "class",
    Connect = "connect",
    Defined = "defined",
    Edit = "edit",
    Environment = "environment",
    External = "external",
    Feature = "feature",
    From = "from",
    Generic = "generic",
    Global = "global",
    Group = "group",
    In = "in",
    May = "may",
    Members = "members",
    Not = "not",
    NotGoverned = "not-governed",
    Of = "of",
    On = "on",
    Optional = "optional",
    Options = "options",
    Param = "param",
    Permit = "permit",
    Profile = "profile",
    Requires = "requires",
    Role = "role",
    Rules = "rules",
    Safr = "safr",
    SecurityLabel = "security-label",
    SecurityLevel = "security-level",
    Started = "started",
    SystemAdministrator = "system-administrator",
    Template = "template",
    Test = "test",
    To = "to",
    Undefined = "undefined",
    Unless = "unless",
    Unprotected = "unprotected",
    Unsupported = "unsupported",
    User = "user",
    Variable = "variable",
    Volume = "volume",
    Volumes = "volumes",
    When = "when",
    With = "with",
}

/// Words that later editions of the language use at the start of a declaration.
pub(crate) const RESERVED: [&str; 2] = ["invariant", "waive"];

impl Keyword {
    /// Whether a declaration can begin with it.
    pub(crate) fn declares(self) -> bool {
        matches!(
            self,
            Self::Apply
                | Self::Category
                | Self::Class
                | Self::Connect
                | Self::External
                | Self::Feature
                | Self::Global
                | Self::Group
                | Self::Options
                | Self::Param
                | Self::Permit
                | Self::Profile
                | Self::Safr
                | Self::SecurityLabel
                | Self::SecurityLevel
                | Self::Started
                | Self::Template
                | Self::Test
                | Self::User
                | Self::Variable
        )
    }

    /// Whether a part of a `safr` block can begin with it.
    pub(crate) fn begins_safr_part(self) -> bool {
        matches!(
            self,
            Self::Environment
                | Self::Group
                | Self::Options
                | Self::Role
                | Self::Rules
                | Self::SystemAdministrator
        )
    }
}
