//! `uses [LR_GL]`, `refers [lookup-path LK_RATE]`: what items refer to.

use std::collections::BTreeSet;

use saffron_diagnostics::Diagnostic;
use saffron_lang::ast::{SafrItem, SafrReference, SafrReferences};
use saffron_vocabulary::safr::ItemType;

use super::names::noun;
use crate::codes;
use crate::lower::lowering::Lower;
use crate::lower::report::{Named, list};
use crate::model::{EnvironmentId, ItemId};

/// What items of a type can refer to (SAFR Workbench, Security overview, sections 54 to 66).
pub(super) fn referable(kind: ItemType) -> &'static [ItemType] {
    match kind {
        ItemType::LogicalFile => &[ItemType::PhysicalFile],
        ItemType::LogicalRecord => &[ItemType::GlobalField, ItemType::LogicalFile],
        ItemType::LookupPath => &[ItemType::LogicalFile, ItemType::LogicalRecord],
        ItemType::PhysicalFile => &[ItemType::UserExitRoutine],
        ItemType::View => &[
            ItemType::ControlRecord,
            ItemType::GlobalField,
            ItemType::LogicalFile,
            ItemType::LogicalRecord,
            ItemType::LookupPath,
            ItemType::PhysicalFile,
            ItemType::UserExitRoutine,
        ],
        _ => &[],
    }
}

/// The keyword for the references of an item.
fn key_of(kind: ItemType) -> &'static str {
    if kind == ItemType::LookupPath { "uses" } else { "refers" }
}

/// Where a reference is, and what it may refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub(super) environment: EnvironmentId,
    /// What refers.
    pub(super) from: ItemType,
    pub(super) types: &'static [ItemType],
}

impl Lower {
    /// Reads what an item refers to.
    pub(super) fn item_references(&mut self, id: ItemId, written: &SafrItem) {
        let (kind, environment) = {
            let item = &self.model.safr.items[id];
            (item.kind, item.environment)
        };
        let reach = Reach { environment, from: kind, types: referable(kind) };
        let mut found: BTreeSet<ItemId> = BTreeSet::new();
        for clause in &written.references {
            if !self.is_right_key(clause, kind, written)
                || self.too_many_facts(clause.references.len(), clause.span)
            {
                continue;
            }
            for reference in &clause.references {
                let Some(id) = self.safr_reference(reference, reach) else { continue };
                if !found.insert(id) {
                    let fact = format!("the reference to `{}`", reference.name.text);
                    let span = reference.span();
                    self.report.stated_twice(&fact, (clause.span, ""), (span, ""));
                }
            }
        }
        self.model.safr.items[id].references = found.into_iter().collect();
    }

    fn is_right_key(&mut self, it: &SafrReferences, kind: ItemType, item: &SafrItem) -> bool {
        let (key, wanted) = (it.key.node.as_str(), key_of(kind));
        if referable(kind).is_empty() {
            let message =
                format!("the {} `{}` can't refer to anything", noun(kind), item.name.text);
            let diagnostic =
                Diagnostic::error(codes::WRONG_REFERENCE, message, it.span, "not allowed here");
            self.report.add(diagnostic.help("drop it"));
            return false;
        }
        if key != wanted {
            let message = format!("unknown property `{key}` of a {}", noun(kind));
            let named = (key, it.key.span);
            self.report.unknown_word(codes::UNKNOWN_PROPERTY, message, named, &[wanted]);
        }
        key == wanted
    }

    /// The item that a reference means.
    pub(super) fn safr_reference(&mut self, it: &SafrReference, reach: Reach) -> Option<ItemId> {
        let types = match &it.kind {
            None => reach.types.to_vec(),
            Some(word) => vec![self.safr_type(word, &ItemType::ITEMS)?],
        };
        if let Some(wrong) = types.iter().copied().find(|kind| !reach.types.contains(kind)) {
            self.wrong_reference(it, wrong, reach);
            return None;
        }
        let named = self.named_items(reach.environment, &it.name.text);
        let fitting: Vec<_> = named.iter().filter(|(kind, _)| types.contains(kind)).collect();
        match (fitting.as_slice(), named.first()) {
            ([(_, id)], _) => return Some(*id),
            ([], Some((kind, _))) if it.kind.is_none() => self.wrong_reference(it, *kind, reach),
            ([], _) => self.unknown_item(reach.environment, (&it.name).into(), &types),
            (several, _) => {
                let types: Vec<&str> = several.iter().map(|(kind, _)| kind.as_str()).collect();
                self.ambiguous_item(it, &types);
            }
        }
        None
    }

    fn named_items(&self, environment: EnvironmentId, name: &str) -> Vec<(ItemType, ItemId)> {
        let named = self.safr_names.items.get(environment.0 as usize);
        named.and_then(|names| names.get(name)).cloned().unwrap_or_default()
    }

    fn wrong_reference(&mut self, it: &SafrReference, kind: ItemType, reach: Reach) {
        let Reach { from, types, .. } = reach;
        let (from, kind) = (noun(from), noun(kind));
        let message = format!("a {from} can't refer to the {kind} `{}`", it.name.text);
        let diagnostic =
            Diagnostic::error(codes::WRONG_REFERENCE, message, it.span(), format!("a {kind}"));
        let types: Vec<&str> = types.iter().map(|it| it.as_str()).collect();
        self.report.add(diagnostic.help(match types.as_slice() {
            [] => format!("a {from} has no references"),
            types => format!("a {from} refers to items of the type {}", list(types)),
        }));
    }

    fn ambiguous_item(&mut self, it: &SafrReference, types: &[&str]) {
        let name = &it.name.text;
        let message = format!("`{name}` is the name of several items: {}", list(types));
        let diagnostic = Diagnostic::error(codes::AMBIGUOUS_ITEM, message, it.span(), "ambiguous");
        let first = types.first().copied().unwrap_or_default();
        self.report.add(diagnostic.help(format!("add the type: `{first} {name}`")));
    }

    /// There is no item of this name and one of these types in the environment.
    pub(super) fn unknown_item(
        &mut self,
        environment: EnvironmentId,
        name: Named<'_>,
        types: &[ItemType],
    ) {
        if self.safr_names.incomplete {
            return;
        }
        let row = &self.model.safr.environments[environment];
        let (noun, kind) = match *types {
            [kind] => (noun(kind), kind.as_str()),
            _ => ("item", "logical-file"),
        };
        let (text, place) = (name.text, &row.name);
        let message = format!("the environment `{place}` does not contain the {noun} `{text}`");
        let diagnostic = Diagnostic::error(codes::UNKNOWN_ITEM, message, name.span, "not declared")
            .about(name.text)
            .because(row.origin, "the environment");
        let items = &self.model.safr.items;
        let known = types.iter().flat_map(|kind| self.safr_names.of_type(environment, *kind));
        let known = known.filter_map(|id| Some(items.get(id)?.name.as_str()));
        let diagnostic = match self.report.nearest(text, known) {
            Some(near) => {
                let written = if name.quoted { format!("\"{near}\"") } else { near.clone() };
                diagnostic.help(format!("did you mean `{near}`?")).fix(name.span, written)
            }
            None => diagnostic.help(format!(
                "declare it in the environment, such as `environment {place} {{ {kind} {text} }}`"
            )),
        };
        self.report.add(diagnostic);
    }
}
