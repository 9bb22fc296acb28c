//! A second import into a package changes what changed on the system, and no other byte.

use std::collections::BTreeMap;

use saffron_compiler::model::Model;
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::SourceMap;
use saffron_racf::database::Database;
use saffron_racf::disclosure::Disclosure;
use saffron_racf_convert::import::{Imported, Layout, OldFile, package, update};

use crate::drift::{between, model, small};
use crate::unload_laws;

/// Files of policy text by path.
type Files = BTreeMap<String, String>;

fn imported(database: &Database, layout: Layout) -> Files {
    let imported = Imported { layout, ..Imported::of_system("site", database.clone()) };
    let made = package(&imported, &SourceMap::default(), &Disclosure::default());
    made.files.into_iter().filter(|(path, _)| path != "saffron.toml").collect()
}

/// A comment above each declaration that begins a line.
fn commented(files: Files) -> Files {
    let begins = |line: &str| line.starts_with(|it: char| it.is_ascii_lowercase());
    let line = |it: &str| if begins(it) { format!("// kept\n{it}\n") } else { format!("{it}\n") };
    files.into_iter().map(|(path, text)| (path, text.lines().map(line).collect())).collect()
}

fn of_files(files: &Files) -> Model {
    let mut sources = SourceMap::default();
    let trees: Vec<SourceTree> = files
        .iter()
        .map(|(path, text)| {
            let file = sources.add(path.as_str(), text.as_str());
            SourceTree::from(saffron_lang::parse(file, text))
        })
        .collect();
    let compiled = compile(&sources, &trees, &Settings::default());
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{files:#?}");
    compiled.model
}

fn updated(files: &Files, system: &Database, layout: Layout) -> Files {
    let old: Vec<OldFile> = files
        .iter()
        .map(|(path, text)| OldFile { path: path.clone(), text: text.clone() })
        .collect();
    let facts = between(&of_files(files), &model(system));
    let mut all = files.clone();
    for file in update(&old, &facts, system, layout, &Disclosure::default()) {
        all.insert(file.path, file.text);
    }
    all
}

fn lines(files: &Files) -> usize {
    files.values().map(|text| text.matches("// kept").count()).sum()
}

fn check(before: &Database, after: &Database, layout: Layout) {
    let files = commented(imported(before, layout));
    assert_eq!(updated(&files, before, layout), files, "nothing changed");
    let then = updated(&files, after, layout);
    assert_eq!(between(&of_files(&then), &model(after)), []);
    assert_eq!(updated(&then, after, layout), then, "a third import changes nothing");
    assert_eq!(lines(&then), lines(&files), "comments");
}

#[test]
fn the_package_of_the_small_system_is_brought_to_another_day() {
    let [before, after] =
        ["base.irrdbu00", "candidate.irrdbu00"].map(|it| crate::drift::database(&small(it)));
    for layout in [Layout::Mixed, Layout::Class, Layout::Qualifier, Layout::OneFile] {
        check(&before, &after, layout);
    }
}

/// Of a file that no difference is about every byte stays.
#[test]
fn what_did_not_change_stays_byte_for_byte() {
    let [before, after] =
        ["base.irrdbu00", "candidate.irrdbu00"].map(|it| crate::drift::database(&small(it)));
    let files = imported(&before, Layout::Mixed);
    let odd: Files = files
        .iter()
        .map(|(path, text)| {
            (path.clone(), text.replace("owner", "owner  ").replace("{\n", "{   // why\n"))
        })
        .collect();
    let then = updated(&odd, &after, Layout::Mixed);
    assert_eq!(then["identities.saf"], odd["identities.saf"]);
    let kept = odd["facility.saf"].lines().filter(|it| then["facility.saf"].contains(*it));
    assert!(kept.count() * 4 > odd["facility.saf"].lines().count());
}

#[test]
fn packages_of_random_systems_are_brought_to_others() {
    for seed in 0..unload_laws::cases(20) {
        let (before, after) = (unload_laws::database(seed), unload_laws::database(seed + 1));
        check(&before, &after, Layout::Mixed);
    }
}
