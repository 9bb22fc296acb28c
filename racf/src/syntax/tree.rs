//! The tree of a command: words and lists, nothing of what they mean.

use std::borrow::Cow;
use std::ops::Range;

/// `VERB item item …`
#[derive(Clone, Debug)]
pub(super) struct Tree<'t> {
    pub(super) verb: Value<'t>,
    pub(super) items: Vec<Item<'t>>,
}

/// `VALUE`, `VALUE(…)`, `VALUE (…)` or `(…)`.
///
/// INVARIANT: it has a value or a list.
#[derive(Clone, Debug)]
pub(super) struct Item<'t> {
    pub(super) value: Option<Value<'t>>,
    pub(super) list: Option<List<'t>>,
}

/// `(item item …)`
#[derive(Clone, Debug)]
pub(super) struct List<'t> {
    pub(super) items: Vec<Item<'t>>,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A word, a quoted text, or several of them without blanks between: `'SYS1.LINKLIB'/VOL001/PADCHK`.
#[derive(Clone, Debug)]
pub(super) struct Value<'t> {
    pub(super) first: Piece<'t>,
    pub(super) rest: Vec<Piece<'t>>,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A part of a value; a quoted one has its inner quotes still doubled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Word(&'t str),
    Quoted(&'t str),
}

impl<'t> Piece<'t> {
    /// Without quotes.
    pub(super) fn text(self) -> Cow<'t, str> {
        match self {
            Self::Quoted(raw) if raw.contains("''") => Cow::Owned(raw.replace("''", "'")),
            Self::Quoted(text) | Self::Word(text) => Cow::Borrowed(text),
        }
    }
}

impl<'t> Value<'t> {
    /// Without quotes.
    pub(super) fn text(&self) -> Cow<'t, str> {
        if self.rest.is_empty() {
            return self.first.text();
        }
        let pieces = std::iter::once(self.first).chain(self.rest.iter().copied());
        Cow::Owned(pieces.map(Piece::text).collect())
    }

    /// The text, if it is one word without quotes.
    pub(super) fn word(&self) -> Option<&'t str> {
        match self.first {
            Piece::Word(word) if self.rest.is_empty() => Some(word),
            _ => None,
        }
    }

    /// Whether it begins with a quoted text.
    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.first, Piece::Quoted(_))
    }

    /// Its bytes.
    pub(super) fn range(&self) -> Range<u32> {
        self.start..self.end
    }
}

impl List<'_> {
    /// Its bytes, parentheses included.
    pub(super) fn range(&self) -> Range<u32> {
        self.start..self.end
    }
}

impl Item<'_> {
    /// Its bytes.
    pub(super) fn range(&self) -> Range<u32> {
        let start = self.value.as_ref().map(|it| it.start);
        let end = self.list.as_ref().map(|it| it.end);
        let value_end = self.value.as_ref().map(|it| it.end);
        let list_start = self.list.as_ref().map(|it| it.start);
        start.or(list_start).unwrap_or_default()..end.or(value_end).unwrap_or_default()
    }

    /// Whether blanks are between the value and its list.
    pub(super) fn is_apart(&self) -> bool {
        match (&self.value, &self.list) {
            (Some(value), Some(list)) => value.end != list.start,
            _ => false,
        }
    }
}

/// Builds the tree of the tokens of one command, one token at a time: the lists that are open wait on a
/// stack, so that the depth of the input isn't the depth of the calls.
///
/// A list belongs to the value before it, whether or not blanks are between (`ID (X)`), unless that is the
/// verb. Which words are operands depends on the verb, and on their place; `arrange.rs` tells them
/// apart.
#[derive(Debug, Default)]
pub(super) struct Builder<'t> {
    items: Vec<Item<'t>>,
    /// Lists that are open: where each begins, and the items before it.
    open: Vec<(u32, Vec<Item<'t>>)>,
}

impl<'t> Builder<'t> {
    /// Adds a part of a value, which goes on if nothing is between the two.
    pub(super) fn piece(&mut self, piece: Piece<'t>, range: Range<u32>) {
        if let Some(Item { value: Some(value), list: None }) = self.items.last_mut()
            && value.end == range.start
        {
            value.rest.push(piece);
            value.end = range.end;
            return;
        }
        let value = Value { first: piece, rest: Vec::new(), start: range.start, end: range.end };
        self.items.push(Item { value: Some(value), list: None });
    }

    /// Begins a list.
    pub(super) fn open(&mut self, at: u32) {
        self.open.push((at, std::mem::take(&mut self.items)));
    }

    /// Ends the list that was opened last, one past its parenthesis. Without an open list it does nothing.
    pub(super) fn close(&mut self, end: u32) {
        let Some((start, before)) = self.open.pop() else { return };
        let items = std::mem::replace(&mut self.items, before);
        self.list(List { items, start, end });
    }

    /// Adds a list: to the value before it if that has none yet, else as an item of its own.
    fn list(&mut self, list: List<'t>) {
        let is_first = self.open.is_empty() && self.items.len() == 1;
        match self.items.last_mut() {
            Some(Item { value: Some(_), list: none @ None }) if !is_first => *none = Some(list),
            _ => self.items.push(Item { value: None, list: Some(list) }),
        }
    }

    /// The tree, if it begins with a verb.
    pub(super) fn finish(self) -> Option<Tree<'t>> {
        let mut items = self.items.into_iter();
        let verb = items.next()?.value?;
        Some(Tree { verb, items: items.collect() })
    }
}
