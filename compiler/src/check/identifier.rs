//! The syntax of IDs and short names: users, groups, classes, volumes.

/// `@`, `#` and `$`: letters of the national alphabets.
pub(crate) fn is_national(character: char) -> bool {
    matches!(character, '@' | '#' | '$')
}

/// Whether a character may stand in an ID.
pub(crate) fn is_alphanumeric(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit() || is_national(character)
}

/// One to eight of `A`–`Z`, `0`–`9`, `@`, `#` and `$`.
pub(crate) fn is_valid(id: &str) -> bool {
    has_length(id, 8)
}

/// As an ID, but no digit first.
pub(crate) fn is_valid_group(id: &str) -> bool {
    is_valid(id) && !id.starts_with(|first: char| first.is_ascii_digit())
}

/// One to six letters, digits and nationals.
pub(crate) fn is_valid_volume(serial: &str) -> bool {
    has_length(serial, 6)
}

fn has_length(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.chars().all(is_alphanumeric)
}
