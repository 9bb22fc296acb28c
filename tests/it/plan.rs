//! A plan leaves no drift but what it lists, and its undo gives the system back.

use std::collections::BTreeSet;

use saffron_analysis::drift::{Fact, Managed, Subject, System};
use saffron_compiler::model::Model;
use saffron_diagnostics::Span;
use saffron_racf::command::Command;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf_convert::build;
use saffron_racf_convert::plan::{Proof, Proven, artefacts, prove};
use saffron_tests::generate;
use saffron_tests::pipeline::compile_text;

use crate::drift::{between, database, model, small};

fn proven(policy: &Model, system: &Model, database: &Database, allow_deletes: bool) -> Proven {
    let facts = between(policy, system);
    let system = System { model: system, assumed: &[], without_options: false };
    let managed = Managed::EVERYTHING;
    let artefacts = &BTreeSet::new();
    let proof = Proof { policy, system, database, managed, artefacts, allow_deletes };
    prove(proof, &facts).unwrap_or_else(|why| panic!("{why}"))
}

/// The system after commands, each of which succeeds.
fn after(database: &Database, commands: &[Command]) -> Database {
    let mut session = Session::new(database.clone(), IBMUSER);
    for command in commands {
        let outcome = session.run(&Command { span: Span::NOWHERE, ..command.clone() });
        assert_eq!(outcome.return_code, 0, "{command:?}: {:?}", outcome.messages);
    }
    session.database
}

fn subjects(facts: &[(Fact, String)]) -> BTreeSet<&Subject> {
    facts.iter().map(|(fact, _)| &fact.subject).collect()
}

/// Passwords aside: they are set by hand.
fn drifted(policy: &Model, database: &Database) -> Vec<Fact> {
    let mut facts = between(policy, &model(database));
    facts.retain(|it| it.subject.property.as_deref() != Some("protected"));
    facts
}

fn check(policy: &Model, database: &Database) {
    let system = model(database);
    for allow_deletes in [false, true] {
        let it = proven(policy, &system, database, allow_deletes);
        let then = after(database, &it.plan);
        let left = subjects(&it.left);
        for fact in drifted(policy, &then) {
            assert!(left.contains(&fact.subject), "{fact:?}");
        }
        let back = after(&then, &it.undo);
        let lost = subjects(&it.lost);
        for fact in drifted(&system, &back) {
            assert!(lost.contains(&fact.subject), "undo: {fact:?}");
        }
    }
}

#[test]
fn plans_of_generated_systems_do_what_they_promise() {
    let systems = std::env::var("SAFFRON_PLANS").map_or(16, |it| it.parse().unwrap());
    let databases: Vec<Database> = (0..systems)
        .map(|seed| {
            let compiled = compile_text(&generate::case(seed, 0).text()).unwrap();
            let mut database = build::build(&compiled.model).database;
            database.options.add_creator.value = false;
            database
        })
        .collect();
    for (policy, system) in databases.iter().zip(databases.iter().skip(1)) {
        check(&model(policy), system);
    }
}

/// A package says nothing about IBMUSER and SYS1, and its system has them.
#[test]
fn a_package_is_a_system_too() {
    let text = "group PAY\nuser PAYADM { default-group PAY }\n\
        profile FACILITY \"PAY.X\" { uacc none  permit PAYADM: read }\n";
    let more = format!(
        "{text}user PAYCLK {{ default-group PAY }}\npermit PAYCLK: read on FACILITY \"PAY.X\"\n"
    );
    let [old, new] = [text, more.as_str()].map(|it| compile_text(it).unwrap().model);
    let database = build::build(&old).database;
    let artefacts = &artefacts(&old, &database).unwrap();
    let managed = Managed::EVERYTHING;
    let system = System { model: &old, assumed: &[], without_options: false };
    let plan = |policy: &Model| {
        let facts = between(policy, &old);
        let allow_deletes = true;
        let database = &database;
        prove(Proof { policy, system, database, managed, artefacts, allow_deletes }, &facts)
            .unwrap()
    };
    let same = plan(&old);
    assert!(same.plan.is_empty() && same.undo.is_empty());
    assert!(same.left.is_empty() && same.lost.is_empty(), "{:?} {:?}", same.left, same.lost);
    let changed = plan(&new);
    let lines: String =
        changed.plan.iter().map(saffron_racf::print::line).collect::<Vec<_>>().join("\n");
    assert!(lines.starts_with("ADDUSER PAYCLK"), "{lines}");
    assert!(lines.contains("PERMIT PAY.X CLASS(FACILITY) ID(PAYCLK) ACCESS(READ)"), "{lines}");
    assert!(
        changed.left.is_empty() && changed.lost.is_empty(),
        "{:?} {:?}",
        changed.left,
        changed.lost
    );
}

#[test]
fn the_plan_of_the_small_system_settles_all_but_a_residual_id() {
    let [base, candidate] = ["base.irrdbu00", "candidate.irrdbu00"].map(|it| database(&small(it)));
    check(&model(&base), &candidate);
    let it = proven(&model(&base), &model(&candidate), &candidate, true);
    let left: Vec<&str> =
        it.left.iter().filter_map(|(fact, _)| fact.subject.id.as_deref()).collect();
    assert_eq!(left, ["X405639"]);
    let it = proven(&model(&base), &model(&candidate), &candidate, false);
    assert!(!it.deletes.is_empty() && !it.plan.is_empty());
}
