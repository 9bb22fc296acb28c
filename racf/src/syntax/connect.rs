//! CONNECT and REMOVE.

use crate::command::{CommandKind, ConnectOperands, RemoveOperands, UserAttribute};

use super::arrange::{arrange, missing};
use super::arrangement::Place;
use super::forms::Side;
use super::given::Given;
use super::reading::Reading;
use super::table::{Row, Table, row};
use super::tree::Tree;
use super::words::{AUTHORITIES, CONNECTION_LEVELS};

const USERS: &[Place] = &[Place::Names("the ID of a user")];

pub(super) static CONNECT: Table<ConnectOperands> = Table {
    parts: &[&[
        row!("ADSP", Either, Nothing, |given, to| attribute(given, to, UserAttribute::Adsp)),
        row!("AT", Plain, Names, |given, _| given.elsewhere()),
        row!("AUDITOR", Either, Nothing, |given, to| attribute(given, to, UserAttribute::Auditor)),
        row!("AUTHORITY", Plain, Words, |given, to| to.authority = given.word(AUTHORITIES)),
        row!("GROUP", Plain, Names, |given, to| to.group = given.id()),
        row!("GRPACC", Either, Nothing, |given, to| attribute(given, to, UserAttribute::GrpAcc)),
        row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
        row!("OPERATIONS", Either, Nothing, |given, to| attribute(
            given,
            to,
            UserAttribute::Operations
        )),
        row!("OWNER", Plain, Names, |given, to| to.owner = given.id()),
        row!("RESUME", Either, Numbers, |given, to| to.resume = given.moment()),
        row!("REVOKE", Either, Numbers, |given, to| to.revoke = given.moment()),
        row!("SPECIAL", Either, Nothing, |given, to| attribute(given, to, UserAttribute::Special)),
        row!("UACC", Plain, Words, |given, to| to.uacc = given.word(CONNECTION_LEVELS)),
    ]],
    side: Side::Define,
};

pub(super) static REMOVE: Table<RemoveOperands> =
    Table { parts: &[REMOVE_OPERANDS], side: Side::Define };

const REMOVE_OPERANDS: &[Row<RemoveOperands>] = &[
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("GROUP", Plain, Names, |given, from| from.group = given.id()),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("OWNER", Plain, Names, |given, from| from.owner = given.id()),
];

/// Gives or takes away an attribute; replaces what was specified for it before.
fn attribute(given: &mut Given<'_, '_>, to: &mut ConnectOperands, attribute: UserAttribute) {
    let on = given.switch();
    to.attributes.retain(|(earlier, _)| *earlier != attribute);
    to.attributes.push((attribute, on));
}

pub(super) fn connect<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let mut connect = ConnectOperands::default();
    let fillers = arrange(reading, tree, USERS, &CONNECT, &mut connect);
    let Some(users) = fillers.first() else {
        missing(reading, tree, "the ID of a user", "JDOE GROUP(PAYROLL)");
        return None;
    };
    connect.users = users.ids(reading);
    Some(CommandKind::Connect(connect))
}

pub(super) fn remove<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let mut remove = RemoveOperands::default();
    let fillers = arrange(reading, tree, USERS, &REMOVE, &mut remove);
    let Some(users) = fillers.first() else {
        missing(reading, tree, "the ID of a user", "JDOE GROUP(PAYROLL)");
        return None;
    };
    remove.users = users.ids(reading);
    Some(CommandKind::Remove(remove))
}
