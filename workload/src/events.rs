//! Access events of a policy, as a system would have recorded them.

use std::fmt::Write as _;

use saffron_runtime::{Day, Engine, Question, Request, Requester};

use crate::workload::Asked;

/// So many records of an SMF unload, one a second: the requests again and again, as the policy decides them.
pub fn events(engine: &Engine, asked: &[Asked], count: usize) -> String {
    let mut text = String::new();
    let Some(first) = Day::from_civil(2026, 10, 1) else { return text };
    for (second, asked) in (0..count).zip(asked.iter().cycle()) {
        let day = i32::try_from(second / 86_400).map_or(first, |days| Day(first.0 + days));
        let question = Question::new(asked.class, &asked.resource);
        let decision = engine.decide(&Request::new(Requester::User(&asked.user), question, day));
        let (qualifier, violation) =
            if decision.is_grant() { ("SUCCESS", "NO") } else { ("INSAUTH", "YES") };
        let (year, month, of_month) = day.civil();
        let (hour, minute) = (second / 3600 % 24, second / 60 % 60);
        let profile = decision.profile().map_or("", |profile| profile.name);
        // Writing to a `String` can't fail.
        let _ = write!(
            text,
            "{:<8} {qualifier:<8} {hour:02}:{minute:02}:{:02} ",
            "ACCESS",
            second % 60
        );
        let _ = write!(text, "{year:04}-{month:02}-{of_month:02} SYSA {violation:<4} NO   NO   ");
        let _ = write!(text, "{:<17} YES {:<201}{:<255} READ     ", asked.user, "", asked.resource);
        let _ = writeln!(
            text,
            "{:<27}{:<8} {:<17}{profile:<714}TERMINAL",
            "NONE     000", asked.class, ""
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::{Workload, compiled};

    #[test]
    fn fields_lie_in_their_columns() {
        let workload = Workload::of(100);
        let bundle = compiled(&workload.text).bundle.expect("the workload compiles");
        let engine = Engine::open(bundle).expect("the bundle opens");
        let text = events(&engine, &workload.requests, 2);
        let asked = &workload.requests[0];
        let line = text.lines().next().expect("an event");
        for (column, field) in
            [(59, asked.user.as_str()), (282, &asked.resource), (538, "READ"), (574, asked.class)]
        {
            let rest = line.get(column - 1..).expect("the column is in the line");
            assert!(rest.starts_with(field), "{column}: {field}");
        }
    }
}
