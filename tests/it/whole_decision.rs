//! A whole decision takes no more steps than the compiler computes: the searches for the profile, and
//! what is read of access lists, conditional entries, members, groups and volumes.
//!
//! Steps are counted, not time, so the results are the same on every machine.

use std::fmt::Write as _;

use saffron_compiler::model::Model;
use saffron_compiler::table::DecisionTable;
use saffron_compiler::work::{Bounds, SafrWork};
use saffron_compiler::{Compilation, Settings, SourceTree};
use saffron_diagnostics::SourceMap;
use saffron_runtime::Engine;
use saffron_runtime::{Mode, Operation};
use saffron_tests::generate;
use saffron_tests::generate::safr;
use saffron_tests::pipeline::compile_text;
use saffron_tests::request::OwnedRequest;
use saffron_tests::safr::OwnedSafrRequest;
use saffron_vocabulary::safr::{ItemType, SafrOperation};

/// The most steps without a warning, as SAF0433 says.
const MOST_STEPS: u64 = 4_000;

/// The most steps that a decision about a request takes, as the compiler computes it.
fn bound(model: &Model, request: &OwnedRequest) -> u64 {
    // Ports of entry, the partner LU once more without its net ID, and the system.
    let conditions = 7 + request.context.program.len() + request.context.criteria.len();
    let mut classes = model.classes.iter_enumerated();
    let id = classes.find(|(_, known)| known.name == request.class).map(|(id, _)| id);
    id.map_or(0, |id| Bounds::of(&DecisionTable::build(model)).class_with(id, conditions))
}

fn compiled(text: &str) -> Compilation {
    let mut sources = SourceMap::default();
    let file = sources.add("policy.saf", text);
    let trees = [SourceTree::from(saffron_lang::parse(file, text))];
    saffron_compiler::compile(&sources, &trees, &Settings::default())
}

fn steps(engine: &Engine, request: &OwnedRequest) -> u64 {
    request.with_borrowed(|request| engine.decision_steps(request))
}

#[test]
fn no_generated_decision_takes_more_steps_than_the_bound() {
    for seed in 0..150 {
        let case = generate::case(seed, 20);
        let Ok(compiled) = compile_text(&case.text()) else { continue };
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            let bound = bound(&compiled.model, request);
            let steps = steps(&engine, request);
            assert!(steps <= bound || bound == 0, "{seed}: {steps} > {bound} for {request:?}");
        }
    }
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        writeln!(text, "{}", line(at)).unwrap();
    }
    text
}

/// A user `U` in some groups `G0`, `G1`, …; every `step`th group of them.
fn user_in(count: usize, step: usize) -> String {
    let connects = lines(count, |at| format!("connect U to G{}", at * step));
    format!("group H\nuser U {{ default-group H }}\n{connects}")
}

fn groups(count: usize) -> String {
    lines(count, |at| format!("group G{at} {{ superior SYS1  owner SYS1 }}"))
}

/// A policy, requests about it, and whether it is slow.
struct Shape {
    name: &'static str,
    policy: String,
    requests: Vec<OwnedRequest>,
    is_slow: bool,
}

fn read(class: &str, name: &str) -> OwnedRequest {
    OwnedRequest::read(Some("U"), class, name)
}

/// A request for `G0.X` while programs run, of which the list has two.
fn with_program() -> OwnedRequest {
    let mut request = read("DATASET", "G0.X");
    request.context.program = vec!["p1".to_owned(), "P9999".to_owned(), "Q".to_owned()];
    request
}

/// A user of some groups, and a profile with a list of entries for groups.
fn entries_of_groups(name: &'static str, groups: usize, entries: usize, is_slow: bool) -> Shape {
    let permits = lines(entries, |at| format!("  permit G{at}: read"));
    let user = user_in(groups, entries / groups);
    let all = self::groups(entries);
    let policy = format!("{all}{user}profile FACILITY \"X\" {{ uacc none\n{permits}}}\n");
    Shape { name, policy, requests: vec![read("FACILITY", "X")], is_slow }
}

/// A data set profile with 10,000 conditional entries and a user of 300 groups.
fn conditions(name: &'static str, users: &str, entry: impl Fn(usize) -> String) -> Shape {
    let (groups, user, entries) = (groups(300), user_in(300, 1), lines(10_000, entry));
    let policy = format!(
        "options {{ program-control on }}\n{groups}{user}{users}\
         profile DATASET \"G0.X\" {{ uacc none\n{entries}}}\n"
    );
    Shape { name, policy, requests: vec![read("DATASET", "G0.X"), with_program()], is_slow: false }
}

const USER: &str = "group H\nuser U { default-group H }\n";

fn criteria() -> Shape {
    let entries = lines(10_000, |at| format!("  permit U: read when criteria ROLE \"r{at}\""));
    let policy = format!("{USER}profile FACILITY \"X\" {{ uacc none\n{entries}}}\n");
    let mut request = OwnedRequest { mode: Mode::FastAuth, ..read("FACILITY", "X") };
    request.context.criteria = vec![("role".to_owned(), "r77".to_owned())];
    Shape { name: "10,000 criteria", policy, requests: vec![request], is_slow: false }
}

fn volumes() -> Shape {
    let profile = |at| format!("profile DATASET \"H.A\" volume \"{at:06}\" {{ uacc none }}");
    let on =
        |volume: &str| OwnedRequest { volume: Some(volume.to_owned()), ..read("DATASET", "H.A") };
    Shape {
        name: "one name on 10,000 volumes",
        policy: format!("{USER}{}", lines(10_000, profile)),
        requests: vec![on("009999"), on("X")],
        is_slow: true,
    }
}

fn changes() -> Shape {
    let profiles = lines(5_000, |at| {
        let name = format!("A{at}");
        format!(
            "profile FACILITY \"{name}\" {{ uacc none }}\n\
             profile FACILITY \"{name}.B*\" {{ uacc none }}"
        )
    });
    let change = |name: &str| OwnedRequest {
        operation: Operation::Administer { generic: name.contains('*') },
        ..read("FACILITY", name)
    };
    Shape {
        name: "a change of one of 10,000 profiles",
        policy: format!("options {{ generic [FACILITY] }}\n{USER}{profiles}"),
        requests: ["A77", "A77.B*", "A77.C*"].map(change).into(),
        is_slow: false,
    }
}

fn attributes() -> Shape {
    let connect = |at| format!("connect U to G{at} {{ attributes [operations] }}");
    let (groups, connects) = (groups(1_500), lines(1_500, connect));
    Shape {
        name: "1,500 connections with an attribute",
        policy: format!("{groups}{USER}{connects}profile DATASET \"H.X\" {{ uacc none }}\n"),
        requests: vec![read("DATASET", "H.X")],
        is_slow: true,
    }
}

fn long_lists() -> Vec<Shape> {
    let users = lines(10_000, |at| format!("user V{at} {{ default-group H }}"));
    let of_program = |at| format!("  permit U: update when program \"P{at}\"");
    let of_user = |at| format!("  permit V{at}: read when program \"P1\"");
    vec![
        entries_of_groups("a user of 300 groups and 9,900 entries", 300, 9_900, false),
        entries_of_groups("as many groups as entries", 3_000, 3_000, true),
        conditions("10,000 conditions", "", of_program),
        conditions("10,000 entries of one condition", &users, of_user),
        criteria(),
        volumes(),
        changes(),
        attributes(),
    ]
}

/// Sixty programs, each on a list of its own; the same program again and again takes no further step.
#[test]
fn a_request_with_many_conditions_takes_a_search_for_each() {
    let groups = groups(300);
    let user = user_in(300, 1);
    let entries =
        lines(9_000, |at| format!("  permit G{}: update when program \"P{}\"", at % 300, at / 150));
    let policy = format!(
        "options {{ program-control on }}\n{groups}{user}\
         profile DATASET \"G0.X\" {{ uacc none\n{entries}}}\n"
    );
    let compiled = compiled(&policy);
    let engine = Engine::open(compiled.bundle.clone().unwrap()).unwrap();
    let with = |programs: usize, different: usize| {
        let mut request = read("DATASET", "G0.X");
        let names = (0..programs).map(|at| format!("P{}", at % different));
        request.context.program = names.collect();
        (steps(&engine, &request), bound(&compiled.model, &request))
    };
    for programs in [1, 9, 10, 16, 17, 60] {
        let (steps, bound) = with(programs, programs);
        assert!(steps <= bound, "{programs}: {steps} > {bound}");
    }
    assert!(with(60, 60).0 > with(9, 9).1, "more conditions than the bound is for");
    assert_eq!(with(60, 3).0, with(3, 3).0);
}

#[test]
fn long_lists_are_bounded_or_reported() {
    for Shape { name, policy, requests, is_slow } in long_lists() {
        let compiled = compiled(&policy);
        let engine = Engine::open(compiled.bundle.clone().expect(name)).unwrap();
        let mut most = 0;
        for request in &requests {
            let (steps, bound) = (steps(&engine, request), bound(&compiled.model, request));
            assert!(steps <= bound, "{name}: {steps} > {bound}");
            most = most.max(bound);
        }
        let warned = compiled.diagnostics.iter().any(|found| found.code.0 == "SAF0433");
        assert_eq!((warned, most > MOST_STEPS), (is_slow, is_slow), "{name}: {most}");
    }
}

/// The steps of a decision about SAFR, and the bound for a request that names so much.
fn safr_steps(engine: &Engine, model: &Model, request: &OwnedSafrRequest) -> (u64, u64) {
    let steps = request.with_borrowed(|request| engine.safr_decision_steps(request));
    let named = request.items.len().max(request.refs.iter().flatten().count()).max(1);
    (steps, SafrWork::of(&model.safr).steps() * named as u64)
}

#[test]
fn no_generated_decision_about_safr_takes_more_steps_than_the_bound() {
    let mut most = 0;
    for seed in 0..150 {
        let case = safr::case(seed, 60);
        let compiled = compile_text(&case.state.text()).unwrap();
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            let (steps, bound) = safr_steps(&engine, &compiled.model, request);
            assert!(steps <= bound, "{seed}: {steps} > {bound} for {request:?}");
            most = most.max(steps);
        }
    }
    assert!(most > 10, "steps are counted");
}

/// A policy of SAFR with a system administrator `ADM` and a user `U` of the group `READERS`.
fn workbench(items: &str, groups: &str) -> String {
    format!(
        "{USER}user ADM {{ default-group H }}\nsafr {{ system-administrator ADM\n\
         environment E {{ {items} }}\n{groups}\
         group READERS {{ members [U]  in E {{ edit logical-file *: read }} }} }}\n"
    )
}

#[test]
fn long_decisions_about_safr_are_bounded_or_reported() {
    let files = |count: usize| lines(count, |at| format!("logical-file F{at}"));
    let used = |count: usize| (0..count).map(|at| format!("F{at}")).collect::<Vec<_>>().join(", ");
    let path =
        |count: usize| format!("{} lookup-path L {{ uses [{}] }}", files(count), used(count));
    let many_groups = |count: usize| lines(count, |at| format!("group G{at} {{ in E }}"));
    let shapes = [
        ("a lookup path with 20 files", workbench(&path(20), ""), false),
        ("a lookup path with 2,000 files", workbench(&path(2_000), ""), true),
        ("20,000 items without references", workbench(&files(20_000), ""), false),
        ("20 groups", workbench(&files(1), &many_groups(20)), false),
        ("5,000 groups", workbench(&files(1), &many_groups(5_000)), true),
    ];
    for (name, policy, is_slow) in shapes {
        let compiled = compiled(&policy);
        let engine = Engine::open(compiled.bundle.clone().expect(name)).unwrap();
        let requests = [
            (SafrOperation::Copy, ItemType::LookupPath, "L", "U"),
            (SafrOperation::Export, ItemType::LookupPath, "L", "U"),
            (SafrOperation::Delete, ItemType::LogicalFile, "F0", "ADM"),
        ];
        let bound = SafrWork::of(&compiled.model.safr).steps();
        for (operation, kind, item, user) in requests {
            let request = OwnedSafrRequest::new(user, Some("READERS"), "E");
            let request = request.about(operation, kind, item);
            let (steps, bound) = safr_steps(&engine, &compiled.model, &request);
            assert!(steps <= bound, "{name}: {steps} > {bound} for {request:?}");
        }
        let warned = compiled.diagnostics.iter().any(|found| found.code.0 == "SAF0434");
        assert_eq!((warned, bound > MOST_STEPS), (is_slow, is_slow), "{name}: {bound}");
    }
}
