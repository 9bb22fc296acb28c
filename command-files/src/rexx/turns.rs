//! Loops that are gone through as often as they run, where that is known: `DO i = 1 TO n`, and
//! `DO WHILE` as long as its condition is known to hold.

use std::ops::Range;

use super::expression::Evaluator;
use super::run::Program;
use super::statement::Statement;
use super::token::Kind;
use super::values::{Repeated, Turns, name_of};
use crate::decide::decide;
use crate::mapped::{Builder, Mapped};

impl Program<'_, '_> {
    /// Whether the loop that begins is gone through turn by turn; then its first turn begins.
    pub(super) fn begin_turns(&mut self, at: usize, statement: &Statement) -> Option<usize> {
        let end = self.values.end_of(at)?;
        let body = self.statements.get(at + 1..end)?;
        let calls = |it: &Statement| {
            let first = self.source.tokens.get(it.tokens.start.wrapping_sub(1));
            let word = first.map(|it| name_of(self.source.text, *it)).unwrap_or_default();
            matches!(word.as_str(), "LEAVE" | "ITERATE" | "SIGNAL" | "INTERPRET")
        };
        if body.iter().any(calls) {
            return None;
        }
        let kind = self.counted(statement).or_else(|| self.conditioned(statement))?;
        self.turns.push(Turns { body: at + 1..end, kind });
        Some(self.next_turn(end).unwrap_or(end))
    }

    /// The statement at which the next turn of the loop begins that ends at a statement.
    pub(super) fn next_turn(&mut self, end: usize) -> Option<usize> {
        let turns = self.turns.last().filter(|it| it.body.end == end)?;
        let (start, length) = (turns.body.start, turns.body.len());
        let again = match &turns.kind {
            Repeated::Counted { next, last, .. } => next <= last,
            Repeated::While(condition) => self.holds(&condition.clone()) == Some(true),
        };
        if !again || !self.context.may_repeat(1, 64 * length.max(1)) {
            self.turns.pop();
            return None;
        }
        if let Some(Turns { kind: Repeated::Counted { name, next, step, .. }, .. }) =
            self.turns.last_mut()
        {
            let (name, value) = (name.clone(), *next);
            *next = next.saturating_add(*step);
            self.counts(&name, value, start);
        }
        Some(start)
    }

    /// A variable gets a number.
    fn counts(&mut self, name: &str, value: u32, at: usize) {
        let place = self.source.text.span(0..0);
        let Some(place) = place else { return };
        let mut builder = Builder::default();
        builder.put(&value.to_string(), place);
        self.values.variables.assign(name.to_owned(), at, builder.finish(), None);
    }

    /// `i = 1 TO n BY m`
    fn counted(&mut self, statement: &Statement) -> Option<Repeated> {
        let range = statement.tokens.clone();
        let name = self.source.tokens.get(range.start).copied()?;
        let equals = self.source.tokens.get(range.start + 1).copied()?;
        if name.kind != Kind::Symbol || self.source.text.get(equals.range()) != "=" {
            return None;
        }
        let words: Vec<(usize, String)> = range
            .clone()
            .skip(2)
            .filter_map(|at| {
                let token = self.source.tokens.get(at).filter(|it| it.kind == Kind::Symbol)?;
                Some((at, name_of(self.source.text, *token)))
            })
            .filter(|(_, word)| matches!(word.as_str(), "TO" | "BY" | "FOR" | "WHILE" | "UNTIL"))
            .collect();
        let [(to, word), more @ ..] = words.as_slice() else { return None };
        let (by, end) = match more {
            [] => (None, range.end),
            [(by, word)] if word == "BY" => (Some(*by), *by),
            _ => return None,
        };
        if word != "TO" {
            return None;
        }
        let first = self.number(range.start + 2..*to)?;
        let last = self.number(to + 1..end)?;
        let step = by.map_or(Some(1), |by| self.number(by + 1..range.end)).filter(|it| *it > 0)?;
        let name = name_of(self.source.text, name);
        Some(Repeated::Counted { name, next: first, last, step })
    }

    fn number(&mut self, tokens: Range<usize>) -> Option<u32> {
        let text = self.evaluate(tokens)?;
        text.text().trim().parse().ok()
    }

    /// `WHILE condition`, if it is known whether it holds.
    fn conditioned(&mut self, statement: &Statement) -> Option<Repeated> {
        let words = self.words(statement);
        let (first, condition) = words.split_once(char::is_whitespace)?;
        if !first.eq_ignore_ascii_case("while") {
            return None;
        }
        self.holds(condition)?;
        Some(Repeated::While(condition.to_owned()))
    }

    /// Whether a condition holds, by values of variables.
    fn holds(&self, condition: &str) -> Option<bool> {
        let value = |name: &str| {
            let known = self.values.get(&name.to_ascii_uppercase())?;
            known
                .value
                .uses()
                .iter()
                .all(|it| it.value.is_some())
                .then(|| known.value.text().to_owned())
        };
        let upper = condition.to_ascii_uppercase();
        let bare: String = upper.chars().filter(|it| !it.is_whitespace()).collect();
        for (call, rest) in [("WORDS(", ")>0"), ("LENGTH(", ")>0")] {
            if let Some(name) = bare.strip_prefix(call).and_then(|it| it.strip_suffix(rest)) {
                return value(name).map(|it| !it.trim().is_empty());
            }
        }
        decide(condition, &value)
    }

    /// `PARSE VAR name a b c`: words of a value that is known.
    pub(super) fn parse(&mut self, at: usize, statement: &Statement) -> Option<()> {
        let words = self.words(statement).to_ascii_uppercase();
        let mut words = words.split_whitespace().filter(|it| *it != "UPPER").peekable();
        if words.next() != Some("VAR") {
            return None;
        }
        let source = words.next()?;
        let names: Vec<String> = words.map(str::to_owned).collect();
        let plain =
            |it: &String| it == "." || it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        if names.is_empty() || !names.iter().all(plain) {
            return None;
        }
        let value = self.values.get(source)?.value.clone();
        let parts = parsed(&value, names.len());
        self.assigns(statement);
        for (name, part) in names.into_iter().zip(parts).filter(|(name, _)| name != ".") {
            self.values.variables.assign(name, at, part, None);
        }
        Some(())
    }
}

/// The first words of a value; the last part is all that is left.
fn parsed(value: &Mapped<'_>, count: usize) -> Vec<Mapped<'static>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for _ in 1..count {
        let rest = value.get(start..value.len());
        let from = start + rest.len() - rest.trim_start().len();
        let rest = value.get(from..value.len());
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        parts.push(value.part(from..from + length));
        start = (from + length + 1).min(value.len());
    }
    let rest = value.get(start..value.len());
    let from = if count == 1 { start } else { start + rest.len() - rest.trim_start().len() };
    parts.push(value.part(from..value.len()));
    parts
}

impl Evaluator<'_, '_, '_> {
    /// `WORD(text, n)` and `WORDS(text)`, if what they get is known.
    pub(super) fn word_function(
        &mut self,
        name: &str,
        inner: Range<usize>,
        builder: &mut Builder,
    ) -> Option<()> {
        if !matches!(name, "WORD" | "WORDS") {
            return None;
        }
        let arguments = self.source.arguments(inner);
        let text = self.text(arguments.first()?.clone())?;
        if text.uses().iter().any(|it| it.value.is_none()) {
            return None;
        }
        let words: Vec<&str> = text.text().split_whitespace().collect();
        match (name, arguments.as_slice()) {
            ("WORDS", [_]) => {
                builder.put(&words.len().to_string(), text.span(0..text.len())?);
            }
            ("WORD", [_, number]) => {
                let number = self.text(number.clone())?;
                let number: usize = number.text().trim().parse().ok()?;
                let word = words.get(number.checked_sub(1)?)?;
                let start = word.as_ptr().addr() - text.text().as_ptr().addr();
                builder.copy(&text, start..start + word.len());
            }
            _ => return None,
        }
        Some(())
    }
}
