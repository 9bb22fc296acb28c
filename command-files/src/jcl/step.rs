//! A step: its program and its DD statements.

use std::ops::Range;

use super::contents;
use super::operand::Operands;
use super::statement::Statement;
use crate::context::Context;
use crate::mapped::Mapped;
use crate::script::Condition;

/// A step that is being read.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) program: String,
    pub(super) parm: Option<Mapped<'static>>,
    pub(super) dds: Vec<Dd>,
    /// The condition under which it runs.
    pub(super) condition: Option<Condition>,
}

/// A DD statement.
#[derive(Debug)]
pub(super) struct Dd {
    pub(super) name: String,
    /// The statement whose data it takes.
    pub(super) reference: Option<Mapped<'static>>,
    /// The data set it names.
    pub(super) data_set: Option<String>,
    /// Lines of in-stream data.
    pub(super) data: Option<Range<usize>>,
    /// The place whose values its symbols take, if they are to be replaced.
    pub(super) symbols: Option<usize>,
    pub(super) span: Range<usize>,
}

impl Step {
    pub(super) fn new(
        statement: &Statement,
        operands: &Operands<'_>,
        condition: Option<Condition>,
    ) -> Self {
        let program = operands.get("PGM").map(|it| it.text().to_ascii_uppercase());
        let parm = operands.get("PARM");
        let program = program.unwrap_or_default();
        Self { name: statement.name.clone(), program, parm, dds: Vec::new(), condition }
    }

    /// Adds a DD statement; one without a name goes on with the one before.
    pub(super) fn add(&mut self, mut dd: Dd) {
        if dd.name.is_empty() {
            dd.name = self.dds.last().map(|it| it.name.clone()).unwrap_or_default();
        }
        self.dds.push(dd);
    }
}

impl Dd {
    pub(super) fn new(
        statement: Statement,
        operands: &Operands<'_>,
        data: Option<Range<usize>>,
        symbols: Option<usize>,
    ) -> Self {
        let name = statement.name.rsplit('.').next().unwrap_or_default().to_owned();
        let data_set = operands.get("DSN").or_else(|| operands.get("DSNAME"));
        Self {
            name,
            reference: operands.get("DDNAME"),
            data_set: data_set.map(|it| it.text().to_owned()),
            data,
            symbols,
            span: statement.span,
        }
    }

    /// Whether its data contains commands of RACF.
    pub(super) fn has_commands(&self, text: &Mapped<'_>) -> bool {
        let data = self.data.clone().map(|it| text.get(it)).unwrap_or_default();
        contents::other_manager(data).is_none() && contents::has_command(data)
    }

    /// Passes over its data.
    pub(super) fn pass_over(self, context: &mut Context, text: &Mapped<'_>, why: &str) {
        let Some(range) = self.data.filter(|it| !text.get(it.clone()).trim().is_empty()) else {
            return;
        };
        let other = contents::other_manager(text.get(range.clone()));
        let why = other.map_or_else(|| why.to_owned(), |it| format!("commands of {it}"));
        if let Some(span) = text.span(range) {
            context.skip(format!("in-stream data of DD `{}`: {why}", self.name), span);
        }
    }
}
