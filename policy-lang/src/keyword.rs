//! The words that give a policy its structure: one table of what each of them can do. Layout, recovery,
//! messages and formatting read it. All other words are checked by the compiler.

/// Something that a keyword can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Begins a declaration.
    Declares,
    /// Begins a part of a `safr` block.
    SafrPart,
    /// Is the key of a property, too.
    Key,
    /// Begins a declaration that reads like a property where its block is missing: `user A`.
    LooksLikeProperty,
    /// Begins a clause of a block, wherever it is.
    Clause,
    /// Begins a clause of a block, unless a doc comment has begun it already.
    DocumentedClause,
    /// Continues a clause and can't begin one.
    Continues,
    /// What follows belongs to it in any case.
    AwaitsMore,
    /// An access level follows.
    AsksLevel,
    /// States what a test expects.
    Verdict,
    /// The formatter may break a long line before it.
    StartsLine,
}

/// What follows a keyword where it is certain to begin a declaration, rather than a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// `{`
    Block,
    Name,
    /// A name, or a text where IDs begin with a digit.
    Id,
    IdOrStar,
    IdAndBlock,
    NameAndColon,
    NameAndNumber,
    NameAndParen,
    Text,
    /// `user`, `group` or `profile`
    ExternalKind,
    Variable,
}

macro_rules! keywords {
    ($($Name:ident = $text:literal: [$($Role:ident),*] $(, $Start:ident)?;)*) => {
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

            /// Those with which a declaration can begin.
            pub(crate) fn declaring() -> impl Iterator<Item = Self> {
                [$(Self::$Name),*].into_iter().filter(|keyword| keyword.declares())
            }

            fn roles(self) -> &'static [Role] {
                match self { $(Self::$Name => &[$(Role::$Role),*],)* }
            }

            /// What follows it where it begins a declaration; `None` where nothing makes that certain.
            pub(crate) fn start(self) -> Option<Start> {
                match self { $(Self::$Name => [$(Start::$Start)?].first().copied(),)* }
            }
        }
    };
}

keywords! {
    Above = "above": [AsksLevel];
    Access = "access": [Clause];
    And = "and": [Continues, StartsLine];
    Any = "any": [Continues];
    Apply = "apply": [Declares], NameAndParen;
    As = "as": [Continues];
    At = "at": [Continues];
    Because = "because": [StartsLine];
    Below = "below": [Continues];
    By = "by": [Continues];
    Category = "category": [Declares, Key, LooksLikeProperty];
    Class = "class": [Declares, Key, LooksLikeProperty], IdAndBlock;
    Connect = "connect": [Declares], Id;
    Context = "context": [Continues];
    Defined = "defined": [];
    Edit = "edit": [Clause];
    Environment = "environment": [SafrPart], IdAndBlock;
    Every = "every": [DocumentedClause];
    Except = "except": [Continues, StartsLine];
    Example = "example": [Declares, AwaitsMore], ExternalKind;
    External = "external": [Declares, AwaitsMore], ExternalKind;
    Feature = "feature": [Declares], Text;
    For = "for": [Continues, AwaitsMore];
    From = "from": [];
    Generic = "generic": [Key];
    Global = "global": [Declares, Key], IdAndBlock;
    Group = "group": [Declares, SafrPart, Key, LooksLikeProperty], IdAndBlock;
    Has = "has": [Continues];
    In = "in": [];
    Invariant = "invariant": [Declares], Text;
    Is = "is": [Continues];
    May = "may": [Clause, AsksLevel, Verdict];
    Member = "member": [Continues];
    Members = "members": [Key];
    No = "no": [];
    Not = "not": [Continues, AsksLevel, Verdict];
    NotGoverned = "not-governed": [Clause, Verdict];
    Of = "of": [Continues];
    On = "on": [Continues, StartsLine];
    Only = "only": [DocumentedClause];
    Optional = "optional": [DocumentedClause, AwaitsMore];
    Options = "options": [Declares, SafrPart], Block;
    Param = "param": [Declares], NameAndColon;
    Permit = "permit": [Declares, Clause], IdOrStar;
    Profile = "profile": [Declares], Name;
    Requires = "requires": [DocumentedClause, AwaitsMore];
    Role = "role": [SafrPart], IdAndBlock;
    Rules = "rules": [SafrPart];
    Safr = "safr": [Declares], Block;
    SecurityLabel = "security-label": [Declares, Key, LooksLikeProperty], IdAndBlock;
    SecurityLevel = "security-level": [Declares, Key], NameAndNumber;
    Started = "started": [Declares], Text;
    SystemAdministrator = "system-administrator": [SafrPart], Id;
    Template = "template": [Declares], NameAndParen;
    Test = "test": [Declares], Text;
    Through = "through": [Continues];
    To = "to": [Continues, StartsLine];
    Undefined = "undefined": [];
    Unless = "unless": [StartsLine];
    Unprotected = "unprotected": [Clause, AsksLevel, Verdict];
    Unsupported = "unsupported": [Clause, Verdict];
    Until = "until": [Continues];
    User = "user": [Declares, Key, LooksLikeProperty], IdAndBlock;
    Users = "users": [Continues];
    Variable = "variable": [Declares], Variable;
    Volume = "volume": [Key];
    Volumes = "volumes": [Key];
    Waive = "waive": [Declares], Text;
    When = "when": [Continues, AwaitsMore, StartsLine];
    With = "with": [Continues, StartsLine];
    Without = "without": [Continues, StartsLine];
}

impl Keyword {
    /// Whether it can do this.
    pub(crate) fn is(self, role: Role) -> bool {
        self.roles().contains(&role)
    }

    /// Whether a declaration can begin with it.
    pub(crate) fn declares(self) -> bool {
        self.is(Role::Declares)
    }

    /// Whether a part of a `safr` block can begin with it.
    pub(crate) fn begins_safr_part(self) -> bool {
        self.is(Role::SafrPart)
    }
}
