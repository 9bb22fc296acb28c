//! `safr` blocks in the syntax tree, and what tests expect of SAFR.

use saffron_lang::ast::{
    SafrCircumstance, SafrEdit, SafrEdited, SafrExpectation, SafrGroupClause, SafrIn, SafrItem,
    SafrPart, SafrPartKind, SafrReference, SafrRight, SafrRoleName, SafrValue,
};

use super::clause::{name, names, properties, property};
use super::requirement::verdict;
use super::sheet::{Sheet, commas};

pub(super) fn parts(sheet: &mut Sheet<'_>, depth: usize, all: &[SafrPart]) {
    for it in all {
        for doc in &it.docs {
            sheet.line(doc.span, depth, &format!("/// {}", doc.node));
        }
        part(sheet, depth, it);
    }
}

fn part(sheet: &mut Sheet<'_>, depth: usize, it: &SafrPart) {
    let mut say = |text: &str| sheet.line(it.span, depth, text);
    match &it.kind {
        SafrPartKind::Rules(it) => say(&format!("rules {}", it.node)),
        SafrPartKind::Options(it) => {
            say("options");
            properties(sheet, depth + 1, it);
        }
        SafrPartKind::Environment(it) => {
            say(&format!("environment {}", name(&it.name)));
            it.items.iter().for_each(|it| item(sheet, depth + 1, it));
        }
        SafrPartKind::Role(role) => {
            say(&format!("role {}", name(&role.name)));
            rights(sheet, depth + 1, it, &role.clauses);
        }
        SafrPartKind::Group(group) => {
            say(&format!("group {}", name(&group.name)));
            group.clauses.iter().for_each(|clause| group_clause(sheet, depth + 1, it, clause));
        }
        SafrPartKind::Administrators(it) => say(&format!("system-administrator {}", names(it))),
    }
}

fn item(sheet: &mut Sheet<'_>, depth: usize, it: &SafrItem) {
    sheet.line(it.span, depth, &format!("{} {}", it.kind.node, name(&it.name)));
    for clause in &it.references {
        let said = format!("{} [{}]", clause.key.node, references(&clause.references));
        sheet.line(clause.span, depth + 1, &said);
    }
    it.items.iter().for_each(|it| item(sheet, depth + 1, it));
}

fn references(all: &[SafrReference]) -> String {
    commas(all, |it| {
        let kind = it.kind.as_ref().map(|it| format!("{} ", it.node)).unwrap_or_default();
        kind + &name(&it.name)
    })
}

fn rights(sheet: &mut Sheet<'_>, depth: usize, part: &SafrPart, all: &[SafrRight]) {
    for right in all {
        match right {
            SafrRight::Property(it) => property(sheet, depth, it),
            SafrRight::Edit(it) => sheet.line(it.span, depth, &edit(it)),
            SafrRight::Error => unclear(sheet, depth, part),
        }
    }
}

fn unclear(sheet: &mut Sheet<'_>, depth: usize, part: &SafrPart) {
    sheet.line(part.span, depth, "(a clause that could not be understood)");
}

fn edit(it: &SafrEdit) -> String {
    let items = commas(&it.items, |it| match it {
        SafrEdited::Name(it) => name(it),
        SafrEdited::Every(_) => "*".to_owned(),
    });
    format!("edit {} {items}: {}", it.kind.node, it.right.node)
}

fn group_clause(sheet: &mut Sheet<'_>, depth: usize, part: &SafrPart, it: &SafrGroupClause) {
    match it {
        SafrGroupClause::Property(it) => property(sheet, depth, it),
        SafrGroupClause::In(it) => {
            sheet.line(it.span, depth, &in_environment(it));
            rights(sheet, depth + 1, part, &it.rights);
        }
        SafrGroupClause::Error => unclear(sheet, depth, part),
    }
}

fn in_environment(it: &SafrIn) -> String {
    let role = |it: &SafrRoleName| match it {
        SafrRoleName::Word(it) => it.node.clone(),
        SafrRoleName::Name(it) => name(it),
    };
    let roles = match it.roles.as_slice() {
        [] => String::new(),
        roles => format!(" as {}", commas(roles, role)),
    };
    format!("in {}{roles}", name(&it.environment))
}

pub(super) fn safr_expected(it: &SafrExpectation) -> String {
    let item = it.item.as_ref().map(|it| format!(" {}", name(it))).unwrap_or_default();
    let more: String = it.circumstances.iter().map(circumstance).collect();
    format!("{} {} {}{item}{more}", verdict(it.verdict), it.operation.node, it.item_type.node)
}

fn circumstance(it: &SafrCircumstance) -> String {
    match it {
        SafrCircumstance::At(it) => format!(" at {}", name(it)),
        SafrCircumstance::By(it) => format!(" by {}", it.node),
        SafrCircumstance::With(field) => {
            let value = match &field.value {
                SafrValue::Name(it) => name(it),
                SafrValue::List(list) => format!("[{}]", references(list)),
            };
            format!(" with {} {value}", field.key.node)
        }
    }
}
