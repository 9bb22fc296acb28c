//! A plan in the making.

use std::collections::{BTreeMap, BTreeSet};

use saffron_analysis::drift::{Fact, Kind, Subject, What};
use saffron_compiler::model::{Group, Model, PrincipalKind, Profile, ProfileKind, User};
use saffron_racf::command::{Command, CommandKind};
use saffron_racf::database::Database;

use crate::emit::names::Names;

/// A command of a plan.
#[derive(Clone, Debug)]
pub struct Step {
    /// The command.
    pub command: Command,
    /// The facts that it settles.
    pub facts: Vec<usize>,
    /// Whether it takes access away or deletes.
    pub takes_away: bool,
    /// The class whose profiles it changes.
    pub touches: Option<String>,
}

/// Commands in an order in which each succeeds.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The commands.
    pub steps: Vec<Step>,
    /// Facts that no command changes, with the reason.
    pub unplanned: Vec<(usize, String)>,
}

/// When a command is issued: what others need comes first, and what others depend on goes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Options on which the meaning of names depends.
    Naming,
    /// IDs that become the other kind.
    Replaced,
    Groups,
    Classes,
    SecurityData,
    Labels,
    Users,
    Connections,
    AlterIds,
    Options,
    Define,
    Alter,
    Permit,
    Unpermit,
    Undefine,
    Tables,
    Disconnect,
    DropUsers,
    DropGroups,
    DropSecurityData,
    DropClasses,
    /// Names can't be read as generic ones any more.
    Literal,
}

/// What distinguishes profiles.
pub(super) type ProfileKey<'m> = (&'m str, &'m str, bool, &'m [String]);

/// Facts by index, and the models that they are about.
pub(super) struct Planner<'p> {
    pub(super) policy: &'p Model,
    pub(super) system: &'p Model,
    pub(super) database: &'p Database,
    pub(super) facts: &'p [Fact],
    pub(super) stated: BTreeMap<ProfileKey<'p>, &'p Profile>,
    pub(super) found: BTreeMap<ProfileKey<'p>, &'p Profile>,
    pub(super) of_policy: Ids<'p>,
    pub(super) of_system: Ids<'p>,
    /// Entries and members by profile.
    pub(super) own: BTreeMap<ProfileKey<'p>, Vec<usize>>,
    /// Connections by user.
    pub(super) connects: BTreeMap<&'p str, Vec<usize>>,
    /// The step that adds a user.
    added: BTreeMap<String, usize>,
    steps: Vec<(Stage, usize, Step)>,
    unplanned: Vec<(usize, String)>,
}

/// Users and groups of a model by name.
pub(super) struct Ids<'m> {
    by_name: BTreeMap<&'m str, &'m PrincipalKind>,
    depths: BTreeMap<&'m str, usize>,
}

impl<'m> Ids<'m> {
    fn of(model: &'m Model) -> Self {
        let by_name = model.principals.iter().map(|it| (it.name.as_str(), &it.kind)).collect();
        let mut ids = Self { by_name, depths: BTreeMap::new() };
        for principal in &model.principals {
            ids.find_depth(model, &principal.name);
        }
        ids
    }

    pub(super) fn group(&self, name: &str) -> Option<&'m Group> {
        match self.by_name.get(name)? {
            PrincipalKind::Group(group) => Some(group),
            _ => None,
        }
    }

    pub(super) fn user(&self, name: &str) -> Option<&'m User> {
        self.by_name.get(name)?.user()
    }

    /// How far below the root a group is.
    pub(super) fn depth(&self, name: &str) -> usize {
        self.depths.get(name).copied().unwrap_or(0)
    }

    /// Finds the depth of a group and of those above it, each once. A cycle ends where it began.
    fn find_depth(&mut self, model: &'m Model, name: &'m str) {
        let mut below = Vec::new();
        let mut at = Some(name).filter(|it| self.group(it).is_some());
        while let Some(group) = at.filter(|it| !self.depths.contains_key(it)) {
            self.depths.insert(group, 0);
            below.push(group);
            at = self.group(group).and_then(|it| it.superior).map(|it| Names(model).id(it));
        }
        let above = at.map_or(0, |it| self.depth(it));
        for (levels, group) in below.into_iter().rev().enumerate() {
            self.depths.insert(group, above + levels + 1);
        }
    }
}

/// The key of the profile that a fact is about.
pub(super) fn key(subject: &Subject) -> Option<ProfileKey<'_>> {
    let (class, profile) = (subject.class.as_deref()?, subject.profile.as_deref()?);
    Some((class, profile, subject.generic, subject.volumes.as_slice()))
}

fn own(facts: &[Fact]) -> BTreeMap<ProfileKey<'_>, Vec<usize>> {
    let mut own: BTreeMap<ProfileKey<'_>, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        if matches!(fact.subject.what, What::Permit | What::Member)
            && let Some(key) = key(&fact.subject)
        {
            own.entry(key).or_default().push(at);
        }
    }
    own
}

fn connects(facts: &[Fact]) -> BTreeMap<&str, Vec<usize>> {
    let mut connects: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, it)| it.subject.what == What::Connect) {
        connects.entry(fact.subject.id.as_deref().unwrap_or_default()).or_default().push(at);
    }
    connects
}

/// Every profile of a model.
fn index(model: &Model) -> BTreeMap<ProfileKey<'_>, &Profile> {
    let all = model.profiles.iter().map(|it| {
        let class = Names(model).class(it.class);
        let generic = it.kind == ProfileKind::Generic;
        ((class, it.name.as_str(), generic, it.volumes.as_slice()), it)
    });
    all.collect()
}

impl<'p> Planner<'p> {
    pub(super) fn new(
        policy: &'p Model,
        system: &'p Model,
        database: &'p Database,
        facts: &'p [Fact],
    ) -> Self {
        let (stated, found) = (index(policy), index(system));
        Self {
            policy,
            system,
            database,
            facts,
            stated,
            found,
            of_policy: Ids::of(policy),
            of_system: Ids::of(system),
            own: own(facts),
            connects: connects(facts),
            added: BTreeMap::new(),
            steps: Vec::new(),
            unplanned: Vec::new(),
        }
    }

    /// Adds a command; `depth` orders those of one stage.
    pub(super) fn step(
        &mut self,
        stage: Stage,
        depth: usize,
        command: impl Into<Command>,
        facts: Vec<usize>,
        takes_away: bool,
        touches: Option<&str>,
    ) {
        let touches = touches.map(str::to_owned);
        let step = Step { command: command.into(), facts, takes_away, touches };
        if let CommandKind::AddUser(it) = &step.command.kind {
            let names = it.users.iter().map(|it| it.text.clone());
            self.added.extend(names.map(|name| (name, self.steps.len())));
        }
        self.steps.push((stage, depth, step));
    }

    /// A fact that the command which adds a user settles.
    pub(super) fn settle_with(&mut self, user: &str, fact: usize) {
        let step = self.added.get(user).and_then(|at| self.steps.get_mut(*at));
        if let Some((_, _, step)) = step {
            step.facts.push(fact);
        }
    }

    /// A fact that no command changes.
    pub(super) fn leave(&mut self, fact: usize, why: impl Into<String>) {
        self.unplanned.push((fact, why.into()));
    }

    /// Facts of this kind about these, with their indices.
    pub(super) fn of(&self, is_wanted: impl Fn(&Subject) -> bool) -> Vec<(usize, &'p Fact)> {
        let facts = self.facts.iter().enumerate();
        facts.filter(|(_, fact)| is_wanted(&fact.subject)).collect()
    }

    /// Things of one kind that come or go, with their facts.
    pub(super) fn things(&self, what: What, kind: Kind) -> Vec<(usize, &'p Fact)> {
        let whole = |it: &Subject| it.what == what && it.property.is_none();
        self.of(whole).into_iter().filter(|(_, fact)| fact.kind == kind).collect()
    }

    /// IDs that come or go.
    pub(super) fn ids(&self, what: What, kind: Kind) -> BTreeSet<&'p str> {
        let things = self.things(what, kind);
        things.into_iter().filter_map(|(_, fact)| fact.subject.id.as_deref()).collect()
    }

    pub(super) fn finish(self) -> Plan {
        let Self { mut steps, mut unplanned, facts, .. } = self;
        steps.sort_by_key(|(stage, depth, _)| (*stage, *depth));
        let steps: Vec<Step> = steps.into_iter().map(|(_, _, step)| step).collect();
        let settled: BTreeSet<usize> =
            steps.iter().flat_map(|it| it.facts.iter().copied()).collect();
        let left: BTreeSet<usize> = unplanned.iter().map(|(fact, _)| *fact).collect();
        let forgotten = (0..facts.len()).filter(|it| !settled.contains(it) && !left.contains(it));
        unplanned.extend(forgotten.map(|it| (it, "no command changes it".to_owned())));
        Plan { steps, unplanned }
    }
}
