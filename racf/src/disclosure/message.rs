//! Messages as they may be shown.

use std::borrow::Cow;

use saffron_command_files::secret::SEPARATORS;

use super::words::Words;

/// What is in the place of a hidden word.
const MASK: &str = "********";

/// A message: what it quotes is in backticks, all else is ours. A word of ours is never strange.
pub(super) fn quoted<'m>(message: &'m str, words: &Words) -> Cow<'m, str> {
    if words.hides_nothing() {
        return Cow::Borrowed(message);
    }
    let mut inside = false;
    replaced(message, |word, marks| {
        inside ^= marks % 2 == 1;
        (inside || is_mixed(word)) && words.is_hidden(word)
    })
}

/// A text that was taken from a file.
pub(super) fn whole<'m>(text: &'m str, words: &Words) -> Cow<'m, str> {
    if words.hides_nothing() {
        return Cow::Borrowed(text);
    }
    replaced(text, |word, _| words.is_hidden(word))
}

/// The text with a mask for each word that is hidden; `is_hidden` also gets the number of backticks
/// before the word, since the word before it.
fn replaced(text: &str, mut is_hidden: impl FnMut(&str, usize) -> bool) -> Cow<'_, str> {
    let separates = |it: char| it.is_whitespace() || SEPARATORS.contains(&it);
    let (mut out, mut rest, mut masks) = (String::new(), text, false);
    while let Some(start) = rest.find(|it: char| !separates(it)) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = from.find(separates).unwrap_or(from.len());
        let (word, behind) = from.split_at_checked(end).unwrap_or((from, ""));
        let bare = word.trim_matches(|it: char| !it.is_alphanumeric());
        let hides = is_hidden(bare, before.matches('`').count());
        masks |= hides;
        out.push_str(before);
        out.push_str(if hides { MASK } else { word });
        rest = behind;
    }
    out.push_str(rest);
    if masks { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// Whether a word has letters and digits.
fn is_mixed(word: &str) -> bool {
    word.chars().any(char::is_numeric) && word.chars().any(char::is_alphabetic)
}
