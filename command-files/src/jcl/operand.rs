//! Operands of a statement: `*`, `PGM=IKJEFT01`, `PARM='…'`.

use std::ops::Range;

use crate::mapped::{Builder, Mapped};

/// The operands of a statement.
#[derive(Debug)]
pub(super) struct Operands<'o> {
    text: &'o Mapped<'o>,
    list: Vec<Range<usize>>,
}

impl<'o> Operands<'o> {
    /// Takes operands apart at the commas between them.
    pub(super) fn of(text: &'o Mapped<'o>) -> Self {
        let (mut list, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0u32, false);
        for (at, byte) in text.text().bytes().enumerate() {
            match byte {
                b'\'' => quoted = !quoted,
                b'(' if !quoted => depth += 1,
                b')' if !quoted => depth = depth.saturating_sub(1),
                b',' if !quoted && depth == 0 => {
                    list.push(start..at);
                    start = at + 1;
                }
                _ => {}
            }
        }
        list.push(start..text.len());
        Self { text, list }
    }

    /// The first one, if it has no name: `*`, `DATA`, a procedure.
    pub(super) fn first(&self) -> Option<&str> {
        let first = self.text.get(self.list.first()?.clone());
        (!first.is_empty() && !first.contains('=')).then_some(first)
    }

    /// Those with names, in order; names in upper case.
    pub(super) fn named(&self) -> impl Iterator<Item = (String, Mapped<'static>)> {
        self.list.iter().filter_map(|range| {
            let length = self.text.get(range.clone()).find('=')?;
            let name = self.text.get(range.start..range.start + length).trim();
            let value = unquoted(self.text, range.start + length + 1..range.end);
            Some((name.to_ascii_uppercase(), value))
        })
    }

    /// The value of an operand.
    pub(super) fn get(&self, name: &str) -> Option<Mapped<'static>> {
        self.named().find(|(it, _)| it == name).map(|(_, value)| value)
    }
}

/// A value without the parentheses and apostrophes around it; two apostrophes are one.
fn unquoted(text: &Mapped<'_>, range: Range<usize>) -> Mapped<'static> {
    let value = text.get(range.clone());
    let range = match value.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        Some(inner) if inner.starts_with('\'') => range.start + 1..range.end - 1,
        _ => range,
    };
    let mut builder = Builder::default();
    let (mut start, mut quoted) = (range.start, false);
    let mut bytes = text.get(range.clone()).bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte != b'\'' {
            continue;
        }
        builder.copy(text, start..range.start + at);
        start = range.start + at + 1;
        if quoted && bytes.next_if(|(_, next)| *next == b'\'').is_some() {
            builder.copy(text, start..start + 1);
            start += 1;
        } else {
            quoted = !quoted;
        }
    }
    builder.copy(text, start..range.end);
    builder.finish()
}
