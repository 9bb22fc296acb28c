//! One of the policies, and what of a class of it takes part in the search for a profile.

use std::collections::BTreeMap;

use saffron_bundle::layout::{
    ClassRow, ImplicitOwner, ProfileRow, class_flag, meta_flag, profile_flag,
};
use saffron_bundle::{Bundle, run};
use saffron_runtime::Engine;
use saffron_vocabulary::DISCRETE_PRIVILEGES;
use saffron_vocabulary::racf::{Enforcement, Switch, Switches};
use saffron_vocabulary::specificity::{self, Naming};

use crate::pattern::{Meaning, Pattern};
use crate::words::Words;

/// A policy that is looked at as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Side<'e> {
    /// Its engine, by which each witness is decided.
    pub engine: &'e Engine,
    /// Its rows.
    pub bundle: &'e Bundle<'e>,
}

impl<'e> Side<'e> {
    /// The policy of an engine.
    pub fn new(engine: &'e Engine) -> Self {
        Self { engine, bundle: engine.bundle_sections() }
    }

    /// Whether an option of [`meta_flag`] is set.
    pub(crate) fn has(&self, flag: u32) -> bool {
        self.bundle.meta().flags() & flag != 0
    }

    /// Whether an option for an uncertain rule is on.
    pub(crate) fn is_on(&self, switch: Switch) -> bool {
        Switches(self.bundle.meta().switches()).is_on(switch)
    }

    /// The row of a class that RACF knows.
    pub(crate) fn class_row(&self, name: &str) -> Option<&'e ClassRow> {
        let mut rows = self.bundle.classes().iter();
        rows.find(|row| row.name() == name && row.flags() & class_flag::NOT_KNOWN == 0)
    }

    /// The members of a variable, in the order in which they are tried.
    pub(crate) fn members(&self, variable: &str) -> Vec<&'e str> {
        if !self.has(meta_flag::VARIABLES) {
            return Vec::new();
        }
        let rows = self.bundle.variables().iter();
        let row = rows.into_iter().find(|row| self.bundle.text(row.name()) == variable);
        let members = row.map(|row| run(self.bundle.members(), row.members()));
        members.unwrap_or_default().iter().map(|member| self.bundle.text(*member)).collect()
    }

    /// Volumes that discrete profiles name.
    pub(crate) fn volumes(&self) -> Vec<&'e str> {
        let serials = self.bundle.volumes().iter().filter_map(|serial| {
            let end = serial.iter().position(|&byte| byte == 0).unwrap_or(serial.len());
            std::str::from_utf8(serial.get(..end)?).ok()
        });
        serials.filter(|serial| !serial.is_empty()).collect()
    }

    fn naming(&self, dataset: bool) -> Naming {
        let enhanced = dataset && self.has(meta_flag::ENHANCED_GENERIC_NAMING);
        if enhanced { Naming::Enhanced } else { Naming::Plain }
    }

    /// The pattern of a generic name of a class, with the values of `&RACUID` and `&RACGPID`.
    pub(crate) fn pattern(
        &self,
        name: &str,
        dataset: bool,
        own: [Option<&str>; 2],
    ) -> Option<Pattern> {
        let members = |variable: &str| self.members(variable);
        let meaning = Meaning {
            naming: self.naming(dataset),
            dataset,
            percent_matches_period: self.is_on(Switch::PercentMatchesPeriod),
            backtracking: self.is_on(Switch::RacfvarsBacktracking),
            members: &members,
            own,
        };
        Pattern::generic(name, &meaning)
    }

    /// Everything on which it depends what a name of a class means: equal names with equal meanings cover the same,
    /// in the same order.
    fn meaning(&self, name: &str, dataset: bool) -> Vec<&'e str> {
        let variables = dataset || name.contains('&');
        let irregular = specificity::is_irregular(name, dataset, true);
        if irregular && variables { self.all_members() } else { Vec::new() }
    }

    fn all_members(&self) -> Vec<&'e str> {
        let mut all = Vec::new();
        for row in self.bundle.variables() {
            let name = self.bundle.text(row.name());
            all.push(name);
            all.extend(self.members(name));
        }
        all
    }
}

/// A generic name that takes part in a search.
#[derive(Clone, Debug)]
pub struct Named<'e> {
    /// The row of the profile or the global entry.
    pub row: u32,
    /// The name.
    pub name: &'e str,
    /// What it covers.
    pub pattern: Pattern,
}

/// What of a class of one policy takes part in the search for a profile. A class that isn't in effect has neither
/// profiles nor global entries here, because none is searched.
#[derive(Clone, Debug)]
pub struct ClassSide<'e> {
    /// The policy.
    pub side: Side<'e>,
    /// The class, if RACF knows it.
    pub row: Option<&'e ClassRow>,
    /// Whether profiles are searched.
    pub in_effect: bool,
    /// DATASET.
    pub dataset: bool,
    /// Generic profiles, in the order of search.
    pub generics: Vec<Named<'e>>,
    /// Discrete profiles by name; several only for data sets on volumes.
    pub discretes: BTreeMap<&'e str, Vec<u32>>,
    /// Names that no generic profile protects: those of discrete profiles and, in UNIXPRIV, some more.
    pub words: Words,
    /// Global entries without the requester's IDs in them, in the order of search.
    pub globals: Vec<Named<'e>>,
    /// Global entries with `&RACUID` or `&RACGPID`: row and name.
    pub personal_globals: Vec<(u32, &'e str)>,
    /// The qualifier that a name of one qualifier gets, with its period; or empty.
    pub prefix: String,
}

impl<'e> ClassSide<'e> {
    /// What takes part in the search for profiles of a class.
    pub fn new(side: Side<'e>, class: &str) -> Self {
        let row = side.class_row(class);
        let flags = row.map_or(0, ClassRow::flags);
        let listed = flags & (class_flag::RACLISTED | class_flag::RACLIST_REQUIRED);
        let mut this = Self {
            side,
            row,
            in_effect: flags & class_flag::ACTIVE != 0 && listed != class_flag::RACLIST_REQUIRED,
            dataset: flags & class_flag::DATASET != 0,
            generics: Vec::new(),
            discretes: BTreeMap::new(),
            words: Words::default(),
            globals: Vec::new(),
            personal_globals: Vec::new(),
            prefix: String::new(),
        };
        if let Some(row) = row.filter(|_| this.in_effect) {
            this.fill(row, flags);
        }
        this
    }

    fn fill(&mut self, row: &'e ClassRow, flags: u32) {
        let bundle = self.side.bundle;
        let first = row.profiles().start();
        for (at, profile) in (first..).zip(run(bundle.profiles(), row.profiles())) {
            self.profile(at, profile, flags);
        }
        let privileges = flags & class_flag::UNIX_PRIVILEGES != 0;
        let more = DISCRETE_PRIVILEGES.into_iter().filter(|_| privileges);
        self.words = Words::new(self.discretes.keys().copied().chain(more));
        if flags & class_flag::GLOBAL != 0 {
            for (at, global) in (row.globals().start()..).zip(run(bundle.globals(), row.globals()))
            {
                self.global(at, bundle.text(global.name()), flags);
            }
        }
        let prefix = bundle.text(bundle.meta().prefix());
        if self.dataset && !prefix.is_empty() {
            self.prefix = format!("{prefix}.");
        }
    }

    fn profile(&mut self, row: u32, profile: &'e ProfileRow, flags: u32) {
        let name = self.side.bundle.text(profile.name());
        if profile.flags() & profile_flag::GENERIC == 0 {
            self.discretes.entry(name).or_default().push(row);
        } else if flags & class_flag::GENERIC != 0
            && let Some(pattern) = self.side.pattern(name, self.dataset, [None, None])
        {
            self.generics.push(Named { row, name, pattern });
        }
    }

    /// Without GENERIC for the class, a generic entry covers its own spelling alone.
    fn global(&mut self, row: u32, name: &'e str, flags: u32) {
        if flags & class_flag::GENERIC == 0 {
            self.globals.push(Named { row, name, pattern: Pattern::literal(name) });
        } else if name.contains("&RACUID") || name.contains("&RACGPID") {
            self.personal_globals.push((row, name));
        } else if let Some(pattern) = self.side.pattern(name, self.dataset, [None, None]) {
            self.globals.push(Named { row, name, pattern });
        }
    }

    /// Names that no generic profile protects, one by one.
    pub(crate) fn single_names(&self) -> impl Iterator<Item = &'e str> {
        let privileges = self.row.is_some_and(|row| row.flags() & class_flag::UNIX_PRIVILEGES != 0);
        self.discretes
            .keys()
            .copied()
            .chain(DISCRETE_PRIVILEGES.into_iter().filter(move |_| privileges))
    }

    /// Whether a pattern covers a name, with the qualifier that the system puts before it.
    pub(crate) fn covers(&self, pattern: &Pattern, name: &str) -> bool {
        if name.contains('.') || self.prefix.is_empty() {
            pattern.covers(name)
        } else {
            pattern.covers(&format!("{}{name}", self.prefix))
        }
    }

    /// Which names belong to their users without a profile.
    pub(crate) fn implicit_owner(&self) -> ImplicitOwner {
        self.row.filter(|_| self.in_effect).map_or(ImplicitOwner::None, ClassRow::implicit_owner)
    }

    /// The names that belong to a user without a profile.
    pub(crate) fn owned_by(&self, user: &str) -> Option<Pattern> {
        match self.implicit_owner() {
            ImplicitOwner::None => None,
            ImplicitOwner::SecondQualifier => Some(Pattern::of_owner(user, 1, &[])),
            ImplicitOwner::Spool => {
                let nodes = self.local_nodes();
                let covers = nodes.as_ref().is_none_or(|nodes| !nodes.is_empty());
                covers.then(|| Pattern::of_owner(user, 1, &nodes.unwrap_or_default()))
            }
        }
    }

    /// The names of the local node: those without a period, because a node is one qualifier. `None`: every name.
    pub(crate) fn local_nodes(&self) -> Option<Vec<&'e str>> {
        let bundle = self.side.bundle;
        let at = bundle.meta().local_nodes().get()?;
        let row = bundle.variables().get(at.0 as usize)?;
        let nodes = run(bundle.members(), row.members()).iter().map(|node| bundle.text(*node));
        Some(nodes.filter(|node| !node.contains('.')).collect())
    }

    /// Whether regions depend on who asks.
    pub(crate) fn is_personal(&self) -> bool {
        self.implicit_owner() != ImplicitOwner::None || !self.personal_globals.is_empty()
    }

    /// How PROTECTALL is enforced in the class.
    pub(crate) fn protect_all(&self) -> Enforcement {
        if self.dataset { self.side.bundle.meta().protect_all() } else { Enforcement::Off }
    }

    /// Everything but the names themselves on which the search in the class depends.
    pub(crate) fn search_rules(&self) -> (bool, Naming, [bool; 5], String) {
        let switches = [
            Switch::PercentMatchesPeriod,
            Switch::RacfvarsBacktracking,
            Switch::EqualSpecificityAscending,
        ];
        let [percent, backtracking, ties] = switches.map(|switch| self.side.is_on(switch));
        let naming = self.side.naming(self.dataset);
        let generic = self.row.is_some_and(|row| row.flags() & class_flag::GENERIC != 0);
        let rules = [percent, backtracking, ties, self.dataset, generic];
        (self.in_effect, naming, rules, self.prefix.clone())
    }

    /// On what else it depends what a name covers.
    pub(crate) fn meaning(&self, name: &str) -> Vec<&'e str> {
        self.side.meaning(name, self.dataset)
    }
}
