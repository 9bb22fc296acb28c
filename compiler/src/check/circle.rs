//! Circles among things that need each other: profiles that copy, features that build on features.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::Span;

/// Who needs whom, and where it says so.
pub(crate) type Needs = BTreeMap<usize, Vec<(usize, Span)>>;

/// Those with needs, such that what they need comes first; and those for which there is no such
/// order, since they are part of a circle or lead to one.
pub(crate) fn ordered(needs: &Needs) -> (Vec<usize>, Vec<usize>) {
    let mut waiting: BTreeMap<usize, usize> = BTreeMap::new();
    let mut needed_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&one, others) in needs {
        waiting.insert(one, others.iter().filter(|(it, _)| needs.contains_key(it)).count());
        for (other, _) in others {
            needed_by.entry(*other).or_default().push(one);
        }
    }
    let free = waiting.iter().filter(|(_, count)| **count == 0).map(|(&at, _)| at);
    let mut order: Vec<usize> = free.collect();
    let mut next = 0;
    while let Some(at) = order.get(next) {
        next += 1;
        for one in needed_by.get(at).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(one) {
                *count -= 1;
                if *count == 0 {
                    order.push(*one);
                }
            }
        }
    }
    let stuck = waiting.into_iter().filter(|(_, count)| *count > 0).map(|(at, _)| at).collect();
    (order, stuck)
}

/// A circle that the first of the stuck is part of or leads to, each with the place of its need.
pub(crate) fn find(needs: &Needs, stuck: &[usize]) -> Vec<(usize, Span)> {
    let all: BTreeSet<usize> = stuck.iter().copied().collect();
    let (mut path, mut seen) = (Vec::new(), BTreeSet::new());
    let mut next = stuck.first().copied();
    while let Some(at) = next
        && seen.insert(at)
    {
        let need = needs.get(&at).into_iter().flatten().find(|(other, _)| all.contains(other));
        next = need.map(|(other, _)| *other);
        path.extend(need.map(|(_, span)| (at, *span)));
    }
    path.into_iter().skip_while(|(at, _)| Some(*at) != next).collect()
}
