//! Classes: those of the dynamic class descriptor table, and what SETROPTS specifies for each.
//!
//! Classes of one POSIT value share their settings, so one of them is named for all.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::{
    Class, ClassId, ClassSettings, Descriptor, Model, Profile, ProfileKind, Raclist,
};
use saffron_vocabulary::racf::{AccessLevel, LogOptions};
use saffron_vocabulary::specificity::has_generic_characters;

use super::Emitter;
use super::names::{Names, ROOT};
use super::remark::quoted;
use super::statement::Statement;
use super::target::DATA_SETS;

impl Emitter<'_> {
    /// The classes that the policy declares (`RDEFINE CDT`).
    pub(super) fn dynamic_classes(&mut self) {
        let declared: Vec<&Class> = declared(self.model).collect();
        let names: Vec<&str> = declared.iter().map(|it| it.name.as_str()).collect();
        if names.is_empty() {
            return;
        }
        self.page.section("Installation-defined classes", "They exist after the refresh.");
        self.page.say(&Statement::new("SETROPTS").value("CLASSACT", "CDT").value("RACLIST", "CDT"));
        self.say_of(&names, |names| {
            let define = Statement::new("RDEFINE").word("CDT").names(names);
            define.value("OWNER", ROOT).value("UACC", "NONE")
        });
        for class in declared {
            let info = self.class_information(&class.descriptor);
            let alter = Statement::new("RALTER").word("CDT").names(&[&class.name]);
            self.page.say(&alter.list("CDTINFO", &info));
            if class.descriptor.posit.is_none() {
                self.remarks.about(
                    quoted(&class.name),
                    "the class has no POSIT value, and RACF wants one: add `POSIT(…)` to CDTINFO \
                     with a number that is free at the installation",
                );
            }
        }
        self.page.say(&Statement::new("SETROPTS").value("RACLIST", "CDT").word("REFRESH"));
    }

    /// Fields of CDTINFO, in full.
    fn class_information(&self, row: &Descriptor) -> Vec<String> {
        let word =
            |yes: bool, one: &'static str, other: &'static str| if yes { one } else { other };
        let raclist = match row.raclist {
            Raclist::Disallowed => "DISALLOWED",
            Raclist::Allowed => "ALLOWED",
            Raclist::Required => "REQUIRED",
        };
        let mac = row.mac_processing.as_str().to_ascii_uppercase();
        let characters = "ALPHA NUMERIC NATIONAL SPECIAL";
        let mut fields = vec![
            format!("MAXLENGTH({})", row.max_length),
            format!("FIRST({characters})"),
            format!("OTHER({characters})"),
            format!("CASE({})", word(row.mixed_case, "ASIS", "UPPER")),
            format!("KEYQUALIFIERS({})", row.key_qualifiers),
            format!("GENERIC({})", word(row.generic_allowed, "ALLOWED", "DISALLOWED")),
            format!("RACLIST({raclist})"),
            format!("DEFAULTUACC({})", row.default_uacc.map_or("ACEE", AccessLevel::as_str)),
            format!("DEFAULTRC({})", row.default_return_code),
            format!("OPERATIONS({})", word(row.operations, "YES", "NO")),
            format!("MACPROCESSING({mac})"),
            format!("SECLABELSREQUIRED({})", word(row.label_required, "YES", "NO")),
        ];
        fields.extend(row.posit.map(|it| format!("POSIT({it})")));
        fields.extend(row.member_class.map(|it| format!("MEMBER({})", self.names.class(it))));
        fields.extend(row.grouping_class.map(|it| format!("GROUP({})", self.names.class(it))));
        fields
    }

    /// CLASSACT, GENERIC, RACLIST and GLOBAL, each with its opposite.
    pub(super) fn class_settings(&mut self) {
        self.page.section("High-level qualifier of short data set names", "");
        self.prefix();
        let lists = Lists::of_sets(&sets(self.model));
        self.page.section(
            "Settings to turn off for the policy's classes",
            "Look before you run them whether anything else needs them: NOGENERIC puts all generic \
             profiles of a class out of use, NORACLIST all grouping profiles, and NOGLOBAL its \
             table. Classes that the policy doesn't have active stay as they are.",
        );
        for (setting, off) in SETTINGS.iter().zip(&lists.off) {
            self.set(&format!("NO{}", setting.word), off);
        }
        self.page.section("Settings of the policy's classes", "");
        for (setting, on) in SETTINGS.iter().zip(&lists.on) {
            self.set(setting.word, on);
        }
        self.unused_settings();
    }

    fn set(&mut self, word: &str, classes: &[&str]) {
        if !classes.is_empty() {
            self.page.say(&Statement::new("SETROPTS").list(word, classes));
        }
    }

    fn unused_settings(&mut self) {
        for (class, _) in self.names.profiles() {
            let Some(class) = self.model.classes.get(class) else { continue };
            if !class.settings.active {
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

/// Classes of the policy's own.
pub(super) fn declared(model: &Model) -> impl Iterator<Item = &Class> {
    model.classes.iter().filter(|it| it.origin.is_some())
}

/// A setting of classes.
struct Setting {
    /// The operand that switches it on.
    word: &'static str,
    /// The operands that switch it off again.
    back: &'static [&'static str],
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
        word: "CLASSACT",
        back: &["NOCLASSACT"],
        says: |it| Some(it.active),
        // DATASET is always active.
        is_possible: |it| it.name != DATA_SETS,
        is_generic: false,
    },
    Setting {
        word: "GENERIC",
        back: &["NOGENERIC", "NOGENCMD"],
        says: |it| Some(it.generic),
        is_possible: |it| it.descriptor.generic_allowed,
        is_generic: true,
    },
    Setting {
        word: "GENCMD",
        back: &["NOGENCMD"],
        says: |it| (!it.generic).then_some(it.generic_commands),
        is_possible: |it| it.descriptor.generic_allowed,
        is_generic: true,
    },
    Setting {
        word: "RACLIST",
        back: &["NORACLIST"],
        says: |it| Some(it.raclisted),
        is_possible: |it| it.descriptor.raclist != Raclist::Disallowed,
        is_generic: false,
    },
    Setting {
        word: "GLOBAL",
        back: &["NOGLOBAL"],
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
    pub(super) fn taken_back(&self) -> Vec<(&'static str, Vec<&'m str>)> {
        let mut back = Vec::new();
        for (setting, on) in SETTINGS.iter().zip(&self.on).rev() {
            if !on.is_empty() {
                back.extend(setting.back.iter().map(|&word| (word, on.clone())));
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
