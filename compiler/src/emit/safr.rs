//! SAFR's part of the model as rows.

use std::collections::HashMap;
use std::sync::Arc;

use saffron_bundle::layout::Run;
use saffron_bundle::layout::safr::{
    SafrAccessFields, SafrEnvironmentFields, SafrGroupFields, SafrItemFields, SafrMetaFields,
    SafrRight,
};
use saffron_bundle::little_endian::U32;
use saffron_bundle::{ItemIndex, OriginIndex};
use saffron_diagnostics::Span;
use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::safr::{ItemType, Right, Rules};

use super::emitter::{Emitter, run};
use crate::model::{GroupEnvironment, Item, ItemId, ItemRight, SafrGroup};

impl Emitter<'_, '_> {
    pub(super) fn safr(&mut self) {
        let safr = &self.model.safr;
        let meta = SafrMetaFields {
            switches: safr.switches.0,
            rules: safr.rules.unwrap_or(Rules::Safr),
            declared: safr.is_declared(),
        };
        self.sections.safr_meta = Some(meta.into());
        for environment in &safr.environments {
            let name = self.texts.add(&environment.name);
            let (start, end) = (environment.items.start as usize, environment.items.end as usize);
            let fields = SafrEnvironmentFields { name, items: Run::new(start, end - start) };
            self.sections.safr_environments.push(fields.into());
        }
        safr.items.iter().for_each(|item| self.safr_item(item));
        let mut known = Lists::default();
        safr.groups.iter().for_each(|group| self.safr_group(group, &mut known));
        self.sections.safr_administrators =
            safr.administrators.iter().map(|(user, _)| user.0.into()).collect();
    }

    fn safr_item(&mut self, item: &Item) {
        let first = self.sections.safr_references.len();
        self.sections.safr_references.extend(item.references.iter().map(|item| U32::new(item.0)));
        let fields = SafrItemFields {
            name: self.texts.add(&item.name),
            references: run((first, item.references.len())),
            environment: item.environment.0,
            folder: item.folder.map(|folder| ItemIndex(folder.0)),
            kind: item.kind,
        };
        self.sections.safr_items.push(fields.into());
    }

    fn safr_group(&mut self, group: &SafrGroup, known: &mut Lists) {
        let (members, access) = (self.sections.safr_members.len(), self.sections.safr_access.len());
        let ids = group.members.iter().map(|(user, _)| U32::new(user.0));
        self.sections.safr_members.extend(ids);
        for environment in &group.environments {
            let row = self.safr_access(environment, known);
            self.sections.safr_access.push(row.into());
        }
        let fields = SafrGroupFields {
            name: self.texts.add(&group.name),
            members: run((members, group.members.len())),
            access: run((access, group.environments.len())),
        };
        self.sections.safr_groups.push(fields.into());
    }

    fn safr_access(&mut self, held: &GroupEnvironment, known: &mut Lists) -> SafrAccessFields {
        SafrAccessFields {
            environment: held.environment.0,
            rights: self.safr_rights(&held.rights, known),
            create: held.create.iter().fold(0, |set, (kind, _)| set | kind.bit()),
            access: held.access,
            migrate_in: held.migrate_in.is_some(),
        }
    }

    /// Equal lists of rights are one run; groups that share a list are known by it.
    fn safr_rights(&mut self, rights: &Arc<Vec<ItemRight>>, known: &mut Lists) -> Run {
        if let Some(run) = known.shared.get(&Arc::as_ptr(rights)) {
            return *run;
        }
        let list: Vec<_> = rights.iter().map(|held| (held.item, held.right)).collect();
        let section = &mut self.sections.safr_rights;
        let run = *known.equal.entry(list).or_insert_with_key(|list| {
            let first = section.len();
            section
                .extend(list.iter().map(|&(item, right)| SafrRight::new(ItemIndex(item.0), right)));
            run((first, list.len()))
        });
        known.shared.insert(Arc::as_ptr(rights), run);
        run
    }

    /// Where SAFR's rows are specified, in the order of [`saffron_bundle::layout::safr::origins`];
    /// `first` is the number of origins before them.
    pub(super) fn safr_origins(&mut self, first: usize) -> Vec<Option<Span>> {
        let safr = &self.model.safr;
        let mut parts = Parts { first, spans: Vec::new(), firsts: Vec::new() };
        parts.add(safr.environments.iter().map(|environment| Some(environment.origin)));
        parts.add(safr.items.iter().map(|item| Some(item.origin)));
        parts.add(safr.groups.iter().map(|group| Some(group.origin)));
        let members = safr.groups.iter().flat_map(|group| &group.members);
        parts.add(members.map(|(_, span)| Some(*span)));
        parts.add(safr.administrators.iter().map(|(_, span)| Some(*span)));
        let mut known: HashMap<*const Vec<ItemRight>, OriginIndex> = HashMap::new();
        for held in safr.groups.iter().flat_map(|group| &group.environments) {
            let own = [Some(held.origin), held.migrate_in].into_iter();
            parts.add(own.chain(ItemType::ITEMS.map(|kind| created(held, kind))));
            if let Some(first) = known.get(&Arc::as_ptr(&held.rights)) {
                parts.firsts.push(*first);
            } else {
                let first = parts.add(held.rights.iter().map(|right| Some(right.origin)));
                known.insert(Arc::as_ptr(&held.rights), first);
            }
        }
        self.sections.safr_origins = parts.firsts.iter().map(|first| first.0.into()).collect();
        parts.spans
    }
}

/// Lists of rights that are in the bundle already. Addresses only save time: what is emitted doesn't
/// depend on them.
#[derive(Default)]
struct Lists {
    shared: HashMap<*const Vec<ItemRight>, Run>,
    equal: HashMap<Vec<(ItemId, Right)>, Run>,
}

/// Origins in parts, each with the number of its first.
struct Parts {
    first: usize,
    spans: Vec<Option<Span>>,
    firsts: Vec<OriginIndex>,
}

impl Parts {
    fn add(&mut self, spans: impl Iterator<Item = Option<Span>>) -> OriginIndex {
        let first = OriginIndex::from_usize(self.first + self.spans.len());
        self.firsts.push(first);
        self.spans.extend(spans);
        first
    }
}

fn created(held: &GroupEnvironment, kind: ItemType) -> Option<Span> {
    held.create.iter().find(|(created, _)| *created == kind).map(|(_, span)| *span)
}
