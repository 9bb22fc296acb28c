//! What a session of TSO remembers from one command to the next: the prefix of data set names, and
//! whether its list of commands has ended.

use saffron_diagnostics::Span;
use saffron_vocabulary::verb;

use crate::condition::{all, negated};
use crate::script::{Condition, Prefix};
use crate::verb::first_word;

/// A session of TSO.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// What PROFILE has set.
    pub(super) prefix: Prefix,
    /// The command that has ended the list of commands.
    pub(super) ended: Option<Span>,
    /// Ends and jumps that depend on a condition.
    leaves: Vec<Leave>,
}

/// An end of the list, or a jump over a part of it, that depends on a condition.
#[derive(Clone, Debug)]
struct Leave {
    /// What follows is reached only if this holds.
    stays: Condition,
    /// The label that a jump leads to; after it everything is reached again.
    label: Option<String>,
}

/// More ends and jumps aren't kept apart: the last one stands for them.
const MOST_LEAVES: usize = 16;

impl Session {
    /// Another list in the place of this one: only the prefix stays.
    pub(super) fn go_on_as(&mut self, mut other: Self) {
        other.prefix = std::mem::take(&mut self.prefix);
        *self = other;
    }

    /// The list ends, or goes on at a label, if a condition holds.
    pub(super) fn leave(&mut self, condition: &Condition, label: Option<String>) {
        self.leaves.truncate(MOST_LEAVES - 1);
        self.leaves.push(Leave { stays: negated(condition), label });
    }

    /// A label: what jumps to it has left out nothing more.
    pub(super) fn arrive(&mut self, label: &str) {
        self.leaves.retain(|it| it.label.as_deref() != Some(label));
    }

    /// The condition under which the next command is reached.
    pub(super) fn reached(&self) -> Option<Condition> {
        all(self.leaves.iter().map(|it| &it.stays))
    }
}

/// Whether an end of a list is for an error: it gives a return code, or its condition is about one,
/// or about an argument that is missing. Commands are taken to succeed and arguments to be given, so
/// such an end isn't reached.
pub(super) fn is_for_errors(code: &str, condition: &Condition) -> bool {
    let code = code.trim().trim_matches(['(', ')', '\'', '"']);
    let failed = !code.is_empty() && code != "0";
    failed || condition.terms.iter().any(|term| is_check(&term.text))
}

/// Whether a condition is about a return code, or about an argument that is missing.
fn is_check(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let named = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut words = upper.split(|it| !named(it));
    words.any(|it| matches!(it, "RC" | "LASTCC" | "MAXCC" | "RET" | "RETCODE" | "ABEND"))
        || ["$?", "$#", "''", "\"\"", "-Z ", "ARG("].iter().any(|it| upper.contains(it))
        || upper.contains("&STR()")
}

/// Commands that end a list of commands.
const ENDING: &[&str] = &["EXIT", "LOGOFF"];

/// Whether a line among notes is a command that the session remembers.
pub(super) fn is_noted(line: &str) -> bool {
    let upper = line.bytes().all(|it| !it.is_ascii_lowercase());
    (upper && ends_list(line) && line.split_whitespace().count() <= 2) || prefix_of(line).is_some()
}

/// Whether a command ends the list of commands that it is in.
pub(super) fn ends_list(command: &str) -> bool {
    let word = first_word(command);
    ENDING.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// The return code with which a command ends its list: `EXIT CODE(8)`.
pub(super) fn code_of_end(command: &str) -> String {
    let upper = command.to_ascii_uppercase();
    let code = upper.split_once("CODE").map(|(_, code)| code.trim().to_owned());
    code.unwrap_or_default()
}

/// The prefix that a PROFILE command sets, if it sets one.
pub(super) fn prefix_of(command: &str) -> Option<Prefix> {
    let word = first_word(command);
    verb::find(word).filter(|it| it.name == "PROFILE")?;
    prefix_operand(command.trim_start().get(word.len()..)?)
}

/// `NOPREFIX` or `PREFIX(value)` among operands of PROFILE; both can be abbreviated, and the last
/// one counts. The environment variable TSOPROFILE has the same form.
pub(super) fn prefix_operand(operands: &str) -> Option<Prefix> {
    let upper = operands.to_ascii_uppercase();
    let mut found = None;
    let mut rest = upper.as_str();
    while !rest.is_empty() {
        rest = rest.trim_start_matches(|it: char| !it.is_ascii_alphabetic());
        let length = rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(length)?;
        let value = after.trim_start().strip_prefix('(').and_then(|it| it.split_once(')'));
        if abbreviates(word, "NOPREFIX", 4) {
            found = Some(Prefix::None);
        } else if let Some((value, _)) = value.filter(|_| abbreviates(word, "PREFIX", 2)) {
            found = Some(Prefix::Own(value.trim().to_owned()));
        }
        rest = value.map_or(after, |(_, after)| after);
    }
    found
}

fn abbreviates(word: &str, full: &str, least: usize) -> bool {
    word.len() >= least && full.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_command_sets_the_prefix_that_it_names_last() {
        assert_eq!(prefix_of("PROFILE NOPREFIX"), Some(Prefix::None));
        assert_eq!(prefix_of("prof nopre msgid"), Some(Prefix::None));
        let own = Some(Prefix::Own("DOME".to_owned()));
        assert_eq!(prefix_of("PROFILE WTPMSG PREFIX(dome)"), own);
        assert_eq!(prefix_of("PROFILE NOPREFIX PRE( DOME )"), own);
    }

    #[test]
    fn other_commands_and_operands_leave_it() {
        assert_eq!(prefix_of("PROFILE LIST"), None);
        assert_eq!(prefix_of("PROFILE PREFIX"), None);
        assert_eq!(prefix_of("SETROPTS PREFIX(DOME)"), None);
    }
}
