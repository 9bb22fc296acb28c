//! Options, dynamic classes, security levels, categories and labels.

use std::collections::BTreeMap;

use saffron_analysis::drift::{Fact, Kind, Subject, What};
use saffron_compiler::model::{Class, ClassSettings};
use saffron_racf::command::{
    Name, ProfileOperands, SecurityOperands, SegmentOperand, Setting, SystemOption, made,
};
use saffron_racf::database::KeyRef;
use saffron_vocabulary::racf::{Enforcement, LogOptions};
use saffron_vocabulary::specificity::has_generic_characters;

use super::away::takes_away;
use super::step::{Planner, Stage};
use crate::emit::class::{ForClasses, refresh_table};
use crate::emit::emitter::Emitter;
use crate::emit::names::Names;
use crate::emit::operand::{id, ids, name, word};
use crate::emit::option::set_options;
use crate::emit::target::{DATA_SETS, Target};

/// Settings of classes that are lists of SETROPTS.
const LISTS: [(&str, ForClasses); 5] = [
    ("active", SystemOption::Active),
    ("generic", SystemOption::Generic),
    ("generic-commands", SystemOption::GenericCommands),
    ("raclist", SystemOption::Raclist),
    ("global", SystemOption::Global),
];

/// Why EGN isn't planned.
const RENAMES: &str =
    "it changes what the names of data set profiles mean: switch it by hand, then plan again";

/// Why GENERIC isn't planned.
const LITERAL: &str = "no command could name the discrete profiles whose names would be generic: delete them, then plan again";

fn enforcement(word: &str) -> Enforcement {
    Enforcement::from_name(word).unwrap_or(Enforcement::Off)
}

/// Numbers of facts, with the classes that they are about.
type Settings<'f> = Vec<(usize, &'f str)>;

impl Planner<'_> {
    pub(super) fn options(&mut self) {
        for (at, fact) in self.of(|it| it.what == What::Option && it.class.is_none()) {
            let property = fact.subject.property.as_deref().unwrap_or_default();
            let wanted = fact.policy.as_deref().unwrap_or("off");
            let on = wanted == "on";
            let option = match property {
                "list-of-groups" => SystemOption::ListOfGroups(on),
                "enhanced-generic-naming" => {
                    self.leave(at, RENAMES);
                    continue;
                }
                "protect-all" => SystemOption::ProtectAll(enforcement(wanted)),
                "program-control" => SystemOption::ProgramControl(on),
                "add-creator" => SystemOption::AddCreator(on),
                "generic-owner" => SystemOption::GenericOwner(on),
                "mls" => SystemOption::Mls(enforcement(wanted)),
                "ml-active" => SystemOption::MlActive(enforcement(wanted)),
                "operations-audit" => SystemOption::OperationsAudit(on),
                "undefined-terminals" => SystemOption::UndefinedTerminals(on),
                "prefix" => {
                    let prefix = self.policy.options.prefix.as_deref();
                    SystemOption::Prefix(prefix.map(id))
                }
                _ => continue,
            };
            self.step(Stage::Options, 1, set_options([option]), vec![at], takes_away(fact), None);
        }
        self.settings();
    }

    /// Settings of classes; those of one kind are in one command.
    fn settings(&mut self) {
        let mut alike: BTreeMap<(&str, &str, bool), Settings<'_>> = BTreeMap::new();
        for (at, fact) in self.of(|it| it.what == What::Option && it.class.is_some()) {
            let property = fact.subject.property.as_deref().unwrap_or_default();
            let (class, wanted) =
                (fact.subject.class.as_deref().unwrap_or_default(), fact.policy.as_deref());
            if property.starts_with("generic") && wanted == Some("on") && self.has_literal(class) {
                self.leave(at, LITERAL);
                continue;
            }
            let key = (property, wanted.unwrap_or_default(), takes_away(fact));
            alike.entry(key).or_default().push((at, class));
        }
        for ((property, wanted, takes), facts) in alike {
            let classes: Vec<&str> = facts.iter().map(|(_, class)| *class).collect();
            let facts = facts.iter().map(|(at, _)| *at).collect();
            let list = LISTS.iter().find(|(name, _)| *name == property);
            let option = if let Some((_, option)) = list {
                option(ids(&classes), wanted == "on")
            } else {
                let log = LogOptions::from_name(wanted).unwrap_or(LogOptions::Default);
                SystemOption::LogOptions(log, ids(&classes))
            };
            // GENERIC decides how names are read: it is on before profiles are named, and off when all are. GENCMD is
            // on with it.
            let stage = match wanted {
                "on" if property.starts_with("generic") => Stage::Naming,
                _ if property.starts_with("generic") => Stage::Literal,
                _ => Stage::Options,
            };
            self.step(
                stage,
                usize::from(property != "generic"),
                set_options([option]),
                facts,
                takes,
                None,
            );
        }
    }

    /// Whether the system has discrete profiles in the class whose names would be generic.
    fn has_literal(&self, class: &str) -> bool {
        let variables = class != DATA_SETS;
        self.found.keys().any(|(of, name, generic, _)| {
            *of == class && !generic && has_generic_characters(name, variables)
        })
    }

    pub(super) fn classes(&mut self) {
        let missing = self.things(What::Class, Kind::Missing);
        let extra = self.things(What::Class, Kind::Extra);
        let mut changed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, fact) in self.of(|it| it.what == What::Class && it.property.is_some()) {
            changed.entry(fact.subject.class.as_deref().unwrap_or_default()).or_default().push(at);
        }
        let mut all = Vec::new();
        for (at, fact) in missing {
            let Some(class) = fact.subject.class.as_deref() else { continue };
            self.class(class, vec![at], true);
            all.push(at);
        }
        for (class, facts) in changed {
            self.class(class, facts.clone(), false);
            all.extend(facts);
        }
        if !all.is_empty() {
            self.step(Stage::Classes, 2, refresh_table(), all.clone(), false, None);
        }
        for (at, fact) in &extra {
            let Some(class) = fact.subject.class.as_deref() else { continue };
            let target = Target::general("CDT", class);
            let off = [
                SystemOption::Raclist(ids(&[class]), false),
                SystemOption::Active(ids(&[class]), false),
            ];
            self.step(Stage::DropClasses, 0, set_options(off), vec![*at], true, None);
            self.step(Stage::DropClasses, 1, target.delete(target.name()), vec![*at], true, None);
        }
        if !extra.is_empty() {
            let facts = extra.iter().map(|(at, _)| *at).collect();
            self.step(Stage::DropClasses, 2, refresh_table(), facts, true, None);
        }
    }

    fn class(&mut self, name: &str, facts: Vec<usize>, is_new: bool) {
        let policy = self.policy;
        let Some(class) = policy.classes.iter().find(|it| it.name == name) else { return };
        let target = Target::general("CDT", name);
        let segments = vec![SegmentOperand {
            name: "CDTINFO".to_owned(),
            fields: Emitter::new(policy).class_information(&class.descriptor),
            delete: false,
            span: made(()).span,
        }];
        let operands = ProfileOperands { segments, ..ProfileOperands::default() };
        let command = if is_new {
            target.define_closed(target.name(), operands)
        } else {
            target.alter(target.name(), operands)
        };
        self.step(Stage::Classes, 1, command, facts.clone(), false, None);
        if is_new {
            let on = [
                SystemOption::Active(ids(&["CDT"]), true),
                SystemOption::Raclist(ids(&["CDT"]), true),
            ];
            let options = self.database.options.classes.get("CDT");
            if options.is_none_or(|it| it.active.is_none() || it.raclisted.is_none()) {
                self.step(Stage::Classes, 0, set_options(on), facts.clone(), false, None);
            }
            self.settings_of(class, facts);
        }
    }

    /// What SETROPTS states of a new class.
    fn settings_of(&mut self, class: &Class, facts: Vec<usize>) {
        let ClassSettings { active, generic, generic_commands, raclisted, global, log_options } =
            class.settings;
        let names = || ids(&[class.name.as_str()]);
        let mut options = Vec::new();
        let mut add = |on: bool, option| options.extend(on.then_some(option));
        add(active, SystemOption::Active(names(), true));
        add(generic, SystemOption::Generic(names(), true));
        add(generic_commands && !generic, SystemOption::GenericCommands(names(), true));
        add(raclisted, SystemOption::Raclist(names(), true));
        add(global, SystemOption::Global(names(), true));
        add(log_options != LogOptions::Default, SystemOption::LogOptions(log_options, names()));
        if !options.is_empty() {
            self.step(Stage::Classes, 3, set_options(options), facts, false, None);
        }
    }

    pub(super) fn security_data(&mut self) {
        for profile in ["SECLEVEL", "CATEGORY"] {
            self.security_members(profile);
        }
        self.labels();
    }

    fn security_members(&mut self, profile: &'static str) {
        let of_profile = |it: &Subject| {
            it.class.as_deref() == Some("SECDATA") && it.profile.as_deref() == Some(profile)
        };
        let facts: Vec<(usize, &Fact)> = self.of(of_profile);
        let target = Target::general("SECDATA", profile);
        let member = |fact: &Fact| -> Name {
            let text = fact.subject.id.as_deref().unwrap_or_default();
            match fact.policy.as_deref().or(fact.system.as_deref()).filter(|it| *it != "yes") {
                Some(number) => name(&format!("{text}/{number}")),
                None => name(text),
            }
        };
        let (stated, gone): (Vec<_>, Vec<_>) =
            facts.into_iter().partition(|(_, fact)| fact.policy.is_some());
        let there = self.database.profile("SECDATA", KeyRef::discrete(profile)).is_some();
        let all: Vec<usize> = stated.iter().map(|(at, _)| *at).collect();
        if !stated.is_empty() && !there {
            let command = target.define_closed(target.name(), ProfileOperands::default());
            self.step(Stage::SecurityData, 0, command, all.clone(), false, None);
        }
        if !stated.is_empty() {
            let members: Vec<Name> = stated.iter().map(|(_, fact)| member(fact)).collect();
            self.step(Stage::SecurityData, 1, target.add_members(&members), all, false, None);
        }
        if !gone.is_empty() {
            let members = gone.iter().map(|(_, fact)| member(fact)).collect();
            let facts = gone.iter().map(|(at, _)| *at).collect();
            let command = super::profiles::deleted(&target, members);
            self.step(Stage::DropSecurityData, 1, command, facts, true, None);
        }
    }

    fn labels(&mut self) {
        let of_label = |it: &Subject| it.property.as_deref() == Some("label");
        let facts: Vec<(usize, &Fact)> = self.of(of_label);
        for (at, fact) in facts {
            let Some(label) = fact.subject.profile.as_deref() else { continue };
            let target = Target::general("SECLABEL", label);
            let class = Some("SECLABEL");
            let names = Names(self.policy);
            let policy = self.policy;
            let Some(it) = policy.labels.iter().find(|it| it.name == label) else {
                let profile = |it: &Subject| {
                    it.class.as_deref() == Some("SECLABEL") && it.profile.as_deref() == Some(label)
                };
                let deleted =
                    self.of(profile).iter().any(|(_, it)| it.subject.what == What::Profile);
                if deleted {
                    self.settle_label(at, label);
                } else {
                    let command = target.delete(target.name());
                    self.step(Stage::DropSecurityData, 0, command, vec![at], true, class);
                }
                continue;
            };
            let level = names.level(it.security_level);
            let (_, other) = (level, names.other_categories(&it.categories));
            let is_new = fact.kind == Kind::Missing;
            let security = SecurityOperands {
                level: level.map(|level| Setting::To(made(word(level)))),
                add_categories: ids(&names.categories(&it.categories)),
                delete_categories: if is_new { Vec::new() } else { ids(&other) },
                label: None,
            };
            let operands = ProfileOperands { security, ..ProfileOperands::default() };
            let command = if is_new {
                target.define_closed(target.name(), operands)
            } else {
                target.alter(target.name(), operands)
            };
            self.step(Stage::Labels, 0, command, vec![at], !is_new, class);
        }
    }

    /// The label goes with its profile.
    fn settle_label(&mut self, at: usize, label: &str) {
        let target = Target::general("SECLABEL", label);
        let profile = |it: &Subject| {
            it.class.as_deref() == Some("SECLABEL") && it.profile.as_deref() == Some(label)
        };
        let facts: Vec<usize> =
            self.of(profile).into_iter().map(|(at, _)| at).chain([at]).collect();
        self.step(
            Stage::DropSecurityData,
            0,
            target.delete(target.name()),
            facts,
            true,
            Some("SECLABEL"),
        );
    }
}
