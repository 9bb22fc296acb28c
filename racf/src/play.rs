//! Files of commands, from their text to the results.

use saffron_diagnostics::{Diagnostic, FileId, Span, diagnostic};

use crate::command::{Command, CommandKind, SetRoptsOperand, SystemOption};
use crate::database::Session;
use crate::outcome::Outcome;
use crate::revoked::Blocks;
use crate::{codes, syntax};
use saffron_command_files::script::{CommandText, Script, Values};

/// A file of commands.
#[derive(Clone, Copy, Debug)]
pub struct CommandFile<'t> {
    /// Its number.
    pub file: FileId,
    /// Its name, which may tell what kind of file it is.
    pub path: &'t str,
    /// Its text.
    pub text: &'t str,
}

/// One command and what came of it.
#[derive(Debug)]
pub struct Step<'s> {
    /// Its text.
    pub text: &'s CommandText,
    /// The command; `None` where it wasn't understood, which a diagnostic reports.
    pub command: Option<&'s Command>,
    /// What it came to; `None` where it wasn't run.
    pub outcome: Option<Outcome>,
}

/// Issues the commands of the files in order, and hands each to `each` when it has been run. A
/// command that isn't understood isn't run; the rest goes on.
pub fn play(
    files: &[CommandFile<'_>],
    values: &Values,
    session: &mut Session,
    mut each: impl FnMut(Step<'_>),
) -> Played {
    let mut played = Played {
        scripts: Vec::new(),
        diagnostics: Vec::new(),
        conditional: Vec::new(),
        counts: Counts::default(),
    };
    for file in files {
        let mut script = saffron_command_files::extract(file.file, file.path, file.text, values);
        played.diagnostics.append(&mut script.diagnostics);
        let mut blocks = Blocks::default();
        for text in &script.commands {
            let parsed = syntax::parse(text);
            played.diagnostics.extend(parsed.diagnostics);
            let outcome = parsed.command.as_ref().map(|command| session.run(command));
            played.counts.add(outcome.as_ref());
            played.conditional.extend(parsed.command.as_ref().and_then(conditional));
            let revoked = parsed.command.as_ref().and_then(|it| blocks.note(text.block, it));
            played.diagnostics.extend(revoked);
            each(Step { text, command: parsed.command.as_ref(), outcome });
        }
        played.counts.not_understood += script.lost();
        played.counts.skipped += script.skipped.len();
        played.scripts.push(script);
    }
    diagnostic::sort(&mut played.diagnostics);
    played
}

/// What is left of the files when their commands have been issued.
#[derive(Clone, Debug)]
pub struct Played {
    /// The files without their hosts; their diagnostics are among those below.
    pub scripts: Vec<Script>,
    /// What wasn't understood, and what is doubtful.
    pub diagnostics: Vec<Diagnostic>,
    /// A warning for each command that was run although its condition isn't known to hold.
    pub conditional: Vec<Diagnostic>,
    /// How the commands fared.
    pub counts: Counts,
}

impl Played {
    /// Variables that have no value, each with its first use.
    pub fn without_value(&self) -> impl Iterator<Item = (&str, &str, Span)> {
        let variables = self.scripts.iter().flat_map(|script| &script.variables);
        variables
            .filter(|(_, variable)| variable.value.is_none())
            .map(|(name, variable)| (name.as_str(), variable.written.as_str(), variable.span))
    }

    /// What is wrong with using the commands as a policy while variables have no value.
    pub fn missing_values(&self) -> Vec<Diagnostic> {
        self.without_value()
            .map(|(name, written, span)| missing_value(name, written, span))
            .collect()
    }
}

fn missing_value(name: &str, written: &str, span: Span) -> Diagnostic {
    let message = format!("the variable `{written}` has no value");
    Diagnostic::error(codes::NO_VALUE, message, span, "used here first")
        .help(format!("specify it: `--var {name}=VALUE`"))
}

/// A warning about a command that may not be run; not for one that changes nothing.
pub(crate) fn conditional(command: &Command) -> Option<Diagnostic> {
    let condition = command.condition.as_ref()?;
    let changes = match &command.kind {
        CommandKind::Skipped { .. } => false,
        CommandKind::SetRopts(operands) => !is_refresh(operands),
        _ => true,
    };
    let (verb, span) = (command.verb, command.span);
    let message = format!("{verb} depends on a condition that isn't known: `{condition}`");
    let help = "specify the variables of the condition with `--var NAME=VALUE`; without them, answers name \
                the conditions on which they depend";
    let label = "depends on the condition";
    let asked = condition.terms.iter().rev().find_map(|it| it.asked).filter(|_| changes);
    let warning = changes.then(|| Diagnostic::warning(codes::CONDITIONAL, message, span, label))?;
    let warning = match asked {
        Some(asked) => warning.because(asked, "the condition"),
        None => warning,
    };
    Some(warning.help(help))
}

/// Whether files seem to contain commands that weren't read, so that results are incomplete.
pub fn is_incomplete(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|it| it.code == saffron_command_files::codes::UNREAD)
}

/// Whether SETROPTS only refreshes what is in storage.
fn is_refresh(operands: &[SetRoptsOperand]) -> bool {
    operands.iter().any(|operand| matches!(operand.option, SystemOption::Refresh))
}

/// Reads the commands of the files without issuing them.
pub fn read(files: &[CommandFile<'_>], values: &Values) -> Read {
    let mut read = Read::default();
    for file in files {
        let mut script = saffron_command_files::extract(file.file, file.path, file.text, values);
        read.diagnostics.append(&mut script.diagnostics);
        for text in &script.commands {
            let parsed = syntax::parse(text);
            read.diagnostics.extend(parsed.diagnostics);
            match parsed.command {
                Some(command) => read.commands.push(command),
                None => read.not_understood += 1,
            }
        }
        read.not_understood += script.lost();
        read.scripts.push(script);
    }
    diagnostic::sort(&mut read.diagnostics);
    read
}

/// Commands as they are understood.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The files without their hosts.
    pub scripts: Vec<Script>,
    /// Every command that is understood.
    pub commands: Vec<Command>,
    /// How many aren't.
    pub not_understood: usize,
    /// What wasn't understood, and what is doubtful.
    pub diagnostics: Vec<Diagnostic>,
}

/// How many commands came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Return code 0.
    pub done: usize,
    /// Return code 4.
    pub in_part: usize,
    /// Return code 8 or more.
    pub failed: usize,
    /// Passed over: they only list, or are about certificates; and parts of the files that are skipped.
    pub skipped: usize,
    /// Not understood, and so not run.
    pub not_understood: usize,
}

impl Read {
    /// How many commands and parts were skipped.
    pub fn skipped(&self) -> usize {
        self.scripts.iter().map(|script| script.skipped.len()).sum()
    }

    /// All that was found: what is understood, what isn't, and what was skipped.
    pub fn found(&self) -> usize {
        self.commands.len() + self.not_understood + self.skipped()
    }
}

impl Counts {
    /// All that was found.
    pub fn total(&self) -> usize {
        self.done + self.in_part + self.failed + self.skipped + self.not_understood
    }

    /// Whether every command did what it specifies.
    pub fn is_clean(&self) -> bool {
        self.in_part + self.failed + self.not_understood == 0
    }

    fn add(&mut self, outcome: Option<&Outcome>) {
        *match outcome {
            None => &mut self.not_understood,
            Some(outcome) if outcome.skipped => &mut self.skipped,
            Some(Outcome { return_code: 0, .. }) => &mut self.done,
            Some(Outcome { return_code: 1..=4, .. }) => &mut self.in_part,
            Some(_) => &mut self.failed,
        } += 1;
    }
}
