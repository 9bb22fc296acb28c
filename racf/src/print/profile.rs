//! Commands about profiles: RDEFINE, ADDSD and their like, and PERMIT.

use saffron_vocabulary::racf::ConditionKind;

use crate::command::{
    DataSetOperands, Name, PermitAction, PermitOperands, ProfileOperands, Reset, ResourceOperands,
    Setting, WhenCondition,
};

use super::operands::Operands;
use super::word::Word;

pub(super) fn resource(to: &mut Operands, resource: &ResourceOperands) {
    delete_resource(to, resource);
    given(to, &resource.profile);
    to.list("ADDMEM", members(resource, &resource.add_members));
    to.list("DELMEM", members(resource, &resource.delete_members));
    to.segments(&resource.profile.segments, false);
    taken_away(to, &resource.profile);
}

/// The class and the names, which are all that RDELETE has.
pub(super) fn delete_resource(to: &mut Operands, resource: &ResourceOperands) {
    to.word(Word::name(&resource.class));
    to.names(&resource.names);
}

/// Members of PROGRAM, and of GLOBAL DATASET, begin with the name of a data set.
fn members(resource: &ResourceOperands, members: &[Name]) -> Vec<Word> {
    let is_of_data_sets = match resource.class.text.as_str() {
        "PROGRAM" => true,
        "GLOBAL" => resource.names.iter().all(|name| name.text == "DATASET"),
        _ => false,
    };
    let word = if is_of_data_sets { Word::data_set_member } else { Word::name };
    members.iter().map(word).collect()
}

pub(super) fn data_set(to: &mut Operands, data_set: &DataSetOperands, idle: &[Name]) {
    delete_data_set(to, data_set);
    to.ids("ADDVOL", &data_set.add_volumes);
    to.ids("DELVOL", &data_set.delete_volumes);
    for operand in idle {
        to.word(Word::name(operand));
    }
    given(to, &data_set.profile);
    to.segments(&data_set.profile.segments, false);
    taken_away(to, &data_set.profile);
}

/// Which profiles are meant, which is all that DELDSD has.
pub(super) fn delete_data_set(to: &mut Operands, data_set: &DataSetOperands) {
    to.names(&data_set.names);
    if data_set.generic.is_some() {
        to.word(Word::keyword("GENERIC"));
    }
    to.ids("VOLUME", &data_set.volumes);
}

/// What a profile has.
fn given(to: &mut Operands, profile: &ProfileOperands) {
    to.from(profile.from.as_ref());
    to.id("OWNER", profile.owner.as_ref());
    to.level("UACC", profile.uacc.as_ref());
    to.audit("AUDIT", profile.audit.as_ref());
    to.switch_if("WARNING", profile.warning.as_ref(), true);
    to.switch_if("ERASE", profile.erase.as_ref(), true);
    match &profile.notify {
        Some(Setting::To(user)) => match &user.node {
            Some(user) => to.value("NOTIFY", Some(Word::bare(user))),
            None => to.word(Word::keyword("NOTIFY")),
        },
        Some(Setting::Off(_)) | None => {}
    }
    let level = profile.level.as_ref().filter(|level| level.node > 0);
    to.value("LEVEL", level.map(|level| Word::number(level.node)));
    to.text("DATA", profile.data.as_ref());
    to.text("APPLDATA", profile.application_data.as_ref());
    let security = &profile.security;
    to.named("SECLABEL", security.label.as_ref());
    to.named("SECLEVEL", security.level.as_ref());
    to.ids("ADDCATEGORY", &security.add_categories);
    if !deletes_all_categories(profile) {
        to.ids("DELCATEGORY", &security.delete_categories);
    }
}

/// What a profile hasn't, and then what only an auditor may set.
fn taken_away(to: &mut Operands, profile: &ProfileOperands) {
    to.switch_if("WARNING", profile.warning.as_ref(), false);
    to.off("NOTIFY", profile.notify.as_ref());
    let level = profile.level.as_ref().filter(|level| level.node == 0);
    to.value("LEVEL", level.map(|level| Word::number(level.node)));
    to.off("DATA", profile.data.as_ref());
    to.off("APPLDATA", profile.application_data.as_ref());
    let security = &profile.security;
    to.off("SECLEVEL", security.level.as_ref());
    if deletes_all_categories(profile) {
        to.ids("DELCATEGORY", &security.delete_categories);
    }
    to.off("SECLABEL", security.label.as_ref());
    to.switch_if("ERASE", profile.erase.as_ref(), false);
    to.segments(&profile.segments, true);
    to.audit("GLOBALAUDIT", profile.global_audit.as_ref());
}

fn deletes_all_categories(profile: &ProfileOperands) -> bool {
    profile.security.delete_categories.iter().any(|category| category.text == "*")
}

pub(super) fn permit(to: &mut Operands, permit: &PermitOperands) {
    to.word(Word::name(&permit.profile));
    to.id("CLASS", permit.class.as_ref());
    if permit.generic.is_some() {
        to.word(Word::keyword("GENERIC"));
    }
    to.id("VOLUME", permit.volume.as_ref());
    to.from(permit.from.as_ref());
    let lists = permit.reset.as_ref().map(|reset| match reset.node {
        Reset::All => "ALL",
        Reset::Standard => "STANDARD",
        Reset::When => "WHEN",
    });
    to.value("RESET", lists.map(Word::keyword));
    to.ids("ID", permit.ids.as_deref().unwrap_or_default());
    match permit.action.as_ref().map(|action| action.node) {
        Some(PermitAction::Access(level)) => {
            to.value("ACCESS", Some(Word::keyword(level.as_str())));
        }
        Some(PermitAction::Delete) => to.word(Word::keyword("DELETE")),
        None => {}
    }
    if let Some(when) = &permit.when {
        to.list("WHEN", when.conditions.iter().flat_map(condition).collect());
    }
}

/// `PROGRAM(P1`, `P2)`, or `CRITERIA(SQLROLE('a'`, `'b'))`
fn condition(condition: &WhenCondition) -> Vec<Word> {
    let kind = Word::keyword(condition.kind.as_str());
    let values: Vec<Word> = condition.values.iter().map(Word::name).collect();
    if condition.kind == ConditionKind::Criteria {
        let criterion = Word::list(Some(&Word::bare(&condition.criterion)), values);
        return Word::list(Some(&kind), criterion);
    }
    Word::list(Some(&kind), values)
}
