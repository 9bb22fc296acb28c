//! Parameters: their kinds, and the values that site, default or argument give them.

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Param, Value};
use saffron_vocabulary::name;
use saffron_vocabulary::racf::AccessLevel;

use super::binding::{Binding, Bound, Scope};
use super::property::written_value;
use super::report::{Report, list};
use super::settings::{NOWHERE, Settings};
use crate::codes;
use crate::manifest::SiteValue;

const KINDS: [&str; 7] = ["user", "group", "id", "class", "access", "text", "number"];

/// The value as one of a kind.
fn bind(kind: &str, value: &Value) -> Option<Bound> {
    match (kind, value) {
        ("user" | "group" | "id" | "class", Value::Name(name)) => bind_text(kind, &name.text),
        ("user" | "group" | "id", Value::Text(text)) => bind_text(kind, &text.node),
        ("access", Value::Word(word)) => bind_text(kind, &word.node),
        ("text", Value::Text(text)) => Some(Bound::Text(text.node.clone())),
        ("number", Value::Number(number)) => Some(Bound::Number(number.node)),
        _ => None,
    }
}

/// The text as a value of a kind.
fn bind_text(kind: &str, text: &str) -> Option<Bound> {
    match kind {
        "text" => Some(Bound::Text(text.to_owned())),
        "number" => text.parse().ok().map(Bound::Number),
        "access" => AccessLevel::from_name(text).map(Bound::Access),
        _ => {
            let folded = text.to_ascii_uppercase();
            name::is_id(&folded).then_some(Bound::Name(folded))
        }
    }
}

/// What a value of a kind looks like.
fn wanted(kind: &str) -> &'static str {
    match kind {
        "user" | "group" | "id" => "an ID of up to eight characters",
        "class" => "the name of a class",
        "access" => "an access level such as `read`",
        "number" => "a number",
        _ => "a text in quotes",
    }
}

impl Report {
    /// Binds a value to a parameter, or reports why it doesn't fit.
    pub(crate) fn bind(&mut self, param: &Param, value: &Value) -> Option<Bound> {
        let kind = param.kind.node.as_str();
        let bound = bind(kind, value);
        if bound.is_none() && KINDS.contains(&kind) {
            self.misfit(param, &written_value(value), value.span());
        }
        bound
    }

    fn misfit(&mut self, param: &Param, value: &str, span: Span) {
        let (name, kind) = (&param.name.text, &param.kind.node);
        let message = format!("`{value}` is not a valid value for the parameter `{name}`");
        let label = format!("{} is required", wanted(kind));
        self.add(
            Diagnostic::error(codes::PARAMETER_VALUE, message, span, label)
                .because(param.name.span, format!("`{name}` is declared as `{kind}`")),
        );
    }

    /// Whether the kind exists.
    pub(crate) fn known_kind(&mut self, param: &Param) -> bool {
        let kind = param.kind.node.as_str();
        let known = KINDS.contains(&kind);
        if !known {
            let message = format!("unknown kind of parameter `{kind}`");
            let word = (kind, param.kind.span);
            self.unknown_word(codes::PARAMETER_KIND, message, word, &KINDS);
        }
        known
    }

    /// The package's parameters with the values of the site, or their defaults.
    pub(crate) fn package_scope<'p>(
        &mut self,
        params: impl IntoIterator<Item = &'p Param>,
        settings: &Settings,
    ) -> Scope {
        let mut scope = Scope::new();
        for param in params {
            let name = &param.name.text;
            if let Some(first) = scope.get(name) {
                let what = format!("parameter `{name}`");
                self.declared_twice(&what, first.declared, param.name.span);
                continue;
            }
            let (value, origin) = self.package_value(param, settings);
            let declared = param.name.span;
            scope.insert(name.clone(), Binding { value, origin, declared });
        }
        self.superfluous_site_values(&scope, settings);
        scope
    }

    fn package_value(
        &mut self,
        param: &Param,
        settings: &Settings,
    ) -> (Option<Bound>, Option<Span>) {
        if !self.known_kind(param) {
            return (None, None);
        }
        if let Some(given) = settings.site_values.get(&param.name.text) {
            return (self.bind_site_value(param, given), given.origin);
        }
        let Some(value) = &param.default else {
            self.missing_value(param, settings);
            return (None, None);
        };
        (self.bind(param, value), Some(value.span()))
    }

    fn bind_site_value(&mut self, param: &Param, given: &SiteValue) -> Option<Bound> {
        let bound = bind_text(&param.kind.node, &given.text);
        if bound.is_none() {
            self.misfit(param, &given.text, given.origin.unwrap_or(param.name.span));
        }
        bound
    }

    fn missing_value(&mut self, param: &Param, settings: &Settings) {
        let name = &param.name.text;
        let giving: Vec<&str> = settings
            .sites
            .iter()
            .filter(|(_, values)| values.contains_key(name))
            .map(|(site, _)| site.as_str())
            .collect();
        let help = if giving.is_empty() {
            format!(
                "give it a default, or a value in the `[site.…]` tables of `saffron.toml`: `{name} = \"…\"`"
            )
        } else {
            format!("choose a site that gives it a value: {}", list(&giving))
        };
        let message = format!("the parameter `{name}` has no value");
        self.add(
            Diagnostic::error(codes::MISSING_VALUE, message, param.name.span, "has no default")
                .help(help),
        );
    }

    fn superfluous_site_values(&mut self, scope: &Scope, settings: &Settings) {
        for (name, given) in &settings.site_values {
            if scope.contains_key(name) {
                continue;
            }
            let message = format!("the site sets `{name}`, which is not a parameter");
            let span = given.origin.unwrap_or(NOWHERE);
            let near = self.nearest(name, scope.keys().map(String::as_str));
            let diagnostic =
                Diagnostic::error(codes::UNKNOWN_SITE_VALUE, message, span, "no such parameter");
            self.add(diagnostic.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("declare `param {name}: text`, or drop the value"),
            }));
        }
    }
}
