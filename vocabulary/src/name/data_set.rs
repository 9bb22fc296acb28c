//! Names of data set profiles.

use super::error::NameError;
use super::id::{is_alphanumeric, is_national};
use super::resource::{length, one_double_star, star_placement};

/// Longest name of a data set profile, in characters.
pub const LONGEST_DATA_SET: usize = 44;

/// Longest qualifier of a data set name, in characters.
const LONGEST_QUALIFIER: usize = 8;

/// How data set names are written under the options in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataSetRules {
    /// SETROPTS EGN: `**` is allowed.
    pub enhanced: bool,
    /// SETROPTS PREFIX: one qualifier is enough.
    pub single_qualifier: bool,
    /// A member of GLOBAL: the high-level qualifier may be generic, or `&RACUID` or `&RACGPID`.
    pub global: bool,
}

/// Checks the name of a data set profile.
pub fn data_set(name: &str, rules: DataSetRules) -> Result<(), NameError> {
    length(name, LONGEST_DATA_SET)?;
    let mut qualifiers = name.split('.');
    high_level_qualifier(qualifiers.next().unwrap_or_default(), rules)?;
    if !rules.single_qualifier && !name.contains('.') {
        return Err(NameError::OneQualifier);
    }
    for qualifier in qualifiers {
        later_qualifier(qualifier, rules)?;
    }
    one_double_star(name)
}

/// Checks the name of a data set, as a request has it, in upper case.
///
/// # Errors
///
/// If no data set can have the name: it is too long, has an empty qualifier, or a character that
/// such names can't have.
pub fn requested_data_set(name: &str) -> Result<(), NameError> {
    length(name, LONGEST_DATA_SET)?;
    let known = |character: &char| is_alphanumeric(*character) || matches!(character, '-' | '.');
    if let Some(found) = name.chars().find(|character| !known(character)) {
        return Err(NameError::Character(found));
    }
    if name.split('.').any(str::is_empty) {
        return Err(NameError::Qualifier(String::new()));
    }
    Ok(())
}

fn high_level_qualifier(first: &str, rules: DataSetRules) -> Result<(), NameError> {
    if rules.global && matches!(first, "&RACUID" | "&RACGPID" | "*" | "**") {
        return Ok(());
    }
    if first.contains(['*', '%']) {
        return Err(NameError::GenericHighLevelQualifier);
    }
    plain_qualifier(first)
}

fn later_qualifier(qualifier: &str, rules: DataSetRules) -> Result<(), NameError> {
    if rules.global && matches!(qualifier, "&RACUID" | "&RACGPID") {
        return Ok(());
    }
    if qualifier == "**" {
        return if rules.enhanced { Ok(()) } else { Err(NameError::NeedsEnhancedNaming) };
    }
    star_placement(qualifier)?;
    if qualifier == "*" {
        return Ok(());
    }
    plain_qualifier(qualifier.strip_suffix('*').unwrap_or(qualifier))
}

/// One to eight letters, digits, national characters, hyphens and `%`; the first is not a digit
/// and not a hyphen.
fn plain_qualifier(qualifier: &str) -> Result<(), NameError> {
    let first = |character: char| {
        character.is_ascii_uppercase() || is_national(character) || character == '%'
    };
    let other = |character: char| is_alphanumeric(character) || matches!(character, '-' | '%');
    let fits = (1..=LONGEST_QUALIFIER).contains(&qualifier.len())
        && qualifier.starts_with(first)
        && qualifier.chars().all(other);
    if fits { Ok(()) } else { Err(NameError::Qualifier(qualifier.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EGN: DataSetRules =
        DataSetRules { enhanced: true, single_qualifier: false, global: false };

    #[test]
    fn data_set_names() {
        for good in
            ["A.B", "PAYROLL.**", "A.B*", "A.*.C", "A.%B.C*", "A.**.B", "A.B-1", "SYS1.P*.**"]
        {
            assert_eq!(data_set(good, EGN), Ok(()), "{good}");
        }
        let qualifier = |text: &str| NameError::Qualifier(text.to_owned());
        for (bad, why) in [
            ("A", NameError::OneQualifier),
            ("A*.B", NameError::GenericHighLevelQualifier),
            ("**.B", NameError::GenericHighLevelQualifier),
            ("A.B**", NameError::MisplacedStar),
            ("A.**.B.**", NameError::SecondDoubleStar),
            ("A.B*C", NameError::MisplacedStar),
            ("A.1B", qualifier("1B")),
            ("A..B", qualifier("")),
            ("A.ABCDEFGHI", qualifier("ABCDEFGHI")),
        ] {
            assert_eq!(data_set(bad, EGN), Err(why), "{bad}");
        }
        let old = DataSetRules { enhanced: false, ..EGN };
        assert_eq!(data_set("A.**", old), Err(NameError::NeedsEnhancedNaming));
        assert_eq!(data_set("&RACUID.**", DataSetRules { global: true, ..EGN }), Ok(()));
    }
}
