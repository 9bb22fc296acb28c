//! Policies with one mistake each, as people make them who are new to the language or know RACF: the
//! first error is the cause, and nothing that only follows from it is reported.

use std::path::Path;

use insta::glob;
use saffron_compiler::{Settings, SourceTree, analyse};
use saffron_diagnostics::{Diagnostic, render};

use super::snapshots::{parsed, snapshot};

/// How many errors a mistake may cause that can't stand alone yet: its cause is the first of them.
const MOST_ERRORS: usize = 3;

/// The codes that files can't state, since their first line has to be what it is.
const OF_FILES: &[(&str, &str)] = &[
    ("jcl", "SAF0009"),
    ("shell", "SAF0009"),
    ("rexx", "SAF0009"),
    ("json-file", "SAF0009"),
    ("xml-file", "SAF0009"),
    ("toml-file", "SAF0009"),
];

fn expected<'t>(name: &str, text: &'t str) -> &'t str {
    let of_file = OF_FILES.iter().find(|(file, _)| *file == name).map(|(_, code)| *code);
    of_file.unwrap_or_else(|| text.lines().next().unwrap().trim_start_matches("// "))
}

/// Compares the errors of a file with its snapshot, and the first with the file's first line.
fn check(directory: &str, most: usize, path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let (sources, parse) = parsed(path);
    let text = sources.iter().map(|(_, source)| source.text.as_str()).collect::<String>();
    let analysis = analyse(&[SourceTree::from(parse)], &Settings::default());
    let errors: Vec<&Diagnostic> = analysis.diagnostics.iter().filter(|it| it.is_error()).collect();
    let shown = render::text(&sources, &analysis.diagnostics, false);
    assert_eq!(errors.first().map(|it| it.code.0), Some(expected(name, &text)), "{name}\n{shown}");
    assert!((1..=most).contains(&errors.len()), "{name}\n{shown}");
    snapshot(directory, path, &shown);
}

#[test]
fn the_cause_stands_alone() {
    glob!("../fixtures/one-mistake", "*.saf", |path| check("one-mistake", 1, path));
}

#[test]
fn the_cause_is_the_first_of_few() {
    glob!("../fixtures/few-errors", "*.saf", |path| check("few-errors", MOST_ERRORS, path));
}

/// What looks like a mistake and is none: the file's first line says why.
#[test]
fn what_is_legal_is_no_error() {
    glob!("../fixtures/legal", "*.saf", |path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (sources, parse) = parsed(path);
        let analysis = analyse(&[SourceTree::from(parse)], &Settings::default());
        let shown = render::text(&sources, &analysis.diagnostics, false);
        assert!(analysis.diagnostics.is_empty(), "{name}\n{shown}");
        let (_, source) = sources.iter().next().unwrap();
        let says_why = source.text.starts_with("// Legal: ");
        assert!(says_why, "{name}");
    });
}
