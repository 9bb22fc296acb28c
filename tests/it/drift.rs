//! What a system holds otherwise than its policy: the drifts of the samples, and laws that hold of any two systems.

use std::collections::BTreeSet;
use std::path::Path;

use saffron_analysis::drift::{Fact, Kind, Managed, System, drift};
use saffron_compiler::model::Model;
use saffron_compiler::{Settings, SourceTree};
use saffron_diagnostics::{FileId, SourceMap};
use saffron_racf::database::Database;
use saffron_racf_convert::policy;
use saffron_tests::generate;
use saffron_tests::pipeline::compile_text;
use saffron_unload::form::Form;
use saffron_unload::{Reader, options};

pub(crate) fn database(text: &str) -> Database {
    let mut reader = Reader::default();
    let form = Form::of(text.as_bytes()).unwrap();
    reader.file(FileId(0), form, text.as_bytes()).unwrap();
    let mut system = reader.finish();
    let stated = options::assumed(&system.database);
    system.set_options(stated);
    system.database
}

pub(crate) fn model(database: &Database) -> Model {
    let tree = SourceTree::from(policy::translate(database).file);
    let compiled = saffron_compiler::compile(&SourceMap::default(), &[tree], &Settings::default());
    assert!(compiled.bundle.is_some(), "{:#?}", compiled.diagnostics);
    compiled.model
}

pub(crate) fn between(policy: &Model, system: &Model) -> Vec<Fact> {
    let system = System { model: system, assumed: &[], without_options: false };
    drift(policy, system, Managed::EVERYTHING)
}

pub(crate) fn small(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/unloads/small").join(file);
    std::fs::read_to_string(path).unwrap()
}

/// A line of `drift.tsv`.
fn line(fact: &Fact) -> String {
    let subject = &fact.subject;
    let what = subject.property.as_deref().unwrap_or(subject.what.as_str());
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let of = [
        &Some(fact.kind.as_str().to_owned()),
        &Some(what.to_owned()),
        &subject.class,
        &subject.profile,
        &subject.id,
        &fact.policy,
        &fact.system,
    ];
    of.map(text).join("\t")
}

#[test]
fn the_drifts_of_the_small_system_are_found_and_nothing_else() {
    let [base, candidate] =
        ["base.irrdbu00", "candidate.irrdbu00"].map(|it| model(&database(&small(it))));
    let found: BTreeSet<String> = between(&base, &candidate).iter().map(line).collect();
    let expected: BTreeSet<String> =
        small("drift.tsv").lines().skip(1).map(str::to_owned).collect();
    assert_eq!(found, expected);
    assert!(between(&base, &base).is_empty());
}

/// What is seen from the other side.
fn reversed(fact: &Fact) -> Fact {
    let kind = match fact.kind {
        Kind::Extra => Kind::Missing,
        Kind::Missing => Kind::Extra,
        Kind::Different => Kind::Different,
    };
    Fact {
        kind,
        subject: fact.subject.clone(),
        policy: fact.system.clone(),
        system: fact.policy.clone(),
        source: None,
        record: None,
    }
}

fn without_places(facts: Vec<Fact>) -> Vec<Fact> {
    facts.into_iter().map(|it| Fact { source: None, record: None, ..it }).collect()
}

#[test]
fn drift_is_symmetric_and_nothing_drifts_from_itself() {
    let models: Vec<Model> = (0..12)
        .map(|seed| {
            let compiled = compile_text(&generate::case(seed, 0).text());
            compiled.unwrap().model
        })
        .collect();
    for (one, other) in models.iter().zip(models.iter().skip(1)) {
        assert_eq!(between(one, one), []);
        let there = without_places(between(one, other));
        let back: Vec<Fact> = between(other, one).iter().map(reversed).collect();
        assert_eq!(there, back);
        assert!(!there.is_empty());
    }
}
