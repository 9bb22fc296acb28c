//! The database on which commands run: a new one, or what policies and other commands state.

use saffron_compiler::SourceTree;
use saffron_lang::ast::{File, Item, ItemKind};
use saffron_racf::branches::Branches;
use saffron_racf::command::Command;
use saffron_racf::database::{Database, Session};
use saffron_racf::outcome::Outcome;
use saffron_racf::shortfall::Shortfalls;
use saffron_racf_convert::build::{self, Built};
use saffron_racf_convert::layer::{self, Layered};
use saffron_racf_convert::policy::{self as conversion, Gap};

use super::loader::{Loader, Variants};
use crate::options::{CommandArgs, PolicyArgs, StartArgs, VariableArgs};
use crate::output::{self, NOTE};
use crate::policy;

/// Where commands start.
pub(super) struct Start {
    pub(super) database: Database,
    /// The declarations that the database has its contents from, with the database as it was; `None` if it is new.
    pub(super) declared: Option<(Vec<Item>, Database)>,
}

impl Loader {
    /// The database before commands; `None` if the policy has errors, which are reported when it is compiled.
    pub(super) fn start(&mut self, args: &StartArgs) -> Option<Start> {
        let fresh = || {
            let mut database = Database::new();
            if args.assume_usual_options {
                database.assume_usual_options();
            }
            Start { database, declared: None }
        };
        let facts: Vec<SourceTree> = self.loaded.trees.iter().map(facts).collect();
        if facts.iter().all(|tree| tree.tree.items.is_empty()) {
            return Some(fresh());
        }
        let settings = &self.loaded.settings;
        let analysis = saffron_compiler::analyse(&facts, settings);
        if analysis.has_errors() {
            // Files that refer to what only the commands define are declarations next to these.
            return args.base.is_empty().then(fresh);
        }
        let (items, diagnostics) = saffron_compiler::expanded(&self.loaded.trees, settings);
        self.loaded.diagnostics.extend(diagnostics);
        let mut database = built(build::build(&analysis.model));
        if args.assume_usual_options {
            database.assume_usual_options();
        }
        Some(Start { database: database.clone(), declared: Some((items, database)) })
    }

    /// What the declarations are after commands.
    pub(super) fn trees_after(&self, start: &Start, after: &Database) -> Vec<SourceTree> {
        if let Some((items, before)) = &start.declared {
            let items = layer::layer(items.clone(), before, after).items;
            return vec![SourceTree::from(File { items })];
        }
        let mut trees = self.loaded.trees.clone();
        trees.push(SourceTree::from(conversion::translate(after).file));
        trees
    }

    /// Replaces the declarations by what they are after commands.
    pub(super) fn replace(&mut self, (items, before): (Vec<Item>, Database), after: &Database) {
        let Layered { items, gaps } = layer::layer(items, &before, after);
        self.loaded.diagnostics.extend(gaps.iter().map(Gap::diagnostic));
        let mut replaced = SourceTree::from(File { items });
        for tree in self.loaded.trees.drain(..) {
            replaced.diagnostics.extend(tree.diagnostics);
            replaced.lost_names.extend(tree.lost_names);
        }
        self.loaded.trees = vec![replaced];
        // Parameters have their values by now.
        self.loaded.settings.site_values.clear();
        self.loaded.settings.sites.clear();
    }
}

impl Loader {
    /// Runs the commands as if all conditions held, and notes what the policy is if some don't. Returns what wasn't
    /// done if all hold.
    pub(super) fn vary(
        &mut self,
        commands: &[Command],
        session: &mut Session,
        start: &Start,
    ) -> Shortfalls {
        let before = session.clone();
        let branches = Branches::of(commands);
        let (choices, all) = branches.choices(commands.len());
        let others = choices.into_iter().map(|choice| {
            let mut session = before.clone();
            branches.run(commands, choice, &mut session);
            (choice, self.trees_after(start, &session.database))
        });
        let others = others.collect();
        // Conditions of a base aren't varied together with those of the commands.
        let more = !all || !self.loaded.variants.branches.questions().is_empty();
        let mut shortfalls = Shortfalls::default();
        for outcome in branches.run(commands, branches.all_hold(), session) {
            shortfalls.add(&outcome);
        }
        self.loaded.variants = Variants { branches, others, more };
        shortfalls
    }
}

/// What commands can see of a file: tests, features and SAFR may be about what the commands define.
fn facts(tree: &SourceTree) -> SourceTree {
    let mut facts = tree.clone();
    facts.tree.items.retain(|item| {
        !matches!(
            item.kind,
            ItemKind::Test(_)
                | ItemKind::Feature(_)
                | ItemKind::Invariant(_)
                | ItemKind::Waive(_)
                | ItemKind::Safr(_)
        )
    });
    facts
}

/// The database of a base for commands that are no part of a policy; `None` if the base has errors.
pub(crate) fn database(
    args: &StartArgs,
    variables: &VariableArgs,
) -> anyhow::Result<Option<Database>> {
    let mut database = if args.base.is_empty() {
        Database::new()
    } else {
        // A section is of the files that run on the base, which is read as a whole.
        let variables = VariableArgs { section: None, ..variables.clone() };
        let policy = PolicyArgs {
            commands: CommandArgs { variables, ..CommandArgs::default() },
            ..PolicyArgs::of(args.base.clone())
        };
        let Some(compiled) = policy::compile_valid(&policy)? else { return Ok(None) };
        built(build::build(&compiled.compilation.model))
    };
    if args.assume_usual_options {
        database.assume_usual_options();
    }
    Ok(Some(database))
}

/// The database, with a note about each fact that it lacks.
fn built(Built { database, failed }: Built) -> Database {
    for outcome in &failed {
        output::note(&without_effect(outcome));
    }
    database
}

/// A warning about a fact of the base that no command can establish; the run continues without it.
fn without_effect(outcome: &Outcome) -> String {
    let why = outcome.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>();
    let (verb, why) = (outcome.verb, why.join("; "));
    format!("{NOTE}warning{NOTE:#}: the database lacks a fact of the base: {verb}: {why}\n")
}
