//! A policy as a RACF database.

use saffron_command_files::script::Values;
use saffron_compiler::model::Model;
use saffron_diagnostics::FileId;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::outcome::Outcome;
use saffron_racf::play::{CommandFile, play};

use crate::emit;

/// The database that a policy's commands build, and the outcomes of those that failed: entries for
/// IDs that live outside the policy, above all.
pub fn build(model: &Model) -> (Database, Vec<Outcome>) {
    let commands = emit::racf(model).commands;
    let file = CommandFile { file: FileId(0), path: "policy.racf", text: &commands };
    let mut session = Session::new(Database::new(), IBMUSER);
    let mut failed = Vec::new();
    play(&[file], &Values::new(), &mut session, |step| {
        failed.extend(step.outcome.filter(|outcome| outcome.return_code > 0));
    });
    (session.database, failed)
}
