//! A plain SQL dump as rows: `COPY … FROM stdin` and `INSERT INTO … VALUES`.
//!
//! Supported is what `pg_dump` writes and what people write by hand for this schema: schema prefixes,
//! quoted names, psql's variables (`:schemaV`) and the placeholders of the Db2 scripts (`&$DBSCH.`).
//! Everything else is skipped to the end of its statement.
//!
//! INVARIANT: every byte is read a bounded number of times.

use std::collections::HashMap;
use std::rc::Rc;

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Text(String),
    /// An expression that only a database can evaluate.
    Expression(String),
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// In lower case, without its schema.
    pub(crate) table: Rc<str>,
    /// From 1.
    pub(crate) line: usize,
    /// Names of columns, in lower case; empty if the dump doesn't name them.
    pub(crate) columns: Rc<[String]>,
    pub(crate) values: Vec<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A name or a keyword in lower case, or a quoted name.
    Word(String),
    Text(String),
    Number(String),
    Symbol(char),
}

/// The rows of a dump, each given to `take`.
pub(crate) fn rows(dump: &str, mut take: impl FnMut(Row)) {
    let mut reader = Reader { rest: dump, line: 1, columns: HashMap::new() };
    while reader.statement(&mut take) {}
}

struct Reader<'d> {
    rest: &'d str,
    line: usize,
    /// Columns as `CREATE TABLE` names them.
    columns: HashMap<String, Rc<[String]>>,
}

impl<'d> Reader<'d> {
    /// Takes text off the beginning.
    fn take(&mut self, length: usize) -> &'d str {
        let Some((taken, rest)) = self.rest.split_at_checked(length) else {
            return std::mem::take(&mut self.rest);
        };
        self.rest = rest;
        self.line += taken.bytes().filter(|byte| *byte == b'\n').count();
        taken
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'d str {
        let length = self.rest.find(|it| !wanted(it)).unwrap_or(self.rest.len());
        self.take(length)
    }

    fn take_line(&mut self) -> &'d str {
        let length = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
        let line = self.take(length);
        line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
    }

    fn skip_space(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            if self.rest.starts_with("--") {
                self.take_line();
            } else if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").map_or(self.rest.len(), |at| at + 2);
                self.take(end);
            } else {
                return;
            }
        }
    }

    /// The next token of a statement; `None` at its end, which is taken.
    fn token(&mut self) -> Option<Token> {
        self.skip_space();
        let first = self.rest.chars().next()?;
        let second = self.rest.chars().nth(1);
        match first {
            ';' => {
                self.take(1);
                None
            }
            '\'' => Some(Token::Text(self.text(false))),
            'e' | 'E' if second == Some('\'') => {
                self.take(1);
                Some(Token::Text(self.text(true)))
            }
            '"' => Some(Token::Word(self.quoted_name())),
            '$' => Some(self.dollar()),
            '0'..='9' => Some(Token::Number(
                self.take_while(|it| it.is_ascii_digit() || it == '.').to_owned(),
            )),
            _ if is_word(first) => Some(Token::Word(self.take_while(is_word).to_lowercase())),
            _ => {
                self.take(first.len_utf8());
                Some(Token::Symbol(first))
            }
        }
    }

    /// A text in single quotes; two quotes are one, and a backslash may escape.
    fn text(&mut self, by_backslash: bool) -> String {
        self.take(1);
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|it| it != '\'' && !(by_backslash && it == '\\')));
            if self.rest.starts_with("''") {
                self.take(2);
                text.push('\'');
            } else if self.rest.starts_with('\\') {
                self.take(1);
                let (escaped, length) = unescaped(self.rest);
                text.extend(escaped);
                self.take(length);
            } else {
                self.take(1);
                return text;
            }
        }
    }

    fn quoted_name(&mut self) -> String {
        self.take(1);
        let mut name = String::new();
        loop {
            name.push_str(self.take_while(|it| it != '"'));
            if self.rest.starts_with("\"\"") {
                self.take(2);
                name.push('"');
            } else {
                self.take(1);
                return name.to_lowercase();
            }
        }
    }

    /// `$tag$ … $tag$`, or a placeholder's `$`.
    fn dollar(&mut self) -> Token {
        let rest = self.rest.get(1..).unwrap_or_default();
        let tag = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
        let tag = tag.filter(|at| rest.get(*at..).is_some_and(|rest| rest.starts_with('$')));
        let Some(tag) = tag.and_then(|at| self.rest.get(..at + 2)) else {
            self.take(1);
            return Token::Symbol('$');
        };
        self.take(tag.len());
        let end = self.rest.find(tag).unwrap_or(self.rest.len());
        let text = self.take(end).to_owned();
        self.take(tag.len());
        Token::Text(text)
    }

    /// Reads a statement; `false` at the end of the dump.
    fn statement(&mut self, take: &mut impl FnMut(Row)) -> bool {
        self.skip_space();
        if self.rest.is_empty() {
            return false;
        }
        if self.rest.starts_with('\\') {
            // One of psql's own commands.
            self.take_line();
            return true;
        }
        match self.token() {
            None => true,
            Some(Token::Word(word)) if word == "copy" => self.copy(take),
            Some(Token::Word(word)) if word == "insert" => self.insert(take),
            Some(Token::Word(word)) if word == "create" => self.create(),
            Some(_) => self.skip(),
        }
    }

    fn skip(&mut self) -> bool {
        while self.token().is_some() {}
        true
    }

    /// `schema.table`, `:schemaV.table`, `&$DBSCH.table`; returns the token after it.
    fn table(&mut self) -> (String, Option<Token>) {
        let mut name = String::new();
        loop {
            match self.token() {
                Some(Token::Word(word)) if name.is_empty() => name = word,
                Some(Token::Symbol('.')) => name.clear(),
                Some(Token::Symbol(':' | '&' | '$')) => {}
                other => return (name, other),
            }
        }
    }

    /// The names up to the closing parenthesis.
    fn names(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        loop {
            match self.token() {
                Some(Token::Word(name)) => names.push(name),
                Some(Token::Symbol(')')) | None => return names,
                Some(_) => {}
            }
        }
    }

    fn copy(&mut self, take: &mut impl FnMut(Row)) -> bool {
        let (table, mut next) = self.table();
        let mut columns: Rc<[String]> =
            self.columns.get(&table).cloned().unwrap_or_else(|| Rc::from([]));
        if next == Some(Token::Symbol('(')) {
            columns = self.names().into();
            next = self.token();
        }
        let mut from_input = false;
        while let Some(token) = next {
            from_input |= token == Token::Word("stdin".to_owned());
            next = self.token();
        }
        if from_input {
            self.take_line();
            self.copied(&table.into(), &columns, take);
        }
        true
    }

    fn copied(&mut self, table: &Rc<str>, columns: &Rc<[String]>, take: &mut impl FnMut(Row)) {
        while !self.rest.is_empty() {
            let line = self.line;
            let text = self.take_line();
            if text == "\\." {
                return;
            }
            let values = text.split('\t').map(copied_value).collect();
            let (table, columns) = (Rc::clone(table), Rc::clone(columns));
            take(Row { table, line, columns, values });
        }
    }

    fn insert(&mut self, take: &mut impl FnMut(Row)) -> bool {
        if self.token() != Some(Token::Word("into".to_owned())) {
            return self.skip();
        }
        let (table, mut next) = self.table();
        let mut columns: Rc<[String]> =
            self.columns.get(&table).cloned().unwrap_or_else(|| Rc::from([]));
        let table: Rc<str> = table.into();
        if next == Some(Token::Symbol('(')) {
            columns = self.names().into();
            next = self.token();
        }
        // Between the columns and the values there may be `OVERRIDING SYSTEM VALUE`.
        while let Some(Token::Word(word)) = &next {
            if word == "values" {
                break;
            }
            next = self.token();
        }
        if next != Some(Token::Word("values".to_owned())) {
            return next.is_none() || self.skip();
        }
        while let Some(token) = self.token() {
            if token == Token::Symbol('(') {
                let line = self.line;
                let (values, ended) = self.values();
                let (table, columns) = (Rc::clone(&table), Rc::clone(&columns));
                take(Row { table, line, columns, values });
                if ended {
                    break;
                }
            }
        }
        true
    }

    /// The values up to the closing parenthesis, and whether the statement ended before it.
    fn values(&mut self) -> (Vec<Value>, bool) {
        let mut values = Vec::new();
        let mut tokens = Vec::new();
        let mut depth = 0_usize;
        loop {
            match self.token() {
                None => return (values, true),
                Some(Token::Symbol(',')) if depth == 0 => {
                    values.push(value(&std::mem::take(&mut tokens)));
                }
                Some(Token::Symbol(')')) if depth == 0 => {
                    values.push(value(&tokens));
                    return (values, false);
                }
                Some(token) => {
                    match token {
                        Token::Symbol('(') => depth += 1,
                        Token::Symbol(')') => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    tokens.push(token);
                }
            }
        }
    }

    /// Keeps the columns of a `CREATE TABLE`.
    fn create(&mut self) -> bool {
        if self.token() != Some(Token::Word("table".to_owned())) {
            return self.skip();
        }
        let (table, next) = self.table();
        if next != Some(Token::Symbol('(')) {
            return next.is_none() || self.skip();
        }
        let mut names = Vec::new();
        let (mut depth, mut is_first) = (0_usize, true);
        while let Some(token) = self.token() {
            match token {
                Token::Word(word) if depth == 0 && is_first && !is_constraint(&word) => {
                    names.push(word);
                }
                Token::Symbol('(') => depth += 1,
                Token::Symbol(')') => depth = depth.saturating_sub(1),
                Token::Symbol(',') if depth == 0 => {
                    is_first = true;
                    continue;
                }
                _ => {}
            }
            is_first = false;
        }
        self.columns.insert(table, names.into());
        true
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '@' | '#')
}

fn is_constraint(word: &str) -> bool {
    matches!(word, "constraint" | "primary" | "foreign" | "unique" | "check" | "exclude")
}

/// The value of an expression: a literal, perhaps with a sign or a cast.
fn value(tokens: &[Token]) -> Value {
    let literal = match tokens {
        [Token::Symbol('-'), Token::Number(number), ..] => Value::Text(format!("-{number}")),
        [Token::Number(text) | Token::Text(text), ..] => Value::Text(text.clone()),
        [Token::Word(word), ..] => match word.as_str() {
            "null" => Value::Null,
            "true" => Value::Text("1".to_owned()),
            "false" => Value::Text("0".to_owned()),
            _ => return Value::Expression(word.clone()),
        },
        _ => return Value::Expression(String::new()),
    };
    let length = if tokens.first() == Some(&Token::Symbol('-')) { 2 } else { 1 };
    match tokens.get(length) {
        None | Some(Token::Symbol(':')) => literal,
        Some(_) => Value::Expression("an expression".to_owned()),
    }
}

/// A field of a `COPY` line: `\N` is NULL, a backslash escapes.
fn copied_value(field: &str) -> Value {
    if field == "\\N" {
        return Value::Null;
    }
    let mut text = String::with_capacity(field.len());
    let mut rest = field;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (escaped, length) = unescaped(after);
        text.extend(escaped);
        rest = after.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Value::Text(text)
}

/// The character after a backslash, and how many bytes it takes.
fn unescaped(rest: &str) -> (Option<char>, usize) {
    let Some(first) = rest.chars().next() else { return (None, 0) };
    let digits = |radix: u32, from: usize, most: usize| {
        let digits = rest.get(from..).unwrap_or_default();
        let length = digits.chars().take(most).take_while(|it| it.is_digit(radix)).count();
        let number = digits.get(..length).and_then(|it| u32::from_str_radix(it, radix).ok());
        (number.and_then(char::from_u32), from + length)
    };
    match first {
        'b' => (Some('\u{8}'), 1),
        'f' => (Some('\u{c}'), 1),
        'n' => (Some('\n'), 1),
        'r' => (Some('\r'), 1),
        't' => (Some('\t'), 1),
        'v' => (Some('\u{b}'), 1),
        '0'..='7' => digits(8, 0, 3),
        'x' => digits(16, 1, 2),
        'u' => digits(16, 1, 4),
        'U' => digits(16, 1, 8),
        other => (Some(other), other.len_utf8()),
    }
}

#[cfg(test)]
#[path = "sql_tests.rs"]
mod tests;
