//! What a policy has of SAFR, by name, so that two policies can be compared.

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::layout::safr::{SafrAccessRow, SafrItemRow};
use saffron_bundle::{Bundle, IdIndex, run};
use saffron_runtime::Engine;
use saffron_vocabulary::safr::Right;

use super::asked::Named;

/// What an item consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Item<'e> {
    /// The folder of a view, and what the item refers to.
    pub(crate) uses: Vec<Named<'e>>,
    folder: Option<Named<'e>>,
}

/// The items of an environment.
pub(crate) type Items<'e> = BTreeMap<Named<'e>, Item<'e>>;

/// SAFR of one policy.
#[derive(Debug)]
pub(crate) struct World<'e> {
    pub(crate) engine: &'e Engine,
    pub(crate) bundle: &'e Bundle<'e>,
    pub(crate) environments: BTreeMap<&'e str, Items<'e>>,
    pub(crate) administrators: BTreeSet<&'e str>,
    /// Members by group.
    members: BTreeMap<&'e str, BTreeSet<&'e str>>,
    /// What each group may do in each environment.
    pub(crate) access: BTreeMap<(&'e str, &'e str), &'e SafrAccessRow>,
}

impl<'e> World<'e> {
    pub(crate) fn new(engine: &'e Engine) -> Self {
        let bundle = engine.bundle_sections();
        let mut world = Self {
            engine,
            bundle,
            environments: BTreeMap::new(),
            administrators: BTreeSet::new(),
            members: BTreeMap::new(),
            access: BTreeMap::new(),
        };
        for row in bundle.safr_environments() {
            let items = run(bundle.safr_items(), row.items());
            let items = items.iter().map(|item| (named(bundle, item), of(bundle, item)));
            world.environments.insert(bundle.text(row.name()), items.collect());
        }
        let name = |id: u32| bundle.id_name(IdIndex(id));
        world.administrators =
            bundle.safr_administrators().iter().map(|id| name(id.get())).collect();
        for group in bundle.safr_groups() {
            let group_name = bundle.text(group.name());
            let members = run(bundle.safr_members(), group.members());
            world.members.insert(group_name, members.iter().map(|id| name(id.get())).collect());
            for row in run(bundle.safr_access(), group.access()) {
                let environment = bundle.safr_environments().get(row.environment() as usize);
                let environment = environment.map(|it| bundle.text(it.name())).unwrap_or_default();
                world.access.insert((group_name, environment), row);
            }
        }
        world
    }

    /// Who can log in with a group at an environment: its members, if it has access there.
    pub(crate) fn logins(&self, group: &'e str, environment: &'e str) -> BTreeSet<&'e str> {
        let members =
            self.members.get(group).filter(|_| self.access.contains_key(&(group, environment)));
        members.cloned().unwrap_or_default()
    }

    /// The groups with which a user can log in.
    pub(crate) fn groups_of(&self, user: &str) -> Vec<&'e str> {
        let groups = self.members.iter().filter(|(_, members)| members.contains(user));
        groups.map(|(group, _)| *group).collect()
    }

    /// The rights that a row states, by item.
    pub(crate) fn rights(&self, row: &SafrAccessRow) -> BTreeMap<Named<'e>, Right> {
        let rights = run(self.bundle.safr_rights(), row.rights()).iter();
        let named = rights.filter_map(|right| {
            let item = self.bundle.safr_items().get(right.item().0 as usize)?;
            Some((named(self.bundle, item), right.right()))
        });
        named.collect()
    }

    /// The generation of rules, and the options for what the documentation leaves open.
    pub(crate) fn rules(&self) -> (saffron_vocabulary::safr::Rules, u32) {
        let meta = self.bundle.safr_meta();
        (meta.rules(), meta.switches())
    }
}

fn named<'e>(bundle: &'e Bundle<'e>, item: &SafrItemRow) -> Named<'e> {
    (item.kind(), bundle.text(item.name()))
}

fn of<'e>(bundle: &'e Bundle<'e>, item: &SafrItemRow) -> Item<'e> {
    let at = |index: u32| Some(named(bundle, bundle.safr_items().get(index as usize)?));
    let folder = item.folder().get().and_then(|folder| at(folder.0));
    let references = run(bundle.safr_references(), item.references());
    let references = references.iter().filter_map(|index| at(index.get()));
    Item { uses: references.chain(folder).collect(), folder }
}
