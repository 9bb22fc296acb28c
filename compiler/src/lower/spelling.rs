//! Values whose meaning is clear and whose form isn't the one that the grammar has: each fact has one spelling.

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Property, PropertyValue, Value};

use super::property::{written, written_value};
use super::report::{Named, Report};
use crate::codes;

impl Report {
    /// A list must be in brackets, also if it has one value.
    pub(super) fn check_list(&mut self, property: &Property) {
        let at = match &property.value {
            PropertyValue::Value(Value::List(_)) => return,
            PropertyValue::Value(value) => value.span(),
            PropertyValue::Words(words) => match (words.first(), words.last()) {
                (Some(first), Some(last)) => first.word.span.to(last.word.span),
                _ => return,
            },
            _ => return,
        };
        let list = format!("[{}]", written(&property.value));
        self.other_form(&property.key.node, "a list in brackets", (at, &list));
    }

    /// A single value has no brackets.
    pub(super) fn check_single(&mut self, property: &Property) {
        if let PropertyValue::Value(Value::List(list)) = &property.value
            && let [value] = list.node.as_slice()
        {
            let value = written_value(value);
            self.other_form(&property.key.node, "one value, without brackets", (list.span, &value));
        }
    }

    /// A day on which something happens has `on` before it.
    pub(super) fn check_date(&mut self, property: &Property) {
        if let PropertyValue::Value(value @ Value::Date(date)) = &property.value {
            let date = (date.span, format!("on {}", written_value(value)));
            self.other_form(&property.key.node, "a date with `on`", (date.0, &date.1));
        }
    }

    /// Names of resources are texts.
    pub(super) fn check_text(&mut self, key: &str, name: Named<'_>) {
        if !name.quoted {
            let text = format!("\"{}\"", name.text);
            self.other_form(key, "texts in double quotes", (name.span, &text));
        }
    }

    fn other_form(&mut self, key: &str, form: &str, (at, written): (Span, &str)) {
        let message = format!("`{key}` takes {form}");
        let label = format!("write `{written}`");
        self.add(Diagnostic::error(codes::OTHER_FORM, message, at, label).fix(at, written));
    }
}
