//! Operands of commands: names and texts as RACF can hold them.
//!
//! Lines can't contain control characters; blanks replace them.

use saffron_racf::command::Name;

/// A user, a group, a class or the like.
pub(crate) fn id(text: &str) -> Name {
    Name::bare(word(text))
}

/// The text of an ID, a class or the like.
pub(crate) fn word(text: &str) -> String {
    printable(text).to_ascii_uppercase()
}

/// Users, groups, classes or the like.
pub(crate) fn ids(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| id(text)).collect()
}

/// A profile of a general resource, or a member.
pub(crate) fn name(text: &str) -> Name {
    Name::bare(printable(text))
}

/// What is in quotes always: a data set, or a value that keeps its small letters.
pub(crate) fn quoted(text: &str) -> Name {
    Name::quoted(printable(text))
}

/// A member that begins with the name of a data set, as those of PROGRAM do, and those of GLOBAL
/// DATASET. The policy may have the data set's name in quotes.
pub(crate) fn data_set_member(text: &str) -> Name {
    let (data_set, rest) =
        text.split_at_checked(text.find('/').unwrap_or(text.len())).unwrap_or((text, ""));
    quoted(&format!("{}{rest}", data_set.trim_matches('\'')))
}

/// The text with blanks for its control characters.
pub(crate) fn printable(text: &str) -> String {
    text.replace(char::is_control, " ")
}
