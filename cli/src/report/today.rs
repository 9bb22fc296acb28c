//! Whether what comes out of a test depends on the day on which it runs.

use std::collections::BTreeSet;

use saffron_compiler::model::{Model, Test, TestRequest};
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

use super::request::of_test;

/// Whether an expectation without a date is decided otherwise on another day: a user or a connection is revoked or
/// resumed on a date.
pub(crate) fn decides(engine: &Engine, model: &Model, test: &Test, today: Day) -> bool {
    let mut undated = test.cases.iter().filter(|case| case.request.date.is_none());
    undated.any(|case| {
        let asked = of_test(&case.request);
        let on = |day| {
            let decision = asked.with_request(day, |asked| engine.decide(asked));
            (decision.outcome, decision.step, decision.warning)
        };
        let now = on(today);
        days(model, &case.request).into_iter().any(|day| on(day) != now)
    })
}

/// The days on which something changes for the user, and those before them.
fn days(model: &Model, request: &TestRequest) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    let users = model.principals.iter().filter(|it| Some(&it.name) == request.user.as_ref());
    for user in users.filter_map(|principal| principal.kind.user()) {
        days.extend([user.revoke_on, user.resume_on].into_iter().flatten());
        for connection in &user.connections {
            days.extend([connection.revoke_on, connection.resume_on].into_iter().flatten());
        }
    }
    let before: Vec<Day> = days.iter().map(|day| Day(day.0.saturating_sub(1))).collect();
    days.extend(before);
    days
}
