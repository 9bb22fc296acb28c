//! Names that no trie can hold, by a fixed part of them, and the steps of a search among them.
//!
//! Each name is under the part that fewest names share, so that a search compares few names. A step
//! is a part that is looked up, a character of a name, or a character of a variable's member.

use std::collections::BTreeMap;

use saffron_vocabulary::ebcdic;
use saffron_vocabulary::name::variables;
use saffron_vocabulary::name_part::{NamePart, fixed_parts};

use super::cost::Extent;
use super::reach::{Weighted, heaviest};
use crate::model::Model;

/// Names that share a fixed part.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    /// Which part they share.
    pub(crate) part: NamePart,
    /// Where the part is in the first of the names: first byte, and length.
    pub(crate) place: (usize, usize),
    /// The rows, in order of search.
    pub(crate) rows: Vec<usize>,
    text: String,
    cost: u64,
}

/// The irregular names of a class, or of its global entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Irregular {
    /// Rows that have a fixed part.
    pub(crate) buckets: Vec<Bucket>,
    /// Rows without one, in order of search.
    pub(crate) rest: Vec<usize>,
    /// The most steps of a search.
    pub(super) bound: u64,
    /// Rows by cost, the dearest first.
    pub(super) dearest: Vec<usize>,
}

/// A name with its row and the steps that it takes to compare it.
pub(super) struct Candidate {
    pub(super) row: usize,
    pub(super) name: String,
    pub(super) cost: u64,
}

/// The most steps that it takes to compare a name: one for each character, for each variable one for
/// each member and each character of a member, and for each `*` one for each place where it may be.
pub(super) fn cost(name: &str, model: &Model, extent: Extent) -> u64 {
    let members = variables(name).map(|variable| {
        let all = &model.variables;
        let found = all.binary_search_by(|known| ebcdic::compare(&known.name, variable)).ok();
        let declared = found.and_then(|at| all.get(at));
        let members = declared.map(|declared| declared.members.as_slice()).unwrap_or_default();
        // `&RACUID` and `&RACGPID` stand for IDs.
        members.iter().map(|member| member.len() as u64 + 1).sum::<u64>() + 9
    });
    let stars = name.replace("**", "").matches('*').count() as u64;
    name.len() as u64 + members.sum::<u64>() + stars * (extent.characters + 1)
}

impl Irregular {
    /// Sorts names, which are in order of search, by their parts.
    pub(super) fn of(names: &[Candidate], extent: Extent) -> Self {
        let mut shared: BTreeMap<(NamePart, &str), usize> = BTreeMap::new();
        for one in names {
            for part in fixed_parts(&one.name) {
                *shared.entry((part.part, part.text(&one.name))).or_default() += 1;
            }
        }
        let mut found = Self::default();
        let mut buckets: BTreeMap<(NamePart, &str), Bucket> = BTreeMap::new();
        for one in names {
            let parts = fixed_parts(&one.name).map(|part| (part, part.text(&one.name)));
            let rarest =
                parts.min_by_key(|(part, text)| (shared.get(&(part.part, *text)), part.part));
            let Some((part, text)) = rarest else {
                found.rest.push(one.row);
                continue;
            };
            let bucket = buckets.entry((part.part, text)).or_insert_with(|| Bucket {
                part: part.part,
                place: (part.start, part.len),
                rows: Vec::new(),
                text: text.to_owned(),
                cost: 0,
            });
            bucket.rows.push(one.row);
            bucket.cost = bucket.cost.saturating_add(one.cost);
        }
        found.buckets = buckets.into_values().collect();
        found.bound = found.bound(names, extent);
        found.dearest = dearest(names);
        found
    }

    /// The most steps of a search: the names without a part, and those of all parts that one name
    /// can have.
    fn bound(&self, names: &[Candidate], extent: Extent) -> u64 {
        if names.is_empty() {
            return 0;
        }
        let cost = |row: &usize| {
            let at = names.binary_search_by_key(row, |one| one.row);
            at.ok().and_then(|at| names.get(at)).map_or(0, |one| one.cost)
        };
        let rest = self.rest.iter().map(cost).fold(0, u64::saturating_add);
        let look_ups = 2 + 2 * extent.places + extent.characters;
        let setting_up = extent.characters;
        // Each part that the name has is compared with those before it.
        let parts = |bucket: &&Bucket| matches!(bucket.part, NamePart::Inside | NamePart::Start);
        let parts = self.buckets.iter().filter(parts).count() as u64;
        let places = extent.places + extent.characters;
        let look_ups = look_ups + places * (parts.min(places) / ALIKE);
        [NamePart::Last, NamePart::First, NamePart::Inside, NamePart::Start]
            .map(|part| self.bound_of(part, extent))
            .into_iter()
            .fold(rest + look_ups + setting_up, u64::saturating_add)
    }

    fn bound_of(&self, part: NamePart, extent: Extent) -> u64 {
        let own = || self.buckets.iter().filter(|bucket| bucket.part == part);
        let mut costs: Vec<u64> = own().map(|bucket| bucket.cost).collect();
        costs.sort_unstable_by(|one, other| other.cmp(one));
        let shortest = own().map(|bucket| bucket.text.len() as u64).min().unwrap_or(1);
        let parts = ((extent.characters + 1) / (shortest + 1)).min(extent.places);
        let most = |count: u64| {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            costs.iter().take(count).copied().fold(0, u64::saturating_add)
        };
        match part {
            NamePart::Last | NamePart::First => most(1),
            NamePart::Inside => most(parts),
            NamePart::Start => {
                let open: Vec<(String, u64)> =
                    own().map(|bucket| (format!("{}*", bucket.text), bucket.cost)).collect();
                let weighted =
                    open.iter().map(|(pattern, weight)| Weighted { pattern, weight: *weight });
                heaviest(weighted.collect()).saturating_mul(parts).min(most(u64::MAX))
            }
        }
    }
}

/// How many parts are compared in a step.
const ALIKE: u64 = 32;

/// Rows shown for a search that may be slow.
const SHOWN: usize = 3;

fn dearest(names: &[Candidate]) -> Vec<usize> {
    let mut rows: Vec<(u64, usize)> = names.iter().map(|one| (one.cost, one.row)).collect();
    rows.sort_by_key(|(cost, row)| (std::cmp::Reverse(*cost), *row));
    rows.into_iter().take(SHOWN).map(|(_, row)| row).collect()
}
