//! SARIF that the commands write follows its schema.
//!
//! `tests/fixtures/sarif-2.1.0.json` is the part of the standard's schema that Saffron writes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::run;

/// Commands that write SARIF, in a directory with the files of [`prepare`].
const RUNS: [&[&str]; 8] = [
    &["check", "wrong.saf", "--format", "sarif"],
    &["check", "payroll", "--format", "sarif"],
    &["check", "--esm", "acf2", "commands.acf2", "--format", "sarif"],
    &["test", "payroll", "failing.saf", "--format", "sarif"],
    &["test", "wrong.saf", "--format", "sarif"],
    &["diff", "payroll", "other.saf", "--format", "sarif"],
    &["audit", "payroll", "--format", "sarif"],
    &["drift", "payroll", "other.saf", "--format", "sarif"],
];

fn prepare(at: &Path) {
    assert!(run(at, &["init", "payroll"]).status.success());
    let write = |name: &str, text: &str| fs::write(at.join(name), text).unwrap();
    write("wrong.saf", "group PAY\nprofile FACILITY \"X\" { uacc reed }\n");
    write("other.saf", "group PAY\nuser PAYCLK { default-group PAY }\n");
    write("failing.saf", "test \"no\" { user PAYCLK { may alter DATASET \"PAYROLL.X\" } }\n");
    write("commands.acf2", "SET RULE\nNONSENSE\n");
}

#[test]
fn logs_follow_the_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let directory = tempfile::tempdir().unwrap();
    prepare(directory.path());
    for arguments in RUNS {
        let output = run(directory.path(), arguments);
        let log: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {output:?}"));
        let faults: Vec<String> =
            schema.iter_errors(&log).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(faults.is_empty(), "{arguments:?}\n{}\n{log:#}", faults.join("\n"));
    }
}
