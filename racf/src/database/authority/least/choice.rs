//! Chooses few and narrow authorities that fulfil many demands.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::Span;

use super::super::need::{Alternative, Need};
use super::Grant;

/// Demands, each with its alternatives, among which to choose.
#[derive(Debug, Default)]
pub(super) struct Choice<'a> {
    demands: Vec<(Span, Vec<&'a Alternative>)>,
}

impl<'a> Choice<'a> {
    pub(super) fn add(&mut self, command: Span, alternatives: Vec<&'a Alternative>) {
        self.demands.push((command, alternatives));
    }

    /// Authorities none of which can be left out, and for which commands each is.
    pub(super) fn grants(&self) -> Vec<Grant> {
        let mut chosen = self.greedy();
        self.prune(&mut chosen);
        let mut grants: BTreeMap<&Need, Vec<Span>> = BTreeMap::new();
        for (command, alternatives) in &self.demands {
            let used = alternatives.iter().find(|it| is_met(it, &chosen));
            for need in used.into_iter().flat_map(|it| &it.needs) {
                let commands = grants.entry(need).or_default();
                if commands.last() != Some(command) {
                    commands.push(*command);
                }
            }
        }
        let grants = grants.into_iter();
        grants.map(|(need, commands)| Grant { need: need.clone(), commands }).collect()
    }

    /// Of each demand the alternative that adds the fewest authorities, then the narrowest.
    fn greedy(&self) -> BTreeSet<&'a Need> {
        let mut chosen: BTreeSet<&Need> = BTreeSet::new();
        for (_, alternatives) in &self.demands {
            let cost = |it: &&&'a Alternative| {
                let new = it.needs.iter().filter(|need| !chosen.contains(need)).count();
                (new, it.needs.iter().map(width).max())
            };
            let best = alternatives.iter().min_by_key(cost);
            chosen.extend(best.into_iter().flat_map(|it| &it.needs));
        }
        chosen
    }

    /// Leaves out what later choices have made superfluous, the widest first.
    fn prune(&self, chosen: &mut BTreeSet<&'a Need>) {
        let mut users: BTreeMap<&Need, Vec<usize>> = BTreeMap::new();
        for (at, (_, alternatives)) in self.demands.iter().enumerate() {
            for need in alternatives.iter().flat_map(|it| &it.needs) {
                users.entry(need).or_default().push(at);
            }
        }
        let mut order: Vec<&Need> = chosen.iter().copied().collect();
        order.sort_by_key(|need| std::cmp::Reverse(width(need)));
        for need in order {
            chosen.remove(need);
            let concerned = users.get(need).into_iter().flatten();
            let mut concerned = concerned.filter_map(|&at| self.demands.get(at));
            let still =
                |(_, all): &(Span, Vec<&Alternative>)| all.iter().any(|it| is_met(it, chosen));
            if !concerned.all(still) {
                chosen.insert(need);
            }
        }
    }
}

fn is_met(alternative: &Alternative, chosen: &BTreeSet<&Need>) -> bool {
    alternative.needs.iter().all(|need| chosen.contains(need))
}

/// How much an authority gives beyond the command, roughly: one profile, one group, one class, what
/// lies in a scope, the system. To be somebody else can't be given at all.
fn width(need: &Need) -> u8 {
    match need {
        Need::Member(_) | Need::NoMember(_) => 0,
        Need::OwnerOf(_) => 1,
        Need::UserAlter(_) | Need::GroupAlter(_) | Need::UniversalAlter(_) => 2,
        Need::GroupAuthority { .. } => 3,
        Need::ClassAuthority(_) => 4,
        Need::GroupAuditorOver(_) => 5,
        Need::GroupSpecialOver(_) | Need::GroupSpecial => 6,
        Need::Operations => 7,
        Need::Auditor => 8,
        Need::Special => 9,
        Need::Identity(_) => 10,
    }
}
