//! Jobs that are being read.

use std::ops::Range;

use super::step::Step;
use crate::context::Context;
use crate::mapped::Mapped;
use crate::script::Condition;
use crate::symbol::Symbols;

/// The lines of jobs, one after the other.
pub(super) struct Job<'r, 't> {
    pub(super) context: &'r mut Context,
    pub(super) text: &'r Mapped<'t>,
    /// Where the next line begins.
    pub(super) at: usize,
    pub(super) symbols: Symbols,
    /// `EXPORT SYMLIST` was seen: symbols may be replaced in in-stream data.
    pub(super) exported: bool,
    /// A step of the job has been read: COND of the first one has nothing to test.
    pub(super) follows: bool,
    /// What COND of the JOB statement requires for every step but the first.
    pub(super) bypass: Option<Condition>,
    /// What IF statements ask, from the outermost one on.
    pub(super) conditions: Vec<Condition>,
    /// The condition under which the whole text counts.
    pub(super) outer: Option<Condition>,
    pub(super) step: Option<Step>,
    /// Comment statements that follow each other.
    pub(super) remark: Option<Range<usize>>,
}
