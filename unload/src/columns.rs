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
        without_blanks(text)
    }

    fn characters(&self, before: usize, last: usize) -> &'r str {
        let mut starts = self.text.char_indices().map(|(at, _)| at).skip(before);
        let Some(start) = starts.next() else { return "" };
        let beyond = last.saturating_sub(before).saturating_sub(1);
        let end = starts.nth(beyond).unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The text without blanks at its end, which binary zeros may stand for.
pub fn without_blanks(text: &str) -> &str {
    // Fields are mostly blank, so eight of them are looked at together.
    const EIGHT: u64 = u64::from_ne_bytes([b' '; 8]);
    let bytes = text.as_bytes();
    let blank = |eight: &&[u8; 8]| u64::from_ne_bytes(**eight) == EIGHT;
    let (_, eights) = bytes.as_rchunks::<8>();
    let blanks = eights.iter().rev().take_while(blank).count() * 8;
    let rest = bytes.get(..bytes.len() - blanks).unwrap_or_default();
    let end = rest.iter().rposition(|byte| ![b' ', 0].contains(byte)).map_or(0, |last| last + 1);
    // A blank is a character of its own, so the end lies between two characters.
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Columns, without_blanks};

    #[test]
    fn blanks_at_the_end_are_left_out() {
        for shown in ["", "A", " A", "ÄÖ", "ABCDEFGH", "A       B"] {
            for blanks in 0..40 {
                let padded = format!("{shown}{}", " ".repeat(blanks));
                assert_eq!(without_blanks(&padded), shown.trim_end(), "{padded:?}");
                let zeros = format!("{shown}{}{padded}", "\0 ".repeat(blanks));
                assert_eq!(
                    without_blanks(&zeros),
                    zeros.trim_end_matches([' ', '\0']),
                    "{zeros:?}"
                );
            }
        }
    }

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
