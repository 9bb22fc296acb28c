//! Blocks of a script: under which condition a command runs, and in which loops and functions.

use saffron_diagnostics::Span;

use crate::condition::{all, asked, both, negated};
use crate::mapped::Mapped;
use crate::script::Condition;

/// Blocks may be nested this deep.
const DEEPEST: usize = 250;

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `if … fi`
    If,
    /// `for`, `while`, `until`, up to `done`
    Loop,
    /// `case … esac`, with what is compared
    Case(String),
    /// `name() { … }`
    Function,
    /// `{ … }`
    Group,
}

/// A block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// Where the words of its condition begin; of a loop, where the loop does.
    pub(super) start: usize,
    pub(super) condition: Option<Condition>,
    /// That no branch so far is taken.
    refused: Option<Condition>,
    /// Variables that are assigned in it.
    pub(super) assigned: Vec<String>,
    /// Of a loop over words: those that are left.
    pub(super) turns: Option<Turns>,
}

/// The words of a loop that is gone through once for each.
#[derive(Debug)]
pub(super) struct Turns {
    pub(super) name: String,
    /// Where the name is assigned.
    pub(super) at: usize,
    pub(super) rest: std::vec::IntoIter<Mapped<'static>>,
    /// Where the body begins, once that is known.
    pub(super) body: usize,
}

/// The blocks that are open.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    deeper: usize,
    /// Where the loops among them begin.
    loops: Vec<usize>,
    functions: usize,
}

impl Flow {
    /// A block begins.
    pub(super) fn begin(&mut self, kind: Kind, start: usize, condition: Option<Condition>) {
        if self.blocks.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        match kind {
            Kind::Loop => self.loops.push(start),
            Kind::Function => self.functions += 1,
            _ => {}
        }
        self.blocks.push(Block {
            kind,
            start,
            condition,
            refused: None,
            assigned: Vec::new(),
            turns: None,
        });
    }

    /// `then`: the condition of an `if` is complete.
    pub(super) fn then(&mut self, condition: &Condition) {
        if let Some(block) = self.innermost().filter(|it| it.kind == Kind::If) {
            block.condition = both(block.refused.as_ref(), Some(condition));
            block.refused = both(block.refused.as_ref(), Some(&negated(condition)));
        }
    }

    /// `elif`: what follows is a condition.
    pub(super) fn elif(&mut self, start: usize) {
        if let Some(block) = self.innermost().filter(|it| it.kind == Kind::If) {
            block.start = start;
            block.condition = block.refused.clone();
        }
    }

    /// `else`
    pub(super) fn otherwise(&mut self) {
        if let Some(block) = self.innermost().filter(|it| it.kind == Kind::If) {
            block.condition = block.refused.clone();
        }
    }

    /// A pattern of a `case`.
    pub(super) fn pattern(&mut self, pattern: &str, place: Option<Span>) {
        if let Some(block) = self.innermost()
            && let Kind::Case(subject) = &block.kind
        {
            block.condition = Some(asked(&format!("{subject} = {pattern}"), place));
        }
    }

    /// The innermost block ends, if it is of one of these kinds.
    pub(super) fn end(&mut self, is_kind: impl Fn(&Kind) -> bool) -> Option<Block> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let block = self.blocks.pop_if(|it| is_kind(&it.kind))?;
        match block.kind {
            Kind::Loop if block.turns.is_none() => {
                self.loops.pop();
            }
            Kind::Function => self.functions = self.functions.saturating_sub(1),
            _ => {}
        }
        Some(block)
    }

    /// The loop that has begun is gone through turn by turn: what it assigns is sure.
    pub(super) fn unroll(&mut self, turns: Turns) {
        if let Some(block) = self.innermost().filter(|it| it.kind == Kind::Loop) {
            block.turns = Some(turns);
            self.loops.pop();
        }
    }

    pub(super) fn innermost(&mut self) -> Option<&mut Block> {
        if self.deeper > 0 { None } else { self.blocks.last_mut() }
    }

    /// Whether the next words are a pattern of a `case`.
    pub(super) fn awaits_pattern(&self) -> bool {
        let awaits = |it: &Block| matches!(it.kind, Kind::Case(_)) && it.condition.is_none();
        self.deeper == 0 && self.blocks.last().is_some_and(awaits)
    }

    /// Where the loops that are open begin.
    pub(super) fn loops(&self) -> &[usize] {
        &self.loops
    }

    /// Whether a block is open whose end isn't sure to end the script: a loop, a function, a group.
    pub(super) fn is_apart(&self) -> bool {
        let decided = |it: &Block| matches!(it.kind, Kind::If | Kind::Case(_));
        self.deeper > 0 || !self.blocks.iter().all(decided)
    }

    pub(super) fn in_function(&self) -> bool {
        self.functions > 0
    }

    /// The condition of the next command.
    pub(super) fn condition(&self) -> Option<Condition> {
        all(self.blocks.iter().filter_map(|it| it.condition.as_ref()))
    }
}
