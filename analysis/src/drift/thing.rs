//! Things and their parts, as the comparison reads them from a model.

use saffron_compiler::model::{Condition, Model, PrincipalId, Who};
use saffron_diagnostics::Span;

use super::fact::{Subject, What};

/// What is the value of something that exists or not.
pub(super) const YES: &str = "yes";

/// What can exist or not.
#[derive(Clone, Debug)]
pub(super) struct Thing<'m> {
    pub(super) value: String,
    pub(super) span: Option<Span>,
    /// Whether only entries and members of it are known: it exists outside the policy.
    pub(super) is_outside: bool,
    /// Whether the policy states it, rather than that it is a default.
    pub(super) is_stated: bool,
    pub(super) parts: Vec<Part<'m>>,
}

/// A single fact about a thing.
#[derive(Clone, Debug)]
pub(super) struct Part<'m> {
    pub(super) key: PartKey<'m>,
    pub(super) value: String,
    pub(super) is_stated: bool,
    pub(super) span: Option<Span>,
}

/// What distinguishes the parts of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartKey<'m> {
    pub(super) what: What,
    pub(super) id: &'m str,
    /// The name of a segment, or empty.
    pub(super) segment: &'m str,
    pub(super) property: &'m str,
    pub(super) condition: Option<&'m Condition>,
}

impl PartKey<'_> {
    /// The subject of this part of a thing.
    pub(super) fn subject(&self, thing: &Subject) -> Subject {
        let property = match (self.segment, self.property) {
            ("", "") => None,
            ("", property) => Some(property.to_owned()),
            (segment, "") => Some(segment.to_owned()),
            (segment, property) => Some(format!("{segment}.{property}")),
        };
        let id = if self.id.is_empty() { thing.id.clone() } else { Some(self.id.to_owned()) };
        let condition = self.condition.cloned();
        Subject { what: self.what, id, property, condition, ..thing.clone() }
    }
}

impl<'m> Thing<'m> {
    /// A thing that is there.
    pub(super) fn there(span: Option<Span>) -> Self {
        Self::with(YES.to_owned(), span)
    }

    /// A thing that has a value.
    pub(super) fn with(value: String, span: Option<Span>) -> Self {
        Self { value, span, is_outside: false, is_stated: true, parts: Vec::new() }
    }

    /// Adds a property of this kind, unless it has no value.
    pub(super) fn property(&mut self, what: What, property: &'m str, value: Option<String>) {
        let key = PartKey { what, id: "", segment: "", property, condition: None };
        let span = self.span;
        self.parts.extend(value.map(|value| Part { key, value, is_stated: true, span }));
    }

    /// Adds a property that is on.
    pub(super) fn flag(&mut self, what: What, property: &'m str, is_on: bool) {
        self.property(what, property, is_on.then(|| YES.to_owned()));
    }

    /// Adds a property that has a value in any case, stated or not.
    pub(super) fn usual(&mut self, what: What, property: &'m str, value: String, is_stated: bool) {
        let key = PartKey { what, id: "", segment: "", property, condition: None };
        self.parts.push(Part { key, value, is_stated, span: self.span });
    }
}

/// Names of what a model holds by id.
#[derive(Clone, Copy)]
pub(super) struct Names<'m>(pub(super) &'m Model);

impl<'m> Names<'m> {
    pub(super) fn id(self, id: PrincipalId) -> &'m str {
        self.0.principals.get(id).map_or("", |it| it.name.as_str())
    }

    pub(super) fn owner(self, id: Option<PrincipalId>) -> Option<String> {
        id.map(|id| self.id(id).to_owned())
    }

    pub(super) fn who(self, who: Who) -> &'m str {
        match who {
            Who::Any => "*",
            Who::Id(id) => self.id(id),
        }
    }

    /// Levels and categories are compared by name: their numbers differ between systems.
    pub(super) fn level(self, number: u8) -> Option<String> {
        let level = self.0.security_levels.iter().find(|it| it.number == number);
        level.map(|it| it.name.clone())
    }

    pub(super) fn categories(self, numbers: &[u16]) -> Option<String> {
        let all = &self.0.categories;
        let named = numbers.iter().filter_map(|&number| all.get(usize::from(number)));
        joined(named.map(|it| it.name.as_str()).collect())
    }

    pub(super) fn label(self, label: saffron_compiler::model::Label) -> String {
        use saffron_compiler::model::Label;
        let name = match label {
            Label::SysHigh => "SYSHIGH",
            Label::SysLow => "SYSLOW",
            Label::SysNone => "SYSNONE",
            Label::SysMulti => "SYSMULTI",
            Label::Declared(id) => self.0.labels.get(id).map_or("", |it| it.name.as_str()),
        };
        name.to_owned()
    }
}

/// Words in one text, sorted; `None` if there are none.
pub(super) fn joined(mut words: Vec<&str>) -> Option<String> {
    words.sort_unstable();
    (!words.is_empty()).then(|| words.join(" "))
}
