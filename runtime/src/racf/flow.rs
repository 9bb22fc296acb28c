//! RACF's decision flow: the order of the rules.
//!
//! Source of the order: Security Administrator's Guide, "Authorizing access to RACF-protected
//! resources". The walk records what every rule found, also after the one that decided, because the
//! highest level that is allowed depends on it.

use saffron_bundle::layout::{
    ClassRow, GlobalRow, ImplicitOwner, ProfileRow, class_flag, meta_flag, profile_flag, user_flag,
};
use saffron_bundle::run;
use saffron_bundle::vocabulary::{AccessLevel, Enforcement, Outcome, Step, Switch};

use crate::racf::access::FoundAccess;
use crate::racf::labels::{self, Mandatory};
use crate::racf::name::Name;
use crate::racf::pattern::{Substitution, matches_irregular};
use crate::racf::subject::{Acee, User};
use crate::racf::walk::Walk;
use crate::racf::{administer, define, search};
use crate::request::{Intent, Mode, Operation, Question};
use crate::tables::Tables;

struct Evaluation<'e, 'b> {
    tables: &'e Tables<'b>,
    acee: &'e Acee<'b>,
    question: &'e Question<'e>,
}

/// Goes the way of one question.
#[inline]
pub(crate) fn evaluate<'b>(
    tables: &Tables<'b>,
    acee: &Acee<'b>,
    question: &Question<'_>,
) -> Walk<'b> {
    let evaluation = Evaluation { tables, acee, question };
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

    /// EXECUTE is enough for a program fetch in a controlled environment; else READ is needed.
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
    /// Source: RACROUTE Macro Reference, `REQUEST=AUTH`, return codes, and `REQUEST=FASTAUTH`, which needs
    /// a RACLISTed class. A class that isn't active protects nothing.
    fn class(&self, walk: &mut Walk<'b>) {
        let found = self.tables.class(self.question.class);
        let Some((index, class)) = found.and_then(|at| Some((at, self.tables.class_row(at)?)))
        else {
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

    /// The name: owners that it states, global access, the protecting profile.
    ///
    /// Source: Security Administrator's Guide, "Global access checking" comes before the profile is searched;
    /// `SETROPTS`, operand PREFIX, for data set names of one qualifier.
    fn named(&self, walk: &mut Walk<'b>, index: u32, class: &'b ClassRow) {
        let flags = class.flags();
        let dataset = flags & class_flag::DATASET != 0;
        let single = dataset && !self.question.resource.contains('.');
        let prefix =
            if single { self.tables.bundle.text(self.tables.bundle.meta().prefix()) } else { "" };
        let mixed_case = flags & class_flag::MIXED_CASE != 0;
        let mut name = Name::EMPTY;
        if !name.set(prefix, self.question.resource, mixed_case) {
            // No resource has such a name, so no profile can refer to it.
            walk.allowed = Some(AccessLevel::None);
            return walk.end(Outcome::Deny, Step::NoProfile);
        }
        if class.implicit_owner() != ImplicitOwner::None && self.is_implicit_owner(class, &name) {
            return walk.grant_all(Step::ImplicitOwner);
        }
        if flags & class_flag::GLOBAL != 0 && self.question.mode == Mode::Auth {
            walk.global = self.global(class, &name);
        }
        let profile =
            search::protecting_profile(self.tables, index, class, &name, self.question.volume);
        walk.profile = profile.and_then(|at| Some((at, self.tables.profile(at)?)));
        match walk.profile {
            Some((_, profile)) => self.protected(walk, class, profile, &name, dataset),
            None => self.unprotected(walk, class, dataset),
        }
    }

    /// Names that belong to a user by themselves: spool data of the local node, SFS files.
    #[cold]
    fn is_implicit_owner(&self, class: &ClassRow, name: &Name) -> bool {
        let Some(user) = self.user() else { return false };
        name.qualifier_is(1, user.name)
            && (class.implicit_owner() == ImplicitOwner::SecondQualifier || self.is_local(name))
    }

    /// Without `&RACLNDE` every node counts as local.
    fn is_local(&self, name: &Name) -> bool {
        let bundle = &self.tables.bundle;
        let Some(at) = bundle.meta().local_nodes().get().map(|row| row.0) else { return true };
        let nodes =
            bundle.variables().get(at as usize).map(|row| run(bundle.members(), row.members()));
        nodes.unwrap_or_default().iter().any(|node| bundle.bytes(*node) == name.qualifier(0))
    }

    /// The best entry of the global access checking table; none counts for RESTRICTED users.
    #[cold]
    fn global(&self, class: &ClassRow, name: &Name) -> Option<(u32, &'b GlobalRow)> {
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
        let mut irregular =
            run(bundle.irregular(), class.global_irregular()).iter().map(|at| at.get());
        let found = irregular.find(|&at| {
            let entry = bundle.globals().get(at as usize);
            regular.is_none_or(|regular| at < regular)
                && entry.is_some_and(|entry| {
                    matches_irregular(self.tables, bundle.bytes(entry.name()), name, &substitution)
                })
        });
        let at = found.or(regular)?;
        Some((at, bundle.globals().get(at as usize)?))
    }

    /// No profile: PROTECTALL for data sets, the class's return code for the others.
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
    /// Source: Security Administrator's Guide, "Protecting data sets: PROTECTALL". A RACF-indicated data set
    /// is denied before PROTECTALL is evaluated; SPECIAL users pass PROTECTALL(FAILURES) with a warning.
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
    /// Everything is evaluated before the rules decide: `allowed` needs all of it. Mandatory checks come
    /// before discretionary ones; an option decides whether global access comes before both.
    ///
    /// Source: Security Administrator's Guide, "Authorizing access to RACF-protected resources".
    #[inline]
    fn protected(
        &self,
        walk: &mut Walk<'b>,
        class: &'b ClassRow,
        profile: &'b ProfileRow,
        name: &Name,
        dataset: bool,
    ) {
        let user = self.user();
        walk.mandatory = labels::check(self.tables, user, class, profile, self.question);
        walk.own = dataset && self.owns(name);
        walk.access = FoundAccess::find(self.tables, user, class, profile, self.question);
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

    /// Whether the high-level qualifier is the user ID.
    #[inline]
    fn owns(&self, name: &Name) -> bool {
        let Some(user) = self.user() else { return false };
        name.qualifier_is(0, user.name)
            && (!user.has(user_flag::RESTRICTED)
                || self.tables.is_on(Switch::RestrictedOwnerHlqGrant))
    }
}

/// A level as far as the mandatory checks let it through.
#[inline]
fn limited(level: AccessLevel, mandatory: Mandatory) -> AccessLevel {
    match (mandatory.read, mandatory.write) {
        (None, None) => level,
        (None, Some(_)) => level.min(AccessLevel::Read),
        (Some(_), _) => AccessLevel::None,
    }
}

/// The steps from the own data set to WARNING: the first that gives the level decides.
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

/// A name that the system makes up for a temporary data set: day, time and number, such as
/// `SYS26015.T120000.RA000.JOB`. PROTECTALL exempts these.
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
