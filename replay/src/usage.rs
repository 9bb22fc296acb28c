//! What of the policy events rest on, and what of it none rests on.

use std::collections::HashSet;

use saffron_bundle::layout::{
    ClassRow, ConditionalRow, OptId, OptLevel, ProfileRow, class_flag, profile_flag, user_flag,
};
use saffron_bundle::{Bundle, IdIndex, Place as Origin, run};
use saffron_runtime::{Decision, EntryKind, Place};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, LogOptions};

/// A row of the policy: a profile, or one of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Row {
    Profile(u32),
    Entry(u32, u32),
    Conditional(u32, u32),
}

/// The rows on which events rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    rows: HashSet<Row>,
}

/// The rows on which one decision rests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rests([Option<Row>; 2]);

impl Rests {
    pub(crate) fn of(bundle: &Bundle<'_>, place: Place, decision: &Decision<'_>) -> Self {
        let Some(at) = place.profile else { return Self([None, None]) };
        let row = bundle.profiles().get(at as usize);
        Self([Some(Row::Profile(at)), row.and_then(|row| entry(bundle, at, row, decision))])
    }
}

/// The entry that granted, or that limited the user.
fn entry(
    bundle: &Bundle<'_>,
    at: u32,
    profile: &ProfileRow,
    decision: &Decision<'_>,
) -> Option<Row> {
    let shown = decision.entry()?;
    let named = |who: OptId<IdIndex>| bundle.who(who) == (shown.kind, shown.id);
    let number = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok());
    let Some(when) = shown.when else {
        let entries = run(bundle.entries(), profile.standard());
        return number(entries.iter().position(|it| named(it.who()))).map(|it| Row::Entry(at, it));
    };
    let same = |it: &&ConditionalRow| {
        it.kind() == when.kind
            && bundle.text(it.value()) == when.value
            && bundle.text(it.name()) == when.name
            && named(it.who())
    };
    let entries = run(bundle.conditional(), profile.conditional());
    number(entries.iter().position(|it| same(&it))).map(|it| Row::Conditional(at, it))
}

impl Usage {
    pub(crate) fn rests(&mut self, on: &Rests) {
        self.rows.extend(on.0.into_iter().flatten());
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }
}

/// A profile or entry on which no event rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused<'e> {
    /// The class.
    pub class: &'e str,
    /// The profile.
    pub profile: &'e str,
    /// Whether it is generic.
    pub generic: bool,
    /// The entry; `None` for the profile itself.
    pub entry: Option<UnusedEntry<'e>>,
    /// Where the policy states it.
    pub source: Option<Origin<'e>>,
    /// Whether an event would have been recorded. If not, nothing is known about its use.
    pub observable: bool,
}

/// An entry of an access list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnusedEntry<'e> {
    /// User, group or `*`.
    pub kind: EntryKind,
    /// The ID.
    pub id: &'e str,
    /// The level.
    pub access: AccessLevel,
    /// The kind of condition, and its value.
    pub when: Option<(ConditionKind, &'e str)>,
}

/// What no event rests on, and how many profiles of how many are observable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unrested<'e> {
    /// In the order of the policy.
    pub rows: Vec<Unused<'e>>,
    /// Profiles of which every use is recorded.
    pub observable: usize,
    /// All profiles of classes that are in use.
    pub profiles: usize,
}

impl Usage {
    /// What isn't used. Without events nothing would have been seen.
    pub(crate) fn unrested<'e>(&self, bundle: &'e Bundle<'e>, any_events: bool) -> Unrested<'e> {
        let mut found = Unrested::default();
        for (at, row) in bundle.profiles().iter().enumerate() {
            let Some(class) = bundle.classes().get(usize::from(row.class())) else { continue };
            let Ok(at) = u32::try_from(at) else { continue };
            let seen = Seen { bundle, class, row, any: any_events };
            found.profiles += 1;
            found.observable += usize::from(seen.always());
            self.profile(at, &seen, &mut found.rows);
        }
        found
    }

    fn profile<'e>(&self, at: u32, seen: &Seen<'e>, into: &mut Vec<Unused<'e>>) {
        let Seen { bundle, row, .. } = *seen;
        if !self.rows.contains(&Row::Profile(at)) {
            into.push(seen.unused(None, bundle.place(row.own_origin()), seen.always()));
        }
        for (number, entry) in (0..).zip(run(bundle.entries(), row.standard())) {
            if !self.rows.contains(&Row::Entry(at, number)) {
                let shown = shown(bundle, entry.who(), entry.level(), None);
                let source = bundle.place(row.entry_origin(number));
                into.push(seen.unused(Some(shown), source, seen.entry(entry.who(), entry.level())));
            }
        }
        for (number, entry) in (0..).zip(run(bundle.conditional(), row.conditional())) {
            if !self.rows.contains(&Row::Conditional(at, number)) {
                let when = (entry.kind(), bundle.text(entry.value()));
                let shown = shown(bundle, entry.who(), entry.access(), Some(when));
                let source = bundle.place(row.conditional_origin(number));
                into.push(seen.unused(
                    Some(shown),
                    source,
                    seen.entry(entry.who(), entry.access()),
                ));
            }
        }
    }
}

fn shown<'e>(
    bundle: &'e Bundle<'e>,
    who: OptId<IdIndex>,
    access: AccessLevel,
    when: Option<(ConditionKind, &'e str)>,
) -> UnusedEntry<'e> {
    let (kind, id) = bundle.who(who);
    UnusedEntry { kind, id, access, when }
}

/// What of the use of a profile is recorded.
struct Seen<'e> {
    bundle: &'e Bundle<'e>,
    class: &'e ClassRow,
    row: &'e ProfileRow,
    /// Whether there are events at all.
    any: bool,
}

impl<'e> Seen<'e> {
    fn unused(
        &self,
        entry: Option<UnusedEntry<'e>>,
        source: Option<Origin<'e>>,
        observable: bool,
    ) -> Unused<'e> {
        Unused {
            class: self.class.name(),
            profile: self.bundle.text(self.row.name()),
            generic: self.row.flags() & profile_flag::GENERIC != 0,
            entry,
            source,
            observable,
        }
    }

    /// Whether every use of the profile is recorded, granted or refused.
    fn always(&self) -> bool {
        self.is_recorded(AccessLevel::Read) && self.refusals(AccessLevel::Read)
    }

    /// Whether a use of an entry is recorded: a grant at its level, or a refusal if it gives nothing.
    fn entry(&self, who: OptId<IdIndex>, level: AccessLevel) -> bool {
        match level {
            AccessLevel::None => self.refusals(AccessLevel::Read),
            // A program fetch is recorded as READ.
            AccessLevel::Execute => self.is_recorded(AccessLevel::Read) || self.is_audited(who),
            level => self.is_recorded(level) || self.is_audited(who) && !self.is_global(level),
        }
    }

    /// Whether the user has UAUDIT, so that whatever the user does is recorded.
    fn is_audited(&self, who: OptId<IdIndex>) -> bool {
        let id = who.get().and_then(|id| self.bundle.authorities().get(id.0 as usize));
        let user = id.and_then(|id| id.user().get());
        let user = user.and_then(|user| self.bundle.users().get(user.0 as usize));
        self.any
            && self.class.log_options() != LogOptions::Never
            && user.is_some_and(|user| user.flags() & user_flag::UAUDIT != 0)
    }

    /// Whether a grant at a level is recorded.
    fn is_recorded(&self, level: AccessLevel) -> bool {
        let (own, global) = (self.row.audit().success(), self.row.global_audit().success());
        let of_class = match self.class.log_options() {
            LogOptions::Always | LogOptions::Successes => true,
            LogOptions::Never => return false,
            LogOptions::Default | LogOptions::Failures => false,
        };
        self.any && !self.is_global(level) && (of_class || from(own, level) || from(global, level))
    }

    fn refusals(&self, level: AccessLevel) -> bool {
        let (own, global) = (self.row.audit().failures(), self.row.global_audit().failures());
        let of_class = match self.class.log_options() {
            LogOptions::Always | LogOptions::Failures => true,
            LogOptions::Never => return false,
            LogOptions::Default | LogOptions::Successes => false,
        };
        self.any && (of_class || from(own, level) || from(global, level))
    }

    /// Whether the global access checking table may grant the level, which is not recorded.
    fn is_global(&self, level: AccessLevel) -> bool {
        let on = self.class.flags() & class_flag::GLOBAL != 0;
        on && run(self.bundle.globals(), self.class.globals()).iter().any(|it| it.access() >= level)
    }
}

fn from(audited: OptLevel, level: AccessLevel) -> bool {
    audited.get().is_some_and(|from| level >= from)
}
