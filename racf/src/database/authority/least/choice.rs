//! Chooses few and narrow authorities that fulfil many demands.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::GroupAuthority;

use super::super::need::{Alternative, Need, Object};

/// An authority, and the commands for which it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What is needed.
    pub need: Need,
    /// For which commands.
    pub commands: Vec<Span>,
}

/// Demands, each with its alternatives, among which to choose.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    issuer: &'a str,
    demands: Vec<(Span, Vec<&'a Alternative>)>,
}

impl<'a> Choice<'a> {
    /// For a script that is run in this user's name.
    pub(super) fn new(issuer: &'a str) -> Self {
        Self { issuer, demands: Vec::new() }
    }

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
            let used = used.into_iter().flat_map(|it| &it.needs);
            for need in used.filter_map(|it| provider(it, &chosen)) {
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
                let new = it.needs.iter().filter(|need| provider(need, &chosen).is_none()).count();
                (new, it.needs.iter().map(|need| self.width(need)).max())
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
                let group = provider(need, chosen).into_iter().filter(|it| *it != need);
                for need in group.chain([need]) {
                    users.entry(need).or_default().push(at);
                }
            }
        }
        let mut order: Vec<&Need> = chosen.iter().copied().collect();
        order.sort_by_key(|need| std::cmp::Reverse(self.width(need)));
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

    /// How much an authority gives beyond the command, roughly: one profile, one group, one class, what
    /// lies in a scope, the system. The identity of another user can't be granted at all.
    fn width(&self, need: &Need) -> u8 {
        match need {
            Need::Identity(user) if user == self.issuer => 0,
            Need::Member(_) | Need::NoMember(_) => 0,
            Need::OwnerOf(Object::Profile { .. } | Object::DataSets(_)) => 1,
            Need::UserAlter(_) | Need::GroupAlter(_) | Need::UniversalAlter(_) => 2,
            Need::GroupAuthority { .. } => 3,
            Need::OwnerOf(Object::User(_) | Object::Group(_)) => 4,
            Need::ClassAuthority(_) => 5,
            Need::GroupAuditorOver(_) => 6,
            Need::GroupSpecialOver(_) | Need::GroupSpecial => 7,
            Need::Operations => 8,
            Need::Auditor => 9,
            Need::Special => 10,
            Need::Identity(_) => 11,
        }
    }
}

fn is_met(alternative: &Alternative, chosen: &BTreeSet<&Need>) -> bool {
    alternative.needs.iter().all(|need| provider(need, chosen).is_some())
}

/// The authority among the chosen ones that is the one needed, or includes it: JOIN does CONNECT.
fn provider<'c>(need: &Need, chosen: &BTreeSet<&'c Need>) -> Option<&'c Need> {
    if let Need::GroupAuthority { group, least } = need {
        let levels = GroupAuthority::ALL.iter().rev().take_while(|level| *level >= least);
        let mut higher = levels.map(|&least| Need::GroupAuthority { group: group.clone(), least });
        return higher.find_map(|it| chosen.get(&it).copied());
    }
    chosen.get(need).copied()
}
