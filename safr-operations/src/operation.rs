//! What a granted operation changes.
//!
//! Whether an item is in use, a folder is empty or a name is free is a question of integrity, not of
//! authorization: it is checked here, and can prevent a granted operation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use saffron_compiler::model::{PrincipalId, SafrTestRequest};
use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};

use crate::state::{EnvironmentState, Grant, GroupState, ItemState, Key, Name, SafrState, key};

/// Why a granted operation can't be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle(String);

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Obstacle {}

fn obstacle<T>(why: impl Into<String>) -> Result<T, Obstacle> {
    Err(Obstacle(why.into()))
}

/// Fields that a request doesn't have, since no decision needs them.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Of `copy`: the name of the new item.
    pub name: Option<String>,
    /// Of `set-edit-right`: the right from now on.
    pub right: Option<Right>,
    /// Of `set-create-permission`: all types from now on.
    pub create: Option<Vec<ItemType>>,
    /// Of `set-run-permission`.
    pub migrate_in: Option<bool>,
    /// Of `clear-admin-flag` and `add-group-environment`: what the group is from now on.
    pub access: Option<Access>,
    /// Of `add-member` and `remove-member` where the item is the group.
    pub user: Option<String>,
}

impl SafrState {
    /// Carries out an operation that was granted. On an obstacle nothing is changed.
    pub fn apply(&mut self, request: &SafrTestRequest, set: &Setting) -> Result<(), Obstacle> {
        let mut changed = self.clone();
        changed.carry_out(request, set)?;
        *self = changed;
        Ok(())
    }

    /// Gives a group a right, or removes the one it has.
    pub fn ensure(&mut self, group: &str, environment: &str, item: (ItemType, &str), right: Right) {
        let Ok(grant) = self.grant(group, environment) else { return };
        let key = key(item.0, item.1);
        if right == Right::None {
            grant.rights.remove(&key);
        } else {
            let origin = grant.origin;
            grant.rights.entry(key).or_insert((right, origin)).0 = right;
        }
    }

    fn carry_out(&mut self, request: &SafrTestRequest, set: &Setting) -> Result<(), Obstacle> {
        if !changes_the_state(request.operation) {
            return Ok(());
        }
        match request.operation {
            Op::Create => self.create(request),
            Op::Delete => self.delete(request),
            Op::Modify | Op::Move | Op::ActivateSave => self.modify(request),
            Op::Reference => self.refer(request),
            Op::Copy => self.copy(request, set),
            Op::Migrate => self.migrate(request),
            Op::ClearEnvironment => self.clear(request),
            Op::GrantSystemAdministrator | Op::RevokeSystemAdministrator => self.promote(request),
            Op::AddMember | Op::RemoveMember => self.member(request, set),
            Op::SetAdminFlag
            | Op::ClearAdminFlag
            | Op::SetCreatePermission
            | Op::SetRunPermission
            | Op::SetEditRight => self.permit(request, set),
            Op::AddGroupEnvironment | Op::RemoveGroupEnvironment => self.admit(request, set),
            _ => Ok(()),
        }
    }

    fn environment_state(&mut self, environment: &str) -> Result<&mut EnvironmentState, Obstacle> {
        let environment_state = self.environments.get_mut(&Name(environment.to_owned()));
        environment_state.ok_or_else(|| Obstacle(format!("unknown environment `{environment}`")))
    }

    fn group_state(&mut self, group: &str) -> Result<&mut GroupState, Obstacle> {
        let group_state = self.groups.get_mut(&Name(group.to_owned()));
        group_state.ok_or_else(|| Obstacle(format!("unknown group `{group}`")))
    }

    fn grant(&mut self, group: &str, environment: &str) -> Result<&mut Grant, Obstacle> {
        let grant = self.group_state(group)?.environments.get_mut(&Name(environment.to_owned()));
        grant.ok_or_else(|| Obstacle(format!("`{group}` has no access to `{environment}`")))
    }

    fn user(&self, name: &str) -> Result<PrincipalId, Obstacle> {
        let known = self.users.get(&name.to_ascii_uppercase()).copied();
        known.ok_or_else(|| Obstacle(format!("unknown user `{name}`")))
    }

    fn create(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        let name = named(request)?;
        match request.item_type {
            ItemType::Environment => self.create_environment(name),
            ItemType::Group => self.create_group(name),
            ItemType::User => obstacle("users are declared in the policy"),
            kind => {
                let folder = view_folder(request);
                let references = refs(request).unwrap_or_default();
                let environment_state = self.environment_state(&request.environment)?;
                let item = ItemState { folder, references, origin: environment_state.origin };
                let key = key(kind, name);
                environment_state.add(key.clone(), item)?;
                self.meet(&request.environment, &[key]);
                Ok(())
            }
        }
    }

    /// New environments and groups take the origin of the first one that is declared.
    fn create_environment(&mut self, name: &str) -> Result<(), Obstacle> {
        let origin = self.environments.values().next().map(|it| it.origin);
        let Some(origin) = origin else { return obstacle("no environment is declared yet") };
        let environment_state = EnvironmentState { items: BTreeMap::new(), origin };
        match self.environments.insert(Name(name.to_owned()), environment_state) {
            None => Ok(()),
            Some(_) => obstacle(format!("the environment `{name}` already exists")),
        }
    }

    fn create_group(&mut self, name: &str) -> Result<(), Obstacle> {
        let groups = self.groups.values().map(|it| it.origin);
        let origin = groups.chain(self.environments.values().map(|it| it.origin)).next();
        let Some(origin) = origin else { return obstacle("no environment is declared yet") };
        let (members, environments) = Default::default();
        match self
            .groups
            .insert(Name(name.to_owned()), GroupState { members, environments, origin })
        {
            None => Ok(()),
            Some(_) => obstacle(format!("the group `{name}` already exists")),
        }
    }

    fn delete(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        let name = named(request)?;
        match request.item_type {
            ItemType::Environment => self.delete_environment(name),
            ItemType::Group => self.delete_group(name),
            ItemType::User => obstacle("users are declared in the policy"),
            kind => {
                let key = key(kind, name);
                self.environment_state(&request.environment)?.remove(&key)?;
                self.forget(&request.environment, Some(&key));
                Ok(())
            }
        }
    }

    fn delete_environment(&mut self, name: &str) -> Result<(), Obstacle> {
        if !self.environment_state(name)?.items.is_empty() {
            return obstacle(format!("the environment `{name}` isn't empty"));
        }
        self.environments.remove(&Name(name.to_owned()));
        for group_state in self.groups.values_mut() {
            group_state.environments.remove(&Name(name.to_owned()));
        }
        Ok(())
    }

    fn delete_group(&mut self, name: &str) -> Result<(), Obstacle> {
        let group_state = self.group_state(name)?;
        if !group_state.members.is_empty() || !group_state.environments.is_empty() {
            return obstacle(format!("the group `{name}` still has members or environments"));
        }
        self.groups.remove(&Name(name.to_owned()));
        Ok(())
    }

    /// Rights to an item, or to all items of an environment, are removed with it.
    fn forget(&mut self, environment: &str, item: Option<&Key>) {
        let environment = Name(environment.to_owned());
        for grant in self.groups.values_mut().filter_map(|it| it.environments.get_mut(&environment))
        {
            match item {
                Some(key) => drop(grant.rights.remove(key)),
                None => grant.rights.clear(),
            }
        }
    }

    /// Gives every group what the clauses of the policy grant it to items that are new.
    fn meet(&mut self, environment: &str, new: &[Key]) {
        let environment = Name(environment.to_owned());
        let groups = self.groups.values_mut();
        for grant in groups.filter_map(|it| it.environments.get_mut(&environment)) {
            for item in new {
                grant.meet(item);
            }
        }
    }

    fn modify(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        if !ItemType::ITEMS.contains(&request.item_type) {
            return Ok(());
        }
        let key = key(request.item_type, named(request)?);
        let folder = view_folder(request);
        let item = self.environment_state(&request.environment)?.item(&key)?;
        if let Some(references) = refs(request) {
            item.references = references;
        }
        item.folder = folder.or(item.folder.take());
        Ok(())
    }

    fn refer(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        let item = key(request.item_type, named(request)?);
        let Some((kind, name)) = &request.referrer else {
            return obstacle("the request names no referring item");
        };
        let referring = self.environment_state(&request.environment)?.item(&key(*kind, name))?;
        referring.references.insert(item);
        Ok(())
    }

    fn copy(&mut self, request: &SafrTestRequest, set: &Setting) -> Result<(), Obstacle> {
        let Some(name) = &set.name else { return unsaid("name", "\"LF_NEW\"") };
        if !ItemType::ITEMS.contains(&request.item_type) {
            return obstacle("only control records and items that can have rights can be copied");
        }
        let environment_state = self.environment_state(&request.environment)?;
        let mut item = environment_state.item(&key(request.item_type, named(request)?))?.clone();
        item.folder = view_folder(request).or(item.folder);
        let key = key(request.item_type, name);
        environment_state.add(key.clone(), item)?;
        self.meet(&request.environment, &[key]);
        Ok(())
    }

    /// Copies what is selected, in whatever order, replacing items of the same name. Afterwards the
    /// target must have everything that the copies use, and the folders of views. A reference is
    /// never dropped: who may use a lookup path depends on what it uses (section 60).
    fn migrate(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        let Some(source) = &request.source_environment else {
            return obstacle("the request names no source environment");
        };
        let target = request.target_environment.as_ref().unwrap_or(&request.environment);
        let single = request.item.as_ref().map(|name| (request.item_type, name.clone()));
        let selected = if request.items.is_empty() {
            single.into_iter().collect()
        } else {
            request.items.clone()
        };
        let mut copies = BTreeMap::new();
        for (kind, name) in selected {
            let key = key(kind, &name);
            let mut item = self.environment_state(source)?.item(&key)?.clone();
            if kind == ItemType::View {
                item.folder = request.folder.clone().map(Name).or(item.folder);
            }
            copies.insert(key, item);
        }
        let there = self.environment_state(target)?;
        let known = |key: &Key| copies.contains_key(key) || there.items.contains_key(key);
        for (key, item) in &copies {
            item.needs(target, key, known)?;
        }
        let new = copies.keys().filter(|it| !there.items.contains_key(it)).cloned();
        let new: Vec<Key> = new.collect();
        there.items.extend(copies);
        self.meet(target, &new);
        Ok(())
    }

    fn clear(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        let environment = request.item.as_ref().unwrap_or(&request.environment);
        self.environment_state(environment)?.items.clear();
        self.forget(environment, None);
        Ok(())
    }

    fn promote(&mut self, request: &SafrTestRequest) -> Result<(), Obstacle> {
        let user = self.user(named(request)?)?;
        let origin = self.administrators.values().next().copied();
        if request.operation == Op::RevokeSystemAdministrator {
            self.administrators.remove(&user);
        } else if let Some(origin) = origin {
            self.administrators.entry(user).or_insert(origin);
        }
        Ok(())
    }

    fn member(&mut self, request: &SafrTestRequest, set: &Setting) -> Result<(), Obstacle> {
        let (group, user) = match request.item_type {
            ItemType::User => (request.group.as_ref(), request.item.as_ref()),
            _ => (request.item.as_ref().or(request.group.as_ref()), set.user.as_ref()),
        };
        let Some(user) = user else { return unsaid("user", "\"ALICE\"") };
        let Some(group) = group else { return obstacle("the request names no group") };
        let user = self.user(user)?;
        let group_state = self.group_state(group)?;
        if request.operation == Op::RemoveMember {
            group_state.members.remove(&user);
        } else {
            group_state.members.entry(user).or_insert(group_state.origin);
        }
        Ok(())
    }

    fn permit(&mut self, request: &SafrTestRequest, set: &Setting) -> Result<(), Obstacle> {
        let fallback = self.fallback();
        let grant = self.grant(group_of(request)?, &request.environment)?;
        let origin = grant.origin;
        match request.operation {
            Op::SetAdminFlag => grant.access = Access::Administrator,
            Op::ClearAdminFlag => grant.access = set.access.unwrap_or(fallback),
            Op::SetCreatePermission => {
                let Some(kinds) = &set.create else { return unsaid("create", "[\"view_folder\"]") };
                grant.create = kinds.iter().map(|kind| (*kind, origin)).collect();
            }
            Op::SetRunPermission => {
                let Some(on) = set.migrate_in else { return unsaid("migrate_in", "true") };
                grant.migrate_in = on.then_some(origin);
            }
            _ => {
                let Some(right) = set.right else { return unsaid("right", "\"read\"") };
                self.set_rights(request, right)?;
            }
        }
        Ok(())
    }

    /// A right of none is stored only where it overrides a role.
    fn set_rights(&mut self, request: &SafrTestRequest, right: Right) -> Result<(), Obstacle> {
        let keeps_none = self.rules == Some(Rules::GenevaersRoles);
        for (kind, name) in &request.items {
            let key = key(*kind, name);
            self.environment_state(&request.environment)?.item(&key)?;
            let grant = self.grant(group_of(request)?, &request.environment)?;
            if right == Right::None && !keeps_none {
                grant.rights.remove(&key);
            } else {
                grant.rights.insert(key, (right, grant.origin));
            }
        }
        Ok(())
    }

    fn admit(&mut self, request: &SafrTestRequest, set: &Setting) -> Result<(), Obstacle> {
        let access = set.access.unwrap_or(self.fallback());
        let environment = Name(request.environment.clone());
        self.environment_state(&request.environment)?;
        let group_state = self.group_state(group_of(request)?)?;
        if request.operation == Op::RemoveGroupEnvironment {
            group_state.environments.remove(&environment);
        } else {
            let origin = group_state.origin;
            group_state
                .environments
                .entry(environment)
                .or_insert_with(|| Grant::new(access, origin));
        }
        Ok(())
    }

    /// The access of a group where none is specified.
    fn fallback(&self) -> Access {
        match self.rules {
            Some(Rules::GenevaersRoles) => Access::Guest,
            _ => Access::General,
        }
    }
}

impl ItemState {
    /// Whether an environment has what a copy in it needs.
    fn needs(
        &self,
        environment: &str,
        (kind, name): &Key,
        known: impl Fn(&Key) -> bool,
    ) -> Result<(), Obstacle> {
        if let Some((used, missing)) = self.references.iter().find(|it| !known(it)) {
            return obstacle(format!(
                "the {kind} `{}` refers to the {used} `{}`, which `{environment}` doesn't have: migrate it too",
                name.0, missing.0
            ));
        }
        let folder = self.folder.clone().map(|it| (ItemType::ViewFolder, it));
        match folder.filter(|it| *kind == ItemType::View && !known(it)) {
            Some((_, folder)) => obstacle(format!(
                "the view `{}` is in the view-folder `{}`, which `{environment}` doesn't have: migrate it too",
                name.0, folder.0
            )),
            None => Ok(()),
        }
    }
}

impl EnvironmentState {
    fn item(&mut self, key: &Key) -> Result<&mut ItemState, Obstacle> {
        let missing = || Obstacle(format!("unknown {} `{}`", key.0, key.1.0));
        self.items.get_mut(key).ok_or_else(missing)
    }

    fn add(&mut self, key: Key, item: ItemState) -> Result<(), Obstacle> {
        if self.items.contains_key(&key) {
            return obstacle(format!("the {} `{}` already exists", key.0, key.1.0));
        }
        self.put(key, item)
    }

    fn put(&mut self, key: Key, item: ItemState) -> Result<(), Obstacle> {
        if key.0 == ItemType::View {
            let folder = item.folder.clone();
            let Some(folder) = folder else { return obstacle("a view needs a folder") };
            self.item(&(ItemType::ViewFolder, folder))?;
        }
        self.items.insert(key, item);
        Ok(())
    }

    fn remove(&mut self, key: &Key) -> Result<(), Obstacle> {
        let user = self.items.iter().find(|(_, item)| {
            let is_folder = key.0 == ItemType::ViewFolder;
            item.references.contains(key) || (is_folder && item.folder.as_ref() == Some(&key.1))
        });
        if let Some(((kind, name), _)) = user {
            let verb = if key.0 == ItemType::ViewFolder { "is in" } else { "still refers to" };
            return obstacle(format!("the {kind} `{}` {verb} it", name.0));
        }
        self.item(key)?;
        self.items.remove(key);
        Ok(())
    }
}

/// Whether the operation changes items, groups, rights or administrators. Reads, checks, exports and
/// reports don't; an import changes what its file specifies, which a request doesn't contain.
pub const fn changes_the_state(operation: Op) -> bool {
    !matches!(
        operation,
        Op::Read
            | Op::ActivateCheck
            | Op::BatchActivateLookupPaths
            | Op::BatchActivateViews
            | Op::Export
            | Op::Import
            | Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic
            | Op::ReportEnvironmentSecurity
            | Op::ReportEnvironmentChecker
            | Op::ListNames
            | Op::ReadPermissions
    )
}

fn named(request: &SafrTestRequest) -> Result<&str, Obstacle> {
    request.item.as_deref().ok_or_else(|| Obstacle("the request names no item".to_owned()))
}

fn group_of(request: &SafrTestRequest) -> Result<&str, Obstacle> {
    let group = request.item.as_deref().or(request.group.as_deref());
    group.ok_or_else(|| Obstacle("the request names no group".to_owned()))
}

/// The folder that a request names for a view; other items are in no folder.
fn view_folder(request: &SafrTestRequest) -> Option<Name> {
    let folder = request.folder.clone().filter(|_| request.item_type == ItemType::View);
    folder.map(Name)
}

fn refs(request: &SafrTestRequest) -> Option<BTreeSet<Key>> {
    let refs = request.refs.as_ref()?;
    Some(refs.iter().map(|(kind, name)| key(*kind, name)).collect())
}

fn unsaid<T>(field: &str, example: &str) -> Result<T, Obstacle> {
    obstacle(format!("the line does not specify it: add `\"set\": {{\"{field}\": {example}}}`"))
}
