//! The syntax tree: a line for each declaration, and one for each clause below it.

use saffron_diagnostics::SourceMap;
use saffron_lang::ast::{
    Connect, Declaration, File, Global, Item, ItemKind, OutsidePermit, Param, Profile,
    ProfileClause, Started, Template, Variable,
};

use super::clause::{
    condition, grantees, name, names, profile_ref, properties, property, text, value,
};
use super::invariant::{invariant, waive};
use super::requirement::{feature, test};
use super::safr_tree::parts;
use super::sheet::{Sheet, commas};

/// A file's declarations in the order of the text.
pub fn tree(sources: &SourceMap, file: &File) -> String {
    let mut sheet = Sheet::new(sources);
    items(&mut sheet, 0, &file.items);
    sheet.finish()
}

fn items(sheet: &mut Sheet<'_>, depth: usize, items: &[Item]) {
    for it in items {
        item(sheet, depth, it);
    }
}

fn item(sheet: &mut Sheet<'_>, depth: usize, item: &Item) {
    for doc in &item.docs {
        sheet.line(doc.span, depth, &format!("/// {}", doc.node));
    }
    let mut say = |text: &str| sheet.line(item.span, depth, text);
    match &item.kind {
        ItemKind::Options(options) => {
            say("options");
            properties(sheet, depth + 1, options);
        }
        ItemKind::Class(it) => declaration(sheet, depth, item, "class", it),
        ItemKind::Group(it) => declaration(sheet, depth, item, "group", it),
        ItemKind::User(it) => declaration(sheet, depth, item, "user", it),
        ItemKind::Example(it) => declaration(sheet, depth, item, "example user", it),
        ItemKind::SecurityLabel(it) => declaration(sheet, depth, item, "security-label", it),
        ItemKind::Connect(it) => connect(sheet, depth, item, it),
        ItemKind::Profile(it) => profile(sheet, depth, item, it),
        ItemKind::ExternalProfile(it) => {
            say("external");
            profile(sheet, depth + 1, item, it);
        }
        ItemKind::Permit(it) => say(&outside_permit(it)),
        ItemKind::Variable(it) => variable(sheet, depth, item, it),
        ItemKind::Global(it) => global(sheet, depth, item, it),
        ItemKind::Started(it) => started(sheet, depth, item, it),
        ItemKind::External(it) => say(&format!("external {} {}", it.kind.node, names(&it.names))),
        ItemKind::SecurityLevel(it) => {
            say(&format!("security-level {} {}", name(&it.name), it.number.node));
        }
        ItemKind::Category(it) => say(&format!("category {}", name(it))),
        ItemKind::Param(it) => say(&format!("param {}", param(it))),
        ItemKind::Template(it) => template(sheet, depth, item, it),
        ItemKind::Apply(it) => {
            say(&format!("apply {}({})", name(&it.template), commas(&it.arguments, value)));
        }
        ItemKind::Test(it) => {
            say(&format!("test {}", text(&it.name)));
            test(sheet, depth + 1, it);
        }
        ItemKind::Feature(it) => {
            say(&format!("feature {}", text(&it.name)));
            feature(sheet, depth + 1, it);
        }
        ItemKind::Invariant(it) => {
            say(&format!("invariant {}", text(&it.name)));
            invariant(sheet, depth + 1, it);
        }
        ItemKind::Waive(it) => say(&waive(it)),
        ItemKind::Safr(it) => {
            say("safr");
            parts(sheet, depth + 1, it);
        }
        ItemKind::Error => say("(a declaration that could not be understood)"),
    }
}

fn declaration(sheet: &mut Sheet<'_>, depth: usize, item: &Item, kind: &str, it: &Declaration) {
    sheet.line(item.span, depth, &format!("{kind} {}", name(&it.name)));
    properties(sheet, depth + 1, &it.properties);
}

fn connect(sheet: &mut Sheet<'_>, depth: usize, item: &Item, it: &Connect) {
    let head = format!("connect {} to {}", names(&it.users), name(&it.group));
    sheet.line(item.span, depth, &head);
    properties(sheet, depth + 1, &it.properties);
}

fn profile(sheet: &mut Sheet<'_>, depth: usize, item: &Item, it: &Profile) {
    sheet.line(item.span, depth, &format!("profile {}", profile_ref(&it.target)));
    for clause in &it.clauses {
        profile_clause(sheet, depth + 1, item, clause);
    }
}

fn profile_clause(sheet: &mut Sheet<'_>, depth: usize, item: &Item, clause: &ProfileClause) {
    match clause {
        ProfileClause::Property(it) => property(sheet, depth, it),
        ProfileClause::Permit(it) => {
            let when = it.when.as_ref().map(condition).unwrap_or_default();
            let said = format!("permit {}: {}{when}", grantees(&it.grantees), it.access.node);
            sheet.line(it.span, depth, &said);
        }
        ProfileClause::AccessFrom(it) => {
            sheet.line(it.span, depth, &format!("access from {}", profile_ref(&it.source)));
        }
        ProfileClause::Error => {
            sheet.line(item.span, depth, "(a clause that could not be understood)");
        }
    }
}

fn outside_permit(it: &OutsidePermit) -> String {
    let when = it.permit.when.as_ref().map(condition).unwrap_or_default();
    let (who, access) = (grantees(&it.permit.grantees), &it.permit.access.node);
    format!("permit {who}: {access} on {}{when}", profile_ref(&it.target))
}

fn variable(sheet: &mut Sheet<'_>, depth: usize, item: &Item, it: &Variable) {
    sheet.line(item.span, depth, &format!("variable {}", name(&it.name)));
    for member in &it.members {
        sheet.line(member.span, depth + 1, &text(member));
    }
}

fn global(sheet: &mut Sheet<'_>, depth: usize, item: &Item, it: &Global) {
    sheet.line(item.span, depth, &format!("global {}", name(&it.class)));
    for entry in &it.entries {
        let said = format!("{}: {}", text(&entry.name), entry.access.node);
        sheet.line(entry.span, depth + 1, &said);
    }
}

fn started(sheet: &mut Sheet<'_>, depth: usize, item: &Item, it: &Started) {
    sheet.line(item.span, depth, &format!("started {}", text(&it.name)));
    properties(sheet, depth + 1, &it.properties);
}

fn template(sheet: &mut Sheet<'_>, depth: usize, item: &Item, it: &Template) {
    let head = format!("template {}({})", name(&it.name), commas(&it.params, param));
    sheet.line(item.span, depth, &head);
    items(sheet, depth + 1, &it.items);
}

fn param(it: &Param) -> String {
    let default = it.default.as_ref().map(|it| format!(" = {}", value(it))).unwrap_or_default();
    format!("{}: {}{default}", name(&it.name), it.kind.node)
}
