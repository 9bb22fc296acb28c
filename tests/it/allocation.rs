//! Deciding allocates nothing: for RACF never, for SAFR where a request about one item is granted
//! and no one's rights change. Exports and migrations collect the items that they are about.
#![expect(clippy::unwrap_used, reason = "a test stops where it fails, also in shared functions")]

use std::collections::BTreeSet;
use std::path::Path;

use allocation_counter::measure;
use saffron_runtime::Engine;
use saffron_tests::casebook::chapter;
use saffron_tests::generate::safr::case;
use saffron_tests::pipeline::compile_text;
use saffron_tests::request::OwnedRequest;
use saffron_vocabulary::racf::Step;
use saffron_vocabulary::safr::{SafrOperation, SafrOutcome, SafrStep};

/// Policies whose searches take every way: nodes that are compared and nodes that are indexed, below
/// `**` and not; variables in names with each kind of fixed part and with none.
const SEARCHES: &str = r#"
variable &V { "A" "B.C" "AB" }
class $Z { max-length 246  default-uacc none  raclist allowed  posit 607 }
group G
user U { default-group G }
profile $Z "I.A1*" { uacc none }
profile $Z "I.B1*" { uacc none }
profile $Z "I.C1*" { uacc none }
profile $Z "I.D1*" { uacc none }
profile $Z "I.E1*" { uacc none }
profile $Z "I.F1*" { uacc none }
profile $Z "I.G1*" { uacc none }
profile $Z "I.H1*" { uacc none }
profile $Z "I.I1*" { uacc none }
profile $Z "M.**.A1*.Z" { uacc none }
profile $Z "M.**.B1*.Z" { uacc none }
profile $Z "M.**.C1*.Z" { uacc none }
profile $Z "M.**.D1*.Z" { uacc none }
profile $Z "M.**.E1*.Z" { uacc none }
profile $Z "M.**.F1*.Z" { uacc none }
profile $Z "M.**.G1*.Z" { uacc none }
profile $Z "M.**.H1*.Z" { uacc none }
profile $Z "M.**.I1*.Z" { uacc none }
profile $Z "S.**.A%.%B.*.Z" { uacc none }
profile $Z "&V.**.LAST" { uacc none }
profile $Z "FIRST.&V.**" { uacc none }
profile $Z "&V.INSIDE.**" { uacc none }
profile $Z "&V.**.START*" { uacc none }
profile $Z "&V.**" { uacc none }
global $Z { "&RACUID.**.LAST": read  "X.&RACGPID.*": read }
"#;

const SEARCHED: [&str; 9] = [
    "I.H12",
    "M.A.B1.C1.D1.Q.Z",
    "S.AX.AB.AA.BB.Z",
    "A.X.LAST",
    "FIRST.B.C.X",
    "AB.INSIDE.X.Y",
    "B.C.X.STARTED",
    "A.X.Y",
    "U.X.LAST",
];

/// One request, decided without an allocation; returns the step that decided.
fn decided(engine: &Engine, request: &OwnedRequest) -> Step {
    request.with_borrowed(|asked| {
        let mut step = None;
        let used = measure(|| step = Some(std::hint::black_box(engine.decide(asked)).step));
        assert_eq!(used.count_total, 0, "{request:?}");
        step.unwrap()
    })
}

#[test]
fn deciding_about_racf_allocates_nothing_whatever_step_decides() {
    let (mut steps, mut ways) = (BTreeSet::new(), BTreeSet::new());
    for (policy, requests) in racf_cases() {
        let compiled = compile_text(&policy).expect("it compiles");
        let engine = Engine::open(compiled.bundle).unwrap();
        for request in requests {
            steps.insert(decided(&engine, &request));
            ways.insert(format!("{:?} {:?}", request.operation, request.mode));
        }
    }
    let missing: Vec<&Step> = Step::ALL.iter().filter(|step| !steps.contains(step)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
    for way in [
        "Access Auth",
        "Access FastAuth",
        "Define Auth",
        "Administer { generic: false } Auth",
        "Administer { generic: true } Auth",
    ] {
        assert!(ways.contains(way), "no case for {way} in {ways:?}");
    }
}

/// The requests of the case-book, and those of the searches.
fn racf_cases() -> Vec<(String, Vec<OwnedRequest>)> {
    let mut cases = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("casebook");
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        for case in chapter(&std::fs::read_to_string(entry.path()).unwrap()).unwrap() {
            let requests = case.requests.iter().map(|line| OwnedRequest::from_json(line).unwrap());
            cases.push((case.policy, requests.collect()));
        }
    }
    let searched = SEARCHED.map(|name| OwnedRequest::read(Some("U"), "$Z", name));
    cases.push((SEARCHES.to_owned(), searched.to_vec()));
    cases
}

#[test]
fn the_searches_take_every_way() {
    let compiled = compile_text(SEARCHES).expect("it compiles");
    let engine = Engine::open(compiled.bundle).unwrap();
    let bundle = engine.bundle_sections();
    let kinds: BTreeSet<String> =
        bundle.generic_index().iter().map(|slot| format!("{:?}", slot.kind())).collect();
    let every = ["Children", "First", "Inside", "Last", "Start"];
    assert!(every.iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
    assert_eq!(bundle.nodes().iter().filter(|node| node.is_indexed()).count(), 2);
}

#[test]
fn a_grant_without_effects_allocates_nothing() {
    let mut granted = 0;
    let (mut steps, mut rules) = (BTreeSet::new(), BTreeSet::new());
    for seed in 0..80 {
        let case = case(seed, 100);
        let compiled = compile_text(&case.state.text()).expect("it compiles");
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            request.with_borrowed(|asked| {
                let (mut quiet, mut step) = (false, None);
                let used = measure(|| {
                    let decision = std::hint::black_box(engine.decide_safr(asked));
                    step = Some(decision.step);
                    quiet = decision.outcome == SafrOutcome::Grant && decision.effects.is_empty();
                });
                let of_one_item =
                    !matches!(asked.operation, SafrOperation::Export | SafrOperation::Migrate);
                if quiet && of_one_item {
                    granted += 1;
                    steps.insert(step.unwrap());
                    rules.insert(format!("{:?}", compiled.model.safr.rules));
                    assert_eq!(used.count_total, 0, "{request:?}");
                }
            });
        }
    }
    assert!(granted > 1_000, "{granted}");
    let grants = [
        SafrStep::SystemAdministrator,
        SafrStep::EnvironmentAdministrator,
        SafrStep::Everyone,
        SafrStep::EditRight,
        SafrStep::FolderRight,
        SafrStep::CreatePermission,
        SafrStep::RunPermission,
        SafrStep::References,
        SafrStep::OwnRecord,
    ];
    let missing: Vec<&SafrStep> = grants.iter().filter(|step| !steps.contains(step)).collect();
    assert!(missing.is_empty(), "no grant by {missing:?}");
    assert_eq!(rules.len(), 2, "the rules of both generations of the Workbench: {rules:?}");
}
