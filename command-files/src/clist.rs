//! CLISTs: commands of TSO between statements that control them.
//!
//! Statements are gone through once, from the first to the last. All branches are taken, with their
//! conditions; loops once. A variable has a value only if a single SET gives it one in any case
//! (`TSO/E CLISTs`, "Writing CLISTs").

use std::collections::BTreeMap;
use std::ops::Range;

use super::condition::{asked, both};
use super::context::Context;
use super::flow::{Flow, Kind};
use super::mapped::Mapped;
use super::session;
use super::symbol::Symbols;
use super::tso::{self, LineFormat, unnumbered};
use super::verb::{self, Verb};
use crate::script::Condition;

/// Statements that pass nothing to TSO.
const CONTROL: &[&str] = &[
    "ATTN", "CLOSFILE", "CONTROL", "DATA", "ENDDATA", "ERROR", "GETFILE", "GLOBAL", "GOTO",
    "LISTDSI", "NGLOBAL", "OPENFILE", "PROC", "PUTFILE", "READ", "READDVAL", "RETURN", "SUBPROC",
    "SYSCALL", "SYSREF", "TERMIN", "TERMING", "WRITE", "WRITENR",
];

/// Reads a CLIST.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    context.list(|context| {
        let outer = context.condition.clone();
        let assignments = assignments(text.text());
        let (symbols, flow) = (Symbols::default(), Flow::default());
        let mut clist =
            Clist { context, text, at: 0, symbols, flow, assignments, outer: outer.clone() };
        while let Some(range) = clist.next_statement() {
            clist.statement(range);
        }
        clist.context.condition = outer;
    });
}

/// Whether a text begins as a CLIST does, or has statements that only a CLIST has.
pub(super) fn is_clist(text: &str) -> bool {
    let is_statement = |line: &str| {
        let upper = line.trim().to_ascii_uppercase();
        let mut words = upper.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match first {
            "PROC" => second.bytes().all(|it| it.is_ascii_digit()) && !second.is_empty(),
            "IF" => second.starts_with('&') && upper.contains("THEN"),
            "SET" => second.starts_with('&') && upper.contains('='),
            "CONTROL" => {
                matches!(second, "MSG" | "NOMSG" | "LIST" | "NOLIST" | "FLUSH" | "NOFLUSH")
            }
            _ => false,
        }
    };
    text.lines().any(is_statement)
}

/// How often each variable may get a value.
fn assignments(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let upper = text.to_ascii_uppercase();
    let mut words = upper.split_whitespace();
    while let Some(word) = words.next() {
        if matches!(word, "SET" | "READ" | "READDVAL" | "GETFILE" | "SYSREF" | "PROC") {
            let name = words.next().unwrap_or_default().trim_start_matches('&');
            let name = name.split('=').next().unwrap_or_default();
            *found.entry(name.to_owned()).or_insert(0) += 1;
        }
    }
    found
}

/// A CLIST that is being read.
struct Clist<'c, 't> {
    context: &'c mut Context,
    text: &'c Mapped<'t>,
    at: usize,
    symbols: Symbols,
    flow: Flow,
    assignments: BTreeMap<String, usize>,
    outer: Option<Condition>,
}

impl Clist<'_, '_> {
    /// The lines of the next statement: those that end in a continuation and the one after them.
    fn next_statement(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let mut end = start;
        while let Some(rest) = self.text.text().get(self.at..).filter(|it| !it.is_empty()) {
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = unnumbered(rest.get(..length)?).trim_end();
            end = self.at + line.len();
            self.at = (self.at + length + 1).min(self.text.len());
            let comment = line.trim_start().starts_with("/*") && line.ends_with("*/");
            if comment || !line.ends_with(['+', '-']) {
                break;
            }
        }
        (self.at > start).then_some(start..end.max(start))
    }

    /// A statement, with those that are in it: what follows THEN is one, too.
    fn statement(&mut self, range: Range<usize>) {
        let mut rest = Some(range);
        while let Some(range) = rest.take() {
            let code = self.code(range.clone());
            if code.is_empty() {
                // A comment or a blank line: for the command that follows.
                return tso::read(self.context, &self.text.part(range), LineFormat::Free);
            }
            let word = verb::first_word(self.text.get(code.clone())).to_ascii_uppercase();
            if let Some(label) = word.strip_suffix(':').filter(|it| !it.is_empty()) {
                // A GOTO may lead here.
                self.context.session.ended = None;
                self.context.session.arrive(label);
                rest = Some(code.start + label.len() + 1..code.end);
                continue;
            }
            drop(self.flow.settle(word == "ELSE"));
            self.context.condition = both(self.outer.as_ref(), self.flow.condition().as_ref());
            let after = code.start + word.len()..code.end;
            rest = self.structure(&word, after.clone());
            if rest.is_none() && !STRUCTURE.contains(&word.as_str()) {
                self.simple(&word, range, code, after);
                self.flow.complete();
            }
            rest = rest.filter(|it| !self.code(it.clone()).is_empty());
        }
    }

    /// A range without the blanks, continuations and comments that it begins with.
    fn code(&self, range: Range<usize>) -> Range<usize> {
        let mut start = range.start;
        loop {
            let text = self.text.get(start..range.end);
            let bare = text.trim_start();
            start += text.len() - bare.len();
            let continued = ["+\n", "-\n", "+\r\n", "-\r\n"].iter().any(|it| bare.starts_with(it));
            if bare == "+" || bare == "-" || continued {
                start += 1;
            } else if bare.starts_with("/*") {
                start += bare.find("*/").map_or(bare.len(), |it| it + 2);
            } else {
                return start..range.end;
            }
        }
    }

    /// A statement that begins or ends a block; what follows it in the same statement.
    fn structure(&mut self, word: &str, after: Range<usize>) -> Option<Range<usize>> {
        match word {
            "IF" => {
                let then = self.then(&after);
                let condition = self.condition(after.start..then);
                self.flow.begin(Kind::Then, Some(condition));
                return Some((then + 4).min(after.end)..after.end);
            }
            "ELSE" => return Some(after),
            "DO" if self.code(after.clone()).is_empty() => self.flow.begin_group(),
            "DO" => {
                let repeated = self.condition(after);
                self.flow.begin(Kind::Do, Some(repeated));
            }
            "SELECT" => self.flow.begin(Kind::Select, None),
            "WHEN" => {
                let close = self.closing(&after);
                let condition = self.condition(after.start..close);
                self.flow.when(&condition);
                return Some(close..after.end);
            }
            "OTHERWISE" => {
                self.flow.otherwise();
                return Some(after);
            }
            "END" => drop(self.flow.end()),
            "ERROR" | "ATTN" if !self.code(after.clone()).is_empty() => {
                let condition = format!("{} occurs", word.to_ascii_lowercase());
                let place = self.text.span(after.clone());
                self.flow.begin(Kind::Single, Some(asked(&condition, place)));
                return Some(after);
            }
            _ => {}
        }
        None
    }

    /// Where the THEN of a condition is; else the end.
    fn then(&self, range: &Range<usize>) -> usize {
        let upper = self.text.get(range.clone()).to_ascii_uppercase();
        let apart = |at: usize| {
            let before = upper.get(..at).and_then(|it| it.chars().next_back());
            let after = upper.get(at + 4..).and_then(|it| it.chars().next());
            before.is_none_or(|it| !it.is_alphanumeric())
                && after.is_none_or(|it| !it.is_alphanumeric())
        };
        let found = upper.match_indices("THEN").map(|(at, _)| at).find(|at| apart(*at));
        found.map_or(range.end, |at| range.start + at)
    }

    /// Where the parenthesis closes that a range begins with.
    fn closing(&self, range: &Range<usize>) -> usize {
        let mut depth = 0u32;
        for (at, byte) in self.text.get(range.clone()).bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth <= 1 => return range.start + at + 1,
                b')' => depth -= 1,
                _ => {}
            }
        }
        range.end
    }

    /// A condition, without continuations.
    fn condition(&self, range: Range<usize>) -> Condition {
        let place = self.text.span(range.clone());
        let lines = self.text.get(range).lines().map(|it| it.trim().trim_end_matches(['+', '-']));
        asked(lines.collect::<Vec<_>>().join(" ").trim(), place)
    }

    /// A statement that does one thing.
    fn simple(&mut self, word: &str, whole: Range<usize>, code: Range<usize>, after: Range<usize>) {
        match word {
            "EXIT" => self.exit(&code),
            "GOTO" => self.goto(&code, &after),
            "SET" => self.set(&after),
            _ if CONTROL.contains(&word) => {}
            _ => self.command(whole, code),
        }
    }

    /// EXIT ends the CLIST, unless a condition decides about it.
    fn exit(&mut self, code: &Range<usize>) {
        if !self.flow.is_repeated() {
            let condition = self.context.condition.clone();
            let place = self.text.span(code.start..code.start + 4);
            let code = session::code_of_end(self.text.get(code.clone()));
            self.context.ends(condition.as_ref(), &code, place);
        }
    }

    /// GOTO leaves out what is in front of its label, if the label is further down.
    fn goto(&mut self, code: &Range<usize>, after: &Range<usize>) {
        let label = self.text.get(after.clone()).trim().to_ascii_uppercase();
        let ahead = self.text.get(self.at..self.text.len()).to_ascii_uppercase();
        let is_label = |line: &str| {
            line.trim_start()
                .strip_prefix(label.as_str())
                .is_some_and(|it| it.trim_start().starts_with(':'))
        };
        if label.is_empty() || self.flow.is_repeated() || !ahead.lines().any(is_label) {
            return;
        }
        let condition = self.context.condition.clone();
        let place = self.text.span(code.clone());
        self.context.jumps(condition.as_ref(), label, place);
    }

    /// `SET &NAME = value`
    fn set(&mut self, after: &Range<usize>) {
        let statement = self.text.get(after.clone());
        let Some((name, value)) = statement.split_once('=') else { return };
        let name = name.trim().trim_start_matches('&').to_ascii_uppercase();
        let value = value.trim();
        let bare = value.strip_prefix("&STR(").and_then(|it| it.strip_suffix(')')).unwrap_or(value);
        let Some(at) = statement.find(bare).filter(|_| !bare.is_empty()) else { return };
        let range = after.start + at..after.start + at + bare.len();
        let once = self.assignments.get(&name).is_none_or(|it| *it < 2);
        let constant = !bare.contains(['&', '\n']);
        if constant && once && self.flow.is_certain() {
            let said = self.text.span(range.clone());
            self.symbols.set(name, after.start, self.text.part(range), said);
        }
    }

    /// A command: RACF's, or what another one is skipped for.
    fn command(&mut self, whole: Range<usize>, code: Range<usize>) {
        let alone = whole.start <= code.start && self.flow.condition().is_none();
        let range = if alone { whole } else { code.clone() };
        let text = self.symbols.replace(self.context, &self.text.part(range), code.start);
        let word = verb::first_word(self.text.get(code)).to_owned();
        if verb::classify(&word) == Verb::Racf || verb::is_typo(&word) {
            tso::read(self.context, &text, LineFormat::Free);
        } else {
            self.context.run_elsewhere(text, Vec::new());
        }
    }
}

/// Statements that begin or end a block.
const STRUCTURE: &[&str] = &["IF", "ELSE", "DO", "SELECT", "WHEN", "OTHERWISE", "END"];
