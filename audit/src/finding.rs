//! What a rule finds.

use saffron_analysis::facts::FactSource;
use saffron_vocabulary::racf::Day;

use crate::rule::Severity;

/// What a finding is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// A user.
    pub user: Option<String>,
    /// A group.
    pub group: Option<String>,
    /// A class, or that of the profile.
    pub class: Option<String>,
    /// A profile or a global entry.
    pub profile: Option<String>,
    /// Whether the profile is generic.
    pub generic: Option<bool>,
    /// The volumes of a discrete data set profile.
    pub volumes: Vec<String>,
    /// A resource that no profile protects, or that users reach.
    pub resource: Option<String>,
    /// An option of the system.
    pub option: Option<String>,
}

impl Subject {
    /// The same subject, and this user.
    #[must_use]
    pub fn with_user(mut self, user: &str) -> Self {
        self.user = Some(user.to_owned());
        self
    }
}

/// What a test finds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// What it is about.
    pub subject: Subject,
    /// What is wrong.
    pub message: String,
    /// Where it is stated.
    pub place: Option<FactSource>,
}

/// Why a finding is excused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The reason.
    pub because: String,
    /// The last day.
    pub until: Day,
    /// Where the waiver is stated.
    pub place: Option<FactSource>,
}

/// A finding of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// How severe it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What is wrong.
    pub message: String,
    /// Where it is stated.
    pub place: Option<FactSource>,
    /// Why it is excused, if it is.
    pub waived: Option<Waived>,
}
