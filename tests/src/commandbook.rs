//! Reads and plays case-books of commands: rules in prose, each with commands, what becomes of them,
//! and the access lists they leave.
//!
//! A chapter is a Markdown file. A level-2 heading begins a case; its text says the rule. A block
//! `racf` holds commands, one a line. `ANN: PERMIT …` is issued by ANN, whose authority is checked;
//! others are IBMUSER's, and no authority is checked. A line `=> 4 ICH06007I` below a command says
//! its return code and messages, and after them, where authority is checked, the rule; a command
//! without such a line ends with 0 and warns of nothing. Messages for information may be left out. A block `state` holds access lists as they are
//! at the end. What is before the first case belongs to every case.

use std::collections::BTreeSet;

use saffron_command_files::script::{CommandText, Piece};
use saffron_diagnostics::{FileId, Span};
use saffron_racf::database::{Database, IBMUSER, Profile, ProfileKey, Session};
use saffron_racf::outcome::{Outcome, Severity};
use saffron_racf::syntax;

/// A rule and the commands that show it.
#[derive(Clone, Debug, Default)]
pub struct CommandCase {
    /// The heading.
    pub name: String,
    /// What is below it, outside of blocks.
    pub rule: String,
    /// The heading's line.
    pub line: usize,
    /// The commands, the chapter's included.
    pub steps: Vec<Step>,
    /// Access lists at the end, a profile a line.
    pub state: Vec<String>,
}

/// A command and what is expected of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its line in the chapter.
    pub line: usize,
    /// Who issues it, if authority is checked.
    pub user: Option<String>,
    /// The command.
    pub command: String,
    /// Return code, messages and rule.
    pub expected: String,
}

/// The cases of a chapter; `Err` says what is wrong with it, and where.
pub fn chapter(text: &str) -> Result<Vec<CommandCase>, String> {
    let mut cases = vec![CommandCase::default()];
    let mut block: Option<&str> = None;
    for (at, line) in text.lines().enumerate() {
        let case = cases.last_mut().ok_or("no case")?;
        if let Some(kind) = line.strip_prefix("```") {
            block = if block.is_some() { None } else { Some(kind.trim()) };
            continue;
        }
        match block {
            Some("racf") => case.command(at + 1, line)?,
            Some("state") => case.state.push(line.trim().to_owned()),
            Some(other) => return Err(format!("line {}: a block of kind `{other}`", at + 1)),
            None => match line.strip_prefix("## ") {
                Some(name) => {
                    let shared = cases.first().map(|it| it.steps.clone()).unwrap_or_default();
                    let name = name.trim().to_owned();
                    let line = at + 1;
                    cases.push(CommandCase { name, line, steps: shared, ..CommandCase::default() });
                }
                None => case.rule.push_str(line.trim()),
            },
        }
    }
    cases.remove(0);
    match cases.iter().find(|case| case.rule.is_empty() || case.steps.is_empty()) {
        Some(case) => Err(format!("line {}: `{}` says too little", case.line, case.name)),
        None => Ok(cases),
    }
}

impl CommandCase {
    fn command(&mut self, line: usize, text: &str) -> Result<(), String> {
        let text = text.trim();
        if let Some(expected) = text.strip_prefix("=>") {
            let step = self.steps.last_mut().ok_or(format!("line {line}: no command"))?;
            expected.trim().clone_into(&mut step.expected);
            return Ok(());
        }
        if text.is_empty() {
            return Ok(());
        }
        let (user, command) = match text.split_once(": ") {
            Some((user, command)) if !user.contains(' ') => (Some(user.to_owned()), command),
            _ => (None, text),
        };
        let (command, expected) = (command.to_owned(), "0".to_owned());
        self.steps.push(Step { line, user, command, expected });
        Ok(())
    }

    /// What isn't as the case says.
    pub fn mistakes(&self) -> Vec<String> {
        let mut session = Session::default();
        let mut mistakes = Vec::new();
        for step in &self.steps {
            session.issuer = step.user.clone().unwrap_or_else(|| IBMUSER.to_owned());
            session.judges_authority = step.user.is_some();
            let (found, detail) = play(&mut session, step);
            if found != step.expected {
                let Step { line, command, expected, .. } = step;
                mistakes.push(format!("{line}: {command}\n  {expected}, not {found}\n{detail}"));
            }
        }
        let lists: BTreeSet<String> = access_lists(&session.database).into_iter().collect();
        for line in self.state.iter().filter(|line| !lists.contains(*line)) {
            let name = line.split_once(':').map_or("", |(name, _)| name);
            let actual = lists.iter().filter(|it| it.starts_with(&format!("{name}:")));
            let actual: Vec<&str> = actual.map(String::as_str).collect();
            mistakes.push(format!("{}: {line}\n  is {}", self.line, actual.join(", ")));
        }
        mistakes
    }
}

/// A command as if it stood alone in a file.
pub fn command_text(text: &str) -> CommandText {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let span = Span { file: FileId(0), start: 0, end };
    CommandText {
        text: text.to_owned(),
        pieces: vec![Piece { at: 0, span, verbatim: true }],
        span: Some(span),
        ..CommandText::default()
    }
}

/// Runs a command: return code, messages and rule in one line, and all that was stated.
fn play(session: &mut Session, step: &Step) -> (String, String) {
    let parsed = syntax::parse(&command_text(&step.command));
    let Some(command) = parsed.command else {
        let said: Vec<String> = parsed.diagnostics.iter().map(|it| it.message.clone()).collect();
        return ("not understood".to_owned(), said.join("\n"));
    };
    let outcome = session.run(&command);
    (summary(&outcome, &step.expected), detail(&outcome))
}

fn summary(outcome: &Outcome, expected: &str) -> String {
    let mut words = vec![outcome.return_code.to_string()];
    let told = outcome.messages.iter().filter_map(|it| Some((it.id?, it.severity)));
    let told = told.filter(|(id, severity)| *severity > Severity::Note || expected.contains(id));
    words.extend(told.map(|(id, _)| id.to_owned()));
    words.extend(outcome.authority.as_ref().map(|it| it.rule.to_owned()));
    words.join(" ")
}

fn detail(outcome: &Outcome) -> String {
    let messages = outcome.messages.iter().map(|it| it.text.clone());
    let authority = outcome.authority.as_ref().map(|it| it.because.clone());
    messages.chain(authority).flat_map(|it| ["    ".to_owned(), it, "\n".to_owned()]).collect()
}

/// UACC and access lists, a profile a line.
pub fn access_lists(database: &Database) -> Vec<String> {
    let profiles = database.classes.iter();
    let lines = profiles.flat_map(|(class, profiles)| {
        profiles.iter().map(|(key, profile)| access_list(class, key, profile))
    });
    lines.collect()
}

fn access_list(class: &str, key: &ProfileKey, profile: &Profile) -> String {
    let plain = key.generic && !key.name.contains(['*', '%', '&']);
    let generic = if plain { " (generic)" } else { "" };
    let mut line = format!("{class} {}{generic}: UACC({})", key.name, profile.uacc.value);
    let mut standard: Vec<String> =
        profile.standard.iter().map(|(id, level)| format!(" {id}={}", level.value)).collect();
    standard.sort();
    let mut conditional: Vec<String> = profile
        .conditional
        .iter()
        .map(|(key, level)| {
            let kind = key.kind.as_str().to_ascii_uppercase();
            format!(" {}={} WHEN({kind}({}))", key.id, level.value, key.value)
        })
        .collect();
    conditional.sort();
    line.extend(standard);
    line.extend(conditional);
    line
}
