//! Fixed parts of generic names with variables: what every name that they match has in the same
//! place.
//!
//! Such a generic name can't be in a trie, because a variable may stand for more than one
//! qualifier. But a plain qualifier of it is a whole qualifier of every name that it matches, so it
//! can be found by that.

/// Which part of a name a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamePart {
    /// The last qualifier.
    Last,
    /// The first qualifier.
    First,
    /// Any qualifier.
    Inside,
    /// What any qualifier begins with.
    Start,
}

/// A fixed part of a generic name: which part, and the bytes of the name that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedPart {
    /// Which part it is.
    pub part: NamePart,
    /// Where it begins, in bytes.
    pub start: usize,
    /// How many bytes it has; at least one.
    pub len: usize,
}

impl FixedPart {
    /// The text of the part.
    pub fn text<'n>(&self, name: &'n str) -> &'n str {
        name.get(self.start..self.start + self.len).unwrap_or_default()
    }
}

/// The fixed parts of a generic name, from the left. None for a name such as `&V.**`.
///
/// A qualifier is fixed if it is between two periods, or between a period and an end of the name:
/// nothing else is there in the names that match. After a `**` that is part of a qualifier, which
/// no valid name has, nothing is fixed.
pub fn fixed_parts(name: &str) -> impl Iterator<Item = FixedPart> + '_ {
    let mut start = 0;
    let mut before = "";
    name.split('.').filter_map(move |qualifier| {
        let at = start;
        start += qualifier.len() + 1;
        let after_stars = before != "**" && before.contains("**");
        before = qualifier;
        let fixed = qualifier.find(['&', '%', '*']);
        let len = fixed.unwrap_or(qualifier.len());
        let part = match fixed {
            Some(_) => NamePart::Start,
            None if at + len == name.len() => NamePart::Last,
            None if at == 0 => NamePart::First,
            None => NamePart::Inside,
        };
        (len > 0 && !after_stars).then_some(FixedPart { part, start: at, len })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> Vec<(NamePart, &str)> {
        fixed_parts(name).map(|part| (part.part, part.text(name))).collect()
    }

    #[test]
    fn plain_qualifiers_and_beginnings_are_fixed() {
        use NamePart::{First, Inside, Last, Start};
        assert_eq!(parts("&V.**"), []);
        assert_eq!(parts("&V.**.LOG"), [(Last, "LOG")]);
        assert_eq!(parts("A.&V.B.*"), [(First, "A"), (Inside, "B")]);
        assert_eq!(parts("&V.CE*"), [(Start, "CE")]);
        assert_eq!(parts("CICS&V.%.C%"), [(Start, "CICS"), (Start, "C")]);
        assert_eq!(parts("&V**.LOG.B"), [(Last, "B")]);
    }
}
