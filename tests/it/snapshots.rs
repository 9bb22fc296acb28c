//! What each stage makes of the fixtures, kept in `tests/snapshots`: a folder for a stage, a file
//! for a fixture.
//!
//! `INSTA_UPDATE=always cargo test -p saffron-tests snapshots` writes them anew; the difference is
//! then read, not believed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use insta::glob;
use saffron_bundle::Bundle;
use saffron_compiler::graph::PolicyGraph;
use saffron_compiler::graph::render::{Notation, render as draw};
use saffron_compiler::manifest::parse_manifest;
use saffron_compiler::{Compilation, Settings, SourceTree, compile};
use saffron_diagnostics::{Diagnostic, SourceMap, render};
use saffron_lang::{Parse, format, parse};
use saffron_runtime::Engine;
use saffron_tests::request::OwnedRequest;
use saffron_tests::show;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

fn file_name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Compares with `tests/snapshots/STAGE/FIXTURE.snap`.
pub(crate) fn snapshot(stage: &str, path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{stage}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stem(path), text));
}

/// A file under its own name, parsed.
pub(crate) fn parsed(path: &Path) -> (SourceMap, Parse) {
    let mut sources = SourceMap::default();
    let text = read(path);
    let file = sources.add(file_name(path), text.as_str());
    (sources, parse(file, &text))
}

/// A policy of one file, all the way.
fn compiled(path: &Path) -> (SourceMap, Compilation) {
    let (sources, parsed) = parsed(path);
    let compilation = compile(&sources, &[SourceTree::from(parsed)], &Settings::default());
    let said = render::text(&sources, &compilation.diagnostics, false);
    assert!(said.is_empty(), "{said}");
    (sources, compilation)
}

/// The bundle of a policy of one file.
fn bundle_of(path: &Path) -> (SourceMap, Vec<u8>) {
    let (sources, compilation) = compiled(path);
    (sources, compilation.bundle.unwrap())
}

#[test]
fn tokens_of_valid_texts() {
    glob!("../fixtures/syntax/ok", "*.saf", |path| {
        snapshot("tokens", path, &show::tokens(&read(path)));
    });
}

#[test]
fn trees_of_valid_texts() {
    glob!("../fixtures/syntax/ok", "*.saf", |path| {
        let (sources, parsed) = parsed(path);
        let said = render::text(&sources, &parsed.diagnostics, false);
        assert!(said.is_empty(), "{said}");
        snapshot("tree", path, &show::tree(&sources, &parsed.file));
    });
}

#[test]
fn trees_and_diagnostics_of_invalid_texts() {
    glob!("../fixtures/syntax/err", "*.saf", |path| {
        let (sources, parsed) = parsed(path);
        assert!(!parsed.diagnostics.is_empty(), "{}", path.display());
        let said = render::text(&sources, &parsed.diagnostics, false);
        let tree = show::tree(&sources, &parsed.file);
        snapshot("mistakes", path, &format!("{said}what was understood:\n{tree}"));
    });
}

#[test]
fn diagnostics_of_each_code() {
    glob!("../fixtures/codes", "SAF0???.saf", diagnostics_of_code);
    glob!("../fixtures/codes", "SAF0???/saffron.toml", |path| diagnostics_of_code(
        path.parent().unwrap()
    ));
}

fn diagnostics_of_code(path: &Path) {
    let (sources, diagnostics) = diagnostics(path);
    assert!(diagnostics.iter().any(|it| it.code.0 == stem(path)), "{diagnostics:#?}");
    let text = |diagnostics: &[Diagnostic]| render::text(&sources, diagnostics, false);
    let said = match diagnostics.as_slice() {
        [first, second, left_out @ .., last] if left_out.len() > 10 => {
            let (first, last) =
                (text(&[first.clone(), second.clone()]), text(std::slice::from_ref(last)));
            format!("{first}... {} more ...\n\n{last}", left_out.len())
        }
        all => text(all),
    };
    snapshot("codes", path, &said);
}

/// What is wrong with a file, or with a folder with a manifest whose first site is chosen.
fn diagnostics(path: &Path) -> (SourceMap, Vec<Diagnostic>) {
    let (mut sources, mut found) = (SourceMap::default(), Vec::new());
    let (mut settings, mut policy) = (Settings::default(), path.to_owned());
    if path.is_dir() {
        let text = read(&path.join("saffron.toml"));
        let file = sources.add("saffron.toml", text.as_str());
        let (manifest, wrong) = parse_manifest(file, &text);
        found.extend(wrong);
        if let Some(manifest) = manifest {
            let site = manifest.sites.keys().next().map(String::as_str);
            settings = Settings::of(&manifest, site).unwrap();
        }
        policy = path.join("policy.saf");
    }
    if policy.exists() {
        let text = read(&policy);
        let file = sources.add(file_name(&policy), text.as_str());
        let tree = SourceTree::from(parse(file, &text));
        found.extend(compile(&sources, &[tree], &settings).diagnostics);
    }
    (sources, found)
}

#[test]
fn canonical_forms() {
    for_each_valid(|path| snapshot("formatted", path, &format(&read(path)).text));
}

fn for_each_valid(check: impl Fn(&Path)) {
    glob!("../fixtures/syntax/ok", "*.saf", |path| check(path));
    glob!("../fixtures/policies", "*.saf", |path| check(path));
}

#[test]
fn models() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let (sources, compilation) = compiled(path);
        snapshot("model", path, &show::model(&sources, &compilation.model));
    });
}

#[test]
fn graphs() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let (_, compilation) = compiled(path);
        let drawing = draw(
            &PolicyGraph::build(&compilation.model),
            &compilation.model,
            Notation::Mermaid,
            None,
        );
        snapshot("graph", path, &drawing.unwrap());
    });
}

#[test]
fn decision_tables() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let (_, bytes) = bundle_of(path);
        snapshot("table", path, &show::listing(&Bundle::open(&bytes).unwrap()));
    });
}

#[test]
fn bundle_headers() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let (_, bytes) = bundle_of(path);
        snapshot("header", path, &show::header(&Bundle::open(&bytes).unwrap()));
    });
}

/// The lines of requests that belong to a policy.
fn requests(path: &Path) -> Vec<(String, OwnedRequest)> {
    let file = folder("fixtures/requests").join(format!("{}.jsonl", stem(path)));
    let request = |line: &str| {
        let value = serde_json::from_str(line).unwrap();
        (line.to_owned(), OwnedRequest::from_json(&value).unwrap())
    };
    read(&file).lines().map(request).collect()
}

#[test]
fn decisions() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let (sources, bytes) = bundle_of(path);
        let engine = Engine::open(bytes).unwrap();
        let answer = |(line, request): &(String, OwnedRequest)| {
            let decided = request.with_borrowed(|it| show::decision(&sources, &engine.decide(it)));
            format!("{line}\n{decided}")
        };
        let blocks: Vec<String> = requests(path).iter().map(answer).collect();
        snapshot("decisions", path, &blocks.join("\n"));
    });
}

#[test]
fn explanations() {
    glob!("../fixtures/policies", "*.saf", |path| {
        let (sources, bytes) = bundle_of(path);
        let engine = Engine::open(bytes).unwrap();
        let answer = |(line, request): &(String, OwnedRequest)| {
            let ladder = request.with_borrowed(|it| show::ladder(&sources, &engine.explain(it)));
            format!("{line}\n{ladder}")
        };
        let blocks: Vec<String> = requests(path).iter().map(answer).collect();
        snapshot("explanations", path, &blocks.join("\n"));
    });
}

/// The names of the files of a folder, without their endings.
fn stems(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|it| it.extension().is_none_or(|it| it != "new"))
        .map(|it| stem(&it).to_owned())
        .collect()
}

#[test]
fn each_snapshot_has_its_fixture() {
    let fixtures = |folders: &[&str]| -> BTreeSet<String> {
        folders.iter().flat_map(|it| stems(&folder("fixtures").join(it))).collect()
    };
    let stages: [(&str, &[&str]); 11] = [
        ("tokens", &["syntax/ok"]),
        ("tree", &["syntax/ok"]),
        ("mistakes", &["syntax/err"]),
        ("codes", &["codes"]),
        ("formatted", &["syntax/ok", "policies"]),
        ("model", &["policies"]),
        ("graph", &["policies"]),
        ("table", &["policies"]),
        ("header", &["policies"]),
        ("decisions", &["policies"]),
        ("explanations", &["policies"]),
    ];
    for (stage, folders) in stages {
        let taken: BTreeSet<String> = stems(&folder("snapshots").join(stage))
            .iter()
            .map(|name| name.split('.').next().unwrap_or(name).to_owned())
            .collect();
        let left_over = &taken - &fixtures(folders);
        assert!(left_over.is_empty(), "{stage}: {left_over:?}");
    }
    assert_eq!(fixtures(&["policies"]), fixtures(&["requests"]));
}
