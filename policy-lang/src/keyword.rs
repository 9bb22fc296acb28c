//! The words that give a policy its structure. All other words are judged by the compiler.

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
    Because = "because",
    By = "by",
    Category = "category",
    Class = "class",
    Connect = "connect",
    Defined = "defined",
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
    Of = "of",
    On = "on",
    Optional = "optional",
    Options = "options",
    Param = "param",
    Permit = "permit",
    Profile = "profile",
    Requires = "requires",
    SecurityLabel = "security-label",
    SecurityLevel = "security-level",
    Started = "started",
    Template = "template",
    Test = "test",
    To = "to",
    Undefined = "undefined",
    Unless = "unless",
    Unprotected = "unprotected",
    User = "user",
    Variable = "variable",
    Volume = "volume",
    Volumes = "volumes",
    When = "when",
    With = "with",
}

/// Words that later editions of the language use at the start of a declaration.
pub(crate) const RESERVED: [&str; 3] = ["safr", "invariant", "waive"];

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
                | Self::SecurityLabel
                | Self::SecurityLevel
                | Self::Started
                | Self::Template
                | Self::Test
                | Self::User
                | Self::Variable
        )
    }
}
