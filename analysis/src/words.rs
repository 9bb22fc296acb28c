//! A set of whole names, read character by character.

/// Names in the order of their characters.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<Vec<char>>);

/// The names that begin with what has been read: a range of them, and how many characters that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reading {
    first: u32,
    end: u32,
    depth: u32,
}

impl Words {
    /// The set of these names.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut words: Vec<Vec<char>> =
            words.into_iter().map(|word| word.chars().collect()).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    pub(crate) fn start(&self) -> Reading {
        let end = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        Reading { first: 0, end, depth: 0 }
    }

    fn of(&self, reading: Reading) -> &[Vec<char>] {
        self.0.get(reading.first as usize..reading.end as usize).unwrap_or_default()
    }

    /// After one more character; `None` if no name continues so.
    pub(crate) fn step(&self, reading: Reading, character: char) -> Option<Reading> {
        let at = |word: &Vec<char>| word.get(reading.depth as usize).copied();
        let of = self.of(reading);
        let before = of.partition_point(|word| at(word).is_none_or(|found| found < character));
        let through = of.partition_point(|word| at(word).is_none_or(|found| found <= character));
        let place = |offset: usize| reading.first + u32::try_from(offset).unwrap_or(u32::MAX);
        let next = Reading { first: place(before), end: place(through), depth: reading.depth + 1 };
        (before < through).then_some(next)
    }

    /// Whether what has been read is one of the names.
    pub(crate) fn accepts(&self, reading: Reading) -> bool {
        self.of(reading).first().is_some_and(|word| word.len() == reading.depth as usize)
    }

    /// The characters that continue a name.
    pub(crate) fn distinguishes(&self, reading: Reading, characters: &mut Vec<char>) {
        let mut left = self.of(reading);
        while let Some(word) = left.first() {
            let Some(&next) = word.get(reading.depth as usize) else {
                left = left.get(1..).unwrap_or_default();
                continue;
            };
            characters.push(next);
            let same = left.partition_point(|word| word.get(reading.depth as usize) <= Some(&next));
            left = left.get(same..).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_one_character_at_a_time() {
        let words = Words::new(["AB", "A", "B.C", "AB"]);
        let read = |text: &str| {
            text.chars().try_fold(words.start(), |at, character| words.step(at, character))
        };
        assert!(words.accepts(read("A").unwrap()) && words.accepts(read("AB").unwrap()));
        assert!(!words.accepts(read("B").unwrap()) && read("ABC").is_none() && read("C").is_none());
        let mut next = Vec::new();
        words.distinguishes(words.start(), &mut next);
        assert_eq!(next, ['A', 'B']);
        words.distinguishes(read("A").unwrap(), &mut next);
        assert_eq!(next, ['A', 'B', 'B']);
    }
}
