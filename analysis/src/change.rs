//! What two policies decide differently, as a report shows it.

use saffron_runtime::{AccessLevel, Outcome, Source};
use saffron_vocabulary::racf::Step;

use crate::answer::Condition;
use crate::people::Person;
use crate::regions::Region;

/// In which direction a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The new policy grants a level that the old one doesn't. "Not protected" counts as granted.
    Gain,
    /// The opposite.
    Loss,
    /// It goes in both directions, or from a grant to "not protected" or back.
    Both,
    /// Only whether the grant is a warning differs.
    Warning,
}

impl Kind {
    /// As it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gain => "gain",
            Self::Loss => "loss",
            Self::Both => "both",
            Self::Warning => "warning",
        }
    }
}

/// A region on one side of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionView {
    /// The protecting profile.
    pub profile: Option<String>,
    /// Whether it is generic.
    pub generic: bool,
    /// Its volume, for a discrete data set profile that lists volumes.
    pub volume: Option<String>,
    /// The best global entry, as the policy writes it: name and level.
    pub global: Option<String>,
    /// The highest level that the witness gets.
    pub allowed: Option<AccessLevel>,
    /// What the witness gets.
    pub outcome: Outcome,
    /// The rule that decided the witness.
    pub step: Step,
    /// Whether the witness is granted with a warning only.
    pub warning: bool,
}

/// A request that shows a change, or the access of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness<'e> {
    /// The user; `None`: the undefined user.
    pub user: Option<&'e str>,
    /// The group, if it isn't the default group.
    pub group: Option<&'e str>,
    /// The class.
    pub class: String,
    /// The name.
    pub resource: String,
    /// The volume of a data set.
    pub volume: Option<String>,
    /// The level.
    pub access: AccessLevel,
    /// The condition.
    pub condition: Option<Condition<'e>>,
}

impl<'e> Witness<'e> {
    /// The request of a person for the shortest name of a region.
    pub(crate) fn of(
        person: &Person<'e>,
        class: &str,
        region: &Region,
        access: AccessLevel,
        condition: Option<Condition<'e>>,
    ) -> Self {
        Self {
            user: person.user,
            group: person.group,
            class: class.to_owned(),
            resource: region.witness.clone(),
            volume: region.volume.clone(),
            access,
            condition,
        }
    }
}

/// On which side something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// In the old policy.
    Old,
    /// In the new one.
    New,
}

impl Which {
    /// As it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

/// A place of a policy on which a change rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause<'e> {
    /// What it is: `entry`, `uacc`, `profile`, `connection`, …
    pub what: &'static str,
    /// In which policy.
    pub side: Which,
    /// The place.
    pub source: Option<Source<'e>>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own")]
/// One change: what holds for all names of a region of both policies, and for all its users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'e> {
    /// The direction.
    pub kind: Kind,
    /// The class; `None` where users as a whole can enter the system now, or no longer can.
    pub class: Option<String>,
    /// The region in the old policy and in the new one.
    pub regions: [RegionView; 2],
    /// Whether the names are the users' own.
    pub own: bool,
    /// Whether the names are those of temporary data sets, which PROTECTALL exempts.
    pub temporary: bool,
    /// The users, in EBCDIC order.
    pub users: Vec<&'e str>,
    /// Whether it holds for the undefined user.
    pub undefined_user: bool,
    /// Whether not all is known of some of the users.
    pub partial: bool,
    /// The current connect group, if it isn't the users' default group.
    pub group: Option<&'e str>,
    /// The condition; `None`: under any.
    pub context: Option<Condition<'e>>,
    /// On what it rests; the first is the most important.
    pub causes: Vec<Cause<'e>>,
    /// A request that the policies decide differently.
    pub witness: Witness<'e>,
}

/// A region of which it isn't known whether it has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The class.
    pub class: String,
    /// The profile in the old policy.
    pub old: Option<String>,
    /// The profile in the new one.
    pub new: Option<String>,
    /// Why it is open.
    pub reason: &'static str,
}

/// What two policies decide differently.
#[derive(Clone, Debug, Default)]
pub struct Diff<'e> {
    /// All changes, in the order of classes, profiles and users.
    pub changes: Vec<Change<'e>>,
    /// Regions that are too large to decide.
    pub open: Vec<Open>,
    /// How many regions were looked at.
    pub regions: usize,
}

impl Diff<'_> {
    /// Whether nothing is open.
    pub fn is_complete(&self) -> bool {
        self.open.is_empty()
    }
}
