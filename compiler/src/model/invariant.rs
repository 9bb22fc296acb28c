//! What holds for every request, and what the audit excuses.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Day};
use saffron_vocabulary::safr::{ItemType, SafrOperation};

use super::ids::{ClassId, PrincipalId, ProfileId};
use super::profile::Condition;
use super::safr::EnvironmentId;

pub use saffron_lang::ast::Quantifier;

/// An invariant of the package.
#[derive(Clone, Debug)]
pub struct Invariant {
    /// What it states.
    pub name: String,
    /// Its doc comment, line by line.
    pub docs: Vec<String>,
    /// All of them must hold.
    pub rules: Vec<InvariantRule>,
    /// Where it is declared.
    pub origin: Span,
}

/// A rule of an invariant.
#[derive(Clone, Debug)]
pub struct InvariantRule {
    /// What must hold.
    pub kind: InvariantKind,
    /// The rule.
    pub origin: Span,
}

/// What a rule of an invariant is about.
#[derive(Clone, Debug)]
pub enum InvariantKind {
    /// Access to resources.
    Access(AccessRule),
    /// Operations of SAFR.
    Operation(OperationRule),
    /// Profiles themselves.
    Profiles(ProfileRule),
}

/// A rule on access.
#[derive(Clone, Debug)]
pub struct AccessRule {
    /// Whom it forbids or grants something.
    pub quantifier: Quantifier,
    /// Who is meant.
    pub subjects: Subjects,
    /// What, never empty. Several: all of them at once.
    pub rights: Vec<Right>,
    /// In which contexts.
    pub context: InContext,
}

/// A level on every name that a pattern covers.
#[derive(Clone, Debug)]
pub struct Right {
    /// The level.
    pub access: AccessLevel,
    /// The class.
    pub class: ClassId,
    /// A resource or a generic name, as RACF stores it.
    pub pattern: String,
}

/// In which contexts a rule must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InContext {
    /// In each.
    Every,
    /// In that without a condition.
    Without,
    /// In one of these.
    When(Vec<Condition>),
    /// In all but those of this kind with one of these values, or with any value if there are none.
    Unless(ConditionKind, Vec<String>),
}

/// A rule on operations of SAFR.
#[derive(Clone, Debug)]
pub struct OperationRule {
    /// Whom it forbids or grants something.
    pub quantifier: Quantifier,
    /// Who is meant.
    pub subjects: Subjects,
    /// The operation.
    pub operation: SafrOperation,
    /// The type of the items.
    pub item_type: ItemType,
    /// Names of items; `None`: every one.
    pub items: Option<Vec<String>>,
    /// The environment; `None`: every one.
    pub environment: Option<EnvironmentId>,
}

/// A rule on the profiles of a class.
#[derive(Clone, Debug)]
pub struct ProfileRule {
    /// The class.
    pub class: ClassId,
    /// What no profile may be.
    pub state: ProfileState,
    /// Profiles to which the rule doesn't apply.
    pub except: Vec<ProfileId>,
}

/// What a rule forbids profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileState {
    /// A UACC above this.
    UaccAbove(AccessLevel),
    /// WARNING.
    Warning,
}

/// The users that are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subjects {
    /// By name.
    pub users: Vec<PrincipalId>,
    /// The undefined user.
    pub undefined: bool,
}

/// What the audit excuses.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule of the audit.
    pub rule: String,
    /// Users and groups that are excused.
    pub ids: Vec<PrincipalId>,
    /// Profiles that are excused.
    pub profiles: Vec<ProfileId>,
    /// Why.
    pub because: String,
    /// The last day.
    pub until: Day,
    /// Where it is declared.
    pub origin: Span,
}
