//! Commands without a base only add: whatever is on the system before is there afterwards.

use std::collections::BTreeSet;

use saffron_analysis::drift::{Fact, Kind, Managed, What};
use saffron_compiler::model::Model;
use saffron_diagnostics::Span;
use saffron_racf::command::{Command, CommandKind, PermitAction, SystemOption};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf_convert::emit::Emission;
use saffron_racf_convert::establish::establish;
use saffron_racf_convert::{assume, build};
use saffron_tests::generate;
use saffron_tests::pipeline::compile_text;

use crate::drift::{between, model};

fn compiled(text: &str) -> Model {
    compile_text(text).unwrap().model
}

fn run<'c>(database: &Database, commands: impl Iterator<Item = &'c Command>) -> Database {
    let mut session = Session::new(database.clone(), IBMUSER);
    session.database.options.add_creator.value = false;
    for command in commands {
        session.run(&Command { span: Span::NOWHERE, ..command.clone() });
    }
    session.database.options.add_creator = database.options.add_creator.clone();
    session.database
}

/// What no such command does, whatever the policy is.
fn only_adds(command: &Command, policy: &Model) {
    let origins = &policy.options.origins;
    match &command.kind {
        CommandKind::Permit(it) => {
            assert!(it.reset.is_none(), "{command:?}");
            let action = it.action.as_ref().map(|it| it.node);
            assert!(matches!(action, Some(PermitAction::Access(_))), "{command:?}");
        }
        CommandKind::AddUser(it) | CommandKind::AltUser(it) => {
            let now =
                it.resume.as_ref().is_some_and(|it| it.node == saffron_racf::command::Moment::Now);
            assert!(!now, "{command:?}");
        }
        CommandKind::Connect(it) => {
            let now =
                it.resume.as_ref().is_some_and(|it| it.node == saffron_racf::command::Moment::Now);
            assert!(!now, "{command:?}");
        }
        CommandKind::SetRopts(options) => {
            if options.iter().any(|it| matches!(it.option, SystemOption::Refresh)) {
                return;
            }
            for it in options {
                let stated = |key| origins.of(key).is_some();
                let is_fine = match &it.option {
                    SystemOption::ListOfGroups(_) => stated("list-of-groups"),
                    SystemOption::ProtectAll(_) => stated("protect-all"),
                    SystemOption::ProgramControl(_) => stated("program-control"),
                    SystemOption::EnhancedGenericNaming(_) => stated("enhanced-generic-naming"),
                    SystemOption::AddCreator(_) => stated("add-creator"),
                    SystemOption::Mls(_) => stated("mls"),
                    SystemOption::MlActive(_) => stated("ml-active"),
                    SystemOption::UndefinedTerminals(_) => stated("undefined-terminals"),
                    SystemOption::Prefix(_) => stated("prefix"),
                    SystemOption::Active(_, on)
                    | SystemOption::Generic(_, on)
                    | SystemOption::GenericCommands(_, on)
                    | SystemOption::Raclist(_, on)
                    | SystemOption::Global(_, on) => *on,
                    _ => true,
                };
                assert!(is_fine, "{command:?}");
            }
        }
        CommandKind::RDelete(_)
        | CommandKind::DelDsd(_)
        | CommandKind::DelUser(_)
        | CommandKind::DelGroup(_)
        | CommandKind::Remove(_) => panic!("{command:?}"),
        _ => {}
    }
}

/// Whether the policy itself states what became of an entry or connection that was there.
fn is_stated(fact: &Fact, policy: &Model) -> bool {
    match fact.subject.what {
        What::Permit | What::Member => true,
        What::Connect => {
            policy.principals.iter().any(|it| Some(&it.name) == fact.subject.id.as_ref())
        }
        // It is the one option that protects less when it is on.
        What::Option if fact.subject.property.as_deref() == Some("undefined-terminals") => true,
        What::Option => fact.policy.as_deref() != Some("on"),
        // REVOKE takes earlier dates away.
        What::Property => matches!(fact.subject.property.as_deref(), Some("revoke" | "resume")),
        // RACF doesn't use it in a class that is generic, which the policy states.
        What::Profile => {
            let literal = |it: &str| it.contains(['*', '%', '&']);
            !fact.subject.generic && fact.subject.profile.as_deref().is_some_and(literal)
        }
        _ => false,
    }
}

#[test]
fn nothing_that_others_have_is_lost() {
    let mut lost = Vec::new();
    for seed in 0..40 {
        let [before, after] = [seed + 3000, seed].map(|it| compiled(&generate::case(it, 0).text()));
        let system = build::build(&before).database;
        let emission = establish(&after, Managed::EVERYTHING);
        emission.build.commands().for_each(|it| only_adds(it, &after));
        let then = run(&system, emission.build.commands());
        let start = model(&system);
        let changed = between(&start, &model(&then)).into_iter();
        lost.extend(
            changed
                .filter(|it| it.kind != Kind::Extra && !is_stated(it, &after))
                .map(|it| (seed, it)),
        );
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Anything but a property: of those some are only proposed.
fn is_a_thing(fact: &Fact) -> bool {
    let what = fact.subject.what;
    let thing =
        matches!(what, What::User | What::Group | What::Profile | What::Permit | What::Member);
    thing && fact.subject.property.is_none()
}

/// A profile that is there before EGN is on has another name afterwards.
fn is_outside(fact: &Fact, policy: &Model) -> bool {
    let name = fact.subject.profile.as_deref().unwrap_or_default();
    policy.profiles.iter().any(|it| it.external && name.starts_with(it.name.as_str()))
}

/// On a system that has nothing of the policy, all of it is there.
#[test]
fn a_new_system_has_all_of_it() {
    let mut all = Vec::new();
    for seed in 0..40 {
        let policy = compiled(&generate::case(seed, 0).text());
        let emission = establish(&policy, Managed::EVERYTHING);
        let mut start = build::outside(&policy);
        assume::assume(&policy, &mut start.options, &assume::all());
        let then = run(&start, emission.build.commands());
        let whole = build::build(&policy).database;
        let lost: BTreeSet<String> = between(&model(&whole), &model(&then))
            .into_iter()
            .filter(|it| it.kind == Kind::Missing && is_a_thing(it))
            .filter(|it| !is_outside(it, &policy))
            .map(|it| format!("{:?}", it.subject))
            .collect();
        if !lost.is_empty() {
            all.push((seed, lost, emission.remarks));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

fn text(emission: &Emission) -> String {
    let remarks: Vec<String> = emission.remarks.iter().map(|it| format!("* {it}\n")).collect();
    format!(
        "{}\n=== undo ===\n{}\n=== remarks ===\n{}",
        emission.build.text(),
        emission.undo.text(),
        remarks.concat()
    )
}

#[test]
fn commands_that_add_a_policy() {
    insta::glob!("../fixtures/commands/emit", "*.saf", |path| {
        let policy = compiled(&std::fs::read_to_string(path).unwrap());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/racf-establish");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let text = text(&establish(&policy, Managed::EVERYTHING));
        settings.bind(|| insta::assert_snapshot!(stem, text));
    });
}
