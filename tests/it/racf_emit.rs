//! Policies as RACF commands: what an administrator reads, and that the commands come to the policy.

use std::fs;
use std::path::Path;

use insta::glob;
use saffron_racf::emit::racf;
use saffron_tests::pipeline::compile_text;

/// Compares with `tests/snapshots/STAGE/FIXTURE.snap`.
fn snapshot(stage: &str, path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{stage}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    let stem = path.file_stem().unwrap().to_str().unwrap();
    settings.bind(|| insta::assert_snapshot!(stem, text));
}

#[test]
fn commands_of_the_fixtures() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let compiled = compile_text(&fs::read_to_string(path).unwrap()).unwrap();
        let emission = racf(&compiled.model);
        let remarks: String = emission.remarks.iter().map(|it| format!("* {it}\n")).collect();
        let commands = format!("{}\n=== remarks ===\n{remarks}", emission.commands);
        snapshot("racf-emit", path, &commands);
        snapshot("racf-undo", path, &emission.undo);
    });
}
