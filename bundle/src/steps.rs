//! What the parts of a decision cost, in steps: the runtime counts them, the compiler bounds them.
//!
//! A step is what takes up to about 25 ns: a node of a trie that is entered, a look-up in a hash
//! table, a comparison of two names.

/// How much longer one list must be than the other before it is searched rather than walked.
pub const MUCH_LONGER: usize = 8;

/// The most conditions of a request that a bound is for: a port of entry of each kind, and some programs or
/// criteria. Each further one is one more search.
pub const CONDITIONS: usize = 16;

/// A binary search in a list: four comparisons of numbers are a step.
#[must_use]
pub fn search(len: usize) -> u64 {
    1 + u64::from(usize::BITS - len.leading_zeros()) / 4
}

/// A binary search by names, of which each comparison is a step.
#[must_use]
pub fn search_names(len: usize) -> u64 {
    1 + u64::from(usize::BITS - len.leading_zeros())
}

/// What two lists that ascend have in common: the shorter one is searched in a much longer one, and
/// lists of similar lengths are walked together.
#[must_use]
pub fn common(one: usize, other: usize) -> u64 {
    let (shorter, longer) = if one < other { (one, other) } else { (other, one) };
    if shorter == 0 {
        0
    } else if longer / MUCH_LONGER > shorter {
        (shorter as u64).saturating_mul(search(longer))
    } else {
        shorter as u64 + longer as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_searched() {
        assert_eq!(common(0, 10_000), 0);
        assert_eq!(common(300, 10_000), 300 * search(10_000));
        assert_eq!(common(10_000, 300), common(300, 10_000));
        assert_eq!(common(100, 800), 900);
        assert!(search(usize::MAX) < 20);
    }
}
