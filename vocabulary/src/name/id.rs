//! IDs, volumes, RACF variables, and names of security levels and categories.

/// Longest user ID, group name, class name and name of a security label, in characters.
pub const LONGEST_ID: usize = 8;

/// Longest volume serial, in characters.
pub const LONGEST_VOLUME: usize = 6;

/// Longest variable of RACFVARS with its `&`, in characters.
pub const LONGEST_VARIABLE: usize = 8;

/// `@`, `#` and `$`: letters of the national alphabets.
pub const fn is_national(character: char) -> bool {
    matches!(character, '@' | '#' | '$')
}

/// Whether an ID may contain the character: `A`–`Z`, `0`–`9`, `@`, `#` or `$`.
pub const fn is_alphanumeric(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit() || is_national(character)
}

/// One to eight of `A`–`Z`, `0`–`9`, `@`, `#` and `$`: a user ID, a class, a security label.
pub fn is_id(text: &str) -> bool {
    is_word(text, LONGEST_ID)
}

/// As [`is_id`], but the first character is not a digit.
pub fn is_group_name(text: &str) -> bool {
    is_id(text) && !text.starts_with(|first: char| first.is_ascii_digit())
}

/// One to six letters, digits and national characters.
pub fn is_volume(text: &str) -> bool {
    is_word(text, LONGEST_VOLUME)
}

/// `&` and one to seven characters: a variable of RACFVARS.
pub fn is_variable(text: &str) -> bool {
    text.strip_prefix('&').is_some_and(|rest| is_word(rest, LONGEST_VARIABLE - 1))
}

/// The name of a security level or category: longer than an ID, and with more characters.
pub fn is_security_name(text: &str) -> bool {
    let forbidden = |character: char| {
        character.is_whitespace() || character.is_control() || ",;()/".contains(character)
    };
    (1..=44).contains(&text.len()) && !text.contains(forbidden)
}

fn is_word(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.chars().all(is_alphanumeric)
}

/// The RACF variables in the name of a profile: each from its `&` to the eighth character or to
/// the next `.`, `&`, `%` or `*`.
pub fn variables(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('&').filter_map(move |(start, _)| {
        let rest = name.get(start..)?;
        let ends = |(at, character): (usize, char)| {
            (at > 0 && ".&%*".contains(character)) || at >= LONGEST_VARIABLE
        };
        let end = rest.char_indices().find(|&place| ends(place)).map_or(rest.len(), |(at, _)| at);
        rest.get(..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        assert!(is_id("1ABC@#$Z") && !is_id("TOOLONG12") && !is_id("") && !is_id("A-B"));
        assert!(is_group_name("$G1") && !is_group_name("1G"));
        assert!(is_volume("VOL001") && !is_volume("VOLUME1"));
        assert!(is_variable("&RACLNDE") && !is_variable("RACLNDE") && !is_variable("&"));
        assert!(!is_id("é") && !is_id("abc"));
    }

    #[test]
    fn variables_end_at_the_eighth_character_or_a_delimiter() {
        let found: Vec<&str> = variables("A.&RACLNDE.&X&LONGNAMES.&Y*").collect();
        assert_eq!(found, ["&RACLNDE", "&X", "&LONGNAM", "&Y"]);
    }
}
