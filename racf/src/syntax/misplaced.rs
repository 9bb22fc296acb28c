//! What is found where a command should begin: a verb, or something like one.

use saffron_vocabulary::verb::VerbKind;

use crate::codes;

use super::dispatch::{Action, action};
use super::read::Beginning;
use super::reading::{Reading, shown, variable};
use super::verb;
use super::wording::did_you_mean;
use super::{connect, data_set, group, permit, resource, setropts, user};

/// A REXX procedure or a CLIST (`%NAME`), which runs on the host.
const PROCEDURE: (&str, Action) =
    ("EXEC", Action::Foreign("a procedure, whose effects are not known"));

/// The verb of a command, in full, and what becomes of the command; `None` after a diagnostic.
pub(super) fn verb(
    reading: &mut Reading<'_>,
    beginning: &Beginning<'_>,
) -> Option<(&'static str, Action)> {
    let word = beginning.verb;
    if let Some(manager) = other_manager(beginning) {
        belongs_to(reading, beginning, manager);
        return None;
    }
    if (beginning.has_list || is_lone_delete(beginning)) && is_operand(word) {
        operand(reading, beginning);
        return None;
    }
    if word.starts_with('%') {
        return Some(PROCEDURE);
    }
    let found = verb::find(word);
    if found.is_none() {
        unknown(reading, beginning);
    }
    found.map(|verb| (verb.name, action(verb)))
}

/// What ACF2's SET switches to; RACF's own SET has none of them.
const ACF2_MODES: [&str; 9] =
    ["LID", "RESOURCE", "CONTROL", "PROFILE", "RULE", "RULES", "X", "ENTRY", "SCOPE"];

/// The security manager that a command belongs to, if it isn't RACF.
fn other_manager(beginning: &Beginning<'_>) -> Option<&'static str> {
    let is = |word: &str, known: &[&str]| known.iter().any(|it| it.eq_ignore_ascii_case(word));
    let second = beginning.second.unwrap_or_default();
    match beginning.verb {
        verb if verb.starts_with("$KEY") => Some("ACF2"),
        verb if is(verb, &["SET"]) && is(second, &ACF2_MODES) => Some("ACF2"),
        verb if is(verb, &["F", "MODIFY"]) && is(second, &["ACF2"]) => Some("ACF2"),
        verb if is(verb, &["F", "MODIFY"]) && is(second, &["TSS"]) => Some("Top Secret"),
        verb => match saffron_vocabulary::verb::find(verb)?.kind {
            VerbKind::Foreign(manager) => Some(manager),
            _ => None,
        },
    }
}

fn belongs_to(reading: &mut Reading<'_>, beginning: &Beginning<'_>, manager: &str) {
    reading.expose_verb(beginning);
    let message = format!("`{}` is a command of {manager}, not of RACF", shown(beginning.verb));
    let help = format!("remove the part for {manager}; only RACF commands are supported");
    let (code, range) = (codes::OTHER_SECURITY_MANAGER, beginning.start..beginning.end);
    reading.error(code, range, message, format!("{manager}'s"), help);
}

/// TSO's DELETE needs the name of a data set; alone it is PERMIT's operand.
fn is_lone_delete(beginning: &Beginning<'_>) -> bool {
    beginning.is_all && verb::find(beginning.verb).is_some_and(|verb| verb.name == "DELETE")
}

/// Whether a word is an operand of some command, in full, or as short as PERMIT takes it.
fn is_operand(word: &str) -> bool {
    fn has<T>(table: &super::table::Table<T>, word: &str) -> bool {
        table.spellings().any(|(_, (row, on))| {
            let name = if on { row.name } else { row.negative };
            name.eq_ignore_ascii_case(word)
        })
    }
    use super::spelling::Match;
    matches!(permit::PERMIT.resolve(word), Match::One(_))
        || has(&resource::RALTER, word)
        || has(&data_set::ALTDSD, word)
        || has(&user::ALTUSER, word)
        || has(&group::ALTGROUP, word)
        || has(&connect::CONNECT, word)
        || has(&setropts::SETROPTS, word)
}

fn operand(reading: &mut Reading<'_>, beginning: &Beginning<'_>) {
    reading.expose_verb(beginning);
    let message = format!("`{}` is an operand, not a command", shown(beginning.verb));
    let help = "if it belongs to the previous command, add `-` at the end of that line";
    let (code, range) = (codes::OPERAND_AS_COMMAND, beginning.start..beginning.end);
    reading.error(code, range, message, "not a verb", help);
}

fn unknown(reading: &mut Reading<'_>, beginning: &Beginning<'_>) {
    let (word, range) = (beginning.verb, beginning.start..beginning.end);
    if let Some(variable) = variable(word) {
        let message = format!("the verb depends on the variable `{variable}`");
        let help = format!("specify its value: `--var {variable}=VALUE`");
        let label = "a variable without a value";
        return reading.error(codes::NEEDS_VARIABLE, range, message, label, help);
    }
    let message = format!("unknown RACF command `{}`", shown(word));
    let meant = did_you_mean(word, verb::names());
    if meant.is_some() && word.bytes().all(|it| it.is_ascii_alphabetic()) {
        reading.expose_verb(beginning);
    }
    let help = meant.unwrap_or_else(|| {
        "write a RACF command; put other text into a comment: `/* … */`".to_owned()
    });
    reading.error(codes::UNKNOWN_COMMAND, range, message, "not a command", help);
}
