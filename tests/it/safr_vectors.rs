//! Vectors of SAFR's rules: state to policy text to bundle to decision.

use saffron_runtime::Engine;
use saffron_tests::pipeline::compile_text;
use saffron_tests::safr::{OwnedSafrRequest, SafrFacts, State, Vector};

const VECTORS: &str = include_str!("../fixtures/safr/vectors.json");

/// What is wrong with an answer.
fn mistakes(vector: &Vector, facts: &SafrFacts) -> Vec<String> {
    let mut found = Vec::new();
    if facts.outcome != vector.outcome {
        found.push(format!("{} instead of {}", facts.outcome, vector.outcome));
    }
    if facts.kind != vector.kind {
        found.push(format!("{} instead of {}", facts.kind, vector.kind));
    }
    if vector.effects.as_ref().is_some_and(|effects| *effects != facts.effects) {
        found.push(format!("{:?} instead of {:?}", facts.effects, vector.effects));
    }
    found
}

#[test]
fn both_evaluators_decide_by_the_vectors() {
    let vectors = Vector::all(VECTORS).unwrap();
    let mut found = Vec::new();
    for vector in &vectors {
        let compiled = compile_text(&vector.policy).unwrap_or_else(|errors| {
            panic!("{}: {errors:?}\n{}", vector.id, vector.policy);
        });
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        let decided = vector.request.with_borrowed(|it| SafrFacts::of(&engine.decide_safr(it)));
        let naive = State::of(&compiled.model).decide(&vector.request);
        for (who, facts) in [("engine", decided), ("reference", naive)] {
            let mistakes = mistakes(vector, &facts);
            let named = |why| format!("{} ({}), {who}: {why}", vector.id, vector.section);
            found.extend(mistakes.into_iter().map(named));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(vectors.len() >= 112, "vectors are missing");
}

#[test]
fn requests_of_vectors_survive_json() {
    for vector in Vector::all(VECTORS).unwrap() {
        let json = vector.request.to_json();
        assert_eq!(OwnedSafrRequest::from_json(&json), Ok(vector.request), "{json}");
    }
}
