//! A program is gone through once, from its first statement to its last.

use std::collections::BTreeSet;
use std::ops::Range;

use saffron_diagnostics::Span;

use super::expression::{Evaluator, Source};
use super::routine::Routines;
use super::statement::{Action, Statement, statements};
use super::token::{Kind, Token, tokens};
use super::values::{Turns, Values, assigned, name_of};
use crate::assigned::key;
use crate::condition::{asked, both};
use crate::context::Context;
use crate::flow::{Block, Flow, Kind as BlockKind};
use crate::mapped::{Builder, Mapped};
use crate::script::{Comment, Condition};
use crate::session::Session;
use crate::tso::{self, LineFormat, plain_text};
use crate::{mistake, shell, verb};

/// Functions of REXX itself; a string that they get isn't run.
const FUNCTIONS: &[&str] = &[
    "ABBREV",
    "CENTER",
    "CENTRE",
    "CHANGESTR",
    "COMPARE",
    "COPIES",
    "COUNTSTR",
    "DATATYPE",
    "DELSTR",
    "DELWORD",
    "FIND",
    "INDEX",
    "INSERT",
    "LASTPOS",
    "LEFT",
    "LENGTH",
    "LOWER",
    "OVERLAY",
    "POS",
    "REVERSE",
    "RIGHT",
    "SPACE",
    "STRIP",
    "SUBSTR",
    "SUBWORD",
    "TRANSLATE",
    "UPPER",
    "VALUE",
    "VERIFY",
    "WORD",
    "WORDINDEX",
    "WORDLENGTH",
    "WORDPOS",
    "WORDS",
];

/// A program that is being gone through.
pub(super) struct Program<'p, 't> {
    pub(super) context: &'p mut Context,
    pub(super) source: Source<'p, 't>,
    pub(super) statements: &'p [Statement],
    pub(super) values: Values,
    flow: Flow,
    /// The condition under which the whole program counts.
    outer: Option<Condition>,
    /// Comments on lines of their own that follow each other.
    block: Vec<Range<usize>>,
    /// Lines that were queued, one after the other.
    queue: Builder,
    /// Per routine the variables whose values it passes to TSO.
    routines: Routines,
    /// Commands that are values of variables, and haven't been issued yet.
    waiting: Vec<(String, Span)>,
    /// Loops that are gone through turn by turn.
    pub(super) turns: Vec<Turns>,
    /// The statement that comes next.
    next: usize,
}

impl<'p, 't> Program<'p, 't> {
    pub(super) fn new(
        context: &'p mut Context,
        text: &'p Mapped<'t>,
        tokens: &'p [Token],
        statements: &'p [Statement],
    ) -> Self {
        let values = Values::new(text, tokens, statements);
        let outer = context.condition.clone();
        let source = Source::new(text, tokens);
        let (flow, block, queue) = (Flow::default(), Vec::new(), Builder::default());
        let routines = Routines::of(text, tokens, statements);
        let waiting = Vec::new();
        let (turns, next) = (Vec::new(), 0);
        Self {
            context,
            source,
            statements,
            values,
            flow,
            outer,
            block,
            queue,
            routines,
            waiting,
            turns,
            next,
        }
    }

    pub(super) fn run(mut self) {
        let statements = self.statements;
        self.next = 0;
        while let Some(statement) = statements.get(self.next) {
            let at = self.next;
            self.next += 1;
            match statement.action {
                Action::Comment => self.comment(statement),
                Action::Blank => self.block_ends(),
                _ => {
                    self.block_ends();
                    self.statement(at, statement);
                }
            }
        }
        self.queue_ends();
        self.block_ends();
        for (_, span) in std::mem::take(&mut self.waiting) {
            self.context.unread(span);
        }
    }

    fn statement(&mut self, at: usize, statement: &Statement) {
        if statement.action != Action::Queue {
            self.queue_ends();
        }
        self.values.pass(at);
        let ended = self.flow.settle(statement.action == Action::Else);
        self.blocks_ended(&ended);
        self.context.condition = both(self.outer.as_ref(), self.flow.condition().as_ref());
        if self.structure(at, statement) {
            return;
        }
        if matches!(
            statement.action,
            Action::Assign | Action::Forget | Action::Signal | Action::Other
        ) {
            for comment in self.comments_in(&statement.tokens) {
                self.context.comment(comment);
            }
        }
        let before = self.context.commands();
        self.calls(statement);
        self.simple(at, statement);
        if self.context.commands() == before {
            self.context.other_matter();
        }
        self.flow.complete();
    }

    /// Statements that begin and end blocks.
    fn structure(&mut self, at: usize, statement: &Statement) -> bool {
        match statement.action {
            Action::If => {
                self.calls(statement);
                let condition = self.asked(statement);
                self.flow.begin(BlockKind::Then, Some(condition));
            }
            Action::When => {
                let condition = self.asked(statement);
                self.flow.when(&condition);
            }
            Action::Otherwise => self.flow.otherwise(),
            Action::Else => {}
            Action::Do if self.words(statement).is_empty() => self.flow.begin_group(),
            Action::Do => {
                if let Some(first) = self.begin_turns(at, statement) {
                    self.flow.begin_group();
                    self.next = first;
                    return true;
                }
                self.flow.begin(BlockKind::Do, None);
                self.values.begin_loop(at);
                self.assigns(statement);
            }
            Action::Select => self.flow.begin(BlockKind::Select, None),
            Action::End => {
                if let Some(first) = self.next_turn(at) {
                    self.next = first;
                    return true;
                }
                let ended = self.flow.end();
                self.blocks_ended(&ended);
            }
            Action::Label => {
                self.flow.reset();
                self.context.session.go_on_as(Session::default());
                self.values.routine();
            }
            _ => return false,
        }
        true
    }

    /// Statements that do one thing.
    fn simple(&mut self, at: usize, statement: &Statement) {
        match statement.action {
            Action::Assign => self.assign(at, statement),
            Action::Forget if self.parse(at, statement).is_some() => {}
            Action::Forget => self.assigns(statement),
            Action::Exit => self.exit(statement),
            Action::Signal => self.signal(at, statement),
            Action::Interpret => self.values.variables.forget_all(),
            Action::Procedure => {
                let tokens = self.source.tokens.get(statement.tokens.clone()).unwrap_or_default();
                let text = self.source.text;
                let names = tokens.iter().map(|it| key(&name_of(text, *it)).to_owned());
                self.values.variables.keep(&names.collect::<BTreeSet<String>>());
            }
            Action::Command => self.command(statement.tokens.clone()),
            Action::Address => self.address(statement.tokens.clone()),
            Action::Call => {
                self.arguments(statement.tokens.start + 1..statement.tokens.end);
                self.routine(statement.tokens.start);
            }
            Action::Queue => self.queue(statement.tokens.clone()),
            _ => {}
        }
    }

    /// `EXIT`: what is below, up to the next label, is never reached.
    fn exit(&mut self, statement: &Statement) {
        if self.flow.is_repeated() {
            return;
        }
        let token = statement.tokens.start.checked_sub(1).map(|it| it..it + 1);
        let place = token.and_then(|it| self.source.text.span(self.source.range(&it)));
        let (condition, code) = (self.context.condition.clone(), self.words(statement));
        self.context.ends(condition.as_ref(), &code, place);
    }

    /// `SIGNAL label`: what is in front of the label is left out, if the label is further down.
    fn signal(&mut self, at: usize, statement: &Statement) {
        let label = self.words(statement).to_ascii_uppercase();
        let below = self.statements.get(at + 1..).unwrap_or_default();
        let is_label = |it: &Statement| {
            let name = self.source.tokens.get(it.tokens.start).copied();
            it.action == Action::Label
                && name.is_some_and(|it| name_of(self.source.text, it) == label)
        };
        if self.flow.is_repeated() || !below.iter().any(is_label) {
            return;
        }
        let place = self.source.text.span(self.source.range(&statement.tokens));
        let condition = self.context.condition.clone();
        self.context.jumps(condition.as_ref(), label, place);
    }

    /// A statement's operands, as they are written.
    pub(super) fn words(&self, statement: &Statement) -> String {
        let range = self.source.range(&statement.tokens);
        self.source.text.get(range).trim().to_owned()
    }

    /// A statement's condition.
    fn asked(&self, statement: &Statement) -> Condition {
        let place = self.source.text.span(self.source.range(&statement.tokens));
        asked(&self.words(statement), place)
    }

    pub(super) fn evaluate(&mut self, tokens: Range<usize>) -> Option<Mapped<'static>> {
        let (source, values) = (&self.source, &self.values);
        Evaluator { source, context: self.context, values }.text(tokens)
    }

    /// Blocks have ended: what they assigned, they may not have assigned.
    fn blocks_ended(&mut self, ended: &[Block]) {
        for block in ended {
            block.uncertain().iter().for_each(|name| self.values.variables.forget(name));
            if let Some(outer) = self.flow.innermost() {
                outer.assigned.extend_from_slice(&block.assigned);
            }
        }
    }

    /// Variables get values that aren't known.
    pub(super) fn assigns(&mut self, statement: &Statement) {
        for name in assigned(self.source.text, self.source.tokens, statement) {
            self.values.variables.forget(&name);
            if let Some(block) = self.flow.innermost() {
                block.assigned.push(name);
            }
        }
    }

    /// A variable gets another value; one of a stem leaves the others as they are, if it is known
    /// which one it is.
    fn assigns_to(&mut self, name: &str, statement: &Statement) {
        let tail = name.split_once('.').map(|(_, tail)| tail);
        let numbered = tail.is_some_and(|it| it.parse::<u32>().is_ok());
        if !numbered {
            return self.assigns(statement);
        }
        self.values.variables.forget(name);
        if let Some(block) = self.flow.innermost() {
            block.assigned.push(key(name).to_owned());
        }
    }

    fn assign(&mut self, at: usize, statement: &Statement) {
        let value = self.evaluate(statement.tokens.clone());
        let name = statement.tokens.start.checked_sub(2);
        let Some(token) = name.and_then(|it| self.source.tokens.get(it)).copied() else { return };
        let name = name_of(self.source.text, token);
        let name = self.values.compound(&name);
        self.assigns_to(&name, statement);
        if let Some(value) = value.filter(|it| !it.text().contains('\n')) {
            let said = self.source.text.span(token.range());
            let place = self.source.text.span(self.source.range(&statement.tokens));
            if let Some(place) = place.filter(|_| verb::is_quoted_command(value.text())) {
                self.waiting.push((value.text().trim().to_owned(), place));
            }
            self.values.variables.assign(name, at, value, said);
        }
    }

    /// A routine that is called passes the values of variables to TSO.
    fn routine(&mut self, name: usize) {
        let Some(token) = self.source.tokens.get(name).copied() else { return };
        let label = name_of(self.source.text, token);
        for variable in self.routines.issued(&label) {
            let known = self.values.get(&variable).map(|it| it.value.clone());
            if let Some(value) = known.filter(|it| verb::is_command(it.text())) {
                self.issue(value, Vec::new());
            }
        }
    }

    /// The variables of a stem, if the tokens are one with an index that isn't known.
    fn stem(&self, tokens: &Range<usize>) -> Vec<Mapped<'static>> {
        let Some(token) = self.source.tokens.get(tokens.start).copied() else { return Vec::new() };
        let name = name_of(self.source.text, token);
        let alone = tokens.len() == 1 && token.kind == Kind::Symbol && name.contains('.');
        if !alone {
            return Vec::new();
        }
        if let Some(known) = self.values.get(&self.values.compound(&name)) {
            return vec![known.value.clone()];
        }
        self.values.variables.members(&name)
    }

    /// A string on its own, or after `ADDRESS TSO`.
    fn command(&mut self, tokens: Range<usize>) {
        let members = self.stem(&tokens);
        if !members.is_empty() {
            return members.into_iter().for_each(|it| self.issue(it, Vec::new()));
        }
        if self.routines.is_called_with(&tokens) {
            return;
        }
        let comments = self.comments_in(&tokens);
        let range = self.source.range(&tokens);
        if let Some(text) = self.evaluate(tokens) {
            self.issue(text, comments);
        } else if let Some(span) = self.source.text.span(range) {
            self.context.skip("an expression that can't be evaluated", span);
        }
    }

    /// A text gets to TSO, and with it values that are in it.
    fn issued(&mut self, text: &str) {
        self.waiting.retain(|(value, _)| !text.contains(value.as_str()));
    }

    /// Passes a text to TSO.
    fn issue(&mut self, text: Mapped<'static>, comments: Vec<Comment>) {
        if text.text().trim().is_empty() {
            return;
        }
        self.issued(text.text());
        if verb::is_command(text.text()) {
            self.warn_of_loop(&text);
        }
        if shell::is_call(text.text()) {
            return shell::read(self.context, &text);
        }
        self.context.run_elsewhere(text, comments);
    }

    /// In a loop whose turns differ, the command stands for several.
    fn warn_of_loop(&mut self, text: &Mapped<'_>) {
        let varies = |name: &str| self.values.varies(key(&name.to_ascii_uppercase()));
        let unknown = text.uses().iter().find(|it| it.value.is_none() && varies(&it.written));
        if let Some(used) = unknown {
            self.context.say(mistake::in_loop(&used.written, used.span));
        }
    }

    /// `ADDRESS TSO "command"`; other environments get no commands of RACF, unless it is plain that
    /// they do.
    fn address(&mut self, tokens: Range<usize>) {
        let Some(first) = self.source.tokens.get(tokens.start).copied() else { return };
        let environment = name_of(self.source.text, first);
        let rest = tokens.start + 1..tokens.end;
        if self.source.range(&rest).is_empty() {
            return;
        }
        if first.kind == Kind::Symbol && matches!(environment.as_str(), "TSO" | "TSOE" | "COMMAND")
        {
            return self.command(rest);
        }
        self.argument(rest);
    }

    /// What a routine gets: a command, if it begins like one.
    fn argument(&mut self, tokens: Range<usize>) {
        let comments = self.comments_in(&tokens);
        if let Some(text) = self.evaluate(tokens)
            && (verb::is_command(text.text()) || shell::is_call(text.text()))
        {
            self.issue(text, comments);
        }
    }

    fn arguments(&mut self, tokens: Range<usize>) {
        for argument in self.source.arguments(tokens) {
            self.argument(argument);
        }
    }

    /// Functions that a statement calls may pass what they get to TSO.
    fn calls(&mut self, statement: &Statement) {
        let end = statement.tokens.end;
        for at in statement.tokens.clone() {
            let Some(close) = self.source.call(at, end) else { continue };
            let Some(name) = self.source.tokens.get(at).copied() else { continue };
            let of_rexx = FUNCTIONS.contains(&name_of(self.source.text, name).as_str());
            if name.kind == Kind::Symbol && !of_rexx {
                self.arguments(at + 2..close);
            }
        }
    }

    /// A line for the reader of the stack: `EXECIO` writes it to a data set, or TSO takes it.
    fn queue(&mut self, tokens: Range<usize>) {
        let place = self.source.range(&tokens);
        let Some(text) = self.evaluate(tokens) else { return };
        self.issued(text.text());
        self.queue.copy(&text, 0..text.len());
        if let Some(span) = self.source.text.span(place.end..place.end) {
            self.queue.put("\n", span);
        }
    }

    /// Lines that were queued are read like a file, if there are commands among them.
    fn queue_ends(&mut self) {
        if self.queue.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.queue).finish();
        let first = text.text().lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
        if verb::begins(first) || text.text().lines().any(verb::is_command) {
            tso::read(self.context, &text, LineFormat::Free);
        }
    }

    fn comment(&mut self, statement: &Statement) {
        let range = self.source.range_of_comment(statement.tokens.start);
        let words = self.source.text.get(range.clone()).trim_matches(['/', '*', ' ']);
        if !words.eq_ignore_ascii_case("rexx") {
            self.block.push(range);
        }
    }

    /// Comments within a statement.
    fn comments_in(&self, tokens: &Range<usize>) -> Vec<Comment> {
        let all = tokens.clone().filter(|at| self.source.kind(*at) == Some(Kind::Comment));
        all.filter_map(|at| self.built(&[self.source.range_of_comment(at)])).collect()
    }

    /// The comments so far are one.
    fn block_ends(&mut self) {
        let block = std::mem::take(&mut self.block);
        for it in &block {
            self.propose(it.clone());
        }
        if let Some(comment) = self.built(&block) {
            self.context.comment(comment);
        }
    }

    /// Strings in a comment that would be commands.
    fn propose(&mut self, comment: Range<usize>) {
        let range = comment.start + 2..comment.end.saturating_sub(2);
        let bare = |it: &str| verb::is_command(it.trim_start_matches([' ', '"', '\'']));
        if !self.source.text.get(range.clone()).lines().any(bare) {
            return;
        }
        let text = self.source.text.part(range);
        let values = &self.values;
        self.context.propose(|context| {
            let tokens = tokens(context, &text);
            let statements = statements(&text, &tokens);
            let source = Source::new(&text, &tokens);
            for statement in statements.iter().filter(|it| it.action == Action::Command) {
                let found = Evaluator { source: &source, context, values };
                if let Some(command) = { found }.text(statement.tokens.clone())
                    && verb::is_command(command.text())
                {
                    context.proposal(command);
                }
            }
        });
    }

    fn built(&self, block: &[Range<usize>]) -> Option<Comment> {
        let (first, last) = (block.first()?, block.last()?);
        let span = self.source.text.span(first.start..last.end)?;
        let inner = |it: &Range<usize>| {
            let text = self.source.text.get(it.clone());
            text.trim_start_matches("/*").trim_end_matches("*/")
        };
        let text = plain_text(block.iter().map(inner));
        (!text.trim().is_empty()).then_some(Comment { text, span })
    }
}
