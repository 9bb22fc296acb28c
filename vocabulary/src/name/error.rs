//! What can be wrong with the name of a profile.

use std::fmt;

/// What is wrong with the name of a profile. Callers that know the place and the name word their
/// own message; [`Display`](fmt::Display) is a predicate that follows "the name".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// It has no character.
    Empty,
    /// It is longer than its class allows.
    TooLong {
        /// Its length in characters.
        length: usize,
        /// What the class allows, in characters.
        longest: usize,
    },
    /// A character that no name of the class has.
    Character(char),
    /// The class doesn't allow this kind of character first (FIRST), or later (OTHER).
    CharacterKind {
        /// The character.
        character: char,
        /// The kinds that are allowed there, as CDTINFO names them.
        allowed: String,
    },
    /// A data set name with one qualifier, without SETROPTS PREFIX.
    OneQualifier,
    /// A generic high-level qualifier of a data set profile.
    GenericHighLevelQualifier,
    /// Not a qualifier of a data set name.
    Qualifier(String),
    /// `**` in a data set name without enhanced generic naming.
    NeedsEnhancedNaming,
    /// Generic in a leading qualifier that can't be generic (KEYQUALIFIERS).
    GenericKeyQualifier,
    /// A `*` that doesn't end its qualifier, or a `**` that isn't a qualifier.
    MisplacedStar,
    /// More than one `**`.
    SecondDoubleStar,
    /// It ends in `%*`.
    PercentStarEnd,
    /// The name of a program that is generic before its end.
    GenericProgram,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong { length, longest } => {
                write!(f, "has {length} characters, and at most {longest} are allowed")
            }
            Self::Character(character) => write!(f, "has a {}", Described(*character)),
            Self::CharacterKind { character, allowed } => {
                write!(f, "has `{character}` where the class allows only {allowed}")
            }
            Self::OneQualifier => {
                f.write_str("has only one qualifier, which needs SETROPTS PREFIX")
            }
            Self::GenericHighLevelQualifier => {
                f.write_str("has a generic high-level qualifier; write that in full")
            }
            Self::Qualifier(qualifier) => {
                write!(f, "has `{qualifier}`, which is not a valid qualifier")
            }
            Self::NeedsEnhancedNaming => f.write_str("has `**`, which needs SETROPTS EGN"),
            Self::GenericKeyQualifier => {
                f.write_str("is generic in a qualifier that must be written in full")
            }
            Self::MisplacedStar => {
                f.write_str("has a `*` that doesn't end its qualifier, or a `**` that isn't one")
            }
            Self::SecondDoubleStar => f.write_str("has more than one `**`"),
            Self::PercentStarEnd => f.write_str("ends in `%*`"),
            Self::GenericProgram => {
                f.write_str("is generic before its end, which the name of a program can't be")
            }
        }
    }
}

impl std::error::Error for NameError {}

/// A character as a message names it.
pub(super) struct Described(pub(super) char);

impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("blank"),
            character if character.is_control() || character.is_whitespace() => {
                f.write_str("control character")
            }
            character => write!(f, "`{character}`"),
        }
    }
}
