//! Any bytes open or are refused. A bundle that opens answers every kind of request, as it explains them, by
//! what it lists, and in a number of steps that its size bounds. The digests are corrected first, so that the
//! checks after them are reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_bundle::listing::{self, ListingRow, RowKind};
use saffron_bundle::{MAX_LISTED, reseal};
use saffron_runtime::wire::Asked;
use saffron_runtime::{Context, Day, Engine, Question, Request, Requester};

const RESOURCES: &[(&str, &str)] = &[
    ("DATASET", "PAYROLL.MASTER"),
    ("FACILITY", "PAY.X.ADMINS"),
    ("DATASET", "PAYCLK.A.B.LOG"),
    ("TERMINAL", "L77"),
    ("STARTED", "ZWESVSTC.ZWE"),
];

/// Requests in the words of the decision interface: operations and systems that the others leave out.
const LINES: &[&str] = &[
    r#"{"user":"PAYCLK","class":"DATASET","resource":"PAYROLL.MASTER","access":"ALTER"}"#,
    r#"{"user":"PAYADM","class":"FACILITY","resource":"PAY.X.ADMINS","access":"CONTROL","group":"PAY"}"#,
    r#"{"user":null,"class":"DATASET","resource":"PAYROLL.MASTER"}"#,
    r#"{"system":"safr","user":"ALICE","login_group":"ANALYSTS","login_environment":"DEV","operation":"modify","item_type":"view","item":"GL_EXTRACT"}"#,
    r#"{"system":"safr","user":"ALICE","login_group":"ANALYSTS","login_environment":"DEV","operation":"list-names","item_type":"view"}"#,
    r#"{"system":"safr","user":"ALICE","login_group":"ANALYSTS","login_environment":"DEV","operation":"create","item_type":"logical-file","item":"NEW"}"#,
    r#"{"system":"safr","user":"ALICE","login_group":"ANALYSTS","login_environment":"PROD","operation":"migrate","item_type":"view","item":"GL_EXTRACT","with":{"source_environment":"DEV","target_environment":"PROD"}}"#,
];

/// Decides, and holds the decision against the explanation, the listing and the bound of steps.
fn asked(engine: &Engine, rows: &[ListingRow<'_>], size: usize, request: &Request<'_>) {
    let decision = engine.decide(request);
    assert_eq!(decision, engine.explain(request).decision);
    let question = &request.question;
    // A decision reads each row at most once for each position of the name.
    let most = (size as u64).saturating_mul(question.resource.len() as u64 + 2);
    assert!(engine.decision_steps(request) <= most, "{request:?}");
    let Some(profile) = decision.profile() else { return };
    let of_profile = |row: &&ListingRow<'_>| {
        row.profile == profile.name && (row.kind == RowKind::Generic) == profile.generic
    };
    let listed: Vec<_> = rows.iter().filter(of_profile).collect();
    assert!(!listed.is_empty(), "{} is not listed", profile.name);
    let Some(entry) = decision.entry() else { return };
    let is_listed = listed.iter().filter_map(|row| row.grant).any(|grant| {
        grant.id == entry.id && grant.kind == entry.kind && grant.access == entry.access
    });
    assert!(is_listed, "{entry:?} is not listed");
}

/// Where discrete profiles have no volume, the one of a name decides about the name.
fn is_found(engine: &Engine, row: &ListingRow<'_>) {
    let question = Question::new(row.class, row.profile);
    let request = Request::new(Requester::User("PAYADM"), question, Day(20_000));
    if let Some(profile) = engine.decide(&request).profile() {
        assert!(!profile.generic && profile.name == row.profile, "{row:?} is not found");
    }
}

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    reseal(&mut bytes);
    let size = bytes.len();
    let Ok(engine) = Engine::open(bytes) else { return };
    let bundle = engine.bundle_sections();
    let rows = listing::rows(bundle);
    // Each profile and global entry adds a few rows of its own.
    let own = 4 * (bundle.profiles().len() + bundle.stored().len() + bundle.globals().len());
    assert!(rows.len() <= MAX_LISTED + own);
    let _ = listing::safr::rows(bundle).count();
    for (class, resource) in RESOURCES {
        for user in ["PAYCLK", "PAYADM", "NOBODY"] {
            let context = Context::default().program(&["PAYCALC"]);
            let question = Question::new(class, resource).context(context);
            let request = Request::new(Requester::User(user), question, Day(20_000));
            asked(&engine, &rows, size, &request);
        }
    }
    let discrete = rows.iter().filter(|row| row.kind == RowKind::Discrete && row.grant.is_none());
    for row in discrete.filter(|row| row.class != "DATASET").take(32) {
        is_found(&engine, row);
    }
    for line in LINES {
        match Asked::parse(line) {
            Ok(Asked::Racf(request)) => {
                request.with_request(Day(20_000), |it| asked(&engine, &rows, size, it));
            }
            Ok(Asked::Safr(request)) => request.with_request(|it| {
                assert_eq!(engine.decide_safr(it), engine.explain_safr(it).decision);
            }),
            Err(error) => panic!("{line}: {error}"),
        }
    }
});
