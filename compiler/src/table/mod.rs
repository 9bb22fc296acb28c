//! The decision table: profiles as RACF holds them in storage, hash-consed access lists, tries of
//! generic names, scopes.
//!
//! INVARIANT: equal access lists, conditional lists, scopes and category sets are one list, so that
//! equality is identity.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

mod class;
mod cost;
mod effective;
mod entry;
mod irregular;
mod pool;
mod reach;
mod trie;

use std::cell::LazyCell;

use saffron_bundle::{MAX_LISTED, MAX_SCOPED};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::index::{Index as _, IndexVec};
use saffron_vocabulary::racf::Switch;
use saffron_vocabulary::specificity::{Naming, Ties, canonical, is_irregular};

pub(crate) use class::{has_unknown_members, is_raclisted, is_stored_apart};
pub(crate) use cost::fixed;
use effective::Merging;

pub(crate) use effective::Effective;
pub use entry::{ConditionalEntry, Entry, ListId, RowId};
pub(crate) use irregular::{Bucket, Irregular};
pub(crate) use pool::{Pool, place};
pub(crate) use trie::{Child, ChildKind, Trie};

use crate::graph::ownership::Ownership;
use crate::model::{Class, ClassId, Model, PrincipalId, Profile};
use class::naming;
use cost::{Costs, Extent};
use irregular::Candidate;

/// A profile with its lists replaced by ids.
#[derive(Clone, Debug)]
pub struct Row<'m> {
    pub(crate) profile: Effective<'m>,
    /// Its standard access list.
    pub standard: ListId,
    /// Its conditional access list.
    pub conditional: ListId,
    /// Its categories.
    pub categories: ListId,
}

/// Names of one class, or the global entries of one class, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// First row of the class, and how many there are.
    pub(crate) rows: (usize, usize),
    /// Generic names without variables.
    pub(crate) trie: Option<Trie>,
    costs: Costs,
    /// Names that no trie can hold.
    pub(crate) irregular: Irregular,
}

impl Names {
    /// The most steps of a search for any name.
    pub(crate) fn bound(&self) -> u64 {
        self.irregular.bound.saturating_add(self.costs.bound())
    }

    /// Some of the rows that make a search long.
    pub(crate) fn dearest(&self) -> Vec<usize> {
        match &self.trie {
            Some(trie) if self.costs.bound() > self.irregular.bound => self.costs.dearest(trie),
            _ => self.irregular.dearest.clone(),
        }
    }
}

/// The decision table of a model.
#[derive(Clone, Debug)]
pub struct DecisionTable<'m> {
    /// The model it was made from.
    pub model: &'m Model,
    /// Profiles by class and order of search.
    pub rows: IndexVec<RowId, Row<'m>>,
    /// Profiles as they are stored, of the classes in which those in storage are others.
    pub(crate) stored: Vec<Row<'m>>,
    /// Per class, its profiles.
    pub(crate) names: IndexVec<ClassId, Names>,
    /// Per class, its global entries.
    pub(crate) global_names: IndexVec<ClassId, Names>,
    pub(crate) standard: Pool<Entry>,
    pub(crate) conditional: Pool<ConditionalEntry>,
    pub(crate) categories: Pool<u16>,
    pub(crate) scopes: Pool<PrincipalId>,
    /// How many IDs all scopes have together.
    pub(crate) scoped: Budget,
    /// The lists of all profiles together have too many entries: the table has no rows, and is refused
    /// when it is emitted.
    pub(crate) too_large: bool,
    /// Per user and connection, the scope of the group where the connection has a group attribute.
    pub(crate) connection_scopes: Vec<Vec<Option<ListId>>>,
}

impl<'m> DecisionTable<'m> {
    /// Builds the table; total: any model has one.
    pub fn build(model: &'m Model) -> Self {
        let mut table = Self {
            model,
            rows: IndexVec::default(),
            stored: Vec::new(),
            names: IndexVec::default(),
            global_names: IndexVec::default(),
            standard: Pool::default(),
            conditional: Pool::default(),
            categories: Pool::default(),
            scopes: Pool::default(),
            scoped: Budget::new(MAX_SCOPED),
            too_large: false,
            connection_scopes: Vec::new(),
        };
        let mut merging = Merging::default();
        let mut profiles = effective::by_class(model, &mut merging);
        let apart: Vec<Effective<'_>> = stored_apart(model).collect();
        let listed: usize = profiles.iter().flatten().chain(&apart).map(Effective::listed).sum();
        if merging.is_exceeded() || listed > MAX_LISTED {
            table.too_large = true;
            return table;
        }
        for (id, class) in model.classes.iter_enumerated() {
            let of_class = profiles.get_mut(id.as_usize()).map(std::mem::take).unwrap_or_default();
            table.add_class(class, of_class);
            table.add_globals(id, class);
        }
        for profile in apart {
            let row = table.row(profile);
            table.stored.push(row);
        }
        table.add_scopes();
        table
    }

    /// The most steps of the searches for a profile and a global entry.
    pub(crate) fn search_bound(&self, class: ClassId) -> u64 {
        let own = self.names.get(class).map_or(0, Names::bound);
        self.global_names.get(class).map_or(0, Names::bound).saturating_add(own)
    }

    fn row(&mut self, profile: Effective<'m>) -> Row<'m> {
        Row {
            standard: self.standard.add(profile.standard_entries()),
            conditional: self.conditional.add(profile.conditional_entries()),
            categories: self.categories.add(profile.categories.to_vec()),
            profile,
        }
    }

    fn add_class(&mut self, class: &Class, profiles: Vec<Effective<'m>>) {
        let first = self.rows.len();
        let mut names = NamesBuilder::new(self.model, class, first);
        for profile in profiles {
            names.add(self.rows.len(), &profile.name, profile.is_generic());
            let row = self.row(profile);
            self.rows.push(row);
        }
        self.names.push(names.finish(self.rows.len()));
    }

    fn add_globals(&mut self, id: ClassId, class: &Class) {
        let globals = &self.model.globals;
        let first = globals.partition_point(|entry| entry.class < id);
        let mut names = NamesBuilder::new(self.model, class, first);
        let mut end = first;
        for entry in globals.iter().skip(first).take_while(|entry| entry.class == id) {
            if class.settings.generic {
                names.add(end, &entry.name, true);
            } else {
                // Without GENERIC for the class a generic entry fits its own spelling alone.
                names.trie.add_literal(&entry.name, end);
            }
            end += 1;
        }
        self.global_names.push(names.finish(end));
    }

    fn add_scopes(&mut self) {
        // Most policies have no group attributes; the graph is for those that do.
        let ownership = LazyCell::new(|| Ownership::of(self.model));
        let mut known: std::collections::BTreeMap<PrincipalId, ListId> =
            std::collections::BTreeMap::new();
        for user in users(self.model) {
            let mut scopes = Vec::new();
            for connection in &user.connections {
                let attribute = connection.special || connection.operations || connection.auditor;
                if self.scoped.is_exceeded() {
                    // Such a table is refused when it is emitted, so nothing more is needed.
                    return;
                }
                scopes.push(attribute.then(|| {
                    *known.entry(connection.group).or_insert_with(|| {
                        let scope = ownership.scope(self.model, connection.group);
                        let fits = self.scoped.spend(scope.len());
                        self.scopes.add(if fits { scope } else { Vec::new() })
                    })
                }));
            }
            self.connection_scopes.push(scopes);
        }
    }
}

/// Profiles that are stored apart from those in storage.
fn stored_apart(model: &Model) -> impl Iterator<Item = Effective<'_>> {
    let apart = |it: &&Profile| is_stored_apart(&model.classes[it.class]);
    model.profiles.iter().filter(apart).map(Effective::of)
}

/// Users in the order of their IDs, external ones included.
pub(crate) fn users(model: &Model) -> impl Iterator<Item = &crate::model::User> {
    model.principals.iter().filter_map(|principal| principal.kind.user())
}

/// Sorts names into a trie and the few that no trie can hold: a RACF variable may stand for more
/// than one qualifier, and so may `%` where it matches a period.
struct NamesBuilder<'m> {
    model: &'m Model,
    extent: Extent,
    naming: Naming,
    is_dataset: bool,
    percent_matches_period: bool,
    ties: Ties,
    first: usize,
    trie: trie::Builder,
    irregular: Vec<Candidate>,
}

impl<'m> NamesBuilder<'m> {
    fn new(model: &'m Model, class: &Class, first: usize) -> Self {
        let dataset = class.is(KnownClass::Dataset);
        Self {
            model,
            extent: Extent::of(class.descriptor.max_length, dataset),
            naming: naming(model, class),
            is_dataset: dataset,
            percent_matches_period: model.options.switches.is_on(Switch::PercentMatchesPeriod),
            ties: Ties::of(model.options.switches),
            first,
            trie: trie::Builder::default(),
            irregular: Vec::new(),
        }
    }

    fn add(&mut self, row: usize, name: &str, generic: bool) {
        if !generic {
            return;
        }
        if is_irregular(name, self.is_dataset, self.percent_matches_period) {
            let (name, cost) = (name.to_owned(), irregular::cost(name, self.model, self.extent));
            self.irregular.push(Candidate { row, name, cost });
        } else {
            self.trie.add(&canonical(name, self.naming), row);
        }
    }

    fn finish(self, end: usize) -> Names {
        let mut trie = self.trie.finish(self.ties);
        let costs = trie.as_mut().map(|trie| cost::assess(trie, self.extent)).unwrap_or_default();
        Names {
            rows: (self.first, end - self.first),
            trie,
            costs,
            irregular: Irregular::of(&self.irregular, self.extent),
        }
    }
}
