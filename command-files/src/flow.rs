//! Blocks of a REXX program or a CLIST: under which condition a statement runs, and in which loops.

use crate::condition::{all, both, negated};
use crate::script::Condition;

/// Blocks may be nested this deep; deeper ones are taken without their conditions.
const DEEPEST: usize = 250;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `DO … END`
    Do,
    /// `SELECT … END`
    Select,
    /// The statement after `THEN` of an `IF`: `ELSE` may follow.
    Then,
    /// The statement after `ELSE`, or after `THEN` of a `WHEN`.
    Single,
    /// The statements after `OTHERWISE`.
    Otherwise,
}

/// A block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    condition: Option<Condition>,
    /// Of a `SELECT`: that none of the conditions so far holds.
    refused: Option<Condition>,
    /// Its one statement is complete.
    done: bool,
    /// Whether it runs exactly once: a group of statements, no loop and no branch.
    certain: bool,
    /// Variables that got values in it.
    pub(super) assigned: Vec<String>,
}

/// The blocks that are open.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    /// Blocks that are too deep to be kept.
    deeper: usize,
}

impl Block {
    /// Variables whose value isn't known once the block has ended.
    pub(super) fn uncertain(&self) -> &[String] {
        if self.certain { &[] } else { &self.assigned }
    }
}

impl Flow {
    /// A block begins.
    pub(super) fn begin(&mut self, kind: Kind, condition: Option<Condition>) {
        if self.blocks.len() >= DEEPEST {
            self.deeper += usize::from(matches!(kind, Kind::Do | Kind::Select));
            return;
        }
        self.blocks.push(Block {
            kind,
            condition,
            refused: None,
            done: false,
            certain: false,
            assigned: Vec::new(),
        });
    }

    /// `DO` without repetition begins.
    pub(super) fn begin_group(&mut self) {
        self.begin(Kind::Do, None);
        if let Some(block) = self.blocks.last_mut().filter(|_| self.deeper == 0) {
            block.certain = true;
        }
    }

    /// The statement after `WHEN … THEN` begins.
    pub(super) fn when(&mut self, condition: &Condition) {
        let select = self.blocks.iter_mut().rfind(|it| it.kind == Kind::Select);
        let own = select.map(|select| {
            let own = both(select.refused.as_ref(), Some(condition));
            select.refused = both(select.refused.as_ref(), Some(&negated(condition)));
            own
        });
        self.begin(Kind::Single, own.flatten());
    }

    /// `OTHERWISE` begins.
    pub(super) fn otherwise(&mut self) {
        let select = self.blocks.iter().rfind(|it| it.kind == Kind::Select);
        let refused = select.and_then(|it| it.refused.clone());
        self.begin(Kind::Otherwise, refused);
    }

    /// A statement is complete: so is the block that consists of it.
    pub(super) fn complete(&mut self) {
        if let Some(block) = self.blocks.last_mut()
            && matches!(block.kind, Kind::Then | Kind::Single)
        {
            block.done = true;
        }
    }

    /// Another statement begins, `ELSE` or not: blocks that are complete end. Returns them.
    pub(super) fn settle(&mut self, is_else: bool) -> Vec<Block> {
        let mut ended = Vec::new();
        while let Some(last) = self.blocks.last().filter(|it| it.done) {
            let awaited = is_else && last.kind == Kind::Then;
            if awaited {
                break;
            }
            ended.extend(self.blocks.pop());
            self.complete();
        }
        if is_else && let Some(then) = self.blocks.pop_if(|it| it.done) {
            let condition = then.condition.as_ref().map(negated);
            ended.push(then);
            self.begin(Kind::Single, condition);
        }
        ended
    }

    /// `END`: the innermost `DO` or `SELECT` is complete. Returns the blocks that end.
    pub(super) fn end(&mut self) -> Vec<Block> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return Vec::new();
        }
        let Some(at) =
            self.blocks.iter().rposition(|it| matches!(it.kind, Kind::Do | Kind::Select))
        else {
            return Vec::new();
        };
        let ended = self.blocks.split_off(at);
        self.complete();
        ended
    }

    /// A routine begins: whatever was open isn't.
    pub(super) fn reset(&mut self) {
        self.blocks.clear();
        self.deeper = 0;
    }

    /// The block that is open.
    pub(super) fn innermost(&mut self) -> Option<&mut Block> {
        self.blocks.last_mut()
    }

    /// Whether the next statement runs in any case: nothing is open but groups of statements.
    pub(super) fn is_certain(&self) -> bool {
        self.blocks.iter().all(|it| it.certain)
    }

    /// Whether the next statement may run several times, or not at all, whatever the conditions are.
    pub(super) fn is_repeated(&self) -> bool {
        let repeated = |it: &Block| it.kind == Kind::Do && !it.certain;
        self.deeper > 0 || self.blocks.iter().any(repeated)
    }

    /// The condition of the next statement.
    pub(super) fn condition(&self) -> Option<Condition> {
        all(self.blocks.iter().filter_map(|it| it.condition.as_ref()))
    }
}
