//! One event after the other: what becomes of each.

use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use saffron_runtime::{Engine, Requester};
use saffron_unload::columns::without_blanks;
use saffron_unload::form::{Batch, Decoder};

use crate::event::{Access, Authority, Command, Event, Port, Time, Wanted};
use crate::policy::{Answer, Answered, Policy, net_name, question};
use crate::usage::{Rests, Usage};

/// Why an event is not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// No user is known.
    NoUser,
    /// The policy doesn't have the user.
    UserUnknown,
    /// The policy says nothing about the class.
    ClassUnknown,
    /// No level was asked for.
    NoLevel,
    /// An event that is no check of access.
    NotAccess,
    /// An event that isn't known.
    UnknownEvent,
    /// No record.
    Unreadable,
    /// Of a system that wasn't asked for.
    OtherSystem,
}

impl Skip {
    /// The word by which it is known.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoUser => "no-user",
            Self::UserUnknown => "user-unknown",
            Self::ClassUnknown => "class-unknown",
            Self::NoLevel => "no-level",
            Self::NotAccess => "not-access",
            Self::UnknownEvent => "unknown-event",
            Self::Unreadable => "unreadable",
            Self::OtherSystem => "other-system",
        }
    }
}

/// Whether the change of the policy causes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CausedBy {
    /// The old policy answers otherwise.
    Change,
    /// The old policy answers alike.
    Before,
}

impl CausedBy {
    /// The word by which it is known.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Before => "before",
        }
    }
}

/// What events must have in common to be one line of the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// How the policy differs.
    pub answer: Answer,
    /// With an old policy: what causes it.
    pub caused_by: Option<CausedBy>,
    /// The user.
    pub user: String,
    /// The class.
    pub class: String,
    /// The profile that protects the resource by the policy.
    pub policy: Option<String>,
    /// The profile that protected it by the record.
    pub recorded: Option<String>,
    /// What was asked for.
    pub access: Wanted,
}

/// An event as a request of the decision interface.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// When.
    pub time: Time,
    /// The name.
    pub resource: String,
    /// The volume of a data set.
    pub volume: Option<String>,
    /// The current connect group.
    pub group: Option<String>,
    /// The port of entry: its field of a context, and its name.
    pub port: Option<(&'static str, String)>,
    /// The system.
    pub system: String,
    /// The security label.
    pub label: Option<String>,
}

/// An event whose answer isn't the same.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) key: Key,
    pub(crate) witness: Witness,
    pub(crate) revoked: bool,
}

/// What becomes of an event.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    Skipped(Skip),
    /// Compared; whether the old policy differs, and whether profile or level are recorded otherwise.
    Same {
        resolved: bool,
        notes: Notes,
    },
    Found(Box<Finding>),
    Changed(Box<Change>),
}

/// What is recorded otherwise where the answer is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes {
    pub(crate) profile: bool,
    pub(crate) allowed: bool,
}

/// What a command changed.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) command: &'static str,
    pub(crate) time: Time,
    pub(crate) what: What,
}

/// What can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum What {
    Profile(String, String),
    User(String),
    Group(String),
    Options,
}

/// A record that was judged.
#[derive(Debug)]
pub(crate) struct Judged {
    /// Of the whole record; equal records are one event.
    pub(crate) hash: u64,
    /// From 1, in its file.
    pub(crate) number: u64,
    pub(crate) time: Option<Time>,
    pub(crate) authority: Option<(Authority, String)>,
    /// `None`: the system did as no policy could.
    pub(crate) effect: Option<Effect>,
}

/// What a replay is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Equal records are events of their own.
    pub keep_duplicates: bool,
    /// Find out what of the policy no event rests on.
    pub unused: bool,
    /// Only events of these systems; empty: all.
    pub systems: Vec<String>,
    /// How many threads share the work.
    pub threads: usize,
}

/// The policies that judge.
#[derive(Clone, Debug)]
pub(crate) struct Judge<'e> {
    pub(crate) new: Policy<'e>,
    old: Option<Policy<'e>>,
    pub(crate) options: Options,
}

impl<'e> Judge<'e> {
    pub(crate) fn new(new: &'e Engine, old: Option<&'e Engine>, options: Options) -> Self {
        Self { new: Policy::new(new), old: old.map(Policy::new), options }
    }

    /// Judges the records of a batch, the first of which has this number.
    pub(crate) fn batch(
        &self,
        batch: &Batch,
        decoder: &Decoder,
        first: u64,
    ) -> (Vec<Judged>, Usage) {
        let (mut text, mut usage) = (String::new(), Usage::default());
        let judged = batch.records().zip(first..).filter_map(|(bytes, number)| {
            self.record(decoder.text(bytes, &mut text), number, &mut usage)
        });
        (judged.collect(), usage)
    }

    fn record(&self, text: &str, number: u64, usage: &mut Usage) -> Option<Judged> {
        let hash = hash(text);
        let mut judged = Judged { hash, number, time: None, authority: None, effect: None };
        let skip = match Event::of(text) {
            Event::Blank => return None,
            Event::Unreadable => Skip::Unreadable,
            Event::Unknown => Skip::UnknownEvent,
            Event::Other => Skip::NotAccess,
            Event::Command(command) => {
                judged.effect = Some(Effect::Changed(Box::new(change(&command))));
                return Some(judged);
            }
            Event::Access(access) => {
                self.access(&access, &mut judged, usage);
                return Some(judged);
            }
        };
        judged.effect = Some(Effect::Skipped(skip));
        Some(judged)
    }

    fn access(&self, access: &Access<'_>, judged: &mut Judged, usage: &mut Usage) {
        let systems = &self.options.systems;
        if !systems.is_empty() && !systems.iter().any(|it| it == access.system) {
            judged.effect = Some(Effect::Skipped(Skip::OtherSystem));
            return;
        }
        judged.time = Some(access.time);
        if access.undefined {
            judged.effect = Some(Effect::Skipped(Skip::NoUser));
            return;
        }
        judged.authority = access.authority.map(|it| (it, access.user.to_owned()));
        let only = access.authority.filter(|_| !access.normal);
        if only.is_some_and(|it| it != Authority::Operations) {
            return;
        }
        judged.effect = match self.skip(access) {
            Ok(wanted) => self.compare(access, wanted, only.is_some(), usage),
            Err(skip) => only.is_none().then_some(Effect::Skipped(skip)),
        };
    }

    fn skip(&self, access: &Access<'_>) -> Result<Wanted, Skip> {
        let mut policies = std::iter::once(&self.new).chain(&self.old);
        if !policies.clone().any(|it| it.has_user(access.user)) {
            return Err(Skip::UserUnknown);
        }
        if !policies.any(|it| it.has_class(access.class)) {
            return Err(Skip::ClassUnknown);
        }
        access.request.ok_or(Skip::NoLevel)
    }

    /// `None` if OPERATIONS granted, which no policy gives.
    fn compare(
        &self,
        access: &Access<'_>,
        wanted: Wanted,
        by_operations: bool,
        usage: &mut Usage,
    ) -> Option<Effect> {
        let new = self.new.answer(access, wanted);
        let old = self.old.as_ref().map(|old| old.answer(access, wanted));
        let given = |it: &Answered<'_>| it.is_by_operations();
        if by_operations && !given(&new) && !old.as_ref().is_some_and(given) {
            return None;
        }
        if self.options.unused {
            usage.rests(&self.rests(access, wanted, &new));
        }
        if new.answer == Answer::Same {
            let resolved = old.is_some_and(|old| old.answer != Answer::Same);
            return Some(Effect::Same { resolved, notes: notes(access, &new) });
        }
        let caused_by = old
            .map(|old| if old.answer == new.answer { CausedBy::Before } else { CausedBy::Change });
        Some(Effect::Found(Box::new(self.finding(access, wanted, &new, caused_by))))
    }

    /// What of the policy the answer rests on.
    fn rests(&self, access: &Access<'_>, wanted: Wanted, answered: &Answered<'_>) -> Rests {
        let bundle = self.new.bundle();
        let place = answered.subject.place(&question(access, wanted));
        Rests::of(bundle, place, &answered.decision)
    }

    fn finding(
        &self,
        access: &Access<'_>,
        wanted: Wanted,
        new: &Answered<'_>,
        caused_by: Option<CausedBy>,
    ) -> Finding {
        let profile = if new.subject.has_acee() {
            new.decision.profile()
        } else {
            // Who can't enter isn't asked for a profile; anyone else would be.
            let anyone = self.new.engine.subject(Requester::Undefined, None, access.day);
            anyone.decide(&question(access, wanted)).profile()
        };
        let key = Key {
            answer: new.answer,
            caused_by,
            user: access.user.to_owned(),
            class: access.class.to_owned(),
            policy: profile.map(|it| it.name.to_owned()),
            recorded: set(access.profile),
            access: wanted,
        };
        Finding { key, witness: witness(access), revoked: new.is_revoked() }
    }
}

fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(without_blanks(text))
}

fn set(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|it| !it.is_empty())
}

fn witness(access: &Access<'_>) -> Witness {
    let port = access.port.map(|(port, name)| {
        let field = match port {
            Port::Terminal => "terminal",
            Port::Console => "console",
            Port::Jesinput => "jesinput",
            Port::Appcport => "appcport",
            Port::Servauth => "servauth",
        };
        (field, net_name(access).unwrap_or_else(|| name.to_owned()))
    });
    Witness {
        time: access.time,
        resource: access.resource.to_owned(),
        volume: set(access.volume),
        group: set(access.group),
        port,
        system: access.system.to_owned(),
        label: set(access.label),
    }
}

fn change(command: &Command<'_>) -> Change {
    use crate::event::Changed;
    let what = match command.changed {
        Changed::Profile(class, name) => What::Profile(class.to_owned(), name.to_owned()),
        Changed::User(user) => What::User(user.to_owned()),
        Changed::Group(group) => What::Group(group.to_owned()),
        Changed::Options => What::Options,
    };
    Change { command: command.name, time: command.time, what }
}

fn notes(access: &Access<'_>, new: &Answered<'_>) -> Notes {
    let name = new.decision.profile().map(|it| it.name);
    let profile = name.is_some_and(|name| name != access.profile) && !access.profile.is_empty();
    let allowed = access.granted.is_some_and(|it| Some(it) != new.decision.allowed);
    Notes { profile, allowed }
}
