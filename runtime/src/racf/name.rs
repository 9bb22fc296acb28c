//! Names in the form in which they are searched: folded, on the stack, cut into qualifiers.
//!
//! Folding and cutting work on eight characters at a time, because every decision does both. Only
//! ASCII letters are folded; other bytes stay as they are. Names in mixed-case classes aren't
//! folded.
//!
//! Source: Command Language Reference, "Profile names for general resources".
//!
//! INVARIANT: a [`Name`] has at most [`MAX_NAME`] bytes and [`MAX_QUALIFIERS`] qualifiers. What is
//! longer isn't truncated but refused, so a long name can't match the profile of a shorter one.

use saffron_bundle::hash;

/// The longest name that is searched, in bytes. No class has names of more than 246 characters, and
/// none of code page 1047 takes more than two bytes.
pub(crate) const MAX_NAME: usize = 511;

/// The most qualifiers of a name: positions between them must fit a set of 128 bits.
pub(crate) const MAX_QUALIFIERS: usize = 127;

/// Characters that are folded and searched at once.
const WORD: usize = size_of::<u64>();

/// Room for a whole word after the last character.
const ROOM: usize = (MAX_NAME + 1) + WORD;

/// An ID or class name, folded to upper case and packed; `None` for what can be neither.
#[inline]
pub(crate) fn pack_folded(name: &str) -> Option<u64> {
    if name.is_empty() || name.len() > WORD {
        return None;
    }
    let packed = name.bytes().fold(0, |packed, byte| (packed << 8) | u64::from(byte));
    Some(fold_word(packed))
}

/// Whether two texts are the same when folded to upper case.
pub(crate) fn same_folded(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// In [`KINDS`]: a byte that names of data sets have.
const DATA_SET: u8 = 1;
/// In [`KINDS`]: a byte that names of every class can have.
const PLAIN: u8 = 2;

/// In names of which kinds each byte is usual. Whether it is possible otherwise takes a closer look.
#[expect(clippy::indexing_slicing, reason = "an index out of range would not compile")]
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut character = 0_u8;
    while character < 0x80 {
        let upper = character.is_ascii_uppercase() || character.is_ascii_digit();
        if upper || matches!(character, b'@' | b'#' | b'$' | b'-' | b'.') {
            kinds[character as usize] |= DATA_SET;
        }
        if character.is_ascii_graphic() && !matches!(character, b',' | b';' | b'(' | b')') {
            kinds[character as usize] |= PLAIN;
        }
        character += 1;
    }
    kinds
};

/// A word that contains the byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; WORD])
}

/// Eight characters folded to upper case at once; bytes outside ASCII stay.
#[inline]
const fn fold_word(word: u64) -> u64 {
    let low = word & each(0x7F);
    // The high bit of a byte shows whether the character is at or past `a`, and past `z`.
    let from_a = low + each(0x80 - b'a');
    let past_z = low + each(0x7F - b'z');
    let lower = (from_a ^ past_z) & !word & each(0x80);
    word ^ (lower >> 2)
}

/// The high bit of each byte that is a period.
#[inline]
const fn periods(word: u64) -> u64 {
    let differs = word ^ each(b'.');
    !(((differs & each(0x7F)) + each(0x7F)) | differs | each(0x7F))
}

/// A resource name ready to be searched.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    bytes: [u8; ROOM],
    len: u16,
    count: u8,
    /// Where each qualifier ends.
    ends: [u16; MAX_QUALIFIERS],
}

impl Name {
    /// A name without a character.
    pub(crate) const EMPTY: Self =
        Self { bytes: [0; ROOM], len: 0, count: 1, ends: [0; MAX_QUALIFIERS] };

    /// Folds and cuts a name. Returns `false` if it is longer than any name can be; then the
    /// content isn't to be used.
    ///
    /// `prefix` is the qualifier of `SETROPTS PREFIX`, or empty.
    #[inline]
    pub(crate) fn set(&mut self, prefix: &str, name: &str, mixed_case: bool) -> bool {
        if prefix.is_empty() {
            self.fill(name.as_bytes(), mixed_case).is_some()
        } else {
            self.prefixed(prefix, name, mixed_case).is_some()
        }
    }

    /// `SETROPTS PREFIX`: a name of one qualifier gets this one before it.
    ///
    /// Source: Command Language Reference, `SETROPTS`, operand PREFIX.
    #[cold]
    fn prefixed(&mut self, prefix: &str, name: &str, mixed_case: bool) -> Option<()> {
        let mut whole = [0; MAX_NAME];
        let mut at = 0;
        for part in [prefix.as_bytes(), b".", name.as_bytes()] {
            whole.get_mut(at..at + part.len())?.copy_from_slice(part);
            at += part.len();
        }
        self.fill(whole.get(..at)?, mixed_case)
    }

    /// Stores a name, eight characters at a time, and ends the last qualifier. `None` if the name
    /// has too many characters or qualifiers.
    #[inline]
    fn fill(&mut self, name: &[u8], mixed_case: bool) -> Option<()> {
        self.len = u16::try_from(name.len()).ok().filter(|len| usize::from(*len) <= MAX_NAME)?;
        let mut count = 0;
        let mut at = 0;
        let mut words = name.chunks_exact(WORD);
        for chunk in &mut words {
            let word = chunk.try_into().map_or(0, u64::from_le_bytes);
            count = self.word(at, word, mixed_case, count)?;
            at += WORD;
        }
        let mut tail = [0; WORD];
        for (to, from) in tail.iter_mut().zip(words.remainder()) {
            *to = *from;
        }
        count = self.word(at, u64::from_le_bytes(tail), mixed_case, count)?;
        *self.ends.get_mut(count)? = self.len;
        self.count = u8::try_from(count + 1).ok()?;
        Some(())
    }

    /// Stores eight characters and notes the periods among them; how many there are so far.
    #[inline]
    fn word(&mut self, at: usize, word: u64, mixed_case: bool, mut count: usize) -> Option<usize> {
        let folded = if mixed_case { word } else { fold_word(word) };
        self.bytes.get_mut(at..at + WORD)?.copy_from_slice(&folded.to_le_bytes());
        let mut found = periods(folded);
        while found != 0 {
            let period = at + found.trailing_zeros() as usize / 8;
            *self.ends.get_mut(count)? = u16::try_from(period).ok()?;
            count += 1;
            found &= found - 1;
        }
        Some(count)
    }

    /// Whether a resource of the class can have the name.
    ///
    /// `max_length` is the longest name of the class, in characters. Most names are decided byte by
    /// byte; the others are left to [`saffron_vocabulary::name`], which has the rules.
    #[inline]
    pub(crate) fn is_possible(&self, max_length: u16, mixed_case: bool, data_set: bool) -> bool {
        let kind = if data_set { DATA_SET } else { PLAIN };
        let kinds = self.as_bytes().iter().fold(kind, |kinds, byte| {
            kinds & KINDS.get(usize::from(*byte)).copied().unwrap_or_default()
        });
        if kinds == 0 || self.len == 0 {
            return self.is_unusual_but_possible(max_length, mixed_case, data_set);
        }
        let no_empty = || (0..self.qualifiers()).all(|at| !self.qualifier(at).is_empty());
        self.len <= max_length && (!data_set || no_empty())
    }

    #[cold]
    fn is_unusual_but_possible(&self, max_length: u16, mixed_case: bool, data_set: bool) -> bool {
        let name = std::str::from_utf8(self.as_bytes()).unwrap_or_default();
        let checked = if data_set {
            saffron_vocabulary::name::requested_data_set(name)
        } else {
            saffron_vocabulary::name::requested(name, max_length, mixed_case)
        };
        checked.is_ok()
    }

    /// The whole name.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// How many qualifiers it has; at least one.
    #[inline]
    pub(crate) fn qualifiers(&self) -> usize {
        usize::from(self.count)
    }

    /// Start and end of a qualifier, counted from 0. For a position past the last qualifier, the
    /// result is not a valid range.
    #[inline]
    fn bounds(&self, at: usize) -> (usize, usize) {
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |&end| usize::from(end) + 1);
        (start, self.ends.get(at).map_or(start, |&end| usize::from(end)))
    }

    /// A qualifier, counted from 0.
    #[inline]
    pub(crate) fn qualifier(&self, at: usize) -> &[u8] {
        let (start, end) = self.bounds(at);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// A qualifier's key in the table of edges: up to eight bytes it is the qualifier itself,
    /// otherwise a hash of it. Equal to [`hash::qualifier_key`], but without a copy.
    #[inline]
    pub(crate) fn qualifier_key(&self, at: usize, seed: u64) -> u64 {
        let (start, end) = self.bounds(at);
        let len = end - start;
        let word = self.bytes.get(start..start + WORD).and_then(|word| word.try_into().ok());
        match word.map(u64::from_be_bytes) {
            Some(_) if len == 0 => 0,
            Some(word) if len <= WORD => word >> (8 * (WORD - len)),
            _ => hash::qualifier_key(seed, self.qualifier(at)),
        }
    }

    /// Whether a qualifier is this ID.
    #[inline]
    pub(crate) fn qualifier_is(&self, at: usize, id: &[u8]) -> bool {
        at < self.qualifiers() && self.qualifier(at) == id
    }

    /// Its hash in the table of discrete profiles.
    #[inline]
    pub(crate) fn hash(&self, seed: u64, class: u32) -> u64 {
        hash::name(seed, class, self.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qualifiers(text: &str, mixed_case: bool) -> Vec<String> {
        let mut name = Name::EMPTY;
        assert!(name.set("", text, mixed_case));
        let qualifier = |at| String::from_utf8(name.qualifier(at).to_vec()).unwrap();
        for at in 0..name.qualifiers() {
            let expected = hash::qualifier_key(7, name.qualifier(at));
            assert_eq!(name.qualifier_key(at, 7), expected, "{text}, qualifier {at}");
        }
        (0..name.qualifiers()).map(qualifier).collect()
    }

    #[test]
    fn names_are_folded_and_cut() {
        assert_eq!(qualifiers("", false), [""]);
        assert_eq!(qualifiers("a", false), ["A"]);
        assert_eq!(qualifiers("sys1.parmlib", false), ["SYS1", "PARMLIB"]);
        assert_eq!(qualifiers("a.b..c.", false), ["A", "B", "", "C", ""]);
        assert_eq!(
            qualifiers("keys:write.aLongQualifier@[`{z", true),
            ["keys:write", "aLongQualifier@[`{z"]
        );
        assert_eq!(qualifiers("@[`{}~az.é", false), ["@[`{}~AZ", "é"]);
    }

    #[test]
    fn names_that_no_class_has_are_refused() {
        let mut name = Name::EMPTY;
        assert!(name.set("", &"A".repeat(MAX_NAME), false));
        assert!(!name.set("", &"A".repeat(MAX_NAME + 1), false));
        assert!(name.set("", &"A.".repeat(MAX_QUALIFIERS - 1), false));
        assert!(!name.set("", &"A.".repeat(MAX_QUALIFIERS), false));
        assert!(!name.set("SYS1", &"A".repeat(MAX_NAME - 3), false));
        assert!(name.set("SYS1", "A", false));
        assert_eq!(name.as_bytes(), b"SYS1.A");
    }
}
