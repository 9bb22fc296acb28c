//! Lists and suggestions for messages.

use saffron_diagnostics::diagnostic;

/// More words than this don't help a reader.
const MOST: usize = 8;

/// `` `A`, `B` or `C` ``
pub(super) fn one_of<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> =
        words.iter().take(MOST).map(|it| format!("`{}`", it.as_ref())).collect();
    let more = if MOST < words.len() { ", …" } else { "" };
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] if more.is_empty() => format!("{} or {last}", first.join(", ")),
        all => format!("{}{more}", all.join(", ")),
    }
}

/// `` did you mean `X`? `` for the word that is most like `word`, if one is near enough.
pub(super) fn did_you_mean<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<String> {
    diagnostic::did_you_mean(word, known).map(|meant| format!("did you mean `{meant}`?"))
}
