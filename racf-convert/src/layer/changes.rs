//! What commands changed of a database, and which declarations that concerns.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::ast::{
    Connect, External, Item, ItemKind, Name, ProfileClause, ProfileRef, Property,
};
use saffron_racf::database::{Connection, Database, Profile, ProfileKey, Profiles, User};

use crate::assume::OF_THE_SYSTEM;
use crate::policy::{Gap, GapKind};

/// Classes whose profiles have declarations of their own.
const DATA_CLASSES: [&str; 4] = ["RACFVARS", "GLOBAL", "SECDATA", "CDT"];

/// Options that list classes. They and those of the system are facts of a database; the others are for rules that the
/// documentation leaves open.
const OF_CLASSES: [&str; 9] = [
    "active",
    "generic",
    "generic-commands",
    "raclist",
    "global",
    "log-always",
    "log-never",
    "log-successes",
    "log-failures",
];

fn is_fact(option: &str) -> bool {
    OF_THE_SYSTEM.contains(&option) || OF_CLASSES.contains(&option)
}

/// Class and name of a profile. Profiles of one name are replaced together.
type ProfileName = (String, String);

/// What a declaration is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject<'t> {
    Id(&'t str),
    Profile(&'t str, &'t str),
}

/// How a declaration of the database after the commands enters the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    /// It replaces those of the policy.
    Whole,
    /// Its new entries are added to the policy's.
    Entries,
    /// The policy states it already.
    None,
}

/// What commands changed.
#[derive(Debug)]
pub(super) struct Changes<'d> {
    after: &'d Database,
    ids: BTreeSet<String>,
    connections: BTreeSet<(String, String)>,
    profiles: BTreeMap<ProfileName, Replacement>,
    /// Classes whose profiles are all replaced: what their names cover changed.
    classes: BTreeSet<String>,
    data_classes: BTreeSet<&'static str>,
    labels: bool,
    options: bool,
    /// Changes that the policy can't state.
    pub(super) gaps: Vec<Gap>,
}

impl<'d> Changes<'d> {
    pub(super) fn between(before: &Database, after: &'d Database, base: &[Item]) -> Self {
        let mut changes = Self {
            after,
            ids: BTreeSet::new(),
            connections: BTreeSet::new(),
            profiles: BTreeMap::new(),
            classes: BTreeSet::new(),
            data_classes: BTreeSet::new(),
            labels: before.classes.get("SECLABEL") != after.classes.get("SECLABEL"),
            options: before.options != after.options,
            gaps: Vec::new(),
        };
        changes.principals(before);
        changes.resources(before);
        changes.naming(before);
        changes.copied_lists(base);
        changes
    }

    fn principals(&mut self, before: &Database) {
        let after = self.after;
        let groups = before.groups.keys().chain(after.groups.keys());
        let changed = groups.filter(|id| before.groups.get(*id) != after.groups.get(*id));
        self.ids.extend(changed.cloned());
        for id in before.users.keys().chain(after.users.keys()) {
            let (old, new) = (before.users.get(id), after.users.get(id));
            let is_changed = old.map(without_connections) != new.map(without_connections);
            if is_changed {
                self.ids.insert(id.clone());
            }
            let connections = |user: Option<&'d User>| user.map(|it| &it.connections);
            let (old, new) = (old.map(|it| &it.connections), connections(new));
            let of = |all: Option<&std::collections::BTreeMap<String, Connection>>, group: &str| {
                all.and_then(|all| all.get(group)).cloned()
            };
            let known = old.into_iter().chain(new).flat_map(BTreeMap::keys);
            for group in known {
                if is_changed || of(old, group) != of(new, group) {
                    self.connections.insert((id.clone(), group.clone()));
                }
            }
        }
    }

    /// A declaration says more than its own facts: an owner or a user to be notified is named if it exists. So what is
    /// declared otherwise before and after is replaced, even if no command was about it.
    pub(super) fn dependents(&mut self, before: &[Item], after: &[Item]) {
        let (old, new) = (by_subject(before), by_subject(after));
        let differing = old.keys().chain(new.keys()).filter(|it| old.get(it) != new.get(it));
        for subject in differing {
            match subject {
                Subject::Id(id) => {
                    self.ids.insert((*id).to_owned());
                }
                Subject::Profile(class, name) => {
                    let states = [old.get(subject), new.get(subject)];
                    let [old, new] = states.map(|all| all.map(|it| without_entries(it)));
                    let name = ((*class).to_owned(), (*name).to_owned());
                    let known = self.profiles.entry(name).or_insert(Replacement::Whole);
                    if old != new {
                        *known = Replacement::Whole;
                    }
                }
            }
        }
    }

    /// What is known of an external ID is what the policy states: commands about it change it elsewhere.
    pub(super) fn leave_external(&mut self, base: &[Item]) {
        for name in base.iter().flat_map(external_names) {
            let id = name.text.to_ascii_uppercase();
            let connected = self.connections.iter().any(|(user, _)| *user == id);
            if self.ids.remove(&id) || connected {
                let subject = format!("the changes of `{id}`");
                let why = "the policy declares it as external";
                self.gaps.push(Gap::new(GapKind::Stricter, subject, why, Some(name.span)));
            }
            self.connections.retain(|(user, _)| *user != id);
        }
    }

    fn resources(&mut self, before: &Database) {
        let after = self.after;
        for class in before.classes.keys().chain(after.classes.keys()) {
            let (old, new) = (before.classes.get(class), after.classes.get(class));
            if let Some(data_class) = DATA_CLASSES.into_iter().find(|it| it == class) {
                if old != new {
                    self.data_classes.insert(data_class);
                }
                continue;
            }
            // A class that is used for the first time is active only if a command activates it; without the
            // option, a policy takes every class that it uses as active.
            self.options |=
                old.is_none_or(Profiles::is_empty) && new.is_some_and(|all| !all.is_empty());
            let keys = old.into_iter().chain(new).flat_map(|all| all.keys());
            for key in keys {
                let (old, new) =
                    (old.and_then(|all| all.get(key)), new.and_then(|all| all.get(key)));
                if old != new {
                    self.profile(class, key, old, new);
                }
            }
        }
    }

    /// GENERIC and EGN decide what a name covers, and profiles that are there keep what they cover. The database
    /// tells them apart; the policy's text would be read anew under the new options.
    fn naming(&mut self, before: &Database) {
        let after = self.after;
        let classes = before.classes.keys().chain(after.classes.keys());
        let changed = classes.filter(|class| is_generic(before, class) != is_generic(after, class));
        self.classes.extend(changed.cloned());
        let enhanced = |database: &Database| database.options.enhanced_generic_naming.value;
        let data_sets = before.classes.get("DATASET") != after.classes.get("DATASET");
        if enhanced(before) != enhanced(after) || (data_sets && !enhanced(after)) {
            self.classes.insert("DATASET".to_owned());
            self.data_classes.insert("GLOBAL");
        }
        self.options |= !self.classes.is_empty();
    }

    fn profile(
        &mut self,
        class: &str,
        key: &ProfileKey,
        old: Option<&Profile>,
        new: Option<&Profile>,
    ) {
        let name = (class.to_owned(), key.name.clone());
        let of_this_name = self.after.classes.get(class).into_iter().flatten();
        let is_only = of_this_name.filter(|(other, _)| other.name == key.name).count() == 1;
        // A profile of STARTED has two spellings, so that one would not replace the other.
        let adds = class != "STARTED"
            && matches!((old, new), (Some(old), Some(new)) if is_only && only_adds(old, new));
        let replacement = if adds { Replacement::Entries } else { Replacement::Whole };
        let known = self.profiles.entry(name).or_insert(replacement);
        if replacement == Replacement::Whole {
            *known = Replacement::Whole;
        }
    }

    /// PERMIT FROM copies once. Where the policy states a copy, a change of its source would change the copy too, so
    /// these profiles are replaced by their contents.
    fn copied_lists(&mut self, base: &[Item]) {
        if self.profiles.is_empty() {
            return;
        }
        for item in base {
            let ItemKind::Profile(profile) = &item.kind else { continue };
            if profile.clauses.iter().any(|it| matches!(it, ProfileClause::AccessFrom(_))) {
                let name = self.name(&profile.target.class, &profile.target.name.node);
                self.profiles.insert(name, Replacement::Whole);
            }
        }
    }

    /// Class and name as the database stores them.
    fn name(&self, class: &Name, name: &str) -> ProfileName {
        let class = class.text.to_ascii_uppercase();
        let mixed_case = self.after.class(&class).is_some_and(|it| it.descriptor.mixed_case);
        let mut stored = if mixed_case { name.to_owned() } else { name.to_ascii_uppercase() };
        if class == "DATASET"
            && !stored.contains(['.', '*', '%'])
            && let Some(prefix) = &self.after.options.prefix.value
        {
            stored = format!("{prefix}.{stored}");
        }
        (class, stored)
    }

    fn is_replaced(&self, target: &ProfileRef) -> bool {
        let name = self.name(&target.class, &target.name.node);
        self.classes.contains(&name.0) || self.profiles.get(&name) == Some(&Replacement::Whole)
    }

    /// A declaration of the policy without what the commands replace.
    pub(super) fn kept(&self, mut item: Item) -> Option<Item> {
        let keeps = match &mut item.kind {
            ItemKind::Options(properties) if self.options => {
                properties.retain(|it: &Property| !is_fact(it.key.node.as_str()));
                !properties.is_empty()
            }
            ItemKind::Group(it) | ItemKind::User(it) => {
                !self.ids.contains(&it.name.text.to_ascii_uppercase())
            }
            ItemKind::Connect(it) => {
                let group = it.group.text.to_ascii_uppercase();
                it.users.retain(|user| {
                    let pair = (user.text.to_ascii_uppercase(), group.clone());
                    !self.connections.contains(&pair)
                });
                !it.users.is_empty()
            }
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => !self.is_replaced(&it.target),
            ItemKind::Permit(it) => !self.is_replaced(&it.target),
            kind => !self.is_changed_data(kind),
        };
        keeps.then_some(item)
    }

    /// How a declaration of the database after the commands enters the policy.
    pub(super) fn replacement(&self, item: &Item) -> Replacement {
        let whole = match &item.kind {
            ItemKind::Options(_) => self.options,
            ItemKind::Group(it) | ItemKind::User(it) => self.ids.contains(&it.name.text),
            ItemKind::Connect(Connect { users, group, .. }) => users
                .iter()
                .any(|user| self.connections.contains(&(user.text.clone(), group.text.clone()))),
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it)
                if self.classes.contains(&it.target.class.text) =>
            {
                true
            }
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
                let name = (it.target.class.text.clone(), it.target.name.node.clone());
                return self.profiles.get(&name).copied().unwrap_or(Replacement::None);
            }
            kind => self.is_changed_data(kind),
        };
        if whole { Replacement::Whole } else { Replacement::None }
    }

    /// Whether an item is of a kind that is replaced as a whole when any of it changes.
    fn is_changed_data(&self, kind: &ItemKind) -> bool {
        match kind {
            ItemKind::Class(_) => self.data_classes.contains("CDT"),
            ItemKind::Variable(_) => self.data_classes.contains("RACFVARS"),
            ItemKind::Global(_) => self.data_classes.contains("GLOBAL"),
            ItemKind::SecurityLevel(_) | ItemKind::Category(_) => {
                self.data_classes.contains("SECDATA")
            }
            ItemKind::SecurityLabel(_) => self.labels,
            ItemKind::Started(it) => {
                let name = ("STARTED".to_owned(), it.name.node.to_ascii_uppercase());
                self.profiles.contains_key(&name) || self.classes.contains("STARTED")
            }
            _ => false,
        }
    }
}

/// Whether the class has generic profiles.
fn is_generic(database: &Database, class: &str) -> bool {
    let options = database.options.classes.get(class);
    options.is_some_and(|it| {
        let facts = [&it.generic, &it.generic_commands];
        facts.into_iter().flatten().any(|fact| fact.value)
    })
}

/// The declarations of IDs and profiles. Several can be about one subject.
fn by_subject(items: &[Item]) -> BTreeMap<Subject<'_>, Vec<&ItemKind>> {
    let mut all: BTreeMap<Subject<'_>, Vec<&ItemKind>> = BTreeMap::new();
    for item in items {
        let subject = match &item.kind {
            ItemKind::Group(it) | ItemKind::User(it) => Subject::Id(&it.name.text),
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
                Subject::Profile(&it.target.class.text, &it.target.name.node)
            }
            ItemKind::Started(it) => Subject::Profile("STARTED", &it.name.node),
            _ => continue,
        };
        all.entry(subject).or_default().push(&item.kind);
    }
    all
}

/// Declarations of profiles without their access lists.
fn without_entries(declarations: &[&ItemKind]) -> Vec<ItemKind> {
    let mut all: Vec<ItemKind> = declarations.iter().map(|it| (*it).clone()).collect();
    for kind in &mut all {
        if let ItemKind::Profile(it) | ItemKind::ExternalProfile(it) = kind {
            it.clauses.retain(|clause| !matches!(clause, ProfileClause::Permit(_)));
        }
    }
    all
}

fn external_names(item: &Item) -> &[Name] {
    match &item.kind {
        ItemKind::External(External { names, .. }) => names,
        _ => &[],
    }
}

fn without_connections(user: &User) -> User {
    User { connections: BTreeMap::new(), ..user.clone() }
}

/// Whether a profile is as it was, but for entries that are added.
fn only_adds(old: &Profile, new: &Profile) -> bool {
    let mut rest = new.clone();
    rest.standard.clone_from(&old.standard);
    rest.conditional.clone_from(&old.conditional);
    rest == *old
        && old.standard.iter().all(|(id, entry)| new.standard.get(id) == Some(entry))
        && old.conditional.iter().all(|(key, entry)| new.conditional.get(key) == Some(entry))
}
