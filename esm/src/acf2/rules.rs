//! Access lists as entries of rule sets.
//!
//! ACF2 takes the entries of a rule set from the most to the least specific mask, and in one mask users
//! before roles. An entry of a resource decides only the services that it names, so a request that none
//! of a profile's entries answers goes on to the entries of a more general profile, which RACF never
//! reads. A user's roles are tried one after the other; an entry for everybody ends the search.
//!
//! So the entries of each list are followed by entries that prevent what more general ones would allow,
//! and by entries of single users where roles result in another level than groups do in RACF.

use saffron_vocabulary::racf::AccessLevel;

use super::statement::{Access, Service, Services, UidMask, Who};
use crate::lists::{Protected, Subject};
use crate::operand::Word;

/// The rule set of a key: its profiles, from the most to the least specific.
pub(super) struct RuleSet<'p, 'm> {
    pub(super) key: Word,
    pub(super) profiles: Vec<&'p Protected<'m>>,
    pub(super) entries: Vec<Vec<(Who, Access)>>,
    /// The layout of UID strings, if the site uses them in this rule set.
    pub(super) uid: Option<String>,
    /// Whether CONTROL and ALTER are asked for as UPDATE.
    pub(super) update_only: bool,
}

/// All services of a resource, or of a data set.
fn all(data_set: bool) -> Services {
    let resource = [Service::Read, Service::Update, Service::Delete, Service::Add];
    let set = [Service::Execute, Service::Read, Service::Update, Service::Allocate];
    (if data_set { set } else { resource }).into_iter().collect()
}

/// The service that a level is asked for as; `None` where no request has this level.
pub(super) fn asked(level: AccessLevel, data_set: bool, update_only: bool) -> Option<Service> {
    match (level, data_set) {
        (AccessLevel::Execute, true) => Some(Service::Execute),
        (AccessLevel::Read, _) => Some(Service::Read),
        (AccessLevel::Update, _) => Some(Service::Update),
        (AccessLevel::Control | AccessLevel::Alter, false) if update_only => Some(Service::Update),
        (AccessLevel::Control, false) => Some(Service::Delete),
        (AccessLevel::Alter, false) => Some(Service::Add),
        (AccessLevel::Alter, true) => Some(Service::Allocate),
        _ => None,
    }
}

/// The services of a level and of all lower ones.
fn services(level: AccessLevel, data_set: bool) -> Services {
    let lower = AccessLevel::ALL.iter().filter(|it| **it <= level);
    lower.filter_map(|it| asked(*it, data_set, false)).collect()
}

impl RuleSet<'_, '_> {
    /// Fills in the entries: the most general profile first, since the others depend on it.
    pub(super) fn fill(&mut self, subjects: &[Subject<'_>]) {
        self.entries = vec![Vec::new(); self.profiles.len()];
        for at in (0..self.profiles.len()).rev() {
            let entries =
                if self.uid.is_some() { self.by_uid(at, subjects) } else { self.by_role(at) };
            self.put(at, entries);
            if self.uid.is_none() {
                self.correct(at, subjects);
            }
        }
    }

    fn put(&mut self, at: usize, entries: Vec<(Who, Access)>) {
        if let Some(place) = self.entries.get_mut(at) {
            *place = entries;
        }
    }

    fn profile(&self, at: usize) -> Option<&Protected<'_>> {
        self.profiles.get(at).copied()
    }

    /// The profiles whose entries ACF2 reads for a sample of a profile's names, in its order.
    fn read_for(&self, at: usize) -> Vec<usize> {
        let samples = self.profile(at).map(|it| it.pattern.samples()).unwrap_or_default();
        let reads = |other: &&Protected<'_>| samples.iter().any(|it| other.pattern.matches(it));
        let all = self.profiles.iter().enumerate().skip(at);
        all.filter(|(_, other)| reads(other)).map(|(at, _)| at).collect()
    }

    fn more_general(&self, at: usize) -> Vec<&Protected<'_>> {
        let others = self.read_for(at).into_iter().filter(|other| *other != at);
        others.filter_map(|other| self.profile(other)).collect()
    }

    /// The entries of users, roles and everybody.
    fn by_role(&self, at: usize) -> Vec<(Who, Access)> {
        let Some(profile) = self.profile(at) else { return Vec::new() };
        let data_set = profile.is_data_set();
        let general = self.more_general(at);
        let mut entries = Vec::new();
        for (user, level) in &profile.users {
            let who = Word::new(user).map(Who::User);
            entries.extend(who.and_then(|who| allow(who, services(*level, data_set), data_set)));
        }
        let everybody = services(profile.everybody, data_set);
        let mut roles: Vec<&str> = profile.groups.keys().copied().collect();
        roles.extend(general.iter().flat_map(|it| it.groups.keys().copied()));
        roles.sort_unstable();
        roles.dedup();
        for role in roles {
            let own = profile.groups.get(role).map(|level| services(*level, data_set));
            let mut above: Services = general
                .iter()
                .filter_map(|it| it.groups.get(role))
                .flat_map(|level| services(*level, data_set))
                .collect();
            above.extend(own.iter().flat_map(|_| everybody.iter().copied()));
            let Some(role) = Word::new(role).map(Who::Role) else { continue };
            let held = own.clone().unwrap_or_else(|| everybody.clone());
            entries.extend(stated(role, own, &above, &held, data_set));
        }
        let above: Services =
            general.iter().flat_map(|it| services(it.everybody, data_set)).collect();
        entries.extend(stated(
            Who::Everybody,
            Some(everybody.clone()),
            &above,
            &everybody,
            data_set,
        ));
        entries
    }

    /// Entries of single users, who have their level whatever their groups are.
    fn by_uid(&self, at: usize, subjects: &[Subject<'_>]) -> Vec<(Who, Access)> {
        let (Some(profile), Some(layout)) = (self.profile(at), &self.uid) else {
            return Vec::new();
        };
        let data_set = profile.is_data_set();
        let above = all(data_set);
        let mut entries = Vec::new();
        for subject in subjects {
            let level = profile.level(subject);
            if level == profile.everybody {
                continue;
            }
            let uid = Word::new(subject.name).and_then(|user| UidMask::of(layout, &user));
            let held = services(level, data_set);
            let who = uid.map(Who::Uid);
            entries.extend(
                who.into_iter()
                    .flat_map(|who| stated(who, Some(held.clone()), &above, &held, data_set)),
            );
        }
        let closed = if self.more_general(at).is_empty() { Services::new() } else { above };
        let held = services(profile.everybody, data_set);
        entries.extend(stated(Who::AnyUid, Some(held.clone()), &closed, &held, data_set));
        entries
    }

    /// Adds entries of users whose level is another one than RACF's.
    fn correct(&mut self, at: usize, subjects: &[Subject<'_>]) {
        let Some(profile) = self.profile(at) else { return };
        let data_set = profile.is_data_set();
        let mut wrong = Vec::new();
        for subject in subjects {
            let level = profile.level(subject);
            let held = services(level, data_set);
            let right = |service: &Service| {
                self.allows(at, subject, *service) == [held.contains(service); 2]
            };
            if !all(data_set).iter().all(right) {
                wrong.extend(Word::new(subject.name).map(|user| (Who::User(user), held)));
            }
        }
        let Some(entries) = self.entries.get_mut(at) else { return };
        for (who, held) in wrong {
            entries.retain(|(other, _)| *other != who);
            let exact = stated(who, Some(held.clone()), &all(data_set), &held, data_set);
            entries.splice(0..0, exact);
        }
    }

    /// Whether ACF2 allows it, for each order in which it may try the user's roles.
    fn allows(&self, at: usize, subject: &Subject<'_>, service: Service) -> [bool; 2] {
        let read = self.read_for(at);
        let mut roles: Vec<Option<&str>> = subject.groups.iter().map(|role| Some(*role)).collect();
        if roles.is_empty() {
            // A user without roles searches once.
            roles.push(None);
        }
        let first = self.allows_by(&read, subject, &roles, service);
        roles.reverse();
        [first, self.allows_by(&read, subject, &roles, service)]
    }

    fn allows_by(
        &self,
        read: &[usize],
        subject: &Subject<'_>,
        roles: &[Option<&str>],
        service: Service,
    ) -> bool {
        for role in roles {
            match self.search(read, subject, *role, service) {
                Some((true, _)) => return true,
                Some((false, true)) => return false,
                _ => {}
            }
        }
        false
    }

    /// The first entry that fits: what it says, and whether it ends the search.
    fn search(
        &self,
        read: &[usize],
        subject: &Subject<'_>,
        role: Option<&str>,
        service: Service,
    ) -> Option<(bool, bool)> {
        for entries in read.iter().filter_map(|at| self.entries.get(*at)) {
            let user = |who: &Who| {
                matches!(who, Who::User(user) if user.as_str() == subject.name)
                    || self.is_uid_of(who, subject)
            };
            let of_role = |who: &Who| matches!(who, Who::Role(it) if Some(it.as_str()) == role);
            let of_all = |who: &Who| matches!(who, Who::Everybody | Who::AnyUid);
            let fitting = |fits: &dyn Fn(&Who) -> bool| {
                let mut fitting = entries.iter().filter(|(who, _)| fits(who));
                fitting.find_map(|(_, access)| access.allows(service))
            };
            if let Some(allowed) = fitting(&user).or_else(|| fitting(&of_role)) {
                return Some((allowed, false));
            }
            if let Some(allowed) = fitting(&of_all) {
                return Some((allowed, true));
            }
        }
        None
    }

    fn is_uid_of(&self, who: &Who, subject: &Subject<'_>) -> bool {
        let (Who::Uid(uid), Some(layout)) = (who, &self.uid) else { return false };
        Word::new(subject.name).and_then(|user| UidMask::of(layout, &user)).as_ref() == Some(uid)
    }

    /// Levels at which ACF2 decides otherwise than RACF: the user, the level, whether ACF2 allows.
    pub(super) fn differences<'s>(
        &self,
        at: usize,
        subjects: &'s [Subject<'s>],
    ) -> Vec<(&'s str, AccessLevel, bool)> {
        let Some(profile) = self.profile(at) else { return Vec::new() };
        let data_set = profile.is_data_set();
        let mut found = Vec::new();
        for subject in subjects {
            for level in AccessLevel::ALL {
                let Some(service) = asked(*level, data_set, self.update_only) else { continue };
                let granted = profile.level(subject) >= *level;
                if self.allows(at, subject, service) != [granted; 2] {
                    found.push((subject.name, *level, !granted));
                }
            }
        }
        found
    }
}

fn allow(who: Who, services: Services, data_set: bool) -> Option<(Who, Access)> {
    if services.is_empty() {
        return None;
    }
    let access = if data_set {
        Access::DataSet(services)
    } else {
        Access::Resource { services, allow: true }
    };
    Some((who, access))
}

/// The entries of a subject: what it holds, and that it doesn't hold what other entries would allow.
fn stated(
    who: Who,
    own: Option<Services>,
    above: &Services,
    held: &Services,
    data_set: bool,
) -> Vec<(Who, Access)> {
    let prevented: Services = above.difference(held).copied().collect();
    if data_set {
        // One entry decides all accesses.
        let needed = own.as_ref().is_some_and(|own| !own.is_empty()) || !prevented.is_empty();
        let entry = (who, Access::DataSet(held.clone()));
        return needed.then_some(entry).into_iter().collect();
    }
    let held = own.unwrap_or_default();
    let mut entries: Vec<(Who, Access)> = allow(who.clone(), held, false).into_iter().collect();
    if !prevented.is_empty() {
        entries.push((who, Access::Resource { services: prevented, allow: false }));
    }
    entries
}
