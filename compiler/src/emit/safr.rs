//! SAFR's part of the model as rows.

use std::collections::HashMap;

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
        let mut known = HashMap::new();
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

    fn safr_group(&mut self, group: &SafrGroup, known: &mut HashMap<Vec<u32>, Run>) {
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

    fn safr_access(
        &mut self,
        it: &GroupEnvironment,
        known: &mut HashMap<Vec<u32>, Run>,
    ) -> SafrAccessRow {
        let create = it.create.iter().fold(0, |set, (kind, _)| set | kind.bit());
        SafrAccessRow {
            environment: U32::new(it.environment.0),
            rights: self.safr_rights(&it.rights, known),
            create: U16::new(create),
            access: it.access.byte(),
            migrate_in: u8::from(it.migrate_in.is_some()),
        }
    }

    /// Equal lists of rights are one run.
    fn safr_rights(&mut self, rights: &[ItemRight], known: &mut HashMap<Vec<u32>, Run>) -> Run {
        let packed = |it: &ItemRight| it.item.0 << RIGHT_BITS | u32::from(it.right.byte());
        let list: Vec<u32> = rights.iter().map(packed).collect();
        let section = &mut self.sections.safr_rights;
        *known.entry(list).or_insert_with_key(|list| {
            let first = section.len();
            section.extend(list.iter().copied().map(U32::new));
            run((first, list.len()))
        })
    }

    /// Where SAFR's rows are said, as [`saffron_bundle::layout::safr::origins`] lays them out; `first`
    /// is the number of origins before them.
    pub(super) fn safr_origins(&mut self, first: usize) -> Vec<Option<Span>> {
        let safr = &self.model.safr;
        let mut spans: Vec<Option<Span>> = Vec::new();
        let mut firsts = Vec::new();
        let mut part = |spans: &mut Vec<_>, of: &mut dyn Iterator<Item = Span>| {
            firsts.push(number(first + spans.len()));
            spans.extend(of.map(Some));
        };
        part(&mut spans, &mut safr.environments.iter().map(|it| it.origin));
        part(&mut spans, &mut safr.items.iter().map(|it| it.origin));
        part(&mut spans, &mut safr.groups.iter().map(|it| it.origin));
        let members = safr.groups.iter().flat_map(|group| &group.members);
        part(&mut spans, &mut members.map(|(_, span)| *span));
        part(&mut spans, &mut safr.administrators.iter().map(|(_, span)| *span));
        for it in safr.groups.iter().flat_map(|group| &group.environments) {
            firsts.push(number(first + spans.len()));
            spans.push(Some(it.origin));
            spans.push(it.migrate_in);
            spans.extend(ItemType::ITEMS.map(|kind| created(it, kind)));
            spans.extend(it.rights.iter().map(|right| Some(right.origin)));
        }
        self.sections.safr_origins = firsts;
        spans
    }
}

fn created(it: &GroupEnvironment, kind: ItemType) -> Option<Span> {
    it.create.iter().find(|(created, _)| *created == kind).map(|(_, span)| *span)
}
