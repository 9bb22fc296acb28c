//! What is known of SAFR's world, by names alone.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::{
    EnvironmentId, GroupEnvironment, ItemId, Model, PrincipalId, PrincipalKind,
};
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules, SafrSwitch, SafrSwitches};

use super::request::Named;

/// Environments, items, groups and what they may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether today's roles are meant, not the documented rules.
    pub roles: bool,
    /// Rules that the documentation leaves open.
    pub switches: SafrSwitches,
    /// Everybody who can log in.
    pub users: BTreeSet<String>,
    /// System administrators.
    pub administrators: BTreeSet<String>,
    /// Environments.
    pub environments: BTreeSet<String>,
    /// Items by environment, type and name.
    pub items: BTreeMap<(String, Named), Item>,
    /// Members of the groups.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// What a group may do in an environment to which it has access.
    pub permissions: BTreeMap<(String, String), Permissions>,
}

/// An item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Of a view.
    pub folder: Option<String>,
    /// What it refers to.
    pub refs: BTreeSet<Named>,
}

/// What a group may do in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// General users, administrators, developers, guests.
    pub access: Access,
    /// Create permissions.
    pub create: BTreeSet<ItemType>,
    /// The run permission.
    pub migrate_in: bool,
    /// Edit rights.
    pub rights: BTreeMap<Named, Right>,
}

impl State {
    /// What a policy says.
    pub fn of(model: &Model) -> Self {
        let safr = &model.safr;
        let mut state = Self {
            roles: safr.rules == Some(Rules::GenevaersRoles),
            switches: safr.switches,
            ..Self::default()
        };
        for authority in &model.principals {
            if matches!(authority.kind, PrincipalKind::User(_) | PrincipalKind::ExternalUser(_)) {
                state.users.insert(authority.name.clone());
            }
        }
        for (user, _) in &safr.administrators {
            state.administrators.insert(user_name(model, *user));
        }
        for environment in &safr.environments {
            state.environments.insert(environment.name.clone());
        }
        for item in &safr.items {
            let place = environment_name(model, item.environment);
            let folder = item.folder.map(|it| named(model, it).1);
            let refs = item.references.iter().map(|it| named(model, *it)).collect();
            state.items.insert((place, (item.kind, item.name.clone())), Item { folder, refs });
        }
        for group in &safr.groups {
            let members = group.members.iter().map(|(user, _)| user_name(model, *user));
            state.groups.insert(group.name.clone(), members.collect());
            for row in &group.environments {
                let place = environment_name(model, row.environment);
                state.permissions.insert((group.name.clone(), place), permissions(model, row));
            }
        }
        state
    }

    /// Whether a switch is on.
    pub fn on(&self, switch: SafrSwitch) -> bool {
        self.switches.is_on(switch)
    }

    /// What a group may do in an environment; `None` if it has no access.
    pub fn permissions(&self, group: &str, environment: &str) -> Option<&Permissions> {
        self.permissions.get(&(group.to_owned(), environment.to_owned()))
    }

    /// An item.
    pub fn item(&self, environment: &str, item: &Named) -> Option<&Item> {
        self.items.get(&(environment.to_owned(), item.clone()))
    }

    /// Takes an item away with all that rests on it: rights, references, and the views of a folder.
    pub fn remove(&mut self, environment: &str, item: &Named) {
        self.items.remove(&(environment.to_owned(), item.clone()));
        for ((_, place), permissions) in &mut self.permissions {
            if place == environment {
                permissions.rights.remove(item);
            }
        }
        let mut views = Vec::new();
        for ((place, named), other) in &mut self.items {
            if place == environment {
                other.refs.remove(item);
                if item.0 == ItemType::ViewFolder && other.folder.as_ref() == Some(&item.1) {
                    views.push(named.clone());
                }
            }
        }
        for view in &views {
            self.remove(environment, view);
        }
    }
}

fn user_name(model: &Model, id: PrincipalId) -> String {
    model.principals.get(id).map(|it| it.name.clone()).unwrap_or_default()
}

fn environment_name(model: &Model, id: EnvironmentId) -> String {
    model.safr.environments.get(id).map(|it| it.name.clone()).unwrap_or_default()
}

fn named(model: &Model, id: ItemId) -> Named {
    let item = model.safr.items.get(id);
    item.map_or((ItemType::XmlFile, String::new()), |it| (it.kind, it.name.clone()))
}

fn permissions(model: &Model, row: &GroupEnvironment) -> Permissions {
    Permissions {
        access: row.access,
        create: row.create.iter().map(|(kind, _)| *kind).collect(),
        migrate_in: row.migrate_in.is_some(),
        rights: row.rights.iter().map(|it| (named(model, it.item), it.right)).collect(),
    }
}
