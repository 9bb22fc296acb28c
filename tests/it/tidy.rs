//! The walls of the house: which crate may see which, that every code has its page and its
//! fixture, that files stay small and say what they are for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which crates of the workspace a crate may depend on, tests and benches of its own included.
const ARROWS: &[(&str, &[&str])] = &[
    ("saffron-diagnostics", &[]),
    ("saffron-vocabulary", &[]),
    ("saffron-lang", &["saffron-diagnostics", "saffron-vocabulary"]),
    ("saffron-bundle", &["saffron-vocabulary"]),
    (
        "saffron-compiler",
        &["saffron-bundle", "saffron-diagnostics", "saffron-lang", "saffron-vocabulary"],
    ),
    ("saffron-runtime", &["saffron-bundle", "saffron-vocabulary"]),
    ("saffron-command-files", &["saffron-diagnostics", "saffron-vocabulary"]),
    ("saffron-racf", &["saffron-command-files", "saffron-diagnostics", "saffron-vocabulary"]),
    (
        "saffron-racf-convert",
        &[
            "saffron-command-files",
            "saffron-compiler",
            "saffron-diagnostics",
            "saffron-lang",
            "saffron-racf",
            "saffron-vocabulary",
        ],
    ),
    ("saffron-genevaers", &["saffron-bundle", "saffron-lang"]),
    ("saffron-safr-operations", &["saffron-compiler", "saffron-diagnostics", "saffron-vocabulary"]),
    (
        "saffron-workload",
        &[
            "saffron-bundle",
            "saffron-command-files",
            "saffron-compiler",
            "saffron-lang",
            "saffron-racf",
            "saffron-runtime",
            "saffron-vocabulary",
        ],
    ),
    (
        "saffron-bench",
        &[
            "saffron-bundle",
            "saffron-command-files",
            "saffron-compiler",
            "saffron-lang",
            "saffron-racf",
            "saffron-runtime",
            "saffron-workload",
        ],
    ),
    (
        "saffron",
        &[
            "saffron-bundle",
            "saffron-command-files",
            "saffron-compiler",
            "saffron-diagnostics",
            "saffron-genevaers",
            "saffron-lang",
            "saffron-racf",
            "saffron-racf-convert",
            "saffron-runtime",
            "saffron-safr-operations",
            "saffron-workload",
        ],
    ),
    (
        "saffron-tests",
        &[
            "saffron-bundle",
            "saffron-command-files",
            "saffron-compiler",
            "saffron-diagnostics",
            "saffron-genevaers",
            "saffron-lang",
            "saffron-racf",
            "saffron-racf-convert",
            "saffron-runtime",
            "saffron-safr-operations",
            "saffron-vocabulary",
        ],
    ),
];

/// No source file is longer, tests in it included.
const LONGEST_FILE: usize = 600;

/// Limits on the size of a package can't be shown in a small file.
const WITHOUT_FIXTURE: [&str; 1] = ["SAF0115"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Per crate of the workspace, the crates of the workspace it depends on.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap().to_owned();
    let names: BTreeSet<String> = packages.iter().map(name).collect();
    let depends = |package: &serde_json::Value| {
        let dependencies = package["dependencies"].as_array().unwrap();
        dependencies.iter().map(name).filter(|dependency| names.contains(dependency)).collect()
    };
    packages.iter().map(|package| (name(package), depends(package))).collect()
}

#[test]
fn crate_arrows_point_one_way() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ARROWS.iter().map(|(from, to)| (*from, to.iter().copied().collect())).collect();
    for (from, to) in arrows() {
        let allowed = allowed.get(from.as_str()).unwrap_or_else(|| panic!("{from}: which room?"));
        for to in &to {
            assert!(allowed.contains(to.as_str()), "{from} must not depend on {to}");
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let rooms = [
        "diagnostics",
        "vocabulary",
        "policy-lang",
        "bundle",
        "compiler",
        "runtime",
        "command-files",
        "racf",
        "racf-convert",
        "safr-operations",
        "genevaers",
        "cli",
        "workload",
        "bench",
        "tests",
    ];
    let mut pending: Vec<PathBuf> = rooms.iter().map(|room| root().join(room)).collect();
    let mut found = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn files_are_small_and_say_what_they_are_for() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(root()).unwrap().display();
        assert!(text.starts_with("//!"), "{shown} does not say what it is for");
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{shown} has {lines} lines");
    }
}

#[test]
fn every_code_has_a_page_and_a_fixture_and_no_page_lacks_its_code() {
    let known: BTreeSet<&str> = saffron_lang::codes::ALL
        .iter()
        .chain(saffron_compiler::codes::ALL)
        .chain(saffron_command_files::codes::ALL)
        .chain(saffron_racf::codes::ALL)
        .chain(saffron_racf_convert::codes::ALL)
        .map(|info| info.code.0)
        .collect();
    let fixtures: BTreeSet<String> = fs::read_dir(root().join("tests/fixtures/codes"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    for code in known.iter().filter(|code| !WITHOUT_FIXTURE.contains(code)) {
        assert!(fixtures.contains(*code), "{code} has no fixture that triggers it");
    }
    for page in fs::read_dir(root().join("docs/codes")).unwrap() {
        let page = page.unwrap().path();
        let code = page.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&page).unwrap();
        assert!(text.starts_with(&format!("# {code}: ")), "{code}: the page has another title");
        let at_the_edge = code.starts_with("SAF09");
        assert!(at_the_edge || known.contains(code.as_str()), "{code}: a page without a code");
    }
}
