//! What is kept of events: counts and groups, within limits.

use std::collections::{BTreeMap, HashMap};

use crate::event::{Authority, Time};
use crate::judge::{Change, Effect, Finding, Judged, Key, Skip, What, Witness};
use crate::policy::Answer;
use crate::recent::Recent;

/// The most groups of each list that are kept; events of further ones are counted.
const MOST_GROUPS: usize = 200_000;

/// The most places of unreadable records that are kept.
const MOST_PLACES: usize = 100;

/// A record of an event file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Place of the file in the list of files.
    pub file: usize,
    /// From 1.
    pub line: u64,
}

/// Events that have a [`Key`] in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub events: u64,
    /// The earliest.
    pub first: Time,
    /// The latest.
    pub last: Time,
    /// One of them.
    pub witness: Witness,
    /// Where it is.
    pub example: Line,
    /// Whether the user is revoked in the policy.
    pub revoked: bool,
    /// The command that changed the profile or the user, if one is among the events.
    pub changed: Option<ChangedBy>,
}

/// A command among the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedBy {
    /// When.
    pub time: Time,
    /// The command.
    pub command: &'static str,
    /// Where it is.
    pub at: Line,
}

/// What has been counted so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) events: u64,
    pub(crate) compared: u64,
    pub(crate) same: u64,
    pub(crate) resolved: u64,
    pub(crate) duplicates: u64,
    pub(crate) left_out: u64,
    pub(crate) profiles_noted: u64,
    pub(crate) levels_noted: u64,
    pub(crate) commands: u64,
    pub(crate) skipped: BTreeMap<Skip, u64>,
    pub(crate) unreadable: Vec<Line>,
    pub(crate) span: Option<(Time, Time)>,
    pub(crate) groups: HashMap<Key, Group>,
    /// All events, and those among them that were compared.
    pub(crate) authorities: BTreeMap<(Authority, String), (u64, u64)>,
    pub(crate) changes: HashMap<What, ChangedBy>,
    pub(crate) recent: Recent,
}

impl Tally {
    /// Counts a record. Records come in the order of their files.
    pub(crate) fn add(&mut self, judged: Judged, file: usize, keep_duplicates: bool) {
        self.events += 1;
        let at = Line { file, line: judged.number };
        let unreadable = matches!(judged.effect, Some(Effect::Skipped(Skip::Unreadable)));
        if !keep_duplicates && !unreadable && !self.recent.is_new(judged.hash) {
            self.duplicates += 1;
            return;
        }
        if let Some(time) = judged.time {
            let (first, last) = self.span.unwrap_or((time, time));
            self.span = Some((first.min(time), last.max(time)));
        }
        let compared = matches!(judged.effect, Some(Effect::Same { .. } | Effect::Found(_)));
        if let Some(key) = judged.authority {
            self.authority(key, compared);
        }
        self.compared += u64::from(compared);
        match judged.effect {
            None => {}
            Some(Effect::Skipped(skip)) => self.skip(skip, at),
            Some(Effect::Same { resolved, notes }) => {
                self.same += 1;
                self.resolved += u64::from(resolved);
                self.profiles_noted += u64::from(notes.profile);
                self.levels_noted += u64::from(notes.allowed);
            }
            Some(Effect::Found(finding)) => self.found(*finding, at),
            Some(Effect::Changed(change)) => self.change(*change, at),
        }
    }

    fn skip(&mut self, skip: Skip, at: Line) {
        *self.skipped.entry(skip).or_default() += 1;
        if skip == Skip::Unreadable && self.unreadable.len() < MOST_PLACES {
            self.unreadable.push(at);
        }
    }

    fn authority(&mut self, key: (Authority, String), compared: bool) {
        if self.authorities.len() >= MOST_GROUPS && !self.authorities.contains_key(&key) {
            self.left_out += 1;
            return;
        }
        let (events, of_them) = self.authorities.entry(key).or_default();
        *events += 1;
        *of_them += u64::from(compared);
    }

    fn found(&mut self, finding: Finding, at: Line) {
        let Finding { key, witness, revoked } = finding;
        let time = witness.time;
        if let Some(group) = self.groups.get_mut(&key) {
            group.events += 1;
            (group.first, group.last) = (group.first.min(time), group.last.max(time));
            group.revoked |= revoked;
            // The least, so that another order of the events gives the same.
            if (&witness, at) < (&group.witness, group.example) {
                (group.witness, group.example) = (witness, at);
            }
            return;
        }
        if self.groups.len() >= MOST_GROUPS {
            self.left_out += 1;
            return;
        }
        let (first, last, example, changed) = (time, time, at, None);
        let group = Group { events: 1, first, last, witness, example, revoked, changed };
        self.groups.insert(key, group);
    }

    fn change(&mut self, change: Change, at: Line) {
        self.skip(Skip::NotAccess, at);
        self.commands += 1;
        let Change { command, time, what } = change;
        let by = ChangedBy { time, command, at };
        if let Some(known) = self.changes.get_mut(&what) {
            *known = (*known).min(by);
        } else if self.changes.len() < MOST_GROUPS {
            self.changes.insert(what, by);
        } else {
            self.left_out += 1;
        }
    }

    /// The groups of differences, and those whose context isn't known, with the changes that may explain them.
    pub(crate) fn lists(&mut self) -> [Vec<(Key, Group)>; 2] {
        let groups = std::mem::take(&mut self.groups);
        let (mut differences, mut unknown) = (Vec::new(), Vec::new());
        let mut all: Vec<(Key, Group)> = groups.into_iter().collect();
        all.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (key, mut group) in all {
            group.changed = self.changed(&key, &group);
            match key.answer {
                Answer::ContextUnknown => unknown.push((key, group)),
                _ => differences.push((key, group)),
            }
        }
        [differences, unknown]
    }

    /// The first command that changed the user, the current group or a profile.
    fn changed(&self, key: &Key, group: &Group) -> Option<ChangedBy> {
        let profiles = [&key.policy, &key.recorded].into_iter().flatten();
        let resource = std::iter::once(&group.witness.resource);
        let named =
            profiles.chain(resource).map(|name| What::Profile(key.class.clone(), name.clone()));
        let user = What::User(key.user.clone());
        let current = group.witness.group.clone().map(What::Group);
        let all = named.chain([user]).chain(current);
        all.filter_map(|what| self.changes.get(&what).copied()).min()
    }
}
