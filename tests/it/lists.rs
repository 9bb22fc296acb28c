//! Long access lists and users in many groups: the engine searches where one list is much longer
//! than the other and walks both where they are alike; each way must find what the reference finds.

use std::fmt::Write as _;

use saffron_runtime::Engine;
use saffron_tests::compare::Answers;
use saffron_tests::pipeline::compile_text;
use saffron_tests::request::OwnedRequest;

const GROUPS: usize = 120;
const LEVELS: [&str; 5] = ["none", "read", "update", "control", "alter"];

/// Users in one group, in a few, in most; profiles that list one group, a few, most. A group's
/// level differs from one profile to the next.
fn policy() -> (String, Vec<usize>, Vec<usize>) {
    let mut text = String::from("group G\n");
    for group in 0..GROUPS {
        writeln!(text, "group G{group:03}").unwrap();
    }
    let steps = vec![1, 2, 7, 40, GROUPS];
    for step in &steps {
        writeln!(text, "user U{step} {{ default-group G }}").unwrap();
        for group in (0..GROUPS).step_by(*step) {
            writeln!(text, "connect U{step} to G{group:03}").unwrap();
        }
        for first in 0..3 {
            writeln!(text, "profile FACILITY \"EVERY{step}.FROM{first}\" {{ uacc none").unwrap();
            for group in (first..GROUPS).step_by(*step) {
                let level = LEVELS[(group * 7 + first + step) % LEVELS.len()];
                writeln!(text, "permit G{group:03}: {level}").unwrap();
            }
            text.push_str("}\n");
        }
    }
    (text, steps.clone(), steps)
}

#[test]
fn long_lists_and_many_groups_are_searched_as_short_ones() {
    let (text, users, profiles) = policy();
    let compiled = compile_text(&text).expect("the policy compiles");
    let engine = Engine::open(compiled.bundle.clone()).unwrap();
    let mut granted = 0;
    for user in &users {
        for profile in &profiles {
            for first in 0..3 {
                let (user, resource) = (format!("U{user}"), format!("EVERY{profile}.FROM{first}"));
                for access in ["READ", "UPDATE", "ALTER"] {
                    let mut request = OwnedRequest::read(Some(&user), "FACILITY", &resource);
                    request.access = saffron_runtime::AccessLevel::from_name(access).unwrap();
                    let answers = Answers::to(&compiled.model, &engine, &request);
                    assert!(answers.agree(), "{request:?}");
                    granted += usize::from(answers.reference.step.as_str() == "group-entry");
                }
            }
        }
    }
    assert!(granted > 30, "{granted} by a group's entry");
}
