//! The words of a command. A word is checked, or put in quotes, where it is made.

use crate::command::{Name, SegmentField};

/// A part of a command that ends where the next blank is: an operand with its values, or one of several
/// values.
///
/// INVARIANT: it is read as one operand, or as one value. It may be the first or the last of a list, and
/// then has the parenthesis of the list too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word(String);

impl Word {
    /// A word of the command language.
    pub(super) fn keyword(word: &'static str) -> Self {
        Self(word.to_ascii_uppercase())
    }

    /// A word of the command language, or the one that takes it back.
    pub(super) fn switch(word: &'static str, is_on: bool) -> Self {
        if is_on { Self::keyword(word) } else { Self(format!("NO{word}")) }
    }

    /// A number.
    pub(super) fn number(number: u8) -> Self {
        Self(number.to_string())
    }

    /// A text in quotes, quotes in it doubled. Lines can't contain control characters; blanks replace
    /// them.
    pub(super) fn text(text: &str) -> Self {
        let mut quoted = String::with_capacity(text.len() + 2);
        quoted.push('\'');
        for character in text.chars() {
            match character {
                '\'' => quoted.push_str("''"),
                control if control.is_control() => quoted.push(' '),
                other => quoted.push(other),
            }
        }
        quoted.push('\'');
        Self(quoted)
    }

    /// A name as it is, or in quotes if it isn't a single word.
    pub(super) fn bare(text: &str) -> Self {
        if is_word(text) { Self(text.to_owned()) } else { Self::text(text) }
    }

    /// A name, in quotes if it is to be so or isn't a single word.
    pub(super) fn name(name: &Name) -> Self {
        if name.quoted { Self::text(&name.text) } else { Self::bare(&name.text) }
    }

    /// A member that begins with the name of a data set, as those of PROGRAM do: `'SYS1.LINKLIB'/VOL001`.
    /// RACF puts the issuer's ID before a name without quotes.
    pub(super) fn data_set_member(member: &Name) -> Self {
        let Some(at) = member.text.find('/').filter(|_| member.quoted) else {
            return Self::name(member);
        };
        match member.text.split_at_checked(at) {
            Some((data_set, rest)) if is_word(rest) => Self(Self::text(data_set).0 + rest),
            _ => Self::name(member),
        }
    }

    /// `KEY(VALUE VALUE)`, never broken.
    pub(super) fn with(self, values: &[Self]) -> Self {
        let values: Vec<&str> = values.iter().map(|value| value.0.as_str()).collect();
        Self(format!("{}({})", self.0, values.join(" ")))
    }

    /// A field of a segment: `UID(0)`, `SHARED`, `NOHOME`.
    pub(super) fn field(field: &SegmentField) -> Self {
        let values: Vec<Self> = field.values.iter().map(Self::name).collect();
        match values.as_slice() {
            _ if field.delete => Self::bare(&format!("NO{}", field.name)),
            [] => Self::bare(&field.name),
            values => Self::bare(&field.name).with(values),
        }
    }

    /// `KEY(A`, `B`, `C)`: a list that may continue on the next line.
    pub(super) fn list(key: Option<&Self>, mut values: Vec<Self>) -> Vec<Self> {
        if let Some(first) = values.first_mut() {
            first.0.insert(0, '(');
            first.0.insert_str(0, key.map_or("", |key| key.0.as_str()));
        }
        if let Some(last) = values.last_mut() {
            last.0.push(')');
        }
        values
    }

    /// Its characters.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters that end a word, that the command language has other uses for, or that it refuses.
const NOT_IN_WORDS: &str = "'\"‘’“”„(),;–—‐‑−";

/// Whether a text is read as one word. One that begins with a sign of continuation is taken for two lines
/// that were pasted together.
fn is_word(text: &str) -> bool {
    let ends_word = |character: char| {
        character.is_whitespace() || character.is_control() || NOT_IN_WORDS.contains(character)
    };
    let is_plain = !text.contains(ends_word) && !text.contains("/*");
    is_plain && !text.is_empty() && !text.starts_with(['-', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_word_is_quoted() {
        for (text, word) in [
            ("BPX.SERVER", "BPX.SERVER"),
            ("X) UACC(ALTER", "'X) UACC(ALTER'"),
            ("'X') UACC(ALTER", "'''X'') UACC(ALTER'"),
            ("A/*B", "'A/*B'"),
            ("", "''"),
        ] {
            assert_eq!(Word::bare(text).as_str(), word);
        }
    }

    #[test]
    fn only_a_word_follows_the_data_set_of_a_member() {
        for (text, word) in [
            ("SYS1.LINKLIB//NOPADCHK", "'SYS1.LINKLIB'//NOPADCHK"),
            ("SYS1.LINKLIB", "'SYS1.LINKLIB'"),
            ("X/V) UACC(ALTER", "'X/V) UACC(ALTER'"),
            ("X') UACC(ALTER", "'X'') UACC(ALTER'"),
        ] {
            assert_eq!(Word::data_set_member(&Name::quoted(text)).as_str(), word);
        }
    }
}
