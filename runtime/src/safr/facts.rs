//! What the bundle says of SAFR: names looked up, rights found. No rule is in here.

use saffron_bundle::layout::safr::{
    ENVIRONMENT_SPACE, GROUP_SPACE, RIGHT_BITS, SafrAccessRow, SafrItemRow, item_space, origins,
};
use saffron_bundle::layout::{NameSlot, TextRef};
use saffron_bundle::little_endian::U32;
use saffron_bundle::safr::{Access, ItemType, Right, Rules, SafrSwitch, SafrSwitches};
use saffron_bundle::{hash, run};

use crate::decision::Source;
use crate::engine::Engine;

/// Index of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EnvironmentIndex(pub(super) u32);

/// Index of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemIndex(pub(super) u32);

/// Index of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GroupIndex(pub(super) u32);

/// What a group may do in an environment.
#[derive(Clone, Copy, Debug)]
pub(super) struct AccessView<'b> {
    /// Its place in the access section.
    pub(super) at: u32,
    pub(super) row: &'b SafrAccessRow,
}

impl AccessView<'_> {
    pub(super) fn access(&self) -> Access {
        // Checked on opening.
        Access::from_byte(self.row.access).unwrap_or(Access::General)
    }

    pub(super) fn creates(&self, kind: ItemType) -> bool {
        self.row.create.get() & kind.bit() != 0
    }

    pub(super) fn migrates_in(&self) -> bool {
        self.row.migrate_in != 0
    }
}

/// A right that is said, and its place among the rights of its access row.
#[derive(Clone, Copy, Debug)]
pub(super) struct RightView {
    pub(super) right: Right,
    pub(super) at: u32,
}

#[expect(clippy::cast_possible_truncation, reason = "sections have less than 2^32 rows")]
impl<'b> Engine<'b> {
    pub(super) fn safr_rules(&self) -> Rules {
        Rules::from_byte(self.bundle.safr_meta.rules).unwrap_or(Rules::Safr)
    }

    pub(super) fn safr_is_on(&self, switch: SafrSwitch) -> bool {
        SafrSwitches(self.bundle.safr_meta.switches.get()).is_on(switch)
    }

    pub(super) fn safr_environment(&self, name: &str) -> Option<EnvironmentIndex> {
        let rows = self.bundle.safr_environments;
        let text = |index: usize| rows.get(index).map(|row| row.name);
        self.named(self.bundle.safr_environment_table, ENVIRONMENT_SPACE, name, |_| true, text)
            .map(EnvironmentIndex)
    }

    pub(super) fn safr_group(&self, name: &str) -> Option<GroupIndex> {
        let rows = self.bundle.safr_groups;
        let text = |index: usize| rows.get(index).map(|row| row.name);
        self.named(self.bundle.safr_group_table, GROUP_SPACE, name, |_| true, text).map(GroupIndex)
    }

    pub(super) fn safr_item(
        &self,
        environment: EnvironmentIndex,
        kind: ItemType,
        name: &str,
    ) -> Option<ItemIndex> {
        let rows = self.bundle.safr_items;
        let text = |index: usize| rows.get(index).map(|row| row.name);
        let fits = |index: usize| {
            rows.get(index).is_some_and(|row| {
                row.environment.get() == environment.0 && row.kind == kind.byte()
            })
        };
        let space = item_space(environment.0, kind);
        self.named(self.bundle.safr_item_table, space, name, fits, text).map(ItemIndex)
    }

    /// The row of this name in a table whose slots hold hashes.
    fn named(
        &self,
        table: &[NameSlot],
        space: u32,
        name: &str,
        fits: impl Fn(usize) -> bool,
        text: impl Fn(usize) -> Option<TextRef>,
    ) -> Option<u32> {
        let mask = table.len().checked_sub(1)?;
        let hash = hash::name(self.seed, space, name.as_bytes());
        let home = hash as usize;
        for probe in 0..hash::PROBE_LIMIT {
            let slot = table.get(home.wrapping_add(probe) & mask)?;
            let index = slot.index.get().checked_sub(1)?;
            let is_it = || text(index as usize).is_some_and(|it| self.bundle.text(it) == name);
            if slot.hash.get() == hash && fits(index as usize) && is_it() {
                return Some(index);
            }
        }
        None
    }

    pub(super) fn safr_item_row(&self, item: ItemIndex) -> Option<&'b SafrItemRow> {
        self.bundle.safr_items.get(item.0 as usize)
    }

    pub(super) fn safr_item_name(&self, item: ItemIndex) -> &'b str {
        self.safr_item_row(item).map(|row| self.bundle.text(row.name)).unwrap_or_default()
    }

    pub(super) fn safr_item_kind(&self, item: ItemIndex) -> Option<ItemType> {
        self.safr_item_row(item).and_then(|row| ItemType::from_byte(row.kind))
    }

    /// The folder of a view.
    pub(super) fn safr_folder(&self, item: ItemIndex) -> Option<ItemIndex> {
        self.safr_item_row(item)?.folder.get().checked_sub(1).map(ItemIndex)
    }

    /// What an item refers to, ascending.
    pub(super) fn safr_references(
        &self,
        item: ItemIndex,
    ) -> impl Iterator<Item = ItemIndex> + Clone + use<'b> {
        self.reference_list(item).iter().map(|item| ItemIndex(item.get()))
    }

    /// Whether an item refers to another.
    pub(super) fn safr_refers(&self, item: ItemIndex, to: ItemIndex) -> bool {
        self.reference_list(item).binary_search_by_key(&to.0, |item| item.get()).is_ok()
    }

    fn reference_list(&self, item: ItemIndex) -> &'b [U32] {
        let row = self.safr_item_row(item);
        row.map(|row| run(self.bundle.safr_references, row.references)).unwrap_or_default()
    }

    pub(super) fn safr_environment_name(&self, environment: EnvironmentIndex) -> &'b str {
        let row = self.bundle.safr_environments.get(environment.0 as usize);
        row.map(|row| self.bundle.text(row.name)).unwrap_or_default()
    }

    pub(super) fn safr_group_name(&self, group: GroupIndex) -> &'b str {
        let row = self.bundle.safr_groups.get(group.0 as usize);
        row.map(|row| self.bundle.text(row.name)).unwrap_or_default()
    }

    /// Where a user is said to be a system administrator: the place in the list.
    pub(super) fn safr_administrator(&self, user: u32) -> Option<u32> {
        let list = self.bundle.safr_administrators;
        list.binary_search_by_key(&user, |id| id.get()).ok().map(|at| at as u32)
    }

    /// Where a user is said to be a member of a group: the place in the member section.
    pub(super) fn safr_member(&self, group: GroupIndex, user: u32) -> Option<u32> {
        let row = self.bundle.safr_groups.get(group.0 as usize)?;
        let members = run(self.bundle.safr_members, row.members);
        let at = members.binary_search_by_key(&user, |id| id.get()).ok()?;
        Some(row.members.start.get() + at as u32)
    }

    /// What the group may do in the environment; `None` without access to it.
    pub(super) fn safr_access(
        &self,
        group: GroupIndex,
        environment: EnvironmentIndex,
    ) -> Option<AccessView<'b>> {
        let group = self.bundle.safr_groups.get(group.0 as usize)?;
        let rows = run(self.bundle.safr_access, group.access);
        let at = rows.binary_search_by_key(&environment.0, |row| row.environment.get()).ok()?;
        Some(AccessView { at: group.access.start.get() + at as u32, row: rows.get(at)? })
    }

    /// The right that is said of the item, if any is.
    pub(super) fn safr_right(&self, access: AccessView<'b>, item: ItemIndex) -> Option<RightView> {
        let rights = run(self.bundle.safr_rights, access.row.rights);
        let at = rights.binary_search_by_key(&item.0, |right| right.get() >> RIGHT_BITS).ok()?;
        let packed = rights.get(at)?.get() & ((1 << RIGHT_BITS) - 1);
        let right = Right::from_byte(u8::try_from(packed).ok()?)?;
        Some(RightView { right, at: at as u32 })
    }

    /// Every group that has access to the environment, ascending.
    pub(super) fn safr_groups_of(
        &self,
        environment: EnvironmentIndex,
    ) -> impl Iterator<Item = (GroupIndex, AccessView<'b>)> + use<'b> {
        let engine = *self;
        let groups = 0..self.bundle.safr_groups.len() as u32;
        groups.map(GroupIndex).filter_map(move |group| {
            engine.safr_access(group, environment).map(|access| (group, access))
        })
    }

    /// The line behind a row of a part of [`origins`].
    pub(super) fn safr_source(&self, part: usize, row: u32) -> Option<Source<'b>> {
        let first = self.bundle.safr_origins.get(part)?.get();
        self.origin(first.checked_add(row)? as usize)
    }

    /// The line behind a part of an access row: [`origins::ACCESS`] and the others.
    pub(super) fn safr_access_source(&self, access: u32, part: u32) -> Option<Source<'b>> {
        self.safr_source(origins::of_access(access as usize), part)
    }

    /// The line behind a right of an access row.
    pub(super) fn safr_right_source(&self, access: u32, right: RightView) -> Option<Source<'b>> {
        self.safr_source(origins::of_rights(access as usize), right.at)
    }
}
