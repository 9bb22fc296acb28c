//! What each rule found, kept only where an explanation reads it.
//!
//! A decision uses [`Trail::unread`], which stores nothing. So an explanation evaluates the same
//! rules as the decision, and a decision keeps nothing of it.

use saffron_vocabulary::safr::{ItemType, Right, SafrStep, SafrSwitch, SafrSwitches};

use super::facts::{EnvironmentIndex, ItemIndex};
use super::find::Unknown;
use super::subject::{HeldRight, NoSession, Session, Standing};
use crate::source::Source;

/// The rules in the order in which they were evaluated.
#[derive(Debug)]
pub(crate) struct Trail<'b, 'd> {
    seen: Option<Vec<Seen<'b, 'd>>>,
    /// What the request names but the policy does not declare.
    pub(crate) unknown: Option<Unknown<'d>>,
}

/// What one rule found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'b, 'd> {
    pub(crate) step: SafrStep,
    /// Whether the rule grants, or leaves a grant possible.
    pub(crate) held: bool,
    pub(crate) source: Option<Source<'d>>,
    pub(crate) finding: Finding<'b, 'd>,
}

/// The facts that a rule looked at. [`crate::explain::safr`] words them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Finding<'b, 'd> {
    /// Not for SAFR, or no such operation.
    Ungoverned,
    User {
        known: bool,
    },
    Session(Session),
    NoSession(NoSession<'d>),
    /// Where the request is evaluated.
    Environment(EnvironmentIndex),
    Unknown(Unknown<'d>),
    AllDeclared,
    SystemAdministrator,
    SystemAdministratorsOnly,
    /// The record is the user's own.
    OwnRecord,
    /// Every user may run the Environment Checker.
    Checker,
    /// The access of the login group to the environment, or its lack.
    Access(Standing<'b>),
    OptionOff(SafrSwitch),
    AdministratorsOnly,
    /// The group is not one that administrators of this environment manage.
    ForeignGroup(EnvironmentIndex),
    EnvironmentAdministrator(EnvironmentIndex),
    /// One thing that the operation needs, and the options whose being off changed that.
    Need {
        need: Need<'b>,
        off: SafrSwitches,
    },
}

/// Something that an operation needs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need<'b> {
    /// Every user with access to the environment may do it.
    Everyone {
        environment: EnvironmentIndex,
        what: OpenTo,
    },
    Edit {
        standing: Standing<'b>,
        item: ItemIndex,
        wanted: Right,
        found: HeldRight,
    },
    /// The create permission for a type.
    Create {
        kind: ItemType,
        holds: bool,
    },
    /// The run permission Migrate In.
    MigrateIn {
        environment: EnvironmentIndex,
        administrator: bool,
        holds: bool,
    },
    /// Access to an environment, which is missing.
    Access {
        environment: EnvironmentIndex,
    },
}

/// What every user with access to an environment may do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OpenTo {
    /// Read items of a type.
    Read(ItemType),
    /// Run an Environment Security Report.
    SecurityReport,
    DeleteLookupPaths,
    /// Save a lookup path that selects nothing new.
    SaveLookupPath,
}

impl<'b, 'd> Seen<'b, 'd> {
    /// The rule grants, or leaves a grant possible.
    pub(crate) const fn held(
        step: SafrStep,
        source: Option<Source<'d>>,
        finding: Finding<'b, 'd>,
    ) -> Self {
        Self { step, held: true, source, finding }
    }

    /// The rule is against a grant.
    pub(crate) const fn against(
        step: SafrStep,
        source: Option<Source<'d>>,
        finding: Finding<'b, 'd>,
    ) -> Self {
        Self { step, held: false, source, finding }
    }
}

impl<'b, 'd> Trail<'b, 'd> {
    /// A trail that no one reads: it keeps nothing.
    pub(crate) const fn unread() -> Self {
        Self { seen: None, unknown: None }
    }

    /// A trail for an explanation.
    pub(crate) const fn read() -> Self {
        Self { seen: Some(Vec::new()), unknown: None }
    }

    /// Records what a rule found, if an explanation reads it.
    #[inline]
    pub(crate) fn add(&mut self, one: Seen<'b, 'd>) {
        if let Some(seen) = &mut self.seen {
            seen.push(one);
        }
    }

    /// Everything that was recorded; nothing for a trail that no one reads.
    pub(crate) fn into_seen(self) -> Vec<Seen<'b, 'd>> {
        self.seen.unwrap_or_default()
    }
}
