//! Any bytes open or are refused, and every bundle that opens decides without a panic. The digests
//! are corrected first, so that the checks after them are reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_bundle::reseal;
use saffron_runtime::{Context, Day, Engine, Question, Request, Requester};

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    reseal(&mut bytes);
    let Ok(engine) = Engine::open(bytes) else { return };
    for (class, resource) in
        [("DATASET", "PAYROLL.MASTER"), ("FACILITY", "PAY.X.ADMINS"), ("DATASET", "PAYCLK.A.B.LOG")]
    {
        for user in ["PAYCLK", "PAYADM", "NOBODY"] {
            let context = Context::default().program(&["PAYCALC"]);
            let question = Question::new(class, resource).context(context);
            let request = Request::new(Requester::User(user), question, Day(20_000));
            assert_eq!(engine.decide(&request), engine.explain(&request).decision);
        }
    }
});
