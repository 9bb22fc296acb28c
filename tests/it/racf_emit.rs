//! Policies as RACF commands: what an administrator reads, and that the commands come to the policy.

use std::fs;
use std::path::Path;

use insta::glob;
use saffron_lang::Diagnostic;
use saffron_racf::emit::{Emission, racf};
use saffron_racf::script::CommandText;
use saffron_racf::syntax;
use saffron_tests::casebook;
use saffron_tests::generate;
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

fn logical(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = String::new();
    let mut drop = false;
    for line in text.lines() {
        assert!(line.chars().count() <= 72, "{line}");
        assert!(!line.starts_with("/*") && !line.starts_with("//"), "{line}");
        if line.trim_start().starts_with("/*") || line.is_empty() {
            assert!(open.is_empty(), "{line}");
            continue;
        }
        let line = if drop { line.trim_start() } else { line };
        drop = line.ends_with('+');
        open.push_str(line.strip_suffix(['-', '+']).unwrap_or(line));
        if !line.ends_with(['-', '+']) {
            all.push(std::mem::take(&mut open));
        }
    }
    assert!(open.is_empty());
    all
}

fn check(emission: &Emission) {
    for text in logical(&emission.commands).into_iter().chain(logical(&emission.undo)) {
        let parsed = syntax::parse(&CommandText { text: text.clone(), ..CommandText::default() });
        let errors: Vec<&Diagnostic> = parsed.diagnostics.iter().collect();
        assert!(errors.is_empty(), "{text}\n{errors:#?}");
        assert!(parsed.command.is_some(), "{text}");
    }
}

#[test]
fn each_command_is_understood() {
    for seed in 0..400 {
        let case = generate::case(seed, 0);
        let compiled = compile_text(&case.text()).unwrap();
        check(&racf(&compiled.model));
    }
    glob!("../casebook", "*.md", |path| {
        for case in casebook::chapter(&fs::read_to_string(path).unwrap()).unwrap() {
            if let Ok(compiled) = compile_text(&case.policy) {
                check(&racf(&compiled.model));
            }
        }
    });
}
