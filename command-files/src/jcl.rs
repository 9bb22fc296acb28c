//! JCL: the commands that a job passes to TSO.
//!
//! The terminal monitor program reads them from SYSTSIN. What SYSTSIN is may be specified on its DD
//! statement, by the name of another one (`DDNAME=`), or by a symbol (`z/OS MVS JCL Reference`,
//! "DD statement").

mod card;
mod cond;
mod contents;
mod data;
mod job;
mod operand;
mod run;
mod statement;
mod step;

use std::ops::Range;

use self::card::statement;
use self::contents::{has_command, is_delimiter};
use self::job::Job;
use self::operand::Operands;
use self::statement::Statement;
use self::step::{Dd, Step};
use super::condition::{asked, both, negated};
use super::context::Context;
use super::mapped::Mapped;
use super::session::Session;
use super::symbol::Symbols;
use super::tso::{plain_text, unnumbered};
use super::{mistake, verb};
use crate::script::{Comment, Condition};

/// Reads a job, or several.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    let outer = context.condition.clone();
    let mut job = Job {
        context,
        text,
        at: 0,
        symbols: Symbols::default(),
        exported: false,
        follows: false,
        bypass: None,
        conditions: Vec::new(),
        outer,
        step: None,
        remark: None,
    };
    while let Some(line) = job.next_line() {
        job.line(line);
    }
    job.end_of_step();
    job.remark_ends();
    job.context.condition = job.outer;
}

impl Job<'_, '_> {
    /// The next line, without its line break, its number, and blanks at its end.
    fn next_line(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = self.text.text().get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        self.at = start + length + 1;
        Some(start..start + unnumbered(rest.get(..length)?).trim_end().len())
    }

    /// The next line, not yet taken.
    fn peek(&mut self) -> Option<Range<usize>> {
        let at = self.at;
        let line = self.next_line();
        self.at = at;
        line
    }

    fn line(&mut self, line: Range<usize>) {
        let text = self.text.get(line.clone());
        if text.starts_with("//*") {
            let start = self.remark.as_ref().map_or(line.start, |it| it.start);
            self.remark = Some(start..line.end);
            return;
        }
        self.remark_ends();
        if text.starts_with("//") {
            let statement = statement(self, line);
            self.statement(statement);
        } else if !text.trim().is_empty() {
            self.outside(line);
        }
    }

    /// Comment statements are one comment, for what follows.
    fn remark_ends(&mut self) {
        let Some(range) = self.remark.take() else { return };
        self.propose(range.clone());
        let lines = self.text.get(range.clone()).lines().map(unnumbered);
        let text = plain_text(lines.map(|line| line.trim_start_matches('/')));
        if let (Some(span), false) = (self.text.span(range), text.trim().is_empty()) {
            self.context.comment(Comment { text, span });
        }
    }

    /// Commands in comment statements.
    fn propose(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for line in self.text.get(range).split_inclusive('\n') {
            let words = unnumbered(line.trim_end()).trim_end();
            let bare = words.trim_start_matches(['/', '*', ' ']);
            let found = start + words.len() - bare.len()..start + words.len();
            start += line.len();
            if verb::is_quoted_command(bare) {
                self.context.proposal(self.text.part(found));
            }
        }
    }

    /// Text that is neither a statement nor in-stream data: JES reads it as data of its own, which
    /// no program asks for.
    fn outside(&mut self, first: Range<usize>) {
        let mut range = first;
        while let Some(line) = self.peek() {
            if self.text.get(line.clone()).starts_with("//") {
                break;
            }
            range.end = line.end;
            self.next_line();
        }
        let Some(span) = self.text.span(range.clone()) else { return };
        if is_delimiter(self.text.get(range.clone()).lines().next().unwrap_or_default()) {
            return self.context.skip("a JES2 statement", span);
        }
        if has_command(self.text.get(range)) {
            self.context.say(mistake::outside(span));
            self.context.broken(span);
        }
        self.context.skip("it is outside in-stream data, where no program reads it", span);
    }

    fn statement(&mut self, statement: Statement) {
        match statement.operation.as_str() {
            "JOB" => {
                self.end_of_step();
                self.symbols.forget(statement.span.start);
                self.exported = false;
                self.follows = false;
                self.conditions.clear();
                self.bypass = self.tests(&statement);
            }
            "EXEC" => {
                self.end_of_step();
                self.step = Some(self.begin_step(&statement));
            }
            "DD" => self.dd(statement),
            "SET" | "PROC" => self.set(&statement),
            "EXPORT" => self.exported = true,
            "IF" | "ELSE" | "ENDIF" => self.conditional(&statement),
            _ => {}
        }
    }

    /// A SET statement, or a procedure's defaults.
    fn set(&mut self, statement: &Statement) {
        let operands = Operands::of(&statement.operands);
        for (name, value) in operands.named() {
            let value = self.symbols.replace(self.context, &value, statement.span.start);
            let said = self.text.span(statement.span.clone());
            self.symbols.set(name, statement.span.start, value, said);
        }
    }

    /// IF, ELSE and ENDIF belong to the steps that follow; a step that is open ends.
    fn conditional(&mut self, statement: &Statement) {
        self.end_of_step();
        match statement.operation.as_str() {
            "IF" => {
                let place = self.text.span(statement.span.clone());
                self.conditions.push(asked(statement.operands.text().trim(), place));
            }
            "ELSE" => {
                if let Some(last) = self.conditions.last_mut() {
                    *last = negated(last);
                }
            }
            _ => {
                self.conditions.pop();
            }
        }
    }

    /// What COND of a statement requires.
    fn tests(&mut self, statement: &Statement) -> Option<Condition> {
        let operands =
            self.symbols.replace(self.context, &statement.operands, statement.span.start);
        let tests = cond::runs_if(Operands::of(&operands).get("COND")?.text())?;
        Some(asked(&tests, self.text.span(statement.span.clone())))
    }

    fn begin_step(&mut self, statement: &Statement) -> Step {
        let operands =
            self.symbols.replace(self.context, &statement.operands, statement.span.start);
        let operands = Operands::of(&operands);
        let own = self.tests(statement);
        let follows = std::mem::replace(&mut self.follows, true);
        let tests = own.iter().chain(&self.bypass).filter(|_| follows);
        let all = self.conditions.iter().chain(tests);
        let asked = all.fold(self.outer.clone(), |outer, it| both(outer.as_ref(), Some(it)));
        Step::new(statement, &operands, asked)
    }

    /// A DD statement, with its in-stream data. A statement without a name goes on with the one
    /// before it.
    fn dd(&mut self, statement: Statement) {
        let operands =
            self.symbols.replace(self.context, &statement.operands, statement.span.start);
        let operands = Operands::of(&operands);
        let data = self.in_stream(&operands, statement.span.clone());
        let symbols = operands.get("SYMBOLS").is_some();
        let at = statement.span.start;
        let dd = Dd::new(statement, &operands, data, symbols.then_some(at));
        match &mut self.step {
            Some(step) => step.add(dd),
            None => dd.pass_over(self.context, self.text, "it belongs to no step"),
        }
    }

    /// The step is complete: its commands are read.
    fn end_of_step(&mut self) {
        if let Some(step) = self.step.take() {
            self.context.condition.clone_from(&step.condition);
            // Each step has a session of its own.
            self.context.session = Session::default();
            step.run(self);
            self.context.session = Session::default();
            self.context.condition.clone_from(&self.outer);
        }
    }
}
