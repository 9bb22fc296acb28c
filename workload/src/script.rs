//! Scripts of RACF commands in the shape of those of a real shop: mostly PERMITs, some of which come
//! again and change nothing.

use std::fmt::Write as _;

use saffron_command_files::script::Values;
use saffron_diagnostics::FileId;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::play::{CommandFile, Counts, play};

use crate::random::Random;

/// Of a hundred commands so many define groups, users and profiles; the others permit.
const GROUPS: usize = 1;
const USERS: usize = 9;
const PROFILES: usize = 15;

/// A script of so many commands; always the same for one size.
pub fn script(commands: usize) -> String {
    let (groups, users) = ((commands * GROUPS / 100).max(1), (commands * USERS / 100).max(1));
    let profiles = (commands * PROFILES / 100).max(1);
    let mut random = Random::new(0x5C21 + commands as u64);
    let mut text = String::from("SETROPTS CLASSACT(FACILITY) GENERIC(FACILITY)\n");
    // Writing to a `String` can't fail.
    for at in 0..groups {
        let _ = writeln!(text, "ADDGROUP G{at:06} SUPGROUP(SYS1) OWNER(SYS1)");
    }
    for at in 0..users {
        let group = random.below(groups);
        let _ = writeln!(text, "ADDUSER U{at:06} DFLTGRP(G{group:06}) OWNER(SYS1) NOPASSWORD");
    }
    for at in 0..profiles {
        let _ = writeln!(text, "RDEFINE FACILITY P{at:06}.SERVER UACC(NONE) OWNER(SYS1)");
    }
    for _ in (groups + users + profiles + 1)..commands {
        let (profile, user) = (random.below(profiles), random.below(users));
        let _ = writeln!(
            text,
            "PERMIT P{profile:06}.SERVER CLASS(FACILITY) -\n  ID(U{user:06}) ACCESS(READ)"
        );
    }
    text
}

/// Reads and runs a script on a new database.
pub fn run(text: &str) -> (Database, Counts) {
    let file = CommandFile { file: FileId(0), path: "script.racf", text };
    let mut session = Session::new(Database::new(), IBMUSER);
    let played = play(&[file], &Values::new(), &mut session, |_| {});
    (session.database, played.counts)
}
