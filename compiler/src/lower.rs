//! Syntax trees to a checked [`Model`].
//!
//! The stages, each a file under `lower/`: templates and parameters are expanded; the names of
//! classes, IDs, levels, categories and labels become ids; then each kind of declaration is read
//! using those ids, and [`crate::check`] checks the whole.
//!
//! INVARIANT: every mistake of a package is reported in one run; the model is complete only if
//! none is an error.
//!
//! INVARIANT: nothing here depends on the order of declarations or files, except the spans.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

mod access;
mod binding;
mod class;
pub(crate) mod condition;
mod connect;
mod copy;
mod damage;
mod entries;
mod example;
mod expand;
mod feature;
mod form;
mod global;
mod group;
mod invariant;
mod lowering;
mod names;
mod option_table;
mod options;
mod param;
mod principal;
mod profile;
mod profile_index;
mod profile_property;
mod property;
mod property_table;
mod reference;
pub(crate) mod report;
mod resolve;
mod rewrite;
pub(crate) mod safr;
mod security;
mod settings;
mod sorted;
mod spelling;
mod started;
mod test;
#[cfg(test)]
mod tests;
mod usage;
mod user;
mod variable;
mod waiver;
mod who;

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span, Totals, diagnostic};
use saffron_lang::ast::{Item, ItemKind};

use crate::check;
use crate::model::Model;

use damage::Damage;
use entries::Entries;
use example::Examples;
use lowering::Lower;
use names::Names;
use report::Report;
use safr::names::SafrNames;
use sorted::Declared;

pub use reference::{PropertyRow, PropertyTable, properties};
pub use settings::{EDITION, Settings, SourceTree};

/// The result of analysing a package.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What holds; incomplete if a diagnostic is an error.
    pub model: Model,
    /// In the reader's order.
    pub diagnostics: Vec<Diagnostic>,
    /// Numbers of what was found and isn't kept, because there is too much.
    pub left_out: Totals,
    /// What tests ask: the model with its example users, if it has any.
    pub tested: Option<Model>,
}

impl Analysis {
    /// Whether the package is refused.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Resolves and checks a package.
pub fn analyse(trees: &[SourceTree], settings: &Settings) -> Analysis {
    let mut report = report(trees);
    let expanded = expand::expand(trees, settings, &mut report);
    let declared = Declared::sort(&expanded.items);
    let examples = example::names(&declared);
    let has_examples = !examples.is_empty();
    let without = declared.without_examples(&examples);
    let lowering = |report, declared: &Declared<'_>, examples| {
        lowered(trees, settings, report, (declared, &expanded.params), examples)
    };
    let Lower { report, model, .. } = lowering(report, &without, examples);
    let (mut diagnostics, left_out) = report.finish();
    let tested = has_examples.then(|| {
        let with = Declared::sort(&expanded.items).with_examples();
        let Lower { report, model, .. } = lowering(self::report(trees), &with, Examples::new());
        let found = report.finish().0;
        let new: Vec<_> = found.into_iter().filter(|it| !diagnostics.contains(it)).collect();
        diagnostics.extend(new);
        model
    });
    diagnostics.extend(trees.iter().flat_map(|tree| tree.diagnostics.iter().cloned()));
    diagnostic::sort(&mut diagnostics);
    Analysis { model, diagnostics, left_out, tested }
}

/// A report that doesn't repeat what the parser rejected.
fn report(trees: &[SourceTree]) -> Report {
    let mut report = Report::after(damage(trees));
    for found in syntax_errors(trees) {
        report.silence(found.primary.span);
    }
    report
}

fn lowered(
    trees: &[SourceTree],
    settings: &Settings,
    report: Report,
    (declared, params): (&Declared<'_>, &BTreeMap<String, Span>),
    examples: Examples,
) -> Lower {
    let model =
        Model { package: settings.package.clone(), edition: settings.edition, ..Model::default() };
    let safr_names = SafrNames::of_blocks(has_broken_safr(trees));
    let names = Names { examples, ..Names::default() };
    let mut lower = Lower { report, model, names, safr_names, entries: Entries::default() };
    lower.vocabulary(declared, params);
    lower.declarations(declared);
    check::check(&lower.model, &mut lower.report);
    if !lower.report.has_errors() && !lower.safr_names.is_incomplete() {
        check::safr::check(&lower.model, &mut lower.report);
    }
    lower
}

fn syntax_errors(trees: &[SourceTree]) -> impl Iterator<Item = &Diagnostic> {
    trees.iter().flat_map(|tree| &tree.diagnostics).filter(|found| found.is_error())
}

fn damage(trees: &[SourceTree]) -> Damage {
    let items = trees.iter().flat_map(|tree| &tree.tree.items);
    let declarations = items.map(|item| item.span).collect();
    let names = trees.iter().flat_map(|tree| &tree.lost_names);
    Damage::new(declarations, syntax_errors(trees), names)
}

/// The declarations of a package with its templates applied and its parameters replaced, and what is
/// wrong with these.
pub fn expanded(trees: &[SourceTree], settings: &Settings) -> (Vec<Item>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let items = expand::expand(trees, settings, &mut report).items;
    (items, report.finish().0)
}

/// Whether the parser left anything out of a `safr` block.
fn has_broken_safr(trees: &[SourceTree]) -> bool {
    trees.iter().any(|tree| {
        let blocks = tree.tree.items.iter().filter(|it| may_hold_safr(&it.kind));
        let spans: Vec<Span> = blocks.map(|it| it.span).collect();
        tree.diagnostics.iter().filter(|it| it.is_error()).any(|it| {
            let at = it.primary.span;
            spans.iter().any(|span| span.start <= at.start && at.end <= span.end)
        })
    })
}

fn may_hold_safr(kind: &ItemKind) -> bool {
    matches!(kind, ItemKind::Safr(_) | ItemKind::Template(_) | ItemKind::Error)
}

impl Lower {
    /// Everything that others refer to: after this, names resolve.
    fn vocabulary(&mut self, declared: &Declared<'_>, params: &BTreeMap<String, Span>) {
        self.classes(declared);
        self.options(declared);
        self.security(declared);
        self.principals(declared);
        self.parameter_clashes(params);
        self.variables(declared);
    }

    fn declarations(&mut self, declared: &Declared<'_>) {
        self.groups(declared);
        self.users(declared);
        self.connections(declared);
        self.profiles(declared);
        self.globals(declared);
        self.safr(declared);
        self.tests(declared);
        self.features(declared);
        self.invariants(declared);
        self.waivers(declared);
    }
}
