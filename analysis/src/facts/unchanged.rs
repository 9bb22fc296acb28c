//! Which users and profiles two bundles state alike, found row by row, before anything is written as text.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use saffron_bundle::layout::{
    AuditLevels, ClassRow, ConnectionRow, OptId, ProfileRow, UserRow, class_flag, connection_flag,
    profile_flag, user_flag,
};
use saffron_bundle::{Bundle, IdIndex, run};

pub(super) const ATTRIBUTES: [(u32, &str); 7] = [
    (user_flag::SPECIAL, "special"),
    (user_flag::OPERATIONS, "operations"),
    (user_flag::AUDITOR, "auditor"),
    (user_flag::ROAUDIT, "roaudit"),
    (user_flag::RESTRICTED, "restricted"),
    (user_flag::PROTECTED, "protected"),
    (user_flag::UAUDIT, "uaudit"),
];

pub(super) const GROUP_ATTRIBUTES: [(u32, &str); 3] = [
    (connection_flag::SPECIAL, "special"),
    (connection_flag::OPERATIONS, "operations"),
    (connection_flag::AUDITOR, "auditor"),
];

/// Users and profiles of which all facts are the same in both bundles.
pub(super) struct Unchanged<'r> {
    users: HashSet<&'r str>,
    profiles: HashSet<ProfileKey<'r>>,
}

/// Class, name, first volume and whether it is generic: by which facts know a profile.
type ProfileKey<'r> = (&'r str, &'r str, Option<&'r [u8; 6]>, bool);

/// What is compared of a profile.
type OfProfile<'r> = (&'r str, &'r str, AuditLevels, AuditLevels, bool);

impl<'r> Unchanged<'r> {
    pub(super) fn of(bundles: [&'r Bundle<'r>; 2]) -> Self {
        let [old, new] = bundles;
        let same_user = |a: &'r UserRow, b: &'r UserRow| same_user((old, a), (new, b));
        let same_profile =
            |a: &'r ProfileRow, b: &'r ProfileRow| of_profile(old, a) == of_profile(new, b);
        Self {
            users: alike(users(old), &users(new), same_user),
            profiles: alike(profiles(old), &profiles(new), same_profile),
        }
    }

    pub(super) fn user(&self, name: &str) -> bool {
        self.users.contains(name)
    }

    pub(super) fn profile(&self, bundle: &Bundle<'_>, class: &ClassRow, row: &ProfileRow) -> bool {
        self.profiles.contains(&key(bundle, class, row))
    }
}

/// Rows by their key; `None` where several have it.
type Rows<'r, K, R> = HashMap<K, Option<&'r R>>;

fn rows<'r, K: Eq + Hash, R>(all: impl Iterator<Item = (K, &'r R)>) -> Rows<'r, K, R> {
    let mut rows = HashMap::new();
    for (key, row) in all {
        rows.entry(key).and_modify(|known| *known = None).or_insert(Some(row));
    }
    rows
}

/// The keys of rows that are the same on both sides.
fn alike<'r, K: Eq + Hash, R>(
    old: Rows<'r, K, R>,
    new: &Rows<'r, K, R>,
    same: impl Fn(&'r R, &'r R) -> bool,
) -> HashSet<K> {
    let of_both = old.into_iter().filter_map(|(key, old)| {
        let new = *new.get(&key)?;
        Some((key, old?, new?))
    });
    of_both.filter(|(_, old, new)| same(old, new)).map(|(key, ..)| key).collect()
}

fn users<'r>(bundle: &'r Bundle<'r>) -> Rows<'r, &'r str, UserRow> {
    rows(bundle.authorities().iter().filter_map(|row| {
        let user = bundle.users().get(row.user().get()?.0 as usize)?;
        Some((row.name(), user))
    }))
}

fn same_user((old, a): (&Bundle<'_>, &UserRow), (new, b): (&Bundle<'_>, &UserRow)) -> bool {
    let mask = ATTRIBUTES.iter().fold(0, |mask, (flag, _)| mask | flag);
    a.flags() & mask == b.flags() & mask && connections(old, a).eq(connections(new, b))
}

/// What is compared of each connection: the group, the attributes, the authority, the scope.
fn connections<'r>(
    bundle: &'r Bundle<'r>,
    user: &UserRow,
) -> impl Iterator<Item = (&'r str, u32, u8, Vec<&'r str>)> {
    let mask = GROUP_ATTRIBUTES.iter().fold(0, |mask, (flag, _)| mask | flag);
    let groups = run(bundle.groups(), user.connections()).iter();
    let rows = run(bundle.connections(), user.connections()).iter();
    groups.zip(rows).map(move |(group, row): (_, &ConnectionRow)| {
        let scope = run(bundle.scopes(), row.scope()).iter();
        let scope = scope.map(|id| bundle.id_name(IdIndex(id.get()))).collect();
        let group = bundle.id_name(IdIndex(group.get()));
        (group, row.flags() & mask, row.authority().byte(), scope)
    })
}

fn profiles<'r>(bundle: &'r Bundle<'r>) -> Rows<'r, ProfileKey<'r>, ProfileRow> {
    rows(bundle.classes().iter().flat_map(|class| {
        stored(bundle, class).iter().map(move |row| (key(bundle, class, row), row))
    }))
}

/// The profiles of a class as they were declared.
pub(super) fn stored<'r>(bundle: &Bundle<'r>, class: &ClassRow) -> &'r [ProfileRow] {
    if class.flags() & class_flag::STORED_APART == 0 {
        run(bundle.profiles(), class.profiles())
    } else {
        run(bundle.stored(), class.stored())
    }
}

/// The first volume of a profile.
pub(super) fn volume<'r>(bundle: &Bundle<'r>, row: &ProfileRow) -> Option<&'r [u8; 6]> {
    run(bundle.volumes(), row.volumes()).first()
}

fn key<'r>(bundle: &'r Bundle<'_>, class: &'r ClassRow, row: &ProfileRow) -> ProfileKey<'r> {
    let generic = row.flags() & profile_flag::GENERIC != 0;
    (class.name(), bundle.text(row.name()), volume(bundle, row), generic)
}

fn of_profile<'r>(bundle: &'r Bundle<'r>, row: &ProfileRow) -> OfProfile<'r> {
    let id = |id: OptId<IdIndex>| id.get().map(|id| bundle.id_name(id)).unwrap_or_default();
    let erase = row.flags() & profile_flag::ERASE != 0;
    (id(row.owner()), id(row.notify()), row.audit(), row.global_audit(), erase)
}
