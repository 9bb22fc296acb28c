//! Laws of unloads of random databases: what is read decides as what was unloaded; a cut is noticed where records
//! refer to others; and any bytes are read.

use std::collections::BTreeSet;

use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{Diagnostic, FileId, SourceMap};
use saffron_racf::database::Database;
use saffron_racf_convert::{build, policy};
use saffron_runtime::Engine;
use saffron_tests::generate::{self, Dice};
use saffron_tests::pipeline::compile_text;
use saffron_tests::reference::Facts;
use saffron_tests::unload::unload;
use saffron_unload::form::Form;
use saffron_unload::report::FindingKind;
use saffron_unload::{Reader, System};

use crate::drift::{between, model};
use crate::unload::{contents, read};

/// How many databases, unless `SAFFRON_CASES` says otherwise.
pub(crate) fn cases(usual: u64) -> u64 {
    std::env::var("SAFFRON_CASES").map_or(usual, |it| it.parse().unwrap())
}

/// A generated policy as a system: an unload doesn't tell which IDs are only assumed.
pub(crate) fn database(seed: u64) -> Database {
    let compiled = compile_text(&generate::case(seed, 0).text()).unwrap();
    let mut database = build::build(&compiled.model).database;
    database.assumed.clear();
    database.assumed_profiles.clear();
    database
}

pub(crate) fn engine(database: &Database) -> Engine {
    let tree = SourceTree::from(policy::translate(database).file);
    let compiled = compile(&SourceMap::default(), &[tree], &Settings::default());
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|it| it.is_error()).collect();
    Engine::open(compiled.bundle.unwrap_or_else(|| panic!("{errors:#?}"))).unwrap()
}

#[test]
fn what_was_unloaded_decides_as_before() {
    for seed in 0..cases(60) {
        let before = database(seed);
        let mut after = read(&[&unload(&before)]).database;
        after.options = before.options.clone();
        let (one, other) = (engine(&before), engine(&after));
        for request in generate::case(seed, 60).requests {
            let [one, other] =
                [&one, &other].map(|it| request.with_borrowed(|it_| Facts::of(&it.decide(it_))));
            assert_eq!(other, one, "seed {seed}: {}", request.to_json());
        }
        assert_eq!(between(&model(&before), &model(&after)), [], "seed {seed}");
    }
}

/// The errors of the policy that a database represents.
fn errors(database: &Database) -> Vec<String> {
    let tree = SourceTree::from(policy::translate(database).file);
    let compiled = compile(&SourceMap::default(), &[tree], &Settings::default());
    let errors = compiled.diagnostics.into_iter().filter(Diagnostic::is_error);
    errors.map(|it| it.message).collect()
}

/// Kinds and subjects of what was found.
fn found(system: &System) -> BTreeSet<(FindingKind, String)> {
    let all = system.findings.iter();
    all.flat_map(|(kind, subjects)| subjects.keys().map(move |it| (kind, it.clone()))).collect()
}

/// The basic records of groups and users, and what connects them.
const REFERRED_TO: [&str; 4] = ["0100", "0102", "0200", "0205"];

#[test]
fn a_group_a_user_or_a_connection_that_is_missing_is_reported() {
    for seed in 0..cases(6) {
        let records = unload(&database(seed));
        let lines: Vec<&str> = records.lines().collect();
        let whole = read(&[&records]);
        for (at, line) in lines.iter().enumerate() {
            if !REFERRED_TO.contains(&kind(line)) {
                continue;
            }
            let mut fewer = lines.clone();
            fewer.remove(at);
            let cut = read(&[&fewer.join("\n")]);
            let is_same = contents(&cut.database) == contents(&whole.database);
            assert!(is_same || found(&cut) != found(&whole), "seed {seed} without {line}");
        }
    }
}

/// The type of a record.
fn kind(line: &str) -> &str {
    line.get(..4).unwrap()
}

/// Records of which some are cut off, filtered or lost.
fn cut<'l>(dice: &mut Dice, lines: &[&'l str]) -> Vec<&'l str> {
    let at = dice.between(1, lines.len());
    match dice.below(4) {
        0 => lines[..at].to_vec(),
        1 => lines[at - 1..].to_vec(),
        2 => lines.iter().copied().filter(|_| dice.chance(90)).collect(),
        _ => {
            let kind = kind(lines[at - 1]);
            lines.iter().copied().filter(|it| !it.starts_with(kind)).collect()
        }
    }
}

/// Every line with the head of its paragraph.
fn facts(system: &System) -> BTreeSet<String> {
    let mut head = String::new();
    let mut all = BTreeSet::new();
    for line in contents(&system.database).lines() {
        if line.starts_with(' ') {
            all.insert(format!("{head}{line}"));
        } else {
            line.split(':').next().unwrap_or_default().clone_into(&mut head);
        }
    }
    all
}

/// Of what a cut leaves, nothing is more than was there, or it is reported. A policy that refers to a class whose
/// definition was cut off is refused, which names the class.
#[test]
fn a_cut_states_nothing_that_was_not_there() {
    for seed in 0..cases(40) {
        let records = unload(&database(seed));
        let whole = read(&[&records]);
        let (all, known) = (facts(&whole), found(&whole));
        let lines: Vec<&str> = records.lines().collect();
        let mut dice = Dice::new(seed);
        for _ in 0..6 {
            let kept = cut(&mut dice, &lines);
            let system = read(&[&kept.join("\n")]);
            let more: Vec<String> = facts(&system).difference(&all).cloned().collect();
            let reported = found(&system) != known;
            assert!(more.is_empty() || reported, "seed {seed}: {more:#?}");
            let errors = errors(&system.database);
            let is_known = |it: &String| it.starts_with("unknown class");
            assert!(errors.iter().all(is_known), "seed {seed}: {errors:#?}");
        }
    }
}

/// Files of a split database and of a sorted one are the same system, whichever file holds which record.
#[test]
fn records_in_any_order_and_any_number_of_files_are_the_same_system() {
    for seed in 0..cases(40) {
        let records = unload(&database(seed));
        let whole = contents(&read(&[&records]).database);
        let mut dice = Dice::new(seed);
        let mut files = vec![String::new(); dice.between(1, 5)];
        // The members of a variable are in the order of their records.
        let is_ordered = |line: &&str| line.starts_with("0503") && line.contains(" RACFVARS");
        let (ordered, mut others): (Vec<&str>, Vec<&str>) = records.lines().partition(is_ordered);
        dice.shuffle(&mut others);
        for line in others {
            let at = dice.below(files.len());
            files[at].extend([line, "\n"]);
        }
        files[0] += &ordered.join("\n");
        let parts: Vec<&str> = files.iter().map(String::as_str).collect();
        assert_eq!(contents(&read(&parts).database), whole, "seed {seed}");
    }
}

#[test]
fn records_that_are_there_twice_are_an_error_or_change_nothing() {
    for seed in 0..cases(20) {
        let records = unload(&database(seed));
        let whole = contents(&read(&[&records]).database);
        let lines: Vec<&str> = records.lines().collect();
        let mut dice = Dice::new(seed);
        for _ in 0..6 {
            let again = cut(&mut dice, &lines).join("\n");
            let system = read(&[&records, &again]);
            assert_eq!(contents(&system.database), whole, "seed {seed}");
        }
    }
}

/// A record with some of its bytes overwritten, cut out or put in.
fn damaged(dice: &mut Dice, records: &str) -> Vec<u8> {
    let mut bytes = records.as_bytes().to_vec();
    for _ in 0..dice.between(1, 12) {
        let at = dice.below(bytes.len());
        let until = (at + dice.between(1, 300)).min(bytes.len());
        match dice.below(4) {
            0 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            1 => drop(bytes.drain(at..until)),
            2 => {
                let copy = bytes[at..until].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            _ => bytes[at..until].fill(dice.pick(&[b' ', b'0', b'*', b'"', b'}', 0xE4])),
        }
        if bytes.is_empty() {
            bytes.extend_from_slice(b"0100 ");
        }
    }
    bytes
}

/// Damaged records become a policy, whose text may have errors, and nothing panics on the way.
#[test]
fn damaged_records_never_make_it_panic() {
    for seed in 0..cases(40) {
        let records = unload(&database(seed));
        let mut dice = Dice::new(seed);
        for _ in 0..6 {
            let bytes = damaged(&mut dice, &records);
            let Some(form) = Form::of(&bytes) else { continue };
            let mut reader = Reader::default();
            reader.file(FileId(0), form, bytes.as_slice()).unwrap();
            let system = reader.finish();
            let tree = SourceTree::from(policy::translate(&system.database).file);
            drop(compile(&SourceMap::default(), &[tree], &Settings::default()));
        }
    }
}
