//! A line is a request, or is refused with the field that is wrong. A request that is read is decided as it is
//! explained, and the answer is one line of JSON.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use saffron_runtime::wire::{Answer, Asked};
use saffron_runtime::{Day, Engine};
use saffron_tests::pipeline::compile_text;

const POLICY: &str = r#"
group PAY { }
user PAYCLK { default-group PAY }
profile DATASET "PAY.**" { uacc none  permit PAY: read  permit PAYCLK: update when program "P" }
profile FACILITY "BPX.**" { uacc read }
safr {
  environment DEV { logical-file LF  logical-record LR { refers [LF] } }
  group ANALYSTS { members [PAYCLK]  in DEV as administrator }
}
"#;

/// An answer is one line with a JSON object that a reader takes.
fn is_one_line(answer: &str) {
    assert!(!answer.contains('\n'), "{answer}");
    let read: serde_json::Value = serde_json::from_str(answer).unwrap();
    assert!(read["outcome"].is_string(), "{answer}");
}

fuzz_target!(|data: &[u8]| {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
        let compiled = compile_text(POLICY).unwrap_or_else(|errors| panic!("{errors:?}"));
        Engine::open(compiled.bundle).unwrap_or_else(|error| panic!("{error}"))
    });
    let line = String::from_utf8_lossy(data);
    match Asked::parse(&line) {
        Err(malformed) => assert!(!malformed.to_string().is_empty()),
        Ok(Asked::Racf(request)) => request.with_request(Day(20_000), |asked| {
            let decision = &ENGINE.decide(asked);
            assert_eq!(*decision, ENGINE.explain(asked).decision);
            is_one_line(&serde_json::to_string(&Answer { decision, id: request.id }).unwrap());
        }),
        Ok(Asked::Safr(request)) => request.with_request(|asked| {
            let decision = &ENGINE.decide_safr(asked);
            assert_eq!(*decision, ENGINE.explain_safr(asked).decision);
            is_one_line(&serde_json::to_string(&Answer { decision, id: request.id }).unwrap());
        }),
    }
});
