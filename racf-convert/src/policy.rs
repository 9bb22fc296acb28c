//! A database as the syntax tree of a policy.
//!
//! INVARIANT: the tree decides as the database does. Every option is written: a new database has
//! other options than a policy without an options block; what the tree can't represent is left out only where that
//! changes no decision for the worse, and each such thing is a [`Gap`].
//!
//! INVARIANT: every node carries the place of its command, so that a decision names the
//! line of the script. What no command specified has a place in no file.

mod class;
mod classification;
mod data;
mod entries;
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
mod translator;
pub(crate) mod withheld;

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::Model;
use saffron_compiler::{Settings, SourceTree, analyse};
use saffron_lang::ast::File;

use saffron_racf::database::Database;

use class::Classes;
use naming::Naming;
use security::Vocabulary;
use translator::Translator;

pub(crate) use class::supplied_classes;
pub use gap::{Gap, GapKind};
pub(crate) use make::{name, word};
pub use withheld::withhold;

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
        needed_users: BTreeSet::new(),
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

/// The model of the policy that a database represents.
pub(crate) fn model(database: &Database) -> Result<Model, String> {
    let tree = SourceTree::from(translate(database).file);
    let analysis = analyse(&[tree], &Settings::default());
    if analysis.has_errors() {
        let first = analysis.diagnostics.iter().find(|it| it.is_error());
        return Err(first.map_or_else(String::new, |it| it.message.clone()));
    }
    Ok(analysis.model)
}
