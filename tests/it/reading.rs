//! What a run reads, and what it calls it: paths as they were typed, standard input, sections of
//! runbooks, packages below a directory, line ends.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::cli::saffron;

const POLICY: &str = "group PAYGRP\nuser PAYCLK { default-group PAYGRP }\nprofile FACILITY \"PAY.RUN\" {\n  \
                      uacc none\n  permit PAYGRP: read\n}\ntest \"a\" { user PAYCLK { may alter FACILITY \"PAY.RUN\" } }\n";

const WRONG: &str = "group PAYGRP { superior NONE1 }\n";

fn package(place: &Path, policy: &str) {
    fs::create_dir_all(place).unwrap();
    let manifest = "[package]\nname = \"pay\"\nedition = \"2026\"\n";
    fs::write(place.join("saffron.toml"), manifest).unwrap();
    fs::write(place.join("a.saf"), policy).unwrap();
}

/// The exit status, and both outputs one after the other.
fn output(place: &Path, arguments: &str) -> (Option<i32>, String) {
    with_input(place, arguments, "")
}

/// The bundle of a policy on standard input.
fn compiled(place: &Path) -> Vec<u8> {
    assert_eq!(with_input(place, "compile - -o p.safb", POLICY).0, Some(0));
    fs::read(place.join("p.safb")).unwrap()
}

fn with_input(place: &Path, arguments: &str, input: &str) -> (Option<i32>, String) {
    with_bytes(place, arguments, input.as_bytes())
}

fn with_bytes(place: &Path, arguments: &str, input: &[u8]) -> (Option<i32>, String) {
    let mut child = Command::new(saffron())
        .args(arguments.split(' '))
        .current_dir(place)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that needs no input may have ended.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
    (output.status.code(), text)
}

#[test]
fn paths_are_shown_as_they_were_typed() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    package(&place.join("sub/pay"), POLICY);
    package(&place.join("sub/bad"), WRONG);
    for typed in ["sub/bad", "./sub/bad", "sub/bad/saffron.toml", "sub/bad/a.saf"] {
        let (_, text) = output(place, &format!("check {typed}"));
        assert!(text.contains("--> sub/bad/a.saf:1:"), "{text}");
    }
    let (_, text) = output(&place.join("sub/pay"), "check ../bad");
    assert!(text.contains("--> ../bad/a.saf:1:"), "{text}");
    let (_, text) = output(place, "check sub/bad --format json");
    assert!(text.contains("\"file\": \"sub/bad/a.saf\""), "{text}");
    let (_, junit) = output(place, "test sub/pay --format junit");
    assert!(junit.contains("sub/pay/a.saf:7"), "{junit}");
    let asked = "--user PAYCLK --class FACILITY --resource PAY.RUN --format json";
    let (_, text) = output(place, &format!("explain sub/pay {asked}"));
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["decision"]["source"]["file"], "sub/pay/a.saf");
}

#[test]
fn a_bundle_does_not_depend_on_where_its_package_is() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    package(&place.join("sub/pay"), POLICY);
    assert_eq!(output(place, "compile sub/pay -o one.safb").0, Some(0));
    assert_eq!(output(&place.join("sub/pay"), "compile . -o ../../two.safb").0, Some(0));
    assert_eq!(
        fs::read(place.join("one.safb")).unwrap(),
        fs::read(place.join("two.safb")).unwrap()
    );
    let asked = "--user PAYCLK --class FACILITY --resource PAY.RUN --format json";
    let (_, text) = output(place, &format!("explain one.safb {asked}"));
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["decision"]["source"]["file"], "a.saf");
}

#[test]
fn a_dash_is_standard_input_wherever_a_file_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    assert_eq!(with_input(place, "check -", POLICY).0, Some(0));
    assert_eq!(with_input(place, "fmt -", POLICY).0, Some(0));
    let (status, text) = with_input(place, "check -", WRONG);
    assert!(status == Some(1) && text.contains("--> standard input:1:"), "{text}");
    let commands = "ADDGROUP PAY\nADDUSER ABLE DFLTGRP(PAY)\n";
    assert_eq!(with_input(place, "racf check -", commands).0, Some(0));
    assert_eq!(with_input(place, "racf run -", commands).0, Some(0));
    let bundle = compiled(place);
    let inspected = with_bytes(place, "inspect -", &bundle);
    assert_eq!(inspected.0, Some(0), "{}", inspected.1);
    let (status, text) = with_input(place, "eval - --requests -", POLICY);
    assert!(status == Some(2) && text.contains("can be read only once"), "{text}");
}

const RUNBOOK: &str = "# Payroll\n\n## Install\n\n```\nADDGROUP PAY\nPERMIT A.B CLASS(FACILITY) ID(PAY) ACCESS(READ)\n```\n\n\
                       ## Undo\n\n```\nPERMIT A.B CLASS(FACILITY) ID(PAY) DELETE\nDELGROUP PAY\n```\n";

#[test]
fn one_section_of_a_runbook_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    fs::write(place.join("pay.md"), RUNBOOK).unwrap();
    fs::write(place.join("b.racf"), "RDEFINE FACILITY A.B\n").unwrap();
    let (_, text) = output(place, "racf run b.racf pay.md");
    assert!(text.contains("SAF1205"), "{text}");
    let (status, text) = output(place, "racf run b.racf pay.md --section install");
    assert!(status == Some(0) && !text.contains("SAF1205"), "{text}");
    let (_, text) = output(place, "racf check pay.md --section Undo");
    assert!(text.contains("2 of 2 commands understood"), "{text}");
    let (status, text) = output(place, "racf check pay.md --section Remove");
    assert!(status == Some(2) && text.contains("Payroll / Install"), "{text}");
    let (status, text) = output(place, "racf check b.racf --section Undo");
    assert!(status == Some(2) && text.contains("no effect"), "{text}");
}

/// The base is read as a whole, whether it is a runbook or not; the section is of the runbook that runs on it.
#[test]
fn one_section_of_a_runbook_runs_on_a_base() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    fs::write(place.join("pay.md"), RUNBOOK).unwrap();
    fs::write(place.join("base.racf"), "RDEFINE FACILITY A.B\n").unwrap();
    fs::write(place.join("base.md"), "# System\n\n```\nRDEFINE FACILITY A.B\n```\n").unwrap();
    for base in ["base.racf", "base.md"] {
        let (status, text) =
            output(place, &format!("racf run pay.md --section install --base {base}"));
        assert!(status == Some(0) && text.contains("2 commands: 2 done"), "{text}");
    }
}

#[test]
fn a_prefix_that_only_the_run_knows_needs_a_value() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    let script = "PROFILE PREFIX(&SYSUID)\nPERMIT MY.DATA ID(PAYCLK) ACCESS(READ)\n";
    fs::write(place.join("pay.clist"), script).unwrap();
    let (status, text) = output(place, "import pay.clist -o pay");
    assert!(status == Some(1) && text.contains("needs values for these parameters"), "{text}");
    assert!(text.contains("DATASET ${SYSUID}.MY.DATA"), "{text}");
    let (status, text) = output(place, "import pay.clist --var SYSUID=PAYADM -o adm");
    assert!(status == Some(0), "{text}");
}

#[test]
fn each_package_below_a_directory_is_checked() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    package(&place.join("all/pay"), POLICY);
    package(&place.join("all/more/bad"), WRONG);
    let (status, text) = output(place, "check --all all");
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("all/more/bad: not ok") && text.contains("all/pay: ok"), "{text}");
    fs::remove_dir_all(place.join("all/more")).unwrap();
    assert_eq!(output(place, "check --all .").0, Some(0));
}

#[test]
fn line_ends_of_a_file_are_kept() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    let (_, canonical) = with_input(place, "fmt -", POLICY);
    let windows = canonical.replace('\n', "\r\n");
    fs::write(place.join("lf.saf"), &canonical).unwrap();
    fs::write(place.join("crlf.saf"), &windows).unwrap();
    fs::write(place.join("mixed.saf"), canonical.replacen('\n', "\r\n", 1)).unwrap();
    assert_eq!(output(place, "fmt --check lf.saf crlf.saf").0, Some(0));
    assert_eq!(output(place, "fmt --check mixed.saf").0, Some(1));
    assert_eq!(output(place, "fmt mixed.saf").0, Some(0));
    assert_eq!(fs::read_to_string(place.join("mixed.saf")).unwrap(), windows);
}
