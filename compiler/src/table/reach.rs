//! How many steps one qualifier of a name can cost among patterns, at most.
//!
//! Patterns are compared from the left, so those that differ in a character never match one
//! qualifier. What can match together is bounded by a walk over their characters: after a `%` any
//! pattern may go on as the others do, so the sum over both is taken, which is never too low.

/// Something that a qualifier may match, and what it costs if it does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighted<'q> {
    pub(super) pattern: &'q str,
    pub(super) weight: u64,
}

/// The most that all patterns that match one qualifier weigh together, and one more for each pattern
/// whose fixed beginning is that of the qualifier, which must be compared.
pub(super) fn heaviest(mut patterns: Vec<Weighted<'_>>) -> u64 {
    patterns.sort_unstable_by_key(|one| one.pattern);
    walk(&patterns, 0, true)
}

/// Of patterns that are alike up to a position. A pattern is part of a profile name, so the depth is
/// at most the length of one.
fn walk(patterns: &[Weighted<'_>], at: usize, fixed: bool) -> u64 {
    let byte = |one: &Weighted<'_>| one.pattern.as_bytes().get(at).copied();
    let (mut ends, mut compared, mut open, mut percent) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut heaviest = 0;
    for alike in patterns.chunk_by(|one, other| byte(one) == byte(other)) {
        let weigh = || alike.iter().fold(0, |sum: u64, one| sum.saturating_add(one.weight));
        match alike.first().and_then(byte) {
            None => ends = weigh(),
            Some(b'*') => {
                open = weigh();
                compared += alike.len() as u64;
            }
            Some(b'%') => {
                percent = walk(alike, at + 1, false);
                compared += alike.len() as u64;
            }
            Some(_) => heaviest = walk(alike, at + 1, fixed).max(heaviest),
        }
    }
    let compared = if fixed { compared } else { 0 };
    let goes_on = percent.saturating_add(heaviest);
    open.saturating_add(compared).saturating_add(ends.max(goes_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(patterns: &[&str]) -> u64 {
        let weighted = patterns.iter().map(|pattern| Weighted { pattern, weight: 100 });
        heaviest(weighted.collect())
    }

    #[test]
    fn only_what_can_match_together_is_added() {
        assert_eq!(weigh(&["A", "B", "C"]), 100);
        assert_eq!(weigh(&["AA*", "AB*", "B*"]), 101);
        assert_eq!(weigh(&["A*", "AB*", "ABC*", "X*"]), 303);
        assert_eq!(weigh(&["%A", "%B", "A%", "B%"]), 203);
        assert_eq!(weigh(&["A", "A*", "%", "%*"]), 403);
    }
}
