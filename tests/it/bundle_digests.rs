//! Bundles stay byte for byte the same: every policy here has the digest that it had when
//! `fixtures/bundles/digests.txt` was written.
//!
//! A change of the format, of hashing or of the order of rows shows here first, and so does a
//! change of a fixture's text. `INSTA_UPDATE=always` records the digests of a new format.

use std::path::{Path, PathBuf};
use std::process::Command;

use saffron_bundle::Digest;
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::SourceMap;
use saffron_lang::parse;
use saffron_tests::casebook::chapter;

const DIGESTS: &str = include_str!("../fixtures/bundles/digests.txt");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The bundle of a policy of one file, as the command line makes it.
fn file(name: &str, text: &str) -> Vec<u8> {
    let mut sources = SourceMap::default();
    let parsed = parse(sources.add(name, text), text);
    let package = name.trim_end_matches(".saf").to_owned();
    let settings = Settings { package, ..Settings::default() };
    let compilation = compile(&sources, &[SourceTree::from(parsed)], &settings);
    compilation.bundle.unwrap_or_else(|| panic!("{name} doesn't compile"))
}

/// The bundle of a package directory.
fn package(path: &str) -> Vec<u8> {
    let mut compile = Command::new(crate::cli::saffron());
    let output = compile.args(["compile", path, "--output", "-"]).current_dir(root()).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A file, a package, or the policies of a chapter of the case-book one after the other.
fn bundle(path: &str) -> Vec<u8> {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    let read = || std::fs::read_to_string(root().join(path)).unwrap();
    match extension {
        Some("saf") => file(path.rsplit('/').next().unwrap(), &read()),
        Some("md") => {
            let cases = chapter(&read()).unwrap();
            cases.iter().flat_map(|case| file("policy.saf", &case.policy)).collect()
        }
        _ => package(path),
    }
}

#[test]
fn every_bundle_has_the_digest_that_was_recorded() {
    let recorded: Vec<(&str, &str)> =
        DIGESTS.lines().map(|line| line.split_once("  ").unwrap()).collect();
    assert!(recorded.len() > 40, "{} digests", recorded.len());
    if std::env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always") {
        let line = |(_, path): &(&str, &str)| format!("{}  {path}\n", Digest::of(&bundle(path)));
        let all: String = recorded.iter().map(line).collect();
        std::fs::write(root().join("tests/fixtures/bundles/digests.txt"), all).unwrap();
        return;
    }
    let changed: Vec<&str> = recorded
        .into_iter()
        .filter(|(digest, path)| Digest::of(&bundle(path)).to_string() != *digest)
        .map(|(_, path)| path)
        .collect();
    assert_eq!(changed, Vec::<&str>::new(), "their bundles are not the recorded ones");
}
