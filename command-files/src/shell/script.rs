//! A script that is being read.

use std::ops::Range;

use super::flow::Flow;
use super::values::Values;
use crate::context::Context;
use crate::mapped::Mapped;
use crate::script::Condition;

/// Substitutions and scripts in words may be nested this deep.
pub(super) const DEEPEST: u32 = 20;

/// A script that is being read.
pub(super) struct Script<'s, 't> {
    pub(super) context: &'s mut Context,
    pub(super) text: &'s Mapped<'t>,
    pub(super) at: usize,
    pub(super) depth: u32,
    pub(super) values: Values,
    pub(super) flow: Flow,
    /// The condition under which the whole script counts.
    pub(super) outer: Option<Condition>,
    /// Comments on lines of their own that follow each other.
    pub(super) comments: Vec<Range<usize>>,
    /// Here-documents that begin after the line.
    pub(super) documents: Vec<Document>,
    /// What the command before passes to this one.
    pub(super) piped: Option<Mapped<'static>>,
    /// What the command before must have come to, for this one to run.
    pub(super) chain: Option<Condition>,
}

/// A here-document that is announced.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) delimiter: String,
    /// Its delimiter was quoted: nothing in it is replaced.
    pub(super) literal: bool,
    /// Tabs at the beginning of its lines don't count.
    pub(super) indented: bool,
}
