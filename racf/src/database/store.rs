//! The database itself: as IRRMIN00 NEW leaves it, its look-ups, and the only functions that add and
//! remove profiles and connections.
//!
//! INVARIANT: no look-up walks over all profiles, users or groups.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use indexmap::{Equivalent, IndexMap};
use saffron_vocabulary::racf::{AccessLevel, Enforcement, GroupAuthority};

use super::class::{Class, DATASET};
use super::counts::Counts;
use super::on_volumes::OnVolumes;
use super::{
    Connection, Contents, Database, Fact, Group, IBMUSER, KeyRef, Options, Profile, ProfileKey,
    Revocation, User, UserAttributes,
};
use crate::command::UserAttribute;

/// The root of all groups.
pub(super) const SYS1: &str = "SYS1";

/// The part of a data set name before its first period.
pub(super) fn qualifier(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

impl Default for Database {
    fn default() -> Self {
        Self::new()
    }
}

impl Database {
    /// As IRRMIN00 NEW leaves it: the group SYS1, the user IBMUSER, and every option off
    /// (`RACF System Programmer's Guide`, IRRMIN00).
    pub fn new() -> Self {
        let mut it = Self {
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
            classes: BTreeMap::new(),
            options: Options::initial(),
            assumed: BTreeSet::new(),
            assumed_profiles: BTreeSet::new(),
            counts: Counts::default(),
        };
        let owner = || Fact::initial(IBMUSER.to_owned());
        it.add_group(SYS1.to_owned(), root(owner()));
        it.users.insert(IBMUSER.to_owned(), ibmuser(owner()));
        it.connect(IBMUSER, SYS1.to_owned(), first_connection(owner()));
        it
    }

    /// A database with these contents and nothing else; every option is as IRRMIN00 NEW leaves it.
    pub fn holding(contents: Contents) -> Self {
        let Contents { users, groups, classes } = contents;
        let mut it = Self {
            users,
            groups,
            classes,
            options: Options::initial(),
            assumed: BTreeSet::new(),
            assumed_profiles: BTreeSet::new(),
            counts: Counts::default(),
        };
        it.counts = Counts::of(&it);
        it
    }

    /// Whether a user or a group has this name.
    pub fn is_defined(&self, id: &str) -> bool {
        self.users.contains_key(id) || self.groups.contains_key(id)
    }

    /// A profile.
    pub fn profile(&self, class: &str, key: KeyRef<'_>) -> Option<&Profile> {
        self.classes.get(class)?.get(&key)
    }

    pub(super) fn profile_mut(&mut self, class: &str, key: KeyRef<'_>) -> Option<&mut Profile> {
        self.classes.get_mut(class)?.get_mut(&key)
    }

    /// Whether SETROPTS GENERIC or GENCMD is in effect for the class, so that its generic profiles
    /// can be defined and changed.
    pub fn is_generic(&self, class: &Class) -> bool {
        let settings = self.options.classes.get(&class.name);
        class.descriptor.generic_allowed
            && settings.is_some_and(|it| it.generic.is_some() || it.generic_commands.is_some())
    }

    /// Whether the class is active; DATASET always is.
    pub fn is_active(&self, class: &str) -> bool {
        let settings = self.options.classes.get(class);
        class == DATASET || settings.is_some_and(|it| it.active.is_some())
    }

    /// Whether the class is RACLISTed.
    pub fn is_raclisted(&self, class: &str) -> bool {
        self.options.classes.get(class).is_some_and(|it| it.raclisted.is_some())
    }

    /// Discrete data set profiles of this name that have volumes.
    pub(super) fn on_volumes(&self, name: &str) -> &OnVolumes {
        self.counts.volumes.get(name).unwrap_or(OnVolumes::NONE)
    }

    /// Adds a profile that isn't there yet.
    pub(super) fn add_profile(&mut self, class: &str, key: ProfileKey, profile: Profile) {
        if class == DATASET {
            self.count_data_set(&key.name, &profile.owner.value);
            if !key.volumes.is_empty() {
                self.counts.volumes.entry(key.name.clone()).or_default().add(&key);
            }
        }
        match self.classes.get_mut(class) {
            Some(profiles) => _ = profiles.insert(key, profile),
            None => _ = self.classes.insert(class.to_owned(), IndexMap::from([(key, profile)])),
        }
    }

    pub(super) fn remove_profile(&mut self, class: &str, key: KeyRef<'_>) -> Option<Profile> {
        let profiles = self.classes.get_mut(class)?;
        let (key, profile) = profiles.swap_remove_entry(&key)?;
        if profiles.is_empty() {
            self.classes.remove(class);
        }
        if class == DATASET {
            self.uncount_data_set(&key.name, &profile.owner.value);
            if let Some(keys) = self.counts.volumes.get_mut(&key.name) {
                keys.remove(&key);
                if keys.is_empty() {
                    self.counts.volumes.remove(&key.name);
                }
            }
        }
        Some(profile)
    }

    /// Gives a profile an owner.
    pub(super) fn set_owner(&mut self, class: &str, key: KeyRef<'_>, owner: Fact<String>) {
        let new = owner.value.clone();
        let Some(profile) = self.profile_mut(class, key) else { return };
        let old = std::mem::replace(&mut profile.owner, owner);
        if class == DATASET {
            self.uncount_data_set(key.name, &old.value);
            self.count_data_set(key.name, &new);
        }
    }

    fn count_data_set(&mut self, name: &str, owner: &str) {
        let by_qualifier = &mut self.counts.data_sets;
        if let Some(owners) = by_qualifier.get_mut(qualifier(name)) {
            add(owners, owner);
        } else {
            let owners = HashMap::from([(owner.to_owned(), 1)]);
            by_qualifier.insert(qualifier(name).to_owned(), owners);
        }
    }

    fn uncount_data_set(&mut self, name: &str, owner: &str) {
        if let Some(owners) = self.counts.data_sets.get_mut(qualifier(name)) {
            take(owners, owner);
            if owners.is_empty() {
                self.counts.data_sets.remove(qualifier(name));
            }
        }
    }

    /// Whether data set profiles have this high-level qualifier.
    pub(super) fn has_data_sets(&self, qualifier: &str) -> bool {
        self.counts.data_sets.contains_key(qualifier)
    }

    /// How many data set profiles of this high-level qualifier an ID owns.
    pub(super) fn data_sets_owned(&self, qualifier: &str, owner: &str) -> usize {
        let owners = self.counts.data_sets.get(qualifier);
        owners.and_then(|it| it.get(owner)).copied().unwrap_or_default()
    }

    /// Connects a user who isn't connected yet.
    pub(super) fn connect(&mut self, user: &str, group: String, connection: Connection) {
        if let Some(it) = self.users.get_mut(user) {
            add(&mut self.counts.members, &group);
            it.connections.insert(group, connection);
        }
    }

    pub(super) fn disconnect(&mut self, user: &str, group: &str) {
        let connections = self.users.get_mut(user).map(|it| &mut it.connections);
        if connections.and_then(|it| it.remove(group)).is_some() {
            take(&mut self.counts.members, group);
        }
    }

    pub(super) fn remove_user(&mut self, user: &str) {
        if let Some(it) = self.users.remove(user) {
            for group in it.connections.keys() {
                take(&mut self.counts.members, group);
            }
        }
    }

    /// Whether users are connected to the group.
    pub(super) fn has_members(&self, group: &str) -> bool {
        self.counts.members.contains_key(group)
    }

    pub(super) fn add_group(&mut self, name: String, group: Group) {
        if let Some(superior) = &group.superior {
            add(&mut self.counts.subgroups, &superior.value);
        }
        self.groups.insert(name, group);
    }

    pub(super) fn remove_group(&mut self, name: &str) {
        if let Some(superior) = self.groups.remove(name).and_then(|it| it.superior) {
            take(&mut self.counts.subgroups, &superior.value);
        }
    }

    pub(super) fn set_superior(&mut self, group: &str, superior: Fact<String>) {
        let Some(it) = self.groups.get_mut(group) else { return };
        add(&mut self.counts.subgroups, &superior.value);
        if let Some(old) = it.superior.replace(superior) {
            take(&mut self.counts.subgroups, &old.value);
        }
    }

    /// Whether groups have it as their superior.
    pub(super) fn has_subgroups(&self, group: &str) -> bool {
        self.counts.subgroups.contains_key(group)
    }
}

impl Counts {
    /// What the database itself states.
    pub(super) fn of(database: &Database) -> Self {
        let mut it = Self::default();
        for (key, profile) in database.classes.get(DATASET).into_iter().flatten() {
            let owners = it.data_sets.entry(qualifier(&key.name).to_owned()).or_default();
            add(owners, &profile.owner.value);
            if !key.volumes.is_empty() {
                it.volumes.entry(key.name.clone()).or_default().add(key);
            }
        }
        for group in database.users.values().flat_map(|user| user.connections.keys()) {
            add(&mut it.members, group);
        }
        for superior in database.groups.values().filter_map(|it| it.superior.as_ref()) {
            add(&mut it.subgroups, &superior.value);
        }
        it
    }
}

fn add(counts: &mut HashMap<String, usize>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => _ = counts.insert(name.to_owned(), 1),
    }
}

fn take(counts: &mut HashMap<String, usize>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(name);
        }
    }
}

/// Lists longer than this give up their order when an entry is removed: removing must not be slow.
const LONG_LIST: usize = 256;

/// Takes an entry out of a list; the rest keeps its order unless the list is long.
pub(super) fn remove_entry<K, Q, V>(list: &mut IndexMap<K, V>, key: &Q) -> Option<V>
where
    K: Hash + Eq,
    Q: Hash + Equivalent<K> + ?Sized,
{
    if list.len() > LONG_LIST { list.swap_remove(key) } else { list.shift_remove(key) }
}

fn root(owner: Fact<String>) -> Group {
    Group {
        origin: None,
        superior: None,
        owner,
        universal: None,
        data: None,
        segments: BTreeMap::new(),
    }
}

fn ibmuser(owner: Fact<String>) -> User {
    let given = [(UserAttribute::Special, None), (UserAttribute::Operations, None)];
    User {
        origin: None,
        name: None,
        default_group: Fact::initial(SYS1.to_owned()),
        owner,
        attributes: UserAttributes::from(given),
        has_password: true,
        has_phrase: false,
        revocation: Revocation::default(),
        security: super::Security::default(),
        class_authority: BTreeMap::new(),
        data: None,
        connections: BTreeMap::new(),
        segments: BTreeMap::new(),
    }
}

fn first_connection(owner: Fact<String>) -> Connection {
    Connection {
        origin: None,
        authority: Fact::initial(GroupAuthority::Join),
        uacc: Fact::initial(AccessLevel::None),
        owner,
        attributes: UserAttributes::new(),
        revocation: Revocation::default(),
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::initial()
    }
}

impl Options {
    /// As IRRMIN00 NEW leaves them.
    fn initial() -> Self {
        Self {
            list_of_groups: Fact::initial(false),
            enhanced_generic_naming: Fact::initial(false),
            protect_all: Fact::initial(Enforcement::Off),
            program_control: Fact::initial(false),
            add_creator: Fact::initial(false),
            generic_owner: Fact::initial(false),
            mls: Fact::initial(Enforcement::Off),
            ml_active: Fact::initial(Enforcement::Off),
            operations_audit: Fact::initial(false),
            undefined_terminals: Fact::initial(true),
            prefix: Fact::initial(None),
            classes: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_database_is_empty_but_for_its_root() {
        let database = Database::new();
        assert!(database.is_active(DATASET) && !database.is_active("FACILITY"));
        assert!(database.is_defined(SYS1) && database.is_defined(IBMUSER));
        assert!(database.has_members(SYS1) && !database.has_subgroups(SYS1));
        assert!(database.classes.is_empty() && database.options.classes.is_empty());
    }

    #[test]
    fn an_issuer_may_be_written_in_small_letters() {
        let session = super::super::Session::new(Database::new(), "ibmuser");
        assert!(session.database.users.contains_key(&session.issuer));
    }

    #[test]
    fn short_lists_keep_their_order() {
        let mut list: IndexMap<String, usize> =
            ["A", "B", "C"].iter().enumerate().map(|(at, it)| ((*it).to_owned(), at)).collect();
        assert_eq!(remove_entry(&mut list, "A"), Some(0));
        assert_eq!(list.keys().collect::<Vec<_>>(), ["B", "C"]);
        let mut long: IndexMap<String, usize> = (0..1000).map(|at| (at.to_string(), at)).collect();
        assert_eq!(remove_entry(&mut long, "0"), Some(0));
        assert_eq!((long.len(), remove_entry(&mut long, "0")), (999, None));
    }
}
