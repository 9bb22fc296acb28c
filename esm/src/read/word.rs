//! The words of a command, with their operands.

/// A word with what is in the parentheses after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) name: &'t str,
    pub(super) operand: Option<&'t str>,
}

impl Word<'_> {
    /// Whether it is this word, in letters of either size.
    pub(super) fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.eq_ignore_ascii_case(self.name))
    }

    /// What a message says of a word that isn't known. A word without an operand could be a value, and a value could
    /// be a password, so only words with operands are named.
    pub(super) fn unknown(&self, what: &str) -> String {
        let plain = self.name.chars().all(|it| it.is_ascii_alphanumeric() || "@#$._-".contains(it));
        if self.operand.is_some() && plain && self.name.len() <= LONGEST_SHOWN {
            format!("unknown {what} `{}`", self.name)
        } else {
            format!("unknown {what}")
        }
    }
}

/// Longer words are no operands of a command.
const LONGEST_SHOWN: usize = 16;

/// The words of a command. `None` if parentheses or apostrophes are not in pairs.
pub(super) fn words(text: &str) -> Option<Vec<Word<'_>>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    for part in parts(text)? {
        let (name, operand) = match part.find('(').filter(|_| part.ends_with(')')) {
            Some(at) => (part.get(..at)?, Some(part.get(at + 1..part.len() - 1)?)),
            None => (part, None),
        };
        match found.last_mut() {
            // `ACCESS (READ)`
            Some(last) if name.is_empty() && last.operand.is_none() => last.operand = operand,
            _ => found.push(Word { name, operand }),
        }
    }
    Some(found)
}

/// The values of an operand.
pub(super) fn values(operand: &str) -> Vec<&str> {
    parts(operand).unwrap_or_default()
}

/// A value without apostrophes.
pub(super) fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    inner.map_or_else(|| value.to_owned(), |inner| inner.replace("''", "'"))
}

/// Splits at blanks and commas that are not in parentheses or apostrophes.
fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut found = Vec::new();
    for (at, sign) in text.char_indices() {
        match sign {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.checked_sub(1)?,
            ' ' | ',' | '\t' if !quoted && depth == 0 => {
                found.push(text.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(text.get(start..)?);
    found.retain(|part| !part.is_empty());
    (depth == 0 && !quoted).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_found() {
        let found = words("TSS PERMIT(A,B) IBMFAC('X Y'(G)) ACCESS (READ)").unwrap();
        let expected = [
            ("TSS", None),
            ("PERMIT", Some("A,B")),
            ("IBMFAC", Some("'X Y'(G)")),
            ("ACCESS", Some("READ")),
        ];
        assert_eq!(found, expected.map(|(name, operand)| Word { name, operand }));
        assert_eq!(values("A, B(C,D)  'E,F'"), ["A", "B(C,D)", "'E,F'"]);
    }

    #[test]
    fn what_is_not_in_pairs_has_no_words() {
        for text in ["A(B", "A)B(", "A('B)"] {
            assert!(words(text).is_none(), "{text}");
        }
    }
}
