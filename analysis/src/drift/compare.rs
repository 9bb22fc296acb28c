//! The comparison: things first, then the parts of things that both sides have.

use std::collections::{BTreeMap, BTreeSet};

use saffron_compiler::model::Model;

use super::fact::{Fact, Kind, Subject, What};
use super::principals::{connection, connections, of_connection, principal, principals, subject};
use super::profiles::{data, profile, profiles};
use super::scope::Managed;
use super::system::{class, classes, common, of_class, options, settings};
use super::thing::{Part, Thing};

/// The system that a policy is compared with.
#[derive(Clone, Copy, Debug)]
pub struct System<'s> {
    /// What it holds.
    pub model: &'s Model,
    /// Options that are assumed, by their names in a policy: nothing is known of them.
    pub assumed: &'s [&'static str],
    /// Whether nothing at all is known of its options.
    pub without_options: bool,
}

/// Every fact that the system holds otherwise than the policy, in the order of subjects.
pub fn drift(policy: &Model, system: System<'_>, managed: Managed<'_>) -> Vec<Fact> {
    let mut comparison = Comparison { managed, facts: Vec::new() };
    comparison.options(policy, system);
    comparison.classes(policy, system.model);
    comparison.principals(policy, system.model);
    comparison.profiles(policy, system.model);
    comparison.data(policy, system.model);
    let mut facts = comparison.facts;
    facts.sort_by(|a, b| a.subject.cmp(&b.subject));
    facts
}

struct Comparison<'s> {
    managed: Managed<'s>,
    facts: Vec<Fact>,
}

/// The keys of both maps.
fn keys<'k, K: Ord + Copy, A, B>(
    policy: &'k BTreeMap<K, A>,
    system: &'k BTreeMap<K, B>,
) -> BTreeSet<K> {
    policy.keys().chain(system.keys()).copied().collect()
}

impl Comparison<'_> {
    fn options(&mut self, policy: &Model, system: System<'_>) {
        if system.without_options {
            return;
        }
        let known = common(policy, system.model);
        let all = |model| {
            let mut all = options(model);
            all.extend(settings(model, &known));
            all
        };
        let is_assumed = |subject: &Subject| {
            let name = subject.property.as_deref().unwrap_or_default();
            system.assumed.contains(&name)
                || name == "generic-commands" && system.assumed.contains(&"generic")
        };
        let mut found = all(system.model);
        found.retain(|subject, _| !is_assumed(subject));
        let mut stated = all(policy);
        stated.retain(|subject, _| !is_assumed(subject));
        self.things(stated, found);
    }

    fn classes(&mut self, policy: &Model, system: &Model) {
        let (stated, found) = (classes(policy), classes(system));
        for name in keys(&stated, &found) {
            // A class that one side knows from its own table is the same class.
            let supplied = |model: &Model, dynamic: &BTreeMap<&str, _>| {
                !dynamic.contains_key(name) && model.classes.iter().any(|it| it.name == name)
            };
            if supplied(policy, &stated) || supplied(system, &found) {
                continue;
            }
            let pair = (
                stated.get(name).map(|it| class(policy, it)),
                found.get(name).map(|it| class(system, it)),
            );
            self.pair(&of_class(name), pair);
        }
    }

    fn principals(&mut self, policy: &Model, system: &Model) {
        let (stated, found) = (principals(policy), principals(system));
        for key in keys(&stated, &found) {
            let pair = (
                stated.get(&key).map(|it| principal(policy, it)),
                found.get(&key).map(|it| principal(system, it)),
            );
            self.pair(&subject(key.0, key.1), pair);
        }
        let (stated, found) = (connections(policy), connections(system));
        for key in keys(&stated, &found) {
            let pair = (
                stated.get(&key).map(|it| connection(policy, it)),
                found.get(&key).map(|it| connection(system, it)),
            );
            self.pair(&of_connection(key.0, key.1), pair);
        }
    }

    fn profiles(&mut self, policy: &Model, system: &Model) {
        let (stated, found) = (profiles(policy), profiles(system));
        for key in keys(&stated, &found) {
            let pair = (
                stated.get(&key).map(|it| profile(policy, it)),
                found.get(&key).map(|it| profile(system, it)),
            );
            self.pair(&key.subject(), pair);
        }
    }

    fn data(&mut self, policy: &Model, system: &Model) {
        self.things(data(policy), data(system));
    }

    fn things(
        &mut self,
        mut stated: BTreeMap<Subject, Thing<'_>>,
        mut found: BTreeMap<Subject, Thing<'_>>,
    ) {
        let subjects: BTreeSet<Subject> = stated.keys().chain(found.keys()).cloned().collect();
        for subject in subjects {
            let pair = (stated.remove(&subject), found.remove(&subject));
            self.pair(&subject, pair);
        }
    }

    fn pair(&mut self, subject: &Subject, pair: (Option<Thing<'_>>, Option<Thing<'_>>)) {
        let inside = self.managed.contains(subject);
        match pair {
            (Some(policy), Some(system)) => self.both(subject, &policy, &system, inside),
            (Some(policy), None) => self.whole(Kind::Missing, subject, &policy),
            (None, Some(system)) if inside => self.whole(Kind::Extra, subject, &system),
            (None, _) => {}
        }
    }

    /// A thing that one side only has, with its entries and members.
    fn whole(&mut self, kind: Kind, subject: &Subject, thing: &Thing<'_>) {
        let fact = |subject: Subject, value: &str, span| {
            let value = Some(value.to_owned());
            match kind {
                Kind::Missing => {
                    Fact { kind, subject, policy: value, system: None, source: span, record: None }
                }
                Kind::Extra | Kind::Different => {
                    Fact { kind, subject, policy: None, system: value, source: None, record: span }
                }
            }
        };
        if !thing.is_outside {
            self.facts.push(fact(subject.clone(), &thing.value, thing.span));
        }
        let own =
            thing.parts.iter().filter(|it| matches!(it.key.what, What::Permit | What::Member));
        self.facts.extend(own.map(|it| fact(it.key.subject(subject), &it.value, it.span)));
    }

    fn both(&mut self, subject: &Subject, policy: &Thing<'_>, system: &Thing<'_>, inside: bool) {
        // Of what exists outside the policy, only the entries and members that it states are compared.
        let inside = inside && !policy.is_outside;
        if policy.value != system.value && (inside || policy.is_stated) {
            self.facts.push(Fact {
                kind: Kind::Different,
                subject: subject.clone(),
                policy: Some(policy.value.clone()),
                system: Some(system.value.clone()),
                source: policy.span,
                record: system.span,
            });
        }
        let from = self.facts.len();
        self.parts(subject, policy, system, inside);
        // Members that come or go change the order, too.
        let mut new = self.facts.split_off(from);
        if new.iter().any(|it| it.subject.what == What::Member) {
            new.retain(|it| it.subject.property.as_deref() != Some("members"));
        }
        self.facts.append(&mut new);
    }

    /// Parts are sorted by their keys on both sides.
    fn parts(&mut self, subject: &Subject, policy: &Thing<'_>, system: &Thing<'_>, inside: bool) {
        let (mut stated, mut found) = (policy.parts.as_slice(), system.parts.as_slice());
        loop {
            let (one, other) = match (stated.first(), found.first()) {
                (None, None) => return,
                (Some(one), Some(other)) if one.key == other.key => (Some(one), Some(other)),
                (Some(one), Some(other)) if one.key > other.key => (None, Some(other)),
                (Some(one), _) => (Some(one), None),
                (None, other) => (None, other),
            };
            stated = stated.get(usize::from(one.is_some())..).unwrap_or_default();
            found = found.get(usize::from(other.is_some())..).unwrap_or_default();
            self.part(subject, one, other, inside);
        }
    }

    fn part(
        &mut self,
        subject: &Subject,
        policy: Option<&Part<'_>>,
        system: Option<&Part<'_>>,
        inside: bool,
    ) {
        let value = |part: Option<&Part<'_>>| part.map(|it| it.value.clone());
        let (kind, key) = match (policy, system) {
            (Some(policy), Some(system)) if policy.value != system.value => {
                (Kind::Different, policy.key)
            }
            (Some(policy), None) => (Kind::Missing, policy.key),
            (None, Some(system)) => (Kind::Extra, system.key),
            _ => return,
        };
        if !inside && !policy.is_some_and(|it| it.is_stated) {
            return;
        }
        // Everything on a system has an owner: a side that states none is content with any.
        if key.property == "owner" && kind != Kind::Different {
            return;
        }
        self.facts.push(Fact {
            kind,
            subject: key.subject(subject),
            policy: value(policy),
            system: value(system),
            source: policy.and_then(|it| it.span),
            record: system.and_then(|it| it.span),
        });
    }
}
