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

/// An ID or class name, folded to upper case and packed; `None` for what can be neither.
#[inline]
pub(crate) fn pack_folded(name: &str) -> Option<u64> {
    if name.is_empty() || name.len() > WORD {
        return None;
    }
    hash::pack(name.as_bytes()).map(fold_word)
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
    let from_a = low.wrapping_add(each(0x80 - b'a'));
    let past_z = low.wrapping_add(each(0x7F - b'z'));
    let lower = (from_a ^ past_z) & !word & each(0x80);
    word ^ (lower >> 2)
}

/// The high bit of each byte that is a period.
#[inline]
const fn periods(word: u64) -> u64 {
    let differs = word ^ each(b'.');
    !((differs & each(0x7F)).wrapping_add(each(0x7F)) | differs | each(0x7F))
}

/// The high bit of each byte of a word of ASCII characters that is between two, inclusive.
#[inline]
const fn between(word: u64, first: u8, last: u8) -> u64 {
    word.wrapping_add(each(0x80 - first)) & !word.wrapping_add(each(0x7F - last))
}

/// The high bit of each byte that names of data sets, and so those of every class, can have.
#[inline]
const fn usual(word: u64) -> u64 {
    let low = word & each(0x7F);
    let listed = between(low, b'@', b'Z')
        | between(low, b'0', b'9')
        | between(low, b'-', b'.')
        | between(low, b'#', b'$');
    listed & !word & each(0x80)
}

/// A resource name ready to be searched.
#[derive(Clone, Copy)]
pub(crate) struct Name<'r> {
    /// The name, and at least a word of zeros after it.
    bytes: &'r [u8],
    /// Where each qualifier ends.
    ends: &'r [u16],
    shape: Shape,
}

/// What is known of a name besides its characters.
#[derive(Clone, Copy)]
struct Shape {
    len: u16,
    count: u8,
    /// Whether it has usual characters only, and no empty qualifier.
    plain: bool,
}

/// Where the characters and the ends of a name are stored, on the stack. A decision must fill it
/// with zeros first, so there are two sizes: nearly all names fit the short one.
#[derive(Clone, Copy)]
pub(crate) struct Room<const BYTES: usize, const ENDS: usize> {
    bytes: [u8; BYTES],
    ends: [u16; ENDS],
    /// None as long as there is no name.
    shape: Option<Shape>,
}

/// Room for data set names, and for general resources of no more than 72 characters.
pub(crate) type ShortRoom = Room<{ 72 + WORD }, 16>;

/// Room for every name.
pub(crate) type LongRoom = Room<{ (MAX_NAME + 1) + WORD }, MAX_QUALIFIERS>;

/// What is known of a name while it is stored.
struct Stored {
    count: usize,
    /// Where the qualifier begins.
    start: usize,
    plain: bool,
}

impl<const BYTES: usize, const ENDS: usize> Room<BYTES, ENDS> {
    /// Without a name.
    pub(crate) const EMPTY: Self = Self { bytes: [0; BYTES], ends: [0; ENDS], shape: None };

    /// Folds and cuts a name; `None` if it is longer than the room.
    ///
    /// `prefix` is the qualifier of `SETROPTS PREFIX`, or empty.
    #[inline]
    pub(crate) fn set(&mut self, prefix: &str, name: &str, mixed_case: bool) -> Option<Name<'_>> {
        self.shape = if prefix.is_empty() {
            self.fill(name.as_bytes(), mixed_case)
        } else {
            self.prefixed(prefix, name, mixed_case)
        };
        self.name()
    }

    /// The name that was set.
    #[inline]
    pub(crate) fn name(&self) -> Option<Name<'_>> {
        Some(Name { bytes: &self.bytes, ends: &self.ends, shape: self.shape? })
    }

    /// `SETROPTS PREFIX`: a name of one qualifier gets this one before it.
    ///
    /// Source: Command Language Reference, `SETROPTS`, operand PREFIX.
    #[cold]
    fn prefixed(&mut self, prefix: &str, name: &str, mixed_case: bool) -> Option<Shape> {
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
    fn fill(&mut self, name: &[u8], mixed_case: bool) -> Option<Shape> {
        let len = u16::try_from(name.len()).ok().filter(|len| usize::from(*len) <= MAX_NAME)?;
        if name.len() > BYTES - WORD {
            return None;
        }
        let mut stored = Stored { count: 0, start: 0, plain: true };
        let mut at = 0;
        let mut words = name.chunks_exact(WORD);
        for chunk in &mut words {
            let word = chunk.try_into().map_or(0, u64::from_le_bytes);
            self.word(at, word, 0, mixed_case, &mut stored)?;
            at += WORD;
        }
        let rest = words.remainder();
        let padding = u64::MAX << (8 * rest.len());
        self.word(at, hash::word(rest), padding, mixed_case, &mut stored)?;
        *self.ends.get_mut(stored.count)? = len;
        let count = u8::try_from(stored.count + 1).ok()?;
        let plain = stored.plain && stored.start != name.len();
        Some(Shape { len, count, plain })
    }

    /// Stores eight characters and notes the periods among them. `padding` covers bytes that aren't
    /// the name's.
    #[inline]
    fn word(
        &mut self,
        at: usize,
        word: u64,
        padding: u64,
        mixed_case: bool,
        stored: &mut Stored,
    ) -> Option<()> {
        let folded = if mixed_case { word } else { fold_word(word) };
        self.bytes.get_mut(at..at + WORD)?.copy_from_slice(&folded.to_le_bytes());
        stored.plain &= (usual(folded) | padding) & each(0x80) == each(0x80);
        let mut found = periods(folded);
        while found != 0 {
            let period = at + found.trailing_zeros() as usize / 8;
            *self.ends.get_mut(stored.count)? = u16::try_from(period).ok()?;
            stored.plain &= period != stored.start;
            stored.start = period + 1;
            stored.count += 1;
            found &= found - 1;
        }
        Some(())
    }
}

impl Name<'_> {
    /// Whether a resource of the class can have the name.
    ///
    /// `max_length` is the longest name of the class, in characters. Most names were decided when
    /// they were folded, others are byte by byte; the rest is left to [`saffron_vocabulary::name`],
    /// which has the rules.
    #[inline]
    pub(crate) fn is_possible(&self, max_length: u16, mixed_case: bool, data_set: bool) -> bool {
        let plain = self.shape.plain && self.shape.len <= max_length;
        plain || self.is_possible_otherwise(max_length, mixed_case, data_set)
    }

    fn is_possible_otherwise(&self, max_length: u16, mixed_case: bool, data_set: bool) -> bool {
        let kind = if data_set { DATA_SET } else { PLAIN };
        let kinds = self.as_bytes().iter().fold(kind, |kinds, byte| {
            kinds & KINDS.get(usize::from(*byte)).copied().unwrap_or_default()
        });
        if kinds == 0 || self.shape.len == 0 {
            return self.is_unusual_but_possible(max_length, mixed_case, data_set);
        }
        let no_empty = || (0..self.qualifiers()).all(|at| !self.qualifier(at).is_empty());
        self.shape.len <= max_length && (!data_set || no_empty())
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
        self.bytes.get(..usize::from(self.shape.len)).unwrap_or_default()
    }

    /// How many qualifiers it has; at least one.
    #[inline]
    pub(crate) fn qualifiers(&self) -> usize {
        usize::from(self.shape.count)
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
        let mut room = LongRoom::EMPTY;
        let name = room.set("", text, mixed_case).unwrap();
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
        let fits = |prefix: &str, name: &str| {
            let mut room = LongRoom::EMPTY;
            room.set(prefix, name, false).is_some()
        };
        assert!(fits("", &"A".repeat(MAX_NAME)));
        assert!(!fits("", &"A".repeat(MAX_NAME + 1)));
        assert!(fits("", &"A.".repeat(MAX_QUALIFIERS - 1)));
        assert!(!fits("", &"A.".repeat(MAX_QUALIFIERS)));
        assert!(!fits("SYS1", &"A".repeat(MAX_NAME - 3)));
        let mut room = ShortRoom::EMPTY;
        assert_eq!(room.set("SYS1", "A", false).unwrap().as_bytes(), b"SYS1.A");
    }

    #[test]
    fn the_short_room_holds_what_is_short_and_nothing_else() {
        let fits = |name: &str| {
            let mut room = ShortRoom::EMPTY;
            room.set("", name, false).is_some()
        };
        assert!(fits(&"A".repeat(72)) && !fits(&"A".repeat(73)));
        assert!(fits(&"A.".repeat(15)) && !fits(&"A.".repeat(16)));
    }

    /// The word-wise test agrees with the one byte by byte, at each place of a word.
    #[test]
    fn plain_names_are_those_of_usual_characters_without_empty_qualifiers() {
        for byte in 0..=0x7F {
            for at in 0..10 {
                let mut name = [b'A'; 10];
                name[at] = byte;
                let text = std::str::from_utf8(&name).unwrap();
                let mut room = ShortRoom::EMPTY;
                let usual = KINDS[usize::from(byte)] & DATA_SET != 0;
                let empty = byte == b'.' && (at == 0 || at == 9);
                let name = room.set("", text, true).unwrap();
                assert_eq!(name.shape.plain, usual && !empty, "{text:?}");
            }
        }
        let mut room = ShortRoom::EMPTY;
        for text in ["", "A..B", "AAAAAAA..B", "AAAAAAAA.", "é"] {
            assert!(!room.set("", text, true).unwrap().shape.plain, "{text:?}");
        }
    }
}
