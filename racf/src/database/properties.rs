//! What holds after any commands: properties over random scripts.

use proptest::prelude::*;
use proptest::sample::select;
use saffron_diagnostics::{FileId, Span};

use super::counts::Counts;
use super::listing::listing;
use super::store::{SYS1, qualifier};
use super::{Database, Session};
use crate::outcome::Severity;
use crate::syntax;
use saffron_command_files::script::{CommandText, Piece};

/// Every way to put one word of each list after the verb.
fn ways(verb: &str, operands: &[&[&str]]) -> Vec<String> {
    let mut all = vec![verb.to_owned()];
    for operand in operands {
        let shorter = std::mem::take(&mut all);
        for it in *operand {
            all.extend(shorter.iter().map(|text| format!("{text} {it}")));
        }
    }
    all
}

const IDS: &[&str] = &["U1", "U2", "(U1 U2)", "G1", "G2"];
const GROUPS: &[&str] = &["G1", "G2", "G3", "(G1 G3)", "U1"];
const DATA_SETS: &[&str] = &["'G1.A'", "'G1.*'", "'U1.A'", "'G2.**'", "A.B", "'G1.A' GENERIC"];
const RESOURCES: &[&str] = &["FACILITY X", "FACILITY A.*", "FACILITY (X Y)", "$C X", "CDT $C"];

/// Commands of every kind, over few names, so that they meet.
fn all_commands() -> Vec<String> {
    let mut all = Vec::new();
    let owners: &[&str] = &["", "OWNER(G1)", "OWNER(U1)", "OWNER(NOBODY)"];
    let superior: &[&str] = &["", "SUPGROUP(G1)", "SUPGROUP(G2)"];
    let default: &[&str] = &["", "DFLTGRP(G1)", "DFLTGRP(G2) REVOKE"];
    let group: &[&str] = &["", "GROUP(G1)", "GROUP(G2)"];
    let from: &[&str] = &["", "UACC(READ)", "FROM(X)", "FROM('G1.A') FCLASS(DATASET)"];
    let info: &[&str] = &["", "CDTINFO(POSIT(300))", "ADDMEM(A B)"];
    let lists: &[&str] =
        &["", "RESET", "RESET(STANDARD)", "RESET(WHEN)", "FROM(X)", "FROM('G1.A') FCLASS(DATASET)"];
    let ids: &[&str] = &["", "ID(U1)", "ID(U1 G1 *)", "ID(U2 NOBODY)"];
    let actions: &[&str] = &["", "ACCESS(UPDATE)", "DELETE", "ACCESS(EXECUTE)"];
    let when: &[&str] = &["", "WHEN(TERMINAL(T1 T2))", "WHEN(PROGRAM(P))", "WHEN(TERMINAL(*))"];
    let profiles: &[&str] =
        &["X CLASS(FACILITY)", "A.* CLASS(FACILITY)", "'G1.A'", "'G1.A' GENERIC", "X CLASS($C)"];
    let volumes: &[&str] = &["", "VOLUME(V1)", "VOLUME(V2)"];
    all.extend(ways("ADDUSER", &[IDS, &["", "DFLTGRP(G1)", "DFLTGRP(G2)"], owners]));
    all.extend(ways("ALTUSER", &[IDS, default, owners]));
    all.extend(ways("DELUSER", &[IDS]));
    all.extend(ways("ADDGROUP", &[GROUPS, superior, owners]));
    all.extend(ways("ALTGROUP", &[GROUPS, superior, owners]));
    all.extend(ways("DELGROUP", &[GROUPS]));
    all.extend(ways("CONNECT", &[IDS, group, owners]));
    all.extend(ways("REMOVE", &[IDS, group, owners]));
    all.extend(ways("RDEFINE", &[RESOURCES, from, owners]));
    all.extend(ways("RDEFINE", &[RESOURCES, info]));
    all.extend(ways("RALTER", &[RESOURCES, info, owners]));
    all.extend(ways("RALTER CDT $C", &[&["NOCDTINFO", "CDTINFO(POSIT(301))"]]));
    all.extend(ways("RDELETE", &[RESOURCES]));
    all.extend(ways("ADDSD", &[DATA_SETS, volumes, owners]));
    all.extend(ways("ALTDSD", &[DATA_SETS, volumes, &["", "ADDVOL(V2)", "DELVOL(V1)"], owners]));
    all.extend(ways("DELDSD", &[DATA_SETS, volumes]));
    all.extend(ways("PERMIT", &[profiles, lists, ids, actions, when]));
    let options: &[&str] =
        &["CLASSACT", "NOCLASSACT", "GENERIC", "NOGENERIC", "NOGENCMD", "RACLIST"];
    let classes: &[&str] = &["(FACILITY)", "(DATASET)", "($C)", "(*)", "(DATASET $C NOCLASS)"];
    all.extend(ways("SETROPTS", &[options, classes, &["", "REFRESH"]]));
    all.extend(ways("SETROPTS", &[&["EGN", "NOEGN", "ADDCREATOR", "PREFIX(G1)", "PREFIX(NO)"]]));
    all
}

/// Starts with users, groups and generics, so that later commands find something.
const START: &[&str] = &[
    "ADDGROUP G1",
    "ADDGROUP G2 SUPGROUP(G1)",
    "ADDUSER U1 DFLTGRP(G1)",
    "SETROPTS GENERIC(DATASET FACILITY) EGN CLASSACT(FACILITY)",
    "RDEFINE FACILITY X",
    "ADDSD 'G1.A'",
];

fn run(session: &mut Session, text: &str) {
    let length = u32::try_from(text.len()).expect("commands are short");
    let span = Span { file: FileId(0), start: 0, end: length };
    let command = CommandText {
        text: text.to_owned(),
        pieces: vec![Piece { at: 0, span, verbatim: true }],
        span: Some(span),
        ..CommandText::default()
    };
    let Some(command) = syntax::parse(&command).command else { return };
    let before = listing(&session.database);
    let outcome = session.run(&command);
    let failed = outcome.messages.iter().any(|it| it.severity == Severity::Error);
    assert!(matches!(outcome.return_code, 0 | 4 | 8 | 12), "{text}: {outcome:?}");
    if outcome.return_code >= 8 {
        assert!(failed, "{text} says not why it failed: {outcome:?}");
        assert_eq!(listing(&session.database), before, "{text} failed and changed something");
    }
    if outcome.return_code == 0 {
        assert!(!failed, "{text} hides a failure: {outcome:?}");
    }
}

fn assert_sound(database: &Database) {
    let counts = database.counts.clone();
    assert_eq!(counts, Counts::of(database));
    for (name, user) in &database.users {
        assert!(!database.groups.contains_key(name), "{name} is a user and a group");
        assert!(user.connections.contains_key(&user.default_group.value), "{name}: default group");
        for group in user.connections.keys() {
            assert!(database.groups.contains_key(group), "{name} is connected to {group}");
        }
    }
    for name in database.groups.keys() {
        assert_rooted(database, name);
    }
    for key in database.classes.get("DATASET").into_iter().flat_map(|it| it.keys()) {
        assert!(database.is_defined(qualifier(&key.name)), "{}: high-level qualifier", key.name);
    }
    for class in database.classes.keys() {
        assert!(database.defined_class(class).is_some(), "{class} has profiles and is no class");
    }
}

fn assert_rooted(database: &Database, name: &str) {
    let mut at = name;
    for _ in 0..=database.groups.len() {
        match database.groups.get(at).and_then(|it| it.superior.as_ref()) {
            Some(superior) => at = &superior.value,
            None => return assert_eq!(at, SYS1, "{name} isn't below the root"),
        }
    }
    panic!("{name} is above itself");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_database_stays_sound(script in prop::collection::vec(select(all_commands()), 0..60)) {
        let mut session = Session::default();
        for text in START.iter().copied().chain(script.iter().map(String::as_str)) {
            run(&mut session, text);
        }
        assert_sound(&session.database);
    }
}
