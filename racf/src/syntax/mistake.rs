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
        let message = format!("`{operand}` requires a value");
        let help = format!("write `{operand}(…)`");
        self.error(codes::MISSING_VALUE, range, message, "no value", help);
    }

    /// A value where none belongs.
    pub(super) fn needless_value(&mut self, operand: &str, list: &List<'_>) {
        let message = format!("`{operand}` takes no value");
        let label = "no value is allowed here";
        self.error(codes::TOO_MANY_VALUES, list.range(), message, label, "remove it");
    }

    /// Several values where one belongs.
    pub(super) fn several_values(&mut self, operand: &str, list: &List<'_>) {
        let message = format!("`{operand}` takes one value, not {}", list.items.len());
        let help = "keep one; put a text with blanks in single quotes";
        self.error(codes::TOO_MANY_VALUES, list.range(), message, "more than one", help);
    }

    /// The value of an item without parentheses of its own; else a mistake.
    pub(super) fn plain<'i>(&mut self, operand: &str, item: &'i Item<'t>) -> Option<&'i Value<'t>> {
        match (&item.value, &item.list) {
            (Some(value), None) => Some(value),
            (_, list) => {
                let range = list.as_ref().map_or_else(|| item.range(), List::range);
                let message = format!("parentheses have no meaning inside `{operand}` here");
                let help = "check for a missing or extra closing parenthesis";
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
            let message = format!("`{operand}` has an empty name");
            let help = "write the name between the quotes, or remove the quotes";
            self.error(codes::BAD_VALUE, value.range(), message, "empty", help);
        }
        says
    }

    /// A word that is too short.
    pub(super) fn ambiguous(&mut self, value: &Value<'_>, candidates: &[String]) {
        let message =
            format!("`{}` is ambiguous: it can mean {}", shown(&value.text()), one_of(candidates));
        let help = "write more letters of the word";
        self.error(codes::AMBIGUOUS_WORD, value.range(), message, "too short", help);
    }

    /// A value that is none of `known`, or a variable that might be one.
    pub(super) fn not_among(&mut self, operand: &str, value: &Value<'_>, known: &[&'static str]) {
        let meant = did_you_mean(&value.text(), known.iter().copied());
        let help = meant.unwrap_or_else(|| format!("expected one of {}", one_of(known)));
        self.bad_value(operand, value, "not an allowed value", help);
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
        let message = format!("`{}` is not a valid value of `{operand}`", shown(&text));
        self.error(codes::BAD_VALUE, value.range(), message, label, help);
    }

    /// Whether a value can't be checked because a variable in it has no value; reports it.
    pub(super) fn needs_variable(&mut self, operand: &str, value: &Value<'_>) -> bool {
        let text = value.text();
        let Some(variable) = variable(&text) else { return false };
        let message = format!("`{operand}` requires the value of `{variable}`");
        let help = format!("specify it: `--var {variable}=VALUE`");
        let label = "a variable without a value";
        self.error(codes::NEEDS_VARIABLE, value.range(), message, label, help);
        true
    }

    /// An operand that takes the place of one that is before it: of operands that exclude each
    /// other the last counts (`RACF Command Language Reference`, PERMIT, ACCESS and DELETE).
    pub(super) fn repeated(&mut self, name: &str, before: &str, span: Span, place: Span) {
        let message = if before == name {
            format!("`{name}` is specified twice; the last one is used")
        } else {
            format!("`{name}` replaces `{before}`; the last one is used")
        };
        let warning =
            Diagnostic::warning(codes::REPEATED_OPERAND, message, span, "this one is used");
        let warning = warning.because(place, "has no effect").help("keep the intended one");
        self.diagnostics.push(warning);
    }
}
