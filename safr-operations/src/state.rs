//! SAFR's part of a model by names, so that it can be changed and become a model again.
//!
//! Whether an operation is granted isn't decided here: a caller asks the engine first.
//!
//! INVARIANT: [`SafrState::of`] and [`SafrState::into_safr`] undo each other.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use saffron_diagnostics::Span;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::index::IndexVec;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules, SafrSwitches};

use saffron_compiler::model::{
    Environment, EnvironmentId, GroupEnvironment, Item, ItemId, ItemRight, LaterRight, Model,
    PrincipalId, PrincipalKind, Role, Safr, SafrGroup, SafrGroupId,
};

/// A name, in the order of names in a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name(pub(crate) String);

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        ebcdic::compare(&self.0, &other.0)
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An item within its environment.
pub(crate) type Key = (ItemType, Name);

pub(crate) fn key(kind: ItemType, name: &str) -> Key {
    (kind, Name(name.to_owned()))
}

/// SAFR's part of a policy, to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrState {
    pub(crate) rules: Option<Rules>,
    pub(crate) switches: SafrSwitches,
    pub(crate) roles: Vec<Role>,
    pub(crate) users: BTreeMap<String, PrincipalId>,
    pub(crate) environments: BTreeMap<Name, EnvironmentState>,
    pub(crate) groups: BTreeMap<Name, GroupState>,
    pub(crate) administrators: BTreeMap<PrincipalId, Span>,
}

/// An environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnvironmentState {
    pub(crate) items: BTreeMap<Key, ItemState>,
    pub(crate) origin: Span,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemState {
    pub(crate) folder: Option<Name>,
    pub(crate) references: BTreeSet<Key>,
    pub(crate) origin: Span,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupState {
    pub(crate) members: BTreeMap<PrincipalId, Span>,
    pub(crate) environments: BTreeMap<Name, Grant>,
    pub(crate) origin: Span,
}

/// What a group may do in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) access: Access,
    pub(crate) role: Option<String>,
    pub(crate) create: BTreeMap<ItemType, Span>,
    pub(crate) migrate_in: Option<Span>,
    pub(crate) rights: BTreeMap<Key, (Right, Span)>,
    /// What clauses of the policy grant to items that are new.
    pub(crate) later: Arc<Vec<LaterRight>>,
    pub(crate) origin: Span,
}

/// A permission, a system administrator or an item that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    /// The group; empty for an item and for a system administrator.
    pub group: String,
    /// The environment; empty for a membership and for a system administrator.
    pub environment: String,
    /// The permission: `logical-file LF`, `create view-folder`, `migrate-in`, `access`, `member ALICE`; without
    /// a group the item, or `system-administrator ALICE`.
    pub what: String,
    /// The value before; `none` if there was none.
    pub before: String,
    /// The value after.
    pub after: String,
}

impl SafrState {
    /// SAFR's part of a model without errors.
    pub fn of(model: &Model) -> Self {
        let safr = &model.safr;
        let places = safr.environments.iter();
        let environments =
            places.map(|it| (Name(it.name.clone()), EnvironmentState::of(safr, it))).collect();
        let groups = safr.groups.iter().map(|it| (Name(it.name.clone()), GroupState::of(safr, it)));
        let authorities = model.principals.iter_enumerated();
        let users = authorities.filter(|(_, it)| {
            matches!(it.kind, PrincipalKind::User(_) | PrincipalKind::ExternalUser(_))
        });
        Self {
            rules: safr.rules,
            switches: safr.switches,
            roles: safr.roles.clone(),
            users: users.map(|(id, it)| (it.name.clone(), id)).collect(),
            environments,
            groups: groups.collect(),
            administrators: safr.administrators.iter().copied().collect(),
        }
    }

    /// The state as a part of a model.
    pub fn into_safr(self) -> Safr {
        let mut safr = Safr {
            rules: self.rules,
            switches: self.switches,
            administrators: self.administrators.into_iter().collect(),
            roles: self.roles,
            ..Safr::default()
        };
        let ids = add_environments(&mut safr, self.environments);
        let mut lists = BTreeMap::new();
        for (name, group_state) in self.groups {
            let group = group_state.into_group(name.0, &ids, &mut lists);
            let _: SafrGroupId = safr.groups.push(group);
        }
        safr
    }

    /// How many environments, items, groups, members and rights there are: what each change costs.
    pub fn facts(&self) -> usize {
        let items = self.environments.values().map(|it| 1 + it.items.len());
        let groups = self.groups.values().map(|it| {
            let rights = it.environments.values().map(|grant| 1 + grant.rights.len());
            1 + it.members.len() + rights.sum::<usize>()
        });
        items.sum::<usize>() + groups.sum::<usize>()
    }

    /// What differs in `after`, by group and environment: permissions, administrators and items.
    pub fn changes(&self, after: &Self) -> Vec<Changed> {
        let (before, after) = (self.stated(), after.stated());
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let none = || "none".to_owned();
        let changed = keys.into_iter().filter_map(|key| {
            let (was, is) = (before.get(key), after.get(key));
            (was != is).then(|| Changed {
                group: key.0.clone(),
                environment: key.1.clone(),
                what: key.2.clone(),
                before: was.cloned().unwrap_or_else(none),
                after: is.cloned().unwrap_or_else(none),
            })
        });
        changed.collect()
    }

    /// Every permission, administrator and item, by group, environment and what it is for.
    fn stated(&self) -> BTreeMap<(String, String, String), String> {
        let mut all = self.permissions();
        let none = String::new;
        let administrators =
            self.users.iter().filter(|(_, id)| self.administrators.contains_key(id));
        all.extend(administrators.map(|(name, _)| {
            ((none(), none(), format!("system-administrator {name}")), "yes".to_owned())
        }));
        for (environment, it) in &self.environments {
            all.extend(it.items.iter().map(|((kind, name), item)| {
                let place = (none(), environment.0.clone(), format!("{kind} {}", name.0));
                let folder = item.folder.as_ref().map(|it| format!("in folder {}", it.0));
                (place, folder.unwrap_or_else(|| "an item".to_owned()))
            }));
        }
        all
    }

    fn permissions(&self) -> BTreeMap<(String, String, String), String> {
        let mut all = BTreeMap::new();
        for (group, group_state) in &self.groups {
            for (environment, grant) in &group_state.environments {
                for (what, value) in grant.permissions() {
                    all.insert((group.0.clone(), environment.0.clone(), what), value);
                }
            }
            for (name, _) in
                self.users.iter().filter(|(_, id)| group_state.members.contains_key(id))
            {
                let what = format!("member {name}");
                all.insert((group.0.clone(), String::new(), what), "yes".to_owned());
            }
        }
        all
    }
}

impl EnvironmentState {
    fn of(safr: &Safr, it: &Environment) -> Self {
        let items = it.items.clone().filter_map(|at| safr.items.get(ItemId(at)));
        let items = items.map(|it| (key(it.kind, &it.name), ItemState::of(safr, it))).collect();
        Self { items, origin: it.origin }
    }
}

impl ItemState {
    fn of(safr: &Safr, it: &Item) -> Self {
        let references = it.references.iter().filter_map(|id| safr.items.get(*id));
        Self {
            folder: it.folder.and_then(|id| safr.items.get(id)).map(|it| Name(it.name.clone())),
            references: references.map(|it| key(it.kind, &it.name)).collect(),
            origin: it.origin,
        }
    }
}

impl GroupState {
    fn of(safr: &Safr, it: &SafrGroup) -> Self {
        let shares = it.environments.iter().filter_map(|grant| {
            let environment = safr.environments.get(grant.environment)?;
            Some((Name(environment.name.clone()), Grant::of(safr, grant)))
        });
        let environments = shares.collect();
        Self { members: it.members.iter().copied().collect(), environments, origin: it.origin }
    }

    fn into_group(self, name: String, ids: &Ids, lists: &mut Lists) -> SafrGroup {
        let shares = self.environments.into_iter().filter_map(|(environment, grant)| {
            let id = *ids.environments.get(&environment)?;
            Some(grant.into_row(id, ids, lists))
        });
        let environments = shares.collect();
        let members = self.members.into_iter().collect();
        SafrGroup { name, members, environments, origin: self.origin }
    }
}

impl Grant {
    fn of(safr: &Safr, it: &GroupEnvironment) -> Self {
        let right = |row: &ItemRight| {
            let item = safr.items.get(row.item)?;
            Some((key(item.kind, &item.name), (row.right, row.origin)))
        };
        Self {
            access: it.access,
            role: it.role.clone(),
            create: it.create.iter().copied().collect(),
            migrate_in: it.migrate_in,
            rights: it.rights.iter().filter_map(right).collect(),
            later: Arc::clone(&it.later),
            origin: it.origin,
        }
    }

    /// Gives the right that the clauses of the policy grant to an item that came just now: a clause
    /// that names it, or one with `*`. A right that is there already is kept.
    pub(crate) fn meet(&mut self, (kind, name): &Key) {
        let of_type = || self.later.iter().filter(|it| it.kind == *kind);
        let named = of_type().find(|it| it.name.as_deref() == Some(&name.0));
        let Some(later) = named.or_else(|| of_type().find(|it| it.name.is_none())) else { return };
        let right = (later.right, later.origin);
        self.rights.entry((*kind, name.clone())).or_insert(right);
    }

    /// The grant of a group that came into an environment just now.
    pub(crate) fn new(access: Access, origin: Span) -> Self {
        let (create, rights) = (BTreeMap::new(), BTreeMap::new());
        let later = Arc::default();
        Self { access, role: None, create, migrate_in: None, rights, later, origin }
    }

    fn into_row(
        self,
        environment: EnvironmentId,
        ids: &Ids,
        lists: &mut Lists,
    ) -> GroupEnvironment {
        let row = |((kind, name), (right, origin)): (Key, (Right, Span))| {
            Some((*ids.items.get(&(environment, kind, name))?, right, origin))
        };
        let rows: Vec<_> = self.rights.into_iter().filter_map(row).collect();
        let rights = lists.entry(rows).or_insert_with_key(|rows| {
            let rows = rows.iter();
            let right = |&(item, right, origin)| ItemRight { item, right, origin };
            Arc::new(rows.map(right).collect())
        });
        GroupEnvironment {
            environment,
            access: self.access,
            role: self.role,
            create: self.create.into_iter().collect(),
            migrate_in: self.migrate_in,
            rights: Arc::clone(rights),
            later: self.later,
            origin: self.origin,
        }
    }

    fn permissions(&self) -> Vec<(String, String)> {
        let mut all = vec![("access".to_owned(), self.access.to_string())];
        all.extend(self.create.keys().map(|kind| (format!("create {kind}"), "yes".to_owned())));
        all.extend(self.migrate_in.map(|_| ("migrate-in".to_owned(), "yes".to_owned())));
        let rights = self.rights.iter();
        all.extend(
            rights.map(|((kind, name), (right, _))| {
                (format!("{kind} {}", name.0), right.to_string())
            }),
        );
        all
    }
}

/// Lists of rights, so that equal ones are one.
type Lists = BTreeMap<Vec<(ItemId, Right, Span)>, Arc<Vec<ItemRight>>>;

/// Ids by name.
#[derive(Debug, Default)]
struct Ids {
    environments: BTreeMap<Name, EnvironmentId>,
    items: BTreeMap<(EnvironmentId, ItemType, Name), ItemId>,
}

fn add_environments(safr: &mut Safr, environments: BTreeMap<Name, EnvironmentState>) -> Ids {
    let mut ids = Ids::default();
    let mut things: Vec<(EnvironmentId, Key, ItemState)> = Vec::new();
    for (name, environment_state) in environments {
        let first = next(things.len());
        let items = first..next(things.len() + environment_state.items.len());
        let row = Environment { name: name.0.clone(), items, origin: environment_state.origin };
        let id = safr.environments.push(row);
        for (at, (key, item)) in (first..u32::MAX).zip(environment_state.items) {
            ids.items.insert((id, key.0, key.1.clone()), ItemId(at));
            things.push((id, key, item));
        }
        ids.environments.insert(name, id);
    }
    safr.items = things.into_iter().map(|it| item(it, &ids)).collect::<IndexVec<_, _>>();
    ids
}

fn item((environment, (kind, name), item): (EnvironmentId, Key, ItemState), ids: &Ids) -> Item {
    let id = |kind: ItemType, name: Name| ids.items.get(&(environment, kind, name)).copied();
    let mut references: Vec<ItemId> =
        item.references.into_iter().filter_map(|(kind, name)| id(kind, name)).collect();
    references.sort_unstable();
    let folder = item.folder.and_then(|folder| id(ItemType::ViewFolder, folder));
    Item { environment, kind, name: name.0, folder, references, origin: item.origin }
}

fn next(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
