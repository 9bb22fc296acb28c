//! Where the fields of each type of record are.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One type of record.
#[derive(Debug)]
pub struct Layout {
    /// `0200`
    pub kind: &'static str,
    /// What it holds: `user basic data`.
    pub what: &'static str,
    /// Name, first column and last column, both 1-based.
    fields: Vec<(&'static str, usize, usize)>,
}

static LAYOUTS: LazyLock<HashMap<&'static str, Layout>> = LazyLock::new(|| {
    let lines = include_str!("../data/irrdbu00.tsv").lines();
    lines.filter_map(layout).map(|it| (it.kind, it)).collect()
});

fn layout(line: &'static str) -> Option<Layout> {
    let mut parts = line.split('\t');
    let (kind, what, fields) = (parts.next()?, parts.next()?, parts.next()?);
    let fields = fields.split(' ').filter_map(field).collect();
    (!kind.starts_with('#')).then_some(Layout { kind, what, fields })
}

fn field(text: &'static str) -> Option<(&'static str, usize, usize)> {
    let (name, columns) = text.split_once(':')?;
    let (first, last) = columns.split_once('-')?;
    Some((name, first.parse().ok()?, last.parse().ok()?))
}

impl Layout {
    /// The type with which a record begins, if it is known.
    pub fn of(kind: &str) -> Option<&'static Self> {
        LAYOUTS.get(kind)
    }

    /// Name, first column and last column of each field, both 1-based.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, usize, usize)> {
        self.fields.iter().copied()
    }

    /// The columns of a field.
    pub(crate) fn columns(&self, field: &str) -> Option<(usize, usize)> {
        let found = self.fields.iter().find(|(name, _, _)| *name == field);
        found.map(|&(_, first, last)| (first, last))
    }
}

/// Whether text begins like a record: four digits or capital letters, of which the first is a digit, and a blank.
pub(crate) fn begins_a_record(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    bytes.first().is_some_and(u8::is_ascii_digit)
        && bytes.get(1..4).is_some_and(|it| it.iter().all(plain))
        && bytes.get(4).is_none_or(|&byte| byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_type_has_a_name_of_its_own() {
        let apart = |layout: &Layout| {
            let mut names: Vec<_> = layout.fields().map(|(name, _, _)| name).collect();
            names.sort_unstable();
            names.is_sorted_by(|one, other| one < other)
        };
        assert!(LAYOUTS.values().all(apart));
    }

    #[test]
    fn every_field_has_its_columns() {
        let all: usize = LAYOUTS.values().map(|it| it.fields.len()).sum();
        assert_eq!((LAYOUTS.len(), all), (97, 791));
        let ordered = |it: &Layout| it.fields.iter().all(|&(_, first, last)| first <= last);
        assert!(LAYOUTS.values().all(ordered));
        assert_eq!(Layout::of("0505").and_then(|it| it.columns("ACCESS")), Some((271, 278)));
    }
}
