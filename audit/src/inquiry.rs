//! What tests look at: the policy with its names resolved, its engine, and what the site states.

use std::collections::BTreeMap;

use saffron_analysis::facts::FactSource;
use saffron_compiler::model::{
    Class, Model, Principal, PrincipalId, PrincipalKind, Profile, ProfileKind, StartedId, User, Who,
};
use saffron_diagnostics::{SourceMap, Span};
use saffron_runtime::Engine;
use saffron_vocabulary::racf::{AccessLevel, Day};

use crate::finding::Subject;

/// Lists of IDs and names that a site approves, by the name of the list.
pub type Lists = BTreeMap<String, Vec<String>>;

/// A policy under audit.
#[derive(Clone, Copy, Debug)]
pub struct Inquiry<'p> {
    /// The policy.
    pub model: &'p Model,
    /// Where it is stated.
    pub sources: &'p SourceMap,
    /// Decides requests by it.
    pub engine: &'p Engine,
    /// The day of the audit.
    pub day: Day,
    /// What the site approves.
    pub lists: &'p Lists,
    /// Whether the options of the system were assumed, not stated.
    pub options_assumed: bool,
    /// Whether the policy is all of a system, so that an ID that it doesn't define doesn't exist.
    pub whole_system: bool,
}

/// An entry of an access list, conditional or not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) who: Who,
    pub(crate) access: AccessLevel,
    pub(crate) origin: Span,
}

impl<'p> Inquiry<'p> {
    pub(crate) fn place(&self, span: Span) -> Option<FactSource> {
        FactSource::of(span, self.sources)
    }

    pub(crate) fn principal(&self, id: PrincipalId) -> Option<&'p Principal> {
        self.model.principals.get(id)
    }

    pub(crate) fn name(&self, id: PrincipalId) -> &'p str {
        self.principal(id).map_or("", |it| it.name.as_str())
    }

    /// Users of the policy; of external ones too little is known.
    pub(crate) fn users(&self) -> impl Iterator<Item = (PrincipalId, &'p Principal, &'p User)> {
        self.model.principals.iter_enumerated().filter_map(|(id, it)| match &it.kind {
            PrincipalKind::User(user) => Some((id, it, user.as_ref())),
            _ => None,
        })
    }

    pub(crate) fn user(&self, name: &str) -> Option<(&'p Principal, &'p User)> {
        let mut users = self.users();
        let found = users.find(|(_, it, _)| it.name.eq_ignore_ascii_case(name));
        found.map(|(_, principal, user)| (principal, user))
    }

    /// IDs of the users that are connected to a group.
    pub(crate) fn members(&self, group: PrincipalId) -> impl Iterator<Item = &'p str> {
        let principals = self.model.principals.iter();
        principals.filter_map(move |it| {
            let user = it.kind.user()?;
            let is_member = user.connections.iter().any(|it| it.group == group);
            is_member.then_some(it.name.as_str())
        })
    }

    pub(crate) fn class_of(&self, profile: &Profile) -> Option<&'p Class> {
        self.model.classes.get(profile.class)
    }

    pub(crate) fn class(&self, name: &str) -> Option<&'p Class> {
        self.model.classes.iter().find(|class| class.name == name)
    }

    /// Profiles that the policy defines; of those outside only the entries are known that it adds.
    pub(crate) fn profiles(&self) -> impl Iterator<Item = (&'p str, &'p Profile)> {
        let (classes, profiles) = (&self.model.classes, self.model.profiles.iter());
        profiles.filter(|it| !it.external).filter_map(|profile| {
            classes.get(profile.class).map(|class| (class.name.as_str(), profile))
        })
    }

    /// Profiles of a class that may protect names which begin in one of these ways.
    pub(crate) fn covering(
        &self,
        class: &'p str,
        prefixes: &'p [&'p str],
    ) -> impl Iterator<Item = &'p Profile> {
        let of_class = self.profiles().filter(move |(name, _)| *name == class);
        of_class.map(|(_, it)| it).filter(move |profile| may_cover(profile, prefixes))
    }

    pub(crate) fn of_profile(&self, profile: &Profile) -> Subject {
        Subject {
            class: self.class_of(profile).map(|class| class.name.clone()),
            profile: Some(profile.name.clone()),
            generic: Some(profile.kind == ProfileKind::Generic),
            volumes: profile.volumes.clone(),
            ..Subject::default()
        }
    }

    /// A user or a group as the subject of a finding.
    pub(crate) fn of_id(&self, id: PrincipalId, subject: Subject) -> Subject {
        let name = Some(self.name(id).to_owned());
        let kind = self.principal(id).map(|it| &it.kind);
        match kind {
            Some(PrincipalKind::User(_) | PrincipalKind::ExternalUser(_)) => {
                Subject { user: name, ..subject }
            }
            _ => Subject { group: name, ..subject },
        }
    }

    pub(crate) fn list(&self, name: &str) -> Option<&'p [String]> {
        self.lists.get(name).map(Vec::as_slice)
    }

    /// Whether a list of the site has an ID: itself, or for a group all its members.
    pub(crate) fn approves(&self, list: &[String], id: PrincipalId) -> bool {
        if has(list, self.name(id)) {
            return true;
        }
        let mut members = self.members(id).peekable();
        members.peek().is_some() && members.all(|member| has(list, member))
    }

    /// Whether a list of the site has a user, or a group that the user is connected to.
    pub(crate) fn approves_user(&self, list: &[String], name: &str) -> bool {
        let connected = |user: &User| {
            user.connections.iter().any(|connection| has(list, self.name(connection.group)))
        };
        has(list, name)
            || self
                .model
                .principals
                .iter()
                .any(|it| it.name == name && it.kind.user().is_some_and(connected))
    }

    /// The user of a started task, if the policy defines it.
    pub(crate) fn started(&self) -> impl Iterator<Item = (&'p Profile, Option<PrincipalId>)> {
        let profiles = self.model.profiles.iter();
        profiles.filter_map(|profile| {
            let user = profile.started.as_ref()?.user;
            Some((
                profile,
                match user {
                    Some(StartedId::Id(id)) => Some(id),
                    _ => None,
                },
            ))
        })
    }
}

/// Whether a list has an ID or a name.
pub(crate) fn has(list: &[String], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The entries of both access lists of a profile.
pub(crate) fn entries(profile: &Profile) -> impl Iterator<Item = Entry> {
    let standard = profile.standard.iter();
    let standard = standard.map(|it| Entry { who: it.who, access: it.access, origin: it.origin });
    let conditional = profile.conditional.iter();
    let conditional =
        conditional.map(|it| Entry { who: it.who, access: it.access, origin: it.origin });
    standard.chain(conditional)
}

/// What every user gets: UACC, or `ID(*)` where the list has it.
pub(crate) fn public(profile: &Profile) -> AccessLevel {
    let any = profile.standard.iter().find(|entry| entry.who == Who::Any);
    any.map_or(profile.uacc, |entry| entry.access.max(profile.uacc))
}

/// The characters of a name before the first generic one.
pub(crate) fn fixed(name: &str) -> &str {
    name.split(['*', '%', '&']).next().unwrap_or_default()
}

/// Whether names with one of these beginnings may be among those that a profile protects. No prefix: any name.
fn may_cover(profile: &Profile, prefixes: &[&str]) -> bool {
    if prefixes.is_empty() {
        return true;
    }
    let generic = profile.kind == ProfileKind::Generic;
    let begin = if generic { fixed(&profile.name) } else { profile.name.as_str() };
    let open = generic && begin.len() < profile.name.len();
    prefixes.iter().any(|prefix| begin.starts_with(prefix) || open && prefix.starts_with(begin))
}
