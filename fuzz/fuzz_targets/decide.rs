//! The engine against the reference evaluator: the input is the seed of a policy and its requests.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_runtime::Engine;
use saffron_tests::compare::Answers;
use saffron_tests::generate::case;
use saffron_tests::pipeline::compile_text;

fuzz_target!(|data: &[u8]| {
    let mut seed = [0; 8];
    for (to, from) in seed.iter_mut().zip(data) {
        *to = *from;
    }
    let case = case(u64::from_le_bytes(seed), 20);
    let Ok(compiled) = compile_text(&case.text()) else { return };
    let Ok(engine) = Engine::open(compiled.bundle.clone()) else {
        panic!("the compiler's bundle is refused:\n{}", case.text());
    };
    for request in &case.requests {
        let answers = Answers::to(&compiled.model, &engine, request);
        assert!(answers.agree(), "{}\n{request:?}", case.text());
    }
});
