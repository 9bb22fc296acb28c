//! Mistakes that many operands can have, in the words of a colleague.

use std::ops::Range;

use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;

use super::reading::{Reading, shown, variable};
use super::tree::{Item, List, Value};
use super::wording::{did_you_mean, one_of};

impl<'t> Reading<'t> {
    /// An operand without its value.
    pub(super) fn missing_value(&mut self, operand: &str, range: Range<u32>) {
        let message = format!("`{operand}` needs a value");
        let help = format!("write `{operand}(…)`");
        self.error(codes::MISSING_VALUE, range, message, "without a value", help);
    }

    /// A value where none belongs.
    pub(super) fn needless_value(&mut self, operand: &str, list: &List<'_>) {
        let message = format!("`{operand}` takes no value");
        let label = "nothing may stand in parentheses here";
        self.error(codes::TOO_MANY_VALUES, list.range(), message, label, "leave it out");
    }

    /// Several values where one belongs.
    pub(super) fn several_values(&mut self, operand: &str, list: &List<'_>) {
        let message = format!("`{operand}` takes one value, not {}", list.items.len());
        let help = "keep one; a text with blanks stands in single quotes";
        self.error(codes::TOO_MANY_VALUES, list.range(), message, "more than one", help);
    }

    /// The value of an item without parentheses of its own; else a mistake.
    pub(super) fn plain<'i>(&mut self, operand: &str, item: &'i Item<'t>) -> Option<&'i Value<'t>> {
        match (&item.value, &item.list) {
            (Some(value), None) => Some(value),
            (_, list) => {
                let range = list.as_ref().map_or_else(|| item.range(), List::range);
                let message = format!("parentheses have no meaning inside `{operand}` here");
                let help = "look for a closing parenthesis that is missing, or one too many";
                self.error(codes::BAD_VALUE, range, message, "not expected", help);
                None
            }
        }
    }

    /// The value of an item as a name, which can't be empty.
    pub(super) fn named<'i>(&mut self, operand: &str, item: &'i Item<'t>) -> Option<&'i Value<'t>> {
        let value = self.plain(operand, item)?;
        self.not_empty(operand, value).then_some(value)
    }

    /// Whether a value says something; else a mistake.
    pub(super) fn not_empty(&mut self, operand: &str, value: &Value<'t>) -> bool {
        let says = !value.text().is_empty();
        if !says {
            let message = format!("`{operand}` is given an empty name");
            let help = "write the name between the quotes, or take the quotes away";
            self.error(codes::BAD_VALUE, value.range(), message, "empty", help);
        }
        says
    }

    /// A word that is too short.
    pub(super) fn ambiguous(&mut self, value: &Value<'_>, candidates: &[String]) {
        let message = format!("`{}` may stand for {}", shown(&value.text()), one_of(candidates));
        let help = "write as much of the word as tells it from the others";
        self.error(codes::AMBIGUOUS_WORD, value.range(), message, "too short", help);
    }

    /// A value that is none of `known`, or a variable that might be one.
    pub(super) fn not_among(&mut self, operand: &str, value: &Value<'_>, known: &[&'static str]) {
        let meant = did_you_mean(&value.text(), known.iter().copied());
        let help = meant.unwrap_or_else(|| format!("write {}", one_of(known)));
        self.bad_value(operand, value, "not one of its values", help);
    }

    /// A value that doesn't fit, or a variable that might.
    pub(super) fn bad_value(
        &mut self,
        operand: &str,
        value: &Value<'_>,
        label: &str,
        help: impl Into<String>,
    ) {
        let text = value.text();
        if self.needs_variable(operand, value) {
            return;
        }
        let message = format!("`{}` is no value of `{operand}`", shown(&text));
        self.error(codes::BAD_VALUE, value.range(), message, label, help);
    }

    /// Whether a value can't be judged because a variable in it has no value; says so.
    pub(super) fn needs_variable(&mut self, operand: &str, value: &Value<'_>) -> bool {
        let text = value.text();
        let Some(variable) = variable(&text) else { return false };
        let message = format!("`{operand}` needs the value of `{variable}`");
        let help = format!("give it: `--var {variable}=VALUE`");
        let label = "a variable without a value";
        self.error(codes::NEEDS_VARIABLE, value.range(), message, label, help);
        true
    }

    /// An operand that takes the place of one that stands before it: of operands that exclude each
    /// other the last counts (`RACF Command Language Reference`, PERMIT, ACCESS and DELETE).
    pub(super) fn repeated(&mut self, name: &str, before: &str, span: Span, place: Span) {
        let message = if before == name {
            format!("`{name}` is given twice; the last one counts")
        } else {
            format!("`{name}` takes the place of `{before}`; the last one counts")
        };
        let warning =
            Diagnostic::warning(codes::REPEATED_OPERAND, message, span, "this one counts");
        let warning = warning.because(place, "has no effect").help("keep the one that is meant");
        self.diagnostics.push(warning);
    }
}
