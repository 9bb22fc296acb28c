//! What the command line writes for programs has the form that its schema in `docs/schema` states.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::{Registry, Validator};
use serde_json::Value;

use crate::cli::{run, saffron};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The schemas by the names of their files.
fn schemas() -> BTreeMap<String, Validator> {
    let files = fs::read_dir(root().join("docs/schema")).unwrap().map(|it| it.unwrap().path());
    let texts: Vec<(String, Value)> = files
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
        })
        .collect();
    let common = texts.iter().find(|(name, _)| name == "common").unwrap().1.clone();
    let address = common["$id"].as_str().unwrap().to_owned();
    let registry = Registry::new().add(address, common).unwrap().prepare().unwrap();
    let validator =
        |schema: &Value| jsonschema::options().with_registry(&registry).build(schema).unwrap();
    texts.iter().map(|(name, schema)| (name.clone(), validator(schema))).collect()
}

/// The commands with output for programs, with their subcommands: `racf-check`.
fn commands() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = vec![Vec::<String>::new()];
    while let Some(words) = pending.pop() {
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments.push("-h");
        let help = String::from_utf8(run(&root(), &arguments).stdout).unwrap();
        let values = help.split_whitespace().collect::<Vec<_>>().join(" ");
        if values.contains(", json]") || values.contains(", json,") {
            found.insert(words.join("-"));
        }
        let inner = help.split_once("Commands:\n").map(|(_, rest)| rest).unwrap_or_default();
        let inner = inner.lines().take_while(|line| !line.is_empty());
        for line in inner.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
            let name = line.split_whitespace().next().unwrap();
            if name != "help" {
                pending.push(words.iter().cloned().chain([name.to_owned()]).collect());
            }
        }
    }
    found
}

/// The JSON documents in transcripts, each with its command line. Where a transcript leaves a text
/// out, there is a number, which is what varies between runs.
fn transcripts() -> Vec<(String, Value)> {
    let files = fs::read_dir(root().join("tests/cli")).unwrap().map(|it| it.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "trycmd"));
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(path).unwrap();
        for run in text.split("\n$ saffron ").skip(1) {
            let (command, output) = run.split_once('\n').unwrap();
            if !command.contains(" json") {
                continue;
            }
            let output = output.split_once("\n```").map_or(output, |(output, _)| output);
            let output = output.split_once('\n').filter(|(it, _)| it.starts_with("? "));
            let output = output.map_or(run.split_once('\n').unwrap().1, |(_, output)| output);
            let output = output.split_once("\n```").map_or(output, |(output, _)| output);
            let output = output.replace(": [..]", ": 1");
            let documents = serde_json::Deserializer::from_str(&output).into_iter::<Value>();
            for document in documents.take_while(Result::is_ok) {
                found.push((command.to_owned(), document.unwrap()));
            }
        }
    }
    found
}

/// The name of the schema for a command line.
fn name(command: &str) -> String {
    let mut words = command.split(' ');
    match (words.next().unwrap(), words.next().unwrap_or_default()) {
        ("diff", "--esm") => "diff-esm".to_owned(),
        ("table", _) if command.contains(" --esm ") => "table-esm".to_owned(),
        (group @ ("racf" | "safr"), inner) => format!("{group}-{inner}"),
        (command, _) => command.to_owned(),
    }
}

fn check(schemas: &BTreeMap<String, Validator>, command: &str, document: &Value) {
    let schema = &schemas[&name(command)];
    let faults: Vec<String> =
        schema.iter_errors(document).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(faults.is_empty(), "saffron {command}\n{}\n{document:#}", faults.join("\n"));
}

/// Command lines whose output no transcript shows.
const RUNS: [&str; 22] = [
    "init payroll --format json",
    "check payroll --format json",
    "check bad.saf --format json",
    "check --all . --format json",
    "test payroll --format json",
    "compile payroll -o p.safb --format json",
    "compile bad.saf -o bad.safb --format json",
    "inspect p.safb --format json",
    "emit --esm racf payroll --format json",
    "fmt payroll bad.saf --format json",
    "graph payroll --format json",
    "racf check setup.racf --format json",
    "racf run setup.racf --authority-report --list --format json",
    "import setup.racf -o imported --format json",
    "codes --format json",
    "diff payroll changed.saf --format json",
    "diff payroll payroll --format json",
    "who payroll --class DATASET --resource PAYROLL.MASTER --format json",
    "who payroll --class DATASET --profile PAYROLL.** --format json",
    "what payroll --user PAYCLK --format json",
    "emit --esm tss payroll --allow-wider --format json",
    "audit payroll --format json",
];

#[test]
fn outputs_for_programs_follow_their_schemas() {
    let schemas = schemas();
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    fs::write(place.join("bad.saf"), "group STAFF { superior NONE1 }\n").unwrap();
    fs::write(place.join("changed.saf"), "group PAY\nuser PAYCLK { default-group PAY }\n").unwrap();
    fs::write(place.join("setup.racf"), "ADDGROUP PAY\nADDUSER ABLE DFLTGRP(PAY)\nFOO BAR\n")
        .unwrap();
    let mut seen = BTreeSet::new();
    for command in RUNS {
        let output = run(place, &command.split(' ').collect::<Vec<_>>());
        let document = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{command}: {error}: {output:?}"));
        check(&schemas, command, &document);
        seen.insert(name(command));
    }
    for (command, document) in transcripts() {
        let is_answer = command.starts_with("eval") && document.get("error").is_none();
        if !is_answer {
            check(&schemas, &command, &document);
            seen.insert(name(&command));
        }
    }
    fs::copy(root().join("tests/fixtures/safr/mixed.sql"), place.join("mixed.sql")).unwrap();
    let manifest = place.join("payroll/saffron.toml");
    let site = "\n[esm.tss.default]\ndepartment = \"PAYDEPT\"\nresource-owner = \"PAYDEPT\"\n";
    fs::write(&manifest, fs::read_to_string(&manifest).unwrap() + site).unwrap();
    let command =
        "emit --esm tss payroll -o p.tss --allow-wider --report r.json --report-format json";
    assert!(run(place, &command.split(' ').collect::<Vec<_>>()).status.success());
    let report = serde_json::from_slice(&fs::read(place.join("r.json")).unwrap()).unwrap();
    check(&schemas, "emit-report", &report);
    let command = "safr import mixed.sql --rules safr -o workbench --format json";
    let output = run(place, &command.split(' ').collect::<Vec<_>>());
    check(&schemas, command, &serde_json::from_slice(&output.stdout).unwrap());
    seen.insert(name(command));
    let events = root().join("tests/fixtures/replay");
    for file in ["zowe.irradu00", "new.irrdbu00"] {
        fs::copy(events.join(file), place.join(file)).unwrap();
    }
    let command = "replay new.irrdbu00 --events zowe.irradu00 --unused --format json";
    let output = run(place, &command.split(' ').collect::<Vec<_>>());
    check(&schemas, command, &serde_json::from_slice(&output.stdout).unwrap());
    seen.insert(name(command));
    // Of `eval` only what it says of malformed requests has a schema; that is checked below.
    seen.insert("eval".to_owned());
    let without: Vec<String> = commands().into_iter().filter(|it| !seen.contains(it)).collect();
    assert!(without.is_empty(), "no output of these commands is checked: {without:?}");
}

#[test]
fn each_command_has_a_manual_page_and_an_example() {
    let directory = tempfile::tempdir().unwrap();
    assert!(run(directory.path(), &["man", "-o", "pages"]).status.success(), "{:?}", saffron());
    for command in ["", "-check", "-safr-report", "-racf-run", "-man"] {
        let page = directory.path().join(format!("pages/saffron{command}.1"));
        let page = fs::read_to_string(&page).unwrap_or_else(|_| panic!("{}", page.display()));
        assert!(page.contains("EXAMPLE"), "{command}");
    }
}

#[test]
fn malformed_requests_are_json_lines_in_the_place_of_their_answers() {
    let schemas = schemas();
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    assert!(run(place, &["init", "payroll"]).status.success());
    let request = r#"{"user":"PAYCLK","class":"DATASET","resource":"PAYROLL.M"}"#;
    let requests = format!("{request}\n{{\"user\":\"PAYCLK\",\"clas\":\"X\"}}\n{request}\n");
    fs::write(place.join("r.jsonl"), requests).unwrap();
    let arguments = ["eval", "payroll", "--requests", "r.jsonl", "--errors", "json"];
    let output = run(place, &arguments);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    check(&schemas, "eval", &lines[1]);
    assert_eq!(lines[1]["error"]["place"]["line"], 2);
    assert!(lines[0]["outcome"].is_string() && lines[2]["outcome"].is_string());
}

#[test]
fn a_script_reads_a_decision_from_the_exit_status() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    assert!(run(place, &["init", "payroll"]).status.success());
    let asked = |access: &str| {
        let resource = ["--class", "DATASET", "--resource", "PAYROLL.M", "--access", access];
        let head = ["explain", "payroll", "--exit-code", "--user", "PAYCLK"];
        run(place, &[head.as_slice(), resource.as_slice()].concat()).status.code()
    };
    assert_eq!((asked("read"), asked("alter")), (Some(0), Some(1)));
}

#[test]
fn check_and_test_are_about_the_current_directory() {
    let directory = tempfile::tempdir().unwrap();
    assert!(run(directory.path(), &["init", "."]).status.success());
    for command in ["check", "test"] {
        let output = run(directory.path(), &[command]);
        assert!(output.status.success(), "{output:?}");
    }
}
