//! Pseudonyms: words of the same shape, which only the key tells.
//!
//! A letter becomes a letter and a digit a digit, so what is a valid name stays one. Which, depends on the key and on
//! the characters before it in the word: equal words have equal pseudonyms, and words that begin alike have pseudonyms
//! that begin alike, so that `PAY*` covers the pseudonyms of what it covered.
//!
//! INVARIANT: two words never have the same pseudonym. At each place the characters are put in another order.

use std::cell::RefCell;
use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

/// The fewest bytes of a secret.
pub const FEWEST_BYTES: usize = 16;

/// Words that every system has. They tell nothing, and RACF gives them a meaning.
const OF_EVERY_SYSTEM: [&str; 5] = ["IBMUSER", "RACGPID", "RACLNDE", "RACUID", "SYS1"];

/// What the pseudonyms depend on.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// The key that a secret makes; `None` if it is too short to be one.
    pub fn of(secret: &[u8]) -> Option<Self> {
        (secret.len() >= FEWEST_BYTES).then(|| Self(Sha256::digest(secret).into()))
    }

    /// Bytes that only who has the key can tell.
    fn bytes(&self, before: &str, alphabet: Alphabet) -> [u8; 32] {
        let inner = Sha256::new().chain_update(self.0).chain_update([alphabet.first()]);
        let inner: [u8; 32] = inner.chain_update(before).finalize().into();
        Sha256::new().chain_update(self.0).chain_update(inner).finalize().into()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

/// Characters that take each other's places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    Capitals,
    Small,
    Digits,
}

impl Alphabet {
    fn of(character: char) -> Option<Self> {
        match character {
            'A'..='Z' => Some(Self::Capitals),
            'a'..='z' => Some(Self::Small),
            '0'..='9' => Some(Self::Digits),
            _ => None,
        }
    }

    fn first(self) -> u8 {
        match self {
            Self::Capitals => b'A',
            Self::Small => b'a',
            Self::Digits => b'0',
        }
    }

    fn len(self) -> u8 {
        match self {
            Self::Capitals | Self::Small => 26,
            Self::Digits => 10,
        }
    }

    /// The characters in the order that these bytes make.
    fn shuffled(self, bytes: &[u8; 32]) -> Vec<u8> {
        let mut all: Vec<u8> = (self.first()..self.first() + self.len()).collect();
        for (last, byte) in (1..all.len()).rev().zip(bytes) {
            all.swap(last, usize::from(*byte) % (last + 1));
        }
        all
    }
}

/// Gives pseudonyms.
#[derive(Debug)]
pub struct Pseudonyms {
    key: Key,
    /// Those of words that came before.
    known: RefCell<HashMap<String, String>>,
}

impl Pseudonyms {
    /// The pseudonyms of a key.
    pub fn new(key: Key) -> Self {
        Self { key, known: RefCell::default() }
    }

    /// A name with pseudonyms for its words: for each qualifier, and for what follows an ampersand.
    pub fn name(&self, name: &str) -> String {
        name.split_inclusive(['.', '&']).map(|part| self.part(part)).collect()
    }

    fn part(&self, part: &str) -> String {
        let word = part.trim_end_matches(['.', '&']);
        let end = part.get(word.len()..).unwrap_or_default();
        self.word(word) + end
    }

    fn word(&self, word: &str) -> String {
        if OF_EVERY_SYSTEM.contains(&word) {
            return word.to_owned();
        }
        if let Some(known) = self.known.borrow().get(word) {
            return known.clone();
        }
        let mut made = self.once(word);
        // What a word of every system would become is free, so this ends there at the latest.
        while OF_EVERY_SYSTEM.contains(&made.as_str()) {
            made = self.once(&made);
        }
        self.known.borrow_mut().insert(word.to_owned(), made.clone());
        made
    }

    fn once(&self, word: &str) -> String {
        word.char_indices()
            .map(|(at, character)| self.character(word.get(..at).unwrap_or_default(), character))
            .collect()
    }

    fn character(&self, before: &str, character: char) -> char {
        let Some(alphabet) = Alphabet::of(character) else {
            // What no name of a site needs may be a letter of its language.
            return if character.is_ascii() { character } else { '?' };
        };
        let order = alphabet.shuffled(&self.key.bytes(before, alphabet));
        let place = u32::from(character) - u32::from(alphabet.first());
        let made = usize::try_from(place).ok().and_then(|place| order.get(place));
        made.map_or(character, |byte| char::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn pseudonyms(secret: &str) -> Pseudonyms {
        Pseudonyms::new(Key::of(secret.as_bytes()).expect("long enough"))
    }

    #[test]
    fn words_keep_their_shape_and_their_beginnings() {
        let it = pseudonyms("a secret of some length");
        for name in ["PAY.MASTER.D2026", "PAY*.**", "#A-1.%%B", "SYS1.LINKLIB", "Ab c/d", "&PAY.X"]
        {
            let made = it.name(name);
            let shape = |text: &str| -> Vec<_> {
                text.chars().map(|it| Alphabet::of(it).map(Alphabet::first).ok_or(it)).collect()
            };
            assert_eq!(shape(&made), shape(name));
            assert_eq!(it.name(name), made);
        }
        let start = it.name("PAY*");
        assert!(it.name("PAYROLL").starts_with(start.trim_end_matches('*')));
        assert_eq!(it.name("SYS1.PAYROLL"), format!("SYS1.{}", it.name("PAYROLL")));
        assert_ne!(pseudonyms("another secret, as long").name("PAYROLL"), it.name("PAYROLL"));
        assert!(Key::of(b"short").is_none());
    }

    #[test]
    fn no_two_words_have_the_same_pseudonym() {
        let it = pseudonyms("a secret of some length");
        let letters = || 'A'..='Z';
        let words = letters().flat_map(|a| letters().map(move |b| format!("SYS{a}{b}")));
        let more = (0..1000).map(|number| format!("P{number:03}"));
        let all: Vec<String> = words.chain(more).collect();
        let made: BTreeSet<String> = all.iter().map(|word| it.name(word)).collect();
        assert_eq!(made.len(), all.len());
    }
}
