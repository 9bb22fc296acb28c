//! ADDUSER, ALTUSER and DELUSER.

use crate::command::{CommandKind, UserAttribute, UserOperands};

use super::arrange::{arrange, missing};
use super::arrangement::Place;
use super::forms::Side;
use super::given::Given;
use super::reading::Reading;
use super::segment::user as segments;
use super::shows;
use super::table::{Row, Table, row};
use super::tree::Tree;
use super::words::{AUTHORITIES, CONNECTION_LEVELS};

const USERS: &[Place] = &[Place::Names("the ID of a user")];

pub(super) static ADDUSER: Table<UserOperands> =
    Table { parts: &[PROFILE, ATTRIBUTES, SECRETS, SEGMENTS], side: Side::Define };
pub(super) static ALTUSER: Table<UserOperands> =
    Table { parts: &[PROFILE, ATTRIBUTES, SECRETS, SEGMENTS], side: Side::Alter };

const PROFILE: &[Row<UserOperands>] = &[
    row!("ADDCATEGORY", Plain, Names, |given, user| user.security.add_categories = given.ids()),
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("AUTHORITY", Plain, Words, |given, user| user.authority = given.word(AUTHORITIES)),
    row!("CLAUTH", Either, Names, |given, user| {
        let on = given.on;
        user.class_authority = given.ids().into_iter().map(|class| (class, on)).collect();
    }),
    row!("DATA", Undo, Text, |given, user| user.data = given.text()),
    row!("DELCATEGORY", Altering, Names, |given, user| user.security.delete_categories =
        given.ids()),
    row!("DFLTGRP", Plain, Names, |given, user| user.default_group = given.id()),
    row!("EXPIRED", AlteringEither, Nothing, |given, _| given.idle()),
    row!("GROUP", Altering, Names, |given, user| user.group = given.id()),
    row!("MODEL", Either, Names, |given, _| given.idle()),
    row!("NAME", Plain, Text, |given, user| {
        if given.withholds() {
            return given.secret();
        }
        user.name = given.value().map(|value| given.spanned(value.text().into_owned()));
    }),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("OWNER", Plain, Names, |given, user| user.owner = given.id()),
    row!("PWCLEAN", Altering, Nothing, |given, _| given.idle()),
    row!("PWCONVERT", Altering, Nothing, |given, _| given.idle()),
    row!("RESUME", AlteringEither, Numbers, |given, user| user.resume = given.moment()),
    row!("REVOKE", AlteringEither, Numbers, |given, user| user.revoke = given.moment()),
    row!("SECLABEL", Undo, Names, |given, user| user.security.label = given.folded_setting()),
    row!("SECLEVEL", Undo, Names, |given, user| user.security.level = given.folded_setting()),
    row!("UACC", Plain, Words, |given, user| user.uacc = given.word(CONNECTION_LEVELS)),
    row!("WHEN", Plain, Parts(shows::LOGON), |given, _| given.idle()),
];

const ATTRIBUTES: &[Row<UserOperands>] = &[
    row!("ADSP", Either, Nothing, |given, user| attribute(given, user, UserAttribute::Adsp)),
    row!("AUDITOR", Either, Nothing, |given, user| attribute(given, user, UserAttribute::Auditor)),
    row!("GRPACC", Either, Nothing, |given, user| attribute(given, user, UserAttribute::GrpAcc)),
    row!("OPERATIONS", Either, Nothing, |given, user| attribute(
        given,
        user,
        UserAttribute::Operations
    )),
    row!("RESTRICTED", Either, Nothing, |given, user| attribute(
        given,
        user,
        UserAttribute::Restricted
    )),
    row!("ROAUDIT", Either, Nothing, |given, user| attribute(given, user, UserAttribute::RoAudit)),
    row!("SPECIAL", Either, Nothing, |given, user| attribute(given, user, UserAttribute::Special)),
    row!("UAUDIT", AlteringEither, Nothing, |given, user| attribute(
        given,
        user,
        UserAttribute::UAudit
    )),
];

const SECRETS: &[Row<UserOperands>] = &[
    row!("OIDCARD", Either, Nothing, |given, user| user.oidcard = Some(given.switch())),
    row!("PASSWORD", Either, Secret, |given, user| {
        given.secret();
        given.nothing_if_off();
        user.password = Some(given.spanned(given.on));
    }),
    row!("PHRASE", Either, Secret, |given, user| {
        given.secret();
        given.nothing_if_off();
        user.phrase = Some(given.spanned(given.on));
    }),
];

const SEGMENTS: &[Row<UserOperands>] = &[
    row!("CICS", Undo, Fields(&segments::CICS), |given, user| given
        .segment(&segments::CICS, &mut user.segments)),
    row!("CSDATA", Undo, Text, |given, user| given.custom_segment("CSDATA", &mut user.segments)),
    row!("DCE", Undo, Fields(&segments::DCE), |given, user| given
        .segment(&segments::DCE, &mut user.segments)),
    row!("DFP", Undo, Fields(&segments::DFP), |given, user| given
        .segment(&segments::DFP, &mut user.segments)),
    row!("EIM", Undo, Fields(&segments::EIM), |given, user| given
        .segment(&segments::EIM, &mut user.segments)),
    row!("KERB", Undo, Fields(&segments::KERB), |given, user| given
        .segment(&segments::KERB, &mut user.segments)),
    row!("LANGUAGE", Undo, Fields(&segments::LANGUAGE), |given, user| given
        .segment(&segments::LANGUAGE, &mut user.segments)),
    row!("LNOTES", Undo, Fields(&segments::LNOTES), |given, user| given
        .segment(&segments::LNOTES, &mut user.segments)),
    row!("MFA", AlteringEither, Fields(&segments::MFA), |given, user| given
        .segment(&segments::MFA, &mut user.segments)),
    row!("NDS", Undo, Fields(&segments::NDS), |given, user| given
        .segment(&segments::NDS, &mut user.segments)),
    row!("NETVIEW", Undo, Fields(&segments::NETVIEW), |given, user| given
        .segment(&segments::NETVIEW, &mut user.segments)),
    row!("OMVS", Undo, Fields(&segments::OMVS), |given, user| given
        .segment(&segments::OMVS, &mut user.segments)),
    row!("OPERPARM", Undo, Fields(&segments::OPERPARM), |given, user| given
        .segment(&segments::OPERPARM, &mut user.segments)),
    row!("OVM", Undo, Fields(&segments::OVM), |given, user| given
        .segment(&segments::OVM, &mut user.segments)),
    row!("PROXY", Undo, Fields(&segments::PROXY), |given, user| given
        .segment(&segments::PROXY, &mut user.segments)),
    row!("TSO", Undo, Fields(&segments::TSO), |given, user| given
        .segment(&segments::TSO, &mut user.segments)),
    row!("WORKATTR", Undo, Fields(&segments::WORKATTR), |given, user| given
        .segment(&segments::WORKATTR, &mut user.segments)),
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
    row!("AT", Plain, Names, |given, ()| given.elsewhere()),
    row!("ONLYAT" in "AT", Plain, Names, |given, ()| given.elsewhere()),
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
