//! ADDUSER, ALTUSER and DELUSER.

use crate::command::{CommandKind, UserAttribute, UserOperands};

use super::arrange::{arrange, missing};
use super::arrangement::Place;
use super::forms::Side;
use super::given::Given;
use super::reading::Reading;
use super::segment::user as segments;
use super::table::{Row, Table, row};
use super::tree::Tree;
use super::words::{AUTHORITIES, CONNECTION_LEVELS};

const USERS: &[Place] = &[Place::Names("the ID of a user")];

pub(super) static ADDUSER: Table<UserOperands> =
    Table { parts: &[PROFILE, ATTRIBUTES, SECRETS, SEGMENTS], side: Side::Define };
pub(super) static ALTUSER: Table<UserOperands> =
    Table { parts: &[PROFILE, ATTRIBUTES, SECRETS, SEGMENTS], side: Side::Alter };

const PROFILE: &[Row<UserOperands>] = &[
    row!("ADDCATEGORY", Plain, |given, user| user.security.add_categories = given.ids()),
    row!("AT", Plain, |given, _| given.elsewhere()),
    row!("AUTHORITY", Plain, |given, user| user.authority = given.word(AUTHORITIES)),
    row!("CLAUTH", Either, |given, user| {
        let on = given.on;
        user.class_authority = given.ids().into_iter().map(|class| (class, on)).collect();
    }),
    row!("DATA", Undo, |given, user| user.data = given.text()),
    row!("DELCATEGORY", Altering, |given, user| user.security.delete_categories = given.ids()),
    row!("DFLTGRP", Plain, |given, user| user.default_group = given.id()),
    row!("EXPIRED", AlteringEither, |given, _| given.idle()),
    row!("GROUP", Altering, |given, user| user.group = given.id()),
    row!("MODEL", Either, |given, _| given.idle()),
    row!("NAME", Plain, |given, user| {
        user.name = given.value().map(|value| given.spanned(value.text().into_owned()));
    }),
    row!("ONLYAT" in "AT", Plain, |given, _| given.elsewhere()),
    row!("OWNER", Plain, |given, user| user.owner = given.id()),
    row!("PWCLEAN", Altering, |given, _| given.idle()),
    row!("PWCONVERT", Altering, |given, _| given.idle()),
    row!("RESUME", AlteringEither, |given, user| user.resume = given.moment()),
    row!("REVOKE", AlteringEither, |given, user| user.revoke = given.moment()),
    row!("SECLABEL", Undo, |given, user| user.security.label = given.folded_setting()),
    row!("SECLEVEL", Undo, |given, user| user.security.level = given.folded_setting()),
    row!("UACC", Plain, |given, user| user.uacc = given.word(CONNECTION_LEVELS)),
    row!("WHEN", Plain, |given, _| given.idle()),
];

const ATTRIBUTES: &[Row<UserOperands>] = &[
    row!("ADSP", Either, |given, user| attribute(given, user, UserAttribute::Adsp)),
    row!("AUDITOR", Either, |given, user| attribute(given, user, UserAttribute::Auditor)),
    row!("GRPACC", Either, |given, user| attribute(given, user, UserAttribute::GrpAcc)),
    row!("OPERATIONS", Either, |given, user| attribute(given, user, UserAttribute::Operations)),
    row!("RESTRICTED", Either, |given, user| attribute(given, user, UserAttribute::Restricted)),
    row!("ROAUDIT", Either, |given, user| attribute(given, user, UserAttribute::RoAudit)),
    row!("SPECIAL", Either, |given, user| attribute(given, user, UserAttribute::Special)),
    row!("UAUDIT", AlteringEither, |given, user| attribute(given, user, UserAttribute::UAudit)),
];

const SECRETS: &[Row<UserOperands>] = &[
    row!("OIDCARD", Either, |given, user| user.oidcard = Some(given.switch())),
    row!("PASSWORD", Either, |given, user| {
        given.secret();
        given.nothing_if_off();
        user.password = Some(given.spanned(given.on));
    }),
    row!("PHRASE", Either, |given, user| {
        given.secret();
        given.nothing_if_off();
        user.phrase = Some(given.spanned(given.on));
    }),
];

const SEGMENTS: &[Row<UserOperands>] = &[
    row!("CICS", Undo, |given, user| given.segment(&segments::CICS, &mut user.segments)),
    row!("CSDATA", Undo, |given, user| given.custom_segment("CSDATA", &mut user.segments)),
    row!("DCE", Undo, |given, user| given.segment(&segments::DCE, &mut user.segments)),
    row!("DFP", Undo, |given, user| given.segment(&segments::DFP, &mut user.segments)),
    row!("EIM", Undo, |given, user| given.segment(&segments::EIM, &mut user.segments)),
    row!("KERB", Undo, |given, user| given.segment(&segments::KERB, &mut user.segments)),
    row!("LANGUAGE", Undo, |given, user| given.segment(&segments::LANGUAGE, &mut user.segments)),
    row!("LNOTES", Undo, |given, user| given.segment(&segments::LNOTES, &mut user.segments)),
    row!("MFA", AlteringEither, |given, user| given.segment(&segments::MFA, &mut user.segments)),
    row!("NDS", Undo, |given, user| given.segment(&segments::NDS, &mut user.segments)),
    row!("NETVIEW", Undo, |given, user| given.segment(&segments::NETVIEW, &mut user.segments)),
    row!("OMVS", Undo, |given, user| given.segment(&segments::OMVS, &mut user.segments)),
    row!("OPERPARM", Undo, |given, user| given.segment(&segments::OPERPARM, &mut user.segments)),
    row!("OVM", Undo, |given, user| given.segment(&segments::OVM, &mut user.segments)),
    row!("PROXY", Undo, |given, user| given.segment(&segments::PROXY, &mut user.segments)),
    row!("TSO", Undo, |given, user| given.segment(&segments::TSO, &mut user.segments)),
    row!("WORKATTR", Undo, |given, user| given.segment(&segments::WORKATTR, &mut user.segments)),
];

/// Gives or takes away an attribute; replaces what was specified for it before.
fn attribute(given: &mut Given<'_, '_>, user: &mut UserOperands, attribute: UserAttribute) {
    let on = given.switch();
    user.attributes.retain(|(earlier, _)| *earlier != attribute);
    user.attributes.push((attribute, on));
}

/// ADDUSER and ALTUSER.
fn operands<'t>(
    reading: &mut Reading<'t>,
    tree: &Tree<'t>,
    table: &'static Table<UserOperands>,
) -> Option<UserOperands> {
    let mut user = UserOperands::default();
    let fillers = arrange(reading, tree, USERS, table, &mut user);
    let Some(users) = fillers.first() else {
        missing(reading, tree, "the ID of a user", "JDOE …");
        return None;
    };
    user.users = users.ids(reading);
    Some(user)
}

pub(super) fn add<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &ADDUSER).map(CommandKind::AddUser)
}

pub(super) fn alter<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &ALTUSER).map(CommandKind::AltUser)
}

/// Operands of commands that have none but those that direct them.
pub(super) const DIRECTION: &[Row<()>] = &[
    row!("AT", Plain, |given, ()| given.elsewhere()),
    row!("ONLYAT" in "AT", Plain, |given, ()| given.elsewhere()),
];

pub(super) static DIRECTED: Table<()> = Table { parts: &[DIRECTION], side: Side::Define };

pub(super) fn delete<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let fillers = arrange(reading, tree, USERS, &DIRECTED, &mut ());
    let Some(users) = fillers.first() else {
        missing(reading, tree, "the ID of a user", "JDOE");
        return None;
    };
    Some(CommandKind::DelUser(users.ids(reading)))
}
