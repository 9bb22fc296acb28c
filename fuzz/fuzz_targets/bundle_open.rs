//! Any bytes open or are refused, and whatever opens decides without a panic. Digests are made good
//! first, so that the checks behind them are reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_bundle::reseal;
use saffron_runtime::{Day, Engine, Request};

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    reseal(&mut bytes);
    let Ok(engine) = Engine::open(&bytes) else { return };
    for (class, resource) in
        [("DATASET", "PAYROLL.MASTER"), ("FACILITY", "PAY.X.ADMINS"), ("DATASET", "PAYCLK.A.B.LOG")]
    {
        for user in ["PAYCLK", "PAYADM", "NOBODY"] {
            let mut request = Request::read(user, class, resource, Day(20_000));
            request.context.program = &["PAYCALC"];
            assert_eq!(engine.decide(&request), engine.explain(&request).decision);
        }
    }
});
