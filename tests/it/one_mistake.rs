//! Policies with one mistake each, as people make them who are new to the language or know RACF: the
//! first error is the cause, and nothing that only follows from it is reported.

use std::fs;
use std::path::Path;

use insta::glob;
use saffron_compiler::{Settings, SourceTree, analyse};
use saffron_diagnostics::{Diagnostic, SourceMap, render};
use saffron_lang::parse;

/// How many errors one mistake may cause.
const MOST_ERRORS: usize = 1;

/// The codes that files can't state, since their first line has to be what it is.
const OF_FILES: [(&str, &str); 3] = [("jcl", "SAF0009"), ("shell", "SAF0009"), ("rexx", "SAF0009")];

fn expected<'t>(name: &str, text: &'t str) -> &'t str {
    let of_file = OF_FILES.iter().find(|(file, _)| *file == name).map(|(_, code)| *code);
    of_file.unwrap_or_else(|| text.lines().next().unwrap().trim_start_matches("// "))
}

fn check(path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let mut sources = SourceMap::default();
    let file = sources.add(path.file_name().unwrap().to_str().unwrap(), text.as_str());
    let analysis = analyse(&[SourceTree::from(parse(file, &text))], &Settings::default());
    let errors: Vec<&Diagnostic> = analysis.diagnostics.iter().filter(|it| it.is_error()).collect();
    let shown = render::text(&sources, &analysis.diagnostics, false);
    assert_eq!(errors.first().map(|it| it.code.0), Some(expected(name, &text)), "{name}\n{shown}");
    assert!(errors.len() <= MOST_ERRORS, "{name}\n{shown}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/one-mistake");
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

#[test]
fn the_cause_stands_alone() {
    glob!("../fixtures/one-mistake", "*.saf", check);
}
