//! RACF's own words as types.
//!
//! Every enum here is stored in bundles as the byte of its discriminant: never renumber.

use crate::word::vocabulary;

vocabulary! {
    /// An access authority, in ascending order (`PERMIT, ACCESS`).
    pub enum AccessLevel {
        /// No access.
        None = 0, "NONE";
        /// Load and execute, but not read or copy; only DATASET and PROGRAM know it.
        Execute = 1, "EXECUTE";
        /// Read.
        Read = 2, "READ";
        /// Read and write, but not delete or rename.
        Update = 3, "UPDATE";
        /// As UPDATE, and control-interval access for VSAM.
        Control = 4, "CONTROL";
        /// Everything.
        Alter = 5, "ALTER";
    }
}

vocabulary! {
    /// What a decision results in; SAF return codes 0, 8 and 4.
    pub enum Outcome {
        /// SAF 0.
        Grant = 0, "grant";
        /// SAF 8.
        Deny = 1, "deny";
        /// SAF 4: RACF doesn't protect the resource, its manager decides.
        NotProtected = 2, "not-protected";
    }
}

vocabulary! {
    /// The rule that decided.
    #[non_exhaustive]
    pub enum Step {
        /// The class is not in the class descriptor table.
        ClassUnknown = 0, "class-unknown";
        /// The class is not active.
        ClassInactive = 1, "class-inactive";
        /// The class must be RACLISTed and is not.
        ClassNotRaclisted = 2, "class-not-raclisted";
        /// PRIVILEGED started task.
        Privileged = 3, "privileged";
        /// TRUSTED started task.
        Trusted = 4, "trusted";
        /// The spool file, SFS file or directory is the requester's own.
        ImplicitOwner = 5, "implicit-owner";
        /// The global access checking table grants it.
        Global = 6, "global";
        /// No profile: the class's default return code.
        NoProfile = 7, "no-profile";
        /// No profile, and PROTECTALL is in force.
        Protectall = 8, "protectall";
        /// No profile for a RACF-indicated data set.
        RacfIndicated = 9, "racf-indicated";
        /// Security labels forbid it.
        Seclabel = 10, "seclabel";
        /// The security level of the resource is higher than the user's.
        Seclevel = 11, "seclevel";
        /// The user lacks a security category of the resource.
        Category = 12, "category";
        /// The high-level qualifier is the user ID.
        OwnDataset = 13, "own-dataset";
        /// The user's own entry on the standard access list.
        UserEntry = 14, "user-entry";
        /// The highest entry of the user's groups.
        GroupEntry = 15, "group-entry";
        /// The entry `ID(*)`.
        AnyEntry = 16, "any-entry";
        /// The universal access authority.
        Uacc = 17, "uacc";
        /// OPERATIONS or group-OPERATIONS.
        Operations = 18, "operations";
        /// An entry of the conditional access list.
        Conditional = 19, "conditional";
        /// Granted only because of WARNING.
        Warning = 20, "warning";
        /// Nothing granted it.
        Insufficient = 21, "insufficient";
        /// No such user, so no ACEE.
        UserUnknown = 22, "user-unknown";
        /// The user is revoked on the request's date.
        UserRevoked = 23, "user-revoked";
        /// The user isn't connected to the current connect group, or the connection is revoked.
        GroupNotConnected = 24, "group-not-connected";
        /// CREATE authority in the group of a new group data set, with UPDATE access.
        GroupAuthority = 25, "group-authority";
        /// SPECIAL: may administer every profile.
        Special = 26, "special";
        /// group-SPECIAL in a group in whose scope the profile lies.
        GroupSpecial = 27, "group-special";
        /// OWNER of the profile.
        Owner = 28, "owner";
        /// No resource of the class can have the name.
        NameInvalid = 29, "name-invalid";
    }
}

vocabulary! {
    /// Which ID an access-list entry names.
    pub enum EntryKind {
        /// A user.
        User = 0, "user";
        /// A group.
        Group = 1, "group";
        /// `ID(*)`.
        Any = 2, "any";
    }
}

vocabulary! {
    /// What a conditional entry depends on (`PERMIT, WHEN`).
    pub enum ConditionKind {
        /// The executing program.
        Program = 0, "program";
        /// The terminal.
        Terminal = 1, "terminal";
        /// The console.
        Console = 2, "console";
        /// The JES input device.
        Jesinput = 3, "jesinput";
        /// The partner LU.
        Appcport = 4, "appcport";
        /// The SERVAUTH profile that protects the user's IP zone.
        Servauth = 5, "servauth";
        /// The SMF system id.
        Sysid = 6, "sysid";
        /// An application's criterion, such as SQLROLE; FASTAUTH only.
        Criteria = 7, "criteria";
    }
}

vocabulary! {
    /// How a check that can be tried out first is enforced.
    pub enum Enforcement {
        /// Not at all.
        Off = 0, "off";
        /// With a warning.
        Warning = 1, "warning";
        /// By denial.
        Failures = 2, "failures";
    }
}

vocabulary! {
    /// SETROPTS LOGOPTIONS of a class.
    pub enum LogOptions {
        /// The profile decides.
        Default = 0, "default";
        /// Every attempt.
        Always = 1, "always";
        /// No attempt.
        Never = 2, "never";
        /// Every success, next to what the profile asks for.
        Successes = 3, "successes";
        /// Every failure, next to what the profile asks for.
        Failures = 4, "failures";
    }
}

vocabulary! {
    /// How a class's security labels are compared (`CDTINFO, MACPROCESSING`).
    pub enum MacProcessing {
        /// The user's label must dominate.
        Normal = 0, "normal";
        /// The resource's label must dominate.
        Reverse = 1, "reverse";
        /// The labels must be equivalent.
        Equal = 2, "equal";
    }
}

vocabulary! {
    /// Group authority of a connection (`CONNECT, AUTHORITY`); each includes the lower ones.
    pub enum GroupAuthority {
        /// Use the group's resources.
        Use = 0, "USE";
        /// Create group data sets.
        Create = 1, "CREATE";
        /// Connect users.
        Connect = 2, "CONNECT";
        /// Define users and subgroups.
        Join = 3, "JOIN";
    }
}

vocabulary! {
    /// A rule of RACF that its documentation leaves open, and which way it is taken.
    ///
    /// Each is an option of the language under this name; [`Switch::default_on`] is our reading.
    #[non_exhaustive]
    pub enum Switch {
        /// An `ID(*)` entry that is too low keeps UACC from being considered.
        StarEntryHidesUacc = 0, "star-entry-hides-uacc";
        /// An `ID(*)` entry that is too low keeps OPERATIONS from being considered.
        StarEntryBlocksOperations = 1, "star-entry-blocks-operations";
        /// A conditional entry of the user or a group keeps OPERATIONS from being considered.
        ConditionalEntryBlocksOperations = 2, "conditional-entry-blocks-operations";
        /// Under one condition the user's entry hides those of the groups.
        CondUserEntryBeatsCondGroup = 3, "cond-user-entry-beats-cond-group";
        /// Global access checking comes before security labels, levels and categories.
        GacBeforeMac = 4, "gac-before-mac";
        /// LOGOPTIONS ALWAYS and SUCCESSES log what global access checking grants.
        GacSuccessLoggedByLogoptions = 5, "gac-success-logged-by-logoptions";
        /// A RESTRICTED user has full access to the data sets under the own user ID.
        RestrictedOwnerHlqGrant = 6, "restricted-owner-hlq-grant";
        /// A RACF variable in a profile name tries its later members when the first that fits leads nowhere.
        RacfvarsBacktracking = 7, "racfvars-backtracking";
        /// `%` in general resource names matches a period.
        PercentMatchesPeriod = 8, "percent-matches-period";
        /// FASTAUTH honours OPERATIONS in classes that do.
        FastauthOperations = 9, "fastauth-operations";
        /// LOGOPTIONS NEVER silences a user's UAUDIT too.
        LogoptionsNeverSuppressesUaudit = 10, "logoptions-never-suppresses-uaudit";
        /// A revoked connection takes its group off the list of groups.
        GroupListExcludesRevokedConnects = 11, "group-list-excludes-revoked-connects";
        /// `ID(*)` in a conditional list counts for RESTRICTED users.
        RestrictedConditionalStar = 12, "restricted-conditional-star";
        /// Merged grouping profiles require all their categories, not just those of the first.
        MergeCategoriesUnion = 13, "merge-categories-union";
        /// Merged grouping profiles have the highest security level, not that of the first.
        MergeSeclevelHighest = 14, "merge-seclevel-highest";
        /// Merged grouping profiles have the security label of the first, not of the last that has one.
        MergeSeclabelFirst = 15, "merge-seclabel-first";
        /// Of generic names that differ first in two ordinary characters, the one that is first in
        /// EBCDIC order is searched first, not the one that is last.
        EqualSpecificityAscending = 16, "equal-specificity-ascending";
        /// A name that no resource of the class can have is not protected, rather than denied.
        InvalidNamesUnprotected = 17, "invalid-names-unprotected";
    }
}

impl Switch {
    /// How the rule is taken where a policy doesn't say.
    pub const fn default_on(self) -> bool {
        !matches!(
            self,
            Self::StarEntryBlocksOperations
                | Self::ConditionalEntryBlocksOperations
                | Self::RacfvarsBacktracking
                | Self::PercentMatchesPeriod
                | Self::RestrictedConditionalStar
                | Self::InvalidNamesUnprotected
        )
    }
}

/// The setting of every [`Switch`], one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Switches(pub u32);

impl Switches {
    /// Whether the switch is on.
    pub const fn is_on(self, switch: Switch) -> bool {
        self.0 & (1 << switch as u8) != 0
    }

    /// The same with one switch set.
    #[must_use]
    pub const fn with(self, switch: Switch, on: bool) -> Self {
        let bit = 1 << switch as u8;
        if on { Self(self.0 | bit) } else { Self(self.0 & !bit) }
    }
}

impl Default for Switches {
    fn default() -> Self {
        let all = Switch::ALL.iter().copied();
        all.fold(Self(0), |set, switch| set.with(switch, switch.default_on()))
    }
}

/// Days since 1970-01-01, negative before; revoke and resume dates are compared as these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day of a civil date of the Gregorian calendar; `None` if there is no such day.
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if !(0..=9999).contains(&year) || !(1..=length).contains(&day) {
            return None;
        }
        // Years that begin in March have their leap day last; eras of 400 years are all alike.
        let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let year_of_era = shifted.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// The day written `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<u32>().ok()).flatten()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::from_civil(i32::try_from(year).ok()?, month, day)
    }

    /// Year, month and day of the Gregorian calendar, as in [`Day::from_civil`].
    pub const fn civil(self) -> (i32, u32, u32) {
        // As there: years begin in March, and eras of 400 years are all alike.
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as i32;
        (year, month.cast_unsigned(), day.cast_unsigned())
    }
}

impl std::fmt::Display for Day {
    /// `YYYY-MM-DD`, as [`Day::parse`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}
