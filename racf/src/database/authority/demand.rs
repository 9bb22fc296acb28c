//! What each command asks of its issuer.
//!
//! Sources: the page of each command in the Command Language Reference ("Authorization required"),
//! and the Security Administrator's Guide's tables of commands by attribute, ownership and group
//! authority.

mod data_set;
mod defined;
mod group;
mod profile;
mod resource;
mod setropts;
mod user;

use std::fmt;

use crate::command::{Command, CommandKind, Name, SegmentOperand};
use crate::database::Database;

use super::need::{Demand, Need, Object};

/// Against what a command is held: the database as it is before the command, and the issuer's names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'d> {
    pub(super) database: &'d Database,
    pub(super) issuer: &'d str,
    /// The current connect group, which several operands default to.
    pub(super) current: Option<&'d str>,
}

impl<'d> Context<'d> {
    /// The issuer's names, as far as the database knows them.
    pub(super) fn new(database: &'d Database, issuer: &'d str) -> Self {
        let user = database.users.get(issuer);
        Self { database, issuer, current: user.map(|it| it.default_group.value.as_str()) }
    }

    /// Everything that the command asks; nothing where anybody may issue it.
    pub(super) fn demands(&self, command: &Command) -> Vec<Demand> {
        let mut demands = Vec::new();
        let out = &mut demands;
        match &command.kind {
            CommandKind::AddUser(it) => self.add_user(it, out),
            CommandKind::AltUser(it) => self.alter_user(command, it, out),
            CommandKind::DelUser(users) => self.delete_users(users, out),
            CommandKind::AddGroup(it) => self.add_group(it, out),
            CommandKind::AltGroup(it) => self.alter_group(command, it, out),
            CommandKind::DelGroup(groups) => self.delete_groups(groups, out),
            CommandKind::Connect(it) => self.connect(it, out),
            CommandKind::Remove(it) => self.remove(it, out),
            CommandKind::RDefine(it) => self.define(it, out),
            CommandKind::RAlter(it) => self.alter(command, it, out),
            CommandKind::RDelete(it) => self.delete(it, out),
            CommandKind::AddSd(it) => self.define_data_sets(it, out),
            CommandKind::AltDsd(it) => self.alter_data_sets(command, it, out),
            CommandKind::DelDsd(it) => self.delete_data_sets(command, it, out),
            CommandKind::Permit(it) => self.permit(it, out),
            CommandKind::SetRopts(operands) => setropts::set_options(operands, out),
            CommandKind::Skipped { .. } => {}
        }
        demands
    }

    /// A group that an operand names, or the issuer's current connect group.
    fn group<'n>(&'n self, operand: Option<&'n Name>) -> &'n str {
        operand.map_or(self.current.unwrap_or_default(), |it| it.text.as_str())
    }
}

/// Segments but the base segment: SPECIAL, whatever the profile. Field-level access checking, which
/// can give others that right, isn't checked, so no user gets it here.
fn segments(segments: &[SegmentOperand], of: &impl fmt::Display, out: &mut Vec<Demand>) {
    for segment in segments {
        out.push(Demand::special(format!("segment {} of {of}", segment.name)));
    }
}

/// GLOBALAUDIT and UAUDIT: an auditor's, not even SPECIAL will do.
fn auditor(operand: &str, object: &Object) -> Demand {
    Demand::new(format!("{operand} of {object}"))
        .or("auditor", [Need::Auditor])
        .or("group-auditor", [Need::GroupAuditorOver(object.clone())])
}

/// Whether the command has operands that only a report mentions.
fn has_others(command: &Command) -> bool {
    !command.idle.is_empty() || !command.secrets.is_empty()
}
