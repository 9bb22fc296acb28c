//! The hash functions by which the compiler places names in tables and the runtime finds them.
//!
//! They are part of the bundle format: changing one is a new format version. The seed is chosen by
//! the compiler so that no table needs more than [`PROBE_LIMIT`] probes; so no choice of names in
//! a policy, and none in a request, makes a look-up long.

use crate::layout::IndexKind;

/// The longest run of slots that a look-up reads.
pub const PROBE_LIMIT: usize = 64;

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const FINISH: u64 = 0xD6E8_FEB8_6659_FD93;

/// Multiplies to 128 bits and folds the halves together.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "folding the two halves is the point")]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Up to eight bytes as a word whose first byte is the lowest; of more, none.
#[inline]
pub fn word(bytes: &[u8]) -> u64 {
    if let Ok(word) = bytes.try_into() {
        return u64::from_le_bytes(word);
    }
    if bytes.len() < 8
        && let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk())
    {
        // Where the two overlap they are equal.
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | last;
    }
    match *bytes {
        [a, b, c] => u64::from_le_bytes([a, b, c, 0, 0, 0, 0, 0]),
        [a, b] => u64::from_le_bytes([a, b, 0, 0, 0, 0, 0, 0]),
        [a] => u64::from(a),
        _ => 0,
    }
}

/// Up to eight bytes as one integer whose last byte is the lowest; `None` for more.
#[inline]
pub fn pack(name: &[u8]) -> Option<u64> {
    match name.len() {
        0 => Some(0),
        len @ 1..=8 => Some(word(name).swap_bytes() >> (8 * (8 - len))),
        _ => None,
    }
}

/// The hash of an ID, class name or other name of up to eight bytes.
#[inline]
pub const fn packed(seed: u64, key: u64) -> u64 {
    fold(key ^ seed ^ MULTIPLIER, FINISH ^ key.rotate_left(32))
}

/// The hash of a name of any length, together with a number that keeps name spaces apart.
#[inline]
pub fn name(seed: u64, space: u32, bytes: &[u8]) -> u64 {
    let mut state = fold(seed ^ u64::from(space), MULTIPLIER);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.try_into().map_or(0, u64::from_le_bytes);
        state = fold(state ^ word, MULTIPLIER ^ state.rotate_left(29));
    }
    let length = bytes.len() as u64;
    fold(state ^ word(chunks.remainder()), FINISH ^ length ^ state.rotate_left(17))
}

/// The key of a qualifier in the edge table: the qualifier itself if it fits, else its hash.
/// Keys of the two kinds may be equal; the length distinguishes them.
#[inline]
pub fn qualifier_key(seed: u64, qualifier: &[u8]) -> u64 {
    pack(qualifier).unwrap_or_else(|| name(seed, u32::MAX, qualifier))
}

/// The hash of a trie edge: from which node, by which qualifier.
#[inline]
pub const fn edge(seed: u64, node: u32, qualifier_key: u64) -> u64 {
    fold(qualifier_key ^ seed, MULTIPLIER ^ ((node as u64 + 1).wrapping_mul(FINISH)))
}

/// The hash of a fixed part of generic names: of which node or names, which part, which text.
#[inline]
pub fn index(seed: u64, of: u32, kind: IndexKind, text: &[u8]) -> u64 {
    name(seed ^ FINISH.rotate_left(u32::from(kind.bit())), of, text)
}

/// A number for the irregular names of a class: those of its profiles, or of its global entries.
#[inline]
pub const fn names_of(class: u32, globals: bool) -> u32 {
    class * 2 + globals as u32
}

/// A slot of a hash table.
pub trait Slot: Copy {
    /// A slot without a row.
    const EMPTY: Self;

    /// Whether the slot has no row.
    fn is_empty(&self) -> bool;
}

/// The used slots in which a value with this hash can be, in order: from its home to the first
/// empty slot, and at most [`PROBE_LIMIT`]. The one way to read a table; `place` is its reverse.
#[inline]
pub fn probe<T: Slot>(table: &[T], hash: u64) -> Probe<'_, T> {
    Probe { table, place: home(hash), left: PROBE_LIMIT }
}

/// See [`probe`].
#[derive(Clone, Debug)]
pub struct Probe<'t, T> {
    table: &'t [T],
    place: usize,
    left: usize,
}

impl<'t, T: Slot> Iterator for Probe<'t, T> {
    type Item = &'t T;

    #[inline]
    fn next(&mut self) -> Option<&'t T> {
        self.left = self.left.checked_sub(1)?;
        let mask = self.table.len().checked_sub(1)?;
        let slot = self.table.get(self.place & mask)?;
        self.place = self.place.wrapping_add(1);
        if slot.is_empty() { None } else { Some(slot) }
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "masked to the size of the table")]
const fn home(hash: u64) -> usize {
    hash as usize
}

/// A table of values with their hashes: each in the first free slot from its home on. It has a
/// power of two of slots, at least twice as many as values, and twice that for each `growth`.
/// `None` if a value is further than [`PROBE_LIMIT`] from its home.
pub(crate) fn place<T: Slot>(values: &[(u64, T)], growth: u32) -> Option<Vec<T>> {
    if values.is_empty() {
        return Some(Vec::new());
    }
    let capacity = (values.len() * 2).next_power_of_two().max(PROBE_LIMIT) << growth;
    let mut slots = vec![T::EMPTY; capacity];
    for &(hash, value) in values {
        let mut places =
            (0..PROBE_LIMIT).map(|probe| home(hash).wrapping_add(probe) & (capacity - 1));
        let free = places.find(|&place| slots.get(place).is_some_and(Slot::is_empty))?;
        if let Some(slot) = slots.get_mut(free) {
            *slot = value;
        }
    }
    Some(slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_bytes_in_order() {
        let bytes = *b"ABCDEFGH";
        for len in 0..=bytes.len() {
            let part = &bytes[..len];
            let slowly = part.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
            assert_eq!(word(part), slowly);
            let packed = part.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
            assert_eq!(pack(part), Some(packed));
        }
        assert_eq!((word(b"ABCDEFGHI"), pack(b"ABCDEFGHI")), (0, None));
    }
}
