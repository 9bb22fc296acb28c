//! The rules of the architecture: which crate may use which, no cycle of modules, no crate that
//! holds a quarter of the code, small files that state their purpose, a page and a fixture for
//! every diagnostic code.

mod api;
mod modules;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use saffron_vocabulary::KnownClass;

/// For each crate its folder, its name, and the crates of the workspace that it uses, in tests and
/// benches of its own too. The only place that states it: a block of ARCHITECTURE.md repeats it.
const CRATES: &[(&str, &str, &[&str])] = &[
    ("vocabulary", "saffron-vocabulary", &[]),
    ("diagnostics", "saffron-diagnostics", &["vocabulary"]),
    ("policy-lang", "saffron-lang", &["vocabulary", "diagnostics"]),
    ("bundle", "saffron-bundle", &["vocabulary"]),
    ("compiler", "saffron-compiler", &["vocabulary", "diagnostics", "policy-lang", "bundle"]),
    ("runtime", "saffron-runtime", &["vocabulary", "bundle"]),
    (
        "analysis",
        "saffron-analysis",
        &["vocabulary", "diagnostics", "bundle", "compiler", "runtime"],
    ),
    (
        "audit",
        "saffron-audit",
        &["vocabulary", "diagnostics", "bundle", "compiler", "runtime", "analysis"],
    ),
    ("command-files", "saffron-command-files", &["vocabulary", "diagnostics"]),
    ("racf", "saffron-racf", &["vocabulary", "diagnostics", "command-files"]),
    (
        "racf-convert",
        "saffron-racf-convert",
        &[
            "vocabulary",
            "diagnostics",
            "policy-lang",
            "compiler",
            "analysis",
            "command-files",
            "racf",
        ],
    ),
    ("esm", "saffron-esm", &["vocabulary", "diagnostics", "compiler"]),
    ("unload", "saffron-unload", &["vocabulary", "diagnostics", "racf"]),
    ("replay", "saffron-replay", &["vocabulary", "bundle", "runtime", "unload"]),
    (
        "safr-operations",
        "saffron-safr-operations",
        &["vocabulary", "diagnostics", "policy-lang", "compiler"],
    ),
    ("genevaers", "saffron-genevaers", &["vocabulary", "policy-lang"]),
    (
        "workload",
        "saffron-workload",
        &[
            "vocabulary",
            "diagnostics",
            "policy-lang",
            "bundle",
            "compiler",
            "runtime",
            "command-files",
            "racf",
        ],
    ),
    (
        "cli",
        "saffron",
        &[
            "vocabulary",
            "diagnostics",
            "policy-lang",
            "bundle",
            "compiler",
            "runtime",
            "analysis",
            "audit",
            "command-files",
            "racf",
            "racf-convert",
            "esm",
            "unload",
            "replay",
            "safr-operations",
            "genevaers",
            "workload",
        ],
    ),
    (
        "bench",
        "saffron-bench",
        &["policy-lang", "compiler", "runtime", "analysis", "audit", "replay", "workload"],
    ),
    (
        "tests",
        "saffron-tests",
        &[
            "vocabulary",
            "diagnostics",
            "policy-lang",
            "bundle",
            "compiler",
            "runtime",
            "analysis",
            "audit",
            "command-files",
            "racf",
            "racf-convert",
            "esm",
            "unload",
            "replay",
            "safr-operations",
            "genevaers",
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

/// The lines of a fenced block of ARCHITECTURE.md, which opens with three backticks and NAME.
fn block(name: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let lines = text.lines().skip_while(|line| *line != format!("```{name}")).skip(1);
    lines.take_while(|line| *line != "```").map(str::to_owned).collect()
}

/// As a line of the block in ARCHITECTURE.md: `crate -> crate, crate`.
fn arrows(folder: &str, uses: &[&str]) -> String {
    if uses.is_empty() { folder.to_owned() } else { format!("{folder} -> {}", uses.join(", ")) }
}

/// The same as cargo has it, in the order of `CRATES`.
fn arrows_of_cargo() -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let known = |name: &str| CRATES.iter().position(|(_, known, _)| *known == name);
    let mut lines = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let place = known(name).unwrap_or_else(|| panic!("{name} is not in CRATES"));
        let dependencies = package["dependencies"].as_array().unwrap();
        let uses: BTreeSet<usize> = dependencies
            .iter()
            .filter(|dependency| dependency["path"].is_string())
            .map(|dependency| known(dependency["name"].as_str().unwrap()).unwrap())
            .collect();
        let uses: Vec<&str> = uses.into_iter().map(|place| CRATES[place].0).collect();
        lines.push((place, arrows(CRATES[place].0, &uses)));
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn crates_use_only_what_the_table_allows() {
    let allowed: Vec<String> =
        CRATES.iter().map(|(folder, _, uses)| arrows(folder, uses)).collect();
    assert_eq!(allowed, arrows_of_cargo(), "left: the table of tidy.rs, right: the manifests");
    assert_eq!(allowed, block("crates"), "left: the table of tidy.rs, right: ARCHITECTURE.md");
    for (place, (folder, _, uses)) in CRATES.iter().enumerate() {
        for used in *uses {
            let above = CRATES[..place].iter().any(|(known, ..)| known == used);
            assert!(above, "{folder} must not use {used}, which is not above it in the table");
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut pending = vec![folder.to_owned()];
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

fn sources() -> Vec<PathBuf> {
    CRATES.iter().flat_map(|(folder, ..)| rust_files(&root().join(folder))).collect()
}

fn lines_of(folder: &str) -> usize {
    let files = rust_files(&root().join(folder));
    files.iter().map(|file| fs::read_to_string(file).unwrap().lines().count()).sum()
}

#[test]
fn no_crate_holds_a_quarter_of_the_lines() {
    let lines: Vec<(&str, usize)> = CRATES
        .iter()
        .map(|(folder, ..)| (*folder, lines_of(folder)))
        .filter(|(folder, _)| *folder != "tests")
        .collect();
    let total: usize = lines.iter().map(|(_, lines)| lines).sum();
    for (folder, lines) in lines {
        assert!(lines * 4 < total, "{folder} holds {lines} of {total} lines");
    }
}

/// At least this many of a thousand lines that aren't blank are documentation. Only ever raised.
const DOCUMENTED: [(&str, usize); 2] = [("bundle", 200), ("runtime", 200)];

#[test]
fn embedders_find_documentation() {
    for (folder, least) in DOCUMENTED {
        let (mut documentation, mut total) = (0, 0);
        for file in rust_files(&root().join(folder).join("src")) {
            let text = fs::read_to_string(file).unwrap();
            for line in text.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
                total += 1;
                documentation += usize::from(line.starts_with("///") || line.starts_with("//!"));
            }
        }
        let share = documentation * 1000 / total;
        assert!(share >= least, "{folder}: {share} of 1000 lines are documentation, not {least}");
    }
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

/// Classes are recognised by their names once, in `lower/class.rs`.
#[test]
fn the_compiler_compares_no_names_of_classes() {
    let home = Path::new("compiler/src/lower/class.rs");
    let quoted: Vec<String> = KnownClass::NAMES.iter().map(|name| format!("\"{name}\"")).collect();
    for path in rust_files(&root().join("compiler/src")) {
        let shown = path.strip_prefix(root()).unwrap();
        if shown == home || shown.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code.take_while(|line| *line != "#[cfg(test)]") {
            let names = quoted.iter().any(|name| line.contains(name.as_str()));
            assert!(!names, "{}: use KnownClass, not a name: {line}", shown.display());
        }
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
        .chain(saffron_esm::codes::ALL)
        .chain(saffron_audit::codes::ALL)
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
