//! Commands that are skipped: still looked at for what would make them something else, and for
//! secrets in them.

use crate::codes;
use crate::command::Name;

use super::dispatch::{Action, action};
use super::reading::Reading;
use super::spelling::begins;
use super::tree::{Item, Tree, Value};
use super::verb;

/// Operands of RACDCERT, PASSWORD and their like that take a secret.
const SECRETS: [&str; 2] = ["PASSWORD", "PHRASE"];

/// Reports lines that were pasted after the command, and notes its secrets.
pub(super) fn check(reading: &mut Reading<'_>, tree: &Tree<'_>) {
    for item in &tree.items {
        let Some(word) = item.value.as_ref().and_then(Value::word) else { continue };
        if is_continuation(word) {
            let message = "a continuation character is in the middle of a line";
            let help = "two lines were probably pasted together: start a new line after the `-`";
            reading.error(codes::PASTED_LINES, item.range(), message, "two lines joined", help);
        } else if item.list.is_none() && is_second_command(word) {
            let word = word.to_ascii_uppercase();
            let message = format!("`{word}` starts another command");
            let help = format!("start a new line before `{word}`");
            reading.error(codes::PASTED_LINES, item.range(), message, "a second command", help);
        } else {
            secret(reading, item, word);
        }
    }
}

/// `-` alone, or with what the next line began with.
fn is_continuation(word: &str) -> bool {
    word.strip_prefix(['-', '+'])
        .is_some_and(|rest| rest.chars().next().is_none_or(|char| char.is_ascii_alphabetic()))
}

/// Whether a word is the verb, in full, of a command that changes something.
fn is_second_command(word: &str) -> bool {
    verb::find(word).is_some_and(|verb| {
        verb.name.eq_ignore_ascii_case(word) && matches!(action(verb), Action::Read(_))
    })
}

fn secret(reading: &mut Reading<'_>, item: &Item<'_>, word: &str) {
    let operand = SECRETS.iter().find(|name| 4 <= word.len() && begins(name, word));
    if let (Some(operand), Some(_)) = (operand, &item.list) {
        let span = reading.span(item.range());
        reading.secrets.push(Name { text: (*operand).to_owned(), quoted: false, span });
    }
}
