//! Which bytes of a file belong to a command, a comment or neither, and which of them are exposed.

use std::ops::Range;

use saffron_command_files::script::{CommandText, Piece, Script};
use saffron_diagnostics::Span;

use super::content::Content;
use super::words::Words;
use crate::syntax;

/// What may be shown of a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// All.
    Shown,
    /// Words that are known to be harmless.
    Words,
    /// Names of variables.
    Names,
    /// What is in front of parentheses, if it is a word of RACF.
    Outline,
    /// Nothing.
    Hidden,
}

/// The marks of a file.
#[derive(Clone, Debug)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// The marks of a file, by its commands; the words of the commands are noted.
    pub(super) fn of(text: &str, script: &Script, content: Content, words: &mut Words) -> Self {
        let other = match content {
            Content::Commands => Mark::Words,
            Content::Policy => Mark::Shown,
        };
        let mut marks = Self(vec![other; text.len()]);
        let all = script.commands.iter().chain(&script.commented);
        let parsed: Vec<(&CommandText, Vec<Range<u32>>)> =
            all.map(|text| (text, exposed(text, words))).collect();
        marks.comments(script);
        script.broken.iter().for_each(|span| marks.broken(text, *span, words));
        for (command, _) in &parsed {
            command.span.into_iter().for_each(|span| marks.set(span, Mark::Hidden));
        }
        for (command, exposed) in &parsed {
            marks.expose(command, exposed, words);
        }
        for (command, exposed) in &parsed {
            marks.hide(command, exposed, words);
        }
        marks
    }

    /// Runs of bytes with the same mark.
    pub(super) fn runs(&self) -> impl Iterator<Item = (Range<usize>, Mark)> {
        let mut at = 0;
        self.0.chunk_by(|before, after| before == after).map(move |run| {
            let start = at;
            at += run.len();
            (start..at, run.first().copied().unwrap_or(Mark::Hidden))
        })
    }

    fn set(&mut self, span: Span, mark: Mark) {
        let end = span.range().end.min(self.0.len());
        if let Some(bytes) = self.0.get_mut(span.range().start.min(end)..end) {
            bytes.fill(mark);
        }
    }

    /// Values that a word announces as secrets.
    pub(super) fn announced(&mut self, text: &str, values: &[Range<usize>], words: &mut Words) {
        for range in values {
            let value = text.get(range.clone()).unwrap_or_default();
            words.announce(value);
            if let Some(bytes) = self.0.get_mut(range.clone()) {
                bytes.fill(Mark::Hidden);
            }
        }
    }

    fn comments(&mut self, script: &Script) {
        let of_commands = script.commands.iter().chain(&script.commented);
        let comments = of_commands.flat_map(|it| &it.comments).chain(&script.comments);
        comments.for_each(|comment| self.set(comment.span, Mark::Hidden));
    }

    fn broken(&mut self, text: &str, span: Span, words: &mut Words) {
        self.set(span, Mark::Outline);
        words.hide(text.get(span.range()).unwrap_or_default());
    }

    fn expose(&mut self, command: &CommandText, exposed: &[Range<u32>], words: &mut Words) {
        for range in exposed {
            words.expose(command.text.get(bytes(range)).unwrap_or_default());
            for (piece, part) in parts(command, range) {
                if piece.verbatim {
                    self.set(place(piece, &part), Mark::Shown);
                } else {
                    words.expose(command.text.get(bytes(&part)).unwrap_or_default());
                    self.set(piece.span, Mark::Words);
                }
            }
        }
    }

    /// Hides what a command doesn't expose, also where another one made of the same bytes exposes it.
    fn hide(&mut self, command: &CommandText, exposed: &[Range<u32>], words: &mut Words) {
        let end = u32::try_from(command.text.len()).unwrap_or(u32::MAX);
        let starts = std::iter::once(0).chain(exposed.iter().map(|range| range.end));
        let ends = exposed.iter().map(|range| range.start).chain([end]);
        for (start, end) in starts.zip(ends).filter(|(start, end)| start < end) {
            words.hide(command.text.get(bytes(&(start..end))).unwrap_or_default());
            for (piece, part) in parts(command, &(start..end)) {
                if piece.verbatim {
                    self.set(place(piece, &part), Mark::Hidden);
                } else {
                    self.set(piece.span, Mark::Names);
                }
            }
        }
    }
}

/// The bytes of a command that may be shown; its secrets are noted.
fn exposed(text: &CommandText, words: &mut Words) -> Vec<Range<u32>> {
    let parsed = syntax::parse(text);
    for range in &parsed.concealed {
        words.conceal(text.text.get(bytes(range)).unwrap_or_default());
    }
    parsed.exposed
}

fn bytes(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// The pieces that a range of a command touches, with the part of the range in each.
fn parts<'c>(
    command: &'c CommandText,
    range: &Range<u32>,
) -> impl Iterator<Item = (&'c Piece, Range<u32>)> {
    let (start, end) = (range.start, range.end);
    let first = command.pieces.partition_point(|piece| piece.at <= start).saturating_sub(1);
    let pieces = command.pieces.get(first..).unwrap_or_default();
    let ends = pieces.iter().skip(1).map(|piece| piece.at).chain([u32::MAX]);
    let touched = pieces.iter().zip(ends).take_while(move |(piece, _)| piece.at < end);
    touched.map(move |(piece, until)| (piece, piece.at.max(start)..until.min(end)))
}

/// Where a part of a piece is in the file.
fn place(piece: &Piece, part: &Range<u32>) -> Span {
    let at = |byte: u32| piece.span.start.saturating_add(byte.saturating_sub(piece.at));
    Span { start: at(part.start), end: at(part.end).min(piece.span.end), ..piece.span }
}
