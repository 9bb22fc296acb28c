//! Puts the values of parameters where their names are written.
//!
//! INVARIANT: spans stay as they are: whatever is later wrong with a value is reported where it is
//! used, and the report adds which parameter it came from. Only an ID that isn't declared is
//! reported where the value is given, once for all its uses.

mod safr;

use std::collections::BTreeMap;

use saffron_lang::ast::{
    Circumstance, Condition, Declaration, Expectation, Grantee, Item, ItemKind, Name, Need, Permit,
    Profile, ProfileClause, ProfileRef, Property, PropertyValue, Requirement, Spanned, Test,
    TestSubject, Text, Value, Word,
};
use saffron_lang::{Diagnostic, Span};

use super::param::{Binding, Bound};
use super::report::Report;
use crate::codes;

/// Parameters by name; a value is missing where that is reported already.
pub(crate) type Scope = BTreeMap<String, Binding>;

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

    fn is_idle(&self) -> bool {
        self.package.is_empty() && self.own.is_none_or(BTreeMap::is_empty)
    }

    /// The value of a parameter at a place where its name stands.
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

    pub(super) fn name(&mut self, name: &mut Name) {
        if name.quoted {
            self.interpolate(&mut name.text, name.span);
        } else if !self.is_idle()
            && let Some(value) = self.value_at(&name.text, name.span)
        {
            name.text = value.to_string();
            name.quoted = true;
        }
    }

    pub(super) fn names(&mut self, names: &mut [Name]) {
        for name in names {
            self.name(name);
        }
    }

    fn text(&mut self, text: &mut Text) {
        self.interpolate(&mut text.node, text.span);
    }

    fn texts(&mut self, texts: &mut [Text]) {
        for text in texts {
            self.text(text);
        }
    }

    fn word(&mut self, word: &mut Word) {
        if !self.is_idle()
            && let Some(value) = self.value_at(&word.node, word.span)
        {
            word.node = value.to_string();
        }
    }

    /// Replaces each `${NAME}` of a quoted text; any other `$` stands for itself.
    fn interpolate(&mut self, text: &mut String, span: Span) {
        if !text.contains("${") {
            return;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_name(name));
            let Some((name, behind)) = name else {
                out.push_str("${");
                rest = after;
                continue;
            };
            out.push_str(&self.interpolated(name, span));
            rest = behind;
        }
        out.push_str(rest);
        *text = out;
    }

    fn interpolated(&mut self, name: &str, span: Span) -> String {
        if self.lookup(name).is_some() {
            return self.value_at(name, span).map(Bound::to_string).unwrap_or_default();
        }
        let known = self.own.into_iter().chain([self.package]).flat_map(|scope| scope.keys());
        let near = self.report.nearest(name, known.map(String::as_str));
        let message = format!("there is no parameter `{name}` for `${{{name}}}`");
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_PARAMETER, message, span, "stands in this text");
        self.report.add(diagnostic.help(match near {
            Some(near) => format!("did you mean `${{{near}}}`?"),
            None => format!("declare it with `param {name}: text = \"…\"`"),
        }));
        self.report.silence(span);
        String::new()
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Text(text) => self.text(text),
            Value::List(list) => self.values(&mut list.node),
            Value::Name(name) if name.quoted => self.name(name),
            Value::Name(name) => {
                let span = name.span;
                if let Some(bound) = self.value_at(&name.text, span) {
                    *value = bound.to_value(span);
                }
            }
            Value::Word(_) | Value::Number(_) | Value::Date(_) | Value::Star(_) => {}
        }
    }

    pub(crate) fn values(&mut self, values: &mut [Value]) {
        for value in values {
            self.value(value);
        }
    }

    pub(super) fn properties(&mut self, properties: &mut [Property]) {
        for property in properties {
            self.property(property);
        }
    }

    pub(super) fn property(&mut self, property: &mut Property) {
        match &mut property.value {
            PropertyValue::Value(value) => self.value(value),
            PropertyValue::Segment(fields) => {
                // A segment's fields are no segments, so this goes no deeper.
                for field in fields {
                    if let PropertyValue::Value(value) = &mut field.value {
                        self.value(value);
                    }
                }
            }
            PropertyValue::Words(words) => {
                for argument in words.iter_mut().filter_map(|it| it.argument.as_mut()) {
                    self.word(argument);
                }
            }
            PropertyValue::OnDate(_) | PropertyValue::Error => {}
        }
    }

    fn declaration(&mut self, it: &mut Declaration) {
        self.name(&mut it.name);
        self.properties(&mut it.properties);
    }

    /// Rewrites everything that an item says.
    pub(crate) fn item(&mut self, item: &mut Item) {
        match &mut item.kind {
            ItemKind::Options(properties) => self.properties(properties),
            ItemKind::Class(it)
            | ItemKind::Group(it)
            | ItemKind::User(it)
            | ItemKind::SecurityLabel(it) => self.declaration(it),
            ItemKind::Connect(it) => {
                self.names(&mut it.users);
                self.name(&mut it.group);
                self.properties(&mut it.properties);
            }
            ItemKind::Profile(it) => self.profile(it),
            ItemKind::Permit(it) => {
                self.permit(&mut it.permit);
                self.target(&mut it.target);
            }
            ItemKind::Variable(it) => {
                self.name(&mut it.name);
                self.texts(&mut it.members);
            }
            ItemKind::Global(it) => {
                self.name(&mut it.class);
                for entry in &mut it.entries {
                    self.text(&mut entry.name);
                    self.word(&mut entry.access);
                }
            }
            ItemKind::Started(it) => {
                self.text(&mut it.name);
                self.properties(&mut it.properties);
            }
            ItemKind::External(it) => self.names(&mut it.names),
            ItemKind::SecurityLevel(it) => self.name(&mut it.name),
            ItemKind::Category(name) => self.name(name),
            ItemKind::Apply(it) => self.values(&mut it.arguments),
            ItemKind::Test(it) => self.test(it),
            ItemKind::Feature(it) => {
                self.text(&mut it.name);
                for requirement in &mut it.requirements {
                    self.requirement(requirement);
                }
            }
            ItemKind::Safr(parts) => parts.iter_mut().for_each(|it| self.safr_part(it)),
            ItemKind::Param(_) | ItemKind::Template(_) | ItemKind::Error => {}
        }
    }

    fn target(&mut self, target: &mut ProfileRef) {
        self.name(&mut target.class);
        self.text(&mut target.name);
        self.texts(&mut target.volumes);
    }

    fn profile(&mut self, profile: &mut Profile) {
        self.target(&mut profile.target);
        for clause in &mut profile.clauses {
            match clause {
                ProfileClause::Property(property) => self.property(property),
                ProfileClause::Permit(permit) => self.permit(permit),
                ProfileClause::AccessFrom(from) => self.target(&mut from.source),
                ProfileClause::Error => {}
            }
        }
    }

    fn permit(&mut self, permit: &mut Permit) {
        for grantee in &mut permit.grantees {
            if let Grantee::Name(name) = grantee {
                self.name(name);
            }
        }
        self.word(&mut permit.access);
        if let Some(condition) = &mut permit.when {
            self.condition(condition);
        }
    }

    fn condition(&mut self, condition: &mut Condition) {
        if let Some(name) = &mut condition.name {
            self.name(name);
        }
        self.texts(&mut condition.values);
    }

    fn test(&mut self, test: &mut Test) {
        self.text(&mut test.name);
        for subject in &mut test.subjects {
            self.subject(subject);
        }
    }

    fn subject(&mut self, subject: &mut TestSubject) {
        let TestSubject { user, group, login_group, login_environment, .. } = subject;
        for name in [user, group, login_group, login_environment].into_iter().flatten() {
            self.name(name);
        }
        self.circumstances(&mut subject.circumstances);
        for expectation in &mut subject.expectations {
            self.expectation(expectation);
        }
        subject.safr.iter_mut().for_each(|it| self.safr_expectation(it));
    }

    fn expectation(&mut self, expectation: &mut Expectation) {
        self.word(&mut expectation.access);
        self.name(&mut expectation.class);
        self.text(&mut expectation.resource);
        self.circumstances(&mut expectation.circumstances);
    }

    fn circumstances(&mut self, circumstances: &mut [Circumstance]) {
        for circumstance in circumstances {
            match circumstance {
                Circumstance::When(condition) => self.condition(condition),
                Circumstance::With(property) => self.property(property),
                Circumstance::By(_) => {}
            }
        }
    }

    fn requirement(&mut self, requirement: &mut Requirement) {
        if let Some(because) = &mut requirement.because {
            self.text(because);
        }
        match &mut requirement.need {
            Need::Access { users, access, class, resource } => {
                self.names(users);
                self.word(access);
                self.name(class);
                self.text(resource);
            }
            Need::MembersAccess { group, access, class, resource } => {
                self.name(group);
                self.word(access);
                self.name(class);
                self.text(resource);
            }
            Need::Connected { users, group } => {
                self.names(users);
                self.name(group);
            }
            Need::Segment { ids, .. } => self.names(ids),
            Need::Started(text) | Need::Feature(text) => self.text(text),
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
