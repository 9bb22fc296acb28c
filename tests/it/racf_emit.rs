//! Policies as RACF commands: what an administrator reads, and that the commands come to the policy.

mod facts;
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::glob;
use saffron_racf::emit::racf;
use saffron_runtime::Engine;
use saffron_tests::casebook;
use saffron_tests::generate;
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::reference::Facts;
use saffron_tests::request::OwnedRequest;

use facts::{external, facts};
use terminal::{Terminal, imported};

/// Compares with `tests/snapshots/STAGE/FIXTURE.snap`.
fn snapshot(stage: &str, path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{stage}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    let stem = path.file_stem().unwrap().to_str().unwrap();
    settings.bind(|| insta::assert_snapshot!(stem, text));
}

#[test]
fn commands_of_the_fixtures() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let compiled = compile_text(&fs::read_to_string(path).unwrap()).unwrap();
        let emission = racf(&compiled.model);
        let remarks: String = emission.remarks.iter().map(|it| format!("* {it}\n")).collect();
        let commands = format!("{}\n=== remarks ===\n{remarks}", emission.commands);
        snapshot("racf-emit", path, &commands);
        snapshot("racf-undo", path, &emission.undo);
    });
}

/// The commands make the policy on a new database, a second time nothing more, and are undone.
fn comes_round(compiled: &Compiled, requests: &[OwnedRequest]) {
    let emission = racf(&compiled.model);
    let outside: BTreeSet<String> =
        external(&compiled.model).into_iter().map(|(name, _)| name.to_owned()).collect();
    let mut terminal = Terminal::with(&external(&compiled.model));
    let before = terminal.listing();

    let failed = terminal.run(&emission.commands);
    let unexpected: Vec<&String> = failed.iter().filter(|it| !it.starts_with("RDELETE")).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}\n{}", emission.commands);
    let once = terminal.listing();

    let again = imported(&terminal, compiled);
    let (one, other) = (facts(&compiled.model, &outside), facts(&again.model, &outside));
    let lost: Vec<&String> = one.difference(&other).collect();
    let found: Vec<&String> = other.difference(&one).collect();
    assert!(
        lost.is_empty() && found.is_empty(),
        "lost {lost:#?}\nfound {found:#?}\n{}",
        emission.commands
    );
    same_decisions(compiled, &again, &outside, requests);

    terminal.run(&emission.commands);
    assert_eq!(terminal.listing(), once, "{}", emission.commands);

    let failed = terminal.run(&emission.undo);
    assert!(failed.is_empty(), "{failed:#?}\n{}", emission.undo);
    terminal.run_proposals(&emission.undo);
    assert_eq!(terminal.listing(), before, "{}", emission.undo);
}

fn same_decisions(
    one: &Compiled,
    other: &Compiled,
    outside: &BTreeSet<String>,
    requests: &[OwnedRequest],
) {
    let engines = [one, other].map(|it| Engine::open(&it.bundle).unwrap());
    for request in requests {
        let user = request.user.as_deref().unwrap_or_default();
        if outside.contains(user) {
            continue;
        }
        let [one, other] = [&engines[0], &engines[1]]
            .map(|engine| request.with_borrowed(|it| Facts::of(&engine.decide(it))));
        assert_eq!(one, other, "{:?}", request.to_json());
    }
}

#[test]
fn fixtures_come_round() {
    glob!("../fixtures/policies", "*.saf", |path| {
        comes_round(&compile_text(&fs::read_to_string(path).unwrap()).unwrap(), &[]);
    });
}

#[test]
fn the_casebook_comes_round() {
    glob!("../casebook", "*.md", |path| {
        for case in casebook::chapter(&fs::read_to_string(path).unwrap()).unwrap() {
            if let Ok(compiled) = compile_text(&case.policy) {
                let requests = case.requests.iter().map(|it| OwnedRequest::from_json(it).unwrap());
                comes_round(&compiled, &requests.collect::<Vec<_>>());
            }
        }
    });
}

#[test]
fn random_policies_come_round() {
    for seed in 0..200 {
        let case = generate::case(seed, 40);
        if case.text().contains("%*\"") {
            continue; // a name that RACF refuses
        }
        comes_round(&compile_text(&case.text()).unwrap(), &case.requests);
    }
}
