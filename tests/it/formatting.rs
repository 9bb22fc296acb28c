//! Properties of texts: the canonical form keeps what a policy says, files and their order mean
//! nothing, and no text at all stops the parser.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use saffron_bundle::{Bundle, Digest};
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{Diagnostic, SourceMap, render};
use saffron_lang::{format, parse};
use saffron_tests::generate::{self, Case, Declaration, Dice, case};
use saffron_tests::pipeline::compile_text;

/// Generated policies for each property.
const POLICIES: usize = 150;
/// Damaged texts that the parser gets.
const MUTATIONS: usize = 2_000;
/// What no text of some kilobytes may take, in a build without optimization on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// A package as its files: their names and texts.
type Files = Vec<(String, String)>;

/// The bundle of a package, if it compiles.
fn bundle(files: &Files) -> Option<Vec<u8>> {
    let mut sources = SourceMap::default();
    let mut trees = Vec::new();
    for (name, text) in files {
        let file = sources.add(name.as_str(), text.as_str());
        trees.push(SourceTree::from(parse(file, text)));
    }
    compile(&sources, &trees, &Settings::default()).bundle
}

fn decision_digest(bundle: &[u8]) -> Digest {
    Bundle::open(bundle).unwrap().header().decision_digest()
}

/// Digests of every section but those that say where something is stated.
fn sections(bundle: &[u8]) -> Vec<(&'static str, Digest)> {
    let opened = Bundle::open(bundle).unwrap();
    opened
        .directory()
        .filter(|(kind, _)| !kind.is_provenance())
        .map(|(kind, entry)| (kind.as_str(), entry.digest()))
        .collect()
}

/// Generated policies that compile.
fn good_cases(first: u64) -> impl Iterator<Item = (Case, Vec<u8>)> {
    let compiled = (first..).filter_map(|seed| {
        let case = case(seed, 0);
        let bundle = compile_text(&case.text()).ok()?.bundle;
        Some((case, bundle))
    });
    compiled.take(POLICIES)
}

#[test]
fn the_canonical_form_keeps_decisions() {
    for (case, bundle) in good_cases(100_000) {
        let text = case.text();
        let formatted = format(&text).text;
        let again = compile_text(&formatted).unwrap().bundle;
        assert_eq!(decision_digest(&bundle), decision_digest(&again), "{text}\n{formatted}");
    }
}

#[test]
fn the_canonical_form_is_its_own() {
    for (case, _) in good_cases(100_000) {
        let formatted = format(&case.text()).text;
        assert_eq!(formatted, format(&formatted).text);
    }
}

#[test]
fn one_text_makes_the_same_bytes() {
    for (case, bundle) in good_cases(110_000) {
        assert_eq!(bundle, compile_text(&case.text()).unwrap().bundle, "{}", case.text());
    }
}

/// The declarations dealt out to files, whose names and order are chance.
fn dealt(declarations: &[Declaration], dice: &mut Dice) -> Files {
    let count = dice.between(1, 5);
    let mut piles = vec![Vec::new(); count];
    let mut declarations = declarations.to_vec();
    dice.shuffle(&mut declarations);
    for declaration in declarations {
        piles[dice.below(count)].push(declaration);
    }
    let mut names: Vec<String> = (0..count).map(|it| format!("part{it}.saf")).collect();
    dice.shuffle(&mut names);
    names.into_iter().zip(piles.iter().map(|pile| generate::text(pile))).collect()
}

#[test]
fn files_and_their_names_mean_nothing() {
    let mut dice = Dice::new(11);
    for (case, bundle_of_one) in good_cases(120_000) {
        let files = dealt(&case.declarations, &mut dice);
        let bundle_of_many = bundle(&files).unwrap();
        assert_eq!(decision_digest(&bundle_of_one), decision_digest(&bundle_of_many));
        assert_eq!(sections(&bundle_of_one), sections(&bundle_of_many), "{files:#?}");
    }
}

#[test]
fn a_renamed_file_changes_the_provenance_and_nothing_else() {
    let text = case(3, 0).text();
    let named = |name: &str| bundle(&vec![(name.to_owned(), text.clone())]).unwrap();
    let (one, other) = (named("policy.saf"), named("rules.saf"));
    assert_ne!(one, other);
    assert_eq!(sections(&one), sections(&other));
    let digests = |bundle: &[u8]| Bundle::open(bundle).unwrap().header().content_digest();
    assert_ne!(digests(&one), digests(&other));
}

/// Every text among the fixtures.
fn fixtures() -> Vec<Vec<u8>> {
    let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "saf") {
            files.push(path);
        }
    }
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Bytes, some of which are left out, doubled, replaced or taken from another text.
fn damaged(texts: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    const PARTS: [&[u8]; 12] = [
        b"{",
        b"}",
        b"\"",
        b"[",
        b"\\",
        b"//",
        b"///",
        b"permit",
        b"\xFF",
        b"\xC3\xA9",
        b"\n",
        b"&",
    ];
    let mut text = texts[dice.below(texts.len())].clone();
    for _ in 0..dice.between(1, 6) {
        let start = dice.below(text.len() + 1);
        let end = (start + dice.below(24)).min(text.len());
        let part = match dice.below(4) {
            0 => Vec::new(),
            1 => text[start..end].repeat(2),
            2 => PARTS[dice.below(PARTS.len())].to_vec(),
            _ => {
                let other = &texts[dice.below(texts.len())];
                let from = dice.below(other.len() + 1);
                other[from..(from + dice.below(60)).min(other.len())].to_vec()
            }
        };
        text.splice(start..end, part);
    }
    text
}

/// Random bytes, of all values or of those that policies are made of.
fn noise(dice: &mut Dice) -> Vec<u8> {
    let letters: &[u8] = b"AZaz09 \n\"{}[]():,=*/&'#.-\\";
    let any = dice.chance(50);
    let byte = |dice: &mut Dice| {
        if any {
            u8::try_from(dice.below(256)).unwrap()
        } else {
            letters[dice.below(letters.len())]
        }
    };
    (0..dice.below(400)).map(|_| byte(dice)).collect()
}

/// Reads a text and whatever it says as far as it goes.
fn assert_survives(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let started = Instant::now();
    let mut sources = SourceMap::default();
    let file = sources.add("some.saf", text.as_ref());
    let parsed = parse(file, &text);
    let refused = parsed.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(
        render::text(&sources, &parsed.diagnostics, false).is_empty(),
        parsed.diagnostics.is_empty()
    );
    if !refused {
        let formatted = format(&text).text;
        assert_eq!(formatted, format(&formatted).text, "{text}");
    }
    let compiled = compile(&sources, &[SourceTree::from(parsed)], &Settings::default());
    assert_eq!(compiled.bundle.is_none(), compiled.diagnostics.iter().any(Diagnostic::is_error));
    assert!(started.elapsed() < PATIENCE, "{text}");
}

#[test]
fn damaged_policies_neither_panic_nor_hang() {
    let (texts, mut dice) = (fixtures(), Dice::new(17));
    for _ in 0..MUTATIONS {
        assert_survives(&damaged(&texts, &mut dice));
    }
}

#[test]
fn noise_neither_panics_nor_hangs() {
    let mut dice = Dice::new(19);
    for _ in 0..MUTATIONS {
        assert_survives(&noise(&mut dice));
    }
}
