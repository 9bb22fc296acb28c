//! Variables of a program: which of them have a value that is sure.
//!
//! INVARIANT: a value is taken only where no other can have been assigned since: not in another
//! branch, not in an earlier turn of a loop, not in a routine.

use std::collections::BTreeMap;
use std::ops::Range;

use super::statement::{Action, Statement};
use super::token::{Kind, Token};
use crate::assigned::{Known, Variables, key};
use crate::mapped::Mapped;

/// The variables of a program.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Assignments are numbered as their statements are.
    pub(super) variables: Variables,
    /// Per `DO` statement its `END`.
    ends: BTreeMap<usize, usize>,
    /// Loops that are open, from the outermost one on.
    loops: Vec<Range<usize>>,
}

/// A loop that is gone through.
#[derive(Debug)]
pub(super) struct Turns {
    /// The statements of its body.
    pub(super) body: Range<usize>,
    pub(super) kind: Repeated,
}

/// What a loop is repeated for.
#[derive(Debug)]
pub(super) enum Repeated {
    /// A variable, up to a number.
    Counted { name: String, next: u32, last: u32, step: u32 },
    /// As long as a condition holds.
    While(String),
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
                    values.variables.share(&name);
                }
                values.variables.note(name, at);
            }
        }
        values
    }

    /// A routine begins: what is assigned only once, before, is still known.
    pub(super) fn routine(&mut self) {
        self.variables.keep_constants();
        self.loops.clear();
    }

    /// The `END` of a `DO`.
    pub(super) fn end_of(&self, at: usize) -> Option<usize> {
        self.ends.get(&at).copied()
    }

    /// A loop begins.
    pub(super) fn begin_loop(&mut self, at: usize) {
        let end = self.ends.get(&at).copied().unwrap_or(usize::MAX);
        self.loops.push(at..end);
    }

    /// Loops that end before a statement are no longer open.
    pub(super) fn pass(&mut self, at: usize) {
        while self.loops.pop_if(|open| open.end < at).is_some() {}
    }

    /// Whether a loop that is open assigns a variable.
    pub(super) fn varies(&self, name: &str) -> bool {
        self.loops.first().is_some_and(|it| self.assigned_within(name, it))
    }

    fn assigned_within(&self, name: &str, range: &Range<usize>) -> bool {
        let assignments = self.variables.assignments(name);
        let first = assignments.partition_point(|it| *it < range.start);
        assignments.get(first).is_some_and(|it| *it < range.end)
    }

    /// The name of a variable of a stem: values of variables in the place of their names.
    pub(super) fn compound(&self, name: &str) -> String {
        let mut parts = name.split('.');
        let stem = parts.next().unwrap_or_default().to_owned();
        parts.fold(stem, |name, part| {
            let value = self.get(part).map_or(part, |it| it.value.text());
            format!("{name}.{value}")
        })
    }

    /// The value of a variable, if it is sure. One that was assigned before a loop isn't, in the
    /// loop, if the loop assigns it again.
    pub(super) fn get(&self, name: &str) -> Option<&Known> {
        let known = self.variables.known(name)?;
        let outermost = self.loops.iter().find(|it| it.start > known.at);
        let again = outermost.is_some_and(|it| self.assigned_within(name, it));
        (!again).then_some(known)
    }
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
