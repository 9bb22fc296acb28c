//! `options { … }`: SETROPTS, and the switches for rules that RACF's documentation leaves open.
//!
//! INVARIANT: classes of one POSIT value have equal settings, except those that a class can't have.

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::vocabulary::{Enforcement, LogOptions, Switch};
use saffron_lang::ast::{Property, PropertyValue, Value};
use saffron_lang::{Diagnostic, Span};
use saffron_vocabulary::name;

use super::class::set;
use super::lowering::Lower;
use super::names::fold;
use super::property::{items, named, written};
use super::sorted::Declared;
use crate::codes;
use crate::model::{Class, ClassId, ClassSettings, Raclist};

const SYSTEM_KEYS: [&str; 10] = [
    "list-of-groups",
    "enhanced-generic-naming",
    "protect-all",
    "program-control",
    "add-creator",
    "generic-owner",
    "mls",
    "ml-active",
    "operations-audit",
    "prefix",
];

const CLASS_KEYS: [&str; 5] = ["active", "generic", "generic-commands", "raclist", "global"];

const LOG_KEYS: [(&str, LogOptions); 5] = [
    ("log-always", LogOptions::Always),
    ("log-never", LogOptions::Never),
    ("log-successes", LogOptions::Successes),
    ("log-failures", LogOptions::Failures),
    ("log-default", LogOptions::Default),
];

const ENFORCEMENTS: [&str; 3] = ["failures", "warning", "off"];

fn known_keys() -> Vec<&'static str> {
    let logs = LOG_KEYS.iter().map(|(key, _)| *key);
    let switches = Switch::ALL.iter().map(|switch| switch.as_str());
    SYSTEM_KEYS.into_iter().chain(CLASS_KEYS).chain(logs).chain(switches).collect()
}

/// The values of each option: one, except for lists of classes.
pub(crate) type Stated<'p> = BTreeMap<&'p str, Vec<&'p Property>>;

/// Whether an option is a list of classes: several are taken together.
fn is_class_list(key: &str) -> bool {
    CLASS_KEYS.contains(&key) || LOG_KEYS.iter().any(|(log, _)| *log == key)
}

/// A list of classes, and whether each was named rather than meant by `*`.
type Chosen = BTreeMap<ClassId, bool>;

impl Lower {
    /// Reads the options and settles them for every class.
    pub(crate) fn options(&mut self, declared: &Declared<'_>) {
        let known = known_keys();
        let all = declared.options.iter().flat_map(|(_, properties)| properties.iter());
        let stated = self.known_options(all, &known);
        for (&key, properties) in &stated {
            for property in properties {
                self.system_option(key, property);
                self.model.options.origins.push((key.to_owned(), property.span));
            }
        }
        self.class_options(&stated, declared);
    }

    /// The options that are known, each with its values.
    pub(crate) fn known_options<'p>(
        &mut self,
        all: impl Iterator<Item = &'p Property>,
        known: &[&str],
    ) -> Stated<'p> {
        let mut stated = Stated::new();
        for property in all {
            let key = property.key.node.as_str();
            if !known.contains(&key) {
                let message = format!("unknown option `{key}`");
                let word = (key, property.key.span);
                self.report.unknown_word(codes::UNKNOWN_OPTION, message, word, known);
                continue;
            }
            let said = stated.entry(key).or_default();
            if let (Some(first), false) = (said.first(), is_class_list(key)) {
                let (one, other) = (written(&first.value), written(&property.value));
                let fact = format!("the option `{key}`");
                self.report.stated_twice(&fact, (first.span, &one), (property.span, &other));
            } else {
                said.push(property);
            }
        }
        stated
    }

    fn system_option(&mut self, key: &str, property: &Property) {
        let (report, it) = (&mut self.report, &mut self.model.options);
        match key {
            "list-of-groups" => set(&mut it.list_of_groups, report.flag(property)),
            "enhanced-generic-naming" => {
                set(&mut it.enhanced_generic_naming, report.flag(property));
            }
            "protect-all" => set(&mut it.protect_all, enforcement(report, property)),
            "program-control" => set(&mut it.program_control, report.flag(property)),
            "add-creator" => set(&mut it.add_creator, report.flag(property)),
            "generic-owner" => set(&mut it.generic_owner, report.flag(property)),
            "mls" => set(&mut it.mls, enforcement(report, property)),
            "ml-active" => set(&mut it.ml_active, enforcement(report, property)),
            "operations-audit" => set(&mut it.operations_audit, report.flag(property)),
            "prefix" => self.prefix(property),
            _ => {
                if let Some(switch) = Switch::from_name(key)
                    && let Some(on) = report.flag(property)
                {
                    it.switches = it.switches.with(switch, on);
                }
            }
        }
    }

    fn prefix(&mut self, property: &Property) {
        if matches!(&property.value, PropertyValue::Value(Value::Word(word)) if word.node == "off")
        {
            return;
        }
        let wanted = "a high-level qualifier, or `off`";
        let Some(name) = self.report.one_name(property, wanted) else { return };
        let folded = fold(name.text);
        if name::is_id(&folded) {
            self.model.options.prefix = Some(folded.into_owned());
        } else {
            self.report.bad_id(name, "high-level qualifier");
        }
    }

    fn class_options(&mut self, stated: &Stated<'_>, declared: &Declared<'_>) {
        let used = self.used_classes(declared);
        let with_globals = self.classes_with_globals(declared);
        for key in CLASS_KEYS {
            let allowed = allowed_for(key);
            let chosen = match stated.get(key) {
                Some(properties) => self.chosen(key, properties),
                None => default_for(key, &used, &with_globals),
            };
            self.cover(&chosen, |class, named| {
                if named || allowed(class) {
                    apply(key, &mut class.settings);
                }
            });
        }
        if let Some(data_set) = self.names.data_set {
            self.model.classes[data_set].settings.active = true;
        }
        self.log_options(stated);
    }

    fn classes_with_globals(&self, declared: &Declared<'_>) -> BTreeSet<ClassId> {
        let names = declared.globals.iter().map(|(_, global)| fold(&global.class.text));
        names.filter_map(|name| self.names.classes.get(name.as_ref()).copied()).collect()
    }

    /// The classes of all lists of an option.
    fn chosen(&mut self, key: &str, properties: &[&Property]) -> Chosen {
        let mut all = Chosen::new();
        for property in properties {
            add(&mut all, self.fitting(key, property));
        }
        all
    }

    /// The classes of a list; one that can't have the setting is reported and left out.
    fn fitting(&mut self, key: &str, property: &Property) -> Chosen {
        let mut chosen = self.listed(property);
        let allowed = allowed_for(key);
        chosen.retain(|&class, named| {
            let fits = allowed(&self.model.classes[class]);
            if !fits && *named {
                let name = &self.model.classes[class].name;
                let message = format!("the class `{name}` can't be in `{key}`");
                let diagnostic =
                    Diagnostic::error(codes::NOT_FOR_CLASS, message, property.span, why_not(key));
                self.report.add(diagnostic.help(format!("drop `{name}` from the list")));
            }
            fits
        });
        chosen
    }

    /// The classes of a list, without asking whether they fit.
    fn listed(&mut self, property: &Property) -> Chosen {
        let mut chosen = Chosen::new();
        let Some(values) = items(&property.value) else {
            self.report.wrong_form(property, "a list of classes, or `*`");
            return chosen;
        };
        for value in values {
            match value {
                Value::Star(_) => self.all_classes(&mut chosen),
                Value::Word(word) if word.node == "all" => self.all_classes(&mut chosen),
                Value::Word(word) if word.node == "none" => {}
                _ => match named(value) {
                    Some(name) => {
                        if let Some(class) = self.class(name) {
                            chosen.insert(class, true);
                        }
                    }
                    None => self.report.wrong_form(property, "a list of classes, or `*`"),
                },
            }
        }
        chosen
    }

    fn all_classes(&self, chosen: &mut Chosen) {
        for (class, _) in self.model.classes.iter_enumerated() {
            chosen.entry(class).or_insert(false);
        }
    }

    /// Applies a setting to the chosen classes and to all that share a POSIT value with one.
    fn cover(&mut self, chosen: &Chosen, apply: impl Fn(&mut Class, bool)) {
        let posits: BTreeSet<u16> =
            chosen.keys().filter_map(|&class| self.model.classes[class].descriptor.posit).collect();
        for (&class, &named) in chosen {
            apply(&mut self.model.classes[class], named);
        }
        let all: Vec<ClassId> = self.model.classes.iter_enumerated().map(|(id, _)| id).collect();
        for id in all {
            let class = &mut self.model.classes[id];
            if class.descriptor.posit.is_some_and(|posit| posits.contains(&posit)) {
                apply(class, false);
            }
        }
    }

    fn log_options(&mut self, stated: &Stated<'_>) {
        let mut said: BTreeMap<ClassId, (&str, Span)> = BTreeMap::new();
        for (key, log) in LOG_KEYS {
            let mut all = Chosen::new();
            for property in stated.get(key).into_iter().flatten() {
                let chosen = self.listed(property);
                self.logged_once(key, property, &chosen, &mut said);
                add(&mut all, chosen);
            }
            self.cover(&all, |class, _| class.settings.log_options = log);
        }
    }

    /// Reports classes that were named in the list of another log option.
    fn logged_once<'k>(
        &mut self,
        key: &'k str,
        property: &Property,
        chosen: &Chosen,
        said: &mut BTreeMap<ClassId, (&'k str, Span)>,
    ) {
        for (&class, _) in chosen.iter().filter(|(_, named)| **named) {
            let name = &self.model.classes[class].name;
            match said.insert(class, (key, property.span)) {
                Some((other, span)) if other != key => {
                    let fact = format!("the logging of the class `{name}`");
                    self.report.stated_twice(&fact, (span, other), (property.span, key));
                }
                _ => {}
            }
        }
    }
}

/// Adds the classes of another list; one that either names is named.
fn add(all: &mut Chosen, list: Chosen) {
    for (class, named) in list {
        *all.entry(class).or_default() |= named;
    }
}

fn enforcement(report: &mut super::report::Report, property: &Property) -> Option<Enforcement> {
    report.word(property, &ENFORCEMENTS).and_then(Enforcement::from_name)
}

fn apply(key: &str, settings: &mut ClassSettings) {
    match key {
        "active" => settings.active = true,
        "generic" => settings.generic = true,
        "generic-commands" => settings.generic_commands = true,
        "raclist" => settings.raclisted = true,
        _ => settings.global = true,
    }
}

fn allowed_for(key: &str) -> fn(&Class) -> bool {
    match key {
        "generic" | "generic-commands" => |class| class.descriptor.generic_allowed,
        "raclist" => |class| class.descriptor.raclist != Raclist::Disallowed,
        "global" => |class| class.descriptor.member_class.is_none() && !class.descriptor.holds_data,
        _ => |_| true,
    }
}

fn why_not(key: &str) -> &'static str {
    match key {
        "raclist" => "a class in this list can't be RACLISTed",
        "global" => "a class in this list has no global access checking",
        _ => "a class in this list has no generic profiles",
    }
}

/// What an option covers if it isn't specified.
fn default_for(key: &str, used: &BTreeSet<ClassId>, globals: &BTreeSet<ClassId>) -> Chosen {
    let classes = match key {
        "generic-commands" => return Chosen::new(),
        "global" => globals,
        _ => used,
    };
    classes.iter().map(|&class| (class, false)).collect()
}
