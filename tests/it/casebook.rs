//! The case-book, decided by both evaluators.

use std::path::{Path, PathBuf};

use saffron_runtime::Engine;
use saffron_tests::casebook::{BookCase, chapter, mismatch};
use saffron_tests::compare::Answers;
use saffron_tests::pipeline::compile_text;
use saffron_tests::request::OwnedRequest;
use saffron_vocabulary::racf::{Step, Switch};

fn chapters() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("casebook");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "md"));
    files.sort();
    files
}

/// What is wrong with a case: its own mistakes, or decisions that differ.
fn mistakes(case: &BookCase) -> Vec<String> {
    let compiled = match compile_text(&case.policy) {
        Ok(compiled) => compiled,
        Err(errors) => return errors,
    };
    let engine = match Engine::open(compiled.bundle.clone()) {
        Ok(engine) => engine,
        Err(error) => return vec![error.to_string()],
    };
    let mut found = Vec::new();
    for (at, (request, expected)) in case.requests.iter().zip(&case.expected).enumerate() {
        let request = match OwnedRequest::from_json(request) {
            Ok(request) => request,
            Err(why) => {
                found.push(format!("request {}: {why}", at + 1));
                continue;
            }
        };
        let answers = Answers::to(&compiled.model, &engine, &request);
        for (who, facts) in [("engine", answers.engine), ("reference", answers.reference)] {
            let difference = mismatch(expected, &facts.to_json());
            found.extend(difference.map(|why| format!("request {}, {who}: {why}", at + 1)));
        }
    }
    found
}

#[test]
fn both_evaluators_decide_by_the_book() {
    let mut found = Vec::new();
    let mut cases = 0;
    for path in chapters() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for case in chapter(&std::fs::read_to_string(&path).unwrap()).unwrap() {
            cases += 1;
            for mistake in mistakes(&case) {
                found.push(format!("{name}:{} {}: {mistake}", case.line, case.name));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(cases > 0, "there is no case-book");
}

#[test]
fn every_case_has_its_own_name() {
    let mut names = Vec::new();
    for path in chapters() {
        for case in chapter(&std::fs::read_to_string(&path).unwrap()).unwrap() {
            names.push(case.name);
        }
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// Every case of the book.
fn cases() -> Vec<BookCase> {
    let read = |path: PathBuf| chapter(&std::fs::read_to_string(path).unwrap()).unwrap();
    chapters().into_iter().flat_map(read).collect()
}

#[test]
fn every_switch_is_shown_both_ways() {
    let cases = cases();
    for switch in Switch::ALL {
        let (on, off) = (format!("{switch} on"), format!("{switch} off"));
        let shown = cases.iter().filter(|case| case.policy.contains(&on)).any(|case| {
            let other = case.policy.replace(&on, &off);
            let mut others = cases.iter().filter(|it| it.policy == other);
            others.any(|it| it.requests == case.requests && it.expected != case.expected)
        });
        assert!(shown, "no two cases differ by {switch} alone");
    }
}

#[test]
fn every_step_has_its_case() {
    let cases = cases();
    let expected = cases.iter().flat_map(|case| &case.expected);
    let steps: Vec<&str> = expected.filter_map(|it| it.get("step")?.as_str()).collect();
    for step in Step::ALL {
        assert!(steps.contains(&step.as_str()), "no case is decided by {step}");
    }
}
