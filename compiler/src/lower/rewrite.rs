//! Puts the values of parameters where their names are written.
//!
//! INVARIANT: spans stay as they are: whatever is later wrong with a value is reported where it is
//! used, and the report adds which parameter it came from. Only an ID that isn't declared is
//! reported where the value is given, once for all its uses.

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Item, ItemKind, Name, Param, Spanned, Text, Value, Word};
use saffron_lang::visit::Role;
use saffron_lang::visit_mut::{self, VisitMut};

use super::binding::{Binding, Bound, Scope};
use super::report::{MOST_INTERPOLATED, Report};
use crate::codes;

/// The longest text that may result where parameters stand in one, in bytes: far more than any field
/// of RACF takes.
const LONGEST_TEXT: usize = 1 << 20;

/// Replaces names by values, first of the template's parameters, then of the package's.
#[derive(Debug)]
pub(crate) struct Rewriter<'a> {
    pub(crate) own: Option<&'a Scope>,
    pub(crate) package: &'a Scope,
    pub(crate) report: &'a mut Report,
}

impl<'a> Rewriter<'a> {
    fn lookup(&self, name: &str) -> Option<&'a Binding> {
        self.own.and_then(|own| own.get(name)).or_else(|| self.package.get(name))
    }

    /// The value of a parameter at a place where its name occurs.
    fn value_at(&mut self, name: &str, span: Span) -> Option<&'a Bound> {
        let binding = self.lookup(name)?;
        let of_template = self.own.is_some_and(|own| own.contains_key(name));
        let origin = binding.origin;
        match &binding.value {
            Some(it) => {
                self.report.substituted(span, name, &it.to_string(), origin, of_template);
            }
            None => self.report.silence(span),
        }
        binding.value.as_ref()
    }

    /// Replaces the names in an item.
    pub(crate) fn item(&mut self, item: &mut Item) {
        self.visit_item(item);
    }

    /// Replaces the names in the arguments of `apply`.
    pub(crate) fn values(&mut self, values: &mut [Value]) {
        for value in values {
            self.visit_value(value, Role::Text);
        }
    }

    /// Replaces each `${NAME}` of a quoted text; any other `$` is literal.
    fn interpolate(&mut self, text: &mut String, span: Span) {
        if !text.contains("${") {
            return;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_name(name));
            let Some((name, after)) = name else {
                out.push_str("${");
                rest = after;
                continue;
            };
            let value = self.interpolated(name, span);
            if !self.may_grow(out.len() + value.len(), value.len(), span) {
                text.clear();
                return;
            }
            out.push_str(&value);
            rest = after;
        }
        out.push_str(rest);
        *text = out;
    }

    /// Whether a text may have this length, and the package this much more text.
    fn may_grow(&mut self, length: usize, more: usize, span: Span) -> bool {
        let fits = self.report.interpolate(more);
        if fits && length <= LONGEST_TEXT {
            return true;
        }
        let message = if fits {
            format!(
                "with the values of its parameters, this text is longer than {LONGEST_TEXT} bytes"
            )
        } else {
            format!("the values in texts come to more than {} MiB", MOST_INTERPOLATED >> 20)
        };
        let diagnostic =
            Diagnostic::error(codes::TOO_LARGE, message, span, "this text is over the limit");
        self.report.add(diagnostic.help("write fewer or shorter values in the text"));
        self.report.silence(span);
        false
    }

    fn interpolated(&mut self, name: &str, span: Span) -> String {
        if self.lookup(name).is_some() {
            return self.value_at(name, span).map(Bound::to_string).unwrap_or_default();
        }
        let known = self.own.into_iter().chain([self.package]).flat_map(|scope| scope.keys());
        let near = self.report.nearest(name, known.map(String::as_str));
        let message = format!("unknown parameter `{name}` in `${{{name}}}`");
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_PARAMETER, message, span, "used in this text");
        self.report.add(diagnostic.help(match near {
            Some(near) => format!("did you mean `${{{near}}}`?"),
            None => format!("declare it with `param {name}: text = \"…\"`"),
        }));
        self.report.silence(span);
        String::new()
    }
}

impl VisitMut for Rewriter<'_> {
    fn visit_name(&mut self, name: &mut Name, _: Role) {
        if name.quoted {
            self.interpolate(&mut name.text, name.span);
        } else if let Some(value) = self.value_at(&name.text, name.span) {
            name.text = value.to_string();
            name.quoted = true;
        }
    }

    fn visit_text(&mut self, text: &mut Text, _: Role) {
        self.interpolate(&mut text.node, text.span);
    }

    fn visit_word(&mut self, word: &mut Word, role: Role) {
        if role == Role::Access
            && let Some(value) = self.value_at(&word.node, word.span)
        {
            word.node = value.to_string();
        }
    }

    fn visit_value(&mut self, value: &mut Value, role: Role) {
        match value {
            Value::Name(name) if !name.quoted => {
                let span = name.span;
                if let Some(bound) = self.value_at(&name.text, span) {
                    *value = bound.to_value(span);
                }
            }
            // A word that is a value is a keyword; a parameter's name begins with a
            // capital.
            Value::Word(_) => {}
            _ => visit_mut::walk_value(self, value, role),
        }
    }

    /// Parameters and templates are gone where values are put in.
    fn visit_param(&mut self, _: &mut Param) {}

    fn visit_item(&mut self, item: &mut Item) {
        if !matches!(item.kind, ItemKind::Template(_)) {
            visit_mut::walk_item(self, item);
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase() || "@#$".contains(first))
        && text.chars().all(|it| it.is_ascii_alphanumeric() || "@#$_-".contains(it))
}

impl Bound {
    /// The value as the syntax tree has it.
    fn to_value(&self, span: Span) -> Value {
        let text = || self.to_string();
        match self {
            Self::Name(_) => Value::Name(Name { text: text(), quoted: true, span }),
            Self::Access(_) => Value::Word(Spanned { node: text(), span }),
            Self::Text(_) => Value::Text(Spanned { node: text(), span }),
            Self::Number(number) => Value::Number(Spanned { node: *number, span }),
        }
    }
}
