//! Sections of runbooks: the part of a document under one heading.
//!
//! A runbook often tells both how to do something and how to take it back. A section is chosen before
//! commands are looked for: what is outside becomes blank, so that places stay the same.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::kind::kind_of;
use crate::markup::is_fence;
use crate::script::Host;

/// What joins the headings of a path.
const JOINED: &str = " / ";

/// A heading, and the part of the document under it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    /// The heading and those above it: `Installation / Permissions`.
    path: String,
    range: Range<usize>,
}

/// Why a section can't be chosen; each has the sections that the document has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSection {
    /// The file is no document with headings.
    NotADocument,
    /// No heading has this name.
    Unknown(Vec<String>),
    /// Several headings have this name.
    Several(Vec<String>),
}

/// The document with nothing but the section of this name, where it was. A name is a heading, or the end of a path of
/// headings joined with ` / `, without regard to case.
///
/// # Errors
/// A file without headings, and a name that isn't that of one section.
pub fn only(path: &str, text: &str, name: &str) -> Result<String, NoSection> {
    let headings = match kind_of(path, text) {
        Host::Markdown => of_markdown(text),
        Host::Markup if path.to_ascii_lowercase().ends_with(".rst") => of_underlined(text),
        Host::Markup => of_asciidoc(text),
        _ => return Err(NoSection::NotADocument),
    };
    let sections = sections(headings, text.len());
    let found: Vec<&Section> = sections.iter().filter(|it| is_called(&it.path, name)).collect();
    let paths = |sections: &[&Section]| sections.iter().map(|it| it.path.clone()).collect();
    match found.as_slice() {
        [one] => Ok(blanked(text, &one.range)),
        [] => Err(NoSection::Unknown(paths(&sections.iter().collect::<Vec<_>>()))),
        several => Err(NoSection::Several(paths(several))),
    }
}

/// Whether a path of headings, or the end of it, is this name.
fn is_called(path: &str, name: &str) -> bool {
    let (path, name) = (path.to_lowercase(), name.trim().to_lowercase());
    path == name || path.ends_with(&format!("{JOINED}{name}"))
}

/// The text with blanks outside a part of it. Lines stay lines, and bytes stay where they are.
fn blanked(text: &str, kept: &Range<usize>) -> String {
    let blank = |(at, character): (usize, char)| match character {
        '\n' | '\r' => character.to_string(),
        _ if kept.contains(&at) => character.to_string(),
        _ => " ".repeat(character.len_utf8()),
    };
    text.char_indices().map(blank).collect()
}

/// A heading: its level, its words and where it begins.
type Heading = (usize, String, usize);

/// From each heading to the next of its level or of a higher one.
fn sections(headings: Vec<Heading>, end: usize) -> Vec<Section> {
    let ends: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(at, (level, ..))| {
            let mut later = headings.iter().skip(at + 1);
            later.find(|(other, ..)| other <= level).map_or(end, |(.., start)| *start)
        })
        .collect();
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut found = Vec::new();
    for ((level, title, start), end) in headings.into_iter().zip(ends) {
        above.retain(|(other, _)| *other < level);
        above.push((level, title));
        let titles: Vec<&str> = above.iter().map(|(_, title)| title.as_str()).collect();
        found.push(Section { path: titles.join(JOINED), range: start..end });
    }
    found
}

fn of_markdown(text: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut open = false;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                found.push((level as usize, String::new(), range.start));
                open = true;
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(words) | Event::Code(words) if open => {
                if let Some((_, title, _)) = found.last_mut() {
                    title.push_str(&words);
                }
            }
            _ => {}
        }
    }
    found
}

/// Headings of `AsciiDoc`: `== Title`.
fn of_asciidoc(text: &str) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if let Some(open) = fence {
            fence = Some(open).filter(|open| words != *open);
        } else if let Some((level, title)) = asciidoc(words) {
            found.push((level, title.to_owned(), start));
        } else if is_fence(words) {
            fence = Some(words);
        }
        start += line.len();
    }
    found
}

/// Headings of reStructuredText: a line of punctuation under the title. Levels are in the order in which their
/// punctuation is first used.
fn of_underlined(text: &str) -> Vec<Heading> {
    let (mut found, mut marks) = (Vec::new(), Vec::new());
    let (mut start, mut last) = (0, (0, ""));
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if let Some(mark) = underline(words, last.1) {
            let known = marks.iter().position(|it| *it == mark);
            let level = known.unwrap_or_else(|| {
                marks.push(mark);
                marks.len() - 1
            });
            found.push((level, last.1.trim().to_owned(), last.0));
        }
        last = (start, words);
        start += line.len();
    }
    found
}

fn asciidoc(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('=');
    let level = line.len() - title.len();
    ((1..=6).contains(&level) && title.starts_with(' ')).then(|| (level, title.trim()))
}

/// The punctuation of a line that underlines a title.
fn underline(line: &str, title: &str) -> Option<char> {
    let mark = line.chars().next().filter(char::is_ascii_punctuation)?;
    let same = line.chars().all(|it| it == mark);
    let is_title = title.chars().any(char::is_alphanumeric) && !title.starts_with([' ', '\t']);
    (same && is_title && line.chars().count() >= title.chars().count()).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKDOWN: &str = "# Guide\nADDGROUP A\n## Install\n```\nADDGROUP B\n```\n### Permit\nADDGROUP C\n\
                            ## Undo\nDELGROUP B\n### Permit\nDELGROUP C\n";

    fn kept(path: &str, text: &str, name: &str) -> Result<Vec<String>, NoSection> {
        let part = only(path, text, name)?;
        assert_eq!(part.len(), text.len());
        Ok(part.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect())
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let found = kept("a.md", MARKDOWN, "install").unwrap();
        assert_eq!(found, ["## Install", "```", "ADDGROUP B", "```", "### Permit", "ADDGROUP C"]);
        assert_eq!(kept("a.md", MARKDOWN, "Undo / Permit").unwrap(), ["### Permit", "DELGROUP C"]);
    }

    #[test]
    fn a_name_must_be_that_of_one_section() {
        let several =
            ["Guide / Install / Permit", "Guide / Undo / Permit"].map(str::to_owned).to_vec();
        assert_eq!(kept("a.md", MARKDOWN, "permit"), Err(NoSection::Several(several)));
        let Err(NoSection::Unknown(known)) = kept("a.md", MARKDOWN, "Remove") else { panic!() };
        assert_eq!(known.len(), 5);
        assert_eq!(kept("a.jcl", "//A JOB\n", "Install"), Err(NoSection::NotADocument));
    }

    #[test]
    fn headings_of_other_documents() {
        let text = "= Guide\n\n== Install\n\n----\n== no heading\nADDGROUP A\n----\n\n== Undo\n\nDELGROUP A\n";
        let found = kept("a.adoc", text, "Install").unwrap();
        assert_eq!(found, ["== Install", "----", "== no heading", "ADDGROUP A", "----"]);
        let text =
            "Guide\n=====\n\nInstall\n-------\n\n  ADDGROUP Ä\n\nUndo\n----\n\n  DELGROUP A\n";
        assert_eq!(kept("a.rst", text, "Install").unwrap(), ["Install", "-------", "ADDGROUP Ä"]);
        assert_eq!(kept("a.rst", text, "Undo").unwrap(), ["Undo", "----", "DELGROUP A"]);
    }
}
