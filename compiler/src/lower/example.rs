//! `example user U { … }`: users who exist for tests only.
//!
//! A policy with example users is lowered twice. Without them it is what RACF has: it is compiled,
//! emitted, compared and counted. With them it is what tests ask.
//!
//! INVARIANT: nothing but tests and the connections of example users refers to them.

use std::collections::HashMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Item, Name};
use saffron_lang::visit::{Role, Visit};

use super::lowering::Lower;
use super::names::fold;
use super::report::Named;
use super::sorted::Declared;
use crate::codes;

/// Example users by their names in upper case, and where they are declared.
pub(crate) type Examples = HashMap<String, Span>;

/// The example users of a package.
pub(crate) fn names(declared: &Declared<'_>) -> Examples {
    let all = declared.examples.iter();
    all.map(|(_, it)| (fold(&it.name.text).into_owned(), it.name.span)).collect()
}

impl Declared<'_> {
    /// Without the tests that ask about example users.
    pub(crate) fn without_examples(mut self, examples: &Examples) -> Self {
        self.tests.retain(|(item, _)| !mentions(item, examples));
        self
    }

    /// Example users are users.
    pub(crate) fn with_examples(mut self) -> Self {
        let examples = std::mem::take(&mut self.examples);
        self.users.extend(examples);
        self
    }
}

/// Looks for names of example users.
struct Mentions<'e> {
    examples: &'e Examples,
    found: bool,
}

impl Visit for Mentions<'_> {
    fn visit_name(&mut self, name: &Name, role: Role) {
        let is_user = matches!(role, Role::User | Role::Id);
        self.found |= is_user && self.examples.contains_key(fold(&name.text).as_ref());
    }
}

fn mentions(item: &Item, examples: &Examples) -> bool {
    let mut visitor = Mentions { examples, found: false };
    visitor.visit_item(item);
    visitor.found
}

impl Lower {
    /// Whether the name is that of an example user, which is reported.
    pub(crate) fn refers_to_example(&mut self, name: Named<'_>) -> bool {
        let Some(&declared) = self.names.examples.get(fold(name.text).as_ref()) else {
            return false;
        };
        let message = format!("`{}` is an example user, which exists for tests only", name.text);
        let diagnostic =
            Diagnostic::error(codes::EXAMPLE_USED, message, name.span, "not in a test")
                .about(name.text)
                .because(declared, "declared here")
                .help("permit a group, and connect the example user to it; or declare a `user`");
        self.report.add(diagnostic);
        true
    }

    /// Whether the policy is lowered without this user, because it is an example.
    pub(crate) fn leaves_out(&self, user: &str) -> bool {
        self.names.examples.contains_key(fold(user).as_ref())
    }
}
