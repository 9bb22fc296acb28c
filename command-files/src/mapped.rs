//! Text of which each byte knows where in the file it came from.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::rc::Rc;

use saffron_diagnostics::{FileId, Span};

use crate::script::Piece;

/// An offset as it is stored; files and what is made of them are far smaller than 4 GiB.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A template variable.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Canonical name.
    pub(super) name: String,
    /// As it is written.
    pub(super) written: String,
    /// What stands for it in the text; without one, `${NAME}` does.
    pub(super) value: Option<String>,
}

/// A place in a text where a template variable is, or its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// First byte in the text.
    pub(super) at: u32,
    /// Where it is written.
    pub(super) span: Span,
    /// What is specified there; many places share it.
    pub(super) named: Rc<Named>,
}

impl Deref for Use {
    type Target = Named;

    fn deref(&self) -> &Named {
        &self.named
    }
}

/// A text and where it came from.
///
/// INVARIANT: `pieces` ascend, and the first begins at 0 unless the text is empty.
#[derive(Clone, Debug)]
pub(super) struct Mapped<'t> {
    text: Cow<'t, str>,
    pieces: Vec<Piece>,
    uses: Vec<Use>,
}

impl<'t> Mapped<'t> {
    /// All of a file, save for a byte order mark.
    pub(super) fn whole(file: FileId, text: &'t str) -> Self {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let start = offset(text.len() - bare.len());
        let span = Span { file, start, end: offset(text.len()) };
        let text = bare;
        let pieces = vec![Piece { at: 0, span, verbatim: true }];
        Self { text: Cow::Borrowed(text), pieces, uses: Vec::new() }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A part of the text; empty where the range isn't one of whole characters in it.
    pub(super) fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Variables, in order.
    pub(super) fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The variable without a value whose name begins at a byte.
    pub(super) fn unknown_at(&self, at: usize) -> Option<&Use> {
        let first = self.uses.partition_point(|it| it.at < offset(at));
        let here = self.uses.get(first..).unwrap_or_default();
        here.iter().take_while(|it| it.at == offset(at)).find(|it| it.value.is_none())
    }

    /// Variables that begin in a range.
    fn uses_in(&self, range: &Range<usize>) -> &[Use] {
        let first = self.uses.partition_point(|it| it.at < offset(range.start));
        let end = self.uses.partition_point(|it| it.at < offset(range.end));
        self.uses.get(first..end).unwrap_or_default()
    }

    /// A part as a text of its own.
    pub(super) fn part(&self, range: Range<usize>) -> Mapped<'static> {
        let mut builder = Builder::default();
        builder.copy(self, range);
        builder.finish()
    }

    /// The pieces that a range touches.
    fn touched(&self, range: &Range<usize>) -> &[Piece] {
        let first = self.pieces.partition_point(|it| it.at <= offset(range.start)).max(1) - 1;
        let end = self.pieces.partition_point(|it| it.at < offset(range.end)).max(first);
        self.pieces.get(first..end).unwrap_or_default()
    }

    /// Where in the file a byte came from; for one past the end, where the text ends.
    fn place(&self, at: usize) -> Option<Span> {
        let index = self.pieces.partition_point(|it| it.at <= offset(at)).max(1) - 1;
        self.pieces.get(index).map(|piece| advance(*piece, offset(at)))
    }

    /// Text, pieces and variables.
    pub(super) fn into_parts(self) -> (String, Vec<Piece>, Vec<Use>) {
        (self.text.into_owned(), self.pieces, self.uses)
    }

    /// Where in the file a range came from; `None` in an empty text.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.place(range.start)?;
        if range.is_empty() {
            return Some(Span { end: first.start, ..first });
        }
        let last = self.place(range.end - 1)?;
        let verbatim =
            self.touched(&(range.end - 1..range.end)).first().is_some_and(|it| it.verbatim);
        let end = if verbatim { last.start + 1 } else { last.end };
        Some(Span { end: end.max(first.start), ..first })
    }
}

/// The place of the byte `at` of a text, in or after a piece.
fn advance(piece: Piece, at: u32) -> Span {
    if !piece.verbatim {
        return piece.span;
    }
    let start = piece.span.start + at.saturating_sub(piece.at);
    Span { start: start.min(piece.span.end), ..piece.span }
}

/// Puts a text together.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    pieces: Vec<Piece>,
    uses: Vec<Use>,
}

impl Builder {
    /// With room for this many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// What there is so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing so far.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many bytes there are so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Takes over a part of another text.
    pub(super) fn copy(&mut self, from: &Mapped<'_>, range: Range<usize>) {
        let Some(taken) = from.text.get(range.clone()).filter(|it| !it.is_empty()) else { return };
        let base = self.text.len();
        for piece in from.touched(&range) {
            let start = (piece.at as usize).max(range.start);
            let mut span = advance(*piece, offset(start));
            if piece.verbatim {
                let end = advance(*piece, offset(range.end)).start;
                span.end = end;
            }
            self.piece(Piece { at: offset(base + start - range.start), span, ..*piece });
        }
        for used in from.uses_in(&range) {
            let at = offset(base + used.at as usize - range.start);
            self.uses.push(Use { at, ..used.clone() });
        }
        self.text.push_str(taken);
    }

    /// Adds text that stands for something in the file.
    pub(super) fn put(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.piece(Piece { at: offset(self.text.len()), span, verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Adds a variable: its value, or its name.
    pub(super) fn variable(&mut self, used: Use) {
        let at = offset(self.text.len());
        match used.value.as_deref() {
            Some(value) => self.put(value, used.span),
            None => self.put(&format!("${{{}}}", used.name), used.span),
        }
        self.uses.push(Use { at, ..used });
    }

    /// Adds a variable whose value may hold other variables.
    pub(super) fn value(&mut self, used: Use, value: &Mapped<'_>) {
        let (base, span) = (self.text.len(), used.span);
        self.uses.push(Use { at: offset(base), ..used });
        for inner in value.uses().iter().filter(|it| it.value.is_none()) {
            self.uses.push(Use { at: offset(base) + inner.at, ..inner.clone() });
        }
        self.put(value.text(), span);
    }

    /// Adds a piece; one that goes on where the last one ends makes that one longer.
    fn piece(&mut self, piece: Piece) {
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && piece.verbatim && last.span.end == piece.span.start => {
                last.span.end = piece.span.end;
            }
            Some(last) if !last.verbatim && !piece.verbatim && last.span == piece.span => {}
            _ => self.pieces.push(piece),
        }
    }

    /// Cuts a continuation off at the end, if there is one.
    pub(super) fn trim_mark(&mut self) -> bool {
        let length = self.text.trim_end().len();
        let marked = self.text.get(..length).is_some_and(|it| it.ends_with(['-', '+']));
        if marked {
            self.truncate(length - 1);
        }
        marked
    }

    /// Cuts blanks off at the end.
    pub(super) fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        self.truncate(length);
    }

    /// Cuts off what lies after a byte.
    pub(super) fn truncate(&mut self, length: usize) {
        if length >= self.text.len() || !self.text.is_char_boundary(length) {
            return;
        }
        self.text.truncate(length);
        let length = offset(length);
        while self.pieces.pop_if(|piece| piece.at >= length).is_some() {}
        while self.uses.pop_if(|used| used.at >= length).is_some() {}
        if let Some(last) = self.pieces.last_mut().filter(|last| last.verbatim) {
            last.span.end = last.span.start + length - last.at;
        }
    }

    /// The text, done.
    pub(super) fn finish(self) -> Mapped<'static> {
        Mapped { text: Cow::Owned(self.text), pieces: self.pieces, uses: self.uses }
    }
}
