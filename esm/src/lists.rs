//! Who has what by each profile, as RACF decides from the standard access list and the UACC.

use std::collections::BTreeMap;

use saffron_compiler::model::{
    Class, Model, Principal, PrincipalId, PrincipalKind, Profile, ProfileKind, Who,
};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::class::Raclist;
use saffron_vocabulary::racf::{AccessLevel, Switch};

use crate::report::Verdict;
use crate::shape::{Pattern, Shape};

/// A profile that can be translated.
#[derive(Clone, Debug)]
pub(crate) struct Protected<'m> {
    pub(crate) profile: &'m Profile,
    pub(crate) class: &'m Class,
    pub(crate) shape: Shape,
    pub(crate) pattern: Pattern,
    /// Standard entries of users.
    pub(crate) users: BTreeMap<&'m str, AccessLevel>,
    /// Standard entries of groups.
    pub(crate) groups: BTreeMap<&'m str, AccessLevel>,
    /// What a defined user has who isn't on the list, unless the user is restricted.
    pub(crate) everybody: AccessLevel,
}

/// A user of the policy, as access lists see it.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'m> {
    pub(crate) name: &'m str,
    /// Groups whose entries count.
    pub(crate) groups: Vec<&'m str>,
    pub(crate) restricted: bool,
}

impl Protected<'_> {
    pub(crate) fn is_data_set(&self) -> bool {
        self.class.is(KnownClass::Dataset)
    }

    /// What RACF gives the user.
    pub(crate) fn level(&self, subject: &Subject<'_>) -> AccessLevel {
        let first = self.profile.name.split('.').next().unwrap_or_default();
        if self.is_data_set() && first == subject.name && !subject.restricted {
            return AccessLevel::Alter;
        }
        let of_groups = || subject.groups.iter().filter_map(|group| self.groups.get(group)).max();
        let listed = self.users.get(subject.name).or_else(of_groups).copied();
        let unlisted = if subject.restricted { AccessLevel::None } else { self.everybody };
        listed.unwrap_or(unlisted)
    }
}

/// The policy, asked for names and subjects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy<'m>(pub(crate) &'m Model);

impl<'m> Policy<'m> {
    pub(crate) fn id(self, id: PrincipalId) -> &'m str {
        self.0.principals.get(id).map_or("", |it| it.name.as_str())
    }

    pub(crate) fn principal(self, name: &str) -> Option<&'m Principal> {
        self.0.principals.iter().find(|it| it.name == name)
    }

    pub(crate) fn is_group(self, id: PrincipalId) -> bool {
        self.0.principals.get(id).is_some_and(|it| {
            matches!(it.kind, PrincipalKind::Group(_) | PrincipalKind::ExternalGroup)
        })
    }

    /// Users who may log on, by name.
    pub(crate) fn subjects(self) -> Vec<Subject<'m>> {
        let users = self.0.principals.iter().filter_map(|it| Some((it, it.kind.user()?)));
        let users = users.filter(|(_, user)| !user.revoked);
        users
            .map(|(principal, user)| {
                let all = self.0.options.list_of_groups;
                let counts = |group: PrincipalId| all || user.default_group == Some(group);
                let connections = user.connections.iter().filter(|it| !it.revoked);
                let groups = connections.map(|it| it.group).filter(|group| counts(*group));
                Subject {
                    name: &principal.name,
                    groups: groups.map(|group| self.id(group)).collect(),
                    restricted: user.attributes.restricted,
                }
            })
            .collect()
    }

    /// The profile as far as it can be translated, or the verdict on it.
    pub(crate) fn protected(
        self,
        profile: &'m Profile,
    ) -> Result<Protected<'m>, (Verdict, &'static str)> {
        let class =
            self.0.classes.get(profile.class).ok_or((Verdict::NotExpressible, "no class"))?;
        self.usable(class, profile)?;
        let data_set = class.is(KnownClass::Dataset);
        let shape = Shape::of(profile, data_set).map_err(|why| (Verdict::NotExpressible, why))?;
        let (mut users, mut groups, mut star) = (BTreeMap::new(), BTreeMap::new(), None);
        for entry in &profile.standard {
            match entry.who {
                Who::Any => star = Some(entry.access),
                Who::Id(id) if self.is_group(id) => drop(groups.insert(self.id(id), entry.access)),
                Who::Id(id) => drop(users.insert(self.id(id), entry.access)),
            }
        }
        let hides = self.0.options.switches.is_on(Switch::StarEntryHidesUacc);
        let uacc = Some(profile.uacc).filter(|_| star.is_none() || !hides);
        let everybody = star.max(uacc).unwrap_or(AccessLevel::None);
        let pattern = Pattern::of(profile, data_set);
        Ok(Protected { profile, class, shape, pattern, users, groups, everybody })
    }

    /// A profile whose entries reach names of one that can't be translated.
    pub(crate) fn reached_by(self, lost: &Profile) -> Option<&'m Profile> {
        let class = self.0.classes.get(lost.class)?;
        let data_set = class.is(KnownClass::Dataset);
        let samples = Pattern::of(lost, data_set).samples();
        let grants = |it: &Profile| {
            let listed = it.standard.iter().any(|entry| entry.access > AccessLevel::None);
            listed || it.uacc > AccessLevel::None
        };
        let others = self.0.profiles.iter().filter(|it| it.class == lost.class && grants(it));
        let mut others = others.filter(|it| it.name != lost.name || it.kind != lost.kind);
        others.find(|it| {
            let pattern = Pattern::of(it, data_set);
            samples.iter().any(|name| pattern.matches(name))
        })
    }

    fn usable(self, class: &Class, profile: &Profile) -> Result<(), (Verdict, &'static str)> {
        let generic = profile.kind == ProfileKind::Generic;
        let unlisted = class.descriptor.raclist == Raclist::Required && !class.settings.raclisted;
        if class.descriptor.holds_data {
            return Err((Verdict::NotExpressible, "the class configures RACF itself"));
        }
        if class.descriptor.member_class.is_some() {
            return Err((Verdict::NotExpressible, "grouping profiles aren't translated"));
        }
        if !self.0.is_in_effect(class) || unlisted {
            return Err((
                Verdict::Inactive,
                "RACF doesn't use the class, so no command is emitted",
            ));
        }
        if generic && !class.settings.generic {
            return Err((
                Verdict::Inactive,
                "generic profiles of the class aren't used, so no command is emitted",
            ));
        }
        let data_set = class.is(KnownClass::Dataset);
        if data_set && generic && !self.0.options.enhanced_generic_naming {
            return Err((
                Verdict::NotExpressible,
                "generic data set names without enhanced generic naming aren't translated",
            ));
        }
        if !profile.volumes.is_empty() {
            return Err((Verdict::NotExpressible, "profiles for single volumes aren't translated"));
        }
        Ok(())
    }
}
