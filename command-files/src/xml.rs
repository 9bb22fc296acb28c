//! Workflows and pages: texts of elements, entities resolved.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::condition::{self, both};
use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::prose::{self, Marks};
use super::{embedded, kind, mistake, shell, tso, verb};
use crate::script::{Comment, Condition, Host};

/// Elements that are within a line of text.
const INLINE: &[&str] = &[
    "a",
    "b",
    "code",
    "codeph",
    "em",
    "font",
    "i",
    "kbd",
    "ph",
    "samp",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "userinput",
    "var",
    "varname",
];

/// Elements whose text is code.
const CODE: &[&str] = &[
    "code",
    "codeblock",
    "codeph",
    "inlineTemplate",
    "kbd",
    "pre",
    "samp",
    "screen",
    "tt",
    "userinput",
];

/// So many breaks in a file are fixed; then the rest of it is one text.
const MOST_BREAKS: usize = 100;

/// Reads a file.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    read_at(context, text, false);
}

/// Reads a file, or elements that are the text of an element.
fn read_at(context: &mut Context, text: &Mapped<'_>, nested: bool) {
    let mut page = Page {
        context,
        text,
        region: Builder::default(),
        code: 0,
        opened: Vec::new(),
        steps: Vec::new(),
        has_code: false,
        broken: false,
        nested,
    };
    let (mut start, mut breaks) = (0, 0);
    while let Some(at) = page.read_from(start) {
        breaks += 1;
        if breaks == 1
            && let Some(span) = text.span(at..(at + 1).min(text.len()).max(at))
        {
            page.context.say(mistake::not_readable("XML", span));
        }
        start = next_character(text, at.max(start));
        page.region_ends();
        if breaks == MOST_BREAKS {
            page.region.copy(text, start..text.len());
            break;
        }
    }
    page.region_ends();
}

fn next_character(text: &Mapped<'_>, at: usize) -> usize {
    let rest = text.get(at..text.len());
    at + rest.chars().next().map_or(1, char::len_utf8)
}

/// A file that is being read.
struct Page<'p, 't> {
    context: &'p mut Context,
    text: &'p Mapped<'t>,
    /// The text of the element that is open.
    region: Builder,
    /// How many elements with code are open.
    code: usize,
    /// Where the text of each begins in the region.
    opened: Vec<usize>,
    /// Per step that is open, the condition under which it runs.
    steps: Vec<Option<Condition>>,
    /// There is code in the region.
    has_code: bool,
    /// It is the text of an element of another page.
    nested: bool,
    /// A line break was the last thing.
    broken: bool,
}

impl Page<'_, '_> {
    /// Reads from a byte on; where the file is broken, if it is.
    fn read_from(&mut self, start: usize) -> Option<usize> {
        let mut reader = Reader::from_str(self.text.get(start..self.text.len()));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let before = position(&reader, start);
            let event = reader.read_event();
            let range = before..position(&reader, start);
            match event {
                Ok(Event::Eof) => return None,
                Ok(event) => self.event(&event, range),
                Err(_) => {
                    let broken = usize::try_from(reader.error_position()).unwrap_or(0);
                    return Some((start + broken).clamp(start, self.text.len()));
                }
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(_) => self.words(range),
            Event::GeneralRef(_) => self.entity(range),
            Event::CData(_) => {
                let inner = range.start + 9..range.end.saturating_sub(3);
                self.has_code = true;
                self.region.copy(self.text, inner);
            }
            Event::Comment(_) => self.comment(range),
            Event::Start(tag) => self.begin(&name(tag.name().as_ref()), range),
            Event::End(tag) => self.end(&name(tag.name().as_ref())),
            Event::Empty(tag) if name(tag.name().as_ref()) == "br" => self.line_break(range),
            _ => {}
        }
    }

    fn begin(&mut self, name: &str, range: Range<usize>) {
        if name == "br" {
            return self.line_break(range);
        }
        if !(INLINE.contains(&name) || self.code > 0 && name == "code") {
            self.region_ends();
        }
        if name == "step" {
            self.steps.push(None);
        }
        if CODE.contains(&name) {
            self.code += 1;
            self.opened.push(self.region.len());
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "step" => {
                self.region_ends();
                self.steps.pop();
            }
            "expression" => self.asked(),
            _ => {}
        }
        if CODE.contains(&name) {
            self.code = self.code.saturating_sub(1);
            let start = self.opened.pop().unwrap_or(0);
            self.code_ends(start);
        }
        if !INLINE.contains(&name) {
            self.region_ends();
        }
    }

    /// An expression of a step of a workflow: the step runs only if it holds.
    fn asked(&mut self) {
        let Some(step) = self.steps.last_mut() else { return };
        let region = std::mem::take(&mut self.region).finish();
        let Some(place) = region.span(0..region.len()) else { return };
        *step = both(step.as_ref(), Some(&condition::fixed(region.text(), place)));
    }

    /// Code within prose is a text of its own.
    fn code_ends(&mut self, start: usize) {
        let before = self.region.text().get(..start).unwrap_or_default();
        if before.trim().is_empty() || self.has_code {
            self.has_code = true;
            return;
        }
        let all = std::mem::take(&mut self.region).finish();
        if verb::is_quoted_command(all.get(start..all.len())) {
            tso::read(self.context, &all.part(start..all.len()), tso::LineFormat::Free);
        }
        self.region.copy(&all, 0..start);
    }

    /// Text; the end of the line after a line break is part of that.
    fn words(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone());
        let blanks = text.trim_start_matches([' ', '\t', '\r']);
        let start = match blanks.strip_prefix('\n') {
            Some(rest) if std::mem::take(&mut self.broken) => range.end - rest.len(),
            _ => range.start,
        };
        self.broken = false;
        self.region.copy(self.text, start..range.end);
    }

    fn line_break(&mut self, range: Range<usize>) {
        self.broken = true;
        if let Some(span) = self.text.span(range) {
            self.region.put("\n", span);
        }
    }

    /// `&lt;`, `&#60;`, `&nbsp;`
    fn entity(&mut self, range: Range<usize>) {
        let written = self.text.get(range.clone());
        let name = written.trim_start_matches('&').trim_end_matches(';');
        let Some(span) = self.text.span(range.clone()) else { return };
        match character(name) {
            Some(character) => self.region.put(character.encode_utf8(&mut [0; 4]), span),
            None => self.region.copy(self.text, range),
        }
    }

    fn comment(&mut self, range: Range<usize>) {
        let inner = self.text.get(range.start + 4..range.end.saturating_sub(3));
        let text = tso::plain_text(inner.trim().lines().map(|it| it.trim_matches(['/', '*'])));
        if let (Some(span), false) = (self.text.span(range), text.trim().is_empty()) {
            self.context.comment(Comment { text, span });
        }
    }

    /// The text of an element is complete. Prose isn't a command, unless it begins like one and has
    /// operands.
    fn region_ends(&mut self) {
        let outer = self.context.condition.clone();
        self.context.condition = condition::all(outer.iter().chain(self.steps.iter().flatten()));
        self.read_region();
        self.context.condition = outer;
    }

    fn read_region(&mut self) {
        let region = std::mem::take(&mut self.region).finish();
        let code = std::mem::take(&mut self.has_code) || self.code > 0;
        self.opened.iter_mut().for_each(|it| *it = 0);
        let host = matches!(kind::by_text(region.text()), Host::Jcl | Host::Rexx | Host::Shell);
        if !self.nested && !host && has_elements(region.text()) {
            return read_at(self.context, &region, true);
        }
        if code || host || shell::is_call(region.text()) {
            embedded::read(self.context, &region, 0);
        } else {
            prose::read(self.context, &region, Marks::None);
        }
    }
}

/// Whether a text has elements of HTML in it, as descriptions in workflows have.
fn has_elements(text: &str) -> bool {
    const ENDS: &[&str] =
        &["</p>", "</code>", "</pre>", "</td>", "</li>", "</b>", "</div>", "</span>", "<br"];
    let lower = text.to_ascii_lowercase();
    lower.contains('<') && ENDS.iter().any(|end| lower.contains(end))
}

fn position(reader: &Reader<&[u8]>, start: usize) -> usize {
    start + usize::try_from(reader.buffer_position()).unwrap_or(0)
}

/// The name of an element, without its namespace.
fn name(bytes: &[u8]) -> String {
    let name = String::from_utf8_lossy(bytes);
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

/// The character that an entity stands for.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |it| u32::from_str_radix(it, 16).ok());
        return code.and_then(char::from_u32);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => return None,
    })
}
