//! SAFR's case-book: rules of the Security overview, each with requests that are decided by both
//! evaluators and, where they are granted, performed one after the other.

use std::path::{Path, PathBuf};

use saffron_runtime::Engine;
use saffron_tests::casebook::{BookCase, chapter, mismatch};
use saffron_tests::generate::Dice;
use saffron_tests::generate::safr::{request, state};
use saffron_tests::pipeline::compile_text;
use saffron_tests::safr::{OwnedSafrRequest, SafrAnswers, State};
use saffron_vocabulary::safr::SafrSwitch;

fn cases() -> Vec<(String, BookCase)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("casebook/safr");
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = chapter(&std::fs::read_to_string(&path).unwrap()).unwrap();
        cases.extend(read.into_iter().map(|case| (name.clone(), case)));
    }
    cases
}

/// What both say of a state; the policy is that of the case as long as nothing has changed.
fn answers(text: &str, request: &OwnedSafrRequest) -> Result<(State, SafrAnswers), String> {
    let compiled = compile_text(text).map_err(|why| format!("{why:?}"))?;
    let engine = Engine::open(compiled.bundle.clone()).map_err(|why| why.to_string())?;
    let answers = SafrAnswers::to(&compiled.model, &engine, request);
    Ok((State::of(&compiled.model), answers))
}

fn mistakes(case: &BookCase) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut text = case.policy.clone();
    for (at, (request, expected)) in case.requests.iter().zip(&case.expected).enumerate() {
        let request = OwnedSafrRequest::from_json(request)?;
        let (mut state, answers) = answers(&text, &request)?;
        for (who, facts) in [("engine", &answers.engine), ("reference", &answers.reference)] {
            let difference = mismatch(expected, &facts.to_json());
            found.extend(difference.map(|why| format!("request {}, {who}: {why}", at + 1)));
        }
        let before = state.clone();
        state.perform(&request, &answers.reference);
        if state != before {
            text = state.text();
        }
    }
    Ok(found)
}

#[test]
fn both_evaluators_decide_by_the_book() {
    let mut found = Vec::new();
    for (chapter, case) in cases() {
        let mistakes = mistakes(&case).unwrap_or_else(|why| vec![why]);
        let at = format!("{chapter}:{} {}", case.line, case.name);
        found.extend(mistakes.into_iter().map(|why| format!("{at}: {why}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_switch_is_shown_both_ways() {
    let cases: Vec<BookCase> = cases().into_iter().map(|(_, case)| case).collect();
    for switch in SafrSwitch::ALL {
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
fn every_section_has_a_case() {
    let names: Vec<String> = cases().into_iter().map(|(_, case)| case.name).collect();
    let sections = [
        10, 12, 14, 20, 22, 24, 30, 35, 40, 50, 52, 54, 56, 58, 60, 62, 64, 66, 68, 90, 91, 92, 93,
    ];
    for section in sections {
        let title = format!("{section}: ");
        assert!(names.iter().any(|name| name.starts_with(&title)), "none of section {section}");
    }
}

/// Nothing that users do gives their group a right, but creation and migration; and both evaluators
/// agree all the way.
#[test]
fn sequences_give_no_rights() {
    for seed in 0..60 {
        let mut dice = Dice::new(900_000 + seed);
        let mut now = state(&mut dice);
        for _ in 0..40 {
            let asked = request(&mut dice, &now);
            let (_, answers) = answers(&now.text(), &asked).unwrap();
            assert!(answers.agree(), "{}\n{}", now.text(), asked.to_json());
            let before = now.clone();
            now.perform(&asked, &answers.reference);
            let creating = matches!(asked.operation.as_str(), "create" | "migrate");
            for (key, permissions) in &now.permissions {
                for (item, right) in &permissions.rights {
                    let had = before.permissions.get(key).and_then(|it| it.rights.get(item));
                    let mine = asked.login_group.as_ref() == Some(&key.0) && creating;
                    assert!(mine || had == Some(right), "{}", asked.to_json());
                    assert!(had.is_none_or(|it| it <= right), "{}", asked.to_json());
                }
            }
        }
    }
}

/// Where both groups have the same rights, they get the same decisions.
#[test]
fn equal_rights_are_equal_decisions() {
    use saffron_vocabulary::safr::{ItemType, SafrOperation};
    let cases = cases();
    let name = "60: both groups have rights to everything";
    let (_, case) = cases.iter().find(|(_, case)| case.name == name).unwrap();
    let created = OwnedSafrRequest::from_json(&case.requests[0]).unwrap();
    let (mut now, granted) = answers(&case.policy, &created).unwrap();
    now.perform(&created, &granted.reference);
    let text = now.text();
    for operation in SafrOperation::ALL {
        let asked = |user: &str, group: &str| {
            let session = OwnedSafrRequest::new(user, Some(group), "E");
            let mut request = session.about(*operation, ItemType::LookupPath, "Lookup_Special");
            request.referrer = Some((ItemType::View, "View_1".to_owned()));
            request
        };
        let (_, one) = answers(&text, &asked("USER1", "G1")).unwrap();
        let (_, other) = answers(&text, &asked("USER2", "G2")).unwrap();
        assert_eq!(one, other, "{operation}");
    }
}
