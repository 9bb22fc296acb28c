//! Access lists as permits.
//!
//! With AUTH(OVERRIDE) Top Secret reads the records of the user, of the profiles in their order, and of
//! ALL. The first record with a fitting permit decides, by the permit with the longest name. Names of
//! permits are prefixes in most classes.
//!
//! So each list is followed by permits that keep the names of a more specific profile from being reached
//! by the permits of a more general one, and by permits of single users where profiles result in another
//! level than groups do in RACF.

use saffron_vocabulary::racf::AccessLevel;

use super::statement::{Form, Holder, Resource};
use crate::lists::{Protected, Subject};
use crate::operand::Word;
use crate::shape::Shape;

/// One permit: what RACF's level is.
#[derive(Clone, Debug)]
pub(super) struct Permit {
    pub(super) holder: Holder,
    pub(super) level: AccessLevel,
}

/// A profile with the names by which it is permitted.
pub(super) struct Named<'p, 'm> {
    pub(super) protected: &'p Protected<'m>,
    pub(super) resources: Vec<Resource>,
    pub(super) permits: Vec<Permit>,
}

/// The profiles of one class, from the most to the least specific.
pub(super) struct ClassPermits<'p, 'm> {
    pub(super) profiles: Vec<Named<'p, 'm>>,
    /// Whether names in permits are exact.
    pub(super) exact: bool,
    /// Whether all records are pooled.
    pub(super) merge: bool,
}

/// A user with the ACIDs of the profiles, in their order.
pub(super) struct Holding<'s> {
    pub(super) subject: &'s Subject<'s>,
    pub(super) acid: Word,
    pub(super) profiles: Vec<Word>,
}

/// The names by which a profile's resources are permitted; `None` if no prefix matches them.
pub(super) fn resources(
    class: &Word,
    shape: &Shape,
    data_set: bool,
    exact: bool,
) -> Option<Vec<Resource>> {
    let named = |name: &Word, form| Resource { class: class.clone(), name: name.clone(), form };
    let prefix = if exact { Form::Marked } else { Form::Plain };
    let only = if data_set { Form::Apostrophes } else { Form::Plain };
    match shape {
        Shape::Exact(name) => Some(vec![named(name, only)]),
        Shape::Under(name) | Shape::Starting(name) => Some(vec![named(name, prefix)]),
        Shape::SelfAndUnder(name) => {
            let below = named(&Word::new(&[name.as_str(), "."].concat())?, prefix);
            // Without exact names, the name itself would reach further.
            Some(if data_set || exact { vec![named(name, only), below] } else { vec![below] })
        }
        Shape::Masked(_) => None,
    }
}

/// The level as far as Top Secret has it: fetching a program is reading it on z/OS.
pub(super) fn level(level: AccessLevel) -> AccessLevel {
    if level == AccessLevel::Execute { AccessLevel::None } else { level }
}

impl ClassPermits<'_, '_> {
    /// Fills in the permits: the most general profile first, since the others depend on it.
    pub(super) fn fill(&mut self, holdings: &[Holding<'_>], acid: &dyn Fn(&str) -> Option<Word>) {
        for at in (0..self.profiles.len()).rev() {
            let permits = self.listed(at, acid);
            if let Some(profile) = self.profiles.get_mut(at) {
                profile.permits = permits;
            }
            self.correct(at, holdings);
        }
    }

    /// Profiles whose permits reach a sample of a profile's names, besides its own.
    fn reaching(&self, at: usize) -> Vec<usize> {
        let Some(profile) = self.profiles.get(at) else { return Vec::new() };
        let samples = profile.protected.pattern.samples();
        let reaches = |other: &Named<'_, '_>| {
            samples
                .iter()
                .any(|name| other.resources.iter().any(|it| self.length(it, name).is_some()))
        };
        let others = self.profiles.iter().enumerate().filter(|(other, _)| *other != at);
        others.filter(|(_, other)| reaches(other)).map(|(other, _)| other).collect()
    }

    /// How many characters of a name the permit names, if it reaches it.
    fn length(&self, resource: &Resource, name: &str) -> Option<usize> {
        let own = resource.name.as_str();
        let exact = match resource.form {
            Form::Apostrophes => true,
            Form::Marked => false,
            Form::Plain => self.exact,
        };
        let fits = if exact { name == own } else { name.starts_with(own) };
        fits.then_some(own.len())
    }

    fn listed(&self, at: usize, acid: &dyn Fn(&str) -> Option<Word>) -> Vec<Permit> {
        let Some(profile) = self.profiles.get(at) else { return Vec::new() };
        let protected = profile.protected;
        let mut permits = Vec::new();
        let mut add = |holder: Option<Holder>, held: AccessLevel| {
            permits.extend(holder.map(|holder| Permit { holder, level: level(held) }));
        };
        for (user, held) in &protected.users {
            add(Word::new(user).map(Holder::Acid), *held);
        }
        let reaching: Vec<&Named<'_, '_>> =
            self.reaching(at).into_iter().filter_map(|other| self.profiles.get(other)).collect();
        let mut groups: Vec<&str> = protected.groups.keys().copied().collect();
        groups.extend(reaching.iter().flat_map(|it| it.protected.groups.keys().copied()));
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let held = protected.groups.get(group).copied().unwrap_or(protected.everybody);
            add(acid(group).map(Holder::Acid), held);
        }
        let reached = reaching.iter().any(|it| it.protected.everybody > AccessLevel::None);
        if level(protected.everybody) > AccessLevel::None || reached {
            add(Some(Holder::All), protected.everybody);
        }
        permits
    }

    /// Adds permits of users whose level is another one than RACF's.
    fn correct(&mut self, at: usize, holdings: &[Holding<'_>]) {
        let Some(profile) = self.profiles.get(at) else { return };
        let mut wrong = Vec::new();
        for holding in holdings {
            let held = level(profile.protected.level(holding.subject));
            let mut samples = profile.protected.pattern.samples();
            // A name that no permit of the profile reaches can't be corrected.
            samples
                .retain(|name| profile.resources.iter().any(|it| self.length(it, name).is_some()));
            if samples.iter().any(|name| self.decided(holding, name) != held) {
                wrong.push(Permit { holder: Holder::Acid(holding.acid.clone()), level: held });
            }
        }
        let Some(profile) = self.profiles.get_mut(at) else { return };
        for permit in wrong {
            profile.permits.retain(|other| other.holder != permit.holder);
            profile.permits.insert(0, permit);
        }
    }

    /// What Top Secret decides about a name.
    fn decided(&self, holding: &Holding<'_>, name: &str) -> AccessLevel {
        let own = [Holder::Acid(holding.acid.clone())];
        let profiles = holding.profiles.iter().map(|profile| Holder::Acid(profile.clone()));
        let records: Vec<Holder> = own.into_iter().chain(profiles).chain([Holder::All]).collect();
        if self.merge {
            return self.longest(&records, name).unwrap_or(AccessLevel::None);
        }
        let mut decided =
            records.iter().filter_map(|it| self.longest(std::slice::from_ref(it), name));
        decided.next().unwrap_or(AccessLevel::None)
    }

    /// The level of the longest name that fits; NONE before any other.
    fn longest(&self, records: &[Holder], name: &str) -> Option<AccessLevel> {
        let mut found: Option<(usize, AccessLevel)> = None;
        for profile in &self.profiles {
            let Some(length) =
                profile.resources.iter().filter_map(|it| self.length(it, name)).max()
            else {
                continue;
            };
            for permit in profile.permits.iter().filter(|it| records.contains(&it.holder)) {
                found = Some(match found {
                    Some((longest, known)) if longest > length => (longest, known),
                    Some((longest, known)) if longest == length => {
                        let none = known == AccessLevel::None || permit.level == AccessLevel::None;
                        (length, if none { AccessLevel::None } else { known.max(permit.level) })
                    }
                    _ => (length, permit.level),
                });
            }
        }
        found.map(|(_, level)| level)
    }

    /// Names at which Top Secret decides otherwise than RACF: the user, the name, both levels.
    pub(super) fn differences(
        &self,
        at: usize,
        holdings: &[Holding<'_>],
    ) -> Vec<(String, String, AccessLevel, AccessLevel)> {
        let Some(profile) = self.profiles.get(at) else { return Vec::new() };
        let mut found = Vec::new();
        for holding in holdings {
            let held = profile.protected.level(holding.subject);
            for name in profile.protected.pattern.samples() {
                let decided = self.decided(holding, &name);
                if decided != held {
                    found.push((holding.subject.name.to_owned(), name, held, decided));
                }
            }
        }
        found
    }
}
