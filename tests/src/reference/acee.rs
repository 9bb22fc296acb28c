//! Who asks: the user, the groups that count, and what is in their scope.

use saffron_compiler::model::{
    Connection, Group, Model, Principal, PrincipalId, PrincipalKind, Profile, User, UserAttributes,
};
use saffron_vocabulary::racf::{Day, GroupAuthority, Step, Switch};

use super::ebcdic;
use crate::request::OwnedRequest;

/// What RACF knows of the requester.
#[derive(Debug)]
pub(crate) struct Acee<'m> {
    /// The defined user, if it is one.
    pub(crate) user: Option<Known<'m>>,
}

/// A defined user at work.
#[derive(Debug)]
pub(crate) struct Known<'m> {
    model: &'m Model,
    /// The ID.
    pub(crate) id: PrincipalId,
    /// Its name.
    pub(crate) name: &'m str,
    /// The user profile.
    pub(crate) profile: &'m User,
    /// Current connect group; that of a user outside the policy may be unknown.
    pub(crate) group: Option<PrincipalId>,
    date: Day,
}

impl<'m> Acee<'m> {
    /// Logs the requester on, or says why that fails.
    pub(crate) fn of(model: &'m Model, request: &OwnedRequest) -> Result<Self, Step> {
        let Some(name) = &request.user else {
            return match &request.group {
                Some(_) => Err(Step::GroupNotConnected),
                None => Ok(Self { user: None }),
            };
        };
        let (id, authority) = authority(model, name).ok_or(Step::UserUnknown)?;
        let (profile, external) = match &authority.kind {
            PrincipalKind::User(profile) => (profile, false),
            PrincipalKind::ExternalUser(profile) => (profile, true),
            PrincipalKind::Group(_) | PrincipalKind::ExternalGroup => {
                return Err(Step::UserUnknown);
            }
        };
        if revoked(profile.revoked, profile.revoke_on, profile.resume_on, request.date) {
            return Err(Step::UserRevoked);
        }
        let group = match &request.group {
            Some(group) => authority_id(model, group),
            None => profile.default_group,
        };
        let connection = profile.connections.iter().find(|it| Some(it.group) == group);
        let name = authority.name.as_str();
        if external && request.group.is_none() && profile.default_group.is_none() {
            let known = Known { model, id, name, profile, group: None, date: request.date };
            return Ok(Self { user: Some(known) });
        }
        match connection {
            Some(it) if !connection_revoked(it, request.date) => {
                let group = Some(it.group);
                Ok(Self {
                    user: Some(Known { model, id, name, profile, group, date: request.date }),
                })
            }
            _ => Err(Step::GroupNotConnected),
        }
    }

    /// Attributes; an undefined user has none.
    pub(crate) fn attributes(&self) -> UserAttributes {
        self.user.as_ref().map(|user| user.profile.attributes).unwrap_or_default()
    }
}

impl<'m> Known<'m> {
    /// Groups whose access-list entries count, in the order in which RACF would show them.
    pub(crate) fn groups(&self) -> Vec<PrincipalId> {
        let options = &self.model.options;
        if !options.list_of_groups {
            return self.group.into_iter().collect();
        }
        let excluded = options.switches.is_on(Switch::GroupListExcludesRevokedConnects);
        let connections = self.profile.connections.iter();
        let counted = connections.filter(|it| !excluded || !connection_revoked(it, self.date));
        let mut groups: Vec<PrincipalId> = counted.map(|it| it.group).collect();
        groups.sort_by(|a, b| ebcdic::compare(name_of(self.model, *a), name_of(self.model, *b)));
        groups
    }

    /// Whether an attribute of a connection that counts reaches the profile.
    pub(crate) fn has_in_scope(
        &self,
        attribute: impl Fn(&Connection) -> bool,
        profile: &Profile,
        qualifier: Option<&str>,
    ) -> bool {
        let everywhere = self.model.options.list_of_groups;
        self.profile
            .connections
            .iter()
            .filter(|it| attribute(it) && !connection_revoked(it, self.date))
            .filter(|it| everywhere || Some(it.group) == self.group)
            .any(|it| in_scope(self.model, it.group, profile, qualifier))
    }

    /// Whether an attribute of a connection that counts may reach the profile, for all that is
    /// known: above its owner or its high-level qualifier is something external.
    pub(crate) fn may_have_in_scope(
        &self,
        attribute: impl Fn(&Connection) -> bool,
        profile: &Profile,
        qualifier: Option<&str>,
    ) -> bool {
        let everywhere = self.model.options.list_of_groups;
        let held = self.profile.connections.iter().any(|it| {
            attribute(it)
                && !connection_revoked(it, self.date)
                && (everywhere || Some(it.group) == self.group)
        });
        let qualifier = qualifier.and_then(|name| authority_id(self.model, name));
        let related = profile.owner.into_iter().chain(qualifier);
        held && related.into_iter().any(|id| has_unknown_owner(self.model, id))
    }

    /// The user's authority in the group of this name, if that is one of those that count.
    pub(crate) fn authority_in(&self, group: &str) -> Option<GroupAuthority> {
        let group = authority_id(self.model, group)?;
        let counted = self.groups();
        let mut connections = self.profile.connections.iter();
        let connection = connections.find(|it| it.group == group && counted.contains(&it.group))?;
        Some(connection.authority)
    }

    /// The name of the current connect group.
    pub(crate) fn group_name(&self) -> Option<&'m str> {
        self.group.map(|group| name_of(self.model, group))
    }
}

/// Whether the ID is a user outside the policy.
pub(crate) fn is_external_user(model: &Model, name: &str) -> bool {
    authority(model, name).is_some_and(|(_, it)| matches!(it.kind, PrincipalKind::ExternalUser(_)))
}

/// Follows the owners upwards as far as group authority would come down, and looks for one that is
/// outside the policy.
fn has_unknown_owner(model: &Model, id: PrincipalId) -> bool {
    let mut next = Some(id);
    let mut is_first = true;
    while let Some(authority) = next.and_then(|id| model.principals.get(id)) {
        next = match &authority.kind {
            PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => return true,
            PrincipalKind::User(user) if is_first => user.owner,
            PrincipalKind::Group(group) if group.owner == group.superior => group.owner,
            // What a user of the policy owns is in no scope.
            PrincipalKind::User(_) | PrincipalKind::Group(_) => None,
        };
        is_first = false;
    }
    false
}

/// The name of an ID.
pub(crate) fn name_of(model: &Model, id: PrincipalId) -> &str {
    model.principals.get(id).map_or("", |authority| authority.name.as_str())
}

fn authority<'m>(model: &'m Model, name: &str) -> Option<(PrincipalId, &'m Principal)> {
    let folded = name.to_ascii_uppercase();
    model.principals.iter_enumerated().find(|(_, authority)| authority.name == folded)
}

fn authority_id(model: &Model, name: &str) -> Option<PrincipalId> {
    authority(model, name).map(|(id, _)| id)
}

fn connection_revoked(connection: &Connection, today: Day) -> bool {
    revoked(connection.revoked, connection.revoke_on, connection.resume_on, today)
}

/// Whether a user or a connection is revoked on a day.
fn revoked(flag: bool, revoke: Option<Day>, resume: Option<Day>, today: Day) -> bool {
    if let Some(revoke) = revoke {
        let resumed = resume.is_some_and(|resume| resume > revoke && today >= resume);
        if today >= revoke && !resumed {
            return true;
        }
    }
    if flag && let Some(resume) = resume {
        let stands = revoke.is_none_or(|revoke| revoke < resume);
        if today >= resume && stands {
            return false;
        }
    }
    flag
}

/// Whether a profile lies in the scope of a group: by its owner, or by its high-level qualifier.
fn in_scope(model: &Model, group: PrincipalId, profile: &Profile, qualifier: Option<&str>) -> bool {
    let groups = groups_in_scope(model, group);
    let covered = |id: PrincipalId| groups.contains(&id) || owned_user(model, id, &groups);
    let qualifier = qualifier.and_then(|name| authority_id(model, name));
    profile.owner.is_some_and(covered) || qualifier.is_some_and(covered)
}

/// The group, and every group that is owned by a superior group in scope.
fn groups_in_scope(model: &Model, group: PrincipalId) -> Vec<PrincipalId> {
    let mut scope = vec![group];
    loop {
        let found = model.principals.iter_enumerated().find(|(id, authority)| {
            !scope.contains(id)
                && as_group(authority).is_some_and(|it| {
                    it.owner == it.superior && it.owner.is_some_and(|owner| scope.contains(&owner))
                })
        });
        let Some((id, _)) = found else { return scope };
        scope.push(id);
    }
}

fn as_group(authority: &Principal) -> Option<&Group> {
    match &authority.kind {
        PrincipalKind::Group(group) => Some(group),
        _ => None,
    }
}

fn owned_user(model: &Model, id: PrincipalId, groups: &[PrincipalId]) -> bool {
    match model.principals.get(id).map(|authority| &authority.kind) {
        Some(PrincipalKind::User(user)) => user.owner.is_some_and(|owner| groups.contains(&owner)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::revoked;
    use saffron_vocabulary::racf::Day;

    #[test]
    fn dates_of_revoke_and_resume() {
        let (first, second) = (Some(Day(10)), Some(Day(20)));
        let on = |flag, revoke, resume, day| revoked(flag, revoke, resume, Day(day));
        assert!(!on(false, first, None, 9) && on(false, first, None, 10));
        assert!(on(false, first, second, 19) && !on(false, first, second, 20));
        assert!(on(true, None, second, 19) && !on(true, None, second, 20));
        // Resumed before it is revoked: the revocation stands.
        assert!(!on(false, second, first, 15) && on(false, second, first, 20));
        assert!(on(true, second, first, 15));
        assert!(on(true, first, second, 9) && !on(true, first, second, 20));
        assert!(on(false, first, first, 10));
    }
}
