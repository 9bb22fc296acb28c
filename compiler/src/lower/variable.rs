//! `variable &NAME { … }`, and the variables in profile names.

use indexmap::IndexSet;
use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::Variable as Written;
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::name;

use super::lowering::Lower;
use super::names::fold;
use super::sorted::{Declared, Of, head};
use crate::codes;
use crate::model::{ClassId, Variable};

/// Allowed in the global access checking table, and only there.
pub(crate) const GLOBAL_VARIABLES: [&str; 2] = ["&RACUID", "&RACGPID"];

impl Lower {
    /// Fills the model's variables and their names.
    pub(crate) fn variables(&mut self, declared: &Declared<'_>) {
        let mut variables: Vec<Variable> = Vec::new();
        for variable in &declared.variables {
            variables.extend(self.variable(variable));
        }
        variables.sort_by(|a, b| ebcdic::compare(&a.name, &b.name));
        for variable in variables {
            if let Some(&first) = self.names.variables.get(&variable.name) {
                let first = self.model.variables.get(first);
                let first = first.map_or(variable.origin, |it| it.origin);
                let what = format!("variable `{}`", variable.name);
                self.report.declared_twice(&what, first, variable.origin);
                continue;
            }
            let at = self.model.variables.len();
            self.names.variables.insert(variable.name.clone(), at);
            self.model.variables.push(variable);
        }
    }

    fn variable(&mut self, (item, it): &Of<'_, Written>) -> Option<Variable> {
        let name = fold(&it.name.text).into_owned();
        if !name::is_variable(&name) || GLOBAL_VARIABLES.contains(&name.as_str()) {
            let message = format!("`{name}` can't be the name of a variable");
            let span = it.name.span;
            let diagnostic =
                Diagnostic::error(codes::BAD_VARIABLE, message, span, "not a valid name");
            let rule = "a variable is `&` and one to seven letters, digits, `@`, `#` and `$`; `&RACUID` and `&RACGPID` are RACF's own";
            self.report.add(diagnostic.help(rule));
            return None;
        }
        let mut members: IndexSet<String> = IndexSet::with_capacity(it.members.len());
        for member in &it.members {
            let value = fold(&member.node);
            if value.is_empty() || value.contains([' ', ',', ';', '(', ')']) {
                let message = format!("`{value}` can't be a member of the variable `{name}`");
                let span = member.span;
                let diagnostic =
                    Diagnostic::error(codes::BAD_VARIABLE, message, span, "not a valid member");
                self.report.add(diagnostic);
            } else if members.contains(value.as_ref()) {
                let fact = format!("the member `{value}` of `{name}`");
                self.report.stated_twice(&fact, (it.name.span, ""), (member.span, ""));
            } else {
                members.insert(value.into_owned());
            }
        }
        let members = members.into_iter().collect();
        Some(Variable { name, members, origin: head(item, it.name.span) })
    }

    /// Every variable in a name is declared, and RACFVARS is active.
    pub(crate) fn check_variables(&mut self, class: ClassId, name: &str, span: Span) {
        let class = &self.model.classes[class];
        if !name.contains('&') || !class.descriptor.generic_allowed {
            return;
        }
        for variable in name::variables(name) {
            if !self.names.variables.contains_key(variable) {
                let known = self.model.variables.iter().map(|it| it.name.as_str());
                let declare = format!("declare it with `variable {variable} {{ … }}`");
                let near = self.report.nearest(variable, known);
                let message = format!("unknown variable `{variable}`");
                let diagnostic =
                    Diagnostic::error(codes::UNKNOWN_VARIABLE, message, span, "not declared");
                self.report.add(diagnostic.help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => declare,
                }));
            } else if !self.racfvars_active() {
                let message =
                    format!("`{name}` refers to a variable, but `RACFVARS` is not active");
                let diagnostic =
                    Diagnostic::error(codes::RACFVARS_INACTIVE, message, span, "matches nothing");
                self.report.add(diagnostic.help("add `RACFVARS` to the option `active`"));
            }
        }
    }

    fn racfvars_active(&self) -> bool {
        let class = self.names.known_class(KnownClass::Racfvars);
        class.is_some_and(|class| self.model.classes[class].settings.active)
    }
}
