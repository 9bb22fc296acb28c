//! A text with another character in the place of each that is hidden.

use std::ops::Range;

use saffron_command_files::secret::SEPARATORS;

use super::marks::{Mark, Marks};
use super::vocabulary;
use super::words::Words;

/// The text as it may be shown; what is hidden outside of commands is noted.
pub(super) fn masked(text: &str, marks: &Marks, words: &mut Words) -> String {
    let mut out = String::with_capacity(text.len());
    for (range, mark) in marks.runs() {
        // Marks begin and end where spans do, which are those of whole characters.
        let run = text.get(range.clone()).unwrap_or_default();
        let after = text.get(range.end..).unwrap_or_default();
        match mark {
            Mark::Shown => out.push_str(run),
            Mark::Hidden => hidden(run, after, &mut out),
            Mark::Words => by_word(run, &mut out, words, |words, word, _| words.is_shown(word)),
            Mark::Names => by_word(run, &mut out, words, |words, word, _| words.is_name(word)),
            Mark::Outline => by_word(run, &mut out, words, |_, word, behind| {
                behind.starts_with('(') && vocabulary::contains(&word.to_uppercase())
            }),
        }
    }
    out
}

/// The text of a command of which only some bytes may be shown, ascending.
pub(super) fn command(text: &str, exposed: &[Range<u32>]) -> String {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for range in exposed {
        let (start, end) = (range.start as usize, range.end as usize);
        text.get(done..start).unwrap_or_default().chars().for_each(|it| push_masked(it, &mut out));
        out.push_str(text.get(start..end).unwrap_or_default());
        done = end;
    }
    text.get(done..).unwrap_or_default().chars().for_each(|it| push_masked(it, &mut out));
    out
}

/// Masks a text; blanks stay, and so does a continuation character at the end of a line.
fn hidden(run: &str, after: &str, out: &mut String) {
    for (at, character) in run.char_indices() {
        let behind = run.get(at + character.len_utf8()..).unwrap_or_default();
        if matches!(character, '-' | '+') && ends_line(behind, after) {
            out.push(character);
        } else {
            push_masked(character, out);
        }
    }
}

fn ends_line(behind: &str, after: &str) -> bool {
    let line = behind.split('\n').next().unwrap_or_default();
    let rest =
        if behind.contains('\n') { "" } else { after.split('\n').next().unwrap_or_default() };
    line.trim().is_empty() && rest.trim().is_empty()
}

/// Masks words that aren't shown; separators stay.
fn by_word(
    run: &str,
    out: &mut String,
    words: &mut Words,
    is_shown: impl Fn(&Words, &str, &str) -> bool,
) {
    let separates = |it: char| it.is_whitespace() || SEPARATORS.contains(&it);
    let mut rest = run;
    while let Some(start) = rest.find(|it: char| !separates(it)) {
        out.push_str(rest.get(..start).unwrap_or_default());
        let from = rest.get(start..).unwrap_or_default();
        let (word, behind) =
            from.split_at_checked(from.find(separates).unwrap_or(from.len())).unwrap_or((from, ""));
        let bare = word.trim_matches(|it: char| !it.is_alphanumeric());
        if bare.is_empty() || is_shown(words, word, behind) || is_shown(words, bare, behind) {
            out.push_str(word);
        } else {
            words.hide_strange(word);
            word.chars().for_each(|it| push_masked(it, out));
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// A mask of the same length, so that every byte and every character keeps its position.
fn push_masked(character: char, out: &mut String) {
    out.push(match character.len_utf8() {
        _ if character.is_ascii_whitespace() => character,
        1 => '*',
        2 => '¤',
        3 => '•',
        _ => '🞶',
    });
}
