//! A policy as a RACF database.

use std::fmt::Write as _;

use saffron_command_files::script::Values;
use saffron_compiler::model::{AuthorityKind, Model};
use saffron_diagnostics::FileId;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::outcome::Outcome;
use saffron_racf::play::{CommandFile, play};

use crate::emit;

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
    let commands = external(model) + &emit::racf(model).commands;
    let file = CommandFile { file: FileId(0), path: "policy.racf", text: &commands };
    let mut session = Session::new(Database::new(), IBMUSER);
    let mut failed = Vec::new();
    play(&[file], &Values::new(), &mut session, |step| {
        failed.extend(step.outcome.filter(|outcome| outcome.return_code > 0));
    });
    Built { database: session.database, failed }
}

/// The default group of users that exist outside the policy. Their own isn't known, and this one is
/// on no access list, so it gives them nothing.
const UNKNOWN_GROUP: &str = "$EXTERN";

/// Commands that define the IDs that exist outside the policy.
fn external(model: &Model) -> String {
    let mut commands = String::new();
    if model.authorities.iter().any(|id| matches!(id.kind, AuthorityKind::ExternalUser)) {
        commands = format!("ADDGROUP {UNKNOWN_GROUP}\n");
    }
    for id in &model.authorities {
        // Writing to a `String` can't fail.
        let _ = match id.kind {
            AuthorityKind::ExternalUser => {
                writeln!(commands, "ADDUSER {} DFLTGRP({UNKNOWN_GROUP}) RESTRICTED", id.name)
            }
            AuthorityKind::ExternalGroup => {
                writeln!(commands, "ADDGROUP {}", id.name)
            }
            _ => Ok(()),
        };
    }
    commands
}
