//! The engine against the reference evaluator of SAFR's rules, on generated states.

use std::collections::BTreeMap;

use saffron_runtime::Engine;
use saffron_tests::generate::safr::{SafrCase, case};
use saffron_tests::pipeline::compile_text;
use saffron_tests::run::{say, setting};
use saffron_tests::safr::{OwnedSafrRequest, SafrAnswers, SafrDisagreement, State};
use saffron_vocabulary::safr::{SafrOperation, SafrOutcome, SafrStep};

/// Comparisons of a run that doesn't say how many.
const COMPARISONS: usize = 30_000;
const REQUESTS: usize = 100;
/// Disagreements of different causes that one run shows.
const SHOWN: usize = 5;

/// What a run has seen.
#[derive(Default)]
struct Tally {
    states: usize,
    compared: usize,
    steps: BTreeMap<SafrStep, usize>,
    granted: BTreeMap<SafrOperation, usize>,
    found: BTreeMap<String, String>,
}

impl Tally {
    fn case(&mut self, case: &SafrCase) {
        self.states += 1;
        let text = case.state.text();
        let compiled = compile_text(&text).unwrap_or_else(|why| panic!("{why:?}\n{text}"));
        assert_eq!(State::of(&compiled.model), case.state, "{text}");
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            let answers = SafrAnswers::to(&compiled.model, &engine, request);
            self.compared += 1;
            *self.steps.entry(answers.reference.step).or_default() += 1;
            if answers.reference.outcome == SafrOutcome::Grant {
                *self.granted.entry(request.operation).or_default() += 1;
            }
            let signature = answers.signature(request);
            if !answers.agree() && !self.found.contains_key(&signature) {
                let found = SafrDisagreement::over(&case.state, request);
                let report = found.map(SafrDisagreement::smaller).map(|it| it.report());
                self.found.insert(signature, report.unwrap_or_default());
            }
        }
    }
}

#[test]
fn engine_and_reference_agree() {
    let wanted = setting("SAFFRON_COMPARISONS", COMPARISONS);
    let shown = setting("SAFFRON_SHOWN", SHOWN);
    let mut tally = Tally::default();
    for seed in setting("SAFFRON_SEED", 1_u64).. {
        tally.case(&case(seed, REQUESTS));
        if tally.compared >= wanted || tally.found.len() >= shown {
            break;
        }
    }
    let Tally { states, compared, steps, granted, found } = tally;
    say(&format!("{compared} comparisons over {states} states; by step: {steps:?}"));
    say(&format!("granted: {granted:?}"));
    let reports: Vec<&str> = found.values().map(String::as_str).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n----\n"));
    let rare: Vec<&SafrStep> = SafrStep::ALL.iter().filter(|it| !steps.contains_key(it)).collect();
    assert!(rare.is_empty() || wanted < COMPARISONS, "never decided by {rare:?}");
    let never: Vec<&SafrOperation> =
        SafrOperation::ALL.iter().filter(|it| !granted.contains_key(it)).collect();
    assert!(never.is_empty() || wanted < COMPARISONS, "never granted: {never:?}");
}

#[test]
fn requests_survive_json() {
    for seed in 0..20 {
        for request in case(80_000 + seed, REQUESTS).requests {
            assert_eq!(OwnedSafrRequest::from_json(&request.to_json()), Ok(request));
        }
    }
}
