//! What the bundle contains about SAFR: names looked up, rights found. No rule is in here.
//!
//! Names are compared as they are written; only user IDs are folded. A name is found within
//! [`hash::PROBE_LIMIT`] slots, and a right by a binary search.

#![expect(clippy::cast_possible_truncation, reason = "sections have less than 2^32 rows")]

use saffron_bundle::layout::safr::{
    ENVIRONMENT_SPACE, GROUP_SPACE, SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow,
    item_space, origins,
};
use saffron_bundle::layout::{NameSlot, TextRef};
use saffron_bundle::little_endian::U32;
use saffron_bundle::{OriginIndex, hash, run, steps};
use saffron_vocabulary::racf::EntryKind;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules, SafrSwitch, SafrSwitches};

use crate::source::Source;
use crate::tables::Tables;

/// Index of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EnvironmentIndex(pub(super) u32);

/// Index of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ItemIndex(pub(super) u32);

/// Index of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupIndex(pub(super) u32);

/// What a group may do in an environment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AccessView<'b> {
    /// Its place in the access section.
    pub(crate) at: u32,
    /// The row itself.
    pub(crate) row: &'b SafrAccessRow,
}

impl AccessView<'_> {
    /// What the group is in the environment.
    pub(crate) fn access(&self) -> Access {
        self.row.access()
    }

    /// Whether the create permission for a type is stated.
    pub(crate) fn creates(&self, kind: ItemType) -> bool {
        self.row.creates(kind)
    }

    /// Whether the run permission Migrate In is stated.
    pub(crate) fn migrates_in(&self) -> bool {
        self.row.migrate_in()
    }
}

/// A right that is stated, and its place among the rights of its access row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RightView {
    pub(crate) right: Right,
    pub(crate) at: u32,
}

/// Which generation of rules the policy chose.
pub(crate) fn rules(tables: &Tables<'_>) -> Rules {
    tables.bundle.safr_meta().rules()
}

/// Whether an option for a rule that the documentation leaves open is on.
pub(crate) fn is_on(tables: &Tables<'_>, switch: SafrSwitch) -> bool {
    SafrSwitches(tables.bundle.safr_meta().switches()).is_on(switch)
}

/// The environment of this name.
pub(crate) fn environment(tables: &Tables<'_>, name: &str) -> Option<EnvironmentIndex> {
    let rows = tables.bundle.safr_environments();
    let text = |index: usize| rows.get(index).map(SafrEnvironmentRow::name);
    named(tables, tables.bundle.safr_environment_table(), ENVIRONMENT_SPACE, name, |_| true, text)
        .map(EnvironmentIndex)
}

/// The group of this name.
pub(crate) fn group(tables: &Tables<'_>, name: &str) -> Option<GroupIndex> {
    let rows = tables.bundle.safr_groups();
    let text = |index: usize| rows.get(index).map(SafrGroupRow::name);
    named(tables, tables.bundle.safr_group_table(), GROUP_SPACE, name, |_| true, text)
        .map(GroupIndex)
}

/// The item of this type and name in an environment.
pub(crate) fn item(
    tables: &Tables<'_>,
    environment: EnvironmentIndex,
    kind: ItemType,
    name: &str,
) -> Option<ItemIndex> {
    let rows = tables.bundle.safr_items();
    let text = |index: usize| rows.get(index).map(SafrItemRow::name);
    let fits = |index: usize| {
        rows.get(index).is_some_and(|row| row.environment() == environment.0 && row.kind() == kind)
    };
    let space = item_space(environment.0, kind);
    named(tables, tables.bundle.safr_item_table(), space, name, fits, text).map(ItemIndex)
}

/// The row of this name in a table whose slots hold hashes.
fn named(
    tables: &Tables<'_>,
    table: &[NameSlot],
    space: u32,
    name: &str,
    fits: impl Fn(usize) -> bool,
    text: impl Fn(usize) -> Option<TextRef>,
) -> Option<u32> {
    tables.count(|| 1);
    let hash = hash::name(tables.seed, space, name.as_bytes());
    let slots = hash::probe(table, hash).filter(|slot| slot.hash() == hash);
    let mut rows = slots.filter_map(|slot| slot.index().get()).map(|row| row.0);
    rows.find(|&row| {
        let is_it = || text(row as usize).is_some_and(|known| tables.bundle.text(known) == name);
        fits(row as usize) && is_it()
    })
}

/// The row of an item.
pub(crate) fn item_row<'b>(tables: &Tables<'b>, item: ItemIndex) -> Option<&'b SafrItemRow> {
    tables.bundle.safr_items().get(item.0 as usize)
}

/// The name of an item.
pub(crate) fn item_name<'b>(tables: &Tables<'b>, item: ItemIndex) -> &'b str {
    item_row(tables, item).map(|row| tables.bundle.text(row.name())).unwrap_or_default()
}

/// The type of an item.
pub(crate) fn item_kind(tables: &Tables<'_>, item: ItemIndex) -> Option<ItemType> {
    item_row(tables, item).map(SafrItemRow::kind)
}

/// The folder of a view.
pub(crate) fn folder(tables: &Tables<'_>, item: ItemIndex) -> Option<ItemIndex> {
    item_row(tables, item)?.folder().get().map(|folder| ItemIndex(folder.0))
}

/// What an item refers to, ascending.
pub(crate) fn references<'b>(
    tables: &Tables<'b>,
    item: ItemIndex,
) -> impl Iterator<Item = ItemIndex> + Clone + use<'b> {
    let list = reference_list(tables, item);
    tables.count(|| list.len() as u64);
    list.iter().map(|item| ItemIndex(item.get()))
}

/// Whether an item refers to another.
pub(crate) fn refers(tables: &Tables<'_>, item: ItemIndex, to: ItemIndex) -> bool {
    let list = reference_list(tables, item);
    tables.count(|| steps::search(list.len()));
    list.binary_search_by_key(&to.0, |item| item.get()).is_ok()
}

/// What an item refers to, as indices in ascending order.
fn reference_list<'b>(tables: &Tables<'b>, item: ItemIndex) -> &'b [U32] {
    let row = item_row(tables, item);
    row.map(|row| run(tables.bundle.safr_references(), row.references())).unwrap_or_default()
}

/// The name of an environment.
pub(crate) fn environment_name<'b>(tables: &Tables<'b>, environment: EnvironmentIndex) -> &'b str {
    let row = tables.bundle.safr_environments().get(environment.0 as usize);
    row.map(|row| tables.bundle.text(row.name())).unwrap_or_default()
}

/// The name of a group.
pub(crate) fn group_name<'b>(tables: &Tables<'b>, group: GroupIndex) -> &'b str {
    let row = tables.bundle.safr_groups().get(group.0 as usize);
    row.map(|row| tables.bundle.text(row.name())).unwrap_or_default()
}

/// Where a user is stated to be a system administrator: the place in the list.
pub(crate) fn administrator(tables: &Tables<'_>, user: u32) -> Option<u32> {
    let list = tables.bundle.safr_administrators();
    tables.count(|| steps::search(list.len()));
    list.binary_search_by_key(&user, |id| id.get()).ok().map(|at| at as u32)
}

/// Where a user is stated to be a member of a group: the place in the member section.
pub(crate) fn member(tables: &Tables<'_>, group: GroupIndex, user: u32) -> Option<u32> {
    let row = tables.bundle.safr_groups().get(group.0 as usize)?;
    let members = run(tables.bundle.safr_members(), row.members());
    tables.count(|| steps::search(members.len()));
    let at = members.binary_search_by_key(&user, |id| id.get()).ok()?;
    Some(row.members().start() + at as u32)
}

/// What the group may do in the environment; `None` without access to it.
pub(crate) fn access<'b>(
    tables: &Tables<'b>,
    group: GroupIndex,
    environment: EnvironmentIndex,
) -> Option<AccessView<'b>> {
    let group = tables.bundle.safr_groups().get(group.0 as usize)?;
    let rows = run(tables.bundle.safr_access(), group.access());
    tables.count(|| steps::search(rows.len()));
    let at = rows.binary_search_by_key(&environment.0, SafrAccessRow::environment).ok()?;
    Some(AccessView { at: group.access().start() + at as u32, row: rows.get(at)? })
}

/// The right that is stated of the item, if any is.
pub(crate) fn right<'b>(
    tables: &Tables<'b>,
    access: AccessView<'b>,
    item: ItemIndex,
) -> Option<RightView> {
    let rights = run(tables.bundle.safr_rights(), access.row.rights());
    tables.count(|| steps::search(rights.len()));
    let at = rights.binary_search_by_key(&item.0, |right| right.item().0).ok()?;
    Some(RightView { right: rights.get(at)?.right(), at: at as u32 })
}

/// Every group that has access to the environment, ascending.
pub(crate) fn groups_of<'b>(
    tables: &Tables<'b>,
    environment: EnvironmentIndex,
) -> impl Iterator<Item = (GroupIndex, AccessView<'b>)> + use<'b> {
    let tables = *tables;
    let groups = 0..tables.bundle.safr_groups().len() as u32;
    tables.count(|| groups.len() as u64);
    groups
        .map(GroupIndex)
        .filter_map(move |group| access(&tables, group, environment).map(|access| (group, access)))
}

/// The line after a row of a part of [`origins`].
pub(crate) fn source<'b>(tables: &Tables<'b>, part: usize, row: u32) -> Option<Source<'b>> {
    let first = tables.bundle.safr_origins().get(part)?.get();
    tables.origin(OriginIndex(first.checked_add(row)?))
}

/// The line after a part of an access row: [`origins::ACCESS`] and the others.
pub(crate) fn access_source<'b>(tables: &Tables<'b>, access: u32, part: u32) -> Option<Source<'b>> {
    source(tables, origins::of_access(access as usize), part)
}

/// The line after a right of an access row.
pub(crate) fn right_source<'b>(
    tables: &Tables<'b>,
    access: u32,
    right: RightView,
) -> Option<Source<'b>> {
    source(tables, origins::of_rights(access as usize), right.at)
}

/// The ID of a user, also of an external one.
pub(crate) fn user(tables: &Tables<'_>, name: &str) -> Option<u32> {
    tables.count(|| 1);
    let id = tables.principal(name)?;
    let row = tables.bundle.authorities().get(id as usize)?;
    (row.kind() == EntryKind::User).then_some(id)
}
