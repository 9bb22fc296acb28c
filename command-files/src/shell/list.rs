//! Lists: commands, what parts them, and the keywords between.

use std::ops::Range;

use saffron_diagnostics::Span;

use super::flow::{Block, Kind, Turns};
use super::script::{Document, Script};
use super::values::name_length;
use super::word::{Word, is_meta};
use crate::condition::{asked, both, negated};
use crate::mapped::{Builder, Mapped};
use crate::script::{Comment, Condition};

/// So many characters of a condition are kept.
const LONGEST_CONDITION: usize = 400;

/// A command that is being read.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    pub(super) comments: Vec<Comment>,
    start: usize,
}

impl Script<'_, '_> {
    /// Reads commands up to a parenthesis that closes what isn't opened here, or to the end.
    pub(super) fn list(&mut self) {
        let mut command = Command { start: self.at, ..Command::default() };
        let mut open = 0u32;
        while let Some(byte) = self.byte(self.at) {
            if command.words.is_empty() && self.flow.awaits_pattern() && !byte.is_ascii_whitespace()
            {
                self.pattern();
                command.start = self.at;
                continue;
            }
            match byte {
                b')' if open == 0 => break,
                b'#' => self.comment(&mut command),
                b'<' | b'>' => self.redirection(),
                b'\\' if self.text.get(self.at..self.at + 2) == "\\\n" => self.at += 2,
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'(' => {
                    open += 1;
                    self.parenthesis(&mut command);
                }
                b')' => {
                    open -= 1;
                    self.end_command(&mut command, 1);
                    self.close(|it| *it == Kind::Group);
                }
                _ if is_meta(byte) => self.operator(&mut command),
                _ => self.next_word(&mut command),
            }
        }
        self.end_command(&mut command, 0);
        for _ in 0..open {
            self.close(|it| *it == Kind::Group);
        }
    }

    /// `name()` begins a function; other parentheses a group.
    fn parenthesis(&mut self, command: &mut Command) {
        let named = command.words.len() == 1;
        if named && self.text.get(self.at..self.text.len()).get(1..).is_some_and(closes) {
            let rest = self.text.get(self.at + 1..self.text.len());
            self.at += 2 + rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let name = command.words.pop().map(|it| it.text.text().to_owned());
            command.words.clear();
            self.function(&name.unwrap_or_default());
        } else {
            if self.array(command) {
                return;
            }
            self.end_command(command, 1);
            self.flow.begin(Kind::Group, self.at, None);
        }
    }

    /// `NAME=(word word)`: the words of an array.
    fn array(&mut self, command: &mut Command) -> bool {
        let assigned = command.words.last().and_then(|it| it.text.text().strip_suffix('='));
        let Some(name) = assigned.filter(|it| name_length(it) == it.len()).map(str::to_owned)
        else {
            return false;
        };
        if self.at == 0 || self.byte(self.at - 1) != Some(b'=') {
            return false;
        }
        self.at += 1;
        let (mut words, mut certain) = (Vec::new(), true);
        while self.byte(self.at).is_some_and(|it| it != b')') {
            let before = self.at;
            let word = self.word();
            let listed = self.listed(&word);
            self.at = self.at.max(before + 1);
            match listed {
                _ if word.text.is_empty() => {}
                Some(listed) => words.extend(listed),
                None => certain = false,
            }
        }
        self.at += 1;
        if certain && !self.values.arrays.contains_key(&name) {
            self.values.arrays.insert(name, words);
        } else {
            self.values.arrays.insert(name, Vec::new());
        }
        true
    }

    /// The body of a function is a group, which may begin on the next line.
    fn function(&mut self, name: &str) {
        let rest = self.text.get(self.at..self.text.len());
        let body = rest.trim_start();
        if body.starts_with('{') {
            self.at += rest.len() - body.len() + 1;
            let place = self.text.span(self.at..self.at);
            let called = self.calls(name);
            let condition = (!called).then(|| asked(&format!("{name} is called"), place));
            self.flow.begin(Kind::Function, self.at, condition);
        }
    }

    /// Whether the script calls a function anywhere.
    fn calls(&self, name: &str) -> bool {
        let text = self.text.text();
        text.match_indices(name).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
            let after = text.get(at + name.len()..).unwrap_or_default();
            let ends = after.is_empty()
                || after.starts_with([' ', '\t', '\n', '\r', ';', ')', '&', '|', '`', '"']);
            let defined = after.trim_start().starts_with(['(', '{']);
            let begins = ["\n", ";", "&", "|", "(", "`", "then", "else", "do", "{", "!"];
            ends && !defined && (before.is_empty() || begins.iter().any(|it| before.ends_with(it)))
        })
    }

    fn next_word(&mut self, command: &mut Command) {
        if command.words.is_empty() {
            self.comments_end();
            command.start = self.at;
        }
        let before = self.at;
        let word = self.word();
        self.at = self.at.max(before + 1);
        let number = word.bare && word.text.text().bytes().all(|it| it.is_ascii_digit());
        if number && matches!(self.byte(self.at), Some(b'<' | b'>')) {
            return;
        }
        let first = command.words.is_empty();
        if !(first && word.bare && self.keyword(&word)) {
            command.words.push(word);
        }
    }

    /// Words that begin or end blocks.
    fn keyword(&mut self, word: &Word) -> bool {
        match word.text.text() {
            "if" => self.flow.begin(Kind::If, self.at, None),
            "then" => {
                let condition = self.since_start(word.start);
                self.flow.then(&condition);
            }
            "elif" => self.flow.elif(self.at),
            "else" => self.flow.otherwise(),
            "fi" => self.close(|it| *it == Kind::If),
            "for" | "while" | "until" | "select" => {
                self.flow.begin(Kind::Loop, word.start, None);
                if matches!(word.text.text(), "for" | "select") {
                    self.counted();
                }
            }
            "do" => self.repeated(word.start),
            "!" | "time" => {}
            "done" => {
                if !self.next_turn() {
                    self.close(|it| *it == Kind::Loop);
                }
            }
            "case" => self.case(),
            "esac" => self.close(|it| matches!(it, Kind::Case(_))),
            "{" => self.flow.begin(Kind::Group, self.at, None),
            "}" => self.close(|it| matches!(it, Kind::Group | Kind::Function)),
            "function" => {
                self.skip_line_blanks();
                let name = self.word();
                self.skip_line_blanks();
                if self.text.get(self.at..self.at + 2) == "()" {
                    self.at += 2;
                }
                self.function(name.text.text());
            }
            _ => return false,
        }
        true
    }

    /// `do`: what a `while` or an `until` asks is complete.
    fn repeated(&mut self, end: usize) {
        let at = self.at;
        let Some(block) = self.flow.innermost().filter(|it| it.kind == Kind::Loop) else { return };
        let start = block.start;
        if let Some(turns) = &mut block.turns {
            turns.body = at;
            self.next_turn();
            return;
        }
        let words = self.text.get(start..end.max(start));
        let asks = words.strip_prefix("while").or(words.strip_prefix("until"));
        let Some(asks) = asks.map(|it| it.trim_matches([';', ' ', '\n', '\t'])) else { return };
        let always = matches!(asks, "true" | ":" | "false" | "[ 1 ]");
        let own = asked(asks, self.text.span(start..end));
        let own = if words.starts_with("until") { negated(&own) } else { own };
        if let Some(block) = self.flow.innermost().filter(|_| !always) {
            block.condition = Some(own);
        }
    }

    fn skip_line_blanks(&mut self) {
        while matches!(self.byte(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// What is between the beginning of a condition and its end.
    fn since_start(&mut self, end: usize) -> Condition {
        let start = self.flow.innermost().map_or(end, |it| it.start);
        let shown = self.text.get(start..end.max(start)).chars().take(LONGEST_CONDITION);
        let words = shown.collect::<String>();
        let words = words.trim().trim_end_matches(';').trim();
        asked(words, self.text.span(start..end.max(start)))
    }

    /// `for name in …`: the words aren't commands.
    fn counted(&mut self) {
        self.skip_line_blanks();
        let name = self.word();
        self.assigned(name.text.text());
        let (mut words, mut certain) = (Vec::new(), true);
        while self.byte(self.at).is_some_and(|it| !matches!(it, b'\n' | b';')) {
            let before = self.at;
            let word = self.word();
            self.at = self.at.max(before + 1);
            match self.listed(&word) {
                _ if word.text.is_empty() => {}
                Some(listed) => words.extend(listed),
                None => certain = false,
            }
        }
        let listed = words.first().is_some_and(|it| it.text() == "in");
        if listed && certain && words.len() > 1 {
            self.turns(&name, words.split_off(1));
        }
    }

    /// The words that one in a list stands for; `None` if that isn't known.
    fn listed(&self, word: &Word) -> Option<Vec<Mapped<'static>>> {
        let raw = self.text.get(word.start..word.start + 2);
        let written = self.text.get(word.start..self.at);
        let array =
            written.trim_matches('"').strip_prefix("${").and_then(|it| it.strip_suffix('}'));
        let array = array.and_then(|it| it.strip_suffix("[@]").or(it.strip_suffix("[*]")));
        if let Some(values) = array.and_then(|it| self.values.arrays.get(it)) {
            return Some(values.clone());
        }
        let unknown = word.text.uses().iter().any(|it| it.value.is_none());
        let text = word.text.text();
        if word.dynamic
            || unknown
            || text.contains(['*', '?', '[', '`']) && !raw.starts_with(['"', '\''])
        {
            return None;
        }
        if raw.starts_with(['"', '\'']) {
            return Some(vec![word.text.clone()]);
        }
        if text.contains('{') {
            return word.text.span(0..text.len()).and_then(|it| numbers(text, it));
        }
        let part = |it: &str| {
            let start = it.as_ptr().addr() - text.as_ptr().addr();
            word.text.part(start..start + it.len())
        };
        Some(text.split_whitespace().map(part).collect())
    }

    /// The loop that has begun is gone through once for each word, up to a limit.
    fn turns(&mut self, name: &Word, words: Vec<Mapped<'static>>) {
        let rest = self.text.get(self.at..self.text.len());
        let length = rest.find("\ndone").or(rest.find("done")).unwrap_or(rest.len());
        if rest.get(..length).is_some_and(|it| it.contains("break") || it.contains("continue"))
            || !self.context.may_repeat(words.len(), length)
        {
            return;
        }
        let turns = Turns {
            name: name.text.text().to_owned(),
            at: name.start,
            rest: words.into_iter(),
            body: 0,
        };
        self.flow.unroll(turns);
    }

    /// The next turn of the loop that is open; `false` if there is none.
    fn next_turn(&mut self) -> bool {
        let turns = self.flow.innermost().and_then(|it| it.turns.as_mut());
        let Some(turns) = turns.filter(|it| it.body > 0) else { return false };
        let (name, at, body) = (turns.name.clone(), turns.at, turns.body);
        let Some(value) = turns.rest.next() else { return false };
        let said = self.text.span(at..at);
        self.values.variables.assign(name, at, value, said);
        self.at = body;
        true
    }

    /// `case word in`
    fn case(&mut self) {
        self.skip_line_blanks();
        let start = self.at;
        self.word();
        let subject = self.text.get(start..self.at).trim_matches(['"', '\'']).to_owned();
        let rest = self.text.get(self.at..self.text.len());
        if rest.trim_start().starts_with("in") {
            self.at += rest.len() - rest.trim_start().len() + 2;
            self.flow.begin(Kind::Case(subject), start, None);
        }
    }

    /// A pattern of a `case`, up to its parenthesis.
    fn pattern(&mut self) {
        let rest = self.text.get(self.at..self.text.len());
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        if line.starts_with('#') {
            self.at += line.len();
        } else if line.split(is_end).next() == Some("esac") {
            self.at += 4;
            self.close(|it| matches!(it, Kind::Case(_)));
        } else if let Some(length) = line.find(')') {
            let pattern = line.get(..length).unwrap_or_default().trim_matches(['(', ' ']);
            self.flow.pattern(pattern, self.text.span(self.at..self.at + length));
            self.at += length + 1;
        } else {
            self.flow.pattern("…", self.text.span(self.at..self.at));
        }
    }

    /// A block ends; what it assigned, it may not have assigned.
    fn close(&mut self, is_kind: impl Fn(&Kind) -> bool) {
        let Some(Block { kind, assigned, .. }) = self.flow.end(is_kind) else { return };
        for name in &assigned {
            match kind {
                Kind::Function => self.values.variables.share(name),
                Kind::Group => {}
                _ => self.values.variables.forget(name),
            }
        }
        if let Some(outer) = self.flow.innermost().filter(|_| kind != Kind::Function) {
            outer.assigned.extend(assigned);
        }
    }

    /// A variable gets another value in the block that is open.
    pub(super) fn assigned(&mut self, name: &str) {
        self.values.variables.forget(name);
        if let Some(block) = self.flow.innermost() {
            block.assigned.push(name.to_owned());
        }
    }

    /// A comment: on a line of its own, or next to a command.
    fn comment(&mut self, command: &mut Command) {
        let rest = self.text.get(self.at..self.text.len());
        let length = rest.find('\n').unwrap_or(rest.len());
        let range = self.at..self.at + rest.get(..length).unwrap_or_default().trim_end().len();
        self.at += length.max(1);
        if command.words.is_empty() {
            let shebang = range.start == 0 && self.text.get(range.clone()).starts_with("#!");
            if !shebang {
                self.comments.push(range);
            }
        } else if let Some(span) = self.text.span(range.clone()) {
            let text = self.text.get(range).trim_matches(['#', ' ']).to_owned();
            command.comments.push(Comment { text, span });
        }
    }

    /// `>file`, `2>&1`, `<<EOF`
    fn redirection(&mut self) {
        let rest = self.text.get(self.at..self.text.len());
        let here = rest.starts_with("<<") && !rest.starts_with("<<<");
        let sign = rest.len() - rest.trim_start_matches(['<', '>', '&']).len();
        let sign = if here { 2 } else { sign.max(1) };
        self.at += sign;
        let indented = here && self.byte(self.at) == Some(b'-');
        self.at += usize::from(indented);
        self.skip_line_blanks();
        let word = self.word();
        if here {
            let delimiter = word.text.text().to_owned();
            self.documents.push(Document { delimiter, literal: !word.bare, indented });
        }
    }

    /// What ends a command.
    fn operator(&mut self, command: &mut Command) {
        let rest = self.text.get(self.at..self.text.len());
        let double = ["&&", "||", ";;"].iter().any(|it| rest.starts_with(it));
        let operator = rest.get(..1 + usize::from(double)).unwrap_or_default().to_owned();
        let words = self.text.get(command.start..self.at).trim().to_owned();
        let blank = operator == "\n" && command.words.is_empty() && words.is_empty();
        let previous = self.chain.clone();
        let ran = asked(&words, self.text.span(command.start..self.at));
        self.end_of(command, &operator);
        self.at += operator.len();
        self.chain = match operator.as_str() {
            "&&" => both(previous.as_ref(), Some(&ran)),
            "||" => both(previous.as_ref(), Some(&negated(&ran))),
            "|" => previous,
            _ => None,
        };
        if operator == ";;"
            && let Some(block) = self.flow.innermost()
        {
            block.condition = None;
        }
        if blank && self.is_blank_line() {
            self.comments_end();
        }
        if operator == "\n" {
            self.take_documents(command);
        }
        command.start = self.at;
    }

    /// Whether the line that ends here was blank.
    fn is_blank_line(&self) -> bool {
        let before = self.text.get(0..self.at.saturating_sub(1));
        before.as_bytes().iter().rev().take_while(|it| **it != b'\n').all(u8::is_ascii_whitespace)
    }

    fn end_command(&mut self, command: &mut Command, length: usize) {
        self.end_of(command, "");
        self.at += length;
        self.chain = None;
        command.start = self.at;
    }

    /// A command is complete: it is run, or waits for its here-document.
    fn end_of(&mut self, command: &mut Command, operator: &str) {
        if self.documents.is_empty() || operator != "\n" {
            let command = std::mem::take(command);
            self.run(command, operator == "|", None);
        }
    }

    /// Here-documents begin after the line that announces them.
    fn take_documents(&mut self, command: &mut Command) {
        for document in std::mem::take(&mut self.documents) {
            let range = self.document_lines(&document);
            let end = self.at;
            let text = if document.literal {
                self.text.part(range)
            } else {
                self.at = range.start;
                self.expanded(range.end)
            };
            self.at = end;
            self.run(std::mem::take(command), false, Some(text));
        }
    }

    fn document_lines(&mut self, document: &Document) -> Range<usize> {
        let start = self.at;
        while self.at < self.text.len() {
            let rest = self.text.get(self.at..self.text.len());
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = rest.get(..length).unwrap_or_default().trim_end_matches('\r');
            let line = if document.indented { line.trim_start_matches('\t') } else { line };
            let before = self.at;
            self.at += length + 1;
            if line == document.delimiter {
                return start..before;
            }
        }
        self.at = self.text.len();
        start..self.text.len()
    }
}

/// `{1..3}`
fn numbers(text: &str, place: Span) -> Option<Vec<Mapped<'static>>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let (first, last) = inner.split_once("..")?;
    let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
    let number = |it: u16| {
        let mut builder = Builder::default();
        builder.put(&it.to_string(), place);
        builder.finish()
    };
    Some((first..=last).map(number).collect())
}

/// `)` after blanks.
fn closes(text: &str) -> bool {
    text.trim_start_matches([' ', '\t']).starts_with(')')
}

fn is_end(it: char) -> bool {
    it.is_whitespace() || matches!(it, ';' | '#')
}
