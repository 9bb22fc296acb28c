//! Abbreviations: a word may be as short as tells it from every other that could be in its place
//! (`TSO/E Command Reference`, "Abbreviating keyword operands"). A word in full always counts as
//! itself, also where it begins another one (`AUDIT`, `AUDITOR`).

/// How a thing may be spelled: a word, or a word after `NO`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) name: &'static str,
    pub(super) negated: bool,
}

impl Spelling {
    /// A word.
    pub(super) const fn plain(name: &'static str) -> Self {
        Self { name, negated: false }
    }

    /// A word after `NO`.
    pub(super) const fn no(name: &'static str) -> Self {
        Self { name, negated: true }
    }

    /// In full.
    pub(super) fn full(self) -> String {
        if self.negated { format!("NO{}", self.name) } else { self.name.to_owned() }
    }

    fn len(self) -> usize {
        self.name.len() + if self.negated { 2 } else { 0 }
    }

    /// Whether `word` is this, or the beginning of it, in any case of letters.
    fn begins_with(self, word: &str) -> bool {
        if !self.negated {
            return begins(self.name, word);
        }
        match word.split_at_checked(2) {
            Some((no, rest)) => no.eq_ignore_ascii_case("NO") && begins(self.name, rest),
            None => begins("NO", word),
        }
    }
}

/// Whether `name` begins with `word`, in any case of letters.
pub(super) fn begins(name: &str, word: &str) -> bool {
    name.as_bytes().get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
}

/// What a word stands for among several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Match<V> {
    One(V),
    /// The words that it may stand for, in full.
    Many(Vec<String>),
    None,
}

/// What `word` stands for.
pub(super) fn resolve<V, I>(word: &str, known: I) -> Match<V>
where
    I: Iterator<Item = (Spelling, V)> + Clone,
{
    let mut found = None;
    let mut several = false;
    for (spelling, value) in known.clone().filter(|(spelling, _)| spelling.begins_with(word)) {
        if spelling.len() == word.len() {
            return Match::One(value);
        }
        several |= found.is_some();
        found = Some(value);
    }
    match found {
        Some(_) if several => Match::Many(candidates(word, known)),
        Some(value) => Match::One(value),
        None => Match::None,
    }
}

fn candidates<V>(word: &str, known: impl Iterator<Item = (Spelling, V)>) -> Vec<String> {
    let fits = known.filter(|(spelling, _)| spelling.begins_with(word));
    fits.map(|(spelling, _)| spelling.full()).collect()
}

/// Words and what they stand for.
pub(super) type Words<V> = [(&'static str, V)];

/// What `word` stands for among `words`.
pub(super) fn among<V: Copy>(word: &str, words: &'static Words<V>) -> Match<V> {
    resolve(word, words.iter().map(|&(name, value)| (Spelling::plain(name), value)))
}
