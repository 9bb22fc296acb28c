//! Classes: those of the dynamic class descriptor table, and what SETROPTS specifies for each.
//!
//! Classes of one POSIT value share their settings, so one of them is named for all.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::{
    Class, ClassId, ClassSettings, Descriptor, Model, Profile, ProfileKind, Raclist,
};
use saffron_racf::command::{
    CommandKind, Name, ProfileOperands, SegmentField, SegmentOperand, SystemOption, made,
};
use saffron_vocabulary::racf::{AccessLevel, LogOptions};
use saffron_vocabulary::specificity::has_generic_characters;

use super::emitter::Emitter;
use super::names::Names;
use super::operand::{ids, name};
use super::option::set_options;
use super::remark::quoted;
use super::target::{DATA_SETS, Target};

impl Emitter<'_> {
    /// The classes that the policy declares (`RDEFINE CDT`).
    pub(super) fn dynamic_classes(&mut self) {
        let declared: Vec<&Class> = declared(self.model).collect();
        if declared.is_empty() {
            return;
        }
        self.script.section("Installation-defined classes", "They exist after the refresh.");
        self.command(set_options([
            SystemOption::Active(ids(&["CDT"]), true),
            SystemOption::Raclist(ids(&["CDT"]), true),
        ]));
        let table = Target::general("CDT", "");
        let names: Vec<Name> = declared.iter().map(|class| name(&class.name)).collect();
        self.command_for(&names, |names| table.define_closed(names, ProfileOperands::default()));
        for class in declared {
            self.dynamic_class(class);
        }
        self.command(refresh_table());
    }

    fn dynamic_class(&mut self, class: &Class) {
        let target = Target::general("CDT", &class.name);
        let segments = vec![SegmentOperand {
            name: "CDTINFO".to_owned(),
            fields: self.class_information(&class.descriptor),
            delete: false,
            span: made(()).span,
        }];
        let profile = ProfileOperands { segments, ..ProfileOperands::default() };
        self.command(target.alter(target.name(), profile));
        if !self.model.is_known(class) {
            self.remarks.about(
                quoted(&class.name),
                "the policy doesn't have CDT active and RACLISTed, so it protects nothing in the \
                 class; the commands define profiles in the class, so they switch CDT on",
            );
        }
        if class.descriptor.posit.is_none() {
            self.remarks.about(
                quoted(&class.name),
                "the class has no POSIT value, and RACF wants one: add `POSIT(…)` to CDTINFO \
                 with a number that is free at the installation",
            );
        }
    }

    /// Fields of CDTINFO, in full.
    pub(crate) fn class_information(&self, row: &Descriptor) -> Vec<SegmentField> {
        let word =
            |yes: bool, one: &'static str, other: &'static str| if yes { one } else { other };
        let raclist = match row.raclist {
            Raclist::Disallowed => "DISALLOWED",
            Raclist::Allowed => "ALLOWED",
            Raclist::Required => "REQUIRED",
        };
        let characters = ["ALPHA", "NUMERIC", "NATIONAL", "SPECIAL"];
        let mut fields = vec![
            field("MAXLENGTH", &[&row.max_length.to_string()]),
            field("FIRST", &characters),
            field("OTHER", &characters),
            field("CASE", &[word(row.mixed_case, "ASIS", "UPPER")]),
            field("KEYQUALIFIERS", &[&row.key_qualifiers.to_string()]),
            field("GENERIC", &[word(row.generic_allowed, "ALLOWED", "DISALLOWED")]),
            field("RACLIST", &[raclist]),
            field("DEFAULTUACC", &[row.default_uacc.map_or("ACEE", AccessLevel::as_str)]),
            field("DEFAULTRC", &[&row.default_return_code.to_string()]),
            field("OPERATIONS", &[word(row.operations, "YES", "NO")]),
            field("MACPROCESSING", &[row.mac_processing.as_str()]),
            field("SECLABELSREQUIRED", &[word(row.label_required, "YES", "NO")]),
        ];
        fields.extend(row.posit.map(|posit| field("POSIT", &[&posit.to_string()])));
        fields.extend(row.member_class.map(|class| field("MEMBER", &[self.names.class(class)])));
        fields.extend(row.grouping_class.map(|class| field("GROUP", &[self.names.class(class)])));
        fields
    }

    /// CLASSACT, GENERIC, RACLIST and GLOBAL, each with its opposite.
    pub(super) fn class_settings(&mut self) {
        self.script.section("High-level qualifier of short data set names", "");
        self.prefix();
        let lists = Lists::of_sets(&sets(self.model));
        self.script.section(
            "Settings to turn off for the policy's classes",
            "Look before you run them whether anything else needs them: NOGENERIC puts all generic \
             profiles of a class out of use, NORACLIST all grouping profiles, and NOGLOBAL its \
             table. Classes that the policy doesn't have active stay as they are.",
        );
        for (setting, off) in SETTINGS.iter().zip(&lists.off) {
            self.set(setting, off, false);
        }
        self.script.section("Settings of the policy's classes", "");
        for (setting, on) in SETTINGS.iter().zip(&lists.on) {
            self.set(setting, on, true);
        }
        self.unused_settings();
    }

    fn set(&mut self, setting: &Setting, classes: &[&str], is_on: bool) {
        if !classes.is_empty() {
            self.command(set_options([(setting.option)(ids(classes), is_on)]));
        }
    }

    fn unused_settings(&mut self) {
        for (class, _) in self.names.profiles() {
            let Some(class) = self.model.classes.get(class) else { continue };
            if !self.model.is_in_effect(class) && self.model.is_known(class) {
                self.remarks.about(
                    quoted(&class.name),
                    "the policy has profiles in the class and doesn't have it active; where it is \
                     active it stays so, and the profiles count, unless `SETROPTS NOCLASSACT` \
                     switches it off",
                );
            }
        }
    }
}

/// `CASE(UPPER)`
fn field(name: &str, values: &[&str]) -> SegmentField {
    SegmentField { name: name.to_owned(), values: ids(values), delete: false, span: made(()).span }
}

/// Definitions of classes take effect.
pub(crate) fn refresh_table() -> CommandKind {
    set_options([SystemOption::Raclist(ids(&["CDT"]), true), SystemOption::Refresh])
}

/// Classes of the policy's own.
pub(super) fn declared(model: &Model) -> impl Iterator<Item = &Class> {
    model.classes.iter().filter(|it| it.origin.is_some())
}

/// What sets something for classes, or takes it back.
pub(crate) type ForClasses = fn(Vec<Name>, bool) -> SystemOption;

/// A setting of classes.
struct Setting {
    /// The operand that switches it on.
    option: ForClasses,
    /// The operands whose negative forms switch it off again.
    back: &'static [ForClasses],
    /// Whether it is to be on; `None` where another setting says so.
    says: fn(&ClassSettings) -> Option<bool>,
    /// Whether a class can have it.
    is_possible: fn(&Class) -> bool,
    /// Whether names read otherwise with it.
    is_generic: bool,
}

/// In the order in which they are set. GENERIC switches GENCMD on.
const SETTINGS: [Setting; 5] = [
    Setting {
        option: SystemOption::Active,
        back: &[SystemOption::Active],
        says: |it| Some(it.active),
        // DATASET is always active.
        is_possible: |it| it.name != DATA_SETS,
        is_generic: false,
    },
    Setting {
        option: SystemOption::Generic,
        back: &[SystemOption::Generic, SystemOption::GenericCommands],
        says: |it| Some(it.generic),
        is_possible: |it| it.descriptor.generic_allowed,
        is_generic: true,
    },
    Setting {
        option: SystemOption::GenericCommands,
        back: &[SystemOption::GenericCommands],
        says: |it| (!it.generic).then_some(it.generic_commands),
        is_possible: |it| it.descriptor.generic_allowed,
        is_generic: true,
    },
    Setting {
        option: SystemOption::Raclist,
        back: &[SystemOption::Raclist],
        says: |it| Some(it.raclisted),
        is_possible: |it| it.descriptor.raclist != Raclist::Disallowed,
        is_generic: false,
    },
    Setting {
        option: SystemOption::Global,
        back: &[SystemOption::Global],
        says: |it| Some(it.global),
        is_possible: |it| it.descriptor.member_class.is_none() && !it.descriptor.holds_data,
        is_generic: false,
    },
];

/// Per setting, the classes that have it, and the active ones that don't.
#[derive(Debug, Default)]
pub(super) struct Lists<'m> {
    on: Vec<Vec<&'m str>>,
    off: Vec<Vec<&'m str>>,
}

impl<'m> Lists<'m> {
    pub(super) fn of_sets(sets: &[Set<'m>]) -> Self {
        let mut lists = Self::default();
        for setting in &SETTINGS {
            let (mut on, mut off) = (Vec::new(), Vec::new());
            for set in sets {
                let settings = set.settings();
                match (setting.says)(&settings) {
                    Some(true) => on.extend(set.named(setting.is_possible)),
                    Some(false) if settings.active || (setting.is_generic && set.is_literal) => {
                        off.extend(set.named(setting.is_possible));
                    }
                    _ => {}
                }
            }
            // Classes of the installation, also those that the policy doesn't know, need CDT.
            off.retain(|it| *it != "CDT");
            lists.on.push(on);
            lists.off.push(off);
        }
        lists
    }

    /// Operands that take back what is switched on, with their classes, the last setting first.
    pub(super) fn taken_back(&self) -> Vec<(ForClasses, Vec<&'m str>)> {
        let mut back = Vec::new();
        for (setting, on) in SETTINGS.iter().zip(&self.on).rev() {
            if !on.is_empty() {
                back.extend(setting.back.iter().map(|&option| (option, on.clone())));
            }
        }
        back
    }
}

/// Classes that share their settings.
#[derive(Debug, Default)]
pub(super) struct Set<'m> {
    pub(super) classes: Vec<&'m Class>,
    /// Those in which the policy declares something.
    used: BTreeSet<&'m str>,
    /// Whether a name with a generic character is to be taken literally.
    is_literal: bool,
}

impl<'m> Set<'m> {
    /// The names by which a setting is made: classes that the policy uses, else any one.
    pub(super) fn named(&self, is_possible: fn(&Class) -> bool) -> Vec<&'m str> {
        let possible = self.classes.iter().filter(|it| is_possible(it)).map(|it| it.name.as_str());
        let used: Vec<&str> = possible.clone().filter(|it| self.used.contains(it)).collect();
        if used.is_empty() { possible.take(1).collect() } else { used }
    }

    /// What holds for all of them, but for what a class can't be.
    pub(super) fn settings(&self) -> ClassSettings {
        let any =
            |is_on: fn(&ClassSettings) -> bool| self.classes.iter().any(|it| is_on(&it.settings));
        let logged = self.classes.iter().map(|it| it.settings.log_options);
        ClassSettings {
            active: any(|it| it.active),
            generic: any(|it| it.generic),
            generic_commands: any(|it| it.generic_commands),
            raclisted: any(|it| it.raclisted),
            global: any(|it| it.global),
            log_options: logged.max().unwrap_or(LogOptions::Default),
        }
    }
}

/// Classes by POSIT value, each class without one alone; in the order of their names.
pub(super) fn sets(model: &Model) -> Vec<Set<'_>> {
    let (used, literal) = (used(model), literal(model));
    let mut sets: Vec<Set<'_>> = Vec::new();
    let mut by_posit: BTreeMap<u16, usize> = BTreeMap::new();
    for (id, class) in model.classes.iter_enumerated() {
        let posit = class.descriptor.posit;
        let known = posit.map(|posit| *by_posit.entry(posit).or_insert(sets.len()));
        let at = known.unwrap_or(sets.len());
        if at == sets.len() {
            sets.push(Set::default());
        }
        let Some(set) = sets.get_mut(at) else { continue };
        set.classes.push(class);
        set.is_literal |= literal.contains(&id);
        if used.contains(&id) {
            set.used.insert(&class.name);
        }
    }
    sets
}

fn used(model: &Model) -> BTreeSet<ClassId> {
    let declared = model.classes.iter_enumerated().filter(|(_, it)| it.origin.is_some());
    let mut used: BTreeSet<ClassId> = declared.map(|(id, _)| id).collect();
    used.extend(Names(model).profiles().map(|(class, _)| class));
    used.extend(model.globals.iter().map(|it| it.class));
    used
}

/// Classes with discrete profiles whose names would be generic if the class were.
fn literal(model: &Model) -> BTreeSet<ClassId> {
    let is_literal = |it: &&Profile| {
        let variables = Names(model).class(it.class) != DATA_SETS;
        it.kind == ProfileKind::Discrete && has_generic_characters(&it.name, variables)
    };
    model.profiles.iter().filter(is_literal).map(|it| it.class).collect()
}
