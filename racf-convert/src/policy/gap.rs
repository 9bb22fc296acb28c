//! What a policy can't represent of a database.

use saffron_lang::{Code, Diagnostic, Span};

use super::make::place;
use crate::codes;

/// How far the policy departs from the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// A profile, entry or setting that is in the database and has no effect; it is left out.
    WithoutEffect,
    /// A fact that the language has no place for and that takes part in no decision.
    Unsaid,
    /// A fact that is stated more strictly, so that no user gets more than before.
    Stricter,
}

/// One thing that the policy can't represent, or represents more strictly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// How far it departs.
    pub kind: GapKind,
    /// What it is about: ``the profile `X.*` of the class `FACILITY` ``.
    pub subject: String,
    /// Why, for a person: lower case, no full stop.
    pub why: String,
    /// The command it comes from, if there is one.
    pub span: Option<Span>,
}

impl Gap {
    pub(crate) fn new(
        kind: GapKind,
        subject: impl Into<String>,
        why: impl Into<String>,
        span: Option<Span>,
    ) -> Self {
        Self { kind, subject: subject.into(), why: why.into(), span }
    }

    fn code(&self) -> Code {
        match self.kind {
            GapKind::WithoutEffect => codes::WITHOUT_EFFECT,
            GapKind::Unsaid => codes::UNSAID,
            GapKind::Stricter => codes::STRICTER,
        }
    }

    /// The gap as a warning.
    pub fn diagnostic(&self) -> Diagnostic {
        let (label, help) = match self.kind {
            GapKind::WithoutEffect => ("left out", "remove it from the database, or fix it"),
            GapKind::Unsaid => ("not represented", "keep it in commands where it is needed"),
            GapKind::Stricter => ("represented more strictly", "fix it, then convert again"),
        };
        let message = format!("{}: {}", self.subject, self.why);
        Diagnostic::warning(self.code(), message, place(self.span), label).help(help)
    }
}
