//! Commands with the sections and comments between them.
//!
//! INVARIANT: no line of the text begins with `/*` or `//`, which would end in-stream data of a job;
//! comments are one column to the right.

use std::fmt::Write as _;

use saffron_racf::command::{
    Command, CommandKind, DataSetOperands, Name, RemoveOperands, ResourceOperands, SetRoptsOperand,
    SystemOption,
};
use saffron_racf::print;

/// Columns of a comment's text, between its signs.
const WIDTH: usize = 64;

/// Names in one list. A command has to fit into 32,760 bytes, and a list into a reader's head.
pub(crate) const MOST_NAMES: usize = 100;

/// Commands in order, with comments for a person.
#[derive(Clone, Debug, Default)]
pub struct Script {
    parts: Vec<Part>,
    /// A heading that waits for its first command.
    heading: Option<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Heading {
        title: &'static str,
        comment: &'static str,
    },
    Comment(String),
    Command(Command),
    /// A command that is in a comment.
    Proposal(Command),
}

impl Script {
    /// The commands, without those that are in comments.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.parts.iter().filter_map(|part| match part {
            Part::Command(command) => Some(command),
            _ => None,
        })
    }

    /// The commands and comments as the text of a file.
    pub fn text(&self) -> String {
        let mut page = Page::default();
        for part in &self.parts {
            match part {
                Part::Heading { title, comment } => page.heading(title, comment),
                Part::Comment(text) => page.comment(text),
                Part::Command(command) => page.text.push_str(&print::lines(command)),
                Part::Proposal(command) => page.proposal(&print::line(command)),
            }
        }
        page.text
    }

    /// Begins a section. It is written only if something follows.
    pub(crate) fn section(&mut self, title: &'static str, comment: &'static str) {
        self.heading = Some(Part::Heading { title, comment });
    }

    /// Adds a comment, which is written on as many lines as it needs.
    pub(crate) fn comment(&mut self, text: &str) {
        self.add(Part::Comment(text.to_owned()));
    }

    /// Adds a command.
    pub(crate) fn command(&mut self, command: impl Into<Command>) {
        self.add(Part::Command(command.into()));
    }

    /// Adds one command for many names; several, if there are more than a command can hold.
    pub(crate) fn command_for<N, C: Into<Command>>(
        &mut self,
        names: &[N],
        command: impl Fn(&[N]) -> C,
    ) {
        for some in names.chunks(MOST_NAMES) {
            self.command(command(some));
        }
    }

    /// Adds a command that is in a comment, to be taken out of it by hand.
    pub(crate) fn propose(&mut self, command: impl Into<Command>) {
        self.add(Part::Proposal(command.into()));
    }

    /// The same with what deletes in comments, one thing in each.
    pub(crate) fn with_proposed_deletions(self) -> Self {
        let parts = self.parts.into_iter().flat_map(|part| match part {
            Part::Command(command) => match deletions(&command) {
                Some(each) => each.into_iter().map(Part::Proposal).collect(),
                None => vec![Part::Command(command)],
            },
            other => vec![other],
        });
        Self { parts: parts.collect(), heading: None }
    }

    fn add(&mut self, part: Part) {
        self.parts.extend(self.heading.take());
        self.parts.push(part);
    }
}

/// A command that deletes, as one for each of its names.
fn deletions(command: &Command) -> Option<Vec<Command>> {
    let each = |names: &[Name], of: &dyn Fn(Vec<Name>) -> CommandKind| {
        names.iter().map(|name| Command::from(of(vec![name.clone()]))).collect()
    };
    Some(match &command.kind {
        CommandKind::DelUser(names) => each(names, &CommandKind::DelUser),
        CommandKind::DelGroup(names) => each(names, &CommandKind::DelGroup),
        CommandKind::RDelete(it) => {
            each(&it.names, &|names| CommandKind::RDelete(ResourceOperands { names, ..it.clone() }))
        }
        CommandKind::DelDsd(it) => {
            each(&it.names, &|names| CommandKind::DelDsd(DataSetOperands { names, ..it.clone() }))
        }
        CommandKind::Remove(it) => {
            each(&it.users, &|users| CommandKind::Remove(RemoveOperands { users, ..it.clone() }))
        }
        CommandKind::SetRopts(options) if !is_refresh(options) => vec![command.clone()],
        _ => return None,
    })
}

fn is_refresh(options: &[SetRoptsOperand]) -> bool {
    options.iter().any(|it| matches!(it.option, SystemOption::Refresh))
}

/// Text in the making.
#[derive(Debug, Default)]
struct Page {
    text: String,
}

impl Page {
    fn heading(&mut self, title: &str, comment: &str) {
        self.text.push('\n');
        let rule = "-".repeat(WIDTH.saturating_sub(title.len() + 4));
        self.line(&format!("-- {title} {rule}"));
        self.comment(comment);
    }

    fn comment(&mut self, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(&line);
        }
    }

    /// A command that is longer than a line is for a person to read.
    fn proposal(&mut self, text: &str) {
        let text: Vec<char> = text.chars().collect();
        for some in text.chunks(WIDTH) {
            self.line(&some.iter().collect::<String>());
        }
    }

    fn line(&mut self, text: &str) {
        let safe = text.replace("*/", "* /");
        // Writing to a `String` can't fail.
        let _ = writeln!(self.text, " /* {safe:<WIDTH$} */");
    }
}
