//! Variables of a program: which of them have a value that is sure.
//!
//! INVARIANT: a value is taken only where no other can have been assigned since: not in another
//! branch, not in an earlier turn of a loop, not in a routine.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use saffron_diagnostics::Span;

use super::statement::{Action, Statement};
use super::token::{Kind, Token};
use crate::mapped::Mapped;

/// A value, and the statement that assigned it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    at: usize,
    pub(super) value: Mapped<'static>,
    /// Where it is assigned.
    pub(super) said: Option<Span>,
}

/// The variables of a program.
#[derive(Debug, Default)]
pub(super) struct Values {
    known: BTreeMap<String, Known>,
    /// Per variable the statements that assign it, ascending.
    assignments: BTreeMap<String, Vec<usize>>,
    /// Per `DO` statement its `END`.
    ends: BTreeMap<usize, usize>,
    /// Variables that routines change for their callers.
    shared: BTreeSet<String>,
    /// Loops that are open, from the outermost one on.
    loops: Vec<Range<usize>>,
}

impl Values {
    /// Looks through a program.
    pub(super) fn new(text: &Mapped<'_>, tokens: &[Token], statements: &[Statement]) -> Self {
        let mut values = Self::default();
        let (mut open, mut in_routine, mut local) = (Vec::new(), false, false);
        for (at, statement) in statements.iter().enumerate() {
            match statement.action {
                Action::Do | Action::Select => open.push(at),
                Action::End => {
                    if let Some(start) = open.pop() {
                        values.ends.insert(start, at);
                    }
                }
                Action::Label => (in_routine, local) = (true, false),
                Action::Procedure => local = true,
                _ => {}
            }
            for name in assigned(text, tokens, statement) {
                if in_routine && !local {
                    values.shared.insert(name.clone());
                }
                values.assignments.entry(name).or_default().push(at);
            }
        }
        values
    }

    /// A variable gets a value.
    pub(super) fn assign(
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

    /// A variable gets a value that isn't known.
    pub(super) fn forget(&mut self, name: &str) {
        if name.ends_with('.') {
            self.known.retain(|it, _| !it.starts_with(name));
        } else {
            self.known.remove(name);
        }
    }

    /// All variables but these get values that aren't known.
    pub(super) fn keep(&mut self, names: &BTreeSet<String>) {
        self.known.retain(|name, _| names.contains(key(name)));
    }

    /// Any variable may have got another value.
    pub(super) fn forget_all(&mut self) {
        self.known.clear();
    }

    /// A routine begins: what is assigned only once, before, is still known.
    pub(super) fn routine(&mut self) {
        let assignments = &self.assignments;
        let once = |name: &str| assignments.get(key(name)).is_some_and(|it| it.len() == 1);
        self.known.retain(|name, _| once(name));
        self.loops.clear();
    }

    /// A loop begins.
    pub(super) fn begin_loop(&mut self, at: usize) {
        let end = self.ends.get(&at).copied().unwrap_or(usize::MAX);
        self.loops.push(at..end);
    }

    /// Loops that end before a statement are no longer open.
    pub(super) fn pass(&mut self, at: usize) {
        while self.loops.pop_if(|it| it.end < at).is_some() {}
    }

    /// Whether a loop that is open assigns a variable.
    pub(super) fn varies(&self, name: &str) -> bool {
        self.loops.first().is_some_and(|it| self.assigned_within(name, it))
    }

    fn assigned_within(&self, name: &str, range: &Range<usize>) -> bool {
        let assignments = self.assignments.get(key(name)).map(Vec::as_slice).unwrap_or_default();
        let first = assignments.partition_point(|it| *it < range.start);
        assignments.get(first).is_some_and(|it| *it < range.end)
    }

    /// The value of a variable, if it is sure. One that was assigned before a loop isn't, in the
    /// loop, if the loop assigns it again.
    pub(super) fn get(&self, name: &str) -> Option<&Known> {
        let known = self.known.get(name)?;
        let outermost = self.loops.iter().find(|it| it.start > known.at);
        let again = outermost.is_some_and(|it| self.assigned_within(name, it));
        (!again).then_some(known)
    }
}

/// What stands for a variable where assignments are compared: all variables of a stem are one.
pub(super) fn key(name: &str) -> &str {
    name.find('.').and_then(|dot| name.get(..=dot)).unwrap_or(name)
}

/// The name of a variable as it is compared.
pub(super) fn name_of(text: &Mapped<'_>, token: Token) -> String {
    text.get(token.range()).to_ascii_uppercase()
}

/// The variables that a statement assigns.
pub(super) fn assigned(text: &Mapped<'_>, tokens: &[Token], statement: &Statement) -> Vec<String> {
    let range = match statement.action {
        Action::Assign => {
            let name = statement.tokens.start.saturating_sub(2);
            name..name + 1
        }
        Action::Do => {
            let equals = tokens.get(statement.tokens.start + 1);
            let counted = equals.is_some_and(|it| text.get(it.range()) == "=");
            statement.tokens.start..statement.tokens.start + usize::from(counted)
        }
        Action::Forget => statement.tokens.clone(),
        _ => return Vec::new(),
    };
    let tokens = tokens.get(range).unwrap_or_default().iter();
    tokens
        .filter(|it| it.kind == Kind::Symbol)
        .map(|it| key(&name_of(text, *it)).to_owned())
        .collect()
}
