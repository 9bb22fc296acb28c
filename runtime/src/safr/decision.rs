//! What is answered about SAFR: decisions and explanations.

use saffron_vocabulary::safr::{ItemType, Right, SafrOutcome, SafrStep, SubjectKind};
use saffron_vocabulary::suggestion::SafrSuggestion;

use crate::source::Source;

/// A decision. Names are those of the bundle, or of the request where the bundle has no such item.
///
/// # Examples
///
/// The rights that a denied user lacks, as text for a message:
///
/// ```
/// use saffron_runtime::safr::SafrDecision;
///
/// fn lacking(decision: &SafrDecision<'_>) -> Vec<String> {
///     let missing = decision.missing.iter();
///     let text = missing.map(|missing| {
///         let item = missing.item.map_or("", |(_, name)| name);
///         format!("{} {item} in {}", missing.right.as_str(), missing.environment)
///     });
///     text.collect()
/// }
/// # let _ = lacking;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SafrDecision<'d> {
    /// Granted, denied, not governed by SAFR, or unsupported.
    pub outcome: SafrOutcome,
    /// The rule that decided.
    pub step: SafrStep,
    /// What the user is in the environment of the request.
    pub subject_kind: SubjectKind,
    /// For a denial: what would have been needed, item by item, in the order of the rules. All of
    /// it is needed. Empty where no right of the login group would help.
    pub missing: Vec<Missing<'d>>,
    /// For a grant: the rights of the login group after the operation, where it gives or removes
    /// any.
    pub effects: Vec<Effect<'d>>,
    /// The line of the policy after the rule: the right, the permission, the membership.
    pub source: Option<Source<'d>>,
}

/// A right that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing<'d> {
    /// Where.
    pub environment: &'d str,
    /// To which item, if it is about one.
    pub item: Option<(ItemType, &'d str)>,
    /// What.
    pub right: MissingRight,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingRight {
    /// An edit right of at least this.
    Edit(Right),
    /// The create permission for the type.
    Create(ItemType),
    /// The run permission.
    MigrateIn,
    /// Access to the environment.
    Access,
    /// Administrator access to the environment.
    Administrator,
    /// To be a system administrator.
    SystemAdministrator,
}

impl MissingRight {
    /// Its word in decisions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edit(right) => right.as_str(),
            Self::Create(_) => "create",
            Self::MigrateIn => "migrate_in",
            Self::Access => "access",
            Self::Administrator => "administrator",
            Self::SystemAdministrator => "system_administrator",
        }
    }
}

/// A right that a group has after the operation: `max(what it had, what the operation gives)`, or
/// `none` where the item is gone. Applying it twice is applying it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect<'d> {
    /// Whose.
    pub group: &'d str,
    /// Where.
    pub environment: &'d str,
    /// To which item.
    pub item: (ItemType, &'d str),
    /// From now on.
    pub right: Right,
}

/// A decision with the way to it.
#[derive(Clone, Debug)]
pub struct SafrExplanation<'d> {
    /// The same as [`crate::Engine::decide_safr`] gives.
    pub decision: SafrDecision<'d>,
    /// The rules in the order in which they were evaluated. Where rights decide, all of them are
    /// looked at, also after one that is missing.
    pub stages: Vec<SafrStage<'d>>,
    /// What would grant what is denied: all of it is needed. Empty if no simple change does.
    pub suggestions: Vec<SafrSuggestion>,
}

/// One rule of the way.
#[derive(Clone, Debug)]
pub struct SafrStage<'d> {
    /// Which.
    pub step: SafrStep,
    /// Whether it decided.
    pub decided: bool,
    /// Whether it leaves the way to a grant open, or grants.
    pub held: bool,
    /// What it found, for a person.
    pub finding: String,
    /// The line of the policy after it.
    pub source: Option<Source<'d>>,
}
