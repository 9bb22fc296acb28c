//! Pairs of policies that differ a little, from a seed.

use crate::generate::{Declaration, Dice, case, text};
use crate::pipeline::{Compiled, compile_text};

/// Two policies that compile.
#[derive(Debug)]
pub struct Pair {
    /// The seed.
    pub seed: u64,
    /// Their texts.
    pub texts: [String; 2],
    /// The old one and the new one.
    pub compiled: [Compiled; 2],
}

/// Words that an edit turns into others.
const WORDS: [(&str, &str); 12] = [
    ("read", "update"),
    ("update", "none"),
    ("alter", "read"),
    ("control", "alter"),
    ("none", "read"),
    (" on", " off"),
    (" off", " on"),
    ("failures", "off"),
    ("special", "operations"),
    ("operations", "restricted"),
    ("yes", "no"),
    ("G1", "GA"),
];

/// The pair of a seed; `None` if one of the policies doesn't compile.
pub fn pair(seed: u64) -> Option<Pair> {
    let mut dice = Dice::new(seed ^ 0x00D1_FF00);
    let old = case(seed, 0).declarations;
    let other = case(seed.wrapping_add(1 << 40), 0).declarations;
    let mut new = old.clone();
    for _ in 0..dice.between(1, 4) {
        edit(&mut dice, &mut new, &other);
    }
    let texts = [text(&old), text(&new)];
    let [old, new] = texts.each_ref().map(|text| compile_text(text).ok());
    Some(Pair { seed, compiled: [old?, new?], texts })
}

fn edit(dice: &mut Dice, declarations: &mut Vec<Declaration>, other: &[Declaration]) {
    let at = dice.between(0, declarations.len().saturating_sub(1));
    match dice.between(0, 9) {
        0 => {
            declarations.remove(at);
        }
        1 | 2 => {
            let Some(more) = other.get(dice.below(other.len())) else { return };
            match declarations.iter_mut().find(|it| it.head == more.head) {
                Some(same) => *same = more.clone(),
                None => declarations.push(more.clone()),
            }
        }
        3 | 4 => {
            let clauses = declarations.get_mut(at).and_then(|it| it.clauses.as_mut());
            if let Some(clauses) = clauses.filter(|clauses| !clauses.is_empty()) {
                clauses.remove(dice.below(clauses.len()));
            }
        }
        _ => {
            let Some((from, to)) = WORDS.get(dice.below(WORDS.len())) else { return };
            let with = |it: &&mut Declaration| {
                it.clauses.iter().flatten().any(|clause| clause.contains(*from))
            };
            let found = declarations.iter_mut().filter(with).nth(dice.between(0, 5));
            for clause in found.into_iter().flat_map(|it| it.clauses.iter_mut().flatten()).take(3) {
                *clause = clause.replacen(from, to, 1);
            }
        }
    }
}
