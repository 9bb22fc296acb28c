//! What a word may be that is neither an operand nor what the command is about: what a colleague
//! would say at the sight of it.

use crate::codes;

use super::arrangement::{Arrangement, Filler, Place};
use super::read::DASHES;
use super::reading::{is_secretive, shown};
use super::spelling::Match;
use super::tree::{Item, Value};
use super::verb;
use super::wording::did_you_mean;

/// Whether a word can't be a name, though one is due.
pub(super) fn is_suspicious<T>(
    all: &Arrangement<'_, '_, '_, T>,
    at: usize,
    value: &Value<'_>,
) -> bool {
    let word = value.word().unwrap_or_default();
    let behind_operands = !all.is_at_start();
    let is_last = at + 1 == all.items.len();
    let is_digit = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_mark(word)
        || word.starts_with(['-', '+'])
        || (behind_operands && is_last && is_digit)
        || (behind_operands && (all.is_behind_secret || is_behind_secret(all, at)))
}

/// A continuation mark, or what is typed for it.
fn is_mark(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|char| matches!(char, '-' | '+' | '=' | '_' | '~'))
}

/// The operand before an item, if it takes a secret and is without one: what follows is the
/// secret, and mustn't be shown.
fn before_secret<'t, T>(all: &Arrangement<'_, '_, 't, T>, at: usize) -> Option<&'t str> {
    let before = at.checked_sub(1).and_then(|before| all.items.get(before));
    let word = before.filter(|it| it.list.is_none())?.value.as_ref()?.word()?;
    Some(word).filter(|word| is_secretive(word))
}

fn is_behind_secret<T>(all: &Arrangement<'_, '_, '_, T>, at: usize) -> bool {
    before_secret(all, at).is_some()
}

/// Reports a word that belongs to nothing.
pub(super) fn word<T>(
    all: &mut Arrangement<'_, '_, '_, T>,
    at: usize,
    item: &Item<'_>,
    word: &str,
) {
    let Some(value) = &item.value else { return };
    if word.contains(DASHES) {
        // Was reported when the text was split into words.
    } else if let Some(operand) = before_secret(all, at) {
        bare_secret(all, value, operand);
    } else if value.is_quoted() {
        stray(all, at, value, word);
    } else if is_mark(word) || word.strip_prefix(['-', '+']).is_some_and(|it| knows(all, it)) {
        pasted(all, at, value);
    } else if all.table.is_on_other_side(word) {
        of_counterpart(all, value, word);
    } else if verb::is_command(word) {
        second_command(all, value, word);
    } else if let Some(operand) = swallowed(all, item, word) {
        missing_blank(all, value, word, operand);
    } else if item.list.is_some() {
        unknown_operand(all, value, word);
    } else if at + 1 == all.items.len() && word.chars().count() == 1 {
        mistyped_continuation(all, value, word);
    } else if !is_value_of_operand_before(all, at, value) {
        stray(all, at, value, word);
    }
}

fn bare_secret<T>(all: &mut Arrangement<'_, '_, '_, T>, value: &Value<'_>, operand: &str) {
    let message = format!("the value of `{}` is outside parentheses", shown(operand));
    let help = "put it in parentheses, and choose a new one: this one has been disclosed";
    all.reading.error(codes::STRAY_TEXT, value.range(), message, "not part of the operand", help);
}

fn knows<T>(all: &Arrangement<'_, '_, '_, T>, word: &str) -> bool {
    !word.is_empty() && !matches!(all.table.resolve(word), Match::None)
}

fn pasted<T>(all: &mut Arrangement<'_, '_, '_, T>, at: usize, value: &Value<'_>) {
    if at + 1 == all.items.len() && value.text().len() == 1 {
        let message = "the command ends in a continuation character, but nothing follows";
        let help = "remove the continuation character, or add the missing line";
        let (code, label) = (codes::STRAY_TEXT, "nothing follows");
        return all.reading.error(code, value.range(), message, label, help);
    }
    let message = "a continuation character is in the middle of a line";
    let help =
        "`-` and `+` continue a command only at the end of a line: start a new line after it";
    all.reading.error(codes::PASTED_LINES, value.range(), message, "two lines joined", help);
}

fn second_command<T>(all: &mut Arrangement<'_, '_, '_, T>, value: &Value<'_>, word: &str) {
    let word = word.to_ascii_uppercase();
    let message = format!("`{word}` starts another command");
    let help = format!(
        "start a new line before `{word}`, or remove the `-` at the end of the previous line"
    );
    all.reading.error(codes::PASTED_LINES, value.range(), message, "a second command", help);
    all.is_over = true;
}

/// The operand with which a word ends that has a list: `BPX.SERVERCLASS(FACILITY)`. Only words of
/// four and more letters: shorter ones end many names.
fn swallowed<T>(
    all: &Arrangement<'_, '_, '_, T>,
    item: &Item<'_>,
    word: &str,
) -> Option<&'static str> {
    item.list.as_ref()?;
    let ends = |name: &str| {
        let at = word.len().checked_sub(name.len()).filter(|at| *at > 0);
        at.and_then(|at| word.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(name))
    };
    let names = all.table.spellings().filter(|(spelling, _)| !spelling.negated);
    let names = names.map(|(spelling, _)| spelling.name);
    names.filter(|name| 4 <= name.len() && ends(name)).max_by_key(|name| name.len())
}

fn missing_blank<T>(
    all: &mut Arrangement<'_, '_, '_, T>,
    value: &Value<'_>,
    word: &str,
    operand: &'static str,
) {
    let message = format!("missing blank before `{operand}` in `{}`", shown(word));
    let name = word.get(..word.len().saturating_sub(operand.len())).unwrap_or_default();
    let mut help = format!("write `{} {operand}(…)`", shown(name));
    match all.open() {
        Some(_) => all.fillers.push(Filler::Mistake),
        None => help.push_str("; only one name is allowed before the operands"),
    }
    all.reading.error(codes::MISSING_BLANK, value.range(), message, "two words joined", help);
}

fn unknown_operand<T>(all: &mut Arrangement<'_, '_, '_, T>, value: &Value<'_>, word: &str) {
    let message = format!("`{}` has no operand `{}`", all.reading.verb, shown(word));
    let help = suggestion(all, word).unwrap_or_else(|| "check the spelling".to_owned());
    all.reading.error(codes::UNKNOWN_OPERAND, value.range(), message, "not an operand", help);
}

/// `` did you mean `X`? ``
fn suggestion<T>(all: &Arrangement<'_, '_, '_, T>, word: &str) -> Option<String> {
    let names: Vec<&'static str> = all
        .table
        .spellings()
        .map(|(spelling, (row, _))| if spelling.negated { row.negative } else { row.name })
        .collect();
    did_you_mean(word, names)
}

fn mistyped_continuation<T>(all: &mut Arrangement<'_, '_, '_, T>, value: &Value<'_>, word: &str) {
    let message = format!("unexpected `{word}` at the end of the command");
    let help = "did you mean `-`? the next line is not part of this command";
    all.reading.error(codes::STRAY_TEXT, value.range(), message, "not expected", help);
}

/// An operand of the command that alters in the one that defines, or the other way round.
fn of_counterpart<T>(all: &mut Arrangement<'_, '_, '_, T>, value: &Value<'_>, word: &str) {
    let verb = all.reading.verb;
    let message = format!("`{verb}` has no operand `{}`", shown(word));
    let help = format!("`{}` has it", verb::counterpart(verb));
    all.reading.error(codes::UNKNOWN_OPERAND, value.range(), message, "not an operand", help);
}

/// Whether the word is the value of the operand before it, which lacks its parentheses; reports it.
fn is_value_of_operand_before<T>(
    all: &mut Arrangement<'_, '_, '_, T>,
    at: usize,
    value: &Value<'_>,
) -> bool {
    let Some(operand) = at.checked_sub(1).and_then(|before| all.items.get(before)) else {
        return false;
    };
    let place = all.reading.span(operand.range());
    let said = all.reading.diagnostics.last_mut();
    let said = said.filter(|it| it.code == codes::MISSING_VALUE && it.primary.span == place);
    if let Some(said) = said {
        said.help = Some(format!("put `{}` in parentheses", shown(&value.text())));
        return true;
    }
    false
}

/// Words in a row that belong to nothing are one mistake.
fn stray<T>(all: &mut Arrangement<'_, '_, '_, T>, at: usize, value: &Value<'_>, word: &str) {
    let goes_on = at.checked_sub(1).is_some_and(|before| all.last_stray == Some(before));
    all.last_stray = Some(at);
    if goes_on || all.reading.needs_variable(all.reading.verb, value) {
        return;
    }
    let message =
        format!("`{}` doesn't belong to any operand of `{}`", shown(word), all.reading.verb);
    let help = with_equals(all, word).or_else(|| suggestion(all, word));
    let help = help.unwrap_or_else(|| hint(all).to_owned());
    all.reading.error(codes::STRAY_TEXT, value.range(), message, "not expected", help);
}

/// `OWNER=X`, as other languages have it.
fn with_equals<T>(all: &Arrangement<'_, '_, '_, T>, word: &str) -> Option<String> {
    let (operand, _) = word.split_once('=').filter(|(operand, _)| knows(all, operand))?;
    Some(format!("write values in parentheses: `{}(…)`", shown(operand)))
}

fn hint<T>(all: &Arrangement<'_, '_, '_, T>) -> &'static str {
    match all.places().last() {
        Some(Place::Name(_)) => "a command takes one name: write a separate command for each",
        Some(Place::Names(_)) => "write several names as one list in parentheses",
        Some(Place::Class) | None => "remove it, or write it as the value of an operand",
    }
}
