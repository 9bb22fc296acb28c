//! Small policies whose names collide, and requests aimed at their boundaries, from a seed.
//!
//! INVARIANT: a seed makes the same case on every machine.

mod dice;
mod names;
mod policy;
mod profile;
mod requests;
pub mod safr;
mod safr_requests;

pub use dice::Dice;

use crate::request::OwnedRequest;

/// A declaration that can be left out, or lose a clause, when a case is made smaller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// What is before the block.
    pub head: String,
    /// The clauses of the block; `None` for a declaration that has none.
    pub clauses: Option<Vec<String>>,
}

impl Declaration {
    fn plain(head: impl Into<String>) -> Self {
        Self { head: head.into(), clauses: None }
    }

    fn block(head: impl Into<String>, clauses: Vec<String>) -> Self {
        Self { head: head.into(), clauses: Some(clauses) }
    }

    /// The declaration as text.
    pub fn text(&self) -> String {
        match &self.clauses {
            None => format!("{}\n", self.head),
            Some(clauses) => {
                let lines = clauses.iter().flat_map(|clause| ["  ", clause.as_str(), "\n"]);
                format!("{} {{\n{}}}\n", self.head, lines.collect::<String>())
            }
        }
    }
}

/// A policy and what is asked of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The policy.
    pub declarations: Vec<Declaration>,
    /// The requests.
    pub requests: Vec<OwnedRequest>,
}

impl Case {
    /// The policy as text.
    pub fn text(&self) -> String {
        text(&self.declarations)
    }
}

/// Declarations as text.
pub fn text(declarations: &[Declaration]) -> String {
    declarations.iter().map(Declaration::text).collect()
}

/// The case of a seed, with this many requests.
pub fn case(seed: u64, requests: usize) -> Case {
    let mut dice = Dice::new(seed);
    let world = policy::World::new(&mut dice);
    let requests = (0..requests).map(|_| requests::request(&mut dice, &world)).collect();
    Case { declarations: world.declarations, requests }
}
