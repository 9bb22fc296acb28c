//! Profiles, access lists and conditional lists as rows.

use saffron_bundle::IdIndex;
use saffron_bundle::layout::{
    AuditLevels, ConditionalFields, Entry, ProfileFields, ProfileRow, Run, profile_flag,
};
use saffron_bundle::little_endian::U16;
use saffron_vocabulary::KnownClass;

use super::emitter::{Emitter, id, label, run};
use crate::model::{Audit, PrincipalId, Who};
use crate::table::{Row, place};

/// None for `*`.
fn who(who: Who) -> Option<IdIndex> {
    match who {
        Who::Any => None,
        Who::Id(named) => Some(id(named)),
    }
}

fn audit(audit: Audit) -> AuditLevels {
    AuditLevels::new(audit.success, audit.failures)
}

impl Emitter<'_, '_> {
    pub(super) fn profiles(&mut self) {
        self.lists();
        let standard = self.table.standard.layout();
        let conditional = self.table.conditional.layout();
        let categories = self.category_layout();
        let mut origin = self.first_profile_origin();
        let table = self.table;
        let mut emit = |emitter: &mut Self, row: &Row<'_>, same_name| {
            let mut emitted = emitter.profile(row, same_name);
            emitted.standard = run(place(&standard, row.standard));
            emitted.conditional = run(place(&conditional, row.conditional));
            emitted.categories = run(place(&categories, row.categories));
            emitted.origin = u32::try_from(origin).unwrap_or(u32::MAX);
            origin += super::origins::of_profile(row);
            ProfileRow::from(emitted)
        };
        let mut rows = table.rows.iter().peekable();
        while let Some(row) = rows.next() {
            let same_name = rows.peek().is_some_and(|next| is_same_name(row, next));
            let emitted = emit(self, row, same_name);
            self.sections.profiles.push(emitted);
        }
        for row in &table.stored {
            let emitted = emit(self, row, false);
            self.sections.stored.push(emitted);
        }
    }

    fn profile(&mut self, row: &Row<'_>, same_name: bool) -> ProfileFields {
        let (profile, base) = (&row.profile, row.profile.base);
        let flag = |on: bool, bit: u16| if on { bit } else { 0 };
        let volumes = self.volumes(&base.volumes);
        ProfileFields {
            name: self.texts.add(&profile.name),
            standard: Run::EMPTY,
            conditional: Run::EMPTY,
            flags: flag(profile.is_generic(), profile_flag::GENERIC)
                | flag(base.warning, profile_flag::WARNING)
                | flag(base.erase, profile_flag::ERASE)
                | flag(same_name, profile_flag::SAME_NAME_FOLLOWS)
                | flag(profile.merged, profile_flag::MERGED)
                | flag(profile.member, profile_flag::MEMBER)
                | flag(profile.external, profile_flag::EXTERNAL),
            class: u16::try_from(profile.class.0).unwrap_or(u16::MAX),
            uacc: profile.uacc,
            security_level: profile.security_level,
            audit: audit(profile.audit),
            global_audit: audit(profile.global_audit),
            owner: base.owner.map(id),
            qualifier_id: self.qualifier_id(row).map(id),
            notify: base.notify.map(id),
            label: label(profile.label),
            categories: Run::EMPTY,
            volumes: run(volumes),
            origin: 0,
        }
    }

    /// The ID that is the high-level qualifier of a data set profile.
    fn qualifier_id(&self, row: &Row<'_>) -> Option<PrincipalId> {
        if !self.model.classes[row.profile.class].is(KnownClass::Dataset) {
            return None;
        }
        let qualifier = row.profile.name.split('.').next()?;
        self.principal(qualifier)
    }

    fn volumes(&mut self, volumes: &[String]) -> (usize, usize) {
        let start = self.sections.volumes.len();
        for volume in volumes {
            let mut serial = [0; 6];
            for (to, from) in serial.iter_mut().zip(volume.bytes()) {
                *to = from;
            }
            self.sections.volumes.push(serial);
        }
        (start, volumes.len())
    }

    /// The distinct lists, one after the other.
    fn lists(&mut self) {
        let entries = self.table.standard.flattened();
        self.sections.entries =
            entries.map(|entry| Entry::new(who(entry.who), entry.access)).collect();
        for entry in self.table.conditional.flattened() {
            let emitted = ConditionalFields {
                who: who(entry.who),
                kind: entry.condition.kind,
                access: entry.access,
                name: self.texts.add(&entry.condition.name),
                value: self.texts.add(&entry.condition.value),
            };
            self.sections.conditional.push(emitted.into());
        }
    }

    /// Category sets of profiles come first in their section.
    fn category_layout(&mut self) -> Vec<(usize, usize)> {
        let base = self.sections.categories.len();
        let sets = self.table.categories.flattened();
        self.sections.categories.extend(sets.map(|&category| U16::new(category)));
        let layout = self.table.categories.layout();
        layout.into_iter().map(|(start, len)| (base + start, len)).collect()
    }
}

fn is_same_name(row: &Row<'_>, next: &Row<'_>) -> bool {
    !row.profile.is_generic()
        && !next.profile.is_generic()
        && row.profile.class == next.profile.class
        && row.profile.name == next.profile.name
}
