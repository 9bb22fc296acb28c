//! Counts of commands add up: what is understood, not understood and skipped is all that was found.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use saffron_command_files::script::Values;
use saffron_diagnostics::SourceMap;
use saffron_racf::database::Session;
use saffron_racf::play::{self, CommandFile};
use saffron_racf_convert::import::Importer;
use serde_json::Value;

use crate::cli::run;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands")
}

/// Every fixture of a host of commands, and those of import.
fn files() -> Vec<PathBuf> {
    let listed = ["host", "import", "readme"].map(|it| fixtures().join(it));
    let entries = listed.iter().flat_map(|directory| fs::read_dir(directory).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file() && path.extension().is_none_or(|it| it != "var")).collect()
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn sum(value: &Value, keys: &[&str]) -> u64 {
    keys.iter().map(|key| number(value, key)).sum()
}

/// The exit status of a command on a file, and the JSON that it prints.
fn json(place: &Path, command: &str, file: &Path) -> (i32, Value) {
    let mut words: Vec<&str> = command.split(' ').collect();
    words
        .insert(words.iter().take_while(|it| !it.starts_with('-')).count(), file.to_str().unwrap());
    let output = run(place, &words);
    let value = serde_json::from_slice(&output.stdout);
    let value = value.unwrap_or_else(|error| panic!("{command} {}: {error}", file.display()));
    (output.status.code().unwrap(), value)
}

/// Every kind of file in which commands are.
const HOSTS: [&str; 11] = [
    "Clist", "Commands", "Jcl", "Markdown", "Markup", "Notes", "Program", "Rexx", "Shell", "Xml",
    "Yaml",
];

/// Reading, running and importing find the same, in every kind of file.
#[test]
fn what_was_found_is_the_sum() {
    let mut lost = 0;
    let mut hosts = BTreeSet::new();
    for path in files() {
        let (name, text) = (path.to_str().unwrap(), fs::read_to_string(&path).unwrap());
        let mut sources = SourceMap::default();
        let file = sources.add(name, &text);
        let of = CommandFile { file, path: name, text: &text };
        let read = play::read(&[of], &Values::new());
        let mut session = Session::default();
        let ran = play::play(&[of], &Values::new(), &mut session, |_| {}).counts;
        let mut importer = Importer::new("imported", Session::default());
        let script = saffron_command_files::extract(file, name, &text, &Values::new());
        if read.found() > 0 {
            hosts.insert(format!("{:?}", script.host));
        }
        importer.script(script);
        let made = importer.finish().commands;
        let missed = read.not_understood;
        assert_eq!((ran.total(), made.found), (read.found(), read.found()), "{name}");
        assert_eq!((ran.not_understood, made.not_understood), (missed, missed), "{name}");
        let parts = made.done + made.in_part + made.failed + made.skipped;
        assert_eq!(parts + missed, made.found, "{name}");
        lost += missed;
    }
    assert_eq!(hosts, HOSTS.map(str::to_owned).into());
    assert!(lost > 20, "the fixtures have commands that are not understood: {lost}");
}

#[test]
fn programs_get_the_sum() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    let parts = ["done", "in_part", "failed", "skipped", "not_understood"];
    for name in ["broken.racf", "three-managers.jcl", "passed.rexx"] {
        let file = fixtures().join("host").join(name);
        let (status, checked) = json(place, "racf check --format json", &file);
        let skipped = checked["skipped"].as_array().unwrap().len() as u64;
        let found = number(&checked, "found");
        assert_eq!(found, sum(&checked, &["understood", "not_understood"]) + skipped, "{name}");
        let (ran_status, ran) = json(place, "racf run --format json", &file);
        let import = format!("import --allow-errors --format json -o {}", name.replace('.', "-"));
        let (made_status, made) = json(place, &import, &file);
        for counts in [&ran["counts"], &made["report"]["commands"]] {
            assert_eq!((number(counts, "found"), sum(counts, &parts)), (found, found), "{name}");
            assert_eq!(counts["not_understood"], checked["not_understood"], "{name}");
        }
        assert_eq!((status, ran_status, made_status), (1, 1, 1), "{name}");
    }
}

/// A line that only a warning reports is lost as well.
#[test]
fn an_import_that_lost_a_line_fails() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    let script = "/* REXX */\naddress tso \"ADDGROUP PAYGRP\"\nleft = \"DELGROUP OLDGRP\"\n";
    fs::write(place.join("pay.rexx"), script).unwrap();
    let output = run(place, &["import", "pay.rexx", "-o", "p"]);
    let text = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
    assert!(text.contains("SAF1023") && !text.contains("error["), "{text}");
    assert!(text.contains("2 commands: 1 done") && text.contains("1 not understood"), "{text}");
    assert_eq!(output.status.code(), Some(1), "{text}");
}
