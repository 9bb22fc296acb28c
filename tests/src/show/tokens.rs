//! The tokens of a text, line by line.

use std::fmt::Write as _;

/// A block for each line of the text: the line, then its tokens.
pub fn tokens(text: &str) -> String {
    let mut tokens = saffron_lang::tokens(text).into_iter().peekable();
    let (mut out, mut end) = (String::new(), 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        end += line.len();
        // Writing to a `String` can't fail.
        let _ = writeln!(out, "{:>3} | {}", number + 1, line.trim_end());
        while let Some((kind, range)) = tokens.next_if(|(_, range)| range.start < end) {
            let written = text.get(range).unwrap_or_default();
            let _ = writeln!(out, "      {kind:<13} {written}");
        }
    }
    out
}
