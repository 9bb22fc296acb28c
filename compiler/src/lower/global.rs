//! `global CLASS { "NAME": level }`: the global access checking table.

use std::collections::BTreeMap;

use saffron_diagnostics::Diagnostic;
use saffron_lang::ast::{Global, GlobalEntry as Written};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::name::{DataSetRules, variables};
use saffron_vocabulary::racf::AccessLevel;

use super::lowering::Lower;
use super::sorted::Declared;
use super::variable::GLOBAL_VARIABLES;
use crate::check::profile_name;
use crate::codes;
use crate::model::{ClassId, GlobalEntry};
use saffron_vocabulary::specificity::{self, Ties, has_generic_characters};

impl Lower {
    /// Fills the global access checking table.
    pub(crate) fn globals(&mut self, declared: &Declared<'_>) {
        let mut entries: BTreeMap<(ClassId, String), GlobalEntry> = BTreeMap::new();
        for (_, global) in &declared.globals {
            let Some(class) = self.global_class(global) else { continue };
            for written in &global.entries {
                let Some(entry) = self.global_entry(class, written) else { continue };
                match entries.get(&(class, entry.name.clone())) {
                    Some(first) => self.global_twice(first, &entry),
                    None => {
                        entries.insert((class, entry.name.clone()), entry);
                    }
                }
            }
        }
        let mut globals: Vec<GlobalEntry> = entries.into_values().collect();
        self.sort_globals(&mut globals);
        self.model.globals = globals;
    }

    fn global_twice(&mut self, first: &GlobalEntry, second: &GlobalEntry) {
        let fact = format!("the global access to `{}`", first.name);
        let (one, other) = (first.access.as_str(), second.access.as_str());
        let (one, other) = (one.to_lowercase(), other.to_lowercase());
        self.report.stated_twice(&fact, (first.origin, &one), (second.origin, &other));
    }

    fn global_class(&mut self, global: &Global) -> Option<ClassId> {
        let class = self.class((&global.class).into())?;
        let row = &self.model.classes[class];
        if row.descriptor.member_class.is_none() && !row.descriptor.holds_data {
            return Some(class);
        }
        let message = format!("the class `{}` has no global access checking", row.name);
        let span = global.class.span;
        let diagnostic = Diagnostic::error(codes::GLOBAL_CLASS, message, span, "not in this class");
        self.report.add(match row.descriptor.member_class {
            Some(member) => {
                let member = &self.model.classes[member].name;
                diagnostic
                    .help(format!("requests are made in the class `{member}`: write its name"))
            }
            None => diagnostic.help("profiles of this class contain data"),
        });
        None
    }

    fn global_entry(&mut self, class: ClassId, written: &Written) -> Option<GlobalEntry> {
        let access = self.report.level(&written.access);
        let name = self.resource(class, &written.name.node).into_owned();
        if access == Some(AccessLevel::Execute) {
            let message = "an entry for global access checking can't be `execute`";
            let span = written.access.span;
            let diagnostic = Diagnostic::error(codes::EXECUTE, message, span, "not allowed here");
            self.report.add(diagnostic.help("write `read`, or declare it in a profile"));
        }
        self.check_global_name(class, &name, written);
        Some(GlobalEntry { class, name, access: access?, origin: written.span })
    }

    fn check_global_name(&mut self, class: ClassId, name: &str, written: &Written) {
        let span = written.name.span;
        let unknown = variables(name).find(|it| !GLOBAL_VARIABLES.contains(it));
        if let Some(variable) = unknown {
            let message = format!("`{variable}` can't be used in global access checking");
            let diagnostic =
                Diagnostic::error(codes::GLOBAL_VARIABLE, message, span, "not allowed here");
            self.report.add(diagnostic.help("only `&RACUID` and `&RACGPID` can"));
            return;
        }
        let result = if Some(class) == self.names.data_set {
            let rules = DataSetRules { global: true, ..self.data_set_rules() };
            profile_name::data_set(name, rules)
        } else {
            profile_name::general(name, &self.model.classes[class], true)
        };
        if let Err(problem) = result {
            self.report.bad_name(problem, span);
        }
    }

    fn sort_globals(&self, globals: &mut [GlobalEntry]) {
        let (naming, ties) = (self.naming(), Ties::of(self.model.options.switches));
        globals.sort_by(|a, b| {
            let generic = |it: &GlobalEntry| has_generic_characters(&it.name, true);
            let names = || match (generic(a), generic(b)) {
                (true, true) => specificity::compare(
                    &specificity::canonical(&a.name, naming(a.class)),
                    &specificity::canonical(&b.name, naming(b.class)),
                    ties,
                ),
                (false, false) => ebcdic::compare(&a.name, &b.name),
                (one, other) => one.cmp(&other),
            };
            a.class.cmp(&b.class).then_with(names).then_with(|| a.name.cmp(&b.name))
        });
    }
}
