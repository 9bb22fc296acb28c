//! Operands of commands. A value exists only in a form that can be printed, so that no emitter can write
//! one that ends early, continues a line or begins another command.

use std::fmt;

/// A name that is written as it is: letters, digits, national characters, periods.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word(String);

impl Word {
    /// The word, if it needs no quotes.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let fits = |it: char| it.is_ascii_alphanumeric() || "@#$._".contains(it);
        (!text.is_empty() && text.chars().all(fits)).then(|| Self(text.to_owned()))
    }

    /// A word that the emitter itself supplies.
    pub(crate) fn of(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is always in apostrophes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quoted(String);

impl Quoted {
    /// The text, cut to the length of the field, with blanks for control characters.
    pub(crate) fn cut(text: &str, longest: usize) -> Self {
        let printable = text.chars().map(|it| if it.is_ascii_graphic() { it } else { ' ' });
        Self(printable.take(longest).collect())
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', "''"))
    }
}

/// A path of z/OS UNIX, which keeps its small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnixPath(String);

impl UnixPath {
    /// The path, if it needs no quotes.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let fits = |it: char| it.is_ascii_alphanumeric() || "/._-@#$&".contains(it);
        let fine = text.starts_with('/') && text.chars().all(fits) && !text.ends_with('-');
        fine.then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for UnixPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(u32);

impl Number {
    /// The number, if the text is one.
    pub(crate) fn new(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_end_an_operand_is_no_word() {
        for text in ["", "A B", "A)", "A'", "A\n", "A -", "*", "A,B", "É"] {
            assert!(Word::new(text).is_none(), "{text:?}");
        }
        assert_eq!(Word::new("BPX.SERVER").unwrap().as_str(), "BPX.SERVER");
    }

    #[test]
    fn apostrophes_are_doubled_and_lines_do_not_end() {
        assert_eq!(Quoted::cut("it's\nme", 6).to_string(), "'it''s m'");
        assert!(UnixPath::new("/u/a b").is_none() && UnixPath::new("u/a").is_none());
        assert_eq!(UnixPath::new("/bin/sh").unwrap().to_string(), "/bin/sh");
    }
}
