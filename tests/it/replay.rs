//! Events against policies: what becomes of each, in whatever form, order and number of files they arrive.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use saffron_replay::{Answer, CausedBy, Group, Key, Options, Refused, Replay, Report};
use saffron_runtime::{Engine, Intent, Mode, Operation};
use saffron_tests::events;
use saffron_tests::generate::Dice;
use saffron_tests::pipeline::compile_text;

use super::cli::run;
use super::differential::good_cases;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/replay")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join(name)).unwrap()
}

/// The policy that an unload states.
fn unloaded(unload: &str, options: &str) -> Engine {
    let directory = tempfile::tempdir().unwrap();
    let bundle = directory.path().join("p.safb");
    let name = bundle.to_str().unwrap();
    let compiled = run(&fixtures(), &["compile", unload, "--setropts", options, "-o", name]);
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    Engine::open(fs::read(bundle).unwrap()).unwrap()
}

fn engine(text: &str) -> Engine {
    Engine::open(compile_text(text).unwrap().bundle).unwrap()
}

fn options() -> Options {
    Options { threads: 2, ..Options::default() }
}

fn replay<'e>(new: &'e Engine, files: &[&[u8]]) -> Report<'e> {
    let mut replay = Replay::new(new, None, options());
    for file in files {
        replay.file(*file).unwrap();
    }
    replay.finish()
}

/// What became of the last record, in a word.
fn verdict(found: &Report<'_>, skipped_before: &BTreeMap<saffron_replay::Skip, u64>) -> String {
    if let Some((authority, _, _, 0)) = found.by_authority.first() {
        return format!("authority {}", authority.as_str());
    }
    if let Some((key, group)) = found.differences.iter().chain(&found.context_unknown).next() {
        let mark = if group.revoked { " user-revoked" } else { "" };
        return format!("{}{mark}", key.answer.as_str());
    }
    if found.same == 1 {
        return "same".to_owned();
    }
    if found.commands == 1 {
        return "changed".to_owned();
    }
    let more = |skip| found.skipped.get(skip).copied() > skipped_before.get(skip).copied();
    let skip = found.skipped.keys().find(|skip| more(skip));
    skip.map_or("nothing", |skip| skip.as_str()).to_owned()
}

/// A record that every policy skips, so that a file has one that is known.
const START: &str = "CLASNAME          00:00:01 2026-10-01 SYSA DATASET  NO   YES  YES\n";

#[test]
fn every_record_of_a_site_has_its_verdict() {
    let policy = unloaded("zowe.irrdbu00", "zowe.setropts");
    let before = replay(&policy, &[START.as_bytes()]).skipped;
    let events = fixture("zowe.irradu00");
    let expected = fixture("zowe.tsv");
    for (text, row) in events.lines().zip(expected.lines().skip(1)) {
        let [line, event, verdict_of, why] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let found = replay(&policy, &[format!("{START}{text}\n").as_bytes()]);
        assert_eq!(verdict(&found, &before), verdict_of, "line {line}, {event}: {why}");
    }
}

#[test]
fn the_records_of_a_site_together() {
    let policy = unloaded("zowe.irrdbu00", "zowe.setropts");
    let found = replay(&policy, &[fixture("zowe.irradu00").as_bytes()]);
    assert_eq!((found.events, found.duplicates, found.unreadable.len()), (50, 1, 1));
    assert_eq!(found.unreadable[0].line, 50);
    let skipped: u64 = found.skipped.values().sum();
    let ungoverned: u64 = found.by_authority.iter().map(|(_, _, all, of)| all - of).sum();
    assert_eq!(found.events, found.compared + found.duplicates + skipped + ungoverned);
    let groups = found.differences.iter().chain(&found.context_unknown);
    let differing: u64 = groups.map(|(_, group)| group.events).sum();
    assert_eq!(found.compared, found.same + differing);
    let changed = |resource: &str| {
        let of = |(_, group): &&(Key, Group)| group.witness.resource == resource;
        found.differences.iter().find(of).and_then(|(_, group)| group.changed)
    };
    let permit = changed("BPX.SUPERUSER").expect("the permit before");
    assert_eq!((permit.command, permit.at.line), ("PERMIT", 42));
    assert_eq!(changed("SAFR.PROD.MASTER"), None);
}

/// Rows of a table of differences: kind, user, class, profile, access, number of events.
fn rows(found: &Report<'_>) -> Vec<String> {
    let row = |(key, group): &(Key, Group)| {
        let profile = key.policy.as_ref().or(key.recorded.as_ref());
        let profile = profile.map_or("", String::as_str);
        let (kind, access) = (key.answer.as_str(), key.access.as_str());
        format!("{kind}\t{}\t{}\t{profile}\t{access}\t{}", key.user, key.class, group.events)
    };
    found.differences.iter().map(row).collect()
}

#[test]
fn the_candidate_differs_as_listed_and_the_base_not_at_all() {
    let old = unloaded("old.irrdbu00", "generated.setropts");
    let new = unloaded("new.irrdbu00", "generated.setropts");
    let events = fixture("generated.irradu00");
    let same = replay(&old, &[events.as_bytes()]);
    assert_eq!((same.compared, same.same), (150, 150), "{:?}", same.differences);
    let found = replay(&new, &[events.as_bytes()]);
    let mut expected: Vec<String> =
        fixture("generated.tsv").lines().skip(1).map(ToOwned::to_owned).collect();
    let mut are = rows(&found);
    expected.sort();
    are.sort();
    assert_eq!(are, expected);
    let mut with_old = Replay::new(&new, Some(&old), options());
    with_old.file(events.as_bytes()).unwrap();
    let with_old = with_old.finish();
    let by_change = |(key, _): &(Key, Group)| key.caused_by == Some(CausedBy::Change);
    assert!(with_old.differences.iter().all(by_change) && rows(&with_old).len() == are.len());
    let mut alone = Replay::new(&new, Some(&new), options());
    alone.file(events.as_bytes()).unwrap();
    let before = |(key, _): &(Key, Group)| key.caused_by == Some(CausedBy::Before);
    assert!(alone.finish().differences.iter().all(before));
}

/// What a report says, without places in files.
fn said(found: &Report<'_>) -> String {
    let lines = |lines: &[(Key, Group)]| {
        let of = |(key, it): &(Key, Group)| {
            format!(
                "{key:?} {} {} {} {:?} {}",
                it.events, it.first, it.last, it.witness, it.revoked
            )
        };
        lines.iter().map(of).collect::<Vec<_>>()
    };
    let counts = (found.events, found.compared, found.same, found.duplicates, found.commands);
    let lists = (lines(&found.differences), lines(&found.context_unknown));
    format!(
        "{counts:#?} {:#?} {lists:#?} {:#?} {:?}",
        found.skipped, found.by_authority, found.span
    )
}

#[test]
fn order_and_number_of_files_make_no_difference() {
    for (unload, options, name) in [
        ("zowe.irrdbu00", "zowe.setropts", "zowe.irradu00"),
        ("new.irrdbu00", "generated.setropts", "generated.irradu00"),
    ] {
        let policy = unloaded(unload, options);
        let text = fixture(name);
        let mut lines: Vec<&str> = text.lines().collect();
        let expected = said(&replay(&policy, &[text.as_bytes()]));
        for seed in 0..10 {
            let mut dice = Dice::new(seed);
            dice.shuffle(&mut lines);
            let (one, other) = lines.split_at(dice.below(lines.len()));
            let files = [one, other].map(|part| part.join("\n"));
            let found = replay(&policy, &[files[0].as_bytes(), files[1].as_bytes()]);
            assert_eq!(said(&found), expected, "{name}, seed {seed}");
        }
    }
}

/// The bytes of EBCDIC for the characters of these files.
fn ebcdic(text: &str) -> Vec<u8> {
    let byte = |it: u8| match it {
        b'A'..=b'I' => it - b'A' + 0xC1,
        b'J'..=b'R' => it - b'J' + 0xD1,
        b'S'..=b'Z' => it - b'S' + 0xE2,
        b'a'..=b'i' => it - b'a' + 0x81,
        b'j'..=b'r' => it - b'j' + 0x91,
        b's'..=b'z' => it - b's' + 0xA2,
        b'0'..=b'9' => it - b'0' + 0xF0,
        b'.' => 0x4B,
        b'*' => 0x5C,
        b'-' => 0x60,
        b':' => 0x7A,
        b'(' => 0x4D,
        b')' => 0x5D,
        b'#' => 0x7B,
        b'$' => 0x5B,
        b'@' => 0x7C,
        b'%' => 0x6C,
        b'&' => 0x50,
        b',' => 0x6B,
        b'/' => 0x61,
        _ => 0x40,
    };
    text.bytes().map(byte).collect()
}

fn with_words(records: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let word = |it: Vec<u8>| {
        let length = u16::try_from(it.len() + 4).unwrap().to_be_bytes();
        [length.to_vec(), vec![0, 0], it].concat()
    };
    records.flat_map(word).collect()
}

#[test]
fn every_form_of_the_file_has_the_same_events() {
    let policy = unloaded("zowe.irrdbu00", "zowe.setropts");
    let text = fixture("zowe.irradu00");
    let expected = said(&replay(&policy, &[text.as_bytes()]));
    let separated = |by: u8| {
        let records: Vec<_> = text.lines().map(ebcdic).collect();
        records.join(&by)
    };
    let cut: Vec<&str> = text.lines().map(str::trim_end).collect();
    let forms = [
        text.replace('\n', "\r\n").into_bytes(),
        cut.join("\n").into_bytes(),
        separated(0x15),
        separated(0x25),
        with_words(text.lines().map(ebcdic)),
        with_words(text.lines().map(|it| it.as_bytes().to_vec())),
    ];
    for (at, form) in forms.iter().enumerate() {
        assert_eq!(said(&replay(&policy, &[form])), expected, "form {at}");
    }
}

/// Events that a policy decided itself: no difference, whatever the policy.
#[test]
fn a_policy_agrees_with_its_own_events() {
    let mut written = 0;
    for (case, compiled) in good_cases(1, 400) {
        let engine = Engine::open(compiled.bundle).unwrap();
        let mut text = START.to_owned();
        for (second, request) in (0..).zip(&case.requests) {
            let event = request.with_borrowed(|asked| {
                let question = &asked.question;
                let plain = question.operation == Operation::Access
                    && question.mode == Mode::Auth
                    && (question.intent == Intent::Execute || question.access.as_str() != "NONE")
                    && !question.racfind
                    && !question.privileged
                    && !question.trusted
                    && question.context.program.is_empty()
                    && !question.context.program_unclean
                    && question.context.servauth.is_none()
                    && question.context.sysid.is_some();
                let decision = engine.decide(asked);
                plain.then(|| events::access(asked, &decision, second)).flatten()
            });
            if let Some(event) = event {
                written += 1;
                text.push_str(&event);
                text.push('\n');
            }
        }
        let found = replay(&engine, &[text.as_bytes()]);
        assert!(found.differences.is_empty(), "{:#?}\n{text}\n{}", found.differences, case.text());
        assert!(found.context_unknown.is_empty() && found.is_complete());
    }
    assert!(written > 300, "only {written} events");
}

const POLICY: &str = r#"
options { list-of-groups on  active [FACILITY]  generic [FACILITY]  raclist [FACILITY] }
group PAY { }
user ANN { default-group PAY }
user BOB { default-group PAY }
profile FACILITY "A.SEEN" { audit all(read)  permit PAY: read  permit ANN: update  permit BOB: none }
profile FACILITY "A.HIDDEN" { audit failures(read)  permit PAY: read }
"#;

fn event(user: &str, resource: &str, access: &str) -> String {
    format!(
        "ACCESS   SUCCESS  08:00:00 2026-10-05 SYSA NO   NO   NO   {user:<8} {:<8} YES {:<201}{resource:<255} {access:<8} {access:<8} 000               FACILITY",
        "PAY", ""
    )
}

#[test]
fn what_is_unused_is_told_from_what_is_not_observable() {
    let policy = engine(POLICY);
    let mut replay = Replay::new(&policy, None, Options { unused: true, ..options() });
    let text = format!("{}\n", event("ANN", "A.SEEN", "UPDATE"));
    assert_eq!(text.find("A.SEEN"), Some(281));
    replay.file(text.as_bytes()).unwrap();
    let found = replay.finish();
    assert_eq!(found.same, 1, "{found:#?}");
    let unused = found.unused.unwrap();
    let rows: Vec<String> = unused
        .rows
        .iter()
        .map(|row| {
            let entry = row.entry.map_or_else(String::new, |it| format!(" {}", it.id));
            format!(
                "{}{entry} {}",
                row.profile,
                if row.observable { "unused" } else { "not-observable" }
            )
        })
        .collect();
    let expected = [
        "A.HIDDEN PAY not-observable",
        "A.HIDDEN not-observable",
        "A.SEEN BOB unused",
        "A.SEEN PAY unused",
    ];
    let mut sorted = rows.clone();
    sorted.sort();
    assert_eq!(sorted, expected);
    assert_eq!((unused.observable, unused.profiles), (1, 2));
}

#[test]
fn without_events_nothing_is_known_to_be_unused() {
    let policy = engine(POLICY);
    let mut replay = Replay::new(&policy, None, Options { unused: true, ..options() });
    replay.file(START.as_bytes()).unwrap();
    let unused = replay.finish().unused.unwrap();
    assert!(unused.rows.iter().all(|row| !row.observable));
}

#[test]
fn who_is_not_governed_is_listed_and_not_compared() {
    let policy = engine(POLICY);
    let flagged = |column: usize| {
        let mut text = event("BOB", "A.SEEN", "READ");
        text.replace_range(76..80, "NO  ");
        text.replace_range(column - 1..column + 3, "YES ");
        replay(&policy, &[format!("{text}\n").as_bytes()])
            .by_authority
            .iter()
            .map(|(authority, user, all, of)| format!("{} {user} {all} {of}", authority.as_str()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let expected = [
        (82, "special"),
        (87, "operations"),
        (92, "auditor"),
        (97, "exit"),
        (102, "failsoft"),
        (107, "bypass"),
        (112, "trusted"),
        (258, "omvs-superuser"),
        (263, "omvs-superuser"),
    ];
    for (column, authority) in expected {
        assert_eq!(flagged(column), format!("{authority} BOB 1 0"));
    }
}

#[test]
fn other_files_are_refused() {
    let policy = engine(POLICY);
    let refused = |bytes: &[u8]| Replay::new(&policy, None, options()).file(bytes);
    assert!(matches!(refused(b"<?xml version=\"1.0\"?>"), Err(Refused::Xml)));
    assert!(matches!(refused(b"user A { }\n"), Err(Refused::NoEvents)));
    assert!(refused(b"").is_ok() && refused(b"\n").is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever follows a record: no panic, and each record is counted once.
    #[test]
    fn any_bytes_are_counted(
        bytes in proptest::collection::vec(any::<u8>(), 0..4000),
        at in 0_usize..1300,
        piece in "[ -~]{0,40}",
    ) {
        let policy = engine(POLICY);
        let mut record = event("ANN", "A.SEEN", "READ").into_bytes();
        let end = (at + piece.len()).min(record.len());
        record.splice(at.min(end)..end, piece.bytes());
        let file = [START.as_bytes(), &record, b"\n", &bytes].concat();
        let found = replay(&policy, &[&file]);
        let skipped: u64 = found.skipped.values().sum();
        let ungoverned: u64 = found.by_authority.iter().map(|(_, _, all, of)| all - of).sum();
        prop_assert_eq!(found.events, found.compared + found.duplicates + skipped + ungoverned);
        let words = with_words(std::iter::once(ebcdic(START.trim_end())));
        replay(&policy, &[&[words, bytes].concat()]);
    }
}

#[test]
fn a_pipeline_fails_on_what_is_newly_denied() {
    let status = |arguments: &[&str]| {
        let all: Vec<&str> = [
            "replay",
            "new.irrdbu00",
            "--setropts",
            "generated.setropts",
            "--events",
            "generated.irradu00",
        ]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
        run(&fixtures(), &all).status.code()
    };
    assert_eq!(status(&[]), Some(0));
    assert_eq!(status(&["--fail-on", "newly-denied"]), Some(1));
    assert_eq!(status(&["--fail-on", "newly-denied", "--baseline", "new.irrdbu00"]), Some(0));
    assert_eq!(status(&["--fail-on", "newly-granted", "--baseline", "old.irrdbu00"]), Some(1));
    assert_eq!(status(&["--events", "generated.tsv"]), Some(2));
}

/// The witness of each difference is a request of the decision interface, and is decided as the line says.
#[test]
fn witnesses_can_be_asked() {
    let arguments = [
        "replay",
        "new.irrdbu00",
        "--setropts",
        "generated.setropts",
        "--events",
        "generated.irradu00",
        "--format",
        "json",
    ];
    let printed = run(&fixtures(), &arguments);
    let answer: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let policy = unloaded("new.irrdbu00", "generated.setropts");
    let differences = answer["differences"].as_array().unwrap();
    for line in differences {
        let text = line["witness"].to_string();
        let request = saffron_runtime::wire::OwnedRequest::parse(&text).unwrap();
        let day = saffron_runtime::Day::parse("2026-11-28").unwrap();
        let granted = request.with_request(day, |asked| policy.decide(asked).is_grant());
        assert_eq!(granted, line["kind"] == Answer::NewlyGranted.as_str(), "{text}");
    }
    assert!(!differences.is_empty());
}
