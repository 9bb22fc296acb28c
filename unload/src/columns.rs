//! The columns of a record: a column is a character.

/// A record by its columns.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'r> {
    text: &'r str,
    /// Whether a column is a byte.
    plain: bool,
}

impl<'r> Columns<'r> {
    /// The columns of a text.
    pub fn new(text: &'r str) -> Self {
        Self { text, plain: text.is_ascii() }
    }

    /// The columns from `first` to `last`, 1-based, without trailing blanks; empty if the record ends before them.
    pub fn get(&self, first: usize, last: usize) -> &'r str {
        let text = if self.plain {
            let end = last.min(self.text.len());
            self.text.get(first.saturating_sub(1)..end).unwrap_or_default()
        } else {
            self.characters(first.saturating_sub(1), last)
        };
        text.trim_end_matches([' ', '\0'])
    }

    fn characters(&self, before: usize, last: usize) -> &'r str {
        let mut starts = self.text.char_indices().map(|(at, _)| at).skip(before);
        let Some(start) = starts.next() else { return "" };
        let beyond = last.saturating_sub(before).saturating_sub(1);
        let end = starts.nth(beyond).unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn a_column_is_a_character() {
        for text in ["AB CD   ", "ÄB CÖ   "] {
            let columns = Columns::new(text);
            let second = columns.get(4, 6);
            assert_eq!(second.chars().count(), 2, "{text}");
            assert_eq!([columns.get(7, 8), columns.get(9, 20), columns.get(3, 3)], [""; 3]);
        }
        assert_eq!(Columns::new("ÄÖÜ").get(2, 2), "Ö");
    }
}
