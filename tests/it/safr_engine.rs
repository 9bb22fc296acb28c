//! SAFR's decisions and the way to them: explanations of every rule, kept as snapshots; what holds
//! of all of them, on generated policies.

use std::fs;
use std::path::Path;

use insta::glob;
use saffron_diagnostics::FileId;
use saffron_lang::parse;
use saffron_runtime::Engine;
use saffron_runtime::safr::{SafrExplanation, SafrStage};
use saffron_tests::generate::safr::case;
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::safr::OwnedSafrRequest;
use saffron_tests::show;
use saffron_vocabulary::safr::{SafrOutcome, SafrStep};

/// The lines of requests next to a policy.
fn requests(policy: &Path) -> Vec<(String, OwnedSafrRequest)> {
    let lines = fs::read_to_string(policy.with_extension("jsonl")).unwrap();
    let request = |line: &str| {
        let value = serde_json::from_str(line).unwrap();
        (line.to_owned(), OwnedSafrRequest::from_json(&value).expect(line))
    };
    lines.lines().map(request).collect()
}

#[test]
fn explanations() {
    glob!("../fixtures/safr/explanations", "*.saf", |path| {
        let Compiled { bundle, sources, .. } =
            compile_text(&fs::read_to_string(path).unwrap()).unwrap();
        let engine = Engine::open(bundle.clone()).unwrap();
        let answer = |(line, request): &(String, OwnedSafrRequest)| {
            let explained = request
                .with_borrowed(|it| show::safr_explanation(&sources, &engine.explain_safr(it)));
            format!("{line}\n{explained}")
        };
        let blocks: Vec<String> = requests(path).iter().map(answer).collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/safr-explanations");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        let name = path.file_stem().unwrap().to_str().unwrap();
        settings.bind(|| insta::assert_snapshot!(name, blocks.join("\n")));
    });
}

/// Every step decides one of the requests that are explained.
#[test]
fn every_step_is_explained() {
    let mut seen = std::collections::BTreeSet::new();
    glob!("../fixtures/safr/explanations", "*.saf", |path| {
        let compiled = compile_text(&fs::read_to_string(path).unwrap()).unwrap();
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for (_, request) in requests(path) {
            seen.insert(request.with_borrowed(|it| engine.decide_safr(it).step));
        }
    });
    let never: Vec<_> = SafrStep::ALL.iter().filter(|step| !seen.contains(step)).collect();
    assert!(never.is_empty(), "{never:?}");
}

#[test]
fn what_decides_is_what_is_explained() {
    for seed in 0..60 {
        let case = case(seed, 100);
        let compiled = compile_text(&case.state.text()).unwrap();
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            request.with_borrowed(|asked| {
                let explained = engine.explain_safr(asked);
                assert_eq!(explained.decision, engine.decide_safr(asked), "{request:?}");
                the_way_leads_to_the_decision(&explained);
                what_is_to_be_declared_can_be_read(&explained);
            });
        }
    }
}

/// One stage decided, the one of the decision's step; before it nothing stands against a grant.
fn the_way_leads_to_the_decision(it: &SafrExplanation<'_>) {
    let decided: Vec<&SafrStage<'_>> = it.stages.iter().filter(|stage| stage.decided).collect();
    let granted = it.decision.outcome == SafrOutcome::Grant;
    assert!(matches!(*decided, [one] if one.step == it.decision.step), "{it:#?}");
    let against = it.stages.iter().find(|stage| !stage.held);
    assert_eq!(granted, against.is_none(), "{it:#?}");
    assert!(granted || against.is_some_and(|stage| stage.decided), "{it:#?}");
    assert!(it.decision.missing.is_empty() || it.decision.outcome == SafrOutcome::Deny);
    assert!(it.decision.effects.is_empty() || granted);
}

/// Advice is in the language, but for what the administrator has to fill in.
fn what_is_to_be_declared_can_be_read(it: &SafrExplanation<'_>) {
    assert!(it.suggestions.is_empty() || it.decision.outcome == SafrOutcome::Deny);
    for suggestion in &it.suggestions {
        let line = saffron_lang::print::safr_suggestion(suggestion);
        let filled = line.replace('…', "SOMETHING");
        let text = match filled.strip_prefix("external ") {
            Some(_) => filled,
            None => format!("safr {{ {filled} }}"),
        };
        let parsed = parse(FileId(0), &text);
        assert!(parsed.diagnostics.is_empty(), "{text}: {:#?}", parsed.diagnostics);
    }
}
