//! Lines, and what of a line is command, what is comment.

use std::ops::Range;

use crate::mapped::Mapped;
use crate::verb;

/// How the text is divided into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineFormat {
    /// Free-form text, whose lines have no length limit.
    Free,
    /// Records of 80 columns.
    Cards,
}

/// The column after the last one that holds text, where lines are numbered.
pub(super) const NUMBERED: usize = 72;

/// Columns of a record.
pub(super) const RECORD: usize = 80;

/// The lines of a text, one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lines {
    /// Where the next one begins.
    pub(super) at: usize,
}

impl Lines {
    /// The next line, without line break, line number, and blanks at its end.
    pub(super) fn next(&mut self, text: &Mapped<'_>) -> Option<Range<usize>> {
        let start = self.at;
        let rest = text.text().get(start..).filter(|rest| !rest.is_empty())?;
        let line = match rest.find('\n') {
            Some(end) => rest.get(..end)?,
            None => rest,
        };
        self.at = start + line.len() + 1;
        Some(start..start + unnumbered(line).trim_end().len())
    }
}

/// A line without the number in columns 73 to 80, if it has one.
pub(crate) fn unnumbered(line: &str) -> &str {
    let line = line.trim_end_matches(['\r', '\u{1a}']);
    let column = |columns: usize| line.char_indices().nth(columns).map(|(at, _)| at);
    if line.len() < RECORD || column(RECORD).is_some() {
        return line;
    }
    let Some((text, number)) = column(NUMBERED).and_then(|at| line.split_at_checked(at)) else {
        return line;
    };
    let numbered =
        number.len() == RECORD - NUMBERED && number.bytes().all(|it| it.is_ascii_digit());
    let apart = !text.ends_with(|it: char| it.is_ascii_alphanumeric());
    if numbered && apart { text } else { line }
}

/// How a quoted text was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// `'`
    Plain,
    /// A quote as word processors make it; such a one closes it.
    Typographic,
}

/// What is open at a place in a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flow {
    /// Parentheses.
    pub(super) depth: u32,
    /// A quoted text.
    pub(super) quote: Option<Quote>,
}

/// What RACF would want in the place of a character that word processors and browsers put there.
pub(super) fn plain(character: char) -> Option<&'static str> {
    match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some(" "),
        '\u{200b}'..='\u{200d}' | '\u{feff}' => Some(""),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some("-"),
        '\u{2018}'..='\u{201b}' | '\u{2032}' => Some("'"),
        '\u{201c}'..='\u{201f}' => Some("\""),
        _ => None,
    }
}

/// Whether a line is a remark, as other files have them: `* remark`, `//* remark`, `# remark`, a
/// line drawn with dashes. No command begins so.
pub(crate) fn is_remark(line: &str, format: LineFormat) -> bool {
    let free = format == LineFormat::Free;
    let drawn = |sign: char| line.len() > 2 && line.chars().all(|it| it == sign);
    let hashed = line.starts_with("# ") || line.starts_with("##") || line == "#";
    // `for generic profiles:`
    let heading =
        || line.ends_with(':') && !line.contains(['(', '$', '&', '{']) && !verb::begins(line);
    line.starts_with('*')
        || line.starts_with("//*")
        || (free && heading())
        || (free && (hashed || ['-', '=', '_', '+', '~', '`', '.'].into_iter().any(drawn)))
}
