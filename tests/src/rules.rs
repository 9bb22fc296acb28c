//! Rules on access against single decisions: every user, every spelled-out name, every context.
//!
//! It is slow and obvious, and shares nothing with the crate that checks invariants over regions.

use std::collections::BTreeSet;

use saffron_compiler::model::{
    AccessRule, Class, Condition, InContext, Model, Principal, PrincipalId, PrincipalKind,
    Quantifier, Right, Subjects,
};
use saffron_runtime::{Engine, Outcome};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Day, Step};

use crate::generate::Dice;
use crate::reference::Naming;
use crate::space::{self, Space, Who};

/// A name with a volume or without.
pub type Name = (String, Option<String>);

/// A condition of a request, or none.
pub type When = Option<(ConditionKind, String)>;

/// A policy whose rules are checked request by request.
#[derive(Debug)]
pub struct Requests<'p> {
    /// The policy.
    pub model: &'p Model,
    /// Its engine.
    pub engine: &'p Engine,
    /// All its requests.
    pub space: &'p Space,
    /// The day.
    pub day: Day,
}

impl Requests<'_> {
    /// Whether profiles of a class are searched; `None` if the class has no name to ask about.
    pub fn is_in_use(&self, class: &str) -> Option<bool> {
        let name = self.space.names.get(class)?.first()?;
        let enters = |who: &&Who| space::subject(self.engine, who, self.day).has_acee();
        let who = self.space.who.iter().find(enters)?;
        let subject = space::subject(self.engine, who, self.day);
        let step = space::decision(&subject, class, name, AccessLevel::Read, None).step;
        Some(!matches!(step, Step::ClassUnknown | Step::ClassInactive | Step::ClassNotRaclisted))
    }

    /// Whether a rule is about someone.
    pub fn is_asked(&self, rule: &AccessRule, user: Option<&str>) -> bool {
        let named = |id: &PrincipalId| self.model.principals.get(*id).map(|it| it.name.as_str());
        let meant = match user {
            Some(user) => rule.subjects.users.iter().any(|id| named(id) == Some(user)),
            None => rule.subjects.undefined,
        };
        meant != (rule.quantifier == Quantifier::Only)
    }

    /// Whether a rule is about requests under a condition.
    pub fn counts(rule: &AccessRule, when: &When) -> bool {
        match (&rule.context, when) {
            (InContext::Every, _) | (InContext::Without | InContext::Unless(..), None) => true,
            (InContext::Without, Some(_)) | (InContext::When(_), None) => false,
            (InContext::When(all), Some((kind, value))) => {
                all.iter().any(|it| it.kind == *kind && it.value == *value)
            }
            (InContext::Unless(excluded, values), Some((kind, value))) => {
                excluded != kind || !values.is_empty() && !values.contains(value)
            }
        }
    }

    /// Whether a right is about a name. One that gets a qualifier from the system is meant with it.
    pub fn covers(&self, right: &Right, name: &str) -> bool {
        let Some(class) = self.model.classes.get(right.class) else { return false };
        let prefix = self.model.options.prefix.as_deref().filter(|_| class.name == "DATASET");
        let full = match prefix {
            Some(prefix) if !name.contains('.') => format!("{prefix}.{name}"),
            _ => name.to_owned(),
        };
        if right.pattern.contains(['*', '%']) {
            Naming::of_profiles(self.model, class).matches(&right.pattern, &full)
        } else {
            right.pattern == full
        }
    }

    /// Whether a right is about some spelled-out name that is legal in the class.
    pub fn has_name(&self, right: &Right) -> bool {
        let class = self.model.classes.get(right.class).map(|class| class.name.as_str());
        let Some(names) = class.and_then(|class| self.space.names.get(class)) else { return false };
        let undefined = (None, None);
        let subject = space::subject(self.engine, &undefined, self.day);
        names.iter().filter(|(name, _)| self.covers(right, name)).any(|name| {
            let class = class.unwrap_or_default();
            let decision = space::decision(&subject, class, name, right.access, None);
            decision.step != Step::NameInvalid
        })
    }

    /// Whether a request breaks a rule; `None` if the name isn't legal in the class.
    pub fn breaks(
        &self,
        rule: &AccessRule,
        right: &Right,
        who: &Who,
        (name, when): (&Name, &When),
    ) -> Option<bool> {
        let class = &self.model.classes.get(right.class)?.name;
        let subject = space::subject(self.engine, who, self.day);
        let decision = space::decision(&subject, class, name, right.access, when.as_ref());
        let broken = (decision.outcome != Outcome::Deny) != (rule.quantifier == Quantifier::Every);
        (decision.step != Step::NameInvalid).then_some(broken)
    }

    /// The users who break a rule with a right, and how many requests were made.
    fn breakers(&self, rule: &AccessRule, right: &Right) -> (BTreeSet<Option<&str>>, usize) {
        let class = self.model.classes.get(right.class).map(|class| class.name.as_str());
        let names = class.and_then(|class| self.space.names.get(class)).into_iter().flatten();
        let names: Vec<&Name> = names.filter(|(name, _)| self.covers(right, name)).collect();
        let mut stated: Vec<When> = Vec::new();
        if let InContext::When(all) = &rule.context {
            stated.extend(all.iter().map(|it| Some((it.kind, it.value.clone()))));
        }
        let contexts = self.space.contexts.iter().chain(&stated);
        let contexts: Vec<&When> = contexts.filter(|it| Self::counts(rule, it)).collect();
        let (mut found, mut asked) = (BTreeSet::new(), 0);
        for who in self.space.who.iter().filter(|who| self.is_asked(rule, who.0.as_deref())) {
            let mut requests =
                names.iter().flat_map(|name| contexts.iter().map(move |it| (*name, *it)));
            let breaks = requests.any(|request| {
                asked += 1;
                self.breaks(rule, right, who, request) == Some(true)
            });
            if breaks {
                found.insert(who.0.as_deref());
            }
        }
        (found, asked)
    }

    /// Whether some user breaks a rule with all of its rights, and how many requests were made.
    pub fn is_broken(&self, rule: &AccessRule) -> (bool, usize) {
        let mut all: Option<BTreeSet<Option<&str>>> = None;
        let mut asked = 0;
        for right in &rule.rights {
            let (users, requests) = self.breakers(rule, right);
            asked += requests;
            all = Some(match all {
                None => users,
                Some(before) => before.intersection(&users).copied().collect(),
            });
        }
        (all.is_some_and(|users| !users.is_empty()), asked)
    }
}

/// A rule about names of a policy.
pub fn rule(dice: &mut Dice, model: &Model, space: &Space) -> AccessRule {
    let quantifier = match dice.between(0, 5) {
        0..=2 => Quantifier::No,
        3 => Quantifier::Only,
        _ => Quantifier::Every,
    };
    let joined = quantifier == Quantifier::No && dice.chance(25);
    let rights = (0..if joined { 2 } else { 1 }).filter_map(|_| right(dice, model, space));
    AccessRule {
        quantifier,
        rights: rights.collect(),
        subjects: subjects(dice, model),
        context: context(dice, space),
    }
}

fn subjects(dice: &mut Dice, model: &Model) -> Subjects {
    let is_user =
        |it: &Principal| matches!(it.kind, PrincipalKind::User(_) | PrincipalKind::ExternalUser(_));
    let users = model.principals.iter_enumerated().filter(|(_, it)| is_user(it));
    let users: Vec<PrincipalId> = users.map(|(id, _)| id).collect();
    let mut users = if dice.chance(20) { users } else { dice.some(&users, 3) };
    users.sort_unstable();
    users.dedup();
    Subjects { users, undefined: dice.chance(25) }
}

fn right(dice: &mut Dice, model: &Model, space: &Space) -> Option<Right> {
    let named: Vec<_> = model.profiles.iter().map(|it| (it.class, it.name.clone())).collect();
    let named: Vec<_> = named.into_iter().filter(|(_, name)| !name.contains('&')).collect();
    let (class, profile) = named.get(dice.below(named.len().max(1)))?.clone();
    let class_name = |it: &Class| it.name.clone();
    let asked = model.classes.get(class).map(class_name);
    let asked = asked.and_then(|class| space.names.get(&class))?;
    let access = dice.between(0, 3);
    let levels = [AccessLevel::Read, AccessLevel::Update, AccessLevel::Control, AccessLevel::Alter];
    Some(Right { access: *levels.get(access)?, class, pattern: pattern(dice, &profile, asked) })
}

/// A generic name near that of a profile, or a single name.
fn pattern(dice: &mut Dice, profile: &str, names: &[Name]) -> String {
    let start = profile.split('.').next().unwrap_or_default();
    let before = profile.rsplit_once('.').map_or(profile, |(before, _)| before);
    let plain = |name: &str| name.trim_end_matches(['*', '.', '%']).to_owned();
    let generic = match dice.between(0, 7) {
        0 | 1 => profile.to_owned(),
        2 => format!("{}.**", plain(start)),
        3 => format!("{}.*", plain(before)),
        4 => format!("{}.%*", plain(before)),
        5 => format!("{}.**.A", plain(start)),
        _ => String::new(),
    };
    let legal = !generic.starts_with('.') && !generic.is_empty();
    if legal {
        return generic;
    }
    let single = names.get(dice.below(names.len().max(1)));
    single.map(|(name, _)| name.clone()).unwrap_or_default()
}

fn context(dice: &mut Dice, space: &Space) -> InContext {
    let stated = space.contexts.iter().flatten().cloned().collect::<Vec<_>>();
    let one = stated.get(dice.below(stated.len().max(1)));
    match (dice.between(0, 5), one) {
        (0, _) => InContext::Without,
        (1, Some((kind, value))) => InContext::When(vec![Condition {
            kind: *kind,
            name: String::new(),
            value: value.clone(),
        }]),
        (2, Some((kind, _))) => InContext::Unless(*kind, Vec::new()),
        (3, Some((kind, value))) => InContext::Unless(*kind, vec![value.clone()]),
        _ => InContext::Every,
    }
}
