//! Options of the system and of classes, and dynamic classes.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::{Class, ClassId, ClassSettings, Model};
use saffron_vocabulary::racf::LogOptions;

use super::fact::{Subject, What};
use super::thing::Thing;

fn on(is_on: bool) -> String {
    if is_on { "on" } else { "off" }.to_owned()
}

/// Options of the whole system by name.
pub(super) fn options(model: &Model) -> BTreeMap<Subject, Thing<'_>> {
    let it = &model.options;
    let values = [
        ("list-of-groups", on(it.list_of_groups)),
        ("enhanced-generic-naming", on(it.enhanced_generic_naming)),
        ("protect-all", it.protect_all.as_str().to_owned()),
        ("program-control", on(it.program_control)),
        ("add-creator", on(it.add_creator)),
        ("generic-owner", on(it.generic_owner)),
        ("mls", it.mls.as_str().to_owned()),
        ("ml-active", it.ml_active.as_str().to_owned()),
        ("operations-audit", on(it.operations_audit)),
        ("undefined-terminals", on(it.undefined_terminals)),
        ("prefix", it.prefix.clone().unwrap_or_else(|| "off".to_owned())),
    ];
    let things = values.into_iter().map(|(name, value)| {
        let span = it.origins.of(name);
        let thing = Thing { is_stated: span.is_some(), ..Thing::with(value, span) };
        (option(None, name), thing)
    });
    things.collect()
}

fn option(class: Option<&Class>, name: &str) -> Subject {
    let class = class.map(|class| class.name.clone());
    Subject { what: What::Option, class, property: Some(name.to_owned()), ..Subject::default() }
}

/// Settings of the classes that both policies know. Those that both leave alone are equal, and aren't listed.
pub(super) fn settings<'m>(
    model: &'m Model,
    known: &BTreeSet<&str>,
) -> BTreeMap<Subject, Thing<'m>> {
    let mut things = BTreeMap::new();
    for class in model.classes.iter().filter(|class| known.contains(class.name.as_str())) {
        for (name, value, is_usual) in values(class.settings) {
            let span = model.options.origins.of(name);
            let is_stated = span.is_some() && !is_usual;
            let thing = Thing { is_stated, ..Thing::with(value, span) };
            things.insert(option(Some(class), name), thing);
        }
    }
    things
}

/// Names and values of the settings of a class, and whether each is that of a new database.
fn values(it: ClassSettings) -> [(&'static str, String, bool); 6] {
    let flag = |name, is_on: bool| (name, on(is_on), !is_on);
    let log = it.log_options;
    [
        flag("active", it.active),
        flag("generic", it.generic),
        // GENERIC includes it.
        flag("generic-commands", it.generic_commands || it.generic),
        flag("raclist", it.raclisted),
        flag("global", it.global),
        ("log-options", log.as_str().to_owned(), log == LogOptions::Default),
    ]
}

/// Dynamic classes by name.
pub(super) fn classes(model: &Model) -> BTreeMap<&str, &Class> {
    let dynamic = model.classes.iter().filter(|class| class.origin.is_some());
    dynamic.map(|class| (class.name.as_str(), class)).collect()
}

/// The classes that both policies know.
pub(super) fn common<'m>(one: &'m Model, other: &'m Model) -> BTreeSet<&'m str> {
    let names = |model: &'m Model| -> BTreeSet<&'m str> {
        model.classes.iter().map(|class| class.name.as_str()).collect()
    };
    names(one).intersection(&names(other)).copied().collect()
}

pub(super) fn of_class(name: &str) -> Subject {
    Subject { what: What::Class, class: Some(name.to_owned()), ..Subject::default() }
}

/// A dynamic class with the row that it adds to the class descriptor table.
pub(super) fn class<'m>(model: &'m Model, it: &'m Class) -> Thing<'m> {
    let mut thing = Thing::there(it.origin);
    let row = &it.descriptor;
    let name = |id: Option<ClassId>| Some(model.classes.get(id?)?.name.clone());
    let values = [
        ("posit", row.posit.map(|posit| posit.to_string())),
        ("max-length", Some(row.max_length.to_string())),
        ("default-uacc", row.default_uacc.map(|uacc| uacc.as_str().to_owned())),
        ("default-return-code", Some(row.default_return_code.to_string())),
        ("raclist", Some(row.raclist.as_str().to_owned())),
        ("mac-processing", Some(row.mac_processing.as_str().to_owned())),
        ("key-qualifiers", Some(row.key_qualifiers.to_string())),
        ("member-class", name(row.member_class)),
        ("grouping-class", name(row.grouping_class)),
    ];
    for (property, value) in values {
        thing.property(What::Class, property, value);
    }
    let flags = [
        ("generic", row.generic_allowed),
        ("operations", row.operations),
        ("mixed-case", row.mixed_case),
        ("label-required", row.label_required),
    ];
    for (property, is_on) in flags {
        thing.flag(What::Class, property, is_on);
    }
    thing.parts.sort_by(|a, b| a.key.cmp(&b.key));
    thing
}
