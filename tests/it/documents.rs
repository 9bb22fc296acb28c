//! The examples in the documents are correct: they compile, the pages of codes show their mistake,
//! and the language reference names every switch. `properties.rs` has its tables of properties.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{Diagnostic, SourceMap, render};
use saffron_lang::parse;
use saffron_vocabulary::racf::Switch;
use saffron_vocabulary::safr::{ItemType, SafrOperation, SafrStep, SafrSwitch};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The texts between fences of one kind, each with the line of its fence.
fn fences(document: &str, kind: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, bool, String)> = None;
    for (number, line) in (1..).zip(document.lines()) {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(information)) => {
                // A second word is the name of the file that the text is saved as.
                let is_kind = information.split(' ').next() == Some(kind);
                open = Some((number, is_kind, String::new()));
            }
            (Some(_), Some(_)) => {
                let (number, wanted, text) = open.take().unwrap();
                found.extend(wanted.then_some((number, text)));
            }
            (Some((_, _, text)), None) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    found
}

/// The text under a level-2 heading.
fn section<'d>(document: &'d str, heading: &str) -> &'d str {
    let (_, rest) = document.split_once(&format!("\n## {heading}\n")).unwrap_or_default();
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

/// All diagnostics of a policy with one file.
fn diagnostics(text: &str) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::default();
    let file = sources.add("example.saf", text);
    let tree = SourceTree::from(parse(file, text));
    let found = compile(&sources, &[tree], &Settings::default()).diagnostics;
    (sources, found)
}

/// The errors of a policy, as a user sees them.
fn errors(text: &str) -> String {
    let (sources, mut diagnostics) = diagnostics(text);
    diagnostics.retain(Diagnostic::is_error);
    render::text(&sources, &diagnostics, false)
}

fn codes(text: &str) -> BTreeSet<&'static str> {
    diagnostics(text).1.iter().map(|it| it.code.0).collect()
}

/// Errors that a page's example may have in addition to its own: it is not a complete policy.
fn refers_to_undeclared_names(code: &str) -> bool {
    code.starts_with("SAF02")
}

/// Mistakes that no policy of one small file can show: a value of a site, a limit.
const SHOWN_OTHERWISE: [&str; 3] = ["SAF0106", "SAF0115", "SAF0434"];

/// The pages of codes: the code and the text.
fn pages() -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join("docs/codes")).unwrap();
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let page = |path: &PathBuf| {
        let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (code, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(page).collect()
}

#[test]
fn examples_of_the_documents_compile() {
    let recipes = fs::read_dir(root().join("docs/recipes")).unwrap();
    let recipes =
        recipes.map(|entry| format!("docs/recipes/{}", entry.unwrap().file_name().display()));
    for document in recipes.chain(["README.md", "docs/language.md"].map(str::to_owned)) {
        let examples = fences(&read(&document), "saffron");
        assert!(!examples.is_empty(), "{document} shows no policy");
        for (line, text) in examples {
            let errors = errors(&text);
            assert!(errors.is_empty(), "{document}:{line}\n{errors}");
        }
    }
}

#[test]
fn pages_of_codes_show_the_mistake() {
    let mut wrong = Vec::new();
    let shown = |code: &String| !SHOWN_OTHERWISE.contains(&code.as_str());
    for (code, page) in pages().into_iter().filter(|(code, _)| shown(code)) {
        for (line, text) in fences(section(&page, "Example"), "saffron") {
            if !codes(&text).contains(code.as_str()) {
                wrong.push(format!("{code}, example {line}: {:?}", codes(&text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_of_codes_show_how_to_fix_it() {
    let mut wrong = Vec::new();
    for (code, page) in pages() {
        for (line, text) in fences(section(&page, "How to fix it"), "saffron") {
            if !codes(&text).iter().all(|it| *it != code && refers_to_undeclared_names(it)) {
                wrong.push(format!("{code}, example {line}: {}", errors(&text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rows of the first table below a heading, each as its cells.
fn table(document: &str, heading: &str) -> Vec<Vec<String>> {
    let rows = section(document, heading).lines().filter(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let inner = row.trim_matches('|').split('|');
        inner.map(|cell| cell.trim().replace('`', "")).collect()
    };
    rows.skip(2).map(cells).collect()
}

#[test]
fn every_switch_is_in_the_language_reference() {
    let documented: Vec<(String, String)> =
        table(&read("docs/language.md"), "Options for uncertain rules")
            .into_iter()
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect();
    let on = |switch: &Switch| if switch.default_on() { "on" } else { "off" };
    let expected: Vec<(String, String)> =
        Switch::ALL.iter().map(|it| (it.as_str().to_owned(), on(it).to_owned())).collect();
    assert_eq!(documented, expected);
}

#[test]
fn every_switch_of_safr_is_in_the_language_reference() {
    let documented: Vec<(String, String)> = table(&read("docs/language.md"), "SAFR's options")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let on = |switch: &SafrSwitch| if switch.default_on() { "on" } else { "off" };
    let expected: Vec<(String, String)> =
        SafrSwitch::ALL.iter().map(|it| (it.as_str().to_owned(), on(it).to_owned())).collect();
    assert_eq!(documented, expected);
}

#[test]
fn every_word_of_safr_is_in_the_language_reference() {
    let document = read("docs/language.md");
    let chapter = section(&document, "SAFR");
    let operations = SafrOperation::ALL.iter().map(|it| it.as_str());
    let types = ItemType::ALL.iter().map(|it| it.as_str());
    let steps = SafrStep::ALL.iter().map(|it| it.as_str());
    for word in operations.chain(types).chain(steps) {
        assert!(chapter.contains(&format!("`{word}`")), "the chapter doesn't name {word}");
    }
}

#[test]
fn every_test_that_security_names_exists() {
    let text = read("SECURITY.md");
    let named = text.split('`').filter_map(|it| it.split_once("::"));
    let mut number = 0;
    for (file, test) in named {
        let is_there = read(file).contains(&format!("fn {test}("));
        assert!(is_there, "SECURITY.md names {file}::{test}");
        number += 1;
    }
    assert!(number > 20, "{number}");
}
