//! What commands may take for granted of the system they are written for.

use std::collections::BTreeMap;

use super::name::holds_variable;
use super::store::qualifier;
use super::{Database, IBMUSER, Session};
use crate::command::{
    Command, CommandKind, GroupOperands, Name, PermitAction, PermitOperands, SetRoptsOperand,
    SystemOption, UserAttribute, UserOperands, made,
};
use saffron_diagnostics::{FileId, Span};

/// The place of what no command specified: of no file.
const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };

/// The default group of assumed users. Their own isn't known, and this one is on no access list, so it gives them
/// nothing.
const UNKNOWN_GROUP: &str = "$EXTERN";

impl Database {
    /// Puts the options in force that scripts for existing systems rely on: SETROPTS GENERIC(*) EGN GRPLIST.
    pub fn assume_usual_options(&mut self) {
        let options = [
            SystemOption::Generic(vec![Name::bare("*")], true),
            SystemOption::EnhancedGenericNaming(true),
            SystemOption::ListOfGroups(true),
        ];
        let operand = |option| SetRoptsOperand { option, span: made(()).span };
        self.run(CommandKind::SetRopts(options.into_iter().map(operand).collect()));
    }

    /// Adds the users and groups to which commands refer and that no command defines.
    pub fn assume_ids(&mut self, commands: &[Command]) {
        let mut referred = Referred::default();
        for command in commands {
            referred.command(&command.kind);
        }
        for id in commands.iter().flat_map(|command| defined(&command.kind)) {
            referred.ids.remove(&id.text);
        }
        referred.ids.retain(|id, _| !id.is_empty() && id != "*" && !self.is_defined(id));
        if !referred.ids.is_empty() && !self.is_defined(UNKNOWN_GROUP) {
            referred.ids.insert(UNKNOWN_GROUP.to_owned(), true);
        }
        let (groups, users): (Vec<_>, Vec<_>) =
            referred.ids.into_iter().partition(|(_, is_group)| *is_group);
        for (id, is_group) in groups.into_iter().chain(users) {
            self.run(if is_group { add_group(&id) } else { add_user(&id) });
            if self.is_defined(&id) {
                self.assumed.insert(id);
            }
        }
    }

    fn run(&mut self, kind: CommandKind) {
        let command = Command { span: NOWHERE, ..Command::from(kind) };
        let mut session = Session::new(std::mem::take(self), IBMUSER);
        session.run(&command);
        *self = session.database;
    }
}

fn add_group(name: &str) -> CommandKind {
    let groups = vec![Name::bare(name)];
    CommandKind::AddGroup(GroupOperands { groups, ..GroupOperands::default() })
}

fn add_user(name: &str) -> CommandKind {
    CommandKind::AddUser(UserOperands {
        users: vec![Name::bare(name)],
        default_group: Some(Name::bare(UNKNOWN_GROUP)),
        attributes: vec![(UserAttribute::Restricted, made(true))],
        ..UserOperands::default()
    })
}

fn defined(kind: &CommandKind) -> &[Name] {
    match kind {
        CommandKind::AddUser(operands) => &operands.users,
        CommandKind::AddGroup(operands) => &operands.groups,
        _ => &[],
    }
}

/// IDs to which commands refer, and whether only a group can be meant.
#[derive(Debug, Default)]
struct Referred {
    ids: BTreeMap<String, bool>,
}

impl Referred {
    fn add(&mut self, name: Option<&Name>, is_group: bool) {
        if let Some(name) = name {
            *self.ids.entry(name.text.clone()).or_default() |= is_group;
        }
    }

    fn command(&mut self, kind: &CommandKind) {
        match kind {
            CommandKind::AddUser(operands) | CommandKind::AltUser(operands) => {
                self.add(operands.default_group.as_ref(), true);
                self.add(operands.owner.as_ref(), false);
            }
            CommandKind::AddGroup(operands) | CommandKind::AltGroup(operands) => {
                self.add(operands.superior.as_ref(), true);
                self.add(operands.owner.as_ref(), false);
            }
            CommandKind::Connect(operands) => {
                self.add(operands.group.as_ref(), true);
                self.add(operands.owner.as_ref(), false);
            }
            CommandKind::RDefine(operands) | CommandKind::RAlter(operands) => {
                self.add(operands.profile.owner.as_ref(), false);
            }
            CommandKind::AddSd(operands) | CommandKind::AltDsd(operands) => {
                self.add(operands.profile.owner.as_ref(), false);
                operands.names.iter().for_each(|name| self.qualifier(name));
            }
            CommandKind::Permit(operands) => self.permit(operands),
            _ => {}
        }
    }

    fn permit(&mut self, operands: &PermitOperands) {
        let deletes = operands.action.as_ref().is_some_and(|it| it.node == PermitAction::Delete);
        for name in operands.ids.iter().flatten().filter(|_| !deletes) {
            self.add(Some(name), false);
        }
    }

    /// The high-level qualifier of a data set. A user would own these data sets; what isn't known gives nothing, so
    /// it is a group.
    fn qualifier(&mut self, name: &Name) {
        let qualifier = qualifier(&name.text).to_ascii_uppercase();
        if name.quoted && !holds_variable(&qualifier) && !qualifier.contains(['*', '%', '&']) {
            self.ids.insert(qualifier, true);
        }
    }
}
