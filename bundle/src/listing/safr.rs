//! SAFR's part of the listing: who is in which group, and what each group may do where.

use saffron_vocabulary::safr::{Access, ItemType, Right};

use crate::indices::{IdIndex, ItemIndex, OriginIndex};
use crate::layout::safr::{SafrAccessRow, SafrGroupRow, origins};
use crate::origins::Place;
use crate::section::Bundle;
use crate::value::run;

/// One line of the listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SafrRow<'b> {
    /// The environment, of all that holds in one.
    pub environment: Option<&'b str>,
    /// The group, of all that isn't about a system administrator.
    pub group: Option<&'b str>,
    /// What holds.
    pub fact: SafrFact<'b>,
    /// Where the policy specifies it.
    pub source: Option<Place<'b>>,
}

/// What holds of a user, or of a group in an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SafrFact<'b> {
    /// The user is a system administrator.
    SystemAdministrator(&'b str),
    /// The user is a member of the group.
    Member(&'b str),
    /// What the group is in the environment.
    Access(Access),
    /// The group has the run permission Migrate In.
    MigrateIn,
    /// The group has the create permission for the type.
    Create(ItemType),
    /// The group has the right to the item.
    Edit(ItemType, &'b str, Right),
}

/// Every line: system administrators, then group by group its members and what it may do in each
/// environment. An iterator, since groups that share long lists of rights make many lines.
pub fn rows<'r, 'b>(bundle: &'r Bundle<'b>) -> impl Iterator<Item = SafrRow<'b>> + use<'r, 'b> {
    let administrators = (0..).zip(bundle.safr_administrators()).map(|(at, user)| SafrRow {
        environment: None,
        group: None,
        fact: SafrFact::SystemAdministrator(bundle.id_name(IdIndex(user.get()))),
        source: origin(bundle, origins::ADMINISTRATORS, at),
    });
    administrators.chain(bundle.safr_groups().iter().flat_map(|group| of_group(bundle, group)))
}

fn of_group<'r, 'b>(
    bundle: &'r Bundle<'b>,
    group: &'b SafrGroupRow,
) -> impl Iterator<Item = SafrRow<'b>> + use<'r, 'b> {
    let name = Some(bundle.text(group.name()));
    let members = run(bundle.safr_members(), group.members()).iter();
    let members = (group.members().start()..).zip(members).map(move |(at, user)| SafrRow {
        environment: None,
        group: name,
        fact: SafrFact::Member(bundle.id_name(IdIndex(user.get()))),
        source: origin(bundle, origins::MEMBERS, at),
    });
    let access = (group.access().start()..).zip(run(bundle.safr_access(), group.access()));
    members.chain(access.flat_map(move |(at, access)| in_environment(bundle, name, at, access)))
}

fn in_environment<'r, 'b>(
    bundle: &'r Bundle<'b>,
    group: Option<&'b str>,
    at: u32,
    access: &'b SafrAccessRow,
) -> impl Iterator<Item = SafrRow<'b>> + use<'r, 'b> {
    let environment = bundle.safr_environments().get(access.environment() as usize);
    let environment = environment.map(|row| bundle.text(row.name()));
    let row = move |fact, part, row| {
        let source = origin(bundle, part, row);
        SafrRow { environment, group, fact, source }
    };
    let (own, of_rights) = (origins::of_access(at as usize), origins::of_rights(at as usize));
    let what = access.access();
    let permissions = (origins::CREATE..).zip(ItemType::ITEMS);
    let creates = permissions
        .filter(|(_, kind)| access.creates(*kind))
        .map(move |(part, kind)| row(SafrFact::Create(kind), own, part));
    let runs = access.migrate_in().then(|| row(SafrFact::MigrateIn, own, origins::MIGRATE_IN));
    let rights = (0..).zip(run(bundle.safr_rights(), access.rights()));
    let edits = rights.filter_map(move |(place, right)| {
        let (kind, name) = item(bundle, right.item())?;
        Some(row(SafrFact::Edit(kind, name, right.right()), of_rights, place))
    });
    let first = row(SafrFact::Access(what), own, origins::ACCESS);
    std::iter::once(first).chain(creates).chain(runs).chain(edits)
}

fn item<'b>(bundle: &Bundle<'b>, item: ItemIndex) -> Option<(ItemType, &'b str)> {
    let row = bundle.safr_items().get(item.0 as usize)?;
    Some((row.kind(), bundle.text(row.name())))
}

fn origin<'b>(bundle: &Bundle<'b>, part: usize, row: u32) -> Option<Place<'b>> {
    let first = bundle.safr_origins().get(part)?.get();
    bundle.place(OriginIndex(first.checked_add(row)?))
}
