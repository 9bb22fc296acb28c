//! Who asks: the session, and what its user is in each environment.
//!
//! A person isn't an administrator as such: the same login can be an administrator in one
//! environment and a general user in another. Only the login group gives rights; other groups of
//! the user have no effect (sections 22 and 30). System administrators need no group, and groups
//! have no effect for them (section 40).

use saffron_bundle::layout::safr::origins;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules, SafrSwitch, SubjectKind};

use super::facts;
use super::facts::{AccessView, EnvironmentIndex, GroupIndex, ItemIndex, RightView};
use super::request::SafrRequest;
use crate::source::Source;
use crate::tables::Tables;

/// A user of the policy, and the group chosen on login.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    /// The user's ID.
    pub(crate) user: u32,
    /// What the session rests on.
    pub(crate) by: Login,
}

/// What a session rests on: a place among the system administrators or the members.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Login {
    /// That of a system administrator, for which groups have no effect.
    Administrator(u32),
    /// That of a member of the login group.
    Member { group: GroupIndex, member: u32 },
}

/// Why there is no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoSession<'r> {
    /// The policy doesn't declare the user.
    UserUnknown,
    /// Only system administrators log in without a group.
    NoGroup,
    /// The policy doesn't declare the login group.
    GroupUnknown(&'r str),
    /// The user isn't a member of the login group.
    NotAMember(GroupIndex),
    /// The policy doesn't declare the login environment.
    EnvironmentUnknown(&'r str),
    /// The group has no access to the login environment.
    NoAccess(GroupIndex, EnvironmentIndex),
}

impl Session {
    /// The session of a login (Security overview, sections 22, 30 and 40): a system
    /// administrator's, or that of a member of the login group, which must have access to the login
    /// environment.
    pub(crate) fn of<'r>(
        tables: &Tables<'_>,
        request: &SafrRequest<'r>,
    ) -> Result<Self, NoSession<'r>> {
        let user = facts::user(tables, request.user).ok_or(NoSession::UserUnknown)?;
        if let Some(at) = facts::administrator(tables, user) {
            return Ok(Self { user, by: Login::Administrator(at) });
        }
        let name = request.login_group.ok_or(NoSession::NoGroup)?;
        let group = facts::group(tables, name).ok_or(NoSession::GroupUnknown(name))?;
        let member = facts::member(tables, group, user).ok_or(NoSession::NotAMember(group))?;
        let name = request.login_environment;
        let environment = facts::environment(tables, name);
        let environment = environment.ok_or(NoSession::EnvironmentUnknown(name))?;
        let access = facts::access(tables, group, environment);
        access.ok_or(NoSession::NoAccess(group, environment))?;
        Ok(Self { user, by: Login::Member { group, member } })
    }

    /// Whether the session is that of a system administrator.
    pub(crate) const fn is_administrator(&self) -> bool {
        matches!(self.by, Login::Administrator(_))
    }

    /// The login group; groups have no effect for system administrators.
    pub(crate) const fn group(&self) -> Option<GroupIndex> {
        match self.by {
            Login::Administrator(_) => None,
            Login::Member { group, .. } => Some(group),
        }
    }

    /// The line that makes the user a system administrator, or a member of the group.
    pub(crate) fn source<'b>(&self, tables: &Tables<'b>) -> Option<Source<'b>> {
        match self.by {
            Login::Administrator(at) => facts::source(tables, origins::ADMINISTRATORS, at),
            Login::Member { member, .. } => facts::source(tables, origins::MEMBERS, member),
        }
    }
}

/// What the session's user is and may in one environment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing<'b> {
    /// The environment that this is about.
    pub(crate) environment: EnvironmentIndex,
    /// System administrator, administrator of the environment, general user, or without access.
    pub(crate) kind: SubjectKind,
    /// The access of the login group; `None` for system administrators and without access.
    pub(crate) access: Option<AccessView<'b>>,
}

/// The right to an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeldRight {
    pub(crate) right: Right,
    /// Where it is stated; without that it comes from what the group is.
    pub(crate) said: Option<RightView>,
}

impl<'b> Standing<'b> {
    /// `kind(session, environment)`: it depends on the environment, not only on the person
    /// (Security overview, section 30).
    pub(crate) fn of(
        tables: &Tables<'b>,
        session: &Session,
        environment: EnvironmentIndex,
    ) -> Self {
        let access = session.group().and_then(|group| facts::access(tables, group, environment));
        let kind = match access.map(|access| access.access()) {
            _ if session.is_administrator() => SubjectKind::SystemAdministrator,
            Some(Access::Administrator) => SubjectKind::EnvironmentAdministrator,
            Some(_) => SubjectKind::GeneralUser,
            None => SubjectKind::NoAccess,
        };
        Self { environment, kind, access }
    }

    /// Whether the user administers the environment, as its administrator or as a system
    /// administrator.
    pub(crate) fn is_administrator(&self) -> bool {
        matches!(
            self.kind,
            SubjectKind::SystemAdministrator | SubjectKind::EnvironmentAdministrator
        )
    }

    /// The run permission Migrate In; administrators always have it (section 14).
    pub(crate) fn migrates_in(&self) -> bool {
        self.is_administrator() || self.access.is_some_and(|access| access.migrates_in())
    }

    /// The create permission for a type; administrators always have it (sections 12 and 30).
    pub(crate) fn creates(&self, kind: ItemType) -> bool {
        self.is_administrator() || self.access.is_some_and(|access| access.creates(kind))
    }

    /// The right to an item. Administrators of SAFR 4 have all of them, whatever is stated of an
    /// item, unless the option says otherwise; today's roles give a right to what nothing is stated
    /// of.
    pub(crate) fn right(&self, tables: &Tables<'b>, item: ItemIndex) -> HeldRight {
        let unsaid = |right| HeldRight { right, said: None };
        if self.kind == SubjectKind::SystemAdministrator {
            return unsaid(Right::Delete);
        }
        let Some(access) = self.access else { return unsaid(Right::None) };
        let flag_wins = facts::rules(tables) == Rules::Safr
            && self.kind == SubjectKind::EnvironmentAdministrator
            && facts::is_on(tables, SafrSwitch::AdministratorFlagWins);
        if flag_wins {
            return unsaid(Right::Delete);
        }
        let said = facts::right(tables, access, item);
        let right = said.map_or_else(|| default_right(access.access()), |said| said.right);
        HeldRight { right, said }
    }

    /// The right to an item that a group has once it has access, for the list of what is missing:
    /// without access it is the right that the least access gives. Whoever asks states the missing
    /// access as a need of its own, so this never grants.
    pub(crate) fn right_with_access(&self, tables: &Tables<'b>, item: ItemIndex) -> HeldRight {
        if self.kind == SubjectKind::NoAccess {
            let right = default_right(least_access(facts::rules(tables)));
            return HeldRight { right, said: None };
        }
        self.right(tables, item)
    }

    /// Where the right to an item is stated, or else the access of the group.
    pub(crate) fn right_source(
        &self,
        tables: &Tables<'b>,
        said: Option<RightView>,
    ) -> Option<Source<'b>> {
        let access = self.access?;
        let said = said.and_then(|said| facts::right_source(tables, access.at, said));
        said.or_else(|| facts::access_source(tables, access.at, origins::ACCESS))
    }

    /// The line after a part of what the group may.
    pub(crate) fn access_source(&self, tables: &Tables<'b>, part: u32) -> Option<Source<'b>> {
        facts::access_source(tables, self.access?.at, part)
    }
}

/// The access that gives the least.
pub(crate) const fn least_access(rules: Rules) -> Access {
    match rules {
        Rules::Safr => Access::General,
        Rules::GenevaersRoles => Access::Guest,
    }
}

/// The right to an item of which nothing is stated. Under [`Rules::Safr`] groups are general users
/// or administrators only.
pub(crate) const fn default_right(access: Access) -> Right {
    match access {
        Access::General => Right::None,
        Access::Guest => Right::Read,
        Access::Developer | Access::Administrator => Right::Delete,
    }
}
