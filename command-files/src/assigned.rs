//! Variables that a program or a script assigns: which of them have a value that is sure.
//!
//! INVARIANT: a value is known only until the next assignment. Whether one in a loop, a routine or a
//! function comes between is for each language to say.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::Span;

use crate::mapped::Mapped;

/// A value, and where it was assigned.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its place in the order of assignments.
    pub(crate) at: usize,
    pub(crate) value: Mapped<'static>,
    /// Where it is assigned in the file.
    pub(crate) said: Option<Span>,
}

/// The variables of a program or a script. Variables of one stem (`NAME.1`, `NAME.2`) have their assignments
/// in common; only REXX has such names.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    known: BTreeMap<String, Known>,
    /// Per variable where it is assigned, ascending.
    assignments: BTreeMap<String, Vec<usize>>,
    /// Variables that routines or functions change for their callers.
    shared: BTreeSet<String>,
}

impl Variables {
    /// Notes that a variable is assigned somewhere.
    pub(crate) fn note(&mut self, name: String, at: usize) {
        self.assignments.entry(name).or_default().push(at);
    }

    /// A routine or a function changes a variable, which then never has a value that is sure.
    pub(crate) fn share(&mut self, name: &str) {
        self.known.remove(name);
        self.shared.insert(name.to_owned());
    }

    /// A variable gets a value.
    pub(crate) fn assign(
        &mut self,
        name: String,
        at: usize,
        value: Mapped<'static>,
        said: Option<Span>,
    ) {
        if self.shared.contains(key(&name)) {
            self.known.remove(&name);
        } else {
            self.known.insert(name, Known { at, value, said });
        }
    }

    /// A variable, or a stem, gets a value that isn't known.
    pub(crate) fn forget(&mut self, name: &str) {
        if name.ends_with('.') {
            self.known.retain(|known, _| !known.starts_with(name));
        } else {
            self.known.remove(name);
        }
    }

    /// Any variable may have got another value.
    pub(crate) fn forget_all(&mut self) {
        self.known.clear();
    }

    /// All variables but these get values that aren't known.
    pub(crate) fn keep(&mut self, names: &BTreeSet<String>) {
        self.known.retain(|name, _| names.contains(key(name)));
    }

    /// All variables but those that are assigned once get values that aren't known.
    pub(crate) fn keep_constants(&mut self) {
        let assignments = &self.assignments;
        let is_constant = |name: &str| assignments.get(key(name)).is_some_and(|all| all.len() == 1);
        self.known.retain(|name, _| is_constant(name));
    }

    /// The last value of a variable, if no other was assigned since.
    pub(crate) fn known(&self, name: &str) -> Option<&Known> {
        self.known.get(name)
    }

    /// The variables of a stem whose tails are numbers, in their order.
    pub(crate) fn members(&self, stem: &str) -> Vec<Mapped<'static>> {
        let stem = key(stem);
        let numbered = self.known.iter().filter_map(|(name, known)| {
            let tail = name.strip_prefix(stem)?;
            Some((tail.parse::<u32>().ok()?, &known.value))
        });
        let mut members: Vec<_> = numbered.filter(|(number, _)| *number > 0).collect();
        members.sort_by_key(|(number, _)| *number);
        members.into_iter().map(|(_, value)| value.clone()).collect()
    }

    /// Where a variable is assigned, ascending.
    pub(crate) fn assignments(&self, name: &str) -> &[usize] {
        self.assignments.get(key(name)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What stands for a variable where assignments are compared: all variables of a stem are one.
pub(crate) fn key(name: &str) -> &str {
    name.find('.').and_then(|dot| name.get(..=dot)).unwrap_or(name)
}
