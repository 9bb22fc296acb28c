//! `safr` blocks, and what tests expect of SAFR.

use crate::ast::{
    Name, SafrCircumstance, SafrEdit, SafrEdited, SafrExpectation, SafrGroup, SafrGroupClause,
    SafrIn, SafrItem, SafrPart, SafrPartKind, SafrReference, SafrReferences, SafrRight,
    SafrRoleName, SafrValue,
};

use super::block::{Clause, Layout, block, braces};
use super::comment::{Remarks, docs};
use super::value::{name, property, quoted, verdict};

/// A name that may not be that of a variable.
pub(super) fn id(it: &Name) -> String {
    if it.text.starts_with('&') { quoted(&it.text) } else { name(it) }
}

fn ids(list: &[Name]) -> String {
    list.iter().map(id).collect::<Vec<_>>().join(", ")
}

/// The block with its parts; part and comment, by the position of the part.
pub(super) fn safr(parts: &[SafrPart], remarks: &Remarks) -> String {
    let parts = parts.iter().enumerate().map(|(at, it)| {
        Clause::new(docs(&it.docs) + &part(it), Layout::Lines).below(remarks.get(&at))
    });
    "safr".to_owned() + &braces(parts)
}

fn part(it: &SafrPart) -> String {
    match &it.kind {
        SafrPartKind::Rules(word) => format!("rules {}", word.node),
        SafrPartKind::Options(options) => {
            let options = options.iter().filter_map(property);
            "options".to_owned() + &braces(options.map(|it| Clause::new(it, Layout::Lines)))
        }
        SafrPartKind::Environment(it) => {
            format!("environment {}", id(&it.name)) + &block(items(&it.items))
        }
        SafrPartKind::Role(it) => format!("role {}", id(&it.name)) + &block(rights(&it.clauses)),
        SafrPartKind::Group(it) => group(it),
        SafrPartKind::Administrators(names) => format!("system-administrator {}", ids(names)),
    }
}

fn items(list: &[SafrItem]) -> impl Iterator<Item = Clause> {
    list.iter().map(|it| Clause::new(item(it), Layout::Lines))
}

fn item(it: &SafrItem) -> String {
    let layout = if it.items.is_empty() { Layout::Side } else { Layout::Lines };
    let clauses = it.references.iter().map(|it| Clause::new(references(it), layout));
    // The items of an item hold none, so this goes no deeper.
    let inner = it.items.iter().map(|it| Clause::new(item(it), Layout::Lines));
    format!("{} {}", it.kind.node, id(&it.name)) + &block(clauses.chain(inner))
}

fn references(it: &SafrReferences) -> String {
    format!("{} {}", it.key.node, list(&it.references))
}

fn list(all: &[SafrReference]) -> String {
    let each = all.iter().map(|it| match &it.kind {
        Some(kind) => format!("{} {}", kind.node, id(&it.name)),
        None => id(&it.name),
    });
    format!("[{}]", each.collect::<Vec<_>>().join(", "))
}

fn rights(list: &[SafrRight]) -> impl Iterator<Item = Clause> {
    list.iter().filter_map(|it| match it {
        SafrRight::Property(it) => Some(Clause::new(property(it)?, Layout::Lines)),
        SafrRight::Edit(it) => Some(Clause::new(edit(it), Layout::Lines)),
        SafrRight::Error => None,
    })
}

fn edit(it: &SafrEdit) -> String {
    format!("edit {} {}: {}", it.kind.node, edited(&it.items), it.right.node)
}

/// Names of items, or all of them.
pub(super) fn edited(items: &[SafrEdited]) -> String {
    let items = items.iter().map(|it| match it {
        SafrEdited::Name(name) => id(name),
        SafrEdited::Every(_) => "*".to_owned(),
    });
    items.collect::<Vec<_>>().join(", ")
}

fn group(it: &SafrGroup) -> String {
    let clauses = it.clauses.iter().filter_map(|it| match it {
        SafrGroupClause::Property(it) => Some(Clause::new(property(it)?, Layout::Lines)),
        SafrGroupClause::In(it) => Some(Clause::new(in_environment(it), Layout::Lines)),
        SafrGroupClause::Error => None,
    });
    format!("group {}", id(&it.name)) + &block(clauses)
}

fn in_environment(it: &SafrIn) -> String {
    let roles = it.roles.iter().map(|it| match it {
        SafrRoleName::Word(word) => word.node.clone(),
        SafrRoleName::Name(name) => id(name),
    });
    let roles = match roles.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => none,
        roles => format!(" as {roles}"),
    };
    format!("in {}{roles}", id(&it.environment)) + &block(rights(&it.rights))
}

/// What a test expects of SAFR.
pub(super) fn expectation(it: &SafrExpectation) -> String {
    let mut out = format!("{} {} {}", verdict(it.verdict), it.operation.node, it.item_type.node);
    out.extend(it.item.iter().map(|item| format!(" {}", id(item))));
    out.extend(it.circumstances.iter().map(circumstance));
    out
}

fn circumstance(it: &SafrCircumstance) -> String {
    match it {
        SafrCircumstance::At(environment) => format!(" at {}", id(environment)),
        SafrCircumstance::By(step) => format!(" by {}", step.node),
        SafrCircumstance::With(field) => {
            let value = match &field.value {
                SafrValue::Name(name) => id(name),
                SafrValue::List(references) => list(references),
            };
            format!(" with {} {value}", field.key.node)
        }
    }
}
