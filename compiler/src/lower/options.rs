//! `options { … }`: SETROPTS, and the switches for rules that RACF's documentation leaves open.
//!
//! INVARIANT: classes of one POSIT value have equal settings, except those that a class can't have.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Property, PropertyValue, Value};
use saffron_vocabulary::name;
use saffron_vocabulary::operand;
use saffron_vocabulary::racf::Switch;

use super::form;
use super::lowering::Lower;
use super::names::fold;
use super::option_table::{self, ClassList, Default};
use super::property::{items, named, written};
use super::property_table;
use super::sorted::Declared;
use crate::codes;
use crate::model::{Class, ClassId, Options};

/// The values of each option: one, except for lists of classes.
pub(crate) type Stated<'p> = BTreeMap<&'p str, Vec<&'p Property>>;

/// A list of classes, and whether each was named rather than meant by `*`.
type Chosen = BTreeMap<ClassId, bool>;

impl Lower {
    /// Reads the options and settles them for every class.
    pub(crate) fn options(&mut self, declared: &Declared<'_>) {
        let all = declared.options.iter().flat_map(|(_, properties)| properties.iter());
        let stated = self.known_options(all, &option_table::keys());
        // Reading an option can ask for names, so the options leave the model while they are read.
        let mut options = std::mem::take(&mut self.model.options);
        for (&key, properties) in &stated {
            for property in properties {
                self.system_option(key, property, &mut options);
                options.origins.add(key, property.span);
            }
        }
        self.model.options = options;
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
                if let Some(meaning) = operand::of_word("SETROPTS", key) {
                    self.report.racf_word(
                        codes::UNKNOWN_OPTION,
                        message,
                        property.key.span,
                        meaning,
                    );
                    continue;
                }
                let word = (key, property.key.span);
                self.report.unknown_word(codes::UNKNOWN_OPTION, message, word, known);
                continue;
            }
            let said = stated.entry(key).or_default();
            if let (Some(first), false) = (said.first(), option_table::is_class_list(key)) {
                let (one, other) = (written(&first.value), written(&property.value));
                let fact = format!("the option `{key}`");
                self.report.stated_twice(&fact, (first.span, &one), (property.span, &other));
            } else {
                said.push(property);
            }
        }
        stated
    }

    fn system_option(&mut self, key: &str, property: &Property, options: &mut Options) {
        if let Some(row) = property_table::find(option_table::SYSTEM, key) {
            self.property(&row.value, property, options);
        } else if let Some(switch) = Switch::from_name(key)
            && let Some(on) = self.report.switch(property)
        {
            options.switches = options.switches.with(switch, on);
        }
    }

    pub(crate) fn prefix(&mut self, options: &mut Options, property: &Property) {
        if matches!(&property.value, PropertyValue::Value(Value::Word(word)) if word.node == "off")
        {
            return;
        }
        let Some(name) = self.report.one_name(property, form::PREFIX) else { return };
        let folded = fold(name.text);
        if name::is_id(&folded) {
            options.prefix = Some(folded.into_owned());
        } else {
            self.report.bad_id(name, "high-level qualifier");
        }
    }

    fn class_options(&mut self, stated: &Stated<'_>, declared: &Declared<'_>) {
        let used = self.used_classes(declared);
        let with_globals = self.classes_with_globals(declared);
        for option in option_table::CLASS_LISTS {
            let chosen = match (stated.get(option.key), option.default) {
                (Some(properties), _) => self.chosen(option, properties),
                (None, Default::Used) => implied(&used),
                (None, Default::WithGlobals) => implied(&with_globals),
                (None, Default::None) => Chosen::new(),
            };
            self.cover(&chosen, |class, named| {
                if named || (option.allowed)(class) {
                    (option.set)(&mut class.settings);
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
    fn chosen(&mut self, option: &ClassList, properties: &[&Property]) -> Chosen {
        let mut all = Chosen::new();
        for property in properties {
            add(&mut all, self.fitting(option, property));
        }
        all
    }

    /// The classes of a list; one that can't have the setting is reported and left out.
    fn fitting(&mut self, option: &ClassList, property: &Property) -> Chosen {
        let mut chosen = self.listed(property);
        let key = option.key;
        chosen.retain(|&class, named| {
            let fits = (option.allowed)(&self.model.classes[class]);
            if !fits && *named {
                let name = &self.model.classes[class].name;
                let message = format!("the class `{name}` can't be in `{key}`");
                let diagnostic =
                    Diagnostic::error(codes::NOT_FOR_CLASS, message, property.span, option.refusal);
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
            self.report.wrong_form(property, form::CLASSES_OR_ALL);
            return chosen;
        };
        let stands_alone = |value: &&Value| matches!(value, Value::Star(_) | Value::Word(_));
        if !values.iter().all(stands_alone) {
            self.report.check_list(property);
        }
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
                    None => self.report.wrong_form(property, form::CLASSES_OR_ALL),
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
        for &(key, log, _) in option_table::LOG_LISTS {
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

/// What an option covers if it isn't specified.
fn implied(classes: &BTreeSet<ClassId>) -> Chosen {
    classes.iter().map(|&class| (class, false)).collect()
}
