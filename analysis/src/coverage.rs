//! Coverage by rule: on which profiles, entries and rights of a policy the decisions of its tests rest, and which
//! levels were asked on both sides of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use saffron_compiler::model::{
    Condition, GroupEnvironment, Model, PrincipalId, PrincipalKind, Profile, SafrGroup, Who,
};
use saffron_diagnostics::{SourceMap, Span};
use saffron_runtime::safr::SafrDecision;
use saffron_runtime::{Decision, Source};
use saffron_vocabulary::racf::{AccessLevel, Enforcement, Outcome};

/// What of a policy can be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A profile.
    Profile,
    /// A UACC above NONE.
    Uacc,
    /// An entry of a standard access list.
    Entry,
    /// An entry of a conditional access list.
    Condition,
    /// An entry of the global access checking table.
    Global,
    /// A right, a permission or a role of SAFR.
    SafrRight,
    /// An option on which a decision can rest.
    Option,
}

impl Kind {
    /// All kinds, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Profile,
        Self::Uacc,
        Self::Entry,
        Self::Condition,
        Self::Global,
        Self::SafrRight,
        Self::Option,
    ];

    /// As it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Uacc => "uacc",
            Self::Entry => "entry",
            Self::Condition => "condition",
            Self::Global => "global",
            Self::SafrRight => "safr-right",
            Self::Option => "option",
        }
    }
}

/// Something on which a decision can rest.
#[derive(Clone, Debug)]
pub struct Item<'m> {
    /// What it is.
    pub kind: Kind,
    /// The class, for what is about resources.
    pub class: Option<&'m str>,
    /// The name of the profile, of the global entry or of the option.
    pub name: String,
    /// The user or group of an entry, `*` for everyone.
    pub id: Option<&'m str>,
    /// The level that it gives.
    pub access: Option<AccessLevel>,
    /// The condition of an entry.
    pub condition: Option<&'m Condition>,
    /// Where it is specified.
    pub origin: Span,
    /// How many users it gives something.
    pub users: usize,
    /// How many decisions rested on it.
    pub hits: usize,
    /// Levels that were asked and granted.
    pub granted: BTreeSet<AccessLevel>,
    /// Levels that were asked and denied.
    pub denied: BTreeSet<AccessLevel>,
}

impl Item<'_> {
    /// Nothing rests on it yet.
    fn new(kind: Kind, name: String, origin: Span) -> Self {
        Self {
            kind,
            class: None,
            name,
            id: None,
            access: None,
            condition: None,
            origin,
            users: 0,
            hits: 0,
            granted: BTreeSet::new(),
            denied: BTreeSet::new(),
        }
    }

    /// Whether a decision rested on it.
    pub fn is_covered(&self) -> bool {
        self.hits > 0
    }

    /// Whether levels on both sides of its own were asked, as far as there are any. `None` for what has no level.
    pub fn has_both_sides(&self) -> Option<bool> {
        let access = self.access?;
        let below = access < AccessLevel::Read || !self.granted.is_empty();
        let above = access == AccessLevel::Alter || !self.denied.is_empty();
        Some(below && above)
    }

    /// Whether it gives users something.
    pub fn is_grant(&self) -> bool {
        match self.kind {
            Kind::Profile | Kind::Option => false,
            Kind::SafrRight => true,
            _ => self.access.is_some_and(|access| access > AccessLevel::None),
        }
    }
}

/// Where a text begins: file, line and column.
type Place<'s> = (&'s str, u32, u32);

/// What of a policy its tests cover.
#[derive(Debug)]
pub struct Coverage<'m> {
    /// Everything that can be covered, by file and line.
    pub items: Vec<Item<'m>>,
    by_place: HashMap<Place<'m>, Vec<usize>>,
    profiles: HashMap<&'m str, HashMap<String, Vec<usize>>>,
}

impl<'m> Coverage<'m> {
    /// What of a policy can be covered; nothing is yet.
    pub fn new(model: &'m Model, sources: &'m SourceMap) -> Self {
        let mut items = Items { model, users: users(model), list: Vec::new() };
        items.all();
        let mut this =
            Self { items: items.list, by_place: HashMap::new(), profiles: HashMap::new() };
        this.items.sort_by_key(|item| (item.origin, item.kind));
        for (number, item) in this.items.iter().enumerate() {
            if let Some(file) = sources.get(item.origin.file) {
                let at = file.line_column(item.origin.start);
                let place = (file.path.as_str(), at.line, at.column);
                this.by_place.entry(place).or_default().push(number);
            }
        }
        for (number, item) in this.items.iter().enumerate() {
            if let (Kind::Profile, Some(class)) = (item.kind, item.class) {
                let of_class = this.profiles.entry(class).or_default();
                of_class.entry(item.name.clone()).or_default().push(number);
            }
        }
        this
    }

    /// Adds what a decision about a resource rests on.
    pub fn racf(&mut self, decision: &Decision<'_>, access: AccessLevel) {
        let granted = decision.outcome == Outcome::Grant;
        let profile = decision.profile();
        if let Some(profile) = profile {
            let of_class = self.profiles.get(profile.class);
            let numbers = of_class.and_then(|names| names.get(profile.name)).cloned();
            for number in numbers.unwrap_or_default() {
                self.hit(number, Some((access, granted)));
            }
        }
        let Some(source) = decision.source() else { return };
        let mut numbers = self.at(source);
        numbers.retain(|number| self.items.get(*number).is_some_and(|it| it.kind != Kind::Profile));
        if let Some(entry) = decision.entry() {
            self.narrow(&mut numbers, |item| item.id == Some(entry.id));
            let kind = if entry.when.is_some() { Kind::Condition } else { Kind::Entry };
            self.narrow(&mut numbers, |item| item.kind == kind);
        } else {
            let of_entry = |item: &Item<'_>| matches!(item.kind, Kind::Entry | Kind::Condition);
            self.narrow(&mut numbers, |item| !of_entry(item));
        }
        // An access list can be copied, so one line can stand in several profiles.
        if let Some(profile) = profile {
            self.narrow(&mut numbers, |item| item.name == profile.name);
        }
        for number in numbers {
            self.hit(number, Some((access, granted)));
        }
    }

    /// Adds what a decision about an operation of SAFR rests on.
    pub fn safr(&mut self, decision: &SafrDecision<'_>) {
        let Some(source) = decision.source else { return };
        for number in self.at(source) {
            self.hit(number, None);
        }
    }

    /// Numbers of all items, and of those that are covered.
    pub fn totals(&self) -> (usize, usize) {
        let covered = self.items.iter().filter(|item| item.is_covered()).count();
        (self.items.len(), covered)
    }

    /// How much is covered, in percent, rounded down; all of it, where there is nothing.
    pub fn percent(&self) -> usize {
        let (all, covered) = self.totals();
        (covered * 100).checked_div(all).unwrap_or(100)
    }

    /// The grants on which no decision rested, those that give most users most first.
    pub fn exposed(&self) -> Vec<&Item<'m>> {
        let grants = self.items.iter().filter(|item| item.is_grant() && !item.is_covered());
        let mut grants: Vec<&Item<'m>> = grants.collect();
        grants.sort_by_key(|item| {
            (std::cmp::Reverse((item.users, item.access)), item.origin, item.kind)
        });
        grants
    }

    /// How many decisions rested on what begins in each line, by file.
    pub fn lines(&self, sources: &'m SourceMap) -> BTreeMap<&'m str, BTreeMap<u32, usize>> {
        let mut files: BTreeMap<&str, BTreeMap<u32, usize>> = BTreeMap::new();
        for item in &self.items {
            let Some(file) = sources.get(item.origin.file) else { continue };
            let line = file.line_column(item.origin.start).line;
            *files.entry(&file.path).or_default().entry(line).or_default() += item.hits;
        }
        files
    }

    fn at(&self, source: Source<'_>) -> Vec<usize> {
        let place = (source.file, source.line, source.column);
        self.by_place.get(&place).cloned().unwrap_or_default()
    }

    /// Keeps those that fit, if some do.
    fn narrow(&self, numbers: &mut Vec<usize>, fits: impl Fn(&Item<'_>) -> bool) {
        let fit = |number: &usize| self.items.get(*number).is_some_and(&fits);
        if numbers.iter().any(fit) {
            numbers.retain(fit);
        }
    }

    fn hit(&mut self, number: usize, asked: Option<(AccessLevel, bool)>) {
        let Some(item) = self.items.get_mut(number) else { return };
        item.hits += 1;
        if let Some((access, granted)) = asked {
            let levels = if granted { &mut item.granted } else { &mut item.denied };
            levels.insert(access);
        }
    }
}

/// How many users have each ID in effect, and how many there are.
fn users(model: &Model) -> (HashMap<PrincipalId, usize>, usize) {
    let mut count: HashMap<PrincipalId, usize> = HashMap::new();
    let mut all = 0;
    for (id, principal) in model.principals.iter_enumerated() {
        let Some(user) = principal.kind.user() else { continue };
        all += 1;
        *count.entry(id).or_default() += 1;
        for connection in &user.connections {
            *count.entry(connection.group).or_default() += 1;
        }
    }
    (count, all)
}

/// Items while they are collected.
struct Items<'m> {
    model: &'m Model,
    users: (HashMap<PrincipalId, usize>, usize),
    list: Vec<Item<'m>>,
}

impl<'m> Items<'m> {
    fn all(&mut self) {
        for profile in self.model.profiles.iter().filter(|profile| !profile.external) {
            self.profile(profile);
        }
        for global in &self.model.globals {
            let class = self.model.classes.get(global.class).map(|class| class.name.as_str());
            let item = Item::new(Kind::Global, global.name.clone(), global.origin);
            let (access, users) = (Some(global.access), self.users.1);
            self.list.push(Item { class, access, users, ..item });
        }
        for group in &self.model.safr.groups {
            for place in &group.environments {
                self.safr_rights(group, place);
            }
        }
        for (user, origin) in &self.model.safr.administrators {
            let name = "system administrator".to_owned();
            let item = Item::new(Kind::SafrRight, name, *origin);
            self.list.push(Item { id: self.id(*user), users: 1, ..item });
        }
        let protect_all = self.model.options.origins.protect_all();
        let on = self.model.options.protect_all != Enforcement::Off;
        if let Some(origin) = protect_all.filter(|_| on) {
            let item = Item::new(Kind::Option, "protect-all".to_owned(), origin);
            self.list.push(item);
        }
    }

    fn id(&self, id: PrincipalId) -> Option<&'m str> {
        self.model.principals.get(id).map(|principal| principal.name.as_str())
    }

    fn profile(&mut self, profile: &'m Profile) {
        let class = self.model.classes.get(profile.class).map(|class| class.name.as_str());
        let of = |kind, origin| Item { class, ..Item::new(kind, profile.name.clone(), origin) };
        let mut found = vec![of(Kind::Profile, profile.origin)];
        if profile.uacc > AccessLevel::None {
            let item = of(Kind::Uacc, profile.uacc_origin.unwrap_or(profile.origin));
            found.push(Item { access: Some(profile.uacc), users: self.users.1, ..item });
        }
        for entry in &profile.standard {
            let (id, users) = self.who(entry.who);
            let item = of(Kind::Entry, entry.origin);
            found.push(Item { id, users, access: Some(entry.access), ..item });
        }
        for entry in &profile.conditional {
            let (id, users) = self.who(entry.who);
            let item = of(Kind::Condition, entry.origin);
            let condition = Some(&entry.condition);
            found.push(Item { id, users, condition, access: Some(entry.access), ..item });
        }
        self.list.extend(found);
    }

    fn who(&self, who: Who) -> (Option<&'m str>, usize) {
        match who {
            Who::Any => (Some("*"), self.users.1),
            Who::Id(id) => {
                let external = self.model.principals.get(id).map(|it| &it.kind);
                let unknown = matches!(external, Some(PrincipalKind::ExternalGroup));
                // Of an external group it isn't known who is in it.
                let known = self.users.0.get(&id).copied().unwrap_or_default();
                (self.id(id), if unknown { known.max(1) } else { known })
            }
        }
    }

    /// One item for each clause that gives a group something.
    fn safr_rights(&mut self, group: &'m SafrGroup, place: &'m GroupEnvironment) {
        let environment = self.model.safr.environments.get(place.environment);
        let environment = environment.map_or("", |it| &it.name);
        let mut clauses: BTreeMap<Span, String> = BTreeMap::new();
        let mut add = |origin: Span, what: &str| {
            clauses.entry(origin).or_insert_with(|| format!("{what} at {environment}"));
        };
        add(place.origin, "access");
        for (kind, origin) in &place.create {
            add(*origin, &format!("create {kind}"));
        }
        if let Some(origin) = place.migrate_in {
            add(origin, "run migrate-in");
        }
        for right in place.rights.iter() {
            let kind = self.model.safr.items.get(right.item).map(|item| item.kind);
            let kind = kind.map_or_else(String::new, |kind| format!("{kind} "));
            add(right.origin, &format!("{kind}{}", right.right));
        }
        for (origin, name) in clauses {
            let item = Item::new(Kind::SafrRight, name, origin);
            self.list.push(Item { id: Some(&group.name), users: group.members.len(), ..item });
        }
    }
}
