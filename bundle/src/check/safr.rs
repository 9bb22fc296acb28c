//! What makes SAFR's rows a table: every index in range, every list in order, every view in a
//! folder of its own environment.

use saffron_vocabulary::safr::{ItemType, SafrSwitches};

use super::checker::{
    Check, Checker, Order, RowCheck, each, flags, numbers, optional, ordered, part, refers, require,
};
use super::tables;
use crate::kind::SectionKind;
use crate::layout::Run;
use crate::layout::safr::{
    MAX_ITEMS, SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, origins,
};
use crate::open_error::OpenError;
use crate::row_fault::RowFault;
use crate::section::Bundle;
use crate::value::run;

/// Checks SAFR's sections against each other.
pub(super) fn sections(checker: &Checker<'_, '_>) -> Check {
    let bundle = checker.bundle;
    let safr = Safr {
        checker,
        bundle,
        reference_order: Order::of(numbers(bundle.safr_references())),
        member_order: Order::of(numbers(bundle.safr_members())),
        right_order: Order::of(bundle.safr_rights().iter().map(|right| right.item())),
        access_order: Order::of(bundle.safr_access().iter().map(SafrAccessRow::environment)),
    };
    safr.meta()?;
    safr.environments()?;
    safr.items()?;
    safr.groups()?;
    safr.access()?;
    safr.people()?;
    tables::of_safr(bundle)?;
    safr.origins()
}

/// Whether a list contains items of the run only; it ascends, so its ends show that.
fn is_within(items: Run, mut list: impl DoubleEndedIterator<Item = u32>) -> bool {
    let mut ends = [list.next(), list.next_back()].into_iter().flatten();
    ends.all(|item| items.range().contains(&(item as usize)))
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
        each(SectionKind::SafrMeta, std::slice::from_ref(self.bundle.safr_meta()), |_, meta| {
            flags(meta.switches(), SafrSwitches::default().0)
        })
    }

    /// Environments cut the items into runs without a gap.
    fn environments(&self) -> Check {
        let environments = self.bundle.safr_environments();
        each(SectionKind::SafrEnvironments, environments, |row, environment| {
            self.environment(row, environment)
        })
    }

    fn environment(&self, row: usize, environment: &SafrEnvironmentRow) -> RowCheck {
        let items = self.bundle.safr_items();
        self.checker.text(environment.name())?;
        part(environment.items(), items, SectionKind::SafrItems)?;
        let mut own = run(items, environment.items()).iter();
        let here = own.all(|item| item.environment() as usize == row);
        require(here, RowFault::OtherEnvironment)
    }

    fn items(&self) -> Check {
        let items = self.bundle.safr_items();
        if items.len() >= MAX_ITEMS {
            let (section, fault) = (SectionKind::SafrItems, RowFault::TooMany { limit: MAX_ITEMS });
            return Err(OpenError::Row { section, row: MAX_ITEMS, fault });
        }
        each(SectionKind::SafrItems, items, |_, item| self.item(item))?;
        each(SectionKind::SafrReferences, self.bundle.safr_references(), |_, item| {
            refers((item.get() as usize) < items.len(), SectionKind::SafrItems)
        })
    }

    /// An item is of a type that environments contain, and refers to items of its environment.
    fn item(&self, item: &SafrItemRow) -> RowCheck {
        self.checker.text(item.name())?;
        let environment = self.bundle.safr_environments().get(item.environment() as usize);
        refers(environment.is_some(), SectionKind::SafrEnvironments)?;
        require(ItemType::ITEMS.contains(&item.kind()), RowFault::ItemType)?;
        ordered(&self.reference_order, item.references(), SectionKind::SafrReferences)?;
        self.folder(item)?;
        let used = numbers(run(self.bundle.safr_references(), item.references()));
        let here = environment.is_some_and(|row| is_within(row.items(), used));
        require(here, RowFault::OtherEnvironment)
    }

    /// A view, and nothing else, has a folder, which is one of its environment.
    fn folder(&self, item: &SafrItemRow) -> RowCheck {
        let items = self.bundle.safr_items();
        optional(item.folder(), items, SectionKind::SafrItems)?;
        let folder = item.folder().get().and_then(|folder| items.get(folder.0 as usize));
        require((item.kind() == ItemType::View) == folder.is_some(), RowFault::Folder)?;
        let fits = folder.is_none_or(|folder| {
            folder.kind() == ItemType::ViewFolder && folder.environment() == item.environment()
        });
        require(fits, RowFault::NotAFolder)
    }

    fn groups(&self) -> Check {
        each(SectionKind::SafrGroups, self.bundle.safr_groups(), |_, group| self.group(group))
    }

    fn group(&self, group: &SafrGroupRow) -> RowCheck {
        self.checker.text(group.name())?;
        ordered(&self.member_order, group.members(), SectionKind::SafrMembers)?;
        ordered(&self.access_order, group.access(), SectionKind::SafrAccess)
    }

    fn access(&self) -> Check {
        each(SectionKind::SafrAccess, self.bundle.safr_access(), |_, row| self.access_row(row))?;
        each(SectionKind::SafrRights, self.bundle.safr_rights(), |_, right| {
            let known = (right.item().0 as usize) < self.bundle.safr_items().len();
            refers(known, SectionKind::SafrItems)
        })
    }

    /// What a group may do in an environment: create permissions for known types, rights to items
    /// of this environment.
    fn access_row(&self, row: &SafrAccessRow) -> RowCheck {
        let environment = self.bundle.safr_environments().get(row.environment() as usize);
        refers(environment.is_some(), SectionKind::SafrEnvironments)?;
        let known = ItemType::ITEMS.iter().fold(0, |set, kind| set | kind.bit());
        require(row.create() & !known == 0, RowFault::CreateType)?;
        ordered(&self.right_order, row.rights(), SectionKind::SafrRights)?;
        let rights = run(self.bundle.safr_rights(), row.rights()).iter();
        let rights = rights.map(|right| right.item().0);
        let here = environment.is_some_and(|environment| is_within(environment.items(), rights));
        require(here, RowFault::OtherEnvironment)
    }

    /// Members and system administrators are declared IDs.
    fn people(&self) -> Check {
        let members = self.bundle.safr_members();
        each(SectionKind::SafrMembers, members, |_, id| self.checker.id(id.get()))?;
        let administrators = self.bundle.safr_administrators();
        let section = SectionKind::SafrAdministrators;
        each(section, administrators, |_, id| self.checker.id(id.get()))?;
        let order = Order::of(numbers(administrators));
        ordered(&order, Run::new(0, administrators.len()), section)
            .map_err(|fault| OpenError::Row { section, row: 0, fault })
    }

    /// Every row that has origins finds them.
    fn origins(&self) -> Check {
        let b = self.bundle;
        let section = SectionKind::SafrOrigins;
        if b.safr_origins().len() != origins::of_access(b.safr_access().len()) {
            return Err(OpenError::Row { section, row: 0, fault: RowFault::OriginCount });
        }
        each(section, b.safr_origins(), |row, first| {
            let end = (first.get() as usize).checked_add(self.rows_of(row));
            refers(end.is_some_and(|end| end <= b.origins().len()), SectionKind::Origins)
        })
    }

    /// How many rows a part of the origins is about.
    fn rows_of(&self, part: usize) -> usize {
        let b = self.bundle;
        match part {
            origins::ENVIRONMENTS => b.safr_environments().len(),
            origins::ITEMS => b.safr_items().len(),
            origins::GROUPS => b.safr_groups().len(),
            origins::MEMBERS => b.safr_members().len(),
            origins::ADMINISTRATORS => b.safr_administrators().len(),
            _ => {
                let row = part.saturating_sub(origins::PARTS);
                let rights = b.safr_access().get(row / 2).map_or(0, |row| row.rights().len());
                if row.is_multiple_of(2) { origins::OF_ACCESS } else { rights }
            }
        }
    }
}
