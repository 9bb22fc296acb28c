//! Routines that pass the value of a variable to TSO: their callers put the commands into it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::statement::{Action, Statement};
use super::token::{Kind, Token};
use super::values::name_of;
use crate::mapped::Mapped;

/// The routines of a program.
#[derive(Debug, Default)]
pub(super) struct Routines {
    /// Per label the variables that the routine passes.
    issued: BTreeMap<String, Vec<String>>,
    /// The tokens that pass a variable, in routines that are called.
    places: BTreeSet<usize>,
}

impl Routines {
    /// Looks through a program.
    pub(super) fn of(text: &Mapped<'_>, tokens: &[Token], statements: &[Statement]) -> Self {
        let mut routines = Self::default();
        let mut called = BTreeSet::new();
        let mut found: Vec<(String, usize)> = Vec::new();
        let mut label = None;
        for statement in statements {
            let first = tokens.get(statement.tokens.start).copied();
            match (statement.action, first) {
                (Action::Label, Some(token)) => label = Some(name_of(text, token)),
                (Action::Call, Some(token)) => drop(called.insert(name_of(text, token))),
                (Action::Command | Action::Address, _) => {
                    let at = passed(tokens, statement);
                    found.extend(label.clone().zip(at));
                }
                _ => {}
            }
        }
        for (label, at) in found.into_iter().filter(|(label, _)| called.contains(label)) {
            if let Some(token) = tokens.get(at).copied() {
                routines.issued.entry(label).or_default().push(name_of(text, token));
                routines.places.insert(at);
            }
        }
        routines
    }

    /// The variables whose values a routine passes.
    pub(super) fn issued(&self, label: &str) -> Vec<String> {
        self.issued.get(label).cloned().unwrap_or_default()
    }

    /// Whether tokens are a variable in a routine whose callers have put the command into it.
    pub(super) fn is_called_with(&self, tokens: &Range<usize>) -> bool {
        tokens.len() == 1 && self.places.contains(&tokens.start)
    }
}

/// The one variable that a statement passes: `cmd`, `ADDRESS TSO cmd`.
fn passed(tokens: &[Token], statement: &Statement) -> Option<usize> {
    let skipped = usize::from(statement.action == Action::Address);
    let at = statement.tokens.start + skipped;
    let alone = statement.tokens.end == at + 1;
    let symbol = tokens.get(at).is_some_and(|it| it.kind == Kind::Symbol);
    (alone && symbol).then_some(at)
}
