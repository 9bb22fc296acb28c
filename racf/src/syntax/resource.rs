//! RDEFINE, RALTER and RDELETE.

use crate::command::{CommandKind, ResourceOperands};

use super::arrange::{arrange, missing};
use super::arrangement::Place;
use super::forms::Side;
use super::profile::{Draft, PROFILE};
use super::reading::Reading;
use super::segment::resource as segments;
use super::shows;
use super::source;
use super::table::{Row, Table, row};
use super::tree::Tree;

const CLASS_AND_NAMES: &[Place] = &[Place::Class, Place::Names("the name of a profile")];

pub(super) static RDEFINE: Table<Draft> =
    Table { parts: &[PROFILE, RESOURCE, SEGMENTS], side: Side::Define };
pub(super) static RALTER: Table<Draft> =
    Table { parts: &[PROFILE, RESOURCE, SEGMENTS], side: Side::Alter };
pub(super) static RDELETE: Table<Draft> = Table { parts: &[DELETION], side: Side::Define };

const RESOURCE: &[Row<Draft>] = &[
    row!("ADDMEM", Plain, Names, |given, to| to.add_members = given.names()),
    row!("ADDVOL", Altering, Names, |given, _| given.idle()),
    row!("APPLDATA", Undo, Text, |given, to| to.profile.application_data = given.text()),
    row!("DELMEM", Altering, Names, |given, to| to.delete_members = given.names()),
    row!("DELVOL", Altering, Names, |given, _| given.idle()),
    row!("SINGLEDSN", Undo, Nothing, |given, _| given.idle()),
    row!("TIMEZONE", Undo, Words, |given, _| given.idle()),
    row!("TVTOC", Undo, Nothing, |given, _| given.idle()),
    row!("WHEN", Plain, Parts(shows::LOGON), |given, _| given.idle()),
];

const SEGMENTS: &[Row<Draft>] = &[
    row!("CDTINFO", Undo, Fields(&segments::CDTINFO), |given, to| given
        .segment(&segments::CDTINFO, &mut to.profile.segments)),
    row!("CFDEF", Undo, Fields(&segments::CFDEF), |given, to| given
        .segment(&segments::CFDEF, &mut to.profile.segments)),
    row!("DLFDATA", Undo, Fields(&segments::DLFDATA), |given, to| given
        .segment(&segments::DLFDATA, &mut to.profile.segments)),
    row!("EIM", Undo, Fields(&segments::EIM), |given, to| given
        .segment(&segments::EIM, &mut to.profile.segments)),
    row!("ICSF", Undo, Fields(&segments::ICSF), |given, to| given
        .segment(&segments::ICSF, &mut to.profile.segments)),
    row!("ICTX", Undo, Fields(&segments::ICTX), |given, to| given
        .segment(&segments::ICTX, &mut to.profile.segments)),
    row!("IDTPARMS", Undo, Fields(&segments::IDTPARMS), |given, to| given
        .segment(&segments::IDTPARMS, &mut to.profile.segments)),
    row!("JES", Undo, Fields(&segments::JES), |given, to| given
        .segment(&segments::JES, &mut to.profile.segments)),
    row!("KERB", Undo, Fields(&segments::KERB), |given, to| given
        .segment(&segments::KERB, &mut to.profile.segments)),
    row!("MFA", Undo, Fields(&segments::MFA), |given, to| given
        .segment(&segments::MFA, &mut to.profile.segments)),
    row!("MFPOLICY", Undo, Fields(&segments::MFPOLICY), |given, to| given
        .segment(&segments::MFPOLICY, &mut to.profile.segments)),
    row!("PROXY", Undo, Fields(&segments::PROXY), |given, to| given
        .segment(&segments::PROXY, &mut to.profile.segments)),
    row!("SESSION", Undo, Fields(&segments::SESSION), |given, to| given
        .segment(&segments::SESSION, &mut to.profile.segments)),
    row!("SIGVER", Undo, Fields(&segments::SIGVER), |given, to| given
        .segment(&segments::SIGVER, &mut to.profile.segments)),
    row!("SSIGNON", Undo, Fields(&segments::SSIGNON), |given, to| given
        .segment(&segments::SSIGNON, &mut to.profile.segments)),
    row!("STDATA", Undo, Fields(&segments::STDATA), |given, to| given
        .segment(&segments::STDATA, &mut to.profile.segments)),
    row!("SVFMR", Undo, Fields(&segments::SVFMR), |given, to| given
        .segment(&segments::SVFMR, &mut to.profile.segments)),
    row!("TME", Undo, Fields(&segments::TME), |given, to| given
        .segment(&segments::TME, &mut to.profile.segments)),
];

const DELETION: &[Row<Draft>] = &[
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
];

fn operands<'t>(
    reading: &mut Reading<'t>,
    tree: &Tree<'t>,
    table: &'static Table<Draft>,
) -> Option<ResourceOperands> {
    let mut draft = Draft::default();
    let fillers = arrange(reading, tree, CLASS_AND_NAMES, table, &mut draft);
    draft.profile.from = source::take(reading);
    let [class, names] = fillers.as_slice() else {
        let what =
            if fillers.is_empty() { "a class and a profile" } else { "the name of a profile" };
        missing(reading, tree, what, "FACILITY BPX.SERVER …");
        return None;
    };
    let (mut class, names) = (class.ids(reading), names.names(reading));
    let Draft { profile, add_members, delete_members, .. } = draft;
    Some(ResourceOperands { class: class.pop()?, names, profile, add_members, delete_members })
}

pub(super) fn define<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &RDEFINE).map(CommandKind::RDefine)
}

pub(super) fn alter<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &RALTER).map(CommandKind::RAlter)
}

pub(super) fn delete<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &RDELETE).map(CommandKind::RDelete)
}
