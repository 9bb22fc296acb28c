//! Scripts are read and run, and what an import needs beyond the database is kept.
//!
//! INVARIANT: a command about which there is nothing to report leaves nothing here, so the memory that an
//! import takes is that of the database, of comments, and of what went wrong.

use std::collections::BTreeMap;

use saffron_lang::{Diagnostic, FileId, Span};

use saffron_command_files::script::{CommandText, Comment, Script, Skipped, Variable};
use saffron_racf::command::{Command, CommandKind, Name};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::outcome::{Outcome, Severity};
use saffron_racf::syntax;

use super::layout::Layout;

/// What an import is made of.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The package's name.
    pub package: String,
    /// Who issued the commands.
    pub issuer: String,
    /// What the commands came to.
    pub database: Database,
    /// What is remembered of each script.
    pub scripts: Vec<Noted>,
    /// How many commands there were.
    pub commands: Tally,
    /// Data set names without quotes, which begin with the issuer's ID.
    pub unquoted: Vec<Name>,
    /// By what declarations are distributed over files.
    pub layout: Layout,
}

impl Imported {
    /// A system that was read as a whole, rather than made by commands.
    pub fn of_system(package: &str, database: Database) -> Self {
        Self {
            package: package.to_owned(),
            issuer: IBMUSER.to_owned(),
            database,
            scripts: Vec::new(),
            commands: Tally::default(),
            unquoted: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// Whether commands made it.
    pub(super) fn is_of_commands(&self) -> bool {
        !self.scripts.is_empty()
    }
}

/// Commands by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// All that was found: the sum of the others.
    pub found: usize,
    /// Done.
    pub done: usize,
    /// Done in part.
    pub in_part: usize,
    /// Not done.
    pub failed: usize,
    /// Passed over, since they change nothing; and parts of the files that are skipped.
    pub skipped: usize,
    /// Not understood.
    pub not_understood: usize,
}

/// What is remembered of a script.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The file.
    pub file: FileId,
    /// Where its first command begins.
    pub start: u32,
    /// Commands of which there is something to tell, in the order of the file.
    pub commands: Vec<NotedCommand>,
    /// Commands in comments.
    pub commented: Vec<CommandText>,
    /// Comments that no command follows.
    pub comments: Vec<Comment>,
    /// Template variables.
    pub variables: BTreeMap<String, Variable>,
    /// Parts that were skipped.
    pub skipped: Vec<Skipped>,
    /// What couldn't be made out to be a command: where, and why.
    pub mistakes: Vec<(Span, String)>,
}

/// What is remembered of a command.
#[derive(Clone, Debug)]
pub struct NotedCommand {
    /// From its verb to its last operand.
    pub span: Span,
    /// The verb in full; empty for what was not understood.
    pub verb: &'static str,
    /// What it is about.
    pub subject: String,
    /// What became of it.
    pub fate: Fate,
    /// Why it failed, or failed in part.
    pub reasons: Vec<String>,
    /// Comments above it and on its lines.
    pub comments: Vec<Comment>,
    /// The condition under which it runs.
    pub condition: Option<String>,
    /// Operands without an effect on decisions.
    pub idle: Vec<Name>,
    /// Operands that hold secrets.
    pub secrets: Vec<Name>,
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Done.
    Done,
    /// Done in part.
    InPart,
    /// Not done.
    Failed,
    /// Passed over: why.
    Skipped(&'static str),
    /// Not understood; a diagnostic explains why.
    NotUnderstood,
}

impl NotedCommand {
    fn is_worth_noting(&self) -> bool {
        let plain = self.fate == Fate::Done
            && self.comments.is_empty()
            && self.condition.is_none()
            && self.idle.is_empty()
            && self.secrets.is_empty();
        !plain
    }
}

/// Reads and runs scripts one after the other.
#[derive(Clone, Debug)]
pub struct Importer {
    session: Session,
    imported: Imported,
}

impl Importer {
    /// An importer that runs commands in a session.
    pub fn new(package: &str, session: Session) -> Self {
        let imported = Imported {
            package: package.to_owned(),
            issuer: session.issuer.clone(),
            database: session.database.clone(),
            scripts: Vec::new(),
            commands: Tally::default(),
            unquoted: Vec::new(),
            layout: Layout::default(),
        };
        Self { session, imported }
    }

    /// Reads and runs the commands of a script; what is wrong with it comes back.
    pub fn script(&mut self, script: Script) -> Vec<Diagnostic> {
        let lost = std::iter::repeat_n(Fate::NotUnderstood, script.lost());
        let mut diagnostics = script.diagnostics;
        let errors = diagnostics.iter().filter(|it| it.is_error());
        let mistakes = errors.map(|it| (it.primary.span, it.message.clone())).collect();
        let mut commands = Vec::new();
        let mut start = u32::MAX;
        for text in script.commands {
            let parsed = syntax::parse(&text);
            let noted = match parsed.command {
                Some(command) => self.run(command),
                None => not_understood(script.file, text, &parsed.diagnostics),
            };
            diagnostics.extend(parsed.diagnostics);
            self.imported.commands.count(noted.fate);
            start = start.min(noted.span.start);
            if noted.is_worth_noting() {
                commands.push(noted);
            }
        }
        let skipped = script.skipped.iter().map(|_| Fate::Skipped("a part of the file"));
        lost.chain(skipped).for_each(|fate| self.imported.commands.count(fate));
        commands.sort_by_key(|it| it.span);
        self.imported.scripts.push(Noted {
            file: script.file,
            start,
            commands,
            commented: script.commented,
            comments: script.comments,
            variables: script.variables,
            skipped: script.skipped,
            mistakes,
        });
        diagnostics
    }

    fn run(&mut self, command: Command) -> NotedCommand {
        let outcome = self.session.run(&command);
        self.imported.unquoted.extend(unquoted(&command.kind).cloned());
        let fate = fate(&command, &outcome);
        let wrong = outcome.messages.into_iter().filter(|it| it.severity == Severity::Error);
        let reasons = wrong.map(|it| match it.id {
            Some(id) => format!("{id} {}", it.text),
            None => it.text,
        });
        NotedCommand {
            span: command.span,
            verb: command.verb,
            subject: outcome.subject,
            fate,
            reasons: reasons.collect(),
            comments: command.comments,
            condition: command.condition.map(|it| it.to_string()),
            idle: command.idle,
            secrets: command.secrets,
        }
    }

    /// Everything that was read.
    pub fn finish(self) -> Imported {
        Imported { database: self.session.database, ..self.imported }
    }
}

impl Tally {
    fn count(&mut self, fate: Fate) {
        self.found += 1;
        let count = match fate {
            Fate::Done => &mut self.done,
            Fate::InPart => &mut self.in_part,
            Fate::Failed => &mut self.failed,
            Fate::Skipped(_) => &mut self.skipped,
            Fate::NotUnderstood => &mut self.not_understood,
        };
        *count += 1;
    }
}

/// The data set that a command names without quotes.
fn unquoted(kind: &CommandKind) -> Option<&Name> {
    let name = match kind {
        CommandKind::AddSd(it) | CommandKind::AltDsd(it) | CommandKind::DelDsd(it) => {
            it.names.first()
        }
        CommandKind::Permit(it) if it.class.as_ref().is_none_or(|it| it.text == "DATASET") => {
            Some(&it.profile)
        }
        _ => None,
    };
    name.filter(|it| !it.quoted)
}

fn fate(command: &Command, outcome: &Outcome) -> Fate {
    let refused = outcome.authority.as_ref().is_some_and(|it| !it.allowed);
    let wrong = outcome.messages.iter().any(|it| it.severity == Severity::Error);
    match (&command.kind, outcome.return_code) {
        (CommandKind::Skipped { why }, _) => Fate::Skipped(why),
        (_, 8..) => Fate::Failed,
        _ if refused => Fate::Failed,
        (_, 4..) if wrong => Fate::InPart,
        _ => Fate::Done,
    }
}

fn not_understood(file: FileId, text: CommandText, said: &[Diagnostic]) -> NotedCommand {
    let errors = said.iter().filter(|it| it.is_error());
    NotedCommand {
        span: text.span.unwrap_or(Span { file, start: 0, end: 0 }),
        verb: "",
        subject: text.text.split_whitespace().next().unwrap_or_default().to_owned(),
        fate: Fate::NotUnderstood,
        reasons: errors.map(|it| it.message.clone()).collect(),
        comments: text.comments,
        condition: text.condition.map(|it| it.to_string()),
        idle: Vec::new(),
        secrets: Vec::new(),
    }
}
