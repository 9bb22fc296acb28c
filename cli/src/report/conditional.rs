//! Lines of the decision table that depend on conditions of commands.

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::listing::ListingRow;

/// The flag of such a line.
pub(crate) const CONDITIONAL: &str = "conditional";

/// What tells lines apart: all of a line but its place in the policy.
type Key<'b> = (&'b str, &'b str, String);

/// Marks each line that isn't in all of the tables, and adds those that are only in others, next to
/// the lines of the same profile; returns whether there are such lines.
pub(crate) fn mark<'b>(rows: &mut Vec<ListingRow<'b>>, others: Vec<Vec<ListingRow<'b>>>) -> bool {
    let sets: Vec<BTreeSet<Key<'b>>> =
        others.iter().map(|it| it.iter().map(key).collect()).collect();
    let own: BTreeSet<Key<'b>> = rows.iter().map(key).collect();
    let mut differing = BTreeSet::new();
    for key in sets.iter().flatten().chain(&own) {
        if !own.contains(key) || !sets.iter().all(|set| set.contains(key)) {
            differing.insert(key.clone());
        }
    }
    let mut seen = own;
    rows.extend(others.into_iter().flatten().filter(|row| seen.insert(key(row))));
    for row in rows.iter_mut().filter(|row| differing.contains(&key(row))) {
        row.flags.push(CONDITIONAL.to_owned());
    }
    let mut order: BTreeMap<(&'b str, &'b str), usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        order.entry((row.class, row.profile)).or_insert(at);
    }
    rows.sort_by_key(|row| order.get(&(row.class, row.profile)).copied());
    !differing.is_empty()
}

fn key<'b>(row: &ListingRow<'b>) -> Key<'b> {
    let flags = row.flags.iter().filter(|it| *it != CONDITIONAL).collect::<Vec<_>>();
    let rest = format!("{:?} {:?} {:?} {flags:?}", row.kind, row.uacc, row.grant);
    (row.class, row.profile, rest)
}
