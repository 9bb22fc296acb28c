//! What the reference evaluator answers.

use saffron_compiler::model::{
    Condition, ConditionalEntry, Model, PrincipalKind, Profile, ProfileKind, StandardEntry, Who,
};
use saffron_diagnostics::Span;
use saffron_runtime::{Decision, ReturnCodes};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, EntryKind, Outcome, Step};
use serde_json::{Value, json};

use super::acee::name_of;

/// A decision, and the place in the policy that it rests on.
#[derive(Clone, Debug)]
pub struct ReferenceDecision {
    /// All that the decision interface shows but the source.
    pub facts: Facts,
    /// The declaration after the deciding rule.
    pub origin: Option<Span>,
}

/// The fields of a decision in which two evaluators must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Grant, deny or not protected.
    pub outcome: Outcome,
    /// The rule that decided.
    pub step: Step,
    /// Return and reason codes.
    pub codes: ReturnCodes,
    /// The protecting profile.
    pub profile: Option<ProfileFacts>,
    /// The entry that decided or limited.
    pub entry: Option<EntryFacts>,
    /// The highest level that would be granted.
    pub allowed: Option<AccessLevel>,
    /// Granted only because of WARNING.
    pub warning: bool,
    /// Whether it is logged.
    pub log: bool,
    /// Who is notified.
    pub notify: Option<String>,
    /// Whether it rests on something of which not all is known.
    pub partial: bool,
}

/// A profile as a decision shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFacts {
    /// Class.
    pub class: String,
    /// Name.
    pub name: String,
    /// Whether it is generic.
    pub generic: bool,
    /// The volume of a discrete data set profile.
    pub volume: Option<String>,
}

/// An access-list entry as a decision shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFacts {
    /// User, group or any.
    pub kind: EntryKind,
    /// The ID, or `*`.
    pub id: String,
    /// The level.
    pub access: AccessLevel,
    /// The condition, its name and value.
    pub when: Option<(ConditionKind, String, String)>,
}

impl Facts {
    /// The facts of the engine's decision.
    pub fn of(decision: &Decision<'_>) -> Self {
        Self {
            outcome: decision.outcome,
            step: decision.step,
            codes: decision.codes,
            profile: decision.profile().map(|profile| ProfileFacts {
                class: profile.class.to_owned(),
                name: profile.name.to_owned(),
                generic: profile.generic,
                volume: profile.volume.map(str::to_owned),
            }),
            entry: decision.entry().map(|entry| EntryFacts {
                kind: entry.kind,
                id: entry.id.to_owned(),
                access: entry.access,
                when: entry.when.map(|it| (it.kind, it.name.to_owned(), it.value.to_owned())),
            }),
            allowed: decision.allowed,
            warning: decision.warning,
            log: decision.log,
            notify: decision.notify().map(str::to_owned),
            partial: decision.partial,
        }
    }

    /// The facts in the form of the decision interface.
    pub fn to_json(&self) -> Value {
        let mut value = json!({
            "outcome": self.outcome.as_str(),
            "saf": self.codes.saf,
            "racf": self.codes.racf,
            "reason": self.codes.reason,
            "step": self.step.as_str(),
            "profile": self.profile.as_ref().map(ProfileFacts::to_json),
            "entry": self.entry.as_ref().map(EntryFacts::to_json),
            "allowed": self.allowed.map(AccessLevel::as_str),
            "warning": self.warning,
            "log": self.log,
            "notify": self.notify,
        });
        if let (true, Some(object)) = (self.partial, value.as_object_mut()) {
            object.insert("partial".to_owned(), json!(true));
        }
        value
    }
}

impl ProfileFacts {
    /// The profile as shown for a request for this volume.
    pub(crate) fn of(class: &str, profile: &Profile, volume: Option<&str>) -> Self {
        let listed = |volume: &&str| profile.volumes.iter().any(|it| it == volume);
        let first = profile.volumes.first().map(String::as_str);
        Self {
            class: class.to_owned(),
            name: profile.name.clone(),
            generic: profile.kind == ProfileKind::Generic,
            volume: volume.filter(listed).or(first).map(str::to_owned),
        }
    }

    fn to_json(&self) -> Value {
        let mut value = json!({ "class": self.class, "name": self.name, "generic": self.generic });
        if let (Some(volume), Some(object)) = (&self.volume, value.as_object_mut()) {
            object.insert("volume".to_owned(), json!(volume));
        }
        value
    }
}

impl EntryFacts {
    fn to_json(&self) -> Value {
        let mut value =
            json!({ "kind": self.kind.as_str(), "id": self.id, "access": self.access.as_str() });
        if let (Some((kind, name, text)), Some(object)) = (&self.when, value.as_object_mut()) {
            let when = match kind {
                ConditionKind::Criteria => json!({ kind.as_str(): { name.clone(): text } }),
                _ => json!({ kind.as_str(): text }),
            };
            object.insert("when".to_owned(), when);
        }
        value
    }
}

/// An access-list entry under evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    kind: EntryKind,
    id: String,
    pub(crate) access: AccessLevel,
    condition: Option<Condition>,
    pub(crate) origin: Span,
}

impl Entry {
    pub(crate) fn standard(model: &Model, entry: &StandardEntry) -> Self {
        let (kind, id) = named(model, entry.who);
        Self { kind, id, access: entry.access, condition: None, origin: entry.origin }
    }

    pub(crate) fn conditional(model: &Model, entry: &ConditionalEntry) -> Self {
        let (kind, id) = named(model, entry.who);
        let condition = Some(entry.condition.clone());
        Self { kind, id, access: entry.access, condition, origin: entry.origin }
    }

    /// The step that an entry of the standard list decides.
    pub(crate) fn step(&self) -> Step {
        match self.kind {
            EntryKind::User => Step::UserEntry,
            EntryKind::Group => Step::GroupEntry,
            EntryKind::Any => Step::AnyEntry,
        }
    }

    pub(crate) fn facts(&self) -> EntryFacts {
        EntryFacts {
            kind: self.kind,
            id: self.id.clone(),
            access: self.access,
            when: self.condition.clone().map(|it| (it.kind, it.name, it.value)),
        }
    }
}

fn named(model: &Model, who: Who) -> (EntryKind, String) {
    let Who::Id(id) = who else { return (EntryKind::Any, "*".to_owned()) };
    let kind = match model.principals.get(id).map(|authority| &authority.kind) {
        Some(PrincipalKind::Group(_) | PrincipalKind::ExternalGroup) => EntryKind::Group,
        _ => EntryKind::User,
    };
    (kind, name_of(model, id).to_owned())
}
