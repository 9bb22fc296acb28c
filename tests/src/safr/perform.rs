//! What a granted operation makes of the state. Nothing is shared with the simulation that it is
//! compared with.

use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::{Access, ItemType, Right, SafrOperation as Op, SafrOutcome};

use super::facts::SafrFacts;
use super::request::{Named, OwnedSafrRequest};
use super::state::{Item, Permissions, State};

impl State {
    /// Performs a request as it was decided. What isn't granted changes nothing, and neither does
    /// what can't be done, such as deleting what is used, or what needs more than the request says.
    pub fn perform(&mut self, request: &OwnedSafrRequest, facts: &SafrFacts) {
        if facts.outcome != SafrOutcome::Grant || !self.carry_out(request) {
            return;
        }
        for effect in &facts.effects {
            let key = (effect.group.clone(), effect.environment.clone());
            let Some(permissions) = self.permissions.get_mut(&key) else { continue };
            if effect.right == Right::None {
                permissions.rights.remove(&effect.item);
            } else {
                permissions.rights.insert(effect.item.clone(), effect.right);
            }
        }
    }

    /// Whether it could be done.
    fn carry_out(&mut self, request: &OwnedSafrRequest) -> bool {
        match (request.operation, request.item_type) {
            (Op::Copy | Op::SetCreatePermission | Op::SetRunPermission | Op::SetEditRight, _)
            | (Op::Create | Op::Delete, ItemType::User) => false,
            (Op::Create, ItemType::Environment) => self.create_environment(request),
            (Op::Create, ItemType::Group) => self.create_group(request),
            (Op::Delete, ItemType::Environment) => self.delete_environment(request),
            (Op::Delete, ItemType::Group) => self.delete_group(request),
            (Op::Migrate, _) => self.migrate(request),
            (Op::Create, _) => self.create(request),
            (Op::Delete, _) => self.delete(request),
            (Op::Modify | Op::Move | Op::ActivateSave, kind) if ItemType::ITEMS.contains(&kind) => {
                self.change(request)
            }
            (Op::Reference, _) => self.refer(request),
            (Op::ClearEnvironment, _) => self.clear(request),
            (Op::AddMember | Op::RemoveMember, _) => self.member(request),
            (Op::GrantSystemAdministrator | Op::RevokeSystemAdministrator, _) => {
                self.promote(request)
            }
            (Op::SetAdminFlag | Op::ClearAdminFlag, _) => self.flag(request),
            (Op::AddGroupEnvironment | Op::RemoveGroupEnvironment, _) => self.admit(request),
            _ => true,
        }
    }

    fn create_environment(&mut self, request: &OwnedSafrRequest) -> bool {
        let name = request.item.clone();
        name.is_some_and(|it| !self.environments.is_empty() && self.environments.insert(it))
    }

    fn create_group(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(name) = request.item.clone() else { return false };
        if self.groups.contains_key(&name)
            || (self.groups.is_empty() && self.environments.is_empty())
        {
            return false;
        }
        self.groups.insert(name, BTreeSet::new());
        true
    }

    fn delete_environment(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(name) = &request.item else { return false };
        if self.items.keys().any(|(place, _)| place == name) || !self.environments.remove(name) {
            return false;
        }
        self.permissions.retain(|(_, place), _| place != name);
        true
    }

    fn delete_group(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(name) = &request.item else { return false };
        let empty = self.groups.get(name).is_some_and(BTreeSet::is_empty);
        if !empty || self.permissions.keys().any(|(group, _)| group == name) {
            return false;
        }
        self.groups.remove(name).is_some()
    }

    fn create(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(item) = own(request) else { return false };
        if self.item(&request.environment, &item).is_some() {
            return false;
        }
        let refs = request.refs.iter().flatten().cloned().collect();
        let folder = request.folder.clone().filter(|_| item.0 == ItemType::View);
        self.items.insert((request.environment.clone(), item), Item { folder, refs });
        true
    }

    /// What another item refers to, and a folder with views, can't be deleted.
    fn delete(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(item) = own(request) else { return false };
        let here = self.items.iter().filter(|((place, _), _)| *place == request.environment);
        let mut others = here.map(|(_, other)| other);
        let holds =
            |other: &Item| item.0 == ItemType::ViewFolder && other.folder.as_ref() == Some(&item.1);
        if others.any(|other| other.refs.contains(&item) || holds(other)) {
            return false;
        }
        self.remove(&request.environment, &item);
        true
    }

    fn change(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(item) = own(request) else { return false };
        let key = (request.environment.clone(), item);
        let Some(saved) = self.items.get_mut(&key) else { return false };
        if let Some(refs) = &request.refs {
            saved.refs = refs.iter().cloned().collect();
        }
        if key.1.0 == ItemType::View && request.folder.is_some() {
            saved.folder.clone_from(&request.folder);
        }
        true
    }

    fn refer(&mut self, request: &OwnedSafrRequest) -> bool {
        let (Some(item), Some(referrer)) = (own(request), request.referrer.clone()) else {
            return false;
        };
        let referring = self.items.get_mut(&(request.environment.clone(), referrer));
        referring.map(|it| it.refs.insert(item)).is_some()
    }

    /// Copies everything that is selected, or nothing: the target must have what the copies refer to
    /// and the folders of views, or get them with the same migration.
    fn migrate(&mut self, request: &OwnedSafrRequest) -> bool {
        let target = request.target_environment.as_ref().unwrap_or(&request.environment).clone();
        let source = request.source_environment.clone().unwrap_or_default();
        let one = own(request).into_iter().filter(|_| request.items.is_empty());
        let mut after = self.items.clone();
        let mut copies = Vec::new();
        for named in request.items.iter().cloned().chain(one) {
            let Some(mut copy) = self.item(&source, &named).cloned() else { return false };
            if named.0 == ItemType::View && request.folder.is_some() {
                copy.folder.clone_from(&request.folder);
            }
            after.insert((target.clone(), named), copy.clone());
            copies.push(copy);
        }
        let there = |it: &Named| after.contains_key(&(target.clone(), it.clone()));
        let complete = copies.iter().all(|copy| {
            let folder = copy.folder.clone().map(|it| (ItemType::ViewFolder, it));
            copy.refs.iter().chain(&folder).all(there)
        });
        if complete {
            self.items = after;
        }
        complete
    }

    fn clear(&mut self, request: &OwnedSafrRequest) -> bool {
        let cleared = request.item.as_ref().unwrap_or(&request.environment);
        self.items.retain(|(place, _), _| place != cleared);
        for ((_, place), permissions) in &mut self.permissions {
            if place == cleared {
                permissions.rights.clear();
            }
        }
        true
    }

    /// Only a request about a user says which user it is.
    fn member(&mut self, request: &OwnedSafrRequest) -> bool {
        let user = request.item.as_ref().filter(|_| request.item_type == ItemType::User);
        let members = request.group.as_ref().and_then(|it| self.groups.get_mut(it));
        let (Some(user), Some(members)) = (user, members) else { return false };
        let user = user.to_ascii_uppercase();
        if request.operation == Op::AddMember {
            members.insert(user);
        } else {
            members.remove(&user);
        }
        true
    }

    fn promote(&mut self, request: &OwnedSafrRequest) -> bool {
        let Some(user) = request.item.as_ref().map(|it| it.to_ascii_uppercase()) else {
            return false;
        };
        if request.operation == Op::GrantSystemAdministrator {
            self.administrators.insert(user);
        } else {
            self.administrators.remove(&user);
        }
        true
    }

    fn least_access(&self) -> Access {
        if self.roles { Access::Guest } else { Access::General }
    }

    fn flag(&mut self, request: &OwnedSafrRequest) -> bool {
        let least = self.least_access();
        let Some(permissions) = self.permissions.get_mut(&group_place(request)) else {
            return false;
        };
        let set = request.operation == Op::SetAdminFlag;
        permissions.access = if set { Access::Administrator } else { least };
        true
    }

    fn admit(&mut self, request: &OwnedSafrRequest) -> bool {
        let access = self.least_access();
        let key = group_place(request);
        if !self.groups.contains_key(&key.0) {
            return false;
        }
        if request.operation == Op::RemoveGroupEnvironment {
            self.permissions.remove(&key);
        } else {
            let (create, rights) = (BTreeSet::new(), BTreeMap::new());
            let new = Permissions { access, create, migrate_in: false, rights };
            self.permissions.entry(key).or_insert(new);
        }
        true
    }
}

fn own(request: &OwnedSafrRequest) -> Option<Named> {
    let item = request.item.clone().map(|name| (request.item_type, name));
    item.filter(|(kind, _)| ItemType::ITEMS.contains(kind))
}

/// The group that a request is about, and where.
fn group_place(request: &OwnedSafrRequest) -> (String, String) {
    let group = request.item.as_ref().or(request.group.as_ref());
    (group.cloned().unwrap_or_default(), request.environment.clone())
}
