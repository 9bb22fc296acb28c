//! Groups: superiors before their subgroups, owners who are users when these are there.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use saffron_compiler::model::{Group, PrincipalId, PrincipalKind};
use saffron_racf::command::{CommandKind, GroupOperands, Setting, made};

use super::emitter::Emitter;
use super::names::{Names, ROOT};
use super::operand::{id, ids};
use super::remark::quoted;

impl Emitter<'_> {
    /// The group tree.
    pub(super) fn groups(&mut self) {
        self.script.section("Groups", "Superior groups come before their subgroups.");
        for (superior, groups) in tree(self.names) {
            let mut by_kind: BTreeMap<bool, Vec<&str>> = BTreeMap::new();
            for (name, group) in &groups {
                by_kind.entry(group.universal).or_default().push(name);
            }
            for (universal, names) in by_kind {
                if universal {
                    self.remark_on_universal(&names);
                }
                self.command_for(&names, |names| {
                    let universal = universal.then(|| made(true));
                    let add = GroupOperands { universal, ..in_tree(names, superior) };
                    CommandKind::AddGroup(add)
                });
            }
            let names: Vec<&str> = groups.iter().map(|(name, _)| *name).collect();
            self.command_for(&names, |names| CommandKind::AltGroup(in_tree(names, superior)));
        }
    }

    fn remark_on_universal(&mut self, names: &[&str]) {
        for name in names {
            self.remarks.about(
                quoted(name),
                "ALTGROUP can't make a group universal: an existing group that isn't universal remains so",
            );
        }
    }

    /// What is specified for groups in addition to their place.
    pub(super) fn group_facts(&mut self) {
        self.script.section(
            "Group attributes",
            "Owners that are users (which exist by now), texts and segments.",
        );
        let names = self.names;
        let without: Vec<&str> = names
            .groups()
            .filter(|(_, _, it)| it.data.is_none())
            .map(|(_, name, _)| name)
            .collect();
        self.command_for(&without, |groups| {
            let data = Some(Setting::Off(made(()).span));
            let groups = ids(groups);
            CommandKind::AltGroup(GroupOperands { groups, data, ..GroupOperands::default() })
        });
        for (_, name, group) in names.groups() {
            self.group_fact(name, group);
        }
    }

    fn group_fact(&mut self, name: &str, group: &Group) {
        let owner = group.owner.filter(|_| self.is_owned_otherwise(name, group));
        let owner = owner.map(|it| self.names.id(it));
        let what = format!("the group `{name}`");
        let data = self.remarks.data(&what, group.data.as_deref());
        if owner.is_some() || data.is_some() {
            self.command(CommandKind::AltGroup(GroupOperands {
                groups: ids(&[name]),
                owner: owner.map(id),
                data: data.map(|data| Setting::To(made(data))),
                ..GroupOperands::default()
            }));
        }
        self.group_segments(name, &group.segments);
    }

    /// Whether another than the superior group owns the group, as which it was defined.
    fn is_owned_otherwise(&self, name: &str, group: &Group) -> bool {
        let superior = group.superior.map_or(ROOT, |it| self.names.id(it));
        name == ROOT || group.owner.is_some_and(|it| self.names.id(it) != superior)
    }
}

/// Groups with their superior group, which owns them.
fn in_tree(groups: &[&str], superior: &str) -> GroupOperands {
    GroupOperands {
        groups: ids(groups),
        superior: Some(id(superior)),
        owner: Some(id(superior)),
        ..GroupOperands::default()
    }
}

/// Superior groups and their subgroups, from the root down. Superiors outside of the policy come
/// before all others. SYS1 is not a subgroup.
pub(super) fn tree(names: Names<'_>) -> Vec<(&str, Vec<(&str, &Group)>)> {
    let mut below: IndexMap<&str, Vec<(PrincipalId, &str, &Group)>> = IndexMap::new();
    for (id, name, group) in names.groups().filter(|(_, name, _)| *name != ROOT) {
        let superior = group.superior.map_or(ROOT, |it| names.id(it));
        below.entry(superior).or_default().push((id, name, group));
    }
    let mut pending: Vec<&str> = names.0.principals.iter().rev().filter_map(root).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut tree = Vec::with_capacity(below.len());
    while let Some(superior) = pending.pop() {
        let Some(groups) = below.get(superior).filter(|_| seen.insert(superior)) else { continue };
        pending.extend(groups.iter().rev().map(|(_, name, _)| *name));
        tree.push((superior, groups.iter().map(|(_, name, group)| (*name, *group)).collect()));
    }
    tree
}

fn root(authority: &saffron_compiler::model::Principal) -> Option<&str> {
    let is_root = matches!(authority.kind, PrincipalKind::ExternalGroup) || authority.name == ROOT;
    is_root.then_some(authority.name.as_str())
}
