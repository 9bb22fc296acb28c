//! What is wrong with the name of a profile, as a diagnostic.

use saffron_diagnostics::Code;
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::name::{self, CharacterKinds, DataSetRules, NameError, ResourceRules};

use crate::codes;
use crate::model::Class;

/// What is wrong with a name.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The name itself.
    pub(crate) name: String,
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

/// Checks the name of a data set profile.
pub(crate) fn data_set(name: &str, rules: DataSetRules) -> Result<(), Problem> {
    name::data_set(name, rules).map_err(|error| problem(&error, name, KnownClass::Dataset.as_str()))
}

/// Checks the name of a profile, or a member, of a general resource class.
pub(crate) fn general(name: &str, class: &Class, generic: bool) -> Result<(), Problem> {
    name::resource(name, rules(class), generic).map_err(|error| problem(&error, name, &class.name))
}

/// What the class asks of the names of its profiles.
fn rules(class: &Class) -> ResourceRules<'static> {
    ResourceRules {
        max_length: class.descriptor.max_length,
        mixed_case: class.descriptor.mixed_case,
        key_qualifiers: class.descriptor.key_qualifiers,
        program: class.is(KnownClass::Program),
        kinds: CharacterKinds::default(),
    }
}

/// Words the error about a name of a class.
fn problem(error: &NameError, name: &str, class: &str) -> Problem {
    let (code, help) = kind(error);
    Problem { name: name.to_owned(), code, message: message(error, name, class), help }
}

fn message(error: &NameError, name: &str, class: &str) -> String {
    match error {
        NameError::Empty => "a profile must have a name".to_owned(),
        NameError::TooLong { length, longest } => {
            format!("`{name}` has {length} characters, and its class allows {longest}")
        }
        NameError::OneQualifier => format!("the data set name `{name}` has only one qualifier"),
        NameError::GenericHighLevelQualifier => {
            format!("the high-level qualifier of `{name}` is generic")
        }
        NameError::Qualifier(qualifier) => {
            format!("`{qualifier}` in `{name}` is not a qualifier of a data set name")
        }
        NameError::NeedsEnhancedNaming => {
            format!("`**` in `{name}` needs enhanced generic naming")
        }
        NameError::GenericKeyQualifier => {
            format!("`{name}` is generic where the class `{class}` allows no generic character")
        }
        NameError::MisplacedStar
        | NameError::SecondDoubleStar
        | NameError::PercentStarEnd
        | NameError::GenericProgram => {
            format!("`{name}` has a generic character in a place where none is allowed")
        }
        other => {
            format!("`{name}` can't be the name of a profile in the class `{class}`: it {other}")
        }
    }
}

fn kind(error: &NameError) -> (Code, &'static str) {
    match error {
        NameError::Empty => {
            (codes::BAD_CHARACTER, "write the name of the resource that it protects")
        }
        NameError::TooLong { .. } => {
            (codes::NAME_TOO_LONG, "shorten it, with a generic character if necessary")
        }
        NameError::OneQualifier => {
            (codes::ONE_QUALIFIER, "add a qualifier, or set the option `prefix`")
        }
        NameError::GenericHighLevelQualifier => (
            codes::GENERIC_HLQ,
            "a data set profile belongs to one user or group: write its name in full",
        ),
        NameError::Qualifier(_) => (
            codes::BAD_QUALIFIER,
            "a qualifier has one to eight letters, digits, `@`, `#`, `$` and hyphens, and does not begin with a digit or hyphen",
        ),
        NameError::NeedsEnhancedNaming => (
            codes::NEEDS_ENHANCED_NAMING,
            "set the option `enhanced-generic-naming on`, or end the name with `*`",
        ),
        NameError::GenericKeyQualifier => {
            (codes::GENERIC_KEY_QUALIFIER, "write the leading qualifiers in full")
        }
        NameError::MisplacedStar => (
            codes::MISPLACED_GENERIC,
            "`*` is allowed at the end of a qualifier, and `**` as a qualifier of its own",
        ),
        NameError::SecondDoubleStar => (codes::MISPLACED_GENERIC, "a name has at most one `**`"),
        NameError::PercentStarEnd => (
            codes::MISPLACED_GENERIC,
            "RACF refuses a generic name that ends in `%*`: end it in `*` or in `%.**`",
        ),
        NameError::GenericProgram => {
            (codes::MISPLACED_GENERIC, "the name of a program is generic only by a `*` at its end")
        }
        _ => (
            codes::BAD_CHARACTER,
            "blanks, commas, semicolons and parentheses can't be part of a resource name",
        ),
    }
}
