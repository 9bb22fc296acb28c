//! Which rows of a table are listed: those that meet every condition.

use std::str::FromStr;

/// `COLUMN=VALUE` or `COLUMN!=VALUE`. In the value, `*` stands for any characters, and a comma is between alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    column: String,
    value: String,
    holds: bool,
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || "expected COLUMN=VALUE or COLUMN!=VALUE".to_owned();
        let (column, value) = text.split_once('=').ok_or_else(malformed)?;
        let (column, holds) = match column.strip_suffix('!') {
            Some(column) => (column, false),
            None => (column, true),
        };
        if column.is_empty() {
            return Err(malformed());
        }
        Ok(Self { column: column.to_lowercase(), value: value.to_owned(), holds })
    }
}

impl Condition {
    /// The column that it is about, in small letters.
    pub(crate) fn column(&self) -> &str {
        &self.column
    }

    /// Whether a cell of the column meets it. A cell with several words has the value if one of them is it.
    pub(crate) fn holds(&self, cell: &str) -> bool {
        let mut words = std::iter::once(cell).chain(cell.split(' '));
        words.any(|word| self.value.split(',').any(|value| is_like(word, value))) == self.holds
    }
}

/// Whether a text is like a pattern in which `*` stands for any characters.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (text, pattern) in [
            ("", ""),
            ("", "*"),
            ("ABC", "ABC"),
            ("ABC", "A*"),
            ("ABC", "*C"),
            ("ABC", "A*C"),
            ("ABC", "*B*"),
            ("PAY.**", "PAY.**"),
            ("PAY.**", "PAY.*"),
            ("AXBXC", "A*X*C"),
            ("AA", "A*A"),
        ] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in
            [("ABC", "AB"), ("ABC", "B*"), ("ABC", "*B"), ("A", "A*A"), ("AC", "A*B*C")]
        {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }

    #[test]
    fn conditions_are_read() {
        let read = |text: &str| text.parse::<Condition>();
        let condition = |column: &str, value: &str, holds| Condition {
            column: column.to_owned(),
            value: value.to_owned(),
            holds,
        };
        assert_eq!(read("UACC!=none"), Ok(condition("uacc", "none", false)));
        assert_eq!(read("data=a=b"), Ok(condition("data", "a=b", true)));
        let holds = |text: &str, cell: &str| read(text).is_ok_and(|it| it.holds(cell));
        assert!(holds("a=x,y*", "yes") && holds("a=x,y*", "no x") && !holds("a=x,y*", "z"));
        assert!(
            holds("a!=x", "y") && !holds("a!=x", "x y") && holds("a=", "") && !holds("a!=", "")
        );
        assert!(read("uacc").is_err() && read("=x").is_err() && read("!=x").is_err());
    }
}
