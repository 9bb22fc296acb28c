//! A walk as a decision: ids become the names that RACF would show.

use saffron_bundle::layout::{ClassRow, OriginRow, ProfileRow, profile_flag, profile_origin};
use saffron_bundle::run;
use saffron_bundle::vocabulary::{AccessLevel, ConditionKind, EntryKind, Outcome, Step};

use crate::acee::{Subject, User};
use crate::authority::{Hit, Operations, who_of};
use crate::conditional::ConditionalHit;
use crate::decision::{ConditionView, Decision, EntryView, ProfileView, ReturnCodes, Source};
use crate::engine::Engine;
use crate::log::{Logged, is_logged};
use crate::request::{Intent, Operation, Request};
use crate::search::volume_text;
use crate::walk::Walk;

/// Reason code of a denied READ for a user who has EXECUTE.
const ONLY_EXECUTE: u8 = 0x1C;

/// The decision that a walk comes to.
#[inline]
pub(crate) fn decision<'b>(
    engine: &Engine<'b>,
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
        profile: profile.map(|(_, row)| engine.profile_view(row, request)),
        entry: deciding_entry(engine, walk),
        allowed: walk.allowed,
        warning: walk.warning,
        log: log(engine, subject, request, walk),
        notify: notify.map(|id| engine.id_name(id)),
        source: source(engine, subject, walk),
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

fn log(engine: &Engine<'_>, subject: &Subject<'_>, request: &Request<'_>, walk: &Walk<'_>) -> bool {
    let Some((_, class)) = walk.class else { return false };
    if matches!(request.operation, Operation::Administer { .. }) {
        return false;
    }
    let early = matches!(walk.step, Step::ClassInactive | Step::ClassNotRaclisted);
    let profile = walk.profile.map(|(_, row)| row);
    let decided = Logged { outcome: walk.outcome, step: walk.step, class, profile };
    !early && is_logged(engine, subject.user.as_ref(), request, decided)
}

/// The entry that granted, or the one that limited the user.
fn deciding_entry<'b>(engine: &Engine<'b>, walk: &Walk<'b>) -> Option<EntryView<'b>> {
    let (_, profile) = walk.profile?;
    match walk.step {
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry => {
            engine.entry_view(profile, walk.listed()?)
        }
        Step::Insufficient | Step::Warning => engine.entry_view(profile, walk.limiting()?),
        Step::Conditional => engine.conditional_view(profile, walk.authorities.conditional?),
        _ => None,
    }
}

impl Walk<'_> {
    /// The entry of the standard list that speaks for the user.
    pub(crate) fn listed(&self) -> Option<Hit> {
        self.authorities.user.or(self.authorities.group).or(self.authorities.any)
    }

    /// The entry that kept the user from what lies behind it; `ID(*)` only if it hid UACC.
    pub(crate) fn limiting(&self) -> Option<Hit> {
        let any = self.authorities.any.filter(|_| self.authorities.uacc.is_none());
        self.authorities.user.or(self.authorities.group).or(any)
    }
}

impl<'b> Engine<'b> {
    /// A profile as RACF shows it; of its volumes the one that is asked for, else the first.
    pub(crate) fn profile_view(&self, row: &ProfileRow, request: &Request<'_>) -> ProfileView<'b> {
        let asked = request.volume.and_then(|volume| self.volume(row, volume));
        let volume = asked.or_else(|| run(self.bundle.volumes, row.volumes).first());
        ProfileView {
            class: self.class_name(u32::from(row.class.get())),
            name: self.bundle.text(row.name),
            generic: row.flags.get() & profile_flag::GENERIC != 0,
            volume: volume.map(volume_text),
        }
    }

    pub(crate) fn class_name(&self, class: u32) -> &'b str {
        self.class_row(class).map(|row| saffron_bundle::short_name(&row.name)).unwrap_or_default()
    }

    fn who(&self, who: u32) -> (EntryKind, &'b str) {
        let Some(id) = who.checked_sub(1) else { return (EntryKind::Any, "*") };
        let row = self.bundle.authorities.get(id as usize);
        let kind = row.and_then(|row| EntryKind::from_byte(row.kind)).unwrap_or(EntryKind::User);
        (kind, self.id_name(id))
    }

    pub(crate) fn entry_view(&self, profile: &ProfileRow, hit: Hit) -> Option<EntryView<'b>> {
        let entry = run(self.bundle.entries, profile.standard).get(hit.entry as usize)?;
        let (kind, id) = self.who(who_of(*entry));
        Some(EntryView { kind, id, access: hit.level, when: None })
    }

    pub(crate) fn conditional_view(
        &self,
        profile: &ProfileRow,
        hit: ConditionalHit,
    ) -> Option<EntryView<'b>> {
        let entry = run(self.bundle.conditional, profile.conditional).get(hit.entry as usize)?;
        let (kind, id) = self.who(entry.who.get());
        let when = ConditionView {
            kind: ConditionKind::from_byte(entry.kind)?,
            name: self.bundle.text(entry.name),
            value: self.bundle.text(entry.value),
        };
        Some(EntryView { kind, id, access: hit.level, when: Some(when) })
    }

    pub(crate) fn origin(&self, at: usize) -> Option<Source<'b>> {
        let origin: &'b OriginRow = self.bundle.origins.get(at)?;
        let file = self.bundle.origin_file(origin)?;
        Some(Source { file, line: origin.line.get(), column: origin.column.get() })
    }

    /// Where a class is declared.
    pub(crate) fn class_origin(&self, class: u32) -> Option<Source<'b>> {
        self.origin(class as usize)
    }

    /// Where an ID is declared.
    pub(crate) fn id_origin(&self, id: u32) -> Option<Source<'b>> {
        self.origin(self.bundle.classes.len() + id as usize)
    }

    /// Where a connection is declared; its place in the connection section.
    pub(crate) fn connection_origin(&self, connection: usize) -> Option<Source<'b>> {
        self.origin(self.bundle.classes.len() + self.bundle.authorities.len() + connection)
    }

    /// Where a connection of a user is declared; its place among the user's.
    pub(crate) fn user_connection_origin(&self, user: &User<'_>, at: usize) -> Option<Source<'b>> {
        self.connection_origin(user.row.connections.start.get() as usize + at)
    }

    /// Where a global access checking entry is declared.
    pub(crate) fn global_origin(&self, entry: u32) -> Option<Source<'b>> {
        self.connection_origin(self.bundle.connections.len() + entry as usize)
    }

    /// Where PROTECTALL is set, if the policy says.
    pub(crate) fn protect_all_origin(&self) -> Option<Source<'b>> {
        self.connection_origin(self.bundle.connections.len() + self.bundle.globals.len())
    }

    /// Where something of a profile is said: an offset of [`profile_origin`].
    pub(crate) fn profile_origin(&self, profile: &ProfileRow, offset: u32) -> Option<Source<'b>> {
        self.origin(profile.origin.get() as usize + offset as usize)
    }

    pub(crate) fn entry_origin(&self, profile: &ProfileRow, hit: Hit) -> Option<Source<'b>> {
        self.profile_origin(profile, profile_origin::ENTRIES + hit.entry)
    }

    pub(crate) fn conditional_origin(
        &self,
        profile: &ProfileRow,
        hit: ConditionalHit,
    ) -> Option<Source<'b>> {
        let before = profile_origin::ENTRIES + profile.standard.len.get();
        self.profile_origin(profile, before + hit.entry)
    }
}

/// The policy line behind the deciding rule.
#[inline]
fn source<'b>(engine: &Engine<'b>, subject: &Subject<'b>, walk: &Walk<'b>) -> Option<Source<'b>> {
    let class = |(class, _): (u32, &ClassRow)| engine.class_origin(class);
    let profile = walk.profile.map(|(_, row)| row);
    let user = subject.user.as_ref();
    match walk.step {
        Step::UserUnknown | Step::Privileged | Step::Trusted | Step::ImplicitOwner => None,
        Step::UserRevoked | Step::Special | Step::Owner => engine.id_origin(user?.id),
        Step::GroupNotConnected => match user?.asked {
            Some(at) => engine.user_connection_origin(user?, at),
            None => engine.id_origin(user?.id),
        },
        Step::ClassUnknown
        | Step::ClassInactive
        | Step::ClassNotRaclisted
        | Step::NoProfile
        | Step::RacfIndicated => walk.class.and_then(class),
        Step::Protectall => engine.protect_all_origin(),
        Step::Global => engine.global_origin(walk.global?.0),
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry => {
            engine.entry_origin(profile?, walk.listed()?)
        }
        Step::Uacc => engine.profile_origin(profile?, profile_origin::UACC),
        Step::Conditional => engine.conditional_origin(profile?, walk.authorities.conditional?),
        Step::GroupAuthority => engine.profile_origin(profile?, profile_origin::PROFILE),
        Step::Operations | Step::GroupSpecial => match walk.authorities.operations? {
            Operations::System => engine.id_origin(user?.id),
            Operations::Group(at) => engine.user_connection_origin(user?, at),
        },
        Step::Insufficient => match walk.limiting() {
            Some(hit) => engine.entry_origin(profile?, hit),
            None => engine.profile_origin(profile?, profile_origin::PROFILE),
        },
        Step::Seclabel | Step::Seclevel | Step::Category | Step::OwnDataset | Step::Warning => {
            engine.profile_origin(profile?, profile_origin::PROFILE)
        }
    }
}
