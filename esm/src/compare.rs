//! What a file of commands holds otherwise than the commands of a policy.

use crate::fact::{Fact, What};
use crate::read::{Held, Stated};

/// How a fact differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Only the policy has it.
    Missing,
    /// Both have it with other values.
    Different,
    /// Only the file has it.
    Extra,
}

impl Kind {
    /// All, what a policy lacks first.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Different, Self::Extra];

    /// Its word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Different => "different",
            Self::Extra => "extra",
        }
    }
}

/// One fact that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How.
    pub kind: Kind,
    /// The fact, without a value.
    pub fact: Fact,
    /// What the commands of the policy state, if they do.
    pub policy: Option<Held>,
    /// What the file states, if it does.
    pub system: Option<Held>,
}

/// The facts that differ, in order.
pub fn compare(policy: &Stated, system: &Stated) -> Vec<Difference> {
    let mut found = Vec::new();
    for (fact, held) in policy.iter() {
        let other = system.get(fact);
        let kind = match other {
            None => Kind::Missing,
            Some(other) if is_same(held, other) => continue,
            Some(_) => Kind::Different,
        };
        let policy = Some(held.clone());
        found.push(Difference { kind, fact: fact.clone(), policy, system: other.cloned() });
    }
    for (fact, held) in system.iter().filter(|(fact, _)| policy.get(fact).is_none()) {
        let system = Some(held.clone());
        let fact = fact.clone();
        found.push(Difference { kind: Kind::Extra, fact, policy: None, system });
    }
    found.sort_by(|a, b| (a.kind, rank(&a.fact), &a.fact).cmp(&(b.kind, rank(&b.fact), &b.fact)));
    found
}

/// Whether two values are the same. A number that the policy leaves to the system is any number.
fn is_same(policy: &Held, system: &Held) -> bool {
    policy.value == system.value || policy.value.as_deref() == Some("auto")
}

/// Access first.
fn rank(fact: &Fact) -> u8 {
    u8::from(fact.what != What::Permit)
}
