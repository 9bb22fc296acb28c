//! A walk as a decision: return codes, the deciding entry, the place in the policy.
//!
//! No rule is evaluated here, and no name is looked up: a decision contains indices, and its
//! methods look up the names when a caller asks. So an application that reads only the outcome pays
//! for nothing else.
//!
//! Source of the codes: RACROUTE Macro Reference, `REQUEST=AUTH`, "Return codes and reason codes".

use saffron_vocabulary::racf::{AccessLevel, Outcome, Step};

use crate::racf::access::Operations;
use crate::racf::decision::{Basis, Cause, DecidingEntry, Decision, ReturnCodes};
use crate::racf::entries::Hit;
use crate::racf::log::{Logged, is_logged};
use crate::racf::subject::{Acee, User};
use crate::racf::view::shown_volume;
use crate::racf::walk::Walk;
use crate::request::{Intent, Operation, Question};
use crate::tables::Tables;

/// Reason code of a denied READ for a user who has EXECUTE (RACROUTE Macro Reference, REQUEST=AUTH,
/// return and reason codes).
const ONLY_EXECUTE: u8 = 0x1C;

/// The decision in which a walk results. A decision by global access checking shows no profile,
/// even if one was found, because RACF wouldn't have searched it. NOTIFY applies to denied access
/// only.
#[inline]
pub(crate) fn decision<'b>(
    tables: &'b Tables<'b>,
    acee: &Acee<'b>,
    question: &Question<'_>,
    walk: &Walk<'b>,
) -> Decision<'b> {
    let profile = walk.profile.map(|(_, row)| row).filter(|_| walk.step != Step::Global);
    let basis = Basis {
        tables,
        profile,
        volume: profile.map_or(0, |row| shown_volume(tables, row, question)),
        entry: deciding_entry(walk),
        // NOTIFY is for refused use, not for refused commands.
        notifies: walk.outcome == Outcome::Deny && !administers(question),
        cause: cause(acee.user.as_ref(), walk),
    };
    Decision {
        outcome: walk.outcome,
        step: walk.step,
        codes: codes(question, walk),
        allowed: walk.allowed,
        warning: walk.warning,
        log: log(tables, acee, question, walk),
        partial: is_partial(acee, walk),
        basis,
    }
}

/// Whether the decision rests on something that is declared as external: the user; the profile, or
/// a grouping profile that may have the resource as a member; an owner, where the scope of a group
/// attribute matters.
#[inline]
fn is_partial(acee: &Acee<'_>, walk: &Walk<'_>) -> bool {
    acee.is_external() || walk.has_external_profile() || walk.members_unknown || walk.scope_unknown
}

/// Whether the request is about changing a profile.
fn administers(question: &Question<'_>) -> bool {
    matches!(question.operation, Operation::Administer { .. })
}

/// Return and reason codes: 0/0/0 for a grant, 4/4/0 for what isn't protected, 8/8/0 for a denial,
/// and 8/8/28 if READ is denied to a user who has EXECUTE.
///
/// Source: RACROUTE Macro Reference, `REQUEST=AUTH`, "Return codes and reason codes".
fn codes(question: &Question<'_>, walk: &Walk<'_>) -> ReturnCodes {
    let only_execute = walk.outcome == Outcome::Deny
        && question.intent == Intent::Access
        && walk.need == AccessLevel::Read
        && walk.allowed == Some(AccessLevel::Execute);
    match walk.outcome {
        Outcome::Grant => ReturnCodes { saf: 0, racf: 0, reason: 0 },
        Outcome::NotProtected => ReturnCodes { saf: 4, racf: 4, reason: 0 },
        Outcome::Deny if only_execute => ReturnCodes { saf: 8, racf: 8, reason: ONLY_EXECUTE },
        Outcome::Deny => ReturnCodes { saf: 8, racf: 8, reason: 0 },
    }
}

/// Whether RACF would write an SMF record. A request that ends at the class is not logged, nor is a
/// question about a change to a profile. Without an ACEE the class isn't read, so nothing is logged
/// either.
fn log(tables: &Tables<'_>, acee: &Acee<'_>, question: &Question<'_>, walk: &Walk<'_>) -> bool {
    let Some((_, class)) = walk.class else { return false };
    if administers(question) {
        return false;
    }
    let early = matches!(walk.step, Step::ClassInactive | Step::ClassNotRaclisted);
    let profile = walk.profile.map(|(_, row)| row);
    let decided = Logged { outcome: walk.outcome, step: walk.step, class, profile };
    !early && is_logged(tables, acee.user.as_ref(), question, decided)
}

/// The entry that granted or, for `insufficient` and WARNING, the one that limited the user.
#[inline]
fn deciding_entry(walk: &Walk<'_>) -> DecidingEntry {
    let standard = |hit: Option<Hit>| hit.map_or(DecidingEntry::None, DecidingEntry::Standard);
    match walk.step {
        _ if walk.profile.is_none() => DecidingEntry::None,
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry => standard(walk.listed()),
        Step::Insufficient | Step::Warning => standard(walk.limiting()),
        Step::Conditional => {
            walk.access.conditional.map_or(DecidingEntry::None, DecidingEntry::Conditional)
        }
        _ => DecidingEntry::None,
    }
}

/// The part of the policy on which the deciding rule rests. It is the line where a change would
/// start; for the absence of a profile that is the class.
#[inline]
fn cause(user: Option<&User<'_>>, walk: &Walk<'_>) -> Cause {
    let id = || user.map_or(Cause::None, |user| Cause::Id(user.id));
    let connection =
        |at| user.map_or(Cause::None, |user| Cause::Connection(user.connection_index(at)));
    match walk.step {
        Step::UserRevoked | Step::Special | Step::Owner => id(),
        Step::GroupNotConnected => user.and_then(|user| user.asked).map_or_else(id, connection),
        Step::ClassUnknown
        | Step::ClassInactive
        | Step::ClassNotRaclisted
        | Step::NoProfile
        | Step::NameInvalid
        | Step::RacfIndicated => walk.class.map_or(Cause::None, |(class, _)| Cause::Class(class)),
        Step::Protectall => Cause::ProtectAll,
        Step::Global => walk.global.map_or(Cause::None, |(at, _)| Cause::Global(at)),
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry | Step::Conditional => Cause::Entry,
        Step::Uacc => Cause::Uacc,
        Step::Operations | Step::GroupSpecial => match walk.access.operations {
            Some(Operations::System) => id(),
            Some(Operations::Group(at)) => connection(at),
            None => Cause::None,
        },
        Step::Insufficient if walk.limiting().is_some() => Cause::Entry,
        Step::Insufficient
        | Step::GroupAuthority
        | Step::Seclabel
        | Step::Seclevel
        | Step::Category
        | Step::OwnDataset
        | Step::Warning => Cause::Profile,
        // Unknown users, PRIVILEGED, TRUSTED and implicit owners: no line of the policy.
        _ => Cause::None,
    }
}
