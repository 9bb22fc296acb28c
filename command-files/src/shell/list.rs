//! Lists: commands, what parts them, and the keywords between.

use std::ops::Range;

use super::flow::{Block, Kind};
use super::script::{Document, Script};
use super::word::{Word, is_meta};
use crate::condition::{asked, both, negated};
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
            self.end_command(command, 1);
            self.flow.begin(Kind::Group, self.at, None);
        }
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
            "done" => self.close(|it| *it == Kind::Loop),
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
        let start = self.flow.innermost().filter(|it| it.kind == Kind::Loop).map(|it| it.start);
        let Some(start) = start else { return };
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
        while self.byte(self.at).is_some_and(|it| !matches!(it, b'\n' | b';')) {
            let before = self.at;
            self.word();
            self.at = self.at.max(before + 1);
        }
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

/// `)` after blanks.
fn closes(text: &str) -> bool {
    text.trim_start_matches([' ', '\t']).starts_with(')')
}

fn is_end(it: char) -> bool {
    it.is_whitespace() || matches!(it, ';' | '#')
}
