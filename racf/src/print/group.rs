//! ADDGROUP, ALTGROUP, CONNECT and REMOVE.

use crate::command::{ConnectOperands, GroupOperands, RemoveOperands};

use super::operands::Operands;
use super::word::Word;

pub(super) fn group(to: &mut Operands, group: &GroupOperands) {
    to.names(&group.groups);
    to.id("SUPGROUP", group.superior.as_ref());
    to.id("OWNER", group.owner.as_ref());
    to.switch("UNIVERSAL", group.universal.as_ref());
    to.text("DATA", group.data.as_ref());
    to.off("DATA", group.data.as_ref());
    to.segments(&group.segments, false);
    to.segments(&group.segments, true);
}

pub(super) fn connect(to: &mut Operands, connection: &ConnectOperands) {
    to.names(&connection.users);
    to.id("GROUP", connection.group.as_ref());
    to.id("OWNER", connection.owner.as_ref());
    let authority = connection.authority.as_ref();
    to.value("AUTHORITY", authority.map(|authority| Word::keyword(authority.node.as_str())));
    to.level("UACC", connection.uacc.as_ref());
    to.attributes(&connection.attributes);
    to.moment("REVOKE", connection.revoke.as_ref());
    to.moment("RESUME", connection.resume.as_ref());
}

pub(super) fn remove(to: &mut Operands, connection: &RemoveOperands) {
    to.names(&connection.users);
    to.id("GROUP", connection.group.as_ref());
    to.id("OWNER", connection.owner.as_ref());
}
