//! RACF's decision flow: the order of the rules.
//!
//! The order for access:
//!
//! 1. the user: unknown, revoked, not connected to the group (decided in [`crate::racf::subject`]);
//! 2. the class: unknown, inactive, not RACLISTed;
//! 3. PRIVILEGED, TRUSTED;
//! 4. the implicit owner of spool files and files;
//! 5. global access checking;
//! 6. without a profile: PROTECTALL or the default return code of the class;
//! 7. security labels, or security levels and categories;
//! 8. the user's own data set;
//! 9. the standard access list: user, groups, `ID(*)`; then UACC;
//! 10. OPERATIONS, the conditional access list, WARNING.
//!
//! Creation follows the same order with the additions of [`crate::racf::define`]. Changes to a
//! profile have an order of their own, in [`crate::racf::administer`].
//!
//! Source of the order: Security Administrator's Guide, "Authorizing access to RACF-protected
//! resources". Installation exits, the naming convention table and the SAF router table, which are
//! part of the order in the book, are outside of a policy and have no effect here.
//!
//! The walk records what every rule found, also after the one that decided, because the highest
//! level that is allowed depends on it.
//!
//! INVARIANT: every path calls [`Walk::end`] or [`Walk::grant_all`]. A path that does neither keeps
//! the value of [`Walk::new`], which is a denial.

use saffron_bundle::layout::{
    ClassRow, GlobalRow, ImplicitOwner, ProfileRow, class_flag, meta_flag, profile_flag, user_flag,
};
use saffron_bundle::{hash, run};
use saffron_vocabulary::racf::{AccessLevel, Enforcement, Outcome, Step, Switch};

use crate::racf::access::FoundAccess;
use crate::racf::irregular::{Listed, first_irregular};
use crate::racf::labels::{self, Mandatory};
use crate::racf::name::{LongRoom, Name};
use crate::racf::pattern::Substitution;
use crate::racf::prepared::{Prepared, Protecting, whole_name};
use crate::racf::search::Searched;
use crate::racf::subject::{Acee, User};
use crate::racf::walk::Walk;
use crate::racf::{administer, define, search};
use crate::request::{Intent, Mode, Operation, Question};
use crate::tables::Tables;

/// One question about access or creation, while the rules are applied to it.
struct Evaluation<'e, 'b> {
    tables: &'e Tables<'b>,
    acee: &'e Acee<'b>,
    question: &'e Question<'e>,
    prepared: &'e Prepared<'b>,
}

/// Applies the rules to one question and returns what they found.
///
/// A user without an ACEE is denied before anything else is read, also for inactive and unknown
/// classes and for the ACEE of a started task. RACF would refuse such a user on entry to the
/// system, so no such request would reach it.
///
/// The cost is that of one search for a global entry, one search for a profile and one pass over
/// its access lists; see the modules for their bounds. Nothing is allocated.
#[inline]
pub(crate) fn evaluate<'b>(
    tables: &Tables<'b>,
    acee: &Acee<'b>,
    question: &Question<'_>,
) -> Walk<'b> {
    evaluate_prepared(tables, acee, question, &Prepared::of(tables, question))
}

/// The same with what is known of the question already.
#[inline]
pub(crate) fn evaluate_prepared<'b>(
    tables: &Tables<'b>,
    acee: &Acee<'b>,
    question: &Question<'_>,
    prepared: &Prepared<'b>,
) -> Walk<'b> {
    let evaluation = Evaluation { tables, acee, question, prepared };
    let mut walk = Walk::new(evaluation.need());
    if let Some(step) = acee.refused {
        walk.end(Outcome::Deny, step);
        return walk;
    }
    match question.operation {
        Operation::Administer { generic } => {
            administer::evaluate(tables, acee, question, generic, &mut walk);
        }
        Operation::Access | Operation::Define => evaluation.class(&mut walk),
    }
    walk
}

impl<'b> Evaluation<'_, 'b> {
    /// The user, if it is a defined one.
    fn user(&self) -> Option<&User<'b>> {
        self.acee.user.as_ref()
    }

    /// Whether a defined user has an attribute of [`user_flag`].
    fn user_has(&self, attribute: u32) -> bool {
        self.user().is_some_and(|user| user.has(attribute))
    }

    /// The level that must be reached.
    ///
    /// - Creation and administration: ALTER.
    /// - A program fetch: EXECUTE, if program control is active (`WHEN(PROGRAM)`) and the
    ///   environment is controlled; otherwise READ, because EXECUTE allows nothing else than to
    ///   load and run.
    /// - Everything else: the level of the question.
    ///
    /// The MAIN and BASIC attributes that the ENHANCED program security mode requires aren't part
    /// of a question and aren't checked.
    ///
    /// Source: Command Language Reference, "Access authority for data sets"; Security
    /// Administrator's Guide, "Activating program control (WHEN(PROGRAM) option)".
    fn need(&self) -> AccessLevel {
        let controlled =
            self.tables.has(meta_flag::PROGRAM_CONTROL) && !self.question.context.program_unclean;
        match (self.question.operation, self.question.intent) {
            (Operation::Define | Operation::Administer { .. }, _) => AccessLevel::Alter,
            (Operation::Access, Intent::Execute) if controlled => AccessLevel::Execute,
            (Operation::Access, Intent::Execute) => AccessLevel::Read,
            (Operation::Access, Intent::Access) => self.question.access,
        }
    }

    /// The class, then PRIVILEGED and TRUSTED: what decides before the name is read.
    ///
    /// - A class that the class descriptor table doesn't contain, or that isn't active, protects
    ///   nothing: the result is "not protected" (return code 4), not the default return code of the
    ///   class. Dynamic classes are in the table only while CDT is active and RACLISTed.
    /// - PROGRAM counts as active while program control is (`WHEN(PROGRAM)`); it needs no CLASSACT.
    /// - The same applies to a class that must be RACLISTed and isn't. FASTAUTH reads profiles in
    ///   storage only, so under FASTAUTH every class must be RACLISTed. DATASET never is.
    /// - A PRIVILEGED or TRUSTED started task gets every level. The two differ in logging only.
    /// - Creation (`REQUEST=DEFINE`) is known for data sets only; in other classes it is denied.
    ///
    /// Source: RACROUTE Macro Reference, `REQUEST=AUTH`, return codes, and `REQUEST=FASTAUTH`;
    /// Security Administrator's Guide, "Authorizing access to RACF-protected resources", "How
    /// program control works" and "Using started procedures".
    fn class(&self, walk: &mut Walk<'b>) {
        let Some((index, class)) = self.prepared.class else {
            return walk.end(Outcome::NotProtected, Step::ClassUnknown);
        };
        walk.class = Some((index, class));
        let flags = class.flags();
        let unlisted = flags & class_flag::RACLISTED == 0;
        let must_be_listed =
            flags & class_flag::RACLIST_REQUIRED != 0 || self.question.mode == Mode::FastAuth;
        if self.question.operation == Operation::Define && flags & class_flag::DATASET == 0 {
            // Only data sets are created; nothing is known that would let it be done elsewhere.
            walk.end(Outcome::Deny, Step::NoProfile);
        } else if flags & class_flag::ACTIVE == 0 {
            walk.end(Outcome::NotProtected, Step::ClassInactive);
        } else if unlisted && must_be_listed {
            walk.end(Outcome::NotProtected, Step::ClassNotRaclisted);
        } else if self.question.privileged {
            walk.grant_all(Step::Privileged);
        } else if self.question.trusted {
            walk.grant_all(Step::Trusted);
        } else {
            self.named(walk, index, class);
        }
    }

    /// The name: the owner that it states, global access, the protecting profile.
    ///
    /// The name is folded and cut once, and every later rule reads the result. A data set name of
    /// one qualifier gets the qualifier of `SETROPTS PREFIX` before it. A name that is longer than
    /// any class allows is denied by `no-profile`.
    ///
    /// Global access checking is skipped for FASTAUTH, for UNIXPRIV, and for classes without
    /// `SETROPTS GLOBAL`.
    /// The profile is searched even if the global entry is sufficient, because the highest level
    /// that is allowed depends on both.
    ///
    /// Source: Security Administrator's Guide, "How global access checking works" and "Special
    /// considerations for global access checking"; Command Language Reference, `SETROPTS`, operands
    /// GLOBAL and PREFIX; z/OS UNIX System Services Planning, "Using UNIXPRIV class profiles".
    fn named(&self, walk: &mut Walk<'b>, index: u32, class: &'b ClassRow) {
        match self.prepared.room.name() {
            Some(name) => self.folded(walk, (index, class), &name, self.prepared.hash),
            None => self.long(walk, (index, class)),
        }
    }

    /// A name that doesn't fit where nearly all do.
    #[cold]
    #[inline(never)]
    fn long(&self, walk: &mut Walk<'b>, (index, class): (u32, &'b ClassRow)) {
        let (prefix, resource) = whole_name(self.tables, class, self.question);
        let mixed_case = class.flags() & class_flag::MIXED_CASE != 0;
        let mut room = LongRoom::EMPTY;
        match room.set(prefix, resource, mixed_case) {
            Some(name) => {
                let hash = name.hash(self.tables.seed, index);
                self.folded(walk, (index, class), &name, hash);
            }
            None => self.impossible(walk),
        }
    }

    /// What follows from the folded name. `hash` is that of class and name.
    fn folded(
        &self,
        walk: &mut Walk<'b>,
        (index, class): (u32, &'b ClassRow),
        name: &Name<'_>,
        hash: u64,
    ) {
        let flags = class.flags();
        let dataset = flags & class_flag::DATASET != 0;
        let mixed_case = flags & class_flag::MIXED_CASE != 0;
        if !name.is_possible(class.max_length(), mixed_case, dataset) {
            return self.impossible(walk);
        }
        if class.implicit_owner() != ImplicitOwner::None && self.is_implicit_owner(class, name) {
            return walk.grant_all(Step::ImplicitOwner);
        }
        if flags & class_flag::GLOBAL != 0 && self.question.mode == Mode::Auth {
            walk.global = self.global(index, class, name);
        }
        walk.members_unknown = flags & class_flag::MEMBERS_UNKNOWN != 0;
        let profile = match self.prepared.protecting {
            Protecting::Searched(found) => found,
            Protecting::Unknown => {
                let searched = Searched { name, hash, volume: self.question.volume };
                search::protecting_profile(self.tables, index, class, &searched)
            }
        };
        walk.profile = profile.and_then(|at| Some((at, self.tables.profile(at)?)));
        match walk.profile {
            Some((_, profile)) => self.protected(walk, class, profile, name, dataset),
            None => self.unprotected(walk, class, dataset),
        }
    }

    /// A name that no resource of the class can have.
    #[cold]
    fn impossible(&self, walk: &mut Walk<'b>) {
        if self.tables.is_on(Switch::InvalidNamesUnprotected) {
            return walk.end(Outcome::NotProtected, Step::NameInvalid);
        }
        walk.allowed = Some(AccessLevel::None);
        walk.end(Outcome::Deny, Step::NameInvalid);
    }

    /// Whether the name itself makes the user the owner: the second qualifier is the user ID.
    ///
    /// This applies to JESSPOOL (node, user ID, job, …), where the first qualifier must also be the
    /// local node, and to FILE and DIRECTRY (file pool, user ID, directory, …). The owner gets
    /// every level, also without a profile. Undefined users own nothing.
    ///
    /// Source: Security Administrator's Guide, "Defining profiles for SYSIN and SYSOUT data sets";
    /// for FILE and DIRECTRY the z/VM Command Language Reference, `PERMIT`.
    #[cold]
    fn is_implicit_owner(&self, class: &ClassRow, name: &Name<'_>) -> bool {
        let Some(user) = self.user() else { return false };
        name.qualifier_is(1, user.name)
            && (class.implicit_owner() == ImplicitOwner::SecondQualifier || self.is_local(name))
    }

    /// Whether the first qualifier is a name of the local node: a member of the RACF variable
    /// `&RACLNDE`. If the policy doesn't declare the variable, every node is local.
    ///
    /// Source: Security Administrator's Guide, "Defining profiles for SYSIN and SYSOUT data sets".
    fn is_local(&self, name: &Name<'_>) -> bool {
        let bundle = &self.tables.bundle;
        let Some(at) = bundle.meta().local_nodes().get().map(|row| row.0) else { return true };
        let nodes =
            bundle.variables().get(at as usize).map(|row| run(bundle.members(), row.members()));
        self.tables.count(|| nodes.map_or(0, <[_]>::len) as u64);
        nodes.unwrap_or_default().iter().any(|node| bundle.bytes(*node) == name.qualifier(0))
    }

    /// The best entry of the global access checking table: its index, and the entry.
    ///
    /// Entries are searched like profiles, and only the most specific one is used. `&RACUID` stands
    /// for the user ID and `&RACGPID` for the current connect group, not for the list of groups.
    /// Entries with these variables are irregular names; such an entry is used only if it is before
    /// the best regular entry in the order of search.
    ///
    /// Exceptions: RESTRICTED users have no global access. An undefined user matches no entry with
    /// a variable. A level that is too low, or NONE, never denies; the request continues with the
    /// profile.
    ///
    /// Source: Security Administrator's Guide, "How global access checking works", "Special
    /// considerations for global access checking" and "Defining restricted user IDs".
    #[cold]
    fn global(
        &self,
        index: u32,
        class: &ClassRow,
        name: &Name<'_>,
    ) -> Option<(u32, &'b GlobalRow)> {
        if self.user_has(user_flag::RESTRICTED) {
            return None;
        }
        let bundle = &self.tables.bundle;
        let first = u32::try_from(bundle.profiles().len()).ok()?;
        let regular = search::generic(self.tables, class.global_root(), name);
        let regular = regular.and_then(|target| target.checked_sub(first));
        let user = self.user();
        let substitution = Substitution {
            enhanced: class.flags() & class_flag::DATASET != 0
                && self.tables.has(meta_flag::ENHANCED_GENERIC_NAMING),
            user: user.map(|user| user.name),
            group: user
                .and_then(User::current_group)
                .map(|group| self.tables.id_name(group).as_bytes()),
        };
        let listed = Listed {
            rest: class.global_irregular(),
            of: hash::names_of(index, true),
            kinds: class.global_kinds(),
        };
        let text = |at| bundle.globals().get(at as usize).map(GlobalRow::name);
        let at = first_irregular(self.tables, &listed, regular, name, &substitution, text)?;
        Some((at, bundle.globals().get(at as usize)?))
    }

    /// No profile: PROTECTALL for data sets, the default return code for the other classes.
    ///
    /// Global access comes first, so an entry of sufficient level also satisfies PROTECTALL. After
    /// that the default return code of the class decides: 0 grants, 8 denies, 4 leaves the decision
    /// to the resource manager. RESTRICTED makes no difference here.
    ///
    /// Source: Security Administrator's Guide, "When authorization checking takes place and why"
    /// and "Protecting data sets: PROTECTALL"; Macros and Interfaces, `ICHERCDE`, operand DFTRETC.
    #[cold]
    fn unprotected(&self, walk: &mut Walk<'b>, class: &ClassRow, dataset: bool) {
        let level = walk.global_level();
        walk.allowed = Some(level);
        if !dataset && class.default_return_code() == 0 {
            walk.allowed = Some(AccessLevel::Alter);
        }
        if level >= walk.need {
            return walk.end(Outcome::Grant, Step::Global);
        }
        if dataset {
            return self.unprotected_dataset(walk);
        }
        match class.default_return_code() {
            0 => walk.end(Outcome::Grant, Step::NoProfile),
            8 => walk.end(Outcome::Deny, Step::NoProfile),
            _ => {
                walk.allowed = None;
                walk.end(Outcome::NotProtected, Step::NoProfile);
            }
        }
    }

    /// A data set without a profile.
    ///
    /// 1. A data set whose RACF indicator is on is denied, since the profile that it refers to is
    ///    missing.
    /// 2. Names that the system generates for temporary data sets are exempt: "not protected".
    /// 3. PROTECTALL(FAILURES) denies; users with SPECIAL are granted the access with a warning.
    /// 4. PROTECTALL(WARNING) grants with a warning. Without PROTECTALL the data set isn't
    ///    protected.
    ///
    /// The user's own high-level qualifier makes no difference. An installation that wants users to
    /// reach their own data sets without a profile needs an entry of the global access checking
    /// table.
    ///
    /// Source: Security Administrator's Guide, "Protecting data sets: PROTECTALL"; Auditor's Guide,
    /// "Event 2(2): RESOURCE ACCESS", for the RACF indicator.
    fn unprotected_dataset(&self, walk: &mut Walk<'b>) {
        let protect_all = self.tables.bundle.meta().protect_all();
        if self.question.racfind {
            return walk.end(Outcome::Deny, Step::RacfIndicated);
        }
        if is_temporary(self.question.resource) {
            walk.allowed = None;
            return walk.end(Outcome::NotProtected, Step::NoProfile);
        }
        match protect_all {
            Enforcement::Failures if !self.user_has(user_flag::SPECIAL) => {
                walk.end(Outcome::Deny, Step::Protectall);
            }
            Enforcement::Failures | Enforcement::Warning => {
                walk.warning = true;
                walk.end(Outcome::Grant, Step::Protectall);
            }
            Enforcement::Off => {
                walk.allowed = None;
                walk.end(Outcome::NotProtected, Step::NoProfile);
            }
        }
    }

    /// What a profile's labels, access lists and attributes result in.
    ///
    /// Everything is evaluated before the rules decide: `allowed` needs all of it. Mandatory checks
    /// come before discretionary ones, and no entry, OPERATIONS or WARNING overrides them. The
    /// option `gac-before-mac` decides whether global access comes before both (the default), or
    /// after the mandatory checks.
    ///
    /// A level of READ or EXECUTE is checked for reading, every higher level for writing.
    ///
    /// Source: Security Administrator's Guide, "Authorizing access to RACF-protected resources" and
    /// "How global access checking works".
    #[inline]
    fn protected(
        &self,
        walk: &mut Walk<'b>,
        class: &'b ClassRow,
        profile: &'b ProfileRow,
        name: &Name<'_>,
        dataset: bool,
    ) {
        let user = self.user();
        walk.mandatory = labels::check(self.tables, user, class, profile, self.question);
        walk.own = dataset && self.owns(name);
        walk.access = FoundAccess::find(self.tables, user, class, profile, self.question);
        walk.scope_unknown = walk.access.scope_unknown;
        let level = if walk.own { AccessLevel::Alter } else { walk.access.highest() };
        let global = walk.global_level();
        let global_first = self.tables.is_on(Switch::GacBeforeMac);
        walk.allowed = Some(if global_first {
            limited(level, walk.mandatory).max(global)
        } else {
            limited(level.max(global), walk.mandatory)
        });
        let refused =
            if walk.need > AccessLevel::Read { walk.mandatory.write } else { walk.mandatory.read };
        let granted_globally = global >= walk.need;
        if granted_globally && (global_first || refused.is_none()) {
            walk.end(Outcome::Grant, Step::Global);
        } else if let Some(step) = refused {
            walk.end(Outcome::Deny, step);
        } else {
            if self.question.operation == Operation::Define {
                define::apply(self.tables, user, profile, name, walk);
            }
            discretionary(walk, class, profile);
        }
    }

    /// Whether the high-level qualifier is the user ID, which gives every level to the data set.
    ///
    /// The OWNER field of the profile has no part in this: it gives authority over the profile, not
    /// access. Whether the rule applies to RESTRICTED users is the option
    /// `restricted-owner-hlq-grant`.
    ///
    /// Source: Security Administrator's Guide, "Data set profile ownership"; System Programmer's
    /// Guide, RACHECK; Security Administrator's Guide, "Defining restricted user IDs".
    #[inline]
    fn owns(&self, name: &Name<'_>) -> bool {
        let Some(user) = self.user() else { return false };
        name.qualifier_is(0, user.name)
            && (!user.has(user_flag::RESTRICTED)
                || self.tables.is_on(Switch::RestrictedOwnerHlqGrant))
    }
}

/// A level as far as the mandatory checks allow it: all of it, at most READ if only writing is
/// refused, NONE if reading is refused.
#[inline]
fn limited(level: AccessLevel, mandatory: Mandatory) -> AccessLevel {
    match (mandatory.read, mandatory.write) {
        (None, None) => level,
        (None, Some(_)) => level.min(AccessLevel::Read),
        (Some(_), _) => AccessLevel::None,
    }
}

/// The steps from the own data set to WARNING: the first that gives the level decides.
///
/// The order of UACC, OPERATIONS and the conditional list affects only the step that is reported,
/// since each of them only grants. If an entry of the user or a group is too low, UACC and
/// OPERATIONS are already absent from `walk.access`. Only for creation does OPERATIONS come back,
/// in [`crate::racf::define`].
///
/// WARNING replaces only the final denial, and never in class PROGRAM. Such a grant is flagged as a
/// warning.
///
/// Source: Security Administrator's Guide, "Granting access authorities"; Auditor's Guide, "Event
/// 2(2): RESOURCE ACCESS", for WARNING and class PROGRAM.
#[inline]
fn discretionary(walk: &mut Walk<'_>, class: &ClassRow, profile: &ProfileRow) {
    let (found, need) = (walk.access, walk.need);
    let step = if walk.own {
        Step::OwnDataset
    } else if found.user.is_some_and(|hit| hit.level >= need) {
        Step::UserEntry
    } else if found.group.is_some_and(|hit| hit.level >= need) {
        Step::GroupEntry
    } else if found.any.is_some_and(|hit| hit.level >= need) {
        Step::AnyEntry
    } else if found.uacc.is_some_and(|level| level >= need) {
        Step::Uacc
    } else if walk.creates {
        Step::GroupAuthority
    } else if found.operations.is_some() {
        Step::Operations
    } else if found.conditional.is_some_and(|hit| hit.level >= need) {
        Step::Conditional
    } else if profile.flags() & profile_flag::WARNING != 0
        && class.flags() & class_flag::PROGRAM == 0
    {
        walk.warning = true;
        Step::Warning
    } else {
        return walk.end(Outcome::Deny, Step::Insufficient);
    };
    walk.end(Outcome::Grant, step);
}

/// Whether the system generated the name for a temporary data set: day, time and number, such as
/// `SYS26015.T120000.RA000.JOB`, with at least one character other than a period after the third
/// period. Letters are compared without regard to case, because the name is the one of the
/// question, not folded.
///
/// Source: Security Administrator's Guide, "Protecting data sets: PROTECTALL", which exempts these
/// names.
fn is_temporary(name: &str) -> bool {
    const START: &[u8] = b"SYSddddd.Tdddddd.RAddd.";
    let name = name.as_bytes();
    let fits = |(wanted, found): (&u8, &u8)| match wanted {
        b'd' => found.is_ascii_digit(),
        _ => found.eq_ignore_ascii_case(wanted),
    };
    let rest = name.get(START.len()..).unwrap_or_default();
    START.iter().zip(name).all(fits) && rest.iter().any(|byte| *byte != b'.')
}
