//! A walk as a decision.

use saffron_bundle::layout::{ClassRow, profile_origin};
use saffron_bundle::vocabulary::{AccessLevel, Outcome, Step};

use crate::decision::{Decision, EntryView, ReturnCodes};
use crate::racf::access::Operations;
use crate::racf::log::{Logged, is_logged};
use crate::racf::subject::Subject;
use crate::racf::view;
use crate::racf::walk::Walk;
use crate::request::{Intent, Operation, Request};
use crate::source::Source;
use crate::tables::Tables;

/// Reason code of a denied READ for a user who has EXECUTE.
const ONLY_EXECUTE: u8 = 0x1C;

/// The decision that a walk comes to.
#[inline]
pub(crate) fn decision<'b>(
    tables: &Tables<'b>,
    subject: &Subject<'b>,
    request: &Request<'_>,
    walk: &Walk<'b>,
) -> Decision<'b> {
    // NOTIFY tells of refused use, not of refused commands.
    let administers = matches!(request.operation, Operation::Administer { .. });
    let denied = walk.outcome == Outcome::Deny && !administers;
    let profile = if walk.step == Step::Global { None } else { walk.profile };
    let notify = profile.filter(|_| denied).and_then(|(_, row)| row.notify.get().checked_sub(1));
    Decision {
        outcome: walk.outcome,
        step: walk.step,
        codes: codes(request, walk),
        profile: profile.map(|(_, row)| view::profile_view(tables, row, request)),
        entry: deciding_entry(tables, walk),
        allowed: walk.allowed,
        warning: walk.warning,
        log: log(tables, subject, request, walk),
        notify: notify.map(|id| tables.id_name(id)),
        source: source(tables, subject, walk),
    }
}

fn codes(request: &Request<'_>, walk: &Walk<'_>) -> ReturnCodes {
    let only_execute = walk.outcome == Outcome::Deny
        && request.intent == Intent::Access
        && walk.need == AccessLevel::Read
        && walk.allowed == Some(AccessLevel::Execute);
    match walk.outcome {
        Outcome::Grant => ReturnCodes { saf: 0, racf: 0, reason: 0 },
        Outcome::NotProtected => ReturnCodes { saf: 4, racf: 4, reason: 0 },
        Outcome::Deny if only_execute => ReturnCodes { saf: 8, racf: 8, reason: ONLY_EXECUTE },
        Outcome::Deny => ReturnCodes { saf: 8, racf: 8, reason: 0 },
    }
}

fn log(tables: &Tables<'_>, subject: &Subject<'_>, request: &Request<'_>, walk: &Walk<'_>) -> bool {
    let Some((_, class)) = walk.class else { return false };
    if matches!(request.operation, Operation::Administer { .. }) {
        return false;
    }
    let early = matches!(walk.step, Step::ClassInactive | Step::ClassNotRaclisted);
    let profile = walk.profile.map(|(_, row)| row);
    let decided = Logged { outcome: walk.outcome, step: walk.step, class, profile };
    !early && is_logged(tables, subject.user.as_ref(), request, decided)
}

/// The entry that granted, or the one that limited the user.
fn deciding_entry<'b>(tables: &Tables<'b>, walk: &Walk<'b>) -> Option<EntryView<'b>> {
    let (_, profile) = walk.profile?;
    match walk.step {
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry => {
            view::entry_view(tables, profile, walk.listed()?)
        }
        Step::Insufficient | Step::Warning => view::entry_view(tables, profile, walk.limiting()?),
        Step::Conditional => view::conditional_view(tables, profile, walk.access.conditional?),
        _ => None,
    }
}

/// The policy line behind the deciding rule.
#[inline]
fn source<'b>(tables: &Tables<'b>, subject: &Subject<'b>, walk: &Walk<'b>) -> Option<Source<'b>> {
    let class = |(class, _): (u32, &ClassRow)| view::class_origin(tables, class);
    let profile = walk.profile.map(|(_, row)| row);
    let user = subject.user.as_ref();
    match walk.step {
        Step::UserUnknown | Step::Privileged | Step::Trusted | Step::ImplicitOwner => None,
        Step::UserRevoked | Step::Special | Step::Owner => view::id_origin(tables, user?.id),
        Step::GroupNotConnected => match user?.asked {
            Some(at) => view::user_connection_origin(tables, user?, at),
            None => view::id_origin(tables, user?.id),
        },
        Step::ClassUnknown
        | Step::ClassInactive
        | Step::ClassNotRaclisted
        | Step::NoProfile
        | Step::RacfIndicated => walk.class.and_then(class),
        Step::Protectall => view::protect_all_origin(tables),
        Step::Global => view::global_origin(tables, walk.global?.0),
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry => {
            view::entry_origin(tables, profile?, walk.listed()?)
        }
        Step::Uacc => view::profile_origin(tables, profile?, profile_origin::UACC),
        Step::Conditional => view::conditional_origin(tables, profile?, walk.access.conditional?),
        Step::GroupAuthority => view::profile_origin(tables, profile?, profile_origin::PROFILE),
        Step::Operations | Step::GroupSpecial => match walk.access.operations? {
            Operations::System => view::id_origin(tables, user?.id),
            Operations::Group(at) => view::user_connection_origin(tables, user?, at),
        },
        Step::Insufficient => match walk.limiting() {
            Some(hit) => view::entry_origin(tables, profile?, hit),
            None => view::profile_origin(tables, profile?, profile_origin::PROFILE),
        },
        Step::Seclabel | Step::Seclevel | Step::Category | Step::OwnDataset | Step::Warning => {
            view::profile_origin(tables, profile?, profile_origin::PROFILE)
        }
    }
}
