//! SETROPTS as an `options` block: every option is stated.

use std::collections::BTreeMap;

use saffron_compiler::model::{Descriptor, Raclist};
use saffron_lang::Span;
use saffron_lang::ast::{Item, ItemKind, Property, Value};
use saffron_vocabulary::racf::{Enforcement, LogOptions};

use super::gap::{Gap, GapKind};
use super::make::{self, place};
use super::translator::Translator;
use saffron_racf::database::{ClassOptions, Fact};

const LOGS: [(&str, LogOptions); 4] = [
    ("log-always", LogOptions::Always),
    ("log-never", LogOptions::Never),
    ("log-successes", LogOptions::Successes),
    ("log-failures", LogOptions::Failures),
];

fn flag(key: &str, fact: &Fact<bool>) -> Property {
    make::word_property(key, make::on_or_off(fact.value), place(fact.origin))
}

fn enforcement(key: &str, fact: &Fact<Enforcement>) -> Property {
    make::word_property(key, fact.value.as_str(), place(fact.origin))
}

impl Translator<'_> {
    /// The `options` block.
    pub(super) fn options(&mut self) -> Item {
        let mut properties = self.system_options();
        let generic = |it: &Descriptor| it.generic_allowed;
        let raclist = |it: &Descriptor| it.raclist != Raclist::Disallowed;
        let global = |it: &Descriptor| it.member_class.is_none() && !it.holds_data;
        properties.extend(self.class_list("active", |_| true, |it| it.active.as_ref()));
        properties.extend(self.class_list("generic", generic, |it| it.generic.as_ref()));
        properties.extend(self.generic_commands());
        properties.extend(self.class_list("raclist", raclist, |it| it.raclisted.as_ref()));
        properties.extend(self.class_list("global", global, |it| it.global.as_ref()));
        for (key, log) in LOGS {
            properties.extend(self.log_list(key, log));
        }
        let span = properties.first().map_or(Span::NOWHERE, |it| it.span);
        make::item(ItemKind::Options(properties), span)
    }

    fn system_options(&self) -> Vec<Property> {
        let it = &self.database.options;
        let prefix = place(it.prefix.origin);
        let naming = &it.enhanced_generic_naming;
        let enhanced = naming.value || self.naming.is_enhanced();
        let naming = Fact { value: enhanced, origin: naming.origin };
        vec![
            flag("list-of-groups", &it.list_of_groups),
            flag("enhanced-generic-naming", &naming),
            enforcement("protect-all", &it.protect_all),
            flag("program-control", &it.program_control),
            flag("add-creator", &it.add_creator),
            flag("generic-owner", &it.generic_owner),
            enforcement("mls", &it.mls),
            enforcement("ml-active", &it.ml_active),
            flag("operations-audit", &it.operations_audit),
            flag("undefined-terminals", &it.undefined_terminals),
            match &it.prefix.value {
                Some(qualifier) => make::name_property("prefix", qualifier, prefix),
                None => make::word_property("prefix", "off", prefix),
            },
        ]
    }

    /// The classes of a setting, a list for each command that switched it on.
    fn class_list(
        &mut self,
        key: &str,
        allowed: impl Fn(&Descriptor) -> bool,
        setting: impl Fn(&ClassOptions) -> Option<&Fact<bool>>,
    ) -> Vec<Property> {
        let mut lists: BTreeMap<Span, Vec<Value>> = BTreeMap::new();
        for (class, options) in &self.database.options.classes {
            let Some(fact) = setting(options).filter(|fact| fact.value) else { continue };
            let span = place(fact.origin);
            match self.classes.get(class) {
                Some(descriptor) if allowed(descriptor) => {
                    lists.entry(span).or_default().push(make::name_value(class, span));
                }
                Some(_) => {}
                None => self.gaps.push(unknown_class(key, class, fact.origin)),
            }
        }
        written(key, lists)
    }

    /// GENCMD, and classes that have generic profiles although they aren't GENERIC any more: these
    /// profiles are kept, and not used (`SETROPTS`, GENCMD and NOGENERIC).
    fn generic_commands(&mut self) -> Vec<Property> {
        let generic = |it: &Descriptor| it.generic_allowed;
        let mut list =
            self.class_list("generic-commands", generic, |it| it.generic_commands.as_ref());
        let unused = self.with_unused_generics();
        if unused.is_empty() {
            return list;
        }
        list.retain(|it| it.span != Span::NOWHERE);
        let values = unused.iter().map(|class| make::name_value(class, Span::NOWHERE)).collect();
        list.push(make::list_property("generic-commands", values, Span::NOWHERE));
        list
    }

    fn with_unused_generics(&self) -> Vec<String> {
        let has_generics = |class: &str| {
            let profiles = self.database.classes.get(class);
            profiles.is_some_and(|all| all.keys().any(|key| key.generic))
        };
        let classes = self.database.classes.keys();
        let unused = classes.filter(|class| {
            self.classes.get(class).is_some_and(|it| it.generic_allowed)
                && !self.is_generic(class)
                && has_generics(class)
        });
        unused.cloned().collect()
    }

    /// Whether generic profiles can be defined in the class.
    pub(super) fn is_generic(&self, class: &str) -> bool {
        let allowed = self.classes.get(class).is_some_and(|it| it.generic_allowed);
        let options = self.database.options.classes.get(class);
        let on = |fact: Option<&Fact<bool>>| fact.is_some_and(|fact| fact.value);
        let set = |it: &ClassOptions| on(it.generic.as_ref()) || on(it.generic_commands.as_ref());
        allowed && options.is_some_and(set)
    }

    /// Whether a class is active.
    pub(super) fn is_active(&self, class: &str) -> bool {
        let options = self.database.options.classes.get(class);
        let active = options.and_then(|it| it.active.as_ref());
        class == "DATASET" || active.is_some_and(|fact| fact.value)
    }

    fn log_list(&self, key: &str, log: LogOptions) -> Vec<Property> {
        let mut lists: BTreeMap<Span, Vec<Value>> = BTreeMap::new();
        for (class, options) in &self.database.options.classes {
            let fact = options.log_options.as_ref().filter(|fact| fact.value == log);
            if let (Some(fact), Some(_)) = (fact, self.classes.get(class)) {
                let span = place(fact.origin);
                lists.entry(span).or_default().push(make::name_value(class, span));
            }
        }
        let lists = lists.into_iter();
        lists.map(|(span, values)| make::list_property(key, values, span)).collect()
    }
}

/// A property for each list; `none` if there is none.
fn written(key: &str, lists: BTreeMap<Span, Vec<Value>>) -> Vec<Property> {
    if lists.is_empty() {
        return vec![make::word_property(key, "none", Span::NOWHERE)];
    }
    let lists = lists.into_iter();
    lists.map(|(span, values)| make::list_property(key, values, span)).collect()
}

fn unknown_class(key: &str, class: &str, span: Option<Span>) -> Gap {
    let subject = format!("`{key}` of the class `{class}`");
    Gap::new(GapKind::WithoutEffect, subject, "unknown class", span)
}
