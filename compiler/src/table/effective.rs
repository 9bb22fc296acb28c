//! Profiles as RACF holds them in storage: grouping profiles dissolved into their members.
//!
//! Source of the merge rules: Security Administrator's Guide, "Resolving conflicts among grouping
//! profiles", and "How is WARNING mode merged for conflicting multiple profiles?".

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::MAX_LISTED;
use saffron_diagnostics::Span;
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::racf::{AccessLevel, Switch};

use super::class::{is_raclisted, naming};
use super::entry::{ConditionalEntry, Entry};
use crate::model::{
    self, Audit, Class, ClassId, Label, Model, Profile, ProfileKind, StandardEntry,
};
use saffron_vocabulary::specificity::{Ties, canonical, compare, has_generic_characters};

/// A profile in storage. What merging never changes is read from `base`, the first profile met.
#[derive(Clone, Debug)]
pub(crate) struct Effective<'m> {
    pub(crate) base: &'m Profile,
    pub(crate) class: ClassId,
    pub(crate) name: Cow<'m, str>,
    pub(crate) kind: ProfileKind,
    pub(crate) uacc: AccessLevel,
    pub(crate) uacc_origin: Option<Span>,
    pub(crate) audit: Audit,
    pub(crate) global_audit: Audit,
    pub(crate) security_level: u8,
    pub(crate) label: Option<Label>,
    pub(crate) categories: Cow<'m, [u16]>,
    pub(crate) standard: Cow<'m, [StandardEntry]>,
    pub(crate) conditional: Cow<'m, [model::ConditionalEntry]>,
    /// Merged from more than one profile, or a member of a grouping profile.
    pub(crate) merged: bool,
    /// A member of one grouping profile, with which nothing was merged.
    pub(crate) member: bool,
    /// One of the profiles merged exists outside the policy.
    pub(crate) external: bool,
}

impl<'m> Effective<'m> {
    pub(super) fn of(profile: &'m Profile) -> Self {
        Self {
            base: profile,
            class: profile.class,
            name: Cow::Borrowed(&profile.name),
            kind: profile.kind,
            uacc: profile.uacc,
            uacc_origin: profile.uacc_origin,
            audit: profile.audit,
            global_audit: profile.global_audit,
            security_level: profile.security_level,
            label: profile.label,
            categories: Cow::Borrowed(&profile.categories),
            standard: Cow::Borrowed(&profile.standard),
            conditional: Cow::Borrowed(&profile.conditional),
            merged: false,
            member: false,
            external: profile.external,
        }
    }

    pub(crate) fn is_generic(&self) -> bool {
        self.kind == ProfileKind::Generic
    }

    /// How many entries and categories its lists have.
    pub(super) fn listed(&self) -> usize {
        self.standard.len() + self.conditional.len() + self.categories.len()
    }

    pub(crate) fn standard_entries(&self) -> Vec<Entry> {
        let entries = self.standard.iter();
        entries.map(|entry| Entry { who: entry.who, access: entry.access }).collect()
    }

    pub(crate) fn conditional_entries(&self) -> Vec<ConditionalEntry> {
        let bare = |entry: &model::ConditionalEntry| ConditionalEntry {
            condition: entry.condition.clone(),
            who: entry.who,
            access: entry.access,
        };
        self.conditional.iter().map(bare).collect()
    }

    /// Takes in another profile for the same member, except for its lists.
    fn merge(&mut self, other: &'m Profile, model: &Model) {
        let switches = model.options.switches;
        (self.merged, self.member) = (true, false);
        self.external |= other.external;
        if other.uacc < self.uacc {
            self.uacc = other.uacc;
            self.uacc_origin = other.uacc_origin.or(Some(other.origin));
        }
        self.audit = most_inclusive(self.audit, other.audit);
        self.global_audit = most_inclusive(self.global_audit, other.global_audit);
        if switches.is_on(Switch::MergeSeclevelHighest) {
            self.security_level = self.security_level.max(other.security_level);
        }
        if !switches.is_on(Switch::MergeSeclabelFirst) {
            self.label = other.label.or(self.label);
        }
    }

    /// Takes in the lists of the other profiles for the same member, all at once: a list that grows
    /// with each of them would be copied each time.
    fn merge_lists(&mut self, others: &[&'m Profile], model: &Model, merging: &mut Merging) {
        let all = || std::iter::once(self.base).chain(others.iter().copied());
        if others.is_empty() || !merging.may_read(all().map(|it| Effective::of(it).listed()).sum())
        {
            return;
        }
        if model.options.switches.is_on(Switch::MergeCategoriesUnion) {
            let union: BTreeSet<u16> = all().flat_map(|it| &it.categories).copied().collect();
            self.categories = Cow::Owned(union.into_iter().collect());
        }
        let standard = highest(all().flat_map(|it| &it.standard), |e| e.who, |e| e.access);
        let conditional = all().flat_map(|it| &it.conditional);
        self.conditional = highest(conditional, |e| (&e.condition, e.who), |e| e.access);
        self.standard = standard;
        // If these are too many, nothing more is merged.
        let _ = merging.written.spend(self.listed());
    }
}

/// Of entries for the same key the highest, the first of equals; in order of the keys.
fn highest<'e, 'm, T: Clone + 'e, K: Ord>(
    entries: impl Iterator<Item = &'e T>,
    key: impl Fn(&'e T) -> K,
    access: impl Fn(&T) -> AccessLevel,
) -> Cow<'m, [T]> {
    let mut merged: BTreeMap<K, &'e T> = BTreeMap::new();
    for entry in entries {
        let kept = merged.entry(key(entry)).or_insert(entry);
        if access(entry) > access(kept) {
            *kept = entry;
        }
    }
    Cow::Owned(merged.into_values().cloned().collect())
}

/// Logs whatever either would.
fn most_inclusive(a: Audit, b: Audit) -> Audit {
    let lower = |a: Option<AccessLevel>, b: Option<AccessLevel>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    };
    Audit { success: lower(a.success, b.success), failures: lower(a.failures, b.failures) }
}

/// The profiles in storage of every class, in order of search.
pub(super) fn by_class<'m>(model: &'m Model, merging: &mut Merging) -> Vec<Vec<Effective<'m>>> {
    let mut classes: Vec<Vec<Effective<'m>>> = model.classes.iter().map(|_| Vec::new()).collect();
    for profile in &model.profiles {
        if let Some(of_class) = classes.get_mut(profile.class.as_usize()) {
            of_class.push(Effective::of(profile));
        }
    }
    for (id, class) in model.classes.iter_enumerated() {
        let Some(member) = class.descriptor.member_class else { continue };
        let grouping = classes.get_mut(id.as_usize()).map(std::mem::take).unwrap_or_default();
        let member_class = &model.classes[member];
        if class.settings.active && is_raclisted(member_class) {
            let members = classes.get_mut(member.as_usize());
            if let Some(members) = members {
                let own = std::mem::take(members);
                *members = Merge::new(model, member, member_class, merging).run(grouping, own);
            }
        }
    }
    classes
}

/// What merging may take. Two profiles with n members and n entries have n lists of n entries.
#[derive(Debug)]
pub(super) struct Merging {
    /// Entries that are read.
    read: Budget,
    /// Entries of merged lists.
    written: Budget,
}

impl Default for Merging {
    fn default() -> Self {
        Self { read: Budget::new(10 * MAX_LISTED), written: Budget::new(MAX_LISTED) }
    }
}

impl Merging {
    /// Whether lists were left out, so that the table can't be used.
    pub(super) fn is_exceeded(&self) -> bool {
        self.read.is_exceeded() || self.written.is_exceeded()
    }

    fn may_read(&mut self, entries: usize) -> bool {
        self.read.spend(entries) && !self.written.is_exceeded()
    }
}

/// Builds the profiles in storage of a member class.
struct Merge<'m, 'b> {
    model: &'m Model,
    member: ClassId,
    class: &'m Class,
    /// Position in `profiles` by what the name is a name of.
    known: BTreeMap<(ProfileKind, String), usize>,
    profiles: Vec<Effective<'m>>,
    /// The other profiles for the same members, at the same positions.
    others: Vec<Vec<&'m Profile>>,
    merging: &'b mut Merging,
}

impl<'m, 'b> Merge<'m, 'b> {
    fn new(model: &'m Model, member: ClassId, class: &'m Class, merging: &'b mut Merging) -> Self {
        Self {
            model,
            member,
            class,
            known: BTreeMap::new(),
            profiles: Vec::new(),
            others: Vec::new(),
            merging,
        }
    }

    /// Grouping profiles come first, by name; then the class's own, in order of search.
    fn run(
        mut self,
        mut grouping: Vec<Effective<'m>>,
        own: Vec<Effective<'m>>,
    ) -> Vec<Effective<'m>> {
        grouping.sort_by(|a, b| ebcdic::compare(&a.name, &b.name));
        for profile in &grouping {
            for member in &profile.base.members {
                self.add(profile.base, &member.name, self.kind(&member.name));
            }
        }
        for profile in own {
            self.add(profile.base, &profile.base.name, profile.kind);
        }
        for (profile, others) in self.profiles.iter_mut().zip(&self.others) {
            profile.merge_lists(others, self.model, self.merging);
        }
        self.sort();
        self.profiles
    }

    fn kind(&self, name: &str) -> ProfileKind {
        let settings = self.class.settings;
        let generic = settings.generic || settings.generic_commands;
        if generic && self.class.descriptor.generic_allowed && has_generic_characters(name, true) {
            ProfileKind::Generic
        } else {
            ProfileKind::Discrete
        }
    }

    fn add(&mut self, profile: &'m Profile, name: &'m str, kind: ProfileKind) {
        let key = (kind, name.to_owned());
        if let Some(&at) = self.known.get(&key)
            && let (Some(known), Some(others)) =
                (self.profiles.get_mut(at), self.others.get_mut(at))
        {
            known.merge(profile, self.model);
            others.push(profile);
            return;
        }
        self.others.push(Vec::new());
        self.known.insert(key, self.profiles.len());
        let own = profile.class == self.member;
        self.profiles.push(Effective {
            class: self.member,
            name: Cow::Borrowed(name),
            kind,
            merged: !own,
            member: !own,
            ..Effective::of(profile)
        });
    }

    fn sort(&mut self) {
        let naming = naming(self.model, self.class);
        let ties = Ties::of(self.model.options.switches);
        self.profiles.sort_by(|a, b| {
            let names = || match a.kind {
                ProfileKind::Discrete => ebcdic::compare(&a.name, &b.name),
                ProfileKind::Generic => {
                    compare(&canonical(&a.name, naming), &canonical(&b.name, naming), ties)
                        .then_with(|| ebcdic::compare(&a.name, &b.name))
                }
            };
            a.kind.cmp(&b.kind).then_with(names)
        });
    }
}
