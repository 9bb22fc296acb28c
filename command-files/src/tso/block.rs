//! Comments that follow each other, as one text.

use std::ops::Range;

/// Comments on lines that follow each other: a boxed banner is one comment.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// What is between the delimiters.
    pub(super) inner: Vec<Range<usize>>,
    /// The first with its delimiters, to the last.
    pub(super) outer: Option<Range<usize>>,
}

impl Block {
    /// Adds a comment.
    pub(super) fn push(&mut self, inner: Range<usize>, outer: Range<usize>) {
        let start = self.outer.as_ref().map_or(outer.start, |it| it.start);
        self.outer = Some(start..outer.end);
        self.inner.push(inner);
    }
}

/// A comment's text: without stars that only draw a box, without the blanks all its lines have.
pub(crate) fn plain_text<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let lines: Vec<&str> =
        lines.flat_map(|it| it.split('\n')).map(unboxed).filter(|it| !is_drawn(it)).collect();
    let margin = |line: &&str| line.len() - line.trim_start().len();
    let least = lines.iter().filter(|it| !it.trim().is_empty()).map(margin).min().unwrap_or(0);
    let cut: Vec<&str> =
        lines.iter().map(|it| it.get(least..).unwrap_or(it.trim_start())).collect();
    cut.join("\n").trim_matches('\n').to_owned()
}

/// A line that is only drawn.
fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    let drawn = |it: char| matches!(it, '-' | '=' | '*' | '_' | '+' | '~' | '#' | '.');
    line.len() > 2 && line.chars().all(drawn)
}

/// A line without the stars at its ends, if they are apart from its words.
fn unboxed(line: &str) -> &str {
    let line = line.trim_end();
    let bare = line.trim_start().trim_start_matches('*');
    let starred = bare.len() < line.trim_start().len();
    let apart = bare.is_empty() || bare.starts_with(char::is_whitespace);
    let line = if starred && apart { bare } else { line };
    let bare = line.trim_end_matches('*');
    if bare.ends_with(char::is_whitespace) || bare.is_empty() { bare.trim_end() } else { line }
}
