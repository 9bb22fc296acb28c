//! Every code of the compiler has a page, and a fixture that triggers it and no other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use saffron_compiler::manifest::parse_manifest;
use saffron_compiler::{Settings, SourceTree, codes, compile};
use saffron_diagnostics::{Diagnostic, SourceMap};

/// Can't be shown in a small file: limits on the size of a package.
const WITHOUT_FIXTURE: [&str; 1] = ["SAF0115"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/codes")
}

fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The diagnostics of a fixture: a file, or a folder with a manifest whose first site is chosen.
fn diagnostics(code: &str) -> Option<Vec<Diagnostic>> {
    let mut sources = SourceMap::default();
    let (mut all, mut settings) = (Vec::new(), Settings::default());
    let folder = fixtures().join(code);
    let policy = if let Some(text) = read(&folder.join("saffron.toml")) {
        let file = sources.add("saffron.toml", text.clone());
        let (manifest, found) = parse_manifest(file, &text);
        all.extend(found);
        if let Some(manifest) = manifest {
            let site = manifest.sites.keys().next().map(String::as_str);
            settings = Settings::of(&manifest, site).expect("its own site");
        }
        read(&folder.join("policy.saf")).unwrap_or_default()
    } else {
        read(&fixtures().join(format!("{code}.saf")))?
    };
    let file = sources.add("policy.saf", policy.clone());
    let parsed = saffron_lang::parse(file, &policy);
    assert!(parsed.diagnostics.is_empty(), "{code}: {:#?}", parsed.diagnostics);
    all.extend(compile(&sources, &[SourceTree::from(parsed)], &settings).diagnostics);
    Some(all)
}

#[test]
fn each_fixture_triggers_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for info in codes::ALL {
        let code = info.code.0;
        if WITHOUT_FIXTURE.contains(&code) {
            continue;
        }
        let Some(diagnostics) = diagnostics(code) else {
            wrong.push(format!("{code} has no fixture"));
            continue;
        };
        let triggered: BTreeSet<&str> = diagnostics.iter().map(|it| it.code.0).collect();
        if triggered != BTreeSet::from([code]) {
            wrong.push(format!("{code}: the fixture triggers {triggered:?}: {diagnostics:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_page_has_its_title_and_sections() {
    for info in codes::ALL {
        let heading = format!("# {}: {}\n", info.code.0, info.title);
        assert!(info.page.starts_with(&heading), "{heading}");
        for part in ["\n## Example\n", "\n## How to fix it\n"] {
            assert!(info.page.contains(part), "{heading}");
        }
    }
}

#[test]
fn every_error_has_advice() {
    for info in codes::ALL {
        for diagnostic in diagnostics(info.code.0).into_iter().flatten() {
            let has_advice = diagnostic.help.is_some() || !diagnostic.primary.text.is_empty();
            assert!(has_advice, "{diagnostic:#?}");
        }
    }
}
