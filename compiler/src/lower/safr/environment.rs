//! `environment E { … }`: environments and their items.

use std::collections::BTreeMap;
use std::ops::Range;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{SafrEnvironment, SafrItem, SafrPart};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::index::Index;
use saffron_vocabulary::safr::ItemType;

use super::head;
use super::names::noun;
use crate::codes;
use crate::lower::lowering::Lower;
use crate::model::{Environment, EnvironmentId, Item, ItemId};

/// An item as it is declared.
#[derive(Clone, Copy, Debug)]
struct Draft<'a> {
    environment: EnvironmentId,
    kind: ItemType,
    name: &'a str,
    folder: Option<&'a str>,
    written: &'a SafrItem,
}

impl Draft<'_> {
    fn origin(&self) -> Span {
        self.written.kind.span.to(self.written.name.span)
    }

    fn is_same(&self, other: &Self) -> bool {
        (self.environment, self.kind, self.name) == (other.environment, other.kind, other.name)
    }
}

impl Lower {
    /// Fills the model's environments and items, and what these refer to.
    pub(super) fn safr_environments(&mut self, parts: &[(&SafrPart, &SafrEnvironment)]) {
        let mut drafts = Vec::new();
        for (environment, said) in self.environment_names(parts) {
            for item in said.iter().flat_map(|it| &it.items) {
                self.item_draft(environment, item, &mut drafts);
            }
        }
        drafts.sort_by(|a, b| {
            let place = |it: &Draft<'_>| (it.environment, it.kind);
            (place(a).cmp(&place(b)))
                .then_with(|| ebcdic::compare(a.name, b.name))
                .then_with(|| a.origin().cmp(&b.origin()))
        });
        let kept = self.without_doubles(drafts);
        self.add_items(&kept);
        for (at, draft) in kept.iter().enumerate() {
            self.item_references(ItemId::from_usize(at), draft.written);
        }
    }

    /// The environments in order, each with all of its blocks.
    fn environment_names<'a>(
        &mut self,
        parts: &[(&'a SafrPart, &'a SafrEnvironment)],
    ) -> Vec<(EnvironmentId, Vec<&'a SafrEnvironment>)> {
        let mut by_name: BTreeMap<&str, Vec<(Span, &SafrEnvironment)>> = BTreeMap::new();
        for (part, it) in parts {
            by_name.entry(&it.name.text).or_default().push((head(part, &it.name), it));
        }
        let mut all: Vec<_> = by_name.into_iter().collect();
        all.sort_by(|a, b| ebcdic::compare(a.0, b.0));
        let mut found = Vec::new();
        for (name, mut said) in all {
            said.sort_by_key(|(origin, _)| *origin);
            let Some(&(origin, first)) = said.first() else { continue };
            self.safr_name((&first.name).into(), "an environment");
            let row = Environment { name: name.to_owned(), items: 0..0, origin };
            let id = self.model.safr.environments.push(row);
            self.safr_names.environments.insert(name.to_owned(), id);
            found.push((id, said.into_iter().map(|(_, it)| it).collect()));
        }
        found
    }

    fn item_draft<'a>(
        &mut self,
        environment: EnvironmentId,
        written: &'a SafrItem,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        let Some(kind) = self.safr_type(&written.kind, &ItemType::ITEMS) else { return };
        if kind == ItemType::View {
            self.view_without_folder(written);
        }
        self.add_draft(Draft { environment, kind, name: "", folder: None, written }, drafts);
        for inner in &written.items {
            self.inner_draft(environment, (kind, written), inner, drafts);
        }
    }

    fn add_draft<'a>(&mut self, draft: Draft<'a>, drafts: &mut Vec<Draft<'a>>) {
        let name = &draft.written.name;
        self.safr_name(name.into(), &format!("a {}", noun(draft.kind)));
        if !name.text.is_empty() && !self.too_many_facts(1, name.span) {
            drafts.push(Draft { name: &name.text, ..draft });
        }
    }

    /// An item inside the block of another: a view of a view folder.
    fn inner_draft<'a>(
        &mut self,
        environment: EnvironmentId,
        (kind, outer): (ItemType, &'a SafrItem),
        inner: &'a SafrItem,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        if matches!(inner.kind.node.as_str(), "uses" | "refers") {
            self.references_without_brackets(inner);
            return;
        }
        if kind != ItemType::ViewFolder {
            self.misplaced(
                inner,
                format!("a {} cannot contain other items", noun(kind)),
                "declare it next to this item, not inside it",
            );
            return;
        }
        let Some(found) = self.safr_type(&inner.kind, &[ItemType::View]) else { return };
        let folder = Some(outer.name.text.as_str());
        self.add_draft(
            Draft { environment, kind: found, name: "", folder, written: inner },
            drafts,
        );
    }

    fn view_without_folder(&mut self, written: &SafrItem) {
        let name = &written.name.text;
        let help =
            format!("put it into the block of its folder: `view-folder … {{ view {name} }}`");
        self.misplaced(written, format!("the view `{name}` is not in a view folder"), &help);
    }

    fn misplaced(&mut self, written: &SafrItem, message: String, help: &str) {
        let span = written.kind.span.to(written.name.span);
        let diagnostic =
            Diagnostic::error(codes::MISPLACED_ITEM, message, span, "not allowed here");
        self.report.add(diagnostic.help(help));
    }

    fn references_without_brackets(&mut self, written: &SafrItem) {
        let (key, name) = (&written.kind.node, &written.name);
        let message = format!("`{key}` takes a list of items");
        let diagnostic =
            Diagnostic::error(codes::WRONG_FORM, message, name.span, "a list in brackets")
                .about(&*name.text);
        let list =
            if name.quoted { format!("[\"{}\"]", name.text) } else { format!("[{}]", name.text) };
        self.report.add(diagnostic.help(format!("write `{key} {list}`")).fix(name.span, list));
    }

    /// Reports what is declared twice. A view folder may be opened again, to put views into it.
    fn without_doubles<'a>(&mut self, drafts: Vec<Draft<'a>>) -> Vec<Draft<'a>> {
        let mut kept: Vec<Draft<'a>> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            match kept.last() {
                Some(first) if first.is_same(&draft) => {
                    let reopened = draft.kind == ItemType::ViewFolder
                        && !draft.written.items.is_empty()
                        && draft.origin() != first.origin();
                    if !reopened {
                        let what = format!("the {} `{}`", noun(draft.kind), draft.name);
                        self.report.declared_twice(&what, first.origin(), draft.origin());
                    }
                }
                _ => kept.push(draft),
            }
        }
        kept
    }

    fn add_items(&mut self, drafts: &[Draft<'_>]) {
        let environments = self.model.safr.environments.len();
        self.safr_names.items.resize_with(environments, Default::default);
        for draft in drafts {
            let Draft { environment, kind, name, .. } = *draft;
            let id = self.model.safr.items.push(Item {
                environment,
                kind,
                name: name.to_owned(),
                folder: None,
                references: Vec::new(),
                origin: draft.origin(),
            });
            let of_type = self.safr_names.of_type.entry((environment, kind));
            extend(of_type.or_insert(id.0..id.0), id);
            extend_row(&mut self.model.safr.environments[environment].items, id);
            if let Some(names) = self.safr_names.items.get_mut(environment.0 as usize) {
                names.entry(name.to_owned()).or_default().push((kind, id));
            }
        }
        for (at, draft) in drafts.iter().enumerate() {
            let folder = draft.folder.and_then(|folder| {
                self.safr_names.item(draft.environment, ItemType::ViewFolder, folder)
            });
            self.model.safr.items[ItemId::from_usize(at)].folder = folder;
        }
    }
}

fn extend(range: &mut Range<u32>, id: ItemId) {
    range.end = id.0.saturating_add(1);
}

/// Items come in the order of their environments, so the first one begins the range.
fn extend_row(range: &mut Range<u32>, id: ItemId) {
    if range.end == range.start {
        range.start = id.0;
    }
    extend(range, id);
}
