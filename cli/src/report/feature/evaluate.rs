//! Evaluates features against a policy with the engine.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use std::collections::BTreeMap;

use saffron_compiler::model::{
    ClassId, Feature, Model, Need, PrincipalId, PrincipalKind, Requirement, Segment,
};
use saffron_runtime::{Decision, Engine};
use saffron_vocabulary::racf::{AccessLevel, Day, Outcome};

use super::advice::{Asked, Lacking};
use super::cover::covers;
use super::finding::{Advice, FeatureReport, Finding, Found};
use super::rule;
use crate::report::invariant::Court;
use crate::report::ladder::because;
use crate::report::request::quoted;
use crate::wire::OwnedRequest;

/// Evaluates features: each of them once, however many others require it.
pub(crate) struct Evaluator<'j, 'm> {
    model: &'m Model,
    engine: &'j Engine,
    day: Day,
    court: Court<'j>,
    features: BTreeMap<&'m str, &'m Feature>,
    /// Whether each of the features evaluated so far is ready.
    ready: BTreeMap<&'m str, bool>,
}

impl<'j, 'm> Evaluator<'j, 'm> {
    /// For the features of a model without errors. The engine decides on the given day, and the court judges rules.
    pub(crate) fn new(model: &'m Model, engine: &'j Engine, day: Day, court: Court<'j>) -> Self {
        let features = model.features.iter().map(|feature| (feature.name.as_str(), feature));
        Self { model, engine, day, court, features: features.collect(), ready: BTreeMap::new() }
    }

    /// Evaluates every need of a feature, after the features that it requires.
    pub(crate) fn feature(&mut self, feature: &'m Feature) -> FeatureReport<'m> {
        // The stack is explicit: a chain of features may be longer than the program's own.
        let mut open = vec![(feature, required(feature))];
        while let Some((current, rest)) = open.last_mut() {
            let unknown = |name| self.features.get(name).filter(|_| !self.ready.contains_key(name));
            if let Some(next) = rest.find_map(unknown) {
                // Cycles are errors, so they don't get here. If one did, it would not be ready.
                self.ready.insert(&next.name, false);
                open.push((next, required(next)));
            } else {
                let is_ready = self.report(current).is_ready();
                self.ready.insert(&current.name, is_ready);
                open.pop();
            }
        }
        self.report(feature)
    }

    fn report(&self, feature: &'m Feature) -> FeatureReport<'m> {
        let findings = feature.requirements.iter().map(|requirement| {
            let Found { what, state, now, advice } = self.need(requirement);
            Finding { requirement, what, state, now, advice }
        });
        FeatureReport { feature, findings: findings.collect() }
    }

    fn need(&self, requirement: &'m Requirement) -> Found {
        match &requirement.need {
            Need::Access { users, members_of, access, class, resource } => {
                let asked = Asked {
                    model: self.model,
                    access: *access,
                    class: *class,
                    resource,
                    members_of: members_of.map(|group| self.name(group)),
                };
                self.access(&asked, users, requirement.unless_not_defined)
            }
            Need::Connected { users, group } => self.connected(users, *group),
            Need::Segment { ids, segment } => self.segment(ids, segment),
            Need::Started(name) => self.started(name),
            Need::Feature(name) => self.nested(name),
            Need::Rule(rule) => rule::found(&self.court, rule),
        }
    }

    fn name(&self, id: PrincipalId) -> &'m str {
        &self.model.principals[id].name
    }

    fn names(&self, ids: &[PrincipalId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", ")
    }

    fn access(&self, asked: &Asked<'m>, users: &[PrincipalId], unless_not_defined: bool) -> Found {
        let class = &self.model.classes[asked.class].name;
        let who = match asked.members_of {
            Some(group) => format!("members of {group}"),
            None => self.names(users),
        };
        let what = format!("{who}: {} on {class} {}", asked.access, asked.resource);
        if users.is_empty() {
            return Found::noted(what, "the group has no members in this policy".to_owned());
        }
        let decide = |user: &PrincipalId| {
            let user = self.name(*user);
            (user, self.decide(user, asked.access, asked.class, asked.resource))
        };
        let decided: Vec<Lacking<'m, '_>> = users.iter().map(decide).collect();
        let undefined = |(_, decision): &Lacking<'_, '_>| {
            decision.outcome == Outcome::NotProtected && decision.profile().is_none()
        };
        if unless_not_defined && decided.iter().all(undefined) {
            return Found::noted(what, "not needed: no profile covers the resource".to_owned());
        }
        let enough = |lacking: &Lacking<'_, '_>| {
            lacking.1.is_grant() || (unless_not_defined && undefined(lacking))
        };
        let (granted, lacking): (Vec<_>, Vec<_>) = decided.into_iter().partition(enough);
        if !lacking.is_empty() {
            let now = lacking.iter().map(standing).collect();
            return Found::missing(what, now, asked.advice(&lacking));
        }
        match granted.iter().find(|(_, decision)| decision.warning) {
            Some((user, decision)) => {
                let note = format!("{user} has it only with a warning, {}", because(decision));
                Found::noted(what, note)
            }
            None => match granted.iter().find(|(_, decision)| decision.partial) {
                Some((user, _)) => {
                    let note = format!(
                        "{user} has it as far as is known: something that it rests on is external"
                    );
                    Found::noted(what, note)
                }
                None => Found::met(what),
            },
        }
    }

    fn decide(
        &self,
        user: &str,
        access: AccessLevel,
        class: ClassId,
        resource: &str,
    ) -> Decision<'_> {
        let request = OwnedRequest {
            user: Some(user.into()),
            class: self.model.classes[class].name.as_str().into(),
            resource: resource.into(),
            access,
            ..OwnedRequest::default()
        };
        request.with_request(self.day, |request| self.engine.decide(request))
    }

    fn connected(&self, users: &[PrincipalId], group: PrincipalId) -> Found {
        let group_name = self.name(group);
        let what = format!("{} in {group_name}", self.names(users));
        let is_connected = |id: &PrincipalId| {
            let user = self.model.principals[*id].kind.user();
            user.is_some_and(|user| user.connections.iter().any(|it| it.group == group))
        };
        let lacking: Vec<PrincipalId> =
            users.iter().copied().filter(|it| !is_connected(it)).collect();
        if lacking.is_empty() {
            return Found::met(what);
        }
        let names = self.names(&lacking);
        let now = vec![format!("{names}: not connected")];
        let declaration = format!("connect {names} to {group_name}");
        Found::missing(what, now, vec![Advice { note: None, declaration }])
    }

    fn segment(&self, ids: &[PrincipalId], segment: &str) -> Found {
        let what = format!("{} with {segment}", self.names(ids));
        let lacking: Vec<PrincipalId> =
            ids.iter().copied().filter(|id| !has(self.segments(*id), segment)).collect();
        if lacking.is_empty() {
            return Found::met(what);
        }
        let now = vec![format!("{}: no {segment} segment", self.names(&lacking))];
        let advice = lacking.iter().map(|id| self.segment_advice(*id, segment)).collect();
        Found::missing(what, now, advice)
    }

    fn segments(&self, id: PrincipalId) -> &'m [Segment] {
        match &self.model.principals[id].kind {
            PrincipalKind::User(user) => &user.segments,
            PrincipalKind::Group(group) => &group.segments,
            PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => &[],
        }
    }

    fn segment_advice(&self, id: PrincipalId, segment: &str) -> Advice {
        let (kind, fields) = match (&self.model.principals[id].kind, segment) {
            (PrincipalKind::Group(_) | PrincipalKind::ExternalGroup, "omvs") => {
                ("group", "gid auto")
            }
            (PrincipalKind::Group(_) | PrincipalKind::ExternalGroup, _) => ("group", "…"),
            (_, "omvs") => ("user", "uid auto  home \"/tmp\"  program \"/bin/sh\""),
            _ => ("user", "…"),
        };
        let note = Some(format!("in `{kind} {}`", self.name(id)));
        Advice { note, declaration: format!("{segment} {{ {fields} }}") }
    }

    fn started(&self, name: &str) -> Found {
        let what = format!("started task {name}");
        let mut profiles = self.model.profiles.iter().filter(|profile| {
            self.model.classes[profile.class].name == "STARTED" && profile.started.is_some()
        });
        let covering = profiles.find(|profile| covers(&profile.name, name));
        let user = covering.and_then(|profile| profile.started.as_ref()?.user);
        if user.is_some() {
            return Found::met(what);
        }
        let now = match covering {
            Some(profile) => format!("`started \"{}\"` assigns no user", profile.name),
            None => "no started task with this name is declared".to_owned(),
        };
        let declaration = format!("started \"{name}\" {{ user … }}");
        Found::missing(what, vec![now], vec![Advice { note: None, declaration }])
    }

    fn nested(&self, name: &'m str) -> Found {
        let what = format!("feature \"{name}\"");
        if !self.features.contains_key(name) {
            return Found::missing(what, vec!["no such feature".to_owned()], Vec::new());
        }
        if self.ready.get(name) == Some(&true) {
            return Found::met(what);
        }
        let note = Some("shows what is missing".to_owned());
        let declaration = format!("saffron check --feature {} …", quoted(name));
        Found::missing(what, vec!["not ready".to_owned()], vec![Advice { note, declaration }])
    }
}

/// The names of the features that a feature requires.
fn required(feature: &Feature) -> impl Iterator<Item = &str> {
    feature.requirements.iter().filter_map(|requirement| match &requirement.need {
        Need::Feature(name) => Some(name.as_str()),
        _ => None,
    })
}

fn has(segments: &[Segment], name: &str) -> bool {
    segments.iter().any(|segment| segment.name == name)
}

/// `ZWESVUSR: denied by uacc, profile …`
fn standing((user, decision): &Lacking<'_, '_>) -> String {
    let outcome = match decision.outcome {
        Outcome::Grant => "granted",
        Outcome::Deny => "denied",
        Outcome::NotProtected => "not protected",
    };
    format!("{user}: {outcome} {}", because(decision))
}
