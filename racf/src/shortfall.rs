//! What commands weren't done, as diagnostics about a policy of commands: the policy is what the commands came to,
//! so these are warnings.

use std::collections::BTreeSet;

use saffron_diagnostics::Diagnostic;

use crate::codes;
use crate::outcome::{Lack, Message, Outcome, Severity};

/// From this number on, commands that need what a system has are reported together.
const MANY: usize = 3;

/// Places that are shown of them.
const SHOWN: usize = 5;

/// What weren't done of the commands so far.
#[derive(Clone, Debug, Default)]
pub struct Shortfalls {
    own_fault: Vec<Diagnostic>,
    lacking: Vec<(Lack, Message, Diagnostic)>,
}

impl Shortfalls {
    /// Takes note of a command.
    pub fn add(&mut self, outcome: &Outcome) {
        let Some(diagnostic) = shortfall(outcome) else { return };
        let worst = worst(outcome);
        match worst.and_then(|message| Some((message.lack?, message.clone()))) {
            Some((lack, message)) => self.lacking.push((lack, message, diagnostic)),
            None => self.own_fault.push(diagnostic),
        }
    }

    /// A diagnostic for each command; one for all commands that need what a system has, if they are many.
    pub fn finish(self) -> Vec<Diagnostic> {
        let together = self.together();
        let mut all = self.own_fault;
        match together {
            Some(together) => all.push(together),
            None => all.extend(self.lacking.into_iter().map(|(.., diagnostic)| diagnostic)),
        }
        all
    }

    /// The diagnostic about all commands that need what a system has, if they are many.
    pub fn together(&self) -> Option<Diagnostic> {
        let (_, first, _) = self.lacking.first().filter(|_| self.lacking.len() >= MANY)?;
        let lacks: BTreeSet<Lack> = self.lacking.iter().map(|(lack, ..)| *lack).collect();
        let nouns: Vec<&str> = lacks.iter().map(|lack| noun(*lack)).collect();
        let message = format!(
            "{} commands weren't fully done, because they need {} that the database doesn't contain",
            self.lacking.len(),
            nouns.join(" and "),
        );
        let label = first.text.clone();
        let mut diagnostic = Diagnostic::warning(codes::NEEDS_A_SYSTEM, message, first.span, label);
        for (_, message, _) in self.lacking.iter().take(SHOWN).skip(1) {
            diagnostic = diagnostic.because(message.span, message.text.clone());
        }
        let usual = if lacks.contains(&Lack::Option) {
            "; `--assume-usual-options` starts with GENERIC(*), EGN and GRPLIST"
        } else {
            ""
        };
        Some(diagnostic.help(format!(
            "name a policy or commands that define what the system has already: `--base POLICY`{usual}"
        )))
    }
}

fn noun(lack: Lack) -> &'static str {
    match lack {
        Lack::Id => "users or groups",
        Lack::Profile => "profiles",
        Lack::Option => "options",
    }
}

fn worst(outcome: &Outcome) -> Option<&Message> {
    outcome.messages.iter().max_by_key(|message| message.severity)
}

/// What a command that wasn't fully done requires to be reported.
fn shortfall(outcome: &Outcome) -> Option<Diagnostic> {
    if outcome.return_code == 0 {
        return None;
    }
    let worst = worst(outcome);
    let (what, span) = worst.map_or(("it failed".to_owned(), outcome.span), |message| {
        (with_id(message.id, &message.text), message.span)
    });
    let failed = outcome.return_code > 4;
    let result = if failed { "failed and changed nothing" } else { "was only partly done" };
    let message = format!("{} {result}: {what}", outcome.verb);
    let label = match worst.map(|message| message.severity) {
        Some(Severity::Error) | None => "cause",
        Some(_) => "concerns this",
    };
    Some(Diagnostic::warning(codes::COMMAND_FAILED, message, span, label))
}

fn with_id(id: Option<&str>, text: &str) -> String {
    id.map_or_else(|| text.to_owned(), |id| format!("{id} {text}"))
}
