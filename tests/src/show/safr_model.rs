//! SAFR's part of the model.

use saffron_compiler::model::{
    Environment, GroupEnvironment, Item, ItemId, Model, Role, SafrCase, SafrGroup, SafrTestRequest,
};
use saffron_vocabulary::safr::{ItemType, SafrSwitch};

use super::sheet::{Sheet, commas};
use super::subject::{Facts, id};

/// Environments with their items, roles, groups with their rights, administrators.
pub(super) fn safr(sheet: &mut Sheet<'_>, model: &Model) {
    let Some(rules) = model.safr.rules else { return };
    sheet.heading("SAFR");
    sheet.bare(1, &format!("rules {rules}"));
    for &switch in SafrSwitch::ALL {
        let on = model.safr.switches.is_on(switch);
        if on != switch.default_on() {
            sheet.bare(1, &format!("option {switch} {}", if on { "on" } else { "off" }));
        }
    }
    model.safr.environments.iter().for_each(|it| environment(sheet, model, it));
    model.safr.roles.iter().for_each(|it| role(sheet, it));
    model.safr.groups.iter().for_each(|it| group(sheet, model, it));
    for (user, origin) in &model.safr.administrators {
        sheet.line(*origin, 1, &format!("system administrator {}", id(model, *user)));
    }
}

fn environment(sheet: &mut Sheet<'_>, model: &Model, it: &Environment) {
    sheet.line(it.origin, 1, &format!("environment {:?}", it.name));
    for at in it.items.clone() {
        if let Some(row) = model.safr.items.get(ItemId(at)) {
            sheet.line(row.origin, 2, &item(model, row));
        }
    }
}

fn named(model: &Model, id: ItemId) -> String {
    let row = model.safr.items.get(id);
    row.map(|it| format!("{} {:?}", it.kind, it.name)).unwrap_or_default()
}

fn item(model: &Model, it: &Item) -> String {
    let mut facts = Facts::default();
    facts.named("in", it.folder.map(|it| named(model, it)));
    let references = commas(&it.references, |it| named(model, *it));
    facts.named("refers to", (!references.is_empty()).then(|| format!("[{references}]")));
    format!("{} {:?}{}", it.kind, it.name, facts.text)
}

fn types(all: &[ItemType]) -> Option<String> {
    (!all.is_empty()).then(|| format!("[{}]", commas(all, ItemType::to_string)))
}

fn role(sheet: &mut Sheet<'_>, it: &Role) {
    let mut facts = Facts::default();
    let includes = commas(&it.includes, |it| format!("{it:?}"));
    facts.named("includes", (!includes.is_empty()).then(|| format!("[{includes}]")));
    facts.named("creates", types(&it.create));
    facts.flag("Migrate In", it.migrate_in);
    sheet.line(it.origin, 1, &format!("role {:?}{}", it.name, facts.text));
    for (kind, name, right) in &it.rights {
        let name = name.as_ref().map_or("*".to_owned(), |it| format!("{it:?}"));
        sheet.bare(2, &format!("{kind} {name}: {right}"));
    }
}

fn group(sheet: &mut Sheet<'_>, model: &Model, it: &SafrGroup) {
    let members = commas(&it.members, |(user, _)| id(model, *user));
    sheet.line(it.origin, 1, &format!("group {:?}, members [{members}]", it.name));
    it.environments.iter().for_each(|it| group_environment(sheet, model, it));
}

fn group_environment(sheet: &mut Sheet<'_>, model: &Model, it: &GroupEnvironment) {
    let mut facts = Facts::default();
    facts.named("role", it.role.as_ref().map(|it| format!("{it:?}")));
    let create: Vec<ItemType> = it.create.iter().map(|(kind, _)| *kind).collect();
    facts.named("creates", types(&create));
    facts.flag("Migrate In", it.migrate_in.is_some());
    let place = model.safr.environments.get(it.environment);
    let place = place.map(|it| it.name.clone()).unwrap_or_default();
    sheet.line(it.origin, 2, &format!("in {place:?}: {}{}", it.access, facts.text));
    for right in it.rights.iter() {
        sheet.line(right.origin, 3, &format!("{}: {}", named(model, right.item), right.right));
    }
}

pub(super) fn safr_expected(it: &SafrCase) -> String {
    let by = it.step.map(|it| format!(", by {it}")).unwrap_or_default();
    format!("{} -> {}{by}", asked(&it.request), it.expect)
}

fn asked(it: &SafrTestRequest) -> String {
    let list = |all: &[(ItemType, String)]| commas(all, |(kind, name)| format!("{kind} {name:?}"));
    let quoted = |it: &Option<String>| it.as_ref().map(|it| format!("{it:?}"));
    let mut facts = Facts::default();
    facts.named("folder", quoted(&it.folder));
    facts.named("from", it.referrer.as_ref().map(|(kind, name)| format!("{kind} {name:?}")));
    facts.named("refs", it.refs.as_ref().map(|it| format!("[{}]", list(it))));
    facts.named("items", (!it.items.is_empty()).then(|| format!("[{}]", list(&it.items))));
    facts.named("source", quoted(&it.source_environment));
    facts.named("target", quoted(&it.target_environment));
    facts.named("group", quoted(&it.group));
    let login = it.login_group.as_ref().map(|it| format!(" in {it:?}")).unwrap_or_default();
    let item = it.item.as_ref().map(|it| format!(" {it:?}")).unwrap_or_default();
    format!(
        "{}{login} at {:?}: {} {}{item} at {:?}{}",
        it.user, it.login_environment, it.operation, it.item_type, it.environment, facts.text
    )
}
