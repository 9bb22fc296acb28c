//! Lookup paths that one group can take away from another.
//!
//! A general user may change any lookup path to use logical records and files that the login group can
//! read, and cannot change it back to others (Workbench, Security overview, section 60). So of two
//! groups that read different things, each can take a lookup path from the other. Where each has
//! lookup paths of its own they are taken to work independently, which is one of the two remedies.

use std::collections::{BTreeMap, HashMap};

use saffron_diagnostics::Diagnostic;
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::safr::{ItemType, Right, SafrSwitch};

use super::party::{MOST_STEPS, Party, and_more, items_of, take};
use crate::codes;
use crate::lower::report::Report;
use crate::lower::safr::names::noun;
use crate::model::{EnvironmentId, Item, ItemId, Safr, SafrGroupId};

/// Pairs of groups that are shown for an environment; the rest is counted.
const MOST_PAIRS: usize = 3;

pub(super) fn check(
    safr: &Safr,
    parties: &HashMap<EnvironmentId, Vec<Party<'_>>>,
    report: &mut Report,
) {
    let mut steps = Budget::new(MOST_STEPS);
    for (id, _) in safr.environments.iter_enumerated() {
        let Some(parties) = parties.get(&id) else { continue };
        let mut contest = Contest::new(safr, id, parties, &mut steps);
        if contest.sides.len() > 1 {
            contest.search();
            contest.warnings(report);
        }
    }
}

/// Groups that can read, and use in lookup paths, the same logical records and files.
struct Side {
    /// By name.
    groups: Vec<SafrGroupId>,
    readable: Vec<ItemId>,
    selectable: Vec<ItemId>,
    /// Lookup paths that it can use, ascending.
    paths: Vec<usize>,
}

/// Who could take lookup paths from a side.
#[derive(Clone, Debug, Default)]
struct Rivals {
    /// The side, and what it could make a lookup path use that this one can't read.
    known: Vec<(usize, ItemId)>,
    /// The side that comes next.
    next: usize,
}

/// Which groups compete in one environment.
struct Contest<'m, 's> {
    safr: &'m Safr,
    environment: EnvironmentId,
    sides: Vec<Side>,
    /// By item: the sides that can read it, ascending.
    readers: HashMap<ItemId, Vec<usize>>,
    /// By side: who could take lookup paths from it, as far as they were looked for.
    rivals: Vec<Rivals>,
    /// By the side that loses and the one that takes: the first lookup path, and how many.
    found: BTreeMap<(usize, usize), (&'m Item, usize)>,
    steps: &'s mut Budget,
}

impl<'m, 's> Contest<'m, 's> {
    fn new(
        safr: &'m Safr,
        environment: EnvironmentId,
        parties: &[Party<'_>],
        steps: &'s mut Budget,
    ) -> Self {
        let sides = sides(safr, parties);
        let mut readers: HashMap<ItemId, Vec<usize>> = HashMap::new();
        for (at, side) in sides.iter().enumerate() {
            for &item in &side.readable {
                readers.entry(item).or_default().push(at);
            }
        }
        let (rivals, found) = (vec![Rivals::default(); sides.len()], BTreeMap::new());
        Self { safr, environment, sides, readers, rivals, found, steps }
    }

    fn is_patient(&self) -> bool {
        !self.steps.is_exceeded()
    }

    fn search(&mut self) {
        let all = items_of(self.safr, self.environment).map(|(_, it)| it);
        // Lookup paths, each with the sides that can read all that it uses.
        let mut paths: Vec<(&Item, Vec<usize>)> = Vec::new();
        for path in all.filter(|it| it.kind == ItemType::LookupPath) {
            let holders = self.holders(path);
            if !holders.is_empty() {
                paths.push((path, holders));
            }
        }
        for (at, (_, holders)) in paths.iter().enumerate() {
            for &holder in holders {
                if let Some(side) = self.sides.get_mut(holder) {
                    side.paths.push(at);
                }
            }
        }
        for (path, holders) in paths {
            self.lookup_path(path, &holders);
        }
    }

    fn lookup_path(&mut self, path: &'m Item, holders: &[usize]) {
        for &holder in holders {
            if let Some(rival) = self.rival(holder, holders) {
                self.found.entry((holder, rival)).or_insert((path, 0)).1 += 1;
                return;
            }
        }
    }

    /// The first side outside of `holders` that could take a lookup path from one of them.
    fn rival(&mut self, holder: usize, holders: &[usize]) -> Option<usize> {
        let is_rival = |&(side, _): &(usize, ItemId)| holders.binary_search(&side).is_err();
        let known = &self.rivals.get(holder)?.known;
        take(self.steps, 1 + known.len().min(holders.len()));
        if let Some(&(rival, _)) = known.iter().find(|it| is_rival(it)) {
            return Some(rival);
        }
        while self.is_patient() {
            let next = self.rivals.get(holder)?.next;
            let prize = (next < self.sides.len()).then(|| self.prize(holder, next))?;
            let rivals = self.rivals.get_mut(holder)?;
            rivals.next += 1;
            let Some(prize) = prize else { continue };
            rivals.known.push((next, prize));
            if is_rival(&(next, prize)) {
                return Some(next);
            }
        }
        None
    }

    /// The sides that can read all that a lookup path uses, ascending.
    fn holders(&mut self, path: &Item) -> Vec<usize> {
        let mut lists: Vec<&[usize]> = Vec::new();
        for item in &path.references {
            lists.push(self.readers.get(item).map_or(&[], Vec::as_slice));
        }
        lists.sort_by_key(|list| list.len());
        let Some((first, rest)) = lists.split_first() else { return Vec::new() };
        take(self.steps, first.len() * lists.len());
        if !self.is_patient() {
            return Vec::new();
        }
        let reads_all = |side: &usize| rest.iter().all(|list| list.binary_search(side).is_ok());
        first.iter().copied().filter(reads_all).collect()
    }

    /// What the rival could make a lookup path use; nothing if it has lookup paths of its own.
    fn prize(&mut self, holder: usize, rival: usize) -> Option<ItemId> {
        take(self.steps, 1);
        self.unread(holder, rival).filter(|_| !self.has_own_path(holder, rival))
    }

    fn unread(&mut self, holder: usize, rival: usize) -> Option<ItemId> {
        let (holder, rival) = (self.sides.get(holder)?, self.sides.get(rival)?);
        take(self.steps, rival.selectable.len());
        let unread = |item: &&ItemId| holder.readable.binary_search(item).is_err();
        rival.selectable.iter().find(unread).copied()
    }

    /// Whether the rival can use a lookup path that the holder can't.
    fn has_own_path(&mut self, holder: usize, rival: usize) -> bool {
        let (Some(holder), Some(rival)) = (self.sides.get(holder), self.sides.get(rival)) else {
            return false;
        };
        take(self.steps, rival.paths.len());
        rival.paths.iter().any(|path| holder.paths.binary_search(path).is_err())
    }

    fn warnings(&self, report: &mut Report) {
        let mut all: Vec<_> = self.found.iter().map(|(&pair, &found)| (pair, found)).collect();
        all.sort_by_key(|(_, (path, _))| path.origin);
        let left_out = all.len().saturating_sub(MOST_PAIRS);
        for (number, (pair, found)) in (1..).zip(all.into_iter().take(MOST_PAIRS)) {
            let more = if number == MOST_PAIRS { left_out } else { 0 };
            report.add_some(self.warning(pair, found, more));
        }
    }

    fn warning(
        &self,
        (holder, rival): (usize, usize),
        (path, count): (&Item, usize),
        left_out: usize,
    ) -> Option<Diagnostic> {
        let rivals = &self.rivals.get(holder)?.known;
        let (_, prize) = rivals.iter().find(|(side, _)| *side == rival)?;
        let prize = &self.safr.items[*prize];
        let named = |side: &Side| {
            let first = side.groups.first()?;
            Some((&self.safr.groups[*first], side.groups.len() - 1))
        };
        let (one, one_more) = named(self.sides.get(holder)?)?;
        let (other, other_more) = named(self.sides.get(rival)?)?;
        let place = &self.safr.environments[self.environment].name;
        let message = format!(
            "{} can take the lookup path {} of `{place}` away from {}",
            and_more(&other.name, other_more),
            and_more(&path.name, count - 1),
            and_more(&one.name, one_more),
        );
        let label = format!("uses what `{}` can read, and `{}` can't", one.name, other.name);
        let prize_label = format!(
            "`{}` could make it use this {}, which `{}` can't read",
            other.name,
            noun(prize.kind),
            one.name
        );
        let more = match left_out {
            0 => String::new(),
            1 => "; there is one more pair of such groups".to_owned(),
            more => format!("; there are {more} more pairs of such groups"),
        };
        let diagnostic = Diagnostic::warning(codes::TAKEN_AWAY, message, path.origin, label)
            .because(prize.origin, prize_label);
        Some(diagnostic.help(format!(
            "let each group use a lookup path of its own, or give both the right to all that they use{more}"
        )))
    }
}

/// Parties that can read and use the same are one side.
fn sides(safr: &Safr, parties: &[Party<'_>]) -> Vec<Side> {
    let needs_read = safr.switches.is_on(SafrSwitch::LookupPathNeedsRead);
    let needed = if needs_read { Right::Read } else { Right::Modify };
    let mut sides: Vec<Side> = Vec::new();
    let mut known: HashMap<(Vec<ItemId>, Vec<ItemId>), usize> = HashMap::new();
    for party in parties {
        let with = |right: Right| -> Vec<ItemId> {
            let rows = party.rights.iter().filter(|it| it.right >= right && is_used(safr, it.item));
            rows.map(|it| it.item).collect()
        };
        let (readable, selectable) = (with(Right::Read), with(needed));
        let at = *known.entry((readable.clone(), selectable.clone())).or_insert(sides.len());
        match sides.get_mut(at) {
            Some(side) => side.groups.extend(&party.groups),
            None => {
                sides.push(Side {
                    groups: party.groups.clone(),
                    readable,
                    selectable,
                    paths: Vec::new(),
                });
            }
        }
    }
    for side in &mut sides {
        side.groups.sort_unstable();
    }
    sides
}

/// Whether lookup paths can use items of this type.
fn is_used(safr: &Safr, item: ItemId) -> bool {
    let kind = safr.items.get(item).map(|it| it.kind);
    matches!(kind, Some(ItemType::LogicalFile | ItemType::LogicalRecord))
}
