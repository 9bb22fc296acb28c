//! Commands as text: the counterpart of `syntax`.
//!
//! INVARIANT: the text of a command reads as that command, whatever its names and texts contain. Only
//! `word.rs` makes text of operands, and it puts in quotes what isn't a single word.
//!
//! The values of secrets and of operands without effect aren't in a command, so they aren't in its text.

pub mod date;
mod group;
mod layout;
mod operands;
mod profile;
mod system;
mod user;
mod word;

use crate::command::{Command, CommandKind};

use operands::Operands;

/// The command on lines of at most 72 columns, each with its end.
pub fn lines(command: &Command) -> String {
    layout::lines(&operands(command).finish())
}

/// The command on one line, however long it is.
pub fn line(command: &Command) -> String {
    layout::line(&operands(command).finish())
}

fn operands(command: &Command) -> Operands {
    let mut to = Operands::of(command.verb);
    match &command.kind {
        CommandKind::AddUser(user) | CommandKind::AltUser(user) => user::user(&mut to, user),
        CommandKind::DelUser(names) | CommandKind::DelGroup(names) => to.names(names),
        CommandKind::AddGroup(group) | CommandKind::AltGroup(group) => {
            group::group(&mut to, group);
        }
        CommandKind::Connect(connection) => group::connect(&mut to, connection),
        CommandKind::Remove(connection) => group::remove(&mut to, connection),
        CommandKind::RDefine(resource) | CommandKind::RAlter(resource) => {
            profile::resource(&mut to, resource);
        }
        CommandKind::RDelete(resource) => profile::delete_resource(&mut to, resource),
        CommandKind::AddSd(data_set) | CommandKind::AltDsd(data_set) => {
            profile::data_set(&mut to, data_set, &command.idle);
        }
        CommandKind::DelDsd(data_set) => profile::delete_data_set(&mut to, data_set),
        CommandKind::Permit(permit) => profile::permit(&mut to, permit),
        CommandKind::SetRopts(options) => system::options(&mut to, options),
        CommandKind::Skipped { .. } => {}
    }
    to
}
