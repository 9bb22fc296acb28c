//! The order of the rules, from the first test to the return codes.

use saffron_compiler::model::{Class, ClassId, Model, Profile, Raclist};
use saffron_diagnostics::Span;
use saffron_runtime::{Intent, Mode, Operation, ReturnCodes};
use saffron_vocabulary::racf::{AccessLevel, Enforcement, Outcome, Step, Switch};

use super::acee::{Acee, is_external_user};
use super::audit::Decided;
use super::decision::{Entry, Facts, ProfileFacts, ReferenceDecision};
use super::discretionary::Asked;
use super::{administer, global, mandatory, profiles};
use crate::request::OwnedRequest;

/// Decides a request by walking the model. Of a user outside the policy not all is known, so every
/// decision about such a user is partial.
pub fn decide(model: &Model, request: &OwnedRequest) -> ReferenceDecision {
    let mut decision = decide_with_what_is_known(model, request);
    decision.facts.partial |=
        request.user.as_ref().is_some_and(|user| is_external_user(model, user));
    decision
}

fn decide_with_what_is_known(model: &Model, request: &OwnedRequest) -> ReferenceDecision {
    let acee = match Acee::of(model, request) {
        Ok(acee) => acee,
        Err(step) => return unattended(Outcome::Deny, step),
    };
    if let Operation::Administer { generic } = request.operation {
        return administer::decide(model, request, &acee, generic);
    }
    let name = request.class.to_ascii_uppercase();
    let Some((id, class)) = profiles::class(model, &name) else {
        return unattended(Outcome::NotProtected, Step::ClassUnknown);
    };
    let resource = entity(model, class, &request.resource);
    let volume = request.volume.as_ref().map(|volume| volume.to_ascii_uppercase());
    let profile = profiles::protecting(model, id, &resource, volume.as_deref());
    let flow = Flow { model, request, acee, id, class, resource, profile };
    flow.decide(volume.as_deref())
}

/// The name that is searched: folded, and with the high-level qualifier that PREFIX supplies.
fn entity(model: &Model, class: &Class, resource: &str) -> String {
    let resource = resource.trim_end_matches(' ');
    let folded = if class.descriptor.mixed_case {
        resource.to_owned()
    } else {
        resource.to_ascii_uppercase()
    };
    match &model.options.prefix {
        Some(prefix) if class.name == "DATASET" && !folded.contains('.') => {
            format!("{prefix}.{folded}")
        }
        _ => folded,
    }
}

/// A request with all that was looked up for it.
struct Flow<'m> {
    model: &'m Model,
    request: &'m OwnedRequest,
    acee: Acee<'m>,
    id: ClassId,
    class: &'m Class,
    resource: String,
    /// The profile that protects the resource, should the rules come so far.
    profile: Option<Profile>,
}

/// How one level comes out.
struct Verdict {
    outcome: Outcome,
    step: Step,
    warning: bool,
    /// Whether the rules resulted in the profile.
    shows_profile: bool,
    entry: Option<Entry>,
    origin: Option<Span>,
}

impl Verdict {
    fn plain(outcome: Outcome, step: Step) -> Self {
        Self { outcome, step, warning: false, shows_profile: false, entry: None, origin: None }
    }
}

impl Flow<'_> {
    fn decide(&self, volume: Option<&str>) -> ReferenceDecision {
        let verdict = self.verdict(self.need(), self.creating());
        let protected = verdict.outcome != Outcome::NotProtected && !self.creates_elsewhere();
        let allowed = protected.then(|| self.allowed(&verdict));
        let profile = self.profile.as_ref().filter(|_| verdict.shows_profile);
        let denied = verdict.outcome == Outcome::Deny;
        let notify = profile.and_then(|it| it.notify).filter(|_| denied);
        let log = Decided {
            model: self.model,
            acee: &self.acee,
            request: self.request,
            class: self.class,
            profile,
            outcome: verdict.outcome,
            step: verdict.step,
            warning: verdict.warning,
        };
        let facts = Facts {
            outcome: verdict.outcome,
            step: verdict.step,
            codes: self.codes(&verdict, allowed),
            profile: profile.map(|it| ProfileFacts::of(&self.class.name, it, volume)),
            entry: verdict.entry.as_ref().map(Entry::facts),
            allowed,
            warning: verdict.warning,
            log: log.is_logged(),
            notify: notify.map(|id| super::acee::name_of(self.model, id).to_owned()),
            partial: self.is_partial(&verdict),
        };
        ReferenceDecision { facts, origin: verdict.origin }
    }

    /// Whether the rules came to the profiles, and something there is outside the policy: the
    /// profile; a grouping profile, which may have the resource as a member; or an owner, where
    /// group-OPERATIONS would matter.
    fn is_partial(&self, verdict: &Verdict) -> bool {
        let before = matches!(
            verdict.step,
            Step::ClassInactive
                | Step::ClassNotRaclisted
                | Step::Privileged
                | Step::Trusted
                | Step::NameInvalid
                | Step::ImplicitOwner
        );
        if before || self.creates_elsewhere() {
            return false;
        }
        let external = |profile: &Profile| profile.external;
        self.profile.as_ref().is_some_and(external)
            || profiles::has_unknown_members(self.model, self.class)
            || self.profile.as_ref().is_some_and(|profile| self.scope_is_unknown(profile, verdict))
    }

    fn scope_is_unknown(&self, profile: &Profile, verdict: &Verdict) -> bool {
        // The rules of creation are asked only where nothing decides before them.
        let earlier =
            matches!(verdict.step, Step::Global | Step::Seclabel | Step::Seclevel | Step::Category);
        let creating = self.creating() && !earlier;
        self.asked(profile, self.need(), creating).may_have_operations()
    }

    /// The level that must be reached.
    fn need(&self) -> AccessLevel {
        let controlled =
            self.model.options.program_control && !self.request.context.program_unclean;
        match self.request.intent {
            _ if self.creating() => AccessLevel::Alter,
            Intent::Access => self.request.access,
            Intent::Execute if controlled => AccessLevel::Execute,
            Intent::Execute => AccessLevel::Read,
        }
    }

    fn creating(&self) -> bool {
        self.request.operation == Operation::Define
    }

    /// Only data sets are created.
    fn creates_elsewhere(&self) -> bool {
        self.creating() && self.class.name != "DATASET"
    }

    /// The highest level at which the request would be granted without a warning. What labels keep
    /// from being created can still be used, by the rules of use.
    fn allowed(&self, verdict: &Verdict) -> AccessLevel {
        let mandatory = matches!(verdict.step, Step::Seclabel | Step::Seclevel | Step::Category);
        let creating = self.creating() && !mandatory;
        let levels = AccessLevel::ALL.iter().copied().filter(|it| *it != AccessLevel::None);
        let granted = |level: &AccessLevel| {
            let verdict = self.verdict(*level, creating);
            verdict.outcome == Outcome::Grant && !verdict.warning
        };
        levels.filter(granted).max().unwrap_or(AccessLevel::None)
    }

    fn codes(&self, verdict: &Verdict, allowed: Option<AccessLevel>) -> ReturnCodes {
        let read = self.need() == AccessLevel::Read && self.request.intent == Intent::Access;
        let only_execute = allowed == Some(AccessLevel::Execute);
        let reason =
            if verdict.step == Step::Insufficient && read && only_execute { 28 } else { 0 };
        codes(verdict.outcome, reason)
    }

    fn verdict(&self, need: AccessLevel, creating: bool) -> Verdict {
        let settings = self.class.settings;
        let dataset = self.class.name == "DATASET";
        if self.creates_elsewhere() {
            return Verdict::plain(Outcome::Deny, Step::NoProfile);
        }
        // WHEN(PROGRAM) is enough for PROGRAM (Security Administrator's Guide, How program control
        // works).
        let controlled = self.class.name == "PROGRAM" && self.model.options.program_control;
        if !dataset && !controlled && !settings.active {
            return Verdict::plain(Outcome::NotProtected, Step::ClassInactive);
        }
        let asks_storage = self.request.mode == Mode::FastAuth
            || self.class.descriptor.raclist == Raclist::Required;
        if asks_storage && (dataset || !settings.raclisted) {
            return Verdict::plain(Outcome::NotProtected, Step::ClassNotRaclisted);
        }
        if self.request.privileged {
            return Verdict::plain(Outcome::Grant, Step::Privileged);
        }
        if self.request.trusted {
            return Verdict::plain(Outcome::Grant, Step::Trusted);
        }
        if !self.can_be_a_name() {
            let open = self.model.options.switches.is_on(Switch::InvalidNamesUnprotected);
            let outcome = if open { Outcome::NotProtected } else { Outcome::Deny };
            return Verdict::plain(outcome, Step::NameInvalid);
        }
        if self.implicit_owner() {
            return Verdict::plain(Outcome::Grant, Step::ImplicitOwner);
        }
        self.by_table_and_profile(need, creating)
    }

    /// Whether a resource of the class can have the name that is searched.
    fn can_be_a_name(&self) -> bool {
        let length = self.resource.chars().count();
        // What PREFIX puts before an empty name makes no name of it.
        let given = !self.request.resource.trim_end_matches(' ').is_empty();
        let longest = usize::from(self.class.descriptor.max_length);
        if !given || length > longest {
            return false;
        }
        if self.class.name == "DATASET" {
            let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#$-";
            let mut qualifiers = self.resource.split('.');
            return qualifiers.all(|qualifier| {
                !qualifier.is_empty() && qualifier.chars().all(|letter| letters.contains(letter))
            });
        }
        self.resource.chars().all(|character| {
            let known = u32::from(character) < 0x100 && !character.is_control();
            let ends = character == ' ' || character == '\u{A0}' || ",;()".contains(character);
            known && (self.class.descriptor.mixed_case || !ends)
        })
    }

    fn by_table_and_profile(&self, need: AccessLevel, creating: bool) -> Verdict {
        let first = self.model.options.switches.is_on(Switch::GacBeforeMac);
        if first && let Some(verdict) = self.global(need) {
            return verdict;
        }
        if let Some(profile) = &self.profile
            && let Some(verdict) = self.mandatory(profile, need)
        {
            return verdict;
        }
        if !first && let Some(verdict) = self.global(need) {
            return verdict;
        }
        match &self.profile {
            Some(profile) => self.discretionary(profile, need, creating),
            None => self.without_profile(),
        }
    }

    /// Spool files, and files of the Shared File System, belong to the user in their name.
    fn implicit_owner(&self) -> bool {
        let Some(user) = &self.acee.user else { return false };
        let mut qualifiers = self.resource.split('.');
        let first = qualifiers.next().unwrap_or_default();
        let own = qualifiers.next() == Some(user.name);
        match self.class.name.as_str() {
            "JESSPOOL" => own && self.is_local(first),
            "FILE" | "DIRECTRY" => own,
            _ => false,
        }
    }

    fn is_local(&self, node: &str) -> bool {
        let nodes = self.model.variables.iter().find(|it| it.name == "&RACLNDE");
        nodes.is_none_or(|nodes| nodes.members.iter().any(|member| member == node))
    }

    fn global(&self, need: AccessLevel) -> Option<Verdict> {
        let class = (self.id, self.class);
        let (model, request) = (self.model, self.request);
        let entry = global::granting(model, &self.acee, request, class, &self.resource, need)?;
        let origin = Some(entry.origin);
        Some(Verdict { origin, ..Verdict::plain(Outcome::Grant, Step::Global) })
    }

    fn mandatory(&self, profile: &Profile, need: AccessLevel) -> Option<Verdict> {
        let (model, request) = (self.model, self.request);
        let step = mandatory::forbids(model, &self.acee, request, self.class, profile, need)?;
        let origin = Some(profile.origin);
        Some(Verdict { origin, shows_profile: true, ..Verdict::plain(Outcome::Deny, step) })
    }

    fn asked<'c>(&'c self, profile: &'c Profile, need: AccessLevel, creating: bool) -> Asked<'c> {
        Asked {
            model: self.model,
            acee: &self.acee,
            request: self.request,
            class: self.class,
            resource: &self.resource,
            profile,
            need,
            creating,
        }
    }

    fn discretionary(&self, profile: &Profile, need: AccessLevel, creating: bool) -> Verdict {
        let ruling = self.asked(profile, need, creating).rule();
        Verdict {
            outcome: if ruling.granted { Outcome::Grant } else { Outcome::Deny },
            step: ruling.step,
            warning: ruling.warning,
            shows_profile: true,
            entry: ruling.entry,
            origin: ruling.origin,
        }
    }

    fn without_profile(&self) -> Verdict {
        if self.class.name == "DATASET" {
            return self.unprotected_data_set();
        }
        // SETROPTS TERMINAL(NONE): nobody has access to a terminal that isn't defined.
        if self.class.name == "TERMINAL" && !self.model.options.undefined_terminals {
            return Verdict::plain(Outcome::Deny, Step::NoProfile);
        }
        match self.class.descriptor.default_return_code {
            0 => Verdict::plain(Outcome::Grant, Step::NoProfile),
            4 => Verdict::plain(Outcome::NotProtected, Step::NoProfile),
            _ => Verdict::plain(Outcome::Deny, Step::NoProfile),
        }
    }

    fn unprotected_data_set(&self) -> Verdict {
        if self.request.racfind {
            return Verdict::plain(Outcome::Deny, Step::RacfIndicated);
        }
        let warned = Verdict { warning: true, ..Verdict::plain(Outcome::Grant, Step::Protectall) };
        match self.model.options.protect_all {
            _ if is_temporary(&self.resource) => {
                Verdict::plain(Outcome::NotProtected, Step::NoProfile)
            }
            Enforcement::Off => Verdict::plain(Outcome::NotProtected, Step::NoProfile),
            Enforcement::Warning => warned,
            Enforcement::Failures if self.acee.attributes().special => warned,
            Enforcement::Failures => Verdict::plain(Outcome::Deny, Step::Protectall),
        }
    }
}

/// Whether the system has made up the name for a temporary data set:
/// `SYSyyddd.Thhmmss.RAnnn.` and more.
fn is_temporary(resource: &str) -> bool {
    let qualifiers: Vec<&str> = resource.split('.').collect();
    let [day, time, number, rest @ ..] = qualifiers.as_slice() else { return false };
    let counted = |text: &str, start: &str, digits: usize| {
        let number = text.strip_prefix(start).unwrap_or_default();
        number.len() == digits && number.chars().all(|digit| digit.is_ascii_digit())
    };
    let named = rest.iter().any(|qualifier| !qualifier.is_empty());
    counted(day, "SYS", 5) && counted(time, "T", 6) && counted(number, "RA", 3) && named
}

pub(crate) fn codes(outcome: Outcome, reason: u8) -> ReturnCodes {
    let code = match outcome {
        Outcome::Grant => 0,
        Outcome::NotProtected => 4,
        Outcome::Deny => 8,
    };
    ReturnCodes { saf: code, racf: code, reason }
}

/// A decision that rests on nothing in the policy.
pub(crate) fn unattended(outcome: Outcome, step: Step) -> ReferenceDecision {
    let facts = Facts {
        outcome,
        step,
        codes: codes(outcome, 0),
        profile: None,
        entry: None,
        allowed: None,
        warning: false,
        log: false,
        notify: None,
        partial: false,
    };
    ReferenceDecision { facts, origin: None }
}
