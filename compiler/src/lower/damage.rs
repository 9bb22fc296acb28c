//! What was not understood of the declarations. Whatever is only missing because of that is not
//! reported: the earlier error is the cause.

use std::collections::{BTreeSet, HashSet};

use saffron_diagnostics::{Code, Diagnostic, Span};

use crate::codes;

/// Diagnostics about something that a declaration lacks.
const LACKING: [Code; 7] = [
    codes::MISSING_PROPERTY,
    codes::NO_DEFAULT_GROUP,
    codes::EMPTY_TEST,
    codes::NO_LOGIN,
    codes::NO_ITEM,
    codes::EMPTY_ROLE,
    codes::NO_ENVIRONMENTS,
];

/// Diagnostics about a name that nothing declares.
const UNDECLARED: [Code; 15] = [
    codes::UNKNOWN_PARAMETER,
    codes::UNKNOWN_TEMPLATE,
    codes::UNKNOWN_USER,
    codes::UNKNOWN_GROUP,
    codes::UNKNOWN_ID,
    codes::UNKNOWN_CLASS,
    codes::UNKNOWN_PROFILE,
    codes::UNKNOWN_VARIABLE,
    codes::UNKNOWN_LEVEL_NAME,
    codes::UNKNOWN_CATEGORY,
    codes::UNKNOWN_LABEL,
    codes::UNKNOWN_HLQ,
    codes::UNKNOWN_ENVIRONMENT,
    codes::UNKNOWN_FEATURE,
    codes::UNKNOWN_ROLE,
];

/// Diagnostics about something that the rest of the package doesn't use or doesn't state.
const UNUSED: [Code; 5] = [
    codes::UNUSED_TEMPLATE,
    codes::GROUP_UNUSED,
    codes::ROLE_UNUSED,
    codes::CLASS_INACTIVE,
    codes::GENERIC_UNUSED,
];

/// Errors because of which a property of a declaration is not known.
const MISREAD: [Code; 3] = [codes::UNKNOWN_PROPERTY, codes::WRONG_FORM, codes::UNKNOWN_WORD];

/// What syntax errors have left out.
#[derive(Debug, Default)]
pub(crate) struct Damage {
    /// All declarations, in order.
    declarations: Vec<Span>,
    /// Those that were not read as a whole, by their position.
    damaged: BTreeSet<usize>,
    /// Whether there is a syntax error.
    is_incomplete: bool,
    /// The names in the text that was left out, in upper case.
    names: HashSet<String>,
}

impl Damage {
    /// What is damaged by errors of the parser, given the places of all declarations and the names
    /// in the text that was left out.
    pub(crate) fn new<'d>(
        mut declarations: Vec<Span>,
        errors: impl Iterator<Item = &'d Diagnostic>,
        names: impl Iterator<Item = &'d String>,
    ) -> Self {
        declarations.sort_unstable();
        let names = names.map(|name| name.to_ascii_uppercase()).collect();
        let mut damage = Self { declarations, names, ..Self::default() };
        for error in errors {
            damage.is_incomplete = true;
            damage.damaged.extend(damage.declaration(error.primary.span));
        }
        damage
    }

    /// Remembers that something in a declaration was not read.
    pub(crate) fn misread(&mut self, error: &Diagnostic) {
        if MISREAD.contains(&error.code) {
            self.damaged.extend(self.declaration(error.primary.span));
        }
    }

    /// Whether an earlier error may be the only cause of what a diagnostic reports.
    pub(crate) fn explains(&self, diagnostic: &Diagnostic) -> bool {
        let code = &diagnostic.code;
        let is_lost = |name: &str| self.names.contains(&name.to_ascii_uppercase());
        let is_damaged = || {
            let declaration = self.declaration(diagnostic.primary.span);
            declaration.is_some_and(|at| self.damaged.contains(&at))
        };
        self.is_incomplete && UNUSED.contains(code)
            || LACKING.contains(code) && is_damaged()
            || UNDECLARED.contains(code) && diagnostic.about.as_deref().is_some_and(is_lost)
    }

    /// The position of the declaration in which a place lies.
    fn declaration(&self, place: Span) -> Option<usize> {
        let begin = |span: &Span| (span.file, span.start);
        let after = self.declarations.partition_point(|it| begin(it) <= begin(&place));
        let at = after.checked_sub(1)?;
        let around = self.declarations.get(at)?;
        (around.file == place.file && place.end <= around.end).then_some(at)
    }
}
