//! Hash tables: each row is found under its own name, and no slot leads elsewhere.

use super::checker::{Check, Checker, RowCheck, require, sized};
use crate::hash::{self, Slot};
use crate::indices::RowIndex;
use crate::kind::SectionKind;
use crate::layout::safr::{ENVIRONMENT_SPACE, GROUP_SPACE, item_space};
use crate::layout::{AuthRow, ClassRow, NameSlot, OptId, PackedSlot, profile_flag};
use crate::open_error::OpenError;
use crate::row_fault::RowFault;
use crate::section::Bundle;

impl Checker<'_, '_> {
    /// The tables of classes, IDs and discrete profiles, and the sizes of all.
    pub(super) fn tables(&self) -> Check {
        let b = self.bundle;
        sized(SectionKind::EdgeTable, b.edge_table())?;
        let classes = b.classes().iter().map(ClassRow::name);
        packed(b, SectionKind::ClassTable, b.class_table(), classes)?;
        let ids = b.authorities().iter().map(AuthRow::name);
        packed(b, SectionKind::AuthTable, b.auth_table(), ids)?;
        self.discrete()
    }

    /// Of several discrete profiles of one name, which follow each other, the first has a slot.
    fn discrete(&self) -> Check {
        let b = self.bundle;
        let profiles = b.profiles();
        let is_discrete = |flags: u16| flags & profile_flag::GENERIC == 0;
        let mut follows = false;
        let mut first_ones = Vec::new();
        let section = SectionKind::Profiles;
        for (row, profile) in profiles.iter().enumerate() {
            if follows {
                let before = row.checked_sub(1).and_then(|before| profiles.get(before));
                let alike = before.is_some_and(|before| {
                    before.class() == profile.class()
                        && b.text(before.name()) == b.text(profile.name())
                        && is_discrete(before.flags())
                });
                let fault = RowFault::NothingFollows;
                require(alike && is_discrete(profile.flags()), fault)
                    .map_err(|fault| OpenError::Row { section, row, fault })?;
            } else if is_discrete(profile.flags()) {
                first_ones.push((row, u32::from(profile.class()), b.bytes(profile.name())));
            }
            follows = profile.flags() & profile_flag::SAME_NAME_FOLLOWS != 0;
        }
        named(b, SectionKind::DiscreteTable, b.discrete_table(), first_ones.into_iter())
    }
}

/// SAFR's tables of environments, items and groups.
pub(super) fn of_safr(b: &Bundle<'_>) -> Check {
    let environments = b.safr_environments().iter().enumerate();
    let environments = environments.map(|(row, it)| (row, ENVIRONMENT_SPACE, b.bytes(it.name())));
    named(b, SectionKind::SafrEnvironmentTable, b.safr_environment_table(), environments)?;
    let items = b.safr_items().iter().enumerate();
    let items =
        items.map(|(row, it)| (row, item_space(it.environment(), it.kind()), b.bytes(it.name())));
    named(b, SectionKind::SafrItemTable, b.safr_item_table(), items)?;
    let groups = b.safr_groups().iter().enumerate();
    let groups = groups.map(|(row, it)| (row, GROUP_SPACE, b.bytes(it.name())));
    named(b, SectionKind::SafrGroupTable, b.safr_group_table(), groups)
}

/// A table of names of up to eight bytes, which are their own keys.
fn packed<'n>(
    bundle: &Bundle<'_>,
    section: SectionKind,
    table: &[PackedSlot],
    names: impl Iterator<Item = &'n str>,
) -> Check {
    sized(section, table)?;
    let seed = bundle.meta().seed();
    let mut rows = 0;
    for (row, name) in names.enumerate() {
        rows += 1;
        let key = hash::pack(name.as_bytes()).filter(|_| !name.is_empty());
        let found = key.and_then(|key| {
            let mut slots = hash::probe(table, hash::packed(seed, key));
            slots.find(|slot| slot.key() == key)
        });
        is_row(found.map(PackedSlot::index), row).map_err(|fault| OpenError::Row {
            section,
            row,
            fault,
        })?;
    }
    nothing_else(section, table, rows)
}

/// A table of names of any length, each in its name space: row, space and name.
fn named<'n>(
    bundle: &Bundle<'_>,
    section: SectionKind,
    table: &[NameSlot],
    names: impl Iterator<Item = (usize, u32, &'n [u8])>,
) -> Check {
    sized(section, table)?;
    let seed = bundle.meta().seed();
    let mut rows = 0;
    for (row, space, name) in names {
        rows += 1;
        let hash = hash::name(seed, space, name);
        // A search compares the rows of all slots with this hash, so the row may be at any of them.
        let mut slots = hash::probe(table, hash).filter(|slot| slot.hash() == hash);
        let found = slots.find(|slot| is_row(Some(slot.index()), row).is_ok());
        require(found.is_some(), RowFault::NotFound).map_err(|fault| OpenError::Row {
            section,
            row,
            fault,
        })?;
    }
    nothing_else(section, table, rows)
}

fn is_row(index: Option<OptId<RowIndex>>, row: usize) -> RowCheck {
    let found = index.and_then(OptId::get).map(|index| index.0 as usize);
    require(found == Some(row), RowFault::NotFound)
}

/// Since each row has a slot of its own, as many slots as rows mean that there is no other slot.
fn nothing_else<T: Slot>(section: SectionKind, table: &[T], rows: usize) -> Check {
    let used = table.iter().filter(|slot| !slot.is_empty()).count();
    require(used == rows, RowFault::NotFound).map_err(|fault| OpenError::Row {
        section,
        row: used,
        fault,
    })
}
