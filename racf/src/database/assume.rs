//! What commands may take for granted of the system they are written for.

mod profile;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_vocabulary::racf::AccessLevel;

use super::name::holds_variable;
use super::store::qualifier;
use super::{Database, Fact, IBMUSER, KeyRef, Profile, ProfileKey, Session};
use crate::command::{
    Command, CommandKind, GroupOperands, Name, PermitOperands, SetRoptsOperand, SystemOption,
    UserAttribute, UserOperands, made,
};
use saffron_diagnostics::Span;

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

    /// Adds what commands refer to and no command defines: users, groups, and profiles on which they permit. Data set
    /// names without quotes begin with the ID of the user who issues the commands.
    pub fn assume_references(&mut self, commands: &[Command], issuer: &str) {
        let mut referred = Referred::default();
        for command in commands {
            referred.command(&command.kind);
        }
        for id in commands.iter().flat_map(|command| defined(&command.kind)) {
            referred.ids.remove(&id.text);
        }
        referred.ids.retain(|id, _| !id.is_empty() && id != "*" && !self.is_defined(id));
        let (groups, users): (Vec<_>, Vec<_>) =
            referred.ids.into_iter().partition(|(_, is_group)| *is_group);
        for (id, _) in &groups {
            self.assume_group(id);
        }
        for (id, _) in &users {
            self.assume_user(id);
        }
        profile::assume_targets(self, commands, issuer);
    }

    /// Adds a group of which nothing is known but that it exists.
    pub fn assume_group(&mut self, id: &str) {
        self.assume(id, |name| {
            CommandKind::AddGroup(GroupOperands { groups: vec![name], ..GroupOperands::default() })
        });
    }

    /// Adds a user of which nothing is known but that it exists.
    pub fn assume_user(&mut self, id: &str) {
        if !self.is_defined(UNKNOWN_GROUP) {
            self.assume_group(UNKNOWN_GROUP);
        }
        self.assume(id, |name| {
            CommandKind::AddUser(UserOperands {
                users: vec![name],
                default_group: Some(Name::bare(UNKNOWN_GROUP)),
                attributes: vec![(UserAttribute::Restricted, made(true))],
                ..UserOperands::default()
            })
        });
    }

    fn assume(&mut self, id: &str, add: impl FnOnce(Name) -> CommandKind) {
        self.run(add(Name::bare(id)));
        if self.is_defined(id) {
            self.assumed.insert(id.to_owned());
        }
    }

    /// Adds a profile of which nothing is known but that it exists. So it gives nothing, and what is permitted on it
    /// is added to a list that may have other entries.
    pub fn assume_profile(&mut self, class: &str, key: ProfileKey) {
        if self.profile(class, KeyRef::from(&key)).is_some() {
            return;
        }
        if !self.is_defined(UNKNOWN_GROUP) {
            self.assume_group(UNKNOWN_GROUP);
        }
        let unknown = Profile {
            origin: Span::NOWHERE,
            owner: Fact::said(UNKNOWN_GROUP.to_owned(), Span::NOWHERE),
            uacc: Fact::said(AccessLevel::None, Span::NOWHERE),
            standard: IndexMap::new(),
            conditional: IndexMap::new(),
            details: None,
        };
        self.add_profile(class, key.clone(), unknown);
        self.assumed_profiles.insert((class.to_owned(), key));
    }

    /// Whether the profile was there before the commands, which don't define it.
    pub fn is_assumed_profile(&self, class: &str, key: &ProfileKey) -> bool {
        !self.assumed_profiles.is_empty()
            && self.assumed_profiles.contains(&(class.to_owned(), key.clone()))
    }

    fn run(&mut self, kind: CommandKind) {
        let command = Command { span: Span::NOWHERE, ..Command::from(kind) };
        let mut session = Session::new(std::mem::take(self), IBMUSER);
        session.run(&command);
        *self = session.database;
    }
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
                operands.users.iter().for_each(|user| self.add(Some(user), false));
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
        if !profile::grants(operands) {
            return;
        }
        operands.ids.iter().flatten().for_each(|name| self.add(Some(name), false));
        if profile::is_data_set(operands) {
            self.qualifier(&operands.profile);
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
