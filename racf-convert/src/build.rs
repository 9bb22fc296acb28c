//! A policy as a RACF database.

use saffron_compiler::model::{Model, PrincipalKind};
use saffron_racf::command::{
    Command, CommandKind, GroupOperands, Name, UserAttribute, UserOperands, made,
};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::outcome::Outcome;

use crate::emit;
use crate::policy::NOWHERE;

/// A database with the facts of a policy.
#[derive(Debug)]
pub struct Built {
    /// The database.
    pub database: Database,
    /// What became of each command that didn't succeed: facts that the database lacks.
    pub failed: Vec<Outcome>,
}

/// The database that a policy's commands build. External IDs are defined in it without attributes,
/// so that they stay on the access lists that name them.
pub fn build(model: &Model) -> Built {
    let (external, emission) = (external(model), emit::racf(model));
    let mut session = Session::new(Database::new(), IBMUSER);
    // No line of the policy is a command's, so what they set has no place in a file of commands.
    let outcomes = external.iter().chain(emission.build.commands()).map(|command| {
        let command = Command { span: NOWHERE, ..command.clone() };
        session.run(&command)
    });
    let failed = outcomes.filter(|outcome| outcome.return_code > 0).collect();
    Built { database: session.database, failed }
}

/// The default group of users that exist outside the policy. Their own isn't known, and this one is
/// on no access list, so it gives them nothing.
const UNKNOWN_GROUP: &str = "$EXTERN";

/// Commands that define the IDs that exist outside the policy.
fn external(model: &Model) -> Vec<Command> {
    let has_users =
        model.principals.iter().any(|id| matches!(id.kind, PrincipalKind::ExternalUser));
    let unknown_group = has_users.then(|| add_group(UNKNOWN_GROUP));
    let ids = model.principals.iter().filter_map(|id| match id.kind {
        PrincipalKind::ExternalUser => Some(add_user(&id.name)),
        PrincipalKind::ExternalGroup => Some(add_group(&id.name)),
        _ => None,
    });
    unknown_group.into_iter().chain(ids).map(Command::from).collect()
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
