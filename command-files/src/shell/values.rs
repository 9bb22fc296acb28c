//! Variables of a script: which of them have a value that is sure.
//!
//! INVARIANT: a value is taken only where no other can have been assigned since. In doubt it isn't:
//! in a loop if the script assigns the variable again after the loop's beginning, in a function if
//! it assigns it more than once.

use std::collections::BTreeMap;

use crate::assigned::{Known, Variables};
use crate::mapped::Mapped;

/// The variables of a script.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Assignments are numbered as the bytes at which they are.
    pub(super) variables: Variables,
    /// Words of arrays; none if an array is assigned twice.
    pub(super) arrays: BTreeMap<String, Vec<Mapped<'static>>>,
}

/// How many bytes of a name a text begins with.
pub(super) fn name_length(text: &str) -> usize {
    let named = |it: &u8| it.is_ascii_alphanumeric() || *it == b'_';
    if text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_') {
        text.bytes().take_while(named).count()
    } else {
        0
    }
}

impl Values {
    /// Looks through a script for words that look like assignments.
    pub(super) fn new(text: &Mapped<'_>) -> Self {
        let mut values = Self::default();
        let mut start = 0;
        for word in text.text().split_inclusive([' ', '\t', '\n', ';', '(', '&', '|', '"']) {
            let length = name_length(word);
            let rest = word.get(length..).unwrap_or_default();
            let loops = text.get(start.max(4) - 4..start) == "for ";
            if length > 0 && (rest.starts_with('=') || rest.starts_with("+=") || loops) {
                let name = word.get(..length).unwrap_or_default().to_owned();
                values.variables.note(name, start);
            }
            start += word.len();
        }
        values
    }

    /// The value of a variable, if it is sure: in loops that begin at these places, in a function or
    /// not.
    pub(super) fn get(&self, name: &str, loops: &[usize], function: bool) -> Option<&Known> {
        let known = self.variables.known(name)?;
        let assignments = self.variables.assignments(name);
        let outermost = loops.iter().find(|start| **start > known.at);
        let again = outermost.is_some_and(|start| assignments.last().is_some_and(|it| it > start));
        let once = assignments.len() < 2;
        (!again && (!function || once)).then_some(known)
    }

    /// Whether a loop that begins at a place may assign a variable.
    pub(super) fn varies(&self, name: &str, start: usize) -> bool {
        self.variables.assignments(name).iter().any(|at| *at > start)
    }
}
