//! The options of a system of which nothing is stated: taken from the policy that describes it.

use std::collections::BTreeSet;

use saffron_compiler::model::{ClassId, Model};
use saffron_racf::database::{ClassOptions, Fact, Options};
use saffron_vocabulary::racf::LogOptions;

/// Replaces the options with these names by those of a policy. A class in which the policy states nothing keeps what it
/// has, unless the policy switches it on.
pub fn assume(model: &Model, options: &mut Options, names: &[&str]) {
    let it = &model.options;
    for name in names {
        match *name {
            "list-of-groups" => options.list_of_groups = Fact::initial(it.list_of_groups),
            "enhanced-generic-naming" => {
                options.enhanced_generic_naming = Fact::initial(it.enhanced_generic_naming);
            }
            "protect-all" => options.protect_all = Fact::initial(it.protect_all),
            "program-control" => options.program_control = Fact::initial(it.program_control),
            "add-creator" => options.add_creator = Fact::initial(it.add_creator),
            "generic-owner" => options.generic_owner = Fact::initial(it.generic_owner),
            "mls" => options.mls = Fact::initial(it.mls),
            "ml-active" => options.ml_active = Fact::initial(it.ml_active),
            "operations-audit" => options.operations_audit = Fact::initial(it.operations_audit),
            "undefined-terminals" => {
                options.undefined_terminals = Fact::initial(it.undefined_terminals);
            }
            "prefix" => options.prefix = Fact::initial(it.prefix.clone()),
            _ => {}
        }
    }
    assume_classes(model, options, names);
}

/// The options of a system that belong to no class, by their words in a policy.
pub(crate) const OF_THE_SYSTEM: [&str; 11] = [
    "list-of-groups",
    "enhanced-generic-naming",
    "protect-all",
    "program-control",
    "add-creator",
    "generic-owner",
    "mls",
    "ml-active",
    "operations-audit",
    "undefined-terminals",
    "prefix",
];

/// Settings of classes that can be assumed.
const OF_CLASSES: [&str; 5] = ["active", "generic", "raclist", "global", "log-options"];

/// Every option of the system that a policy can state.
pub fn all() -> Vec<&'static str> {
    [&OF_THE_SYSTEM[..], &OF_CLASSES].concat()
}

fn assume_classes(model: &Model, options: &mut Options, names: &[&str]) {
    let used = used(model);
    for (id, class) in model.classes.iter_enumerated() {
        let (is_used, settings) = (used.contains(&id), class.settings);
        let known = options.classes.get(&class.name).cloned();
        let mut it = known.clone().unwrap_or_default();
        let set = |place: &mut Option<Fact<bool>>, is_on: bool| {
            if is_on || is_used {
                *place = is_on.then(|| Fact::initial(true));
            }
        };
        for name in names {
            match *name {
                "active" => set(&mut it.active, settings.active),
                "generic" => {
                    set(&mut it.generic, settings.generic);
                    let commands = settings.generic || settings.generic_commands;
                    set(&mut it.generic_commands, commands);
                }
                "raclist" => set(&mut it.raclisted, settings.raclisted),
                "global" => set(&mut it.global, settings.global),
                "log-options" => {
                    let log = settings.log_options;
                    it.log_options = (log != LogOptions::Default).then(|| Fact::initial(log));
                }
                _ => {}
            }
        }
        if known.is_some() || it != ClassOptions::default() {
            options.classes.insert(class.name.clone(), it);
        }
    }
}

/// Classes in which the policy states something.
fn used(model: &Model) -> BTreeSet<ClassId> {
    let dynamic = model.classes.iter_enumerated().filter(|(_, it)| it.origin.is_some());
    let mut used: BTreeSet<ClassId> = dynamic.map(|(id, _)| id).collect();
    used.extend(model.profiles.iter().map(|it| it.class));
    used.extend(model.globals.iter().map(|it| it.class));
    used
}
