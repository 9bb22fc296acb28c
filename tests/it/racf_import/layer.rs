//! Commands on top of a policy: the policy that results decides as the database does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use saffron_compiler::model::PrincipalKind;
use saffron_compiler::{Settings, SourceTree, analyse, compile, expanded};
use saffron_diagnostics::{Diagnostic, FileId, SourceMap, render};
use saffron_lang::ast::File;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::syntax;
use saffron_racf_convert::build::build;
use saffron_racf_convert::layer::layer;
use saffron_racf_convert::policy::tree;
use saffron_tests::commandbook::command_text;

use super::compare;
use super::random::{commands, configuration};

fn run(database: Database, commands: &[String]) -> Database {
    let mut session = Session::new(database, IBMUSER);
    for line in commands {
        if let Some(command) = syntax::parse(&command_text(line)).command {
            session.run(&command);
        }
    }
    session.database
}

fn bundle(tree: SourceTree, what: &str) -> Vec<u8> {
    let sources = SourceMap::default();
    let compilation = compile(&sources, &[tree], &Settings::default());
    let errors: Vec<Diagnostic> =
        compilation.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    assert!(errors.is_empty(), "{what}: {}", render::text(&sources, &errors, false));
    compilation.bundle.unwrap()
}

/// The first commands are a policy, and the others run on it.
fn check(first: &[String], others: &[String]) -> Option<String> {
    let base = [SourceTree::from(tree(&run(Database::new(), first)))];
    let model = analyse(&base, &Settings::default()).model;
    let outside: BTreeSet<String> = model
        .principals
        .iter()
        .filter(|it| {
            matches!(it.kind, PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup)
        })
        .map(|it| it.name.clone())
        .chain(["$EXTERN".to_owned()])
        .collect();
    let before = build(&model).database;
    let after = run(before.clone(), others);
    let (items, found) = expanded(&base, &Settings::default());
    assert!(found.is_empty(), "{found:?}");
    let layered = layer(items, &before, &after);
    let layered = bundle(SourceTree::from(File { items: layered.items }), "layered");
    let (count, difference) = compare::difference(
        &after,
        &outside,
        &layered,
        &bundle(SourceTree::from(tree(&after)), "tree"),
    );
    assert!(count > 0);
    difference
}

proptest! {
    #![proptest_config(configuration(40))]

    #[test]
    fn a_policy_after_commands_decides_as_the_database(all in commands(), share in 1_usize..10) {
        let (first, others) = all.split_at(all.len() * share / 10);
        let difference = check(first, others);
        prop_assert!(difference.is_none(), "{}\n=== first\n{}\n=== then\n{}",
            difference.unwrap_or_default(), first.join("\n"), others.join("\n"));
    }
}

/// What the commands leave alone keeps its place.
#[test]
fn untouched_declarations_keep_their_places() {
    let text = "options { active [FACILITY] }\ngroup OPS\nuser ALICE { default-group OPS }\n\
        profile FACILITY \"A\" { permit OPS: read }\nprofile FACILITY \"B\" { permit OPS: read }\n";
    let mut sources = SourceMap::default();
    let file = sources.add("base.saf", text);
    assert_eq!(file, FileId(0));
    let base = [SourceTree::from(saffron_lang::parse(file, text))];
    let before = build(&analyse(&base, &Settings::default()).model).database;
    let commands = ["PERMIT A CLASS(FACILITY) ID(ALICE) ACCESS(UPDATE)".to_owned()];
    let after = run(before.clone(), &commands);
    let (items, _) = expanded(&base, &Settings::default());
    let kept = items.len();
    let layered = layer(items.clone(), &before, &after);
    assert!(layered.gaps.is_empty(), "{:?}", layered.gaps);
    assert_eq!(layered.items.get(..kept), Some(items.as_slice()));
    assert_eq!(layered.items.len(), kept + 1);
}

/// A declaration that no command is about can change all the same: nobody who doesn't exist is named in it.
#[test]
fn what_names_a_deleted_user_is_stated_anew() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<String>>();
    let first = lines(
        "SETROPTS CLASSACT(FACILITY STARTED) GENERIC(STARTED)\n\
        ADDUSER BOB\nADDUSER ALICE\nADDGROUP TEMPS OWNER(ALICE)\n\
        RDEFINE FACILITY X NOTIFY(ALICE)\nRDEFINE STARTED P.* STDATA(USER(ALICE))\n\
        PERMIT X CLASS(FACILITY) ID(BOB) ACCESS(READ)",
    );
    for then in ["DELUSER ALICE", "DELUSER ALICE\nADDGROUP ALICE", "DELUSER ALICE\nADDUSER ALICE"] {
        assert_eq!(check(&first, &lines(then)), None, "{then}");
    }
}
