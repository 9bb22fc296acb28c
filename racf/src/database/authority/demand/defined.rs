//! What a command defines.

use crate::command::{Command, CommandKind};

use super::super::need::Object;
use super::Context;

impl Context<'_> {
    /// What the command is to define, as far as it is defined.
    pub(in crate::database::authority) fn defined(&self, command: &Command) -> Vec<Object> {
        match &command.kind {
            CommandKind::AddUser(it) => {
                let users = it.users.iter().map(|it| it.text.clone());
                users.filter(|it| self.database.users.contains_key(it)).map(Object::User).collect()
            }
            CommandKind::AddGroup(it) => {
                let groups = it.groups.iter().map(|it| it.text.clone());
                let defined = groups.filter(|it| self.database.groups.contains_key(it));
                defined.map(Object::Group).collect()
            }
            CommandKind::RDefine(it) => {
                let named = it.names.iter().map(|name| self.named(&it.class.text, name));
                named.filter_map(|it| it.object(self.database)).collect()
            }
            CommandKind::AddSd(it) => {
                let named = it.names.iter().map(|name| self.data_set(it, name));
                named.filter_map(|it| it.object(self.database)).collect()
            }
            _ => Vec::new(),
        }
    }
}
