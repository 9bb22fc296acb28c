//! The tree of invariants.

use super::safr::SafrEdited;
use super::value::{Condition, Name, Text, Word};
use saffron_diagnostics::Span;

/// `invariant "…" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invariant {
    /// What it states.
    pub name: Text,
    /// All of them must hold.
    pub rules: Vec<InvariantRule>,
}

/// A rule of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvariantRule {
    /// Lines of `///` above it.
    pub docs: Vec<Text>,
    /// What must hold.
    pub kind: InvariantRuleKind,
    /// All of it, without its doc comment.
    pub span: Span,
}

/// What a rule of an invariant is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvariantRuleKind {
    /// `no members of TEMPS may update DATASET "PAYROLL.**"`
    Access(AccessRule),
    /// `no members of ANALYSTS may modify logical-file *`
    Operation(OperationRule),
    /// `no profile of FACILITY has uacc above none`
    Profiles(ProfileRule),
}

/// Whom a rule forbids or grants something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// None of the subjects.
    No,
    /// Nobody but the subjects.
    Only,
    /// Each of the subjects.
    Every,
}

/// A rule on access to resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRule {
    /// `no`, `only` or `every`.
    pub quantifier: Quantifier,
    /// Who.
    pub subjects: Subjects,
    /// What, never empty. Several: all of them at once.
    pub rights: Vec<Right>,
    /// In which contexts; every context if left out.
    pub context: Option<InContext>,
}

/// `update DATASET "PAYROLL.**"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// The word of an access level, or the name of a parameter.
    pub access: Word,
    /// The class.
    pub class: Name,
    /// A resource or a generic name.
    pub resource: Text,
    /// All of it.
    pub span: Span,
}

/// A rule on operations of SAFR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationRule {
    /// `no`, `only` or `every`.
    pub quantifier: Quantifier,
    /// Who.
    pub subjects: Subjects,
    /// The operation.
    pub operation: Word,
    /// The type of the items.
    pub item_type: Word,
    /// Which items; empty where the operation has none.
    pub items: Vec<SafrEdited>,
    /// `at FINANCE`: one environment; every one if left out.
    pub environment: Option<Name>,
}

/// A rule on the profiles of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRule {
    /// The class.
    pub class: Name,
    /// What no profile may be.
    pub state: ProfileState,
    /// Names of profiles to which the rule doesn't apply.
    pub except: Vec<Text>,
}

/// What a rule forbids profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileState {
    /// `has uacc above none`
    Above {
        /// The property.
        property: Word,
        /// The word of an access level, or the name of a parameter.
        access: Word,
    },
    /// `is in warning mode`
    InMode {
        /// `warning`
        mode: Word,
        /// `mode`
        noun: Word,
    },
}

/// `members of TEMPS and below, user ROBOT except user TEMP1`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subjects {
    /// Any of these; never empty.
    pub of: Vec<Who>,
    /// But none of these.
    pub except: Vec<Who>,
}

/// Users that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// `user`, `any user`
    AnyUser(Span),
    /// `user TEMP1`
    User(Name),
    /// `undefined user`
    Undefined(Span),
    /// `members of TEMPS and below`
    Members {
        /// The group.
        group: Name,
        /// Its subgroups, too.
        below: bool,
    },
    /// `users with special`
    With(Word),
}

/// In which contexts a rule must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InContext {
    /// `without any context`
    Without(Span),
    /// `when program "PAYCALC"`
    When(Condition),
    /// `unless through program ["PAYCALC"]`: in all but these; without values in none of the kind.
    Unless(Condition),
}
