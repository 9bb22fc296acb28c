//! What PERMIT does to the access lists of one profile.

use std::hash::Hash;

use indexmap::IndexMap;
use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::super::reply::Reply;
use super::super::store::remove_entry;
use super::super::{ConditionalKey, Fact, Profile};
use super::when::Condition;
use crate::command::{Name, PermitAction, Reset};

/// What ID, ACCESS, DELETE and WHEN say.
pub(super) struct Change<'c> {
    pub(super) ids: Vec<&'c Name>,
    pub(super) action: PermitAction,
    /// Which entries of the conditional list are meant; `None` for the standard list.
    pub(super) conditions: Option<Vec<Condition>>,
    /// The command.
    pub(super) said: Span,
}

/// Deletes lists.
pub(super) fn reset(profile: &mut Profile, lists: Option<Reset>) {
    if matches!(lists, Some(Reset::All | Reset::Standard)) {
        profile.standard.clear();
    }
    if matches!(lists, Some(Reset::All | Reset::When)) {
        profile.conditional.clear();
    }
}

/// Gives, changes or takes away entries. Names on the list that aren't named stay as they are.
pub(super) fn entries(profile: &mut Profile, change: &Change<'_>, reply: &mut Reply) {
    for name in &change.ids {
        match (change.action, &change.conditions) {
            (PermitAction::Access(level), None) => give(profile, name, level, change.said, reply),
            (PermitAction::Delete, None) => take(profile, name, reply),
            (PermitAction::Access(level), Some(conditions)) => {
                for condition in conditions {
                    give_when(profile, name, (condition, level), change.said, reply);
                }
            }
            (PermitAction::Delete, Some(conditions)) => {
                for condition in conditions {
                    take_when(profile, name, condition, reply);
                }
            }
        }
    }
}

fn give(profile: &mut Profile, name: &Name, level: AccessLevel, said: Span, reply: &mut Reply) {
    if !set(&mut profile.standard, name.text.clone(), level, said) {
        let text = format!("`{}` already has {level}", name.text);
        reply.note(Some("ICH06001I"), text, name.span);
    }
}

fn take(profile: &mut Profile, name: &Name, reply: &mut Reply) {
    if remove_entry(&mut profile.standard, name.text.as_str()).is_none() {
        let text = format!("`{}` isn't on the list, so DELETE is ignored", name.text);
        reply.note(Some("ICH06002I"), text, name.span);
    }
}

fn give_when(
    profile: &mut Profile,
    name: &Name,
    (condition, level): (&Condition, AccessLevel),
    said: Span,
    reply: &mut Reply,
) {
    let Some(key) = condition.key(&name.text) else { return };
    if !set(&mut profile.conditional, key, level, said) {
        let text = format!("`{}` already has {level} when {condition}", name.text);
        reply.note(Some("ICH06016I"), text, name.span);
    }
}

fn take_when(profile: &mut Profile, name: &Name, condition: &Condition, reply: &mut Reply) {
    let list = &mut profile.conditional;
    let before = list.len();
    match condition.key(&name.text) {
        Some(key) => _ = remove_entry(list, &key),
        None => list.retain(|key, _| !condition.covers(&name.text, key)),
    }
    if list.len() == before {
        let text =
            format!("`{}` isn't on the list when {condition}, so DELETE is ignored", name.text);
        reply.note(Some("ICH06014I"), text, name.span);
    }
}

/// Adds or changes an entry; `false` if it was so already.
fn set<K: Hash + Eq>(
    list: &mut IndexMap<K, Fact<AccessLevel>>,
    key: K,
    level: AccessLevel,
    said: Span,
) -> bool {
    if list.get(&key).is_some_and(|it| it.value == level) {
        return false;
    }
    list.insert(key, Fact::said(level, said));
    true
}

/// Adds an entry unless there is one.
pub(super) fn add<K: Hash + Eq>(
    list: &mut IndexMap<K, Fact<AccessLevel>>,
    key: K,
    level: AccessLevel,
    said: Span,
) {
    list.entry(key).or_insert_with(|| Fact::said(level, said));
}

/// Entries of a list that another doesn't have.
pub(super) fn missing<K: Hash + Eq + Clone>(
    source: &IndexMap<K, Fact<AccessLevel>>,
    target: Option<&IndexMap<K, Fact<AccessLevel>>>,
) -> Vec<(K, AccessLevel)> {
    let lacks = |key: &K| target.is_none_or(|it| !it.contains_key(key));
    source.iter().filter(|(key, _)| lacks(key)).map(|(key, it)| (key.clone(), it.value)).collect()
}

/// Entries of conditional lists, so that signatures stay short.
pub(super) type Conditional = Vec<(ConditionalKey, AccessLevel)>;
