//! Whether RACF would write an SMF record.
//!
//! Source: Auditor's Guide, "Event 2(2): RESOURCE ACCESS"; Command Language Reference, `SETROPTS`,
//! operands LOGOPTIONS and OPERAUDIT, and `ALTUSER`, operand UAUDIT.
//!
//! INVARIANT: logging is determined from a finished decision and never changes it.

use saffron_bundle::layout::{ClassRow, ProfileRow, meta_flag, user_flag};
use saffron_vocabulary::racf::{AccessLevel, LogOptions, Outcome, Step, Switch};

use crate::racf::subject::User;
use crate::request::{Intent, Log, Operation, Question};
use crate::tables::Tables;

/// The parts of a decision on which logging depends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Logged<'l> {
    pub(crate) outcome: Outcome,
    pub(crate) step: Step,
    pub(crate) class: &'l ClassRow,
    pub(crate) profile: Option<&'l ProfileRow>,
}

/// Applies the rules in RACF's order; the first that applies decides.
///
/// 1. LOG=NONE and PRIVILEGED: no record.
/// 2. A grant by global access checking: only if LOGOPTIONS of the class is ALWAYS or SUCCESSES,
///    and only under the option `gac-success-logged-by-logoptions`.
/// 3. TRUSTED: LOGOPTIONS ALWAYS or SUCCESSES, or UAUDIT of the user.
/// 4. LOG=NOFAIL: denials aren't logged.
/// 5. LOGOPTIONS: ALWAYS logs, NEVER doesn't, SUCCESSES and FAILURES log their outcome and leave
///    the other one to the next rules.
/// 6. UAUDIT of the user; OPERAUDIT for access by OPERATIONS; WARNING and PROTECTALL; AUDIT and
///    GLOBALAUDIT of the profile.
///
/// Whether LOGOPTIONS NEVER also suppresses UAUDIT is the option
/// `logoptions-never-suppresses-uaudit`. SECLEVELAUDIT and SECLABELAUDIT of SETROPTS aren't
/// evaluated.
///
/// Source: Auditor's Guide, "Event 2(2): RESOURCE ACCESS"; System Programmer's Guide, RACHECK, for
/// global access checking, and OPERAUDIT.
#[inline]
pub(crate) fn is_logged(
    tables: &Tables<'_>,
    user: Option<&User<'_>>,
    question: &Question<'_>,
    decided: Logged<'_>,
) -> bool {
    if question.log == Log::None || decided.step == Step::Privileged {
        return false;
    }
    let options = decided.class.log_options();
    let audited = user.is_some_and(|user| user.has(user_flag::UAUDIT));
    let success = matches!(options, LogOptions::Always | LogOptions::Successes);
    if decided.step == Step::Global {
        return success && tables.is_on(Switch::GacSuccessLoggedByLogoptions);
    }
    let audited = audited
        && (options != LogOptions::Never || !tables.is_on(Switch::LogoptionsNeverSuppressesUaudit));
    if decided.step == Step::Trusted {
        return success || audited;
    }
    let denied = decided.outcome == Outcome::Deny;
    if question.log == Log::NoFail && denied {
        return false;
    }
    match options {
        LogOptions::Always => return true,
        LogOptions::Never => return audited,
        LogOptions::Successes if decided.outcome == Outcome::Grant => return true,
        LogOptions::Failures if denied => return true,
        LogOptions::Default | LogOptions::Successes | LogOptions::Failures => {}
    }
    let operations = decided.step == Step::Operations && tables.has(meta_flag::OPERATIONS_AUDIT);
    audited
        || operations
        || matches!(decided.step, Step::Warning | Step::Protectall)
        || decided
            .profile
            .is_some_and(|profile| is_audited(profile, decided.outcome, audited_level(question)))
}

/// The level that AUDIT compares. A program fetch is logged as READ, a creation as ALTER.
fn audited_level(question: &Question<'_>) -> AccessLevel {
    match (question.operation, question.intent) {
        (Operation::Access, Intent::Access) => question.access,
        (Operation::Access, Intent::Execute) => AccessLevel::Read,
        (Operation::Define | Operation::Administer { .. }, _) => AccessLevel::Alter,
    }
}

/// Whether the owner's AUDIT or the auditor's GLOBALAUDIT requests a record for this outcome at
/// this level: the requested level must be at least the level of the audit option. One of the two
/// is sufficient.
///
/// Source: Command Language Reference, `ALTDSD` and `RALTER`, operands AUDIT and GLOBALAUDIT.
#[inline]
fn is_audited(profile: &ProfileRow, outcome: Outcome, access: AccessLevel) -> bool {
    let (own, global) = (profile.audit(), profile.global_audit());
    let from = match outcome {
        Outcome::Grant => [own.success(), global.success()],
        Outcome::Deny => [own.failures(), global.failures()],
        Outcome::NotProtected => return false,
    };
    from.iter().any(|level| level.get().is_some_and(|level| access >= level))
}
