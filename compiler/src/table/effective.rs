//! Profiles as RACF holds them in storage: grouping profiles dissolved into their members.
//!
//! Source of the merge rules: Security Administrator's Guide, "Resolving conflicts among grouping
//! profiles", and "How is WARNING mode merged for conflicting multiple profiles?".

use std::borrow::Cow;
use std::collections::BTreeMap;

use saffron_diagnostics::Span;
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

    /// Takes in another profile for the same member.
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
        if switches.is_on(Switch::MergeCategoriesUnion) {
            let union = self.categories.iter().chain(&other.categories).copied();
            let union: std::collections::BTreeSet<u16> = union.collect();
            self.categories = Cow::Owned(union.into_iter().collect());
        }
        self.standard = highest(&self.standard, &other.standard, |e| e.who, |e| e.access);
        self.conditional = highest(
            &self.conditional,
            &other.conditional,
            |e| (e.condition.clone(), e.who),
            |e| e.access,
        );
    }
}

/// Of two entries for the same key the higher; in order of the keys.
fn highest<'m, T: Clone, K: Ord>(
    ours: &[T],
    theirs: &[T],
    key: impl Fn(&T) -> K,
    access: impl Fn(&T) -> AccessLevel,
) -> Cow<'m, [T]> {
    let mut merged: BTreeMap<K, T> = ours.iter().map(|entry| (key(entry), entry.clone())).collect();
    for entry in theirs {
        let kept = merged.entry(key(entry)).or_insert_with(|| entry.clone());
        if access(entry) > access(kept) {
            *kept = entry.clone();
        }
    }
    Cow::Owned(merged.into_values().collect())
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
pub(super) fn by_class(model: &Model) -> Vec<Vec<Effective<'_>>> {
    let mut classes: Vec<Vec<Effective<'_>>> = model.classes.iter().map(|_| Vec::new()).collect();
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
                *members = Merge::new(model, member, member_class).run(grouping, own);
            }
        }
    }
    classes
}

/// Builds the profiles in storage of a member class.
struct Merge<'m> {
    model: &'m Model,
    member: ClassId,
    class: &'m Class,
    /// Position in `profiles` by what the name is a name of.
    known: BTreeMap<(ProfileKind, String), usize>,
    profiles: Vec<Effective<'m>>,
}

impl<'m> Merge<'m> {
    fn new(model: &'m Model, member: ClassId, class: &'m Class) -> Self {
        Self { model, member, class, known: BTreeMap::new(), profiles: Vec::new() }
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
        if let Some(known) = self.known.get(&key).and_then(|&at| self.profiles.get_mut(at)) {
            known.merge(profile, self.model);
            return;
        }
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
