//! What makes SAFR's rows a table: every index in range, every list in order, every view in a folder
//! of its own environment.

use zerocopy::little_endian::U32;

use super::{Check, Checker, Order, each, in_bounds, optional_index, require};
use crate::layout::Run;
use crate::layout::safr::{
    MAX_ITEMS, RIGHT_BITS, SafrAccessRow, SafrGroupRow, SafrItemRow, origins,
};
use crate::open::{Bundle, OpenError, run};
use crate::safr::{Access, ItemType, Right, Rules, SafrSwitches};
use crate::section::SectionKind;

/// Checks SAFR's sections against each other.
pub(super) fn sections(checker: &Checker<'_, '_>) -> Check {
    let safr = Safr {
        checker,
        bundle: checker.bundle,
        reference_order: Order::of(ids(checker.bundle.safr_references)),
        member_order: Order::of(ids(checker.bundle.safr_members)),
        right_order: Order::of(ids(checker.bundle.safr_rights).map(|right| right >> RIGHT_BITS)),
        access_order: Order::of(
            checker.bundle.safr_access.iter().map(|access| access.environment.get()),
        ),
    };
    safr.meta()?;
    safr.environments()?;
    safr.items()?;
    safr.groups()?;
    safr.access()?;
    safr.people()?;
    safr.tables()?;
    safr.origins()
}

fn ids(section: &[U32]) -> impl Iterator<Item = u32> + '_ {
    section.iter().map(|id| id.get())
}

/// Whether a list, shifted right by `shift`, holds items of the run only; it ascends, so its ends tell.
fn lies_in(items: Run, list: &[U32], shift: u32) -> bool {
    let (start, len) = (items.start.get(), items.len.get());
    let within = |it: &U32| (it.get() >> shift).wrapping_sub(start) < len;
    list.first().is_none_or(within) && list.last().is_none_or(within)
}

struct Safr<'c, 'b> {
    checker: &'c Checker<'c, 'b>,
    bundle: &'c Bundle<'b>,
    reference_order: Order,
    member_order: Order,
    right_order: Order,
    access_order: Order,
}

impl Safr<'_, '_> {
    fn meta(&self) -> Check {
        each(SectionKind::SafrMeta, std::slice::from_ref(self.bundle.safr_meta), |_, meta| {
            let all = SafrSwitches::default().0;
            require(meta.switches.get() & !all == 0, "an unknown option")?;
            require(Rules::from_byte(meta.rules).is_some(), "unknown rules")?;
            require(meta.declared <= 1, "neither there nor not there")
        })
    }

    /// Environments cut the items into runs without a gap.
    fn environments(&self) -> Check {
        let b = self.bundle;
        each(SectionKind::SafrEnvironments, b.safr_environments, |row, environment| {
            require(self.checker.text(environment.name), "a name out of range")?;
            require(in_bounds(environment.items, b.safr_items.len()), "items out of range")?;
            let own = run(b.safr_items, environment.items).iter();
            let here = own.clone().all(|item| item.environment.get() as usize == row);
            require(here, "an item of another environment")
        })
    }

    fn items(&self) -> Check {
        if self.bundle.safr_items.len() >= MAX_ITEMS as usize {
            let section = SectionKind::SafrItems.as_str();
            return Err(OpenError::Row { section, row: 0, what: "too many items" });
        }
        each(SectionKind::SafrItems, self.bundle.safr_items, |_, item| self.item(item))?;
        each(SectionKind::SafrReferences, self.bundle.safr_references, |_, item| {
            require((item.get() as usize) < self.bundle.safr_items.len(), "an item out of range")
        })
    }

    fn item(&self, item: &SafrItemRow) -> Result<(), &'static str> {
        let items = self.bundle.safr_items;
        require(self.checker.text(item.name), "a name out of range")?;
        let environment = item.environment.get() as usize;
        require(environment < self.bundle.safr_environments.len(), "an environment out of range")?;
        let kind = ItemType::from_byte(item.kind).filter(|kind| ItemType::ITEMS.contains(kind));
        require(kind.is_some(), "an unknown type")?;
        require(self.reference_order.ascends(item.references), "references out of order")?;
        require(optional_index(item.folder, items.len()), "a folder out of range")?;
        let folder = (item.folder.get() as usize).checked_sub(1).and_then(|at| items.get(at));
        let is_view = kind == Some(ItemType::View);
        require(
            is_view == folder.is_some(),
            "a view without a folder, or a folder without a view",
        )?;
        let fits = folder.is_none_or(|folder| {
            folder.kind == ItemType::ViewFolder.byte() && folder.environment == item.environment
        });
        require(fits, "a folder that is none, or of another environment")?;
        let own = self.bundle.safr_environments.get(environment).map(|row| row.items);
        let used = run(self.bundle.safr_references, item.references);
        let here = own.is_some_and(|own| lies_in(own, used, 0));
        require(here, "a reference to another environment")
    }

    fn groups(&self) -> Check {
        each(SectionKind::SafrGroups, self.bundle.safr_groups, |_, group| self.group(group))
    }

    fn group(&self, group: &SafrGroupRow) -> Result<(), &'static str> {
        require(self.checker.text(group.name), "a name out of range")?;
        require(self.member_order.ascends(group.members), "members out of range or of order")?;
        require(self.access_order.ascends(group.access), "access out of range or of order")
    }

    fn access(&self) -> Check {
        each(SectionKind::SafrAccess, self.bundle.safr_access, |_, row| self.access_row(row))?;
        each(SectionKind::SafrRights, self.bundle.safr_rights, |_, right| {
            let item = (right.get() >> RIGHT_BITS) as usize;
            require(item < self.bundle.safr_items.len(), "an item out of range")?;
            let right = right.get() & ((1 << RIGHT_BITS) - 1);
            let right = u8::try_from(right).ok().and_then(Right::from_byte);
            require(right.is_some(), "an unknown right")
        })
    }

    fn access_row(&self, row: &SafrAccessRow) -> Result<(), &'static str> {
        let environments = self.bundle.safr_environments;
        let environment = environments.get(row.environment.get() as usize);
        let Some(environment) = environment else { return Err("an environment out of range") };
        require(Access::from_byte(row.access).is_some(), "unknown access")?;
        require(row.migrate_in <= 1, "neither a permission nor none")?;
        let known = ItemType::ITEMS.iter().fold(0, |set, kind| set | kind.bit());
        require(row.create.get() & !known == 0, "a create permission for no type")?;
        require(self.right_order.ascends(row.rights), "rights out of range or of order")?;
        let rights = run(self.bundle.safr_rights, row.rights);
        let here = lies_in(environment.items, rights, RIGHT_BITS);
        require(here, "a right in another environment")
    }

    fn people(&self) -> Check {
        let known = |_, id: &U32| {
            require((id.get() as usize) < self.bundle.authorities.len(), "an ID out of range")
        };
        each(SectionKind::SafrMembers, self.bundle.safr_members, known)?;
        each(SectionKind::SafrAdministrators, self.bundle.safr_administrators, known)?;
        let all = Run {
            start: U32::ZERO,
            len: U32::new(u32::try_from(self.bundle.safr_administrators.len()).unwrap_or(u32::MAX)),
        };
        let ascends = Order::of(ids(self.bundle.safr_administrators)).ascends(all);
        let section = SectionKind::SafrAdministrators.as_str();
        let what = "system administrators out of order";
        if ascends { Ok(()) } else { Err(OpenError::Row { section, row: 0, what }) }
    }

    fn tables(&self) -> Check {
        let b = self.bundle;
        let tables = [
            (
                SectionKind::SafrEnvironmentTable,
                b.safr_environment_table,
                b.safr_environments.len(),
            ),
            (SectionKind::SafrItemTable, b.safr_item_table, b.safr_items.len()),
            (SectionKind::SafrGroupTable, b.safr_group_table, b.safr_groups.len()),
        ];
        for (section, table, len) in tables {
            super::sized(section, table.len())?;
            each(section, table, |_, slot| {
                require(optional_index(slot.index, len), "a row out of range")
            })?;
        }
        Ok(())
    }

    /// Every row that has origins finds them.
    fn origins(&self) -> Check {
        let b = self.bundle;
        let section = SectionKind::SafrOrigins;
        if b.safr_origins.len() != origins::of_access(b.safr_access.len()) {
            let what = "not as many origins as there are rows that have one";
            return Err(OpenError::Row { section: section.as_str(), row: 0, what });
        }
        each(section, b.safr_origins, |part, first| {
            let end = (first.get() as usize).checked_add(self.rows_of(part));
            require(end.is_some_and(|end| end <= b.origins.len()), "origins out of range")
        })
    }

    /// How many rows a part of the origins is about.
    fn rows_of(&self, part: usize) -> usize {
        let b = self.bundle;
        match part {
            origins::ENVIRONMENTS => b.safr_environments.len(),
            origins::ITEMS => b.safr_items.len(),
            origins::GROUPS => b.safr_groups.len(),
            origins::MEMBERS => b.safr_members.len(),
            origins::ADMINISTRATORS => b.safr_administrators.len(),
            _ => {
                let at = part.saturating_sub(origins::PARTS);
                let rights = b.safr_access.get(at / 2).map_or(0, |row| row.rights.len.get());
                if at.is_multiple_of(2) { origins::OF_ACCESS } else { rights as usize }
            }
        }
    }
}
