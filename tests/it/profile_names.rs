//! One check of profile names: `saffron check`, the simulated RACF and emission give the same answer
//! for every name.
//!
//! The names are those of all fixtures, case-books and shipped policies, and generated ones that
//! put every generic character into every place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use saffron_racf::database::Session;
use saffron_racf::syntax;
use saffron_racf_convert::emit::rebuild;
use saffron_tests::commandbook::command_text;
use saffron_tests::pipeline::compile_text;

/// Codes of diagnostics about the spelling of a profile's name.
const ABOUT_NAMES: std::ops::RangeInclusive<&str> = "SAF0401"..="SAF0409";

/// High-level qualifiers aren't about the spelling.
const UNKNOWN_QUALIFIER: &str = "SAF0405";

/// Classes whose rules for names differ; the last keeps lower-case letters.
const CLASSES: [&str; 5] = ["DATASET", "FACILITY", "PROGRAM", "JESSPOOL", "EJBROLE"];

const GENERATED: usize = 1_500;

/// Characters with a meaning in names.
const ALPHABET: &str = "[A1@.*%][A1@.*%-]{0,8}";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn files(directory: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
}

/// Every `profile CLASS "NAME"` of a text whose class is a supplied one.
fn profiles(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.match_indices("profile ").filter_map(|(at, word)| {
        let (class, rest) = text.get(at + word.len()..)?.split_once(" \"")?;
        let (name, _) = rest.split_once('"')?;
        let plain = class.bytes().all(|byte| byte.is_ascii_uppercase() || b"@#$".contains(&byte));
        (plain && !class.is_empty()).then(|| (class.to_owned(), name.to_owned()))
    })
}

/// Every `RDEFINE CLASS NAME` of a text.
fn defines(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.match_indices("RDEFINE ").filter_map(|(at, word)| {
        let mut words = text.get(at + word.len()..)?.split_whitespace();
        let (class, name) = (words.next()?, words.next()?);
        Some((class.to_owned(), name.to_owned()))
    })
}

/// A name that can be typed in a command and written in a policy as it is.
fn is_plain(name: &str) -> bool {
    !name.contains(['$', '{', '&', ' ', ',', ';', '(', ')', '\'', '"', '\\', '/'])
        && name.chars().all(|character| character.is_ascii_graphic())
}

fn fixture_names() -> BTreeSet<(String, String)> {
    let mut paths = Vec::new();
    for directory in ["tests/fixtures", "tests/casebook", "policies", "docs"] {
        files(&root().join(directory), &mut paths);
    }
    let mut names = BTreeSet::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let supplied =
            |class: &str| saffron_vocabulary::class::supplied().iter().any(|row| row.name == class);
        names.extend(
            profiles(&text).chain(defines(&text)).filter(|(class, name)| {
                supplied(class) && is_plain(name) && !has_declaration(class)
            }),
        );
    }
    names
}

/// Classes whose profiles have a declaration of their own in a policy.
fn has_declaration(class: &str) -> bool {
    matches!(class, "GLOBAL" | "RACFVARS" | "SECDATA" | "SECLABEL" | "CDT" | "STARTED" | "NODES")
}

/// What `saffron check` says of the name: `None` if it is accepted.
fn checked(class: &str, name: &str) -> Option<String> {
    let policy = policy(class, name);
    let errors = compile_text(&policy).err()?;
    errors.into_iter().find(|error| {
        let code = error.split(' ').nth(1).unwrap_or_default();
        ABOUT_NAMES.contains(&code) && code != UNKNOWN_QUALIFIER
    })
}

fn policy(class: &str, name: &str) -> String {
    let qualifier = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let group = saffron_vocabulary::name::is_group_name(&qualifier) && class == "DATASET";
    let declared = if group { format!("external group {qualifier}\n") } else { String::new() };
    format!("{declared}profile {class} \"{name}\" {{ uacc none }}\n")
}

/// What the simulated RACF says of the name.
fn defined(class: &str, name: &str) -> Option<String> {
    let mut session = Session::default();
    let quoted = if class == "DATASET" {
        let qualifier = name.split('.').next().unwrap_or_default();
        run(&mut session, &format!("ADDGROUP {qualifier}"));
        format!("ADDSD '{name}' UACC(NONE)")
    } else {
        format!("RDEFINE {class} {name} UACC(NONE)")
    };
    run(&mut session, "SETROPTS GENERIC(*) EGN");
    run(&mut session, &format!("SETROPTS CLASSACT({class}) GENERIC({class})"));
    run(&mut session, &quoted).into_iter().find(|text| text.contains("can't be a profile"))
}

fn run(session: &mut Session, command: &str) -> Vec<String> {
    let parsed = syntax::parse(&command_text(command));
    let Some(command) = parsed.command else {
        return parsed.diagnostics.into_iter().map(|found| found.message).collect();
    };
    session.run(&command).messages.into_iter().map(|message| message.text).collect()
}

fn differing(names: impl IntoIterator<Item = (String, String)>) -> (usize, Vec<String>) {
    let (mut refused, mut differ) = (0, Vec::new());
    for (class, name) in names {
        let (policy, command) = (checked(&class, &name), defined(&class, &name));
        refused += usize::from(policy.is_some());
        if policy.is_some() != command.is_some() {
            differ.push(format!("{class} {name}: check {policy:?}, racf run {command:?}"));
        }
    }
    (refused, differ)
}

#[test]
fn names_of_fixtures_get_one_answer() {
    let names = fixture_names();
    assert!(names.len() > 150, "only {} names were found", names.len());
    let (_, differ) = differing(names);
    assert!(differ.is_empty(), "{differ:#?}");
}

#[test]
fn generated_names_get_one_answer() {
    let mut runner = TestRunner::deterministic();
    let names: Vec<(String, String)> = (0..GENERATED)
        .map(|at| {
            let name = ALPHABET.prop_map(|name| name).new_tree(&mut runner).unwrap().current();
            let class = CLASSES[at % CLASSES.len()];
            let name = if class == "DATASET" && at % 2 == 0 { format!("HLQ.{name}") } else { name };
            (class.to_owned(), name)
        })
        .collect();
    let count = names.len();
    let (refused, differ) = differing(names);
    assert!(differ.is_empty(), "{differ:#?}");
    assert!(refused > count / 10 && count - refused > count / 10, "{refused} of {count} refused");
}

/// The case that once had three answers.
#[test]
fn a_percent_before_the_last_asterisk_is_refused_everywhere() {
    assert!(checked("FACILITY", "A%*").unwrap().contains("SAF0407"));
    assert!(defined("FACILITY", "A%*").unwrap().contains("ends in `%*`"));
    let spelt_out = compile_text(&policy("FACILITY", "A%.**")).unwrap();
    assert!(rebuild(&spelt_out.model).build.text().contains("RDEFINE FACILITY A%.**"));
}
