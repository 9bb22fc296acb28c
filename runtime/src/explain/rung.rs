//! What an explanation consists of: one rung for each rule, from the first to the last.

use saffron_vocabulary::suggestion::Suggestion;

use crate::racf::decision::Decision;
use crate::racf::view::EntryView;
use crate::source::Source;

/// A decision with all stages to it. [`crate::Engine::explain`] makes it.
///
/// # Examples
///
/// ```
/// use saffron_runtime::{Explanation, RungState};
///
/// /// The rule that decided, with what it found.
/// fn reason(explanation: &Explanation<'_>) -> Option<String> {
///     let decided = explanation.rungs.iter().find(|rung| rung.state == RungState::Decided)?;
///     Some(format!("{}: {}", decided.rule, decided.text))
/// }
/// # let _ = reason;
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'b> {
    /// The same as [`crate::Engine::decide`] gives.
    pub decision: Decision<'b>,
    /// Every rule in RACF's order.
    pub rungs: Vec<Rung<'b>>,
    /// For what isn't granted: an entry of the protecting profile that would grant it if its
    /// condition were met.
    pub conditional: Option<ConditionalGrant<'b>>,
    /// For what isn't granted: the smallest change to the policy that would grant it, if there is
    /// one.
    pub suggestion: Option<Suggestion>,
    /// What must be known about the suggestion, or why there is none.
    pub remark: Option<String>,
    /// For a partial decision: what isn't known. Empty for every other one.
    pub unknown: Vec<Unknown<'b>>,
}

/// An entry of a conditional access list under whose condition a denied request would be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionalGrant<'b> {
    /// The entry, with its condition.
    pub entry: EntryView<'b>,
    /// The policy line that states it.
    pub source: Option<Source<'b>>,
}

/// Something external on which a decision rests, and what of it isn't known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown<'b> {
    /// For a person. The text isn't a contract.
    pub text: String,
    /// The policy line that declares it.
    pub source: Option<Source<'b>>,
}

/// One rule on the way to a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung<'b> {
    /// The rule.
    pub rule: Rule,
    /// What became of it.
    pub state: RungState,
    /// What it found, for a person. The text isn't a contract: it may be worded differently in a
    /// later version. Programs read `rule`, `state` and `source`.
    pub text: String,
    /// The policy line that it found.
    pub source: Option<Source<'b>>,
}

/// A rule of RACF's decision flow.
///
/// Source of the rules of access: Security Administrator's Guide, "Authorizing access to
/// RACF-protected resources"; of creation: the same book, "Creating data sets"; of administration:
/// Command Language Reference, `PERMIT`, "Authorization required".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The user exists, isn't revoked, and is connected to the group.
    Identity,
    /// The class is known, active and, where needed, RACLISTed.
    Class,
    /// PRIVILEGED or TRUSTED.
    StartedTask,
    /// A resource of the class can have the name. Shown only where it can't.
    ResourceName,
    /// According to its name, the resource is the user's own.
    ImplicitOwner,
    /// Global access checking.
    Global,
    /// A profile protects the resource.
    Profile,
    /// Security labels, security levels and categories.
    Mandatory,
    /// The high-level qualifier is the user ID.
    OwnDataset,
    /// The user's entry on the standard access list.
    UserEntry,
    /// The highest entry of the groups in effect.
    GroupEntry,
    /// The entry `ID(*)`.
    AnyEntry,
    /// The universal access authority.
    Uacc,
    /// CREATE authority in the group of a new group data set.
    GroupAuthority,
    /// OPERATIONS and group-OPERATIONS.
    Operations,
    /// The conditional access list.
    Conditional,
    /// WARNING of the profile.
    Warning,
    /// Nothing grants the access, and the profile isn't in WARNING mode.
    Insufficient,
    /// SPECIAL, for changes to a profile.
    Special,
    /// group-SPECIAL, for changes to a profile.
    GroupSpecial,
    /// OWNER of the profile.
    Owner,
    /// According to the name of the profile, the resource is the user's own.
    Name,
}

impl Rule {
    /// The rule's name, for people and machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Class => "class",
            Self::StartedTask => "started task",
            Self::ResourceName => "resource name",
            Self::ImplicitOwner => "implicit owner",
            Self::Global => "global access",
            Self::Profile => "profile",
            Self::Mandatory => "labels and levels",
            Self::OwnDataset => "own data set",
            Self::UserEntry => "user entry",
            Self::GroupEntry => "group entry",
            Self::AnyEntry => "any entry",
            Self::Uacc => "uacc",
            Self::GroupAuthority => "group authority",
            Self::Operations => "operations",
            Self::Conditional => "conditional list",
            Self::Warning => "warning",
            Self::Insufficient => "insufficient",
            Self::Special => "special",
            Self::GroupSpecial => "group-special",
            Self::Owner => "owner",
            Self::Name => "name",
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungState {
    /// It decided.
    Decided,
    /// It was evaluated and left the decision to the next.
    Passed,
    /// It does not apply to this request.
    NotApplicable,
    /// An earlier rule decided.
    NotReached,
}

impl RungState {
    /// For people and machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Passed => "passed",
            Self::NotApplicable => "not-applicable",
            Self::NotReached => "not-reached",
        }
    }
}
