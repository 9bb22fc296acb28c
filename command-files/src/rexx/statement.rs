//! Tokens to statements: what each clause does.

use std::ops::Range;

use super::token::{Kind, Token};
use crate::mapped::Mapped;

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// A label: a routine begins.
    Label,
    /// `name = expression`; the name is the token in front of the statement's.
    Assign,
    /// `IF`, up to `THEN`.
    If,
    /// `ELSE`
    Else,
    /// `DO`, up to its end.
    Do,
    /// `SELECT`
    Select,
    /// `WHEN`, up to `THEN`.
    When,
    /// `OTHERWISE`
    Otherwise,
    /// `END`
    End,
    /// `ADDRESS`
    Address,
    /// `CALL`
    Call,
    /// `QUEUE` and `PUSH`
    Queue,
    /// `PARSE`, `ARG`, `PULL`, `DROP`, `UPPER`: gives variables values that aren't known.
    Forget,
    /// `PROCEDURE`
    Procedure,
    /// `INTERPRET`
    Interpret,
    /// `EXIT`
    Exit,
    /// `SIGNAL label`
    Signal,
    /// `SAY` and others that pass nothing to TSO.
    Other,
    /// An expression: a command.
    Command,
    /// A comment.
    Comment,
    /// A blank line.
    Blank,
}

/// A statement and the tokens of its operands.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) action: Action,
    pub(super) tokens: Range<usize>,
}

/// The statements of a program.
pub(super) fn statements(text: &Mapped<'_>, tokens: &[Token]) -> Vec<Statement> {
    let mut splitter = Splitter { text, tokens, at: 0, found: Vec::new() };
    while splitter.at < tokens.len() {
        splitter.next();
    }
    splitter.found
}

struct Splitter<'s, 't> {
    text: &'s Mapped<'t>,
    tokens: &'s [Token],
    at: usize,
    found: Vec<Statement>,
}

impl Splitter<'_, '_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|it| it.kind)
    }

    fn push(&mut self, action: Action, tokens: Range<usize>) {
        self.at = tokens.end.max(self.at + 1);
        self.found.push(Statement { action, tokens });
    }

    fn next(&mut self) {
        let at = self.at;
        match self.kind(at) {
            Some(Kind::End) => self.at += 1,
            Some(Kind::Comment) => self.push(Action::Comment, at..at + 1),
            Some(Kind::Blank) => self.push(Action::Blank, at..at + 1),
            Some(Kind::Symbol) => self.begins_with_symbol(),
            _ => self.push(Action::Command, at..self.end_of_clause(at)),
        }
    }

    fn begins_with_symbol(&mut self) {
        let (at, end) = (self.at, self.end_of_clause(self.at));
        match self.kind(at + 1) {
            Some(Kind::Colon) => return self.push(Action::Label, at..at + 2),
            Some(Kind::Operator) if self.is_assignment() => {
                return self.push(Action::Assign, at + 2..end);
            }
            _ => {}
        }
        let word = self.word(at);
        let action = action(&word);
        match action {
            Action::If | Action::When => {
                let then = self.then(at + 1);
                self.push(action, at + 1..then);
                if self.kind(then) == Some(Kind::Symbol) {
                    self.at = then + 1;
                }
            }
            Action::Else | Action::Otherwise => self.push(action, at + 1..at + 1),
            Action::Command => self.push(action, at..end),
            _ => self.push(action, at + 1..end),
        }
    }

    fn word(&self, at: usize) -> String {
        let range = self.tokens.get(at).map(|it| it.range()).unwrap_or_default();
        self.text.get(range).to_ascii_uppercase()
    }

    /// `name =`, not `name ==`.
    fn is_assignment(&self) -> bool {
        let equals = |at: usize| self.kind(at) == Some(Kind::Operator) && self.word(at) == "=";
        equals(self.at + 1) && !equals(self.at + 2)
    }

    /// Where a clause ends.
    fn end_of_clause(&self, at: usize) -> usize {
        let rest = self.tokens.get(at..).unwrap_or_default();
        at + rest.iter().position(|it| it.kind == Kind::End).unwrap_or(rest.len())
    }

    /// The `THEN` of a condition, on its line or on the next one that isn't blank; else the end of
    /// its clause.
    fn then(&self, from: usize) -> usize {
        let end = self.end_of_clause(from);
        let is_then = |at: &usize| self.kind(*at) == Some(Kind::Symbol) && self.word(*at) == "THEN";
        if let Some(found) = (from..end).find(is_then) {
            return found;
        }
        let idle = |it: &&Token| matches!(it.kind, Kind::End | Kind::Blank | Kind::Comment);
        let rest = self.tokens.get(end..).unwrap_or_default();
        let next = end + rest.iter().take_while(idle).count();
        if is_then(&next) { next } else { end }
    }
}

fn action(word: &str) -> Action {
    match word {
        "IF" => Action::If,
        "ELSE" => Action::Else,
        "DO" => Action::Do,
        "SELECT" => Action::Select,
        "WHEN" => Action::When,
        "OTHERWISE" => Action::Otherwise,
        "END" => Action::End,
        "ADDRESS" => Action::Address,
        "CALL" => Action::Call,
        "QUEUE" | "PUSH" => Action::Queue,
        "PARSE" | "ARG" | "PULL" | "DROP" | "UPPER" => Action::Forget,
        "PROCEDURE" => Action::Procedure,
        "INTERPRET" => Action::Interpret,
        "EXIT" => Action::Exit,
        "SIGNAL" => Action::Signal,
        "ITERATE" | "LEAVE" | "NOP" | "NUMERIC" | "OPTIONS" | "RETURN" | "SAY" | "THEN"
        | "TRACE" => Action::Other,
        _ => Action::Command,
    }
}
