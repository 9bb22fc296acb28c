//! Deciding allocates nothing: for RACF never, for SAFR where a request is granted and no one's
//! rights change.

use allocation_counter::measure;
use saffron_runtime::{Day, Engine, Question, Request, Requester};
use saffron_tests::generate::safr::case;
use saffron_tests::pipeline::compile_text;
use saffron_vocabulary::safr::{SafrOperation, SafrOutcome};

#[test]
fn deciding_about_racf_allocates_nothing() {
    let policy = r#"
group PAY
user ANN { default-group PAY }
profile DATASET "PAY.**" { uacc none  permit PAY: update when program "P"  permit ANN: read }
profile DATASET "PAY.*.LOG" { uacc read }
"#;
    let compiled = compile_text(policy).expect("it compiles");
    let engine = Engine::open(compiled.bundle.clone()).unwrap();
    for (user, resource) in [("ANN", "PAY.A"), ("BOB", "PAY.A.LOG"), ("ANN", "OTHER.B")] {
        let request =
            Request::new(Requester::User(user), Question::new("DATASET", resource), Day(20_000));
        let used = measure(|| {
            let _ = std::hint::black_box(engine.decide(&request));
        });
        assert_eq!(used.count_total, 0, "{user} {resource}");
    }
}

#[test]
fn a_grant_without_effects_allocates_nothing() {
    let mut granted = 0;
    for seed in 0..80 {
        let case = case(seed, 100);
        let compiled = compile_text(&case.state.text()).expect("it compiles");
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            request.with_borrowed(|asked| {
                let mut quiet = false;
                let used = measure(|| {
                    let decision = std::hint::black_box(engine.decide_safr(asked));
                    quiet = decision.outcome == SafrOutcome::Grant && decision.effects.is_empty();
                });
                if quiet && asked.operation != SafrOperation::Export {
                    granted += 1;
                    assert_eq!(used.count_total, 0, "{request:?}");
                }
            });
        }
    }
    assert!(granted > 1_000, "{granted}");
}
