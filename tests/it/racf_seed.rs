//! PERMIT, sentence by sentence of its page, and against a second implementation of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use saffron_racf::database::authority::check_authority;
use saffron_racf::database::{Database, Session};
use saffron_racf::syntax;
use saffron_tests::commandbook::{chapter, command_text};
use saffron_tests::permit::{Condition, Lists, PREPARATION, Permit, Place, World, sequence};
use saffron_tests::run::setting;

fn chapters(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands").join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Plays every case of a folder; where one goes another way, the test fails.
pub(crate) fn play(folder: &str) {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for path in chapters(folder) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for case in chapter(&std::fs::read_to_string(&path).unwrap()).unwrap() {
            let mistakes = case.mistakes().into_iter();
            found.extend(mistakes.map(|it| format!("{file}:{it}")));
            assert!(names.insert(format!("{file} {}", case.name)), "two cases: {}", case.name);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(!names.is_empty(), "no case");
}

#[test]
fn cases_are_as_the_page_says() {
    play("seed");
}

/// Sections of PERMIT's page and how many sentences each has, items of lists among them.
const SENTENCES: [(&str, usize); 15] = [
    ("Purpose", 22),
    ("Authorization", 11),
    ("Syntax", 1),
    ("profile-name-1", 5),
    ("ACCESS", 8),
    ("DELETE", 5),
    ("CLASS", 4),
    ("FCLASS", 5),
    ("FROM", 9),
    ("GENERIC", 2),
    ("ID", 8),
    ("RESET(ALL)", 8),
    ("RESET(STANDARD)", 6),
    ("RESET(WHEN)", 4),
    ("WHEN(TERMINAL)", 1),
];

/// `Purpose 4, 5`: a section and sentences of it.
fn sentences(text: &str) -> Vec<(String, usize)> {
    let Some((section, numbers)) = text.trim_end_matches('.').split_once(' ') else {
        return Vec::new();
    };
    let numbers = numbers.split(", ").filter_map(|it| it.parse().ok());
    numbers.map(|number| (section.to_owned(), number)).collect()
}

#[test]
fn every_sentence_of_the_page_has_its_case() {
    let mut shown: BTreeSet<(String, usize)> = BTreeSet::new();
    for path in chapters("seed") {
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            let case = line.strip_prefix("## ").and_then(|it| it.split_once(": "));
            shown.extend(case.into_iter().flat_map(|(place, _)| sentences(place)));
            let without = line.strip_prefix("Nothing to show: ");
            shown.extend(without.into_iter().flat_map(sentences));
        }
    }
    let all = SENTENCES.iter().flat_map(|(section, count)| {
        (1..=*count).map(move |number| ((*section).to_owned(), number))
    });
    let missing: Vec<_> = all.filter(|it| !shown.contains(it)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

/// Sequences of a run that doesn't say how many.
const SEQUENCES: u64 = 3_000;
const LONGEST: usize = 12;

/// The database on which sequences play; IBMUSER issues them, and authority is not checked.
fn prepared() -> Session {
    let mut session = Session::default();
    for line in PREPARATION.lines() {
        let command = syntax::parse(&command_text(line)).command.unwrap();
        let outcome = session.run(&command);
        assert_eq!(outcome.return_code, 0, "{line}: {:?}", outcome.messages);
    }
    session
}

/// Where the two differ after the first commands that make them differ.
fn difference(start: &Session, commands: &[Permit]) -> Option<String> {
    let (mut session, mut world) = (start.clone(), World::default());
    for command in commands {
        let expected = world.permit(command);
        let parsed = syntax::parse(&command_text(&command.to_string()));
        let Some(command) = parsed.command else {
            return Some(format!("not understood: {:?}", parsed.diagnostics));
        };
        // What nobody needs authority for, since it isn't there, must not be there for the command.
        let verdict = check_authority(&session.database, "BOB", &command, &session.rules);
        if verdict.rule == "not-defined" && expected < 8 {
            return Some(format!("by {} no authority is needed", verdict.because));
        }
        let outcome = session.run(&command);
        if outcome.return_code != expected {
            let said: Vec<&str> = outcome.messages.iter().map(|it| it.text.as_str()).collect();
            return Some(format!("{} instead of {expected}: {said:?}", outcome.return_code));
        }
        let found = lists(&session.database);
        for (place, expected) in &world.profiles {
            let found = found.get(place).cloned().unwrap_or_default();
            if found != *expected {
                return Some(format!("{place:?}\n is{found}\n not{expected}"));
            }
        }
    }
    None
}

fn lists(database: &Database) -> BTreeMap<Place, Lists> {
    let classes = database.classes.iter();
    let profiles = classes.flat_map(|(class, profiles)| profiles.iter().map(move |it| (class, it)));
    let profiles = profiles.map(|(class, (key, profile))| {
        let place = Place { class: class.clone(), name: key.name.clone(), generic: key.generic };
        let standard = profile.standard.iter().map(|(id, level)| (id.clone(), level.value));
        let conditional = profile.conditional.iter().map(|(key, level)| {
            let kind = key.kind.as_str().to_ascii_uppercase();
            ((key.id.clone(), Condition { kind, value: key.value.clone() }), level.value)
        });
        (place, Lists { standard: standard.collect(), conditional: conditional.collect() })
    });
    profiles.collect()
}

/// Leaves out commands, then operands, as long as the two still differ.
fn smaller(start: &Session, mut commands: Vec<Permit>) -> Vec<Permit> {
    let differs = |commands: &[Permit]| difference(start, commands).is_some();
    for at in (0..commands.len()).rev() {
        let mut fewer = commands.clone();
        fewer.remove(at);
        if differs(&fewer) {
            commands = fewer;
        }
    }
    for at in 0..commands.len() {
        for operand in (0..commands[at].operands.len()).rev() {
            let mut shorter = commands.clone();
            shorter[at].operands.remove(operand);
            if differs(&shorter) {
                commands = shorter;
            }
        }
    }
    commands
}

#[test]
fn both_implementations_of_permit_agree() {
    let start = prepared();
    let first = setting("SAFFRON_SEED", 1);
    for seed in first..first + setting("SAFFRON_SEQUENCES", SEQUENCES) {
        let commands = sequence(seed, LONGEST);
        if difference(&start, &commands).is_some() {
            let commands = smaller(&start, commands);
            let text: Vec<String> = commands.iter().map(Permit::to_string).collect();
            let why = difference(&start, &commands).unwrap_or_default();
            panic!("sequence {seed}:\n{}\n{why}", text.join("\n"));
        }
    }
}
