//! How many steps a whole decision takes at most: the searches for the profile and the global entry,
//! and what is read of the profile, of the user and of the labels.
//!
//! The runtime counts the same steps (`Engine::decision_steps`); `saffron_bundle::steps` states what
//! a search in a list costs.
//!
//! INVARIANT: a bound is never lower than what a decision takes. It is for requests that meet at most
//! [`CONDITIONS`]; each further program or criterion takes one more search ([`Bounds::class_with`]).

mod safr;

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::steps::{CONDITIONS, common, search, search_names};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::index::{Index as _, IndexVec};
use saffron_vocabulary::racf::Switch;

use crate::model::{Class, ClassId, Connection, LOCAL_NODES, Model, PrincipalId};
use crate::table::{
    ConditionalEntry, DecisionTable, Entry, ListId, Row, RowId, is_stored_apart, users,
};

pub use safr::SafrWork;

/// The most steps of the parts of a decision in a class.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// What is read of a profile.
    pub(crate) profile: u64,
    /// The profile of which most is read.
    pub(crate) longest: Option<Longest>,
    /// What is read of a user's connections.
    pub(crate) user: u64,
    /// The user of whom most is read.
    pub(crate) connected: Option<PrincipalId>,
    /// Labels, terminals and nodes, and the search for a profile that is to be changed.
    pub(crate) others: u64,
}

/// A profile in storage, or one as it is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Longest {
    InStorage(RowId),
    Stored(usize),
}

impl Work {
    /// All of it.
    pub(crate) fn steps(&self) -> u64 {
        self.profile.saturating_add(self.user).saturating_add(self.others)
    }
}

/// The most steps that decisions take, apart from their searches, by class.
#[derive(Clone, Debug)]
pub struct Bounds<'t, 'm> {
    table: &'t DecisionTable<'m>,
    work: IndexVec<ClassId, Work>,
    /// What one more condition of a request takes at most.
    condition: u64,
}

impl<'t, 'm> Bounds<'t, 'm> {
    /// The bounds of a table.
    pub fn of(table: &'t DecisionTable<'m>) -> Self {
        let lists = Lists::of(table);
        let condition = lists.condition;
        Self { table, work: of(table, &lists), condition }
    }

    /// The most steps that a decision in a class takes, whatever the name and the user are, for a request that
    /// meets at most [`CONDITIONS`].
    pub fn class(&self, class: ClassId) -> u64 {
        let work = self.work.get(class).map_or(0, Work::steps);
        self.table.search_bound(class).saturating_add(work)
    }

    /// The same, for a request that may meet so many conditions.
    pub fn class_with(&self, class: ClassId, conditions: usize) -> u64 {
        let further = conditions.saturating_sub(CONDITIONS) as u64;
        self.class(class).saturating_add(self.condition.saturating_mul(further))
    }

    /// What is read in a class.
    pub(crate) fn work(&self, class: ClassId) -> Option<&Work> {
        self.work.get(class)
    }
}

/// The work of each class.
fn of(table: &DecisionTable<'_>, lists: &Lists) -> IndexVec<ClassId, Work> {
    let (user, connected) = connections(table);
    let labels = labels(table);
    let classes = table.model.classes.iter_enumerated().map(|(id, class)| {
        let (profile, longest) = longest(table, id, lists);
        let others = labels.saturating_add(of_class(table, id, class));
        Work { profile, longest: longest.map(Longest::InStorage), user, connected, others }
    });
    let mut work: IndexVec<ClassId, Work> = classes.collect();
    for (at, row) in table.stored.iter().enumerate() {
        if let Some(work) = work.get_mut(row.profile.class) {
            let steps = lists.steps(row).saturating_add(1);
            if work.profile < steps {
                (work.profile, work.longest) = (steps, Some(Longest::Stored(at)));
            }
        }
    }
    work
}

/// The most steps for the connections of a user. Two rules may look for an attribute of a group, and
/// then whether a scope is unknown.
fn connections(table: &DecisionTable<'_>) -> (u64, Option<PrincipalId>) {
    let principals = table.model.principals.iter_enumerated();
    let ids = principals.filter(|(_, principal)| principal.kind.user().is_some());
    let of_users = ids.zip(users(table.model)).zip(&table.connection_scopes);
    let steps = of_users.map(|(((id, _), user), scopes)| {
        let all = user.connections.len();
        let scopes = scopes.iter().flatten().map(|&scope| 2 * search(table.scopes.len_of(scope)));
        let differ = user.connections.iter().any(Connection::is_read);
        let read = if differ { 4 * all as u64 + 2 * scopes.sum::<u64>() } else { 0 };
        (read + 2 * search(all), Some(id))
    });
    steps.max_by_key(|(steps, id)| (*steps, std::cmp::Reverse(*id))).unwrap_or_default()
}

/// What of a policy is read in every class.
fn labels(table: &DecisionTable<'_>) -> u64 {
    let model = table.model;
    let mut steps = 0;
    if is_active(model, KnownClass::Seclabel) {
        let most = model.labels.iter().map(|label| label.categories.len()).max().unwrap_or(0);
        steps += model.labels.len() as u64 + 2 * most as u64 * search(most);
    }
    if is_active(model, KnownClass::Secdata)
        && let Some((terminal, _)) = model.known_class(KnownClass::Terminal)
    {
        steps += table.search_bound(terminal);
    }
    steps
}

fn is_active(model: &Model, known: KnownClass) -> bool {
    model.known_class(known).is_some_and(|(_, class)| class.settings.active)
}

/// What is read in one class only.
fn of_class(table: &DecisionTable<'_>, id: ClassId, class: &Class) -> u64 {
    // A class doesn't have more profiles than all classes have.
    let stored = if is_stored_apart(class) {
        table.stored.len()
    } else {
        table.names.get(id).map_or(0, |names| names.rows.1)
    };
    let variables = &table.model.variables;
    let nodes = variables.iter().find(|variable| variable.name == LOCAL_NODES);
    let nodes = nodes.filter(|_| class.is(KnownClass::Jesspool));
    2 * search_names(stored) + nodes.map_or(0, |nodes| nodes.members.len()) as u64
}

/// The most steps for what is read of a profile of a class.
fn longest(table: &DecisionTable<'_>, id: ClassId, lists: &Lists) -> (u64, Option<RowId>) {
    let (first, count) = table.names.get(id).map(|names| names.rows).unwrap_or_default();
    let rows = (first..first + count).map(RowId::from_usize);
    let rows = rows.filter_map(|id| Some((id, table.rows.get(id)?)));
    let mut longest = (0, None);
    // Profiles of one name on different volumes follow each other and are read one by one.
    let (mut name, mut volumes) = ("", 0);
    for (id, row) in rows {
        let own = 1 + row.profile.base.volumes.len() as u64;
        volumes = if *row.profile.name == *name { volumes + own } else { own };
        name = &row.profile.name;
        let steps = lists.steps(row).saturating_add(volumes);
        if longest.0 < steps {
            longest = (steps, Some(id));
        }
    }
    longest
}

/// The most steps for each list of a table, whoever the user is.
struct Lists {
    standard: IndexVec<ListId, u64>,
    conditional: IndexVec<ListId, u64>,
    /// For one condition of any list.
    condition: u64,
    /// For a category of a profile; nothing if categories aren't compared.
    category: u64,
}

impl Lists {
    fn of(table: &DecisionTable<'_>) -> Self {
        let groups: BTreeSet<usize> =
            users(table.model).map(|user| user.connections.len()).collect();
        let most = groups.last().copied().unwrap_or(0);
        let mut known: BTreeMap<usize, u64> = BTreeMap::new();
        let mut entries = |len: usize| {
            let common = |&groups: &usize| common(len, groups);
            let most = || groups.iter().map(common).max().unwrap_or(0);
            *known.entry(len).or_insert_with(|| most().saturating_add(search(len)))
        };
        let switches = table.model.options.switches;
        let each =
            if switches.is_on(Switch::ConditionalEntryBlocksOperations) { search(most) } else { 0 };
        let held = users(table.model).map(|user| user.categories.len()).max().unwrap_or(0);
        let compared = is_active(table.model, KnownClass::Secdata);
        let condition = table.conditional.lists().map(|list| one_condition(list, &mut entries));
        let condition = condition.max().unwrap_or(0);
        Self {
            standard: table.standard.lists().map(|list: &Vec<Entry>| entries(list.len())).collect(),
            conditional: table
                .conditional
                .lists()
                .map(|list| conditional(list, &mut entries) + each * list.len() as u64)
                .collect(),
            condition,
            category: if compared { search(held) } else { 0 },
        }
    }

    fn steps(&self, row: &Row<'_>) -> u64 {
        let of = |lists: &IndexVec<ListId, u64>, id| lists.get(id).copied().unwrap_or(0);
        let categories = row.profile.categories.len() as u64 * self.category;
        of(&self.standard, row.standard)
            .saturating_add(of(&self.conditional, row.conditional))
            .saturating_add(categories)
    }
}

/// Each condition that is met is searched, and the entries of the longest ones are read.
fn conditional(list: &[ConditionalEntry], entries: &mut impl FnMut(usize) -> u64) -> u64 {
    if list.is_empty() {
        return 0;
    }
    let mut steps: Vec<u64> = alike(list).map(entries).collect();
    steps.sort_unstable_by_key(|&steps| std::cmp::Reverse(steps));
    let read = steps.into_iter().take(CONDITIONS).fold(0, u64::saturating_add);
    read.saturating_add(2 * CONDITIONS as u64 * search_names(list.len()))
}

/// One condition that is met is searched, and its entries are read.
fn one_condition(list: &[ConditionalEntry], entries: impl FnMut(usize) -> u64) -> u64 {
    let longest = alike(list).map(entries).max().unwrap_or(0);
    longest.saturating_add(2 * search_names(list.len()))
}

/// How many entries each condition of a list has.
fn alike(list: &[ConditionalEntry]) -> impl Iterator<Item = usize> {
    list.chunk_by(|one, next| one.condition == next.condition).map(<[_]>::len)
}
