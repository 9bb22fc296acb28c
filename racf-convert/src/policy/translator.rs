//! A database that becomes a tree: what is known of it as a whole, and what it refers to.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::Span;
use saffron_lang::ast::{External, Item, ItemKind, Property};
use saffron_racf::database::Database;

use super::class::Classes;
use super::gap::Gap;
use super::make::{self, command};
use super::naming::Naming;
use super::security::Vocabulary;

/// The work in progress.
#[derive(Debug)]
pub(super) struct Translator<'d> {
    pub(super) database: &'d Database,
    pub(super) classes: Classes,
    pub(super) vocabulary: Vocabulary,
    pub(super) naming: Naming,
    /// RACF variables that are defined.
    pub(super) variables: BTreeSet<String>,
    pub(super) gaps: Vec<Gap>,
    /// IDs that are referred to and aren't in the database, with the first reference; whether one
    /// must be a group.
    pub(super) externals: BTreeMap<String, (bool, Span)>,
    /// IDs in places that only a user can have.
    pub(super) needed_users: BTreeSet<String>,
}

impl Translator<'_> {
    /// Takes note of a reference to a user or group.
    pub(super) fn refer(&mut self, id: &str, span: Span) {
        self.note(id, false, span);
    }

    /// Takes note of a reference that only a group can be.
    pub(super) fn refer_to_group(&mut self, id: &str, span: Span) {
        self.note(id, true, span);
    }

    fn note(&mut self, id: &str, group: bool, span: Span) {
        let is_group = self.database.groups.contains_key(id);
        let is_assumed = self.database.assumed.contains(id);
        if !is_assumed && self.database.is_defined(id) {
            return;
        }
        let group = group || is_group;
        let known = self.externals.get_mut(id);
        match known {
            Some((is_group, _)) => *is_group |= group,
            None => {
                self.externals.insert(id.to_owned(), (group, span));
            }
        }
    }

    /// IDs that are assumed, or that don't exist: a deleted user stays on access lists, and comes back to them when
    /// defined again (`DELUSER`; Security Administrator's Guide, "Residual authority"). An external user has an ACEE,
    /// so an ID that doesn't exist is an external group wherever it can be one: nobody is granted what it has.
    pub(super) fn external_items(&self) -> Vec<Item> {
        let items = self.externals.iter().map(|(id, &(group, span))| {
            let exists = self.database.assumed.contains(id) || self.needed_users.contains(id);
            let group = group || !exists;
            let kind = make::word(if group { "group" } else { "user" }, span);
            let names = vec![make::name(id, span)];
            let properties = if group { Vec::new() } else { self.stated_groups(id) };
            make::item(ItemKind::External(External { kind, names, properties }), span)
        });
        items.collect()
    }

    /// The groups to which commands connect a user who is only assumed.
    fn stated_groups(&self, user: &str) -> Vec<Property> {
        let connections = self.database.users.get(user).into_iter().flat_map(|it| &it.connections);
        let stated = connections.filter_map(|(group, it)| Some((group, command(it.origin)?)));
        let groups: Vec<(&String, Span)> = stated.collect();
        let Some(&(_, first)) = groups.first() else { return Vec::new() };
        let values = groups.iter().map(|(group, span)| make::name_value(group, *span)).collect();
        vec![make::list_property("groups", values, first)]
    }
}
