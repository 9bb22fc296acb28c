//! Resource profiles and their access lists.

use saffron_diagnostics::Span;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};

use super::ids::{ClassId, LabelId, PrincipalId};

/// Discrete or generic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileKind {
    /// Protects the one resource of its name.
    Discrete,
    /// Protects what its pattern matches; a name without generic characters is fully qualified.
    Generic,
}

/// A resource profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its class.
    pub class: ClassId,
    /// Its name as RACF stores it: folded to upper case unless the class is mixed-case.
    pub name: String,
    /// Discrete or generic.
    pub kind: ProfileKind,
    /// Volumes of a discrete data set profile, ascending; empty: any volume.
    pub volumes: Vec<String>,
    /// OWNER.
    pub owner: Option<PrincipalId>,
    /// UACC.
    pub uacc: AccessLevel,
    /// Where the UACC is specified, if it is.
    pub uacc_origin: Option<Span>,
    /// WARNING.
    pub warning: bool,
    /// AUDIT.
    pub audit: Audit,
    /// GLOBALAUDIT.
    pub global_audit: Audit,
    /// NOTIFY.
    pub notify: Option<PrincipalId>,
    /// LEVEL.
    pub level: u8,
    /// DATA.
    pub data: Option<String>,
    /// APPLDATA.
    pub application_data: Option<String>,
    /// SECLEVEL as a number, 0 for none.
    pub security_level: u8,
    /// Category numbers, ascending.
    pub categories: Vec<u16>,
    /// SECLABEL.
    pub label: Option<Label>,
    /// ERASE.
    pub erase: bool,
    /// ADDMEM, by name: resources that a grouping profile protects.
    pub members: Vec<Member>,
    /// Standard access list: `*` first, then by ID; copied entries included.
    pub standard: Vec<StandardEntry>,
    /// Conditional access list, by condition, then as the standard list.
    pub conditional: Vec<ConditionalEntry>,
    /// STDATA of a STARTED profile.
    pub started: Option<StartedData>,
    /// Whether it exists outside the policy: its access list contains what the policy adds, and everything else of it
    /// is unknown.
    pub external: bool,
    /// The declaration's first line.
    pub origin: Span,
}

/// A member of a grouping profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// A resource name or generic name of the member class.
    pub name: String,
    /// Where it is specified.
    pub origin: Span,
}

/// Which attempts are logged, from which level on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Audit {
    /// Successes at this level or higher.
    pub success: Option<AccessLevel>,
    /// Failures at this level or higher.
    pub failures: Option<AccessLevel>,
}

/// A security label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// Dominates all.
    SysHigh,
    /// Dominated by all.
    SysLow,
    /// Equivalent to any.
    SysNone,
    /// Equivalent to any.
    SysMulti,
    /// A label of the policy.
    Declared(LabelId),
}

/// The ID that an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// `ID(*)`.
    Any,
    /// A user, group or external ID.
    Id(PrincipalId),
}

/// An entry of a standard access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardEntry {
    /// Who is granted the access.
    pub who: Who,
    /// The access level.
    pub access: AccessLevel,
    /// The `permit`, also where it was copied from another profile.
    pub origin: Span,
}

/// An entry of a conditional access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionalEntry {
    /// The condition on which the entry applies.
    pub condition: Condition,
    /// Who is granted the access.
    pub who: Who,
    /// The access level.
    pub access: AccessLevel,
    /// The `permit`.
    pub origin: Span,
}

/// A condition of a conditional entry; in the order of kinds, then of names as RACF sorts them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// What it depends on.
    pub kind: ConditionKind,
    /// The criterion, for CRITERIA; else empty.
    pub name: String,
    /// The program, terminal, …; for APPCPORT with its net id, `NET.LU`.
    pub value: String,
}

impl Ord for Condition {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.kind
            .cmp(&other.kind)
            .then_with(|| ebcdic::compare(&self.name, &other.name))
            .then_with(|| ebcdic::compare(&self.value, &other.value))
    }
}

impl PartialOrd for Condition {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// STDATA of a STARTED profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartedData {
    /// USER: a user of the policy, or `=MEMBER`.
    pub user: Option<StartedId>,
    /// GROUP.
    pub group: Option<StartedId>,
    /// TRUSTED.
    pub trusted: bool,
    /// PRIVILEGED.
    pub privileged: bool,
    /// TRACE.
    pub trace: bool,
}

/// The identity of a started task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartedId {
    /// This ID.
    Id(PrincipalId),
    /// `=MEMBER`: the name of the started procedure.
    Member,
}
