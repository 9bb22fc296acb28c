//! A database as the syntax tree of a policy.
//!
//! INVARIANT: the tree decides as the database does. Every option is written: a new database has
//! other options than a policy without an options block; what the tree can't represent is left out only where that
//! changes no decision for the worse, and each such thing is a [`Gap`].
//!
//! INVARIANT: every node carries the place of its command, so that a decision names the
//! line of the script. What no command specified has a place in no file.

mod class;
mod data;
mod gap;
mod identity;
pub(crate) mod idle;
mod make;
mod naming;
mod options;
mod profile;
mod resource;
mod security;
mod segment;

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::Span;
use saffron_lang::ast::{External, File, Item, ItemKind};

use saffron_racf::database::Database;

use class::Classes;
use naming::Naming;
use security::Vocabulary;

pub(crate) use class::supplied_classes;
pub use gap::{Gap, GapKind};
pub(crate) use make::NOWHERE;

/// A database as a tree, and what the tree can't represent.
#[derive(Clone, Debug, Default)]
pub struct Translation {
    /// Options, classes, security data, identities, profiles, in this order.
    pub file: File,
    /// What is left out or represented more strictly.
    pub gaps: Vec<Gap>,
}

/// The policy that the database represents. A variable without a value in a text that is never looked
/// at stays as it is written; elsewhere it has to be given one.
pub fn tree(database: &Database) -> File {
    let mut file = translate(database).file;
    file.items.iter_mut().for_each(|item| idle::without_parameters(item, &|_| false));
    file
}

/// The policy that the database represents, with `${NAME}` for variables without a value, and what
/// it leaves out.
pub fn translate(database: &Database) -> Translation {
    let (declared, mut gaps) = class::declarations(database);
    let classes = Classes::with(&declared);
    let vocabulary = Vocabulary::of(database, &mut gaps);
    let naming = Naming::of(database, &mut gaps);
    let mut translator = Translator {
        database,
        classes,
        vocabulary,
        naming,
        variables: data::variable_names(database),
        gaps,
        externals: BTreeMap::new(),
    };
    let identities = translator.identities();
    let resources = translator.resources();
    let mut items = vec![translator.options()];
    items.extend(declared);
    items.append(&mut translator.vocabulary.items);
    items.extend(translator.external_items());
    items.extend(identities);
    items.extend(resources);
    Translation { file: File { items }, gaps: translator.gaps }
}

/// The work in progress.
#[derive(Debug)]
struct Translator<'d> {
    database: &'d Database,
    classes: Classes,
    vocabulary: Vocabulary,
    naming: Naming,
    /// RACF variables that are defined.
    variables: BTreeSet<String>,
    gaps: Vec<Gap>,
    /// IDs that are referred to and aren't in the database, with the first reference; whether one
    /// must be a group.
    externals: BTreeMap<String, (bool, Span)>,
}

impl Translator<'_> {
    /// Takes note of a reference to a user or group.
    fn refer(&mut self, id: &str, span: Span) {
        self.note(id, false, span);
    }

    /// Takes note of a reference that only a group can be.
    fn refer_to_group(&mut self, id: &str, span: Span) {
        self.note(id, true, span);
    }

    fn note(&mut self, id: &str, group: bool, span: Span) {
        if self.database.users.contains_key(id) || self.database.groups.contains_key(id) {
            return;
        }
        let known = self.externals.get_mut(id);
        match known {
            Some((is_group, _)) => *is_group |= group,
            None => {
                self.externals.insert(id.to_owned(), (group, span));
            }
        }
    }

    /// IDs without a profile: a deleted user stays on access lists, and comes back to them when
    /// defined again (`DELUSER`; Security Administrator's Guide, "Residual authority").
    fn external_items(&self) -> Vec<Item> {
        let items = self.externals.iter().map(|(id, &(group, span))| {
            let kind = make::word(if group { "group" } else { "user" }, span);
            let names = vec![make::name(id, span)];
            make::item(ItemKind::External(External { kind, names }), span)
        });
        items.collect()
    }
}
