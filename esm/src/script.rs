//! Statements with the sections and comments between them.

use std::fmt::Write as _;

/// Columns of a command, which leave the sequence numbers of a job alone.
const WIDTH: usize = 70;

/// Columns of a comment's text.
const COMMENT: usize = 64;

/// How a security manager's statements and comments are written.
pub(crate) trait Print {
    /// The parts of the command, between which a line may end.
    fn tokens(&self) -> Vec<String>;
    /// What begins a comment line, and what ends it.
    const COMMENT: (&'static str, &'static str);
}

/// A statement as a command on one line, however long it is.
pub(crate) fn line(statement: &impl Print) -> String {
    statement.tokens().join(" ")
}

/// Statements in order, with comments for a person.
#[derive(Clone, Debug)]
pub(crate) struct Script<S> {
    parts: Vec<Part<S>>,
    heading: Option<&'static str>,
}

#[derive(Clone, Debug)]
enum Part<S> {
    Heading(&'static str),
    Comment(String),
    Statement(S),
}

impl<S> Default for Script<S> {
    fn default() -> Self {
        Self { parts: Vec::new(), heading: None }
    }
}

impl<S: Print> Script<S> {
    /// Begins a section. It is written only if a statement follows.
    pub(crate) fn section(&mut self, title: &'static str) {
        self.heading = Some(title);
    }

    /// Ends the last section.
    pub(crate) fn end_section(&mut self) {
        self.heading = None;
    }

    /// Adds a statement.
    pub(crate) fn add(&mut self, statement: S) {
        self.parts.extend(self.heading.take().map(Part::Heading));
        self.parts.push(Part::Statement(statement));
    }

    /// Adds a comment.
    pub(crate) fn comment(&mut self, text: impl Into<String>) {
        self.parts.extend(self.heading.take().map(Part::Heading));
        self.parts.push(Part::Comment(text.into()));
    }

    /// The text of a file.
    pub(crate) fn text(&self) -> String {
        let mut page = String::new();
        for part in &self.parts {
            match part {
                Part::Heading(title) => {
                    let rule = "-".repeat(COMMENT.saturating_sub(title.len() + 4));
                    comment::<S>(&mut page, &format!("-- {title} {rule}"));
                }
                Part::Comment(text) => paragraph::<S>(&mut page, text),
                Part::Statement(statement) => command(&mut page, &statement.tokens()),
            }
        }
        page
    }
}

fn comment<S: Print>(page: &mut String, text: &str) {
    let (begin, end) = S::COMMENT;
    let safe = text.replace("*/", "* /");
    let line = format!("{begin} {safe:<COMMENT$}{end}");
    // Writing to a `String` can't fail.
    let _ = writeln!(page, "{}", line.trim_end());
}

fn paragraph<S: Print>(page: &mut String, text: &str) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > COMMENT {
            comment::<S>(page, &line);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        comment::<S>(page, &line);
    }
}

/// A command on as many lines as it needs; all but the last end in the sign of continuation.
fn command(page: &mut String, tokens: &[String]) {
    let mut line = String::from(" ");
    let mut empty = true;
    for token in tokens {
        if !empty && line.chars().count() + 1 + token.chars().count() > WIDTH {
            let _ = writeln!(page, "{line} -");
            line = String::from("    ");
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(token);
        empty = false;
    }
    let _ = writeln!(page, "{line}");
}
