//! What authority depends on of a class.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use saffron_compiler::Settings;

use crate::database::Database;

#[derive(Debug, Default)]
struct Facts {
    posit: Option<u16>,
    grouping: Option<String>,
    member: Option<String>,
    mixed_case: bool,
}

fn facts() -> &'static BTreeMap<String, Facts> {
    static FACTS: LazyLock<BTreeMap<String, Facts>> = LazyLock::new(|| {
        let model = saffron_compiler::analyse(&[], &Settings::default()).model;
        let name = |id| model.classes.get(id).map(|it| it.name.clone());
        let rows = model.classes.iter().map(|class| {
            let it = &class.descriptor;
            let facts = Facts {
                posit: it.posit,
                grouping: it.grouping_class.and_then(name),
                member: it.member_class.and_then(name),
                mixed_case: it.mixed_case,
            };
            (class.name.clone(), facts)
        });
        rows.collect()
    });
    &FACTS
}

pub(super) fn share_options(database: &Database, one: &str, other: &str) -> bool {
    let _ = database;
    let posit = |class: &str| facts().get(class)?.posit;
    one == other || (posit(one).is_some() && posit(one) == posit(other))
}

pub(super) fn grouping_class<'c>(database: &Database, class: &'c str) -> Option<&'c str> {
    let _ = database;
    facts().get(class)?.grouping.as_deref()
}

pub(super) fn member_class<'c>(database: &Database, class: &'c str) -> Option<&'c str> {
    let _ = database;
    facts().get(class)?.member.as_deref()
}

pub(super) fn fold(database: &Database, class: &str, name: &str) -> String {
    let _ = database;
    match facts().get(class) {
        Some(it) if it.mixed_case => name.to_owned(),
        _ => name.to_ascii_uppercase(),
    }
}
