//! SAFR's part of the model as rows.

use std::collections::HashMap;
use std::sync::Arc;

use saffron_bundle::layout::Run;
use saffron_bundle::layout::safr::{
    RIGHT_BITS, SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, SafrMeta,
};
use saffron_bundle::little_endian::{U16, U32};
use saffron_bundle::safr::{ItemType, Rules};
use saffron_lang::Span;

use super::{Emitter, number, run};
use crate::model::{GroupEnvironment, Item, ItemRight, SafrGroup};

impl Emitter<'_, '_> {
    pub(super) fn safr(&mut self) {
        let safr = &self.model.safr;
        self.sections.safr_meta = vec![SafrMeta {
            switches: U32::new(safr.switches.0),
            rules: safr.rules.unwrap_or(Rules::Safr).byte(),
            declared: u8::from(safr.is_declared()),
            reserved: [0; 2],
        }];
        for environment in &safr.environments {
            let name = self.texts.add(&environment.name);
            let (start, end) = (environment.items.start, environment.items.end);
            let items = Run { start: U32::new(start), len: U32::new(end - start) };
            self.sections.safr_environments.push(SafrEnvironmentRow { name, items });
        }
        safr.items.iter().for_each(|item| self.safr_item(item));
        let mut known = Lists::default();
        safr.groups.iter().for_each(|group| self.safr_group(group, &mut known));
        self.sections.safr_administrators =
            safr.administrators.iter().map(|(user, _)| U32::new(user.0)).collect();
    }

    fn safr_item(&mut self, item: &Item) {
        let first = self.sections.safr_references.len();
        self.sections.safr_references.extend(item.references.iter().map(|it| U32::new(it.0)));
        let row = SafrItemRow {
            name: self.texts.add(&item.name),
            references: run((first, item.references.len())),
            environment: U32::new(item.environment.0),
            folder: U32::new(item.folder.map_or(0, |folder| folder.0 + 1)),
            kind: item.kind.byte(),
            reserved: [0; 3],
        };
        self.sections.safr_items.push(row);
    }

    fn safr_group(&mut self, group: &SafrGroup, known: &mut Lists) {
        let (members, access) = (self.sections.safr_members.len(), self.sections.safr_access.len());
        let ids = group.members.iter().map(|(user, _)| U32::new(user.0));
        self.sections.safr_members.extend(ids);
        for environment in &group.environments {
            let row = self.safr_access(environment, known);
            self.sections.safr_access.push(row);
        }
        let row = SafrGroupRow {
            name: self.texts.add(&group.name),
            members: run((members, group.members.len())),
            access: run((access, group.environments.len())),
        };
        self.sections.safr_groups.push(row);
    }

    fn safr_access(&mut self, it: &GroupEnvironment, known: &mut Lists) -> SafrAccessRow {
        let create = it.create.iter().fold(0, |set, (kind, _)| set | kind.bit());
        SafrAccessRow {
            environment: U32::new(it.environment.0),
            rights: self.safr_rights(&it.rights, known),
            create: U16::new(create),
            access: it.access.byte(),
            migrate_in: u8::from(it.migrate_in.is_some()),
        }
    }

    /// Equal lists of rights are one run; groups that share a list are known by it.
    fn safr_rights(&mut self, rights: &Arc<Vec<ItemRight>>, known: &mut Lists) -> Run {
        if let Some(run) = known.shared.get(&Arc::as_ptr(rights)) {
            return *run;
        }
        let packed = |it: &ItemRight| it.item.0 << RIGHT_BITS | u32::from(it.right.byte());
        let list: Vec<u32> = rights.iter().map(packed).collect();
        let section = &mut self.sections.safr_rights;
        let run = *known.equal.entry(list).or_insert_with_key(|list| {
            let first = section.len();
            section.extend(list.iter().copied().map(U32::new));
            run((first, list.len()))
        });
        known.shared.insert(Arc::as_ptr(rights), run);
        run
    }

    /// Where SAFR's rows are said, as [`saffron_bundle::layout::safr::origins`] lays them out; `first` is the number of origins
    /// before them.
    pub(super) fn safr_origins(&mut self, first: usize) -> Vec<Option<Span>> {
        let safr = &self.model.safr;
        let mut parts = Parts { first, spans: Vec::new(), firsts: Vec::new() };
        parts.add(safr.environments.iter().map(|it| Some(it.origin)));
        parts.add(safr.items.iter().map(|it| Some(it.origin)));
        parts.add(safr.groups.iter().map(|it| Some(it.origin)));
        let members = safr.groups.iter().flat_map(|group| &group.members);
        parts.add(members.map(|(_, span)| Some(*span)));
        parts.add(safr.administrators.iter().map(|(_, span)| Some(*span)));
        let mut known: HashMap<*const Vec<ItemRight>, U32> = HashMap::new();
        for it in safr.groups.iter().flat_map(|group| &group.environments) {
            let own = [Some(it.origin), it.migrate_in].into_iter();
            parts.add(own.chain(ItemType::ITEMS.map(|kind| created(it, kind))));
            if let Some(first) = known.get(&Arc::as_ptr(&it.rights)) {
                parts.firsts.push(*first);
            } else {
                let first = parts.add(it.rights.iter().map(|right| Some(right.origin)));
                known.insert(Arc::as_ptr(&it.rights), first);
            }
        }
        self.sections.safr_origins = parts.firsts;
        parts.spans
    }
}

/// Lists of rights that are in the bundle already. Addresses only save time: what is emitted doesn't
/// depend on them.
#[derive(Default)]
struct Lists {
    shared: HashMap<*const Vec<ItemRight>, Run>,
    equal: HashMap<Vec<u32>, Run>,
}

/// Origins in parts, each with the number of its first.
struct Parts {
    first: usize,
    spans: Vec<Option<Span>>,
    firsts: Vec<U32>,
}

impl Parts {
    fn add(&mut self, spans: impl Iterator<Item = Option<Span>>) -> U32 {
        let first = number(self.first + self.spans.len());
        self.firsts.push(first);
        self.spans.extend(spans);
        first
    }
}

fn created(it: &GroupEnvironment, kind: ItemType) -> Option<Span> {
    it.create.iter().find(|(created, _)| *created == kind).map(|(_, span)| *span)
}
