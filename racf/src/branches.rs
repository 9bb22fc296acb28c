//! Commands that depend on conditions: what they come to, whatever the conditions are.
//!
//! Each condition that isn't decided is a question. A choice answers all of them, and the commands
//! are run once for each choice, as far as a limit allows.

use std::collections::BTreeMap;

use saffron_command_files::script::{Condition, Term};
use saffron_diagnostics::{FileId, Span};
use saffron_vocabulary::budget::Budget;

use crate::command::Command;
use crate::database::Session;
use crate::outcome::Outcome;
use crate::play;

/// Up to so many questions, all choices are looked at.
const FEW: usize = 6;

/// More questions than this aren't told apart.
const MOST: usize = 60;

/// All choices together run at most so many commands.
const LARGEST: usize = 400_000;

/// A condition that isn't decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// As it is written.
    pub text: String,
    /// Where it is asked first.
    pub asked: Option<Span>,
}

/// What tells questions apart: in a file the text and, unless it means the same everywhere, the place.
type Key = (Option<FileId>, Option<u32>, String);

/// The questions of commands.
#[derive(Clone, Debug, Default)]
pub struct Branches {
    questions: Vec<Question>,
    known: BTreeMap<Key, usize>,
}

/// An answer to every question: whether the condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice(u64);

impl Choice {
    /// Whether a condition holds.
    pub fn holds(self, question: usize) -> bool {
        self.0 >> question.min(63) & 1 == 1
    }

    /// The same, but for one condition.
    #[must_use]
    pub fn but_for(self, question: usize) -> Self {
        Self(self.0 ^ (1 << question.min(63)))
    }
}

impl Branches {
    /// The questions on which commands depend, but for commands that change nothing.
    pub fn of<'c>(commands: impl IntoIterator<Item = &'c Command>) -> Self {
        let mut branches = Self::default();
        let conditional = commands.into_iter().filter(|it| play::conditional(it).is_some());
        for term in conditional.flat_map(|it| &it.condition).flat_map(|it| &it.terms) {
            let next = branches.questions.len();
            branches.known.entry(key(term)).or_insert_with(|| {
                branches.questions.push(Question { text: term.text.clone(), asked: term.asked });
                next
            });
        }
        branches
    }

    /// The conditions, in the order of the commands.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// All conditions hold.
    pub fn all_hold(&self) -> Choice {
        let count = self.questions.len();
        Choice(if count > FEW { u64::MAX } else { (1 << count) - 1 })
    }

    /// The choices to look at next to that all conditions hold, and whether they are all there are.
    pub fn choices(&self, commands: usize) -> (Vec<Choice>, bool) {
        let count = self.questions.len();
        let mut budget = Budget::new(LARGEST);
        if count <= FEW && budget.spend(commands << count) {
            return ((0..self.all_hold().0).map(Choice).collect(), true);
        }
        let mut budget = Budget::new(LARGEST);
        let none = Choice(0);
        let single =
            (0..count.min(MOST)).flat_map(|it| [self.all_hold().but_for(it), none.but_for(it)]);
        let within = [none].into_iter().chain(single).take_while(|_| budget.spend(commands));
        (within.collect(), false)
    }

    /// Runs the commands that a choice lets run; what each comes to.
    pub fn run(&self, commands: &[Command], choice: Choice, session: &mut Session) -> Vec<Outcome> {
        let runs = |it: &&Command| it.condition.as_ref().is_none_or(|it| self.holds(it, choice));
        commands.iter().filter(runs).map(|command| session.run(command)).collect()
    }

    fn holds(&self, condition: &Condition, choice: Choice) -> bool {
        let holds = |term: &Term| {
            let question = self.known.get(&key(term));
            question.is_none_or(|question| choice.holds(*question) == term.holds)
        };
        condition.terms.iter().all(|term| holds(term))
    }
}

fn key(term: &Term) -> Key {
    let file = term.asked.map(|it| it.file);
    let place = term.asked.filter(|_| !term.fixed).map(|it| it.start);
    (file, place, term.text.clone())
}
