//! Names of profiles of general resource classes, and of their members.

use super::error::NameError;
use super::id::is_national;

/// The kinds of characters that a dynamic class allows (`CDTINFO`, `FIRST` and `OTHER`), each a list
/// of `ALPHA`, `NUMERIC`, `NATIONAL` and `SPECIAL`; `None` where they aren't limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CharacterKinds<'c> {
    /// For the first character.
    pub first: Option<&'c str>,
    /// For every later one.
    pub other: Option<&'c str>,
}

/// What a class asks of the names of its profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceRules<'c> {
    /// Longest name, in characters.
    pub max_length: u16,
    /// Names keep their lower-case letters (`CASE(ASIS)`), and may have any character.
    pub mixed_case: bool,
    /// Leading qualifiers that can't be generic (`KEYQUALIFIERS`).
    pub key_qualifiers: u8,
    /// The class PROGRAM: names are generic only at their end.
    pub program: bool,
    /// FIRST and OTHER of a dynamic class.
    pub kinds: CharacterKinds<'c>,
}

/// Checks the name of a profile, or of a member, of a general resource class. `generic` is whether
/// the class has generic profiles, so that `*`, `%` and `&` are generic characters in the name.
pub fn resource(name: &str, rules: ResourceRules<'_>, generic: bool) -> Result<(), NameError> {
    length(name, usize::from(rules.max_length))?;
    characters(name, rules.mixed_case)?;
    kinds_of_characters(name, rules.kinds)?;
    if generic { generic_characters(name, rules) } else { Ok(()) }
}

fn generic_characters(name: &str, rules: ResourceRules<'_>) -> Result<(), NameError> {
    for (at, qualifier) in name.split('.').enumerate() {
        star_placement(qualifier)?;
        if at < usize::from(rules.key_qualifiers) && qualifier.contains(['*', '%', '&']) {
            return Err(NameError::GenericKeyQualifier);
        }
    }
    if name.ends_with("%*") {
        return Err(NameError::PercentStarEnd);
    }
    if rules.program && name.trim_end_matches('*').contains(['*', '%', '&']) {
        return Err(NameError::GenericProgram);
    }
    one_double_star(name)
}

/// Characters outside of code page 1047 have no place in RACF's database, and control characters none
/// in a name. Blanks, commas, semicolons and parentheses end an operand of a command, so only the
/// names of mixed-case classes have them.
fn characters(name: &str, mixed_case: bool) -> Result<(), NameError> {
    let ends_operand = |character: char| character.is_whitespace() || ",;()".contains(character);
    let forbidden = |character: char| {
        let unknown = character.is_control() || !in_code_page(character);
        unknown || !mixed_case && ends_operand(character)
    };
    match name.chars().find(|&character| forbidden(character)) {
        None => Ok(()),
        Some(found) => Err(NameError::Character(found)),
    }
}

/// Code page 1047 has the characters of Latin-1.
const fn in_code_page(character: char) -> bool {
    character as u32 <= 0xFF
}

/// Checks the name of a resource, as a request has it: without blanks at its end, folded to upper
/// case unless the class keeps lower-case letters. `max_length` is in characters.
///
/// # Errors
///
/// If no resource of the class can have the name: it is empty or too long, or has a character that
/// such names can't have.
pub fn requested(name: &str, max_length: u16, mixed_case: bool) -> Result<(), NameError> {
    length(name, usize::from(max_length))?;
    characters(name, mixed_case)
}

/// FIRST and OTHER of a dynamic class; generic characters are always allowed.
fn kinds_of_characters(name: &str, kinds: CharacterKinds<'_>) -> Result<(), NameError> {
    let mut allowed = std::iter::once(kinds.first).chain(std::iter::repeat(kinds.other));
    for character in name.chars() {
        let Some(Some(allowed)) = allowed.next() else { continue };
        if !matches!(character, '*' | '%' | '&') && !allowed.contains(kind_of(character)) {
            return Err(NameError::CharacterKind { character, allowed: allowed.to_owned() });
        }
    }
    Ok(())
}

fn kind_of(character: char) -> &'static str {
    match character {
        letter if letter.is_ascii_alphabetic() => "ALPHA",
        digit if digit.is_ascii_digit() => "NUMERIC",
        other if is_national(other) => "NATIONAL",
        _ => "SPECIAL",
    }
}

pub(super) fn length(name: &str, longest: usize) -> Result<(), NameError> {
    match name.chars().count() {
        0 => Err(NameError::Empty),
        length if length > longest => Err(NameError::TooLong { length, longest }),
        _ => Ok(()),
    }
}

/// `*` ends a qualifier, and `**` is a qualifier of its own.
pub(super) fn star_placement(qualifier: &str) -> Result<(), NameError> {
    let stars = qualifier.matches('*').count();
    if stars == 0 || qualifier == "**" || (stars == 1 && qualifier.ends_with('*')) {
        return Ok(());
    }
    Err(NameError::MisplacedStar)
}

pub(super) fn one_double_star(name: &str) -> Result<(), NameError> {
    if name.matches("**").count() > 1 { Err(NameError::SecondDoubleStar) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: ResourceRules<'static> = ResourceRules {
        max_length: 10,
        mixed_case: false,
        key_qualifiers: 0,
        program: false,
        kinds: CharacterKinds { first: None, other: None },
    };

    #[test]
    fn names_of_general_resources() {
        for good in ["A.B", "A.%", "A%", "A.*", "**", "&V.X", "A.**.B"] {
            assert_eq!(resource(good, PLAIN, true), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", NameError::Empty),
            ("ABCDEFGHIJK", NameError::TooLong { length: 11, longest: 10 }),
            ("A B", NameError::Character(' ')),
            ("A**", NameError::MisplacedStar),
            ("**.A.**", NameError::SecondDoubleStar),
            ("A%*", NameError::PercentStarEnd),
        ] {
            assert_eq!(resource(bad, PLAIN, true), Err(why), "{bad}");
        }
        assert_eq!(resource("A%*", PLAIN, false), Ok(()), "no generic characters in this class");
    }

    #[test]
    fn classes_ask_for_more() {
        let program = ResourceRules { program: true, ..PLAIN };
        assert_eq!(resource("PAY*", program, true), Ok(()));
        assert_eq!(resource("PA%Y", program, true), Err(NameError::GenericProgram));
        let keys = ResourceRules { key_qualifiers: 1, ..PLAIN };
        assert_eq!(resource("A*.B", keys, true), Err(NameError::GenericKeyQualifier));
        assert_eq!(resource("A.B*", keys, true), Ok(()));
        let kinds = CharacterKinds { first: Some("ALPHA"), other: Some("ALPHA NUMERIC") };
        let limited = ResourceRules { kinds, ..PLAIN };
        assert_eq!(resource("A1", limited, true), Ok(()));
        assert!(resource("1A", limited, true).is_err());
    }
}
