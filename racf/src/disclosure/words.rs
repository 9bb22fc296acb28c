//! Words of the files: those that may be shown, and those that are hidden somewhere.

use std::collections::{BTreeSet, HashSet};

use saffron_command_files::script::Variable;
use saffron_command_files::secret;

use super::vocabulary;

/// Shorter words are no secrets, and in many messages.
const SHORTEST: usize = 3;

/// The shortest part of a hidden word that is taken for one: where a message shows a word in part.
const SHORTEST_PART: usize = 4;

/// Messages show no more of a word, and secrets are no longer.
const LONGEST_SEARCHED: usize = 64;

/// Words in upper case.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Names of variables.
    names: HashSet<String>,
    /// Values that commands expose.
    shown: HashSet<String>,
    /// Words in what commands don't expose, and strange ones elsewhere.
    hidden: BTreeSet<String>,
    /// Values of operands that take a secret, or that aren't known.
    secrets: HashSet<String>,
    /// The hidden words backwards.
    backwards: BTreeSet<String>,
}

impl Words {
    /// A value that a command exposes.
    pub(super) fn expose(&mut self, value: &str) {
        let bare = value.trim_matches('\'');
        self.shown.insert(fold(bare));
        self.shown.extend(secret::pieces(bare).map(fold));
    }

    /// What a command doesn't expose.
    pub(super) fn hide(&mut self, text: &str) {
        self.hidden.extend(words(text).map(fold));
    }

    /// A value that is, or may be, a secret.
    pub(super) fn conceal(&mut self, value: &str) {
        self.secrets.extend(words(value).map(fold));
    }

    /// A value that a word before it announces as a secret. Of a text of several words, those are hidden
    /// elsewhere that are strange.
    pub(super) fn announce(&mut self, value: &str) {
        if value.split_whitespace().nth(1).is_some() {
            self.hide_strange(value);
        } else {
            self.hide(value);
            self.conceal(value);
        }
    }

    /// What is hidden elsewhere. Ordinary words are in every comment, and no secrets in a message.
    pub(super) fn hide_strange(&mut self, text: &str) {
        let strange = words(text).filter(|word| secret::is_strange(word));
        self.hidden.extend(strange.map(fold));
    }

    /// A variable: its name may be shown unless it is strange, as a secret is that was taken for a name.
    pub(super) fn variable(&mut self, name: &str, variable: &Variable) {
        let written = variable.written.split([':', '|', '(', '\'', '"']).next().unwrap_or_default();
        let written =
            secret::pieces(written).map(|it| it.trim_matches(|it: char| !it.is_alphanumeric()));
        for name in std::iter::once(name).chain(written).filter(|name| !name.is_empty()) {
            if secret::is_strange(name) {
                self.hidden.extend(words(name).map(fold));
            } else {
                self.names.insert(fold(name));
            }
        }
        let value = variable.value.as_deref().unwrap_or_default();
        self.hidden.extend(words(value).map(fold));
    }

    /// Prepares for questions.
    pub(super) fn settle(&mut self) {
        self.backwards = self.hidden.iter().map(|word| word.chars().rev().collect()).collect();
    }

    pub(super) fn hides_nothing(&self) -> bool {
        self.hidden.is_empty()
    }

    /// Whether a word is the name of a variable.
    pub(super) fn is_name(&self, word: &str) -> bool {
        self.names.contains(&fold(word))
    }

    /// Whether a word is known to be harmless wherever it is.
    pub(super) fn is_shown(&self, word: &str) -> bool {
        let folded = fold(word);
        let short = word.chars().count() < 2
            || (word.len() <= SHORTEST && word.bytes().all(|it| it.is_ascii_digit()));
        short
            || vocabulary::contains(&folded)
            || self.shown.contains(&folded)
            || self.names.contains(&folded)
    }

    /// Whether commands expose a value, and none of them has it as a secret.
    pub(super) fn shows_value(&self, value: &str) -> bool {
        let folded = fold(value);
        self.shown.contains(&folded) && !self.secrets.contains(&folded)
    }

    /// Whether a text has a word that commands have as a secret.
    pub(super) fn holds_secret(&self, text: &str) -> bool {
        words(text).any(|word| {
            word.len() >= SHORTEST && !self.is_shown(word) && self.secrets.contains(&fold(word))
        })
    }

    /// Whether a word of a message is, or may be a part of, one that is hidden.
    pub(super) fn is_hidden(&self, word: &str) -> bool {
        if word.chars().count() < SHORTEST || self.is_shown(word) {
            return false;
        }
        let folded = fold(word);
        let part = folded.chars().count() >= SHORTEST_PART
            && (begins(&self.hidden, &folded)
                || begins(&self.backwards, &folded.chars().rev().collect::<String>()));
        part || self.hidden.contains(&folded)
            || runs(word).any(|run| self.is_hidden_run(run))
            || self.has_inside(&folded)
    }

    /// Whether a secret, or a strange word, is within a word: a value is put together from pieces.
    fn has_inside(&self, folded: &str) -> bool {
        let mut places = folded.char_indices().map(|(at, _)| at).take(LONGEST_SEARCHED);
        places.any(|start| {
            let rest = folded.get(start..).unwrap_or_default();
            let ends =
                rest.char_indices().map(|(at, it)| at + it.len_utf8()).take(LONGEST_SEARCHED);
            ends.skip(SHORTEST_PART - 1).any(|end| {
                rest.get(..end).is_some_and(|part| {
                    self.secrets.contains(part)
                        || (self.hidden.contains(part) && secret::is_strange(part))
                })
            })
        })
    }

    fn is_hidden_run(&self, run: &str) -> bool {
        run.chars().count() >= SHORTEST && !self.is_shown(run) && self.hidden.contains(&fold(run))
    }
}

/// Whether one of the words begins with a text.
fn begins(words: &BTreeSet<String>, text: &str) -> bool {
    let next =
        words.range::<str, _>((std::ops::Bound::Included(text), std::ops::Bound::Unbounded)).next();
    next.is_some_and(|word| word.starts_with(text))
}

fn fold(word: &str) -> String {
    word.to_uppercase()
}

/// The words of a text, and their runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    secret::pieces(text).flat_map(|piece| {
        let runs = runs(piece).filter(move |run| run.len() < piece.len());
        std::iter::once(piece).chain(runs)
    })
}

fn runs(word: &str) -> impl Iterator<Item = &str> {
    word.split(|it: char| !it.is_alphanumeric()).filter(|run| !run.is_empty())
}
