//! Records that were seen, to count each once.

use std::collections::HashSet;

use foldhash::fast::FixedState;

/// How many hashes a generation holds.
const GENERATION: usize = 1 << 21;

/// The hashes of the last records, two to four million of them, so that memory doesn't grow with the number of events.
///
/// Two different records have equal hashes with a chance below one in a million, in four million records.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    current: HashSet<u64, FixedState>,
    before: HashSet<u64, FixedState>,
    /// Whether some records aren't remembered any more.
    pub(crate) forgot: bool,
}

impl Recent {
    /// Remembers a record; whether it hasn't been seen.
    pub(crate) fn is_new(&mut self, hash: u64) -> bool {
        if self.before.contains(&hash) || !self.current.insert(hash) {
            return false;
        }
        if self.current.len() >= GENERATION {
            self.forgot |= !self.before.is_empty();
            self.before = std::mem::take(&mut self.current);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{GENERATION, Recent};

    #[test]
    fn the_last_records_are_remembered() {
        let mut recent = Recent::default();
        let all = GENERATION as u64 * 3;
        assert!((0..all).all(|hash| recent.is_new(hash)));
        assert!(recent.forgot);
        assert!(!recent.is_new(all - 1) && recent.is_new(0));
        assert!(recent.current.len() + recent.before.len() <= 2 * GENERATION);
    }
}
