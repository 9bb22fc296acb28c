//! A policy as a RACF database.

use saffron_compiler::model::{Model, PrincipalKind, Profile, ProfileKind};
use saffron_lang::Span;
use saffron_racf::command::Command;
use saffron_racf::database::{Database, IBMUSER, ProfileKey, Session};
use saffron_racf::outcome::Outcome;

use crate::emit;

/// A database with the facts of a policy.
#[derive(Debug)]
pub struct Built {
    /// The database.
    pub database: Database,
    /// What became of each command that didn't succeed: facts that the database lacks.
    pub failed: Vec<Outcome>,
}

/// A new database in which is what a policy declares as external: IDs, so that they stay on the access lists that name
/// them, and profiles, so that their lists can be added to.
pub fn outside(model: &Model) -> Database {
    let mut database = Database::new();
    for id in &model.principals {
        match id.kind {
            PrincipalKind::ExternalUser(_) => database.assume_user(&id.name),
            PrincipalKind::ExternalGroup => database.assume_group(&id.name),
            PrincipalKind::User(_) | PrincipalKind::Group(_) => {}
        }
    }
    for profile in model.profiles.iter().filter(|profile| profile.external) {
        if let Some(class) = model.classes.get(profile.class) {
            database.assume_profile(&class.name, key(profile));
        }
    }
    database
}

/// The database that a policy's commands build.
pub fn build(model: &Model) -> Built {
    let emission = emit::rebuild(model);
    let mut session = Session::new(outside(model), IBMUSER);
    // No line of the policy is a command's, so what they set has no place in a file of commands.
    let outcomes = emission.build.commands().map(|command| {
        let command = Command { span: Span::NOWHERE, ..command.clone() };
        session.run(&command)
    });
    let failed = outcomes.filter(|outcome| outcome.return_code > 0).collect();
    Built { database: session.database, failed }
}

/// The key of a profile; a database has volumes in the order of their text, a model in that of EBCDIC.
fn key(profile: &Profile) -> ProfileKey {
    let mut volumes = profile.volumes.clone();
    volumes.sort_unstable();
    let generic = profile.kind == ProfileKind::Generic;
    ProfileKey { name: profile.name.clone(), generic, volumes }
}
