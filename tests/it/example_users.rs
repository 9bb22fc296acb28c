//! Example users exist for tests, and for nothing else.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::run;

const POLICY: &str = "options { generic [DATASET] }
group PAYGRP
group PAYROLL
user PAYCLK { default-group PAYGRP }
example user SOMEBODY { default-group PAYGRP }
example user CHIEF { default-group PAYGRP  attributes [special] }
connect SOMEBODY, PAYCLK to PAYROLL
profile DATASET \"PAYROLL.**\" { uacc none  permit PAYROLL: read }
test \"a member of the group reads\" {
  user SOMEBODY { may read DATASET \"PAYROLL.A\" }
  user PAYCLK   { may read DATASET \"PAYROLL.A\" }
}
test \"others don't\" { user CHIEF { may not read DATASET \"PAYROLL.A\" } }
";

fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let without = POLICY.lines().filter(|it| !it.starts_with("example"));
    let without: Vec<String> =
        without.map(|it| it.replace("SOMEBODY, ", "").replace("CHIEF", "PAYCLK")).collect();
    fs::write(directory.path().join("p.saf"), POLICY).unwrap();
    let without = without.join("\n").split("test ").next().unwrap().to_owned();
    fs::write(directory.path().join("without.saf"), without).unwrap();
    directory
}

fn output(place: &Path, arguments: &str) -> (Option<i32>, String) {
    let output = run(place, &arguments.split(' ').collect::<Vec<_>>());
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), text + &String::from_utf8(output.stderr).unwrap())
}

#[test]
fn tests_know_example_users() {
    let directory = directory();
    let (status, text) = output(directory.path(), "test p.saf");
    assert_eq!(status, Some(0), "{text}");
    let asked = "--user SOMEBODY --class DATASET --resource PAYROLL.A --exit-code";
    let explain =
        |option: &str| output(directory.path(), &format!("explain p.saf {asked}{option}"));
    assert_eq!(explain(" --examples").0, Some(0));
    let (status, text) = explain("");
    assert!(status == Some(1) && text.contains("user-unknown"), "{text}");
}

#[test]
fn everything_else_leaves_them_out() {
    let directory = directory();
    let place = directory.path();
    for command in [
        "emit --esm racf",
        "table --format csv",
        "who --class DATASET --resource PAYROLL.A",
        "graph --format dot",
    ] {
        let (status, text) = output(place, &command.replacen(' ', " p.saf ", 1));
        assert_eq!(status, Some(0), "{command}: {text}");
        assert!(!text.contains("SOMEBODY") && !text.contains("CHIEF"), "{command}: {text}");
    }
    let (status, text) = output(place, "diff p.saf without.saf --format json");
    let difference: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, &difference["equal"]), (Some(0), &Value::Bool(true)), "{text}");
    for name in ["p", "without"] {
        assert_eq!(output(place, &format!("compile {name}.saf -o {name}.safb")).0, Some(0));
    }
    let digest = |name: &str| {
        let (_, text) = output(place, &format!("inspect {name}.safb --format json"));
        serde_json::from_str::<Value>(&text).unwrap()["decision_digest"].clone()
    };
    assert_eq!(digest("p"), digest("without"));
}

#[test]
fn only_tests_refer_to_them() {
    for wrong in [
        "profile FACILITY \"A\" { owner CHIEF  uacc none }",
        "profile FACILITY \"A\" { notify CHIEF  uacc none }",
        "profile DATASET \"CHIEF.A\" { uacc none }",
        "group OTHER { owner CHIEF }",
        "started \"PAY.*\" { user CHIEF }",
        "permit CHIEF: update on DATASET \"PAYROLL.**\"",
        "feature \"f\" { requires CHIEF: read DATASET \"PAYROLL.A\" }",
    ] {
        let directory = directory();
        fs::write(directory.path().join("p.saf"), format!("{POLICY}{wrong}\n")).unwrap();
        let (status, text) = output(directory.path(), "check p.saf");
        assert_eq!(status, Some(1), "{wrong}: {text}");
        assert_eq!(text.matches("error[SAF").count(), 1, "{wrong}: {text}");
        assert!(text.contains("error[SAF0450]"), "{wrong}: {text}");
    }
}
