//! What commands state, as facts with values.

use std::collections::BTreeMap;

use crate::fact::Fact;

/// A value, and the line that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The value; `None` where there is nothing but the fact.
    pub value: Option<String>,
    /// The line, from 1.
    pub line: u32,
}

/// Facts after all commands. The facts have no value of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated(BTreeMap<Fact, Held>);

impl Stated {
    /// The facts in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Fact, &Held)> {
        self.0.iter()
    }

    /// What is stated about a fact.
    pub fn get(&self, fact: &Fact) -> Option<&Held> {
        self.0.get(fact)
    }

    pub(super) fn state(&mut self, fact: Fact, value: Option<String>, line: u32) {
        self.0.insert(fact, Held { value, line });
    }

    pub(super) fn take_back(&mut self, fact: &Fact) {
        self.0.remove(fact);
    }

    /// Keeps only the facts for which it is so.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&Fact) -> bool) {
        self.0.retain(|fact, _| keep(fact));
    }
}
