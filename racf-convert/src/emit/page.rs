//! The text that grows: sections, comments and commands.
//!
//! INVARIANT: no line begins with `/*` or `//`, which would end in-stream data of a job; comments
//! are one column to the right.

use std::fmt::Write as _;

use super::statement::Statement;

/// Columns of a comment's text, between its signs.
const WIDTH: usize = 64;

/// A text of commands in the making.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    /// A heading that waits for its first command.
    heading: Option<Heading>,
}

#[derive(Debug)]
struct Heading {
    title: &'static str,
    comment: &'static str,
}

impl Page {
    /// Begins a section. It is written only if a command follows.
    pub(super) fn section(&mut self, title: &'static str, comment: &'static str) {
        self.heading = Some(Heading { title, comment });
    }

    /// A comment, on as many lines as it needs.
    pub(super) fn comment(&mut self, text: &str) {
        self.write_heading();
        self.write_comment(text);
    }

    /// A command.
    pub(super) fn say(&mut self, statement: &Statement) {
        self.write_heading();
        self.text.push_str(&statement.lines());
    }

    /// A command of one line that is in a comment, to be taken out of it by hand.
    pub(super) fn propose(&mut self, command: &str) {
        self.write_heading();
        self.write_line(command);
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn write_heading(&mut self) {
        let Some(Heading { title, comment }) = self.heading.take() else { return };
        self.text.push('\n');
        let rule = "-".repeat(WIDTH.saturating_sub(title.len() + 4));
        self.write_line(&format!("-- {title} {rule}"));
        self.write_comment(comment);
    }

    fn write_comment(&mut self, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.write_line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.write_line(&line);
        }
    }

    fn write_line(&mut self, text: &str) {
        let safe = text.replace("*/", "* /");
        // Writing to a `String` can't fail.
        let _ = writeln!(self.text, " /* {safe:<WIDTH$} */");
    }
}
