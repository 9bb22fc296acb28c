//! Security levels, categories and labels.

use saffron_diagnostics::Diagnostic;
use saffron_lang::ast::{Declaration, Property};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::index::Index;
use saffron_vocabulary::name;

use super::form;
use super::lowering::Lower;
use super::names::{SYSTEM_LABELS, fold};
use super::property::written;
use super::property_table::{Row, Value, row};
use super::report::Named;
use super::sorted::{Declared, Of, head};
use crate::codes;
use crate::model::{Category, Label, LabelId, SecurityLabel, SecurityLevel};

/// What a security label has.
pub(crate) const LABEL_PROPERTIES: &[Row<SecurityLabel>] = &[
    row!(
        "security-level",
        Value::Name(form::LEVEL, |lower, label, name| {
            label.security_level = lower.security_level(name).unwrap_or_default();
        }),
        "The security level of the label, which is required."
    ),
    row!(
        "categories",
        Value::Other(form::CATEGORIES, |lower, label, property| {
            label.categories = lower.category_list(property);
        }),
        "The security categories of the label. The default is none."
    ),
];

impl Lower {
    /// Fills the model's levels, categories and labels, and their names.
    pub(crate) fn security(&mut self, declared: &Declared<'_>) {
        self.security_levels(declared);
        self.categories(declared);
        self.labels(declared);
    }

    fn security_levels(&mut self, declared: &Declared<'_>) {
        let mut levels: Vec<SecurityLevel> = Vec::new();
        for (item, it) in &declared.levels {
            let what = format!("the number of the security level `{}`", it.name.text);
            let Some(number) = self.report.in_range(&what, &it.number, 1..=254) else { continue };
            if self.is_security_name((&it.name).into(), "security level") {
                let name = fold(&it.name.text).into_owned();
                levels.push(SecurityLevel { name, number, origin: item.span });
            }
        }
        levels.sort_by(|a, b| {
            a.number.cmp(&b.number).then_with(|| ebcdic::compare(&a.name, &b.name))
        });
        for level in levels {
            if self.names.levels.contains_key(&level.name) {
                let first = self.model.security_levels.iter().find(|it| it.name == level.name);
                let first = first.map_or(level.origin, |it| it.origin);
                let what = format!("security level `{}`", level.name);
                self.report.declared_twice(&what, first, level.origin);
                continue;
            }
            self.names.levels.insert(level.name.clone(), level.number);
            self.model.security_levels.push(level);
        }
    }

    /// Names of levels and categories are longer than IDs and freer.
    fn is_security_name(&mut self, name: Named<'_>, kind: &str) -> bool {
        let fits = (1..=44).contains(&name.text.len())
            && !name.text.contains(|it: char| it.is_whitespace() || ",;()/".contains(it));
        if !fits {
            let message = format!("`{}` can't be the name of a {kind}", name.text);
            let diagnostic =
                Diagnostic::error(codes::BAD_ID, message, name.span, "not a valid name")
                    .about(name.text);
            let rule =
                "it has one to 44 characters, no blank, comma, semicolon, slash or parenthesis";
            self.report.add(diagnostic.help(rule));
        }
        fits
    }

    fn categories(&mut self, declared: &Declared<'_>) {
        let mut categories: Vec<Category> = Vec::new();
        for (item, name) in &declared.categories {
            if self.is_security_name((*name).into(), "security category") {
                let name = fold(&name.text).into_owned();
                categories.push(Category { name, origin: item.span });
            }
        }
        categories.sort_by(|a, b| ebcdic::compare(&a.name, &b.name));
        for category in categories {
            if let Some(&first) = self.names.categories.get(&category.name) {
                let first = self.model.categories.get(usize::from(first));
                let first = first.map_or(category.origin, |it| it.origin);
                let what = format!("security category `{}`", category.name);
                self.report.declared_twice(&what, first, category.origin);
                continue;
            }
            let number = u16::try_from(self.model.categories.len()).unwrap_or(u16::MAX);
            self.names.categories.insert(category.name.clone(), number);
            self.model.categories.push(category);
        }
    }

    fn labels(&mut self, declared: &Declared<'_>) {
        for (name, label) in SYSTEM_LABELS {
            self.names.labels.insert(name.to_owned(), label);
        }
        let mut labels: Vec<SecurityLabel> = Vec::new();
        for label in &declared.labels {
            labels.extend(self.security_label(label));
        }
        labels.sort_by(|a, b| ebcdic::compare(&a.name, &b.name));
        for label in labels {
            self.add_label(label);
        }
    }

    fn add_label(&mut self, label: SecurityLabel) {
        match self.names.labels.get(&label.name) {
            Some(Label::Declared(first)) => {
                let what = format!("security label `{}`", label.name);
                self.report.declared_twice(&what, self.model.labels[*first].origin, label.origin);
            }
            Some(_) => {
                let message = format!("the security label `{}` is supplied by RACF", label.name);
                let second = label.origin;
                let diagnostic =
                    Diagnostic::error(codes::DECLARED_TWICE, message, second, "declared again");
                self.report.add(diagnostic.help("drop the declaration, or take another name"));
            }
            None => {
                let id = LabelId::from_usize(self.model.labels.len());
                self.names.labels.insert(label.name.clone(), Label::Declared(id));
                self.model.labels.push(label);
            }
        }
    }

    fn security_label(&mut self, (item, it): &Of<'_, Declaration>) -> Option<SecurityLabel> {
        let name = fold(&it.name.text);
        let what = format!("security label `{name}`");
        let origin = head(item, it.name.span);
        let mut label = SecurityLabel {
            name: name.clone().into_owned(),
            security_level: 0,
            categories: Vec::new(),
            origin,
        };
        let properties = self.report.known(&what, "", &it.properties, LABEL_PROPERTIES);
        self.properties(&properties, &mut label);
        if !name::is_id(&name) {
            self.report.bad_id((&it.name).into(), "security label");
            return None;
        }
        if !it.properties.iter().any(|it| it.key.node == "security-level") {
            self.report.missing(&what, "security-level", it.name.span);
        }
        Some(label)
    }

    /// The numbers of the categories that a property names, ascending.
    pub(crate) fn category_list(&mut self, property: &Property) -> Vec<u16> {
        let listed = self.report.name_list(property, form::CATEGORIES);
        let mut numbers: Vec<u16> =
            listed.into_iter().filter_map(|name| self.category(name)).collect();
        numbers.sort_unstable();
        let all = numbers.len();
        numbers.dedup();
        if numbers.len() < all {
            let value = written(&property.value);
            let fact = format!("a category of `{value}`");
            self.report.stated_twice(&fact, (property.span, ""), (property.span, ""));
        }
        numbers
    }
}

impl super::report::Report {
    /// A declaration lacks a property that it can't do without.
    pub(crate) fn missing(&mut self, what: &str, key: &str, span: saffron_diagnostics::Span) {
        let message = format!("{what} has no `{key}`");
        let diagnostic =
            Diagnostic::error(codes::MISSING_PROPERTY, message, span, format!("needs `{key}`"));
        self.add(diagnostic.help(format!("add `{key} …` to its block")));
    }
}
