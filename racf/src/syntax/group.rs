//! ADDGROUP, ALTGROUP and DELGROUP.

use crate::command::{CommandKind, GroupOperands};

use super::arrange::{arrange, missing};
use super::arrangement::Place;
use super::forms::Side;
use super::reading::Reading;
use super::segment::group as segments;
use super::table::{Row, Table, row};
use super::tree::Tree;
use super::user::DIRECTED;

const GROUPS: &[Place] = &[Place::Names("the name of a group")];

pub(super) static ADDGROUP: Table<GroupOperands> = Table { parts: &[OPERANDS], side: Side::Define };
pub(super) static ALTGROUP: Table<GroupOperands> = Table { parts: &[OPERANDS], side: Side::Alter };

const OPERANDS: &[Row<GroupOperands>] = &[
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("CSDATA", Undo, Text, |given, group| given.custom_segment("CSDATA", &mut group.segments)),
    row!("DATA", Undo, Text, |given, group| group.data = given.text()),
    row!("DFP", Undo, Fields(&segments::DFP), |given, group| given
        .segment(&segments::DFP, &mut group.segments)),
    row!("MODEL", Either, Names, |given, _| given.idle()),
    row!("OMVS", Undo, Fields(&segments::OMVS), |given, group| given
        .segment(&segments::OMVS, &mut group.segments)),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("OVM", Undo, Fields(&segments::OVM), |given, group| given
        .segment(&segments::OVM, &mut group.segments)),
    row!("OWNER", Plain, Names, |given, group| group.owner = given.id()),
    row!("SUPGROUP", Plain, Names, |given, group| group.superior = given.id()),
    row!("TERMUACC", Either, Nothing, |given, _| given.idle()),
    row!("TME", Undo, Fields(&segments::TME), |given, group| given
        .segment(&segments::TME, &mut group.segments)),
    row!("UNIVERSAL", Defining, Nothing, |given, group| group.universal = Some(given.switch())),
];

fn operands<'t>(
    reading: &mut Reading<'t>,
    tree: &Tree<'t>,
    table: &'static Table<GroupOperands>,
) -> Option<GroupOperands> {
    let mut group = GroupOperands::default();
    let fillers = arrange(reading, tree, GROUPS, table, &mut group);
    let Some(groups) = fillers.first() else {
        missing(reading, tree, "the name of a group", "PAYROLL …");
        return None;
    };
    group.groups = groups.ids(reading);
    Some(group)
}

pub(super) fn add<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &ADDGROUP).map(CommandKind::AddGroup)
}

pub(super) fn alter<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &ALTGROUP).map(CommandKind::AltGroup)
}

pub(super) fn delete<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let fillers = arrange(reading, tree, GROUPS, &DIRECTED, &mut ());
    let Some(groups) = fillers.first() else {
        missing(reading, tree, "the name of a group", "PAYROLL");
        return None;
    };
    Some(CommandKind::DelGroup(groups.ids(reading)))
}
