//! Who asks: every user of either policy, the undefined user and, where only the current connect group is in effect,
//! each user once for each group.
#![expect(
    clippy::indexing_slicing,
    reason = "the two policies are arrays of two, and every index comes from the array [0, 1]"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use saffron_bundle::layout::{ConnectionRow, UserRow, meta_flag, user_flag};
use saffron_bundle::{IdIndex, run};
use saffron_runtime::{Requester, Subject};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::Day;

use crate::side::Side;

/// A user, or no user, with a group or the default group, on both sides.
#[derive(Clone, Debug)]
pub struct Person<'e> {
    /// The ID; `None`: the undefined user.
    pub user: Option<&'e str>,
    /// The current connect group; `None`: the user's default group.
    pub group: Option<&'e str>,
    /// As the engines know the user.
    pub subjects: [Subject<'e>; 2],
    /// Whether the user can enter the system.
    pub enters: [bool; 2],
    /// Whether not all is known of the user.
    pub external: bool,
    /// The user's row on both sides.
    pub(crate) rows: [Option<&'e UserRow>; 2],
    /// The group that is current on both sides.
    pub(crate) current: [Option<&'e str>; 2],
    /// Users with the same number have the same attributes on both sides.
    pub(crate) alike: usize,
    /// What of the user differs between the sides.
    pub(crate) changed: Changed<'e>,
}

impl Person<'_> {
    /// Whether the user is RESTRICTED on a side.
    pub(crate) fn is_restricted(&self, at: usize) -> bool {
        let row = self.rows.get(at).copied().flatten();
        row.is_some_and(|row| row.flags() & user_flag::RESTRICTED != 0)
    }
}

/// What of a user differs between the policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed<'e> {
    Nothing,
    /// Plain connections to these groups.
    Groups(BTreeSet<&'e str>),
    /// Attributes, dates, labels and the like.
    Attributes,
}

/// All who ask.
#[derive(Clone, Debug)]
pub struct People<'e> {
    /// In EBCDIC order of user and group; the undefined user is the last.
    pub all: Vec<Person<'e>>,
    /// For each side who has an ID in effect: the user of it, and those connected to it.
    pub(crate) holders: [HashMap<u32, Vec<usize>>; 2],
    /// Who has the same attributes.
    pub(crate) alike: Vec<Vec<usize>>,
}

/// Names in the order of RACF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InOrder<'e>(pub(crate) &'e str);

impl Ord for InOrder<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        ebcdic::compare(self.0, other.0)
    }
}

impl PartialOrd for InOrder<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

type Rows<'e> = [Option<&'e UserRow>; 2];

/// The users of both policies and their rows.
fn users<'e>(sides: &[Side<'e>; 2]) -> BTreeMap<InOrder<'e>, Rows<'e>> {
    let mut users: BTreeMap<InOrder<'e>, Rows<'e>> = BTreeMap::new();
    for (at, side) in sides.iter().enumerate() {
        for row in side.bundle.authorities() {
            let user = row.user().get().and_then(|user| side.bundle.users().get(user.0 as usize));
            if let (Some(user), Some(slot)) =
                (user, users.entry(InOrder(row.name())).or_default().get_mut(at))
            {
                *slot = Some(user);
            }
        }
    }
    users.retain(|_, rows| rows.iter().any(Option::is_some));
    users
}

/// The groups of a user, with the connections.
pub(crate) fn connections<'e>(
    side: Side<'e>,
    row: Option<&'e UserRow>,
) -> impl Iterator<Item = (u32, &'e str, &'e ConnectionRow)> {
    let bundle = side.bundle;
    let of = row.map(UserRow::connections);
    let groups = of.map(|of| run(bundle.groups(), of)).unwrap_or_default();
    let connections = of.map(|of| run(bundle.connections(), of)).unwrap_or_default();
    groups.iter().zip(connections).map(move |(group, connection)| {
        (group.get(), bundle.id_name(IdIndex(group.get())), connection)
    })
}

fn default_group<'e>(side: Side<'e>, row: Option<&UserRow>) -> Option<&'e str> {
    row?.default_group().get().map(|group| side.bundle.id_name(group))
}

impl<'e> People<'e> {
    /// All who ask on a day.
    pub fn new(sides: &[Side<'e>; 2], day: Day) -> Self {
        let each_group = sides.iter().any(|side| !side.has(meta_flag::LIST_OF_GROUPS));
        let mut maker = Maker { sides: *sides, day, all: Vec::new() };
        for (InOrder(user), rows) in users(sides) {
            maker.person(Some(user), rows, None);
            for group in if each_group { maker.other_groups(rows) } else { BTreeSet::new() } {
                maker.person(Some(user), rows, Some(group.0));
            }
        }
        maker.person(None, [None, None], None);
        let mut people = Self {
            holders: [0, 1].map(|side| maker.holders(side)),
            alike: Vec::new(),
            all: maker.all,
        };
        people.find_alike(sides);
        people
    }

    /// Gives users with equal attributes the same number. A user with a connection that has a date, an attribute or is
    /// revoked is compared with no other.
    fn find_alike(&mut self, sides: &[Side<'e>; 2]) {
        let mut numbers: HashMap<Vec<u8>, usize> = HashMap::new();
        for (at, person) in self.all.iter_mut().enumerate() {
            let mut key = Vec::new();
            for (side, row) in sides.iter().zip(person.rows) {
                attributes(*side, row, &mut key);
                if row.is_some_and(|row| row.flags() & user_flag::CONNECTIONS_DIFFER != 0) {
                    key.extend(at.to_le_bytes());
                }
            }
            key.extend(person.enters.map(u8::from));
            key.push(u8::from(person.user.is_none()));
            let next = numbers.len();
            person.alike = *numbers.entry(key).or_insert(next);
            if person.alike == self.alike.len() {
                self.alike.push(Vec::new());
            }
            self.alike.get_mut(person.alike).into_iter().for_each(|alike| alike.push(at));
        }
    }
}

/// What of a user matters besides groups, as bytes.
fn attributes(side: Side<'_>, row: Option<&UserRow>, key: &mut Vec<u8>) {
    let Some(row) = row else { return key.push(0) };
    key.push(1);
    key.extend(row.flags().to_le_bytes());
    key.extend(row.label().to_le_bytes());
    key.push(row.security_level());
    let categories = run(side.bundle.categories(), row.categories());
    key.extend(u32::try_from(categories.len()).unwrap_or(u32::MAX).to_le_bytes());
    key.extend(categories.iter().flat_map(|number| number.get().to_le_bytes()));
}

/// People while they are collected.
struct Maker<'e> {
    sides: [Side<'e>; 2],
    day: Day,
    all: Vec<Person<'e>>,
}

impl<'e> Maker<'e> {
    fn person(&mut self, user: Option<&'e str>, rows: Rows<'e>, group: Option<&'e str>) {
        let requester = user.map_or(Requester::Undefined, Requester::User);
        let subjects = self.sides.map(|side| side.engine.subject(requester, group, self.day));
        let external = |row: &&UserRow| row.flags() & user_flag::EXTERNAL != 0;
        self.all.push(Person {
            user,
            group,
            enters: [subjects[0].has_acee(), subjects[1].has_acee()],
            subjects,
            external: rows.iter().flatten().any(external),
            rows,
            current: [0, 1].map(|at| group.or_else(|| default_group(self.sides[at], rows[at]))),
            alike: 0,
            changed: changed(&self.sides, rows),
        });
    }

    /// Groups of a user that aren't the default group on both sides.
    fn other_groups(&self, rows: Rows<'e>) -> BTreeSet<InOrder<'e>> {
        let mut groups = BTreeSet::new();
        for (side, row) in self.sides.iter().zip(rows) {
            groups.extend(connections(*side, row).map(|(_, name, _)| InOrder(name)));
        }
        let is_default = |group: &InOrder<'_>| {
            let known = self.sides.iter().zip(rows).filter(|(_, row)| row.is_some());
            known.into_iter().all(|(side, row)| default_group(*side, row) == Some(group.0))
        };
        groups.retain(|group| !is_default(group));
        groups
    }

    /// Who has which ID in effect on a side.
    fn holders(&self, at: usize) -> HashMap<u32, Vec<usize>> {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        let Some(side) = self.sides.get(at) else { return holders };
        let all_groups = side.has(meta_flag::LIST_OF_GROUPS);
        for (number, person) in self.all.iter().enumerate() {
            let row = person.rows.get(at).copied().flatten();
            let Some(row) = row else { continue };
            holders.entry(row.auth()).or_default().push(number);
            let current = person.current.get(at).copied().flatten();
            for (group, name, _) in connections(*side, Some(row)) {
                if all_groups || Some(name) == current {
                    holders.entry(group).or_default().push(number);
                }
            }
        }
        holders
    }
}

/// What of a user differs between two policies.
fn changed<'e>(sides: &[Side<'e>; 2], rows: Rows<'e>) -> Changed<'e> {
    let [Some(old), Some(new)] = rows else {
        let same = rows[0].is_none() && rows[1].is_none();
        return if same { Changed::Nothing } else { Changed::Attributes };
    };
    let mut keys = [Vec::new(), Vec::new()];
    for ((key, row), side) in keys.iter_mut().zip([old, new]).zip(sides) {
        // Whether connections differ is found by looking at them.
        attributes(*side, Some(row), key);
        for day in [row.revoke_on(), row.resume_on()] {
            key.extend(day.map_or(i32::MIN, |day| day.0).to_le_bytes());
        }
        key.extend(default_group(*side, Some(row)).unwrap_or_default().bytes());
    }
    if keys[0] != keys[1] {
        return Changed::Attributes;
    }
    let connected = [0, 1].map(|at| held(sides[at], rows[at]));
    let mut groups = BTreeSet::new();
    for (one, other) in [(0, 1), (1, 0)] {
        for (group, connection) in &connected[one] {
            match connected[other].get(group) {
                Some(same) if same == connection => {}
                None if *connection == Vec::<u8>::new() => {
                    groups.insert(*group);
                }
                _ => return Changed::Attributes,
            }
        }
    }
    if groups.is_empty() { Changed::Nothing } else { Changed::Groups(groups) }
}

/// The connections of a user by group; nothing for one without dates and attributes.
fn held<'e>(side: Side<'e>, row: Option<&'e UserRow>) -> BTreeMap<&'e str, Vec<u8>> {
    let bytes = |connection: &ConnectionRow| {
        let mut key = Vec::new();
        let days = [connection.revoke_on(), connection.resume_on()];
        let mut scope: Vec<&str> = run(side.bundle.scopes(), connection.scope())
            .iter()
            .map(|id| side.bundle.id_name(IdIndex(id.get())))
            .collect();
        scope.sort_unstable();
        let flags = connection.flags() & PLAIN;
        if flags != 0 || days.iter().any(Option::is_some) || !scope.is_empty() {
            key.extend(flags.to_le_bytes());
            key.extend(days.iter().flat_map(|day| day.map_or(i32::MIN, |day| day.0).to_le_bytes()));
            key.extend(scope.iter().flat_map(|name| name.bytes().chain([0])));
        }
        key
    };
    connections(side, row).map(|(_, name, connection)| (name, bytes(connection))).collect()
}

/// Bits of a connection on which access to resources depends.
const PLAIN: u32 = {
    use saffron_bundle::layout::connection_flag::{AUDITOR, OPERATIONS, REVOKED, SPECIAL};
    REVOKED | SPECIAL | OPERATIONS | AUDITOR
};
