//! Names and texts as they are in commands.

/// A text in quotes, quotes in it doubled. Lines can't hold control characters; blanks stand for
/// them.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' => quoted.push_str("''"),
            it if it.is_control() => quoted.push(' '),
            it => quoted.push(it),
        }
    }
    quoted.push('\'');
    quoted
}

/// A name as it is, or in quotes if it has a character that ends a word.
pub(super) fn name(text: &str) -> String {
    let ends_word = |it: char| it.is_whitespace() || it.is_control() || "'\"(),;".contains(it);
    if text.is_empty() || text.contains(ends_word) || text.contains("/*") {
        quoted(text)
    } else {
        text.to_owned()
    }
}

/// A member that names a data set first, as those of PROGRAM do, and those of GLOBAL DATASET: the
/// data set's name is in quotes, since one without has the issuer's ID put before it.
pub(super) fn dataset_member(text: &str) -> String {
    let (data_set, rest) = text.split_once('/').unwrap_or((text, ""));
    let data_set = data_set.trim_matches('\'');
    let slash = if text.contains('/') { "/" } else { "" };
    format!("{}{slash}{rest}", quoted(data_set))
}
