//! How much of something one run may use: bytes, rows, steps.
//!
//! Whatever can grow faster than the text it is written in spends from a budget, so that no input
//! takes more time or memory than the budget allows. A message states the limit and what to do.

/// What is left of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    limit: usize,
    used: usize,
}

impl Budget {
    /// All of `limit` is left.
    pub const fn new(limit: usize) -> Self {
        Self { limit, used: 0 }
    }

    /// Uses some of it; `false` if it isn't enough, now and for everything after.
    #[must_use = "what a budget doesn't allow must not be done"]
    pub fn spend(&mut self, amount: usize) -> bool {
        self.used = self.used.saturating_add(amount);
        !self.is_exceeded()
    }

    /// Whether more was asked for than there was.
    pub fn is_exceeded(&self) -> bool {
        self.used > self.limit
    }

    /// How much is left.
    pub fn left(&self) -> usize {
        self.limit.saturating_sub(self.used)
    }

    /// How much was asked for so far.
    pub fn used(&self) -> usize {
        self.used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exceeded_stays_exceeded() {
        let mut budget = Budget::new(10);
        assert!(budget.spend(10));
        assert_eq!(budget.left(), 0);
        assert!(!budget.spend(1));
        assert!(!budget.spend(0));
        assert!(!budget.spend(usize::MAX));
        assert!(budget.is_exceeded());
        assert_eq!(budget.used(), usize::MAX);
    }
}
