//! Whether a user may change a profile: the checks of `PERMIT`, one after the other.

use saffron_compiler::model::{Class, ClassId, Model, PrincipalId, Profile, ProfileKind, Who};
use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, Outcome, Step};

use super::acee::{Acee, Known};
use super::decision::{Entry, Facts, ProfileFacts, ReferenceDecision};
use super::discretionary::highest;
use super::flow::{codes, unattended};
use super::names::has_generic_characters;
use super::profiles::{self, preferred};
use crate::request::OwnedRequest;

/// What allows it, with the entry and the place that it rests on.
struct Finding {
    step: Step,
    entry: Option<Entry>,
    origin: Option<Span>,
}

impl Finding {
    fn plain(step: Step, origin: Option<Span>) -> Self {
        Self { step, entry: None, origin }
    }
}

/// Decides a request about a profile.
pub(crate) fn decide(
    model: &Model,
    request: &OwnedRequest,
    acee: &Acee<'_>,
    generic: bool,
) -> ReferenceDecision {
    let name = request.class.to_ascii_uppercase();
    let Some((id, class)) = profiles::class(model, &name) else {
        return unattended(Outcome::Deny, Step::ClassUnknown);
    };
    let Some(profile) = stored(model, (id, class), request, generic) else {
        return unattended(Outcome::Deny, Step::NoProfile);
    };
    let finding = acee.user.as_ref().and_then(|user| authority(model, user, class, profile));
    let outcome = if finding.is_some() { Outcome::Grant } else { Outcome::Deny };
    let refused = || Finding::plain(Step::Insufficient, Some(profile.origin));
    let finding = finding.unwrap_or_else(refused);
    let volume = request.volume.as_ref().map(|volume| volume.to_ascii_uppercase());
    let facts = Facts {
        outcome,
        step: finding.step,
        codes: codes(outcome, 0),
        profile: Some(ProfileFacts::of(&class.name, profile, volume.as_deref())),
        entry: finding.entry.as_ref().map(Entry::facts),
        allowed: None,
        warning: false,
        log: false,
        notify: None,
        partial: profile.external
            || (outcome == Outcome::Deny && may_be_special(acee, class, profile)),
    };
    ReferenceDecision { facts, origin: finding.origin }
}

/// The profile that the request names, as it was declared.
fn stored<'m>(
    model: &'m Model,
    (id, class): (ClassId, &Class),
    request: &OwnedRequest,
    generic: bool,
) -> Option<&'m Profile> {
    let name = if class.descriptor.mixed_case {
        request.resource.clone()
    } else {
        request.resource.to_ascii_uppercase()
    };
    let named: Vec<&Profile> =
        model.profiles.iter().filter(|it| it.class == id && it.name == name).collect();
    let found = named.iter().find(|it| it.kind == ProfileKind::Generic);
    if generic {
        return found.copied();
    }
    match found {
        Some(found) if has_generic_characters(&name) => Some(found),
        _ => {
            let volume = request.volume.as_ref().map(|volume| volume.to_ascii_uppercase());
            preferred(named.into_iter(), volume.as_deref())
        }
    }
}

/// Whether group-SPECIAL may reach the profile, for all that is known.
fn may_be_special(acee: &Acee<'_>, class: &Class, profile: &Profile) -> bool {
    let qualifier = profile.name.split('.').next().filter(|_| class.name == "DATASET");
    acee.user
        .as_ref()
        .is_some_and(|user| user.may_have_in_scope(|it| it.special, profile, qualifier))
}

/// The first check that holds.
fn authority(model: &Model, user: &Known<'_>, class: &Class, profile: &Profile) -> Option<Finding> {
    let dataset = class.name == "DATASET";
    let mut qualifiers = profile.name.split('.');
    let (first, second) = (qualifiers.next(), qualifiers.next());
    if user.profile.attributes.special {
        return Some(Finding::plain(Step::Special, None));
    }
    if user.has_in_scope(|it| it.special, profile, first.filter(|_| dataset)) {
        return Some(Finding::plain(Step::GroupSpecial, None));
    }
    if profile.owner == Some(user.id) {
        return Some(Finding::plain(Step::Owner, None));
    }
    if dataset && first == Some(user.name) {
        return Some(Finding::plain(Step::OwnDataset, Some(profile.origin)));
    }
    if matches!(class.name.as_str(), "FILE" | "DIRECTRY") && second == Some(user.name) {
        return Some(Finding::plain(Step::ImplicitOwner, None));
    }
    if profile.kind == ProfileKind::Discrete && class.name != "VMMDISK" {
        return full_access(model, user, profile);
    }
    None
}

/// ALTER on the standard list, to the user or to a group of the user, or to everybody.
fn full_access(model: &Model, user: &Known<'_>, profile: &Profile) -> Option<Finding> {
    let altering = |id: PrincipalId| {
        let mut entries = profile.standard.iter();
        let full = |access| access == AccessLevel::Alter;
        let entry = entries.find(|it| it.who == Who::Id(id) && full(it.access))?;
        Some(Entry::standard(model, entry))
    };
    if let Some(entry) = altering(user.id).or_else(|| highest(user.groups(), altering)) {
        let origin = Some(entry.origin);
        return Some(Finding { step: entry.step(), entry: Some(entry), origin });
    }
    let open = profile.uacc == AccessLevel::Alter && !user.profile.attributes.restricted;
    let origin = profile.uacc_origin.or(Some(profile.origin));
    open.then(|| Finding::plain(Step::Uacc, origin))
}
