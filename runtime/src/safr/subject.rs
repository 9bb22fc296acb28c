//! Who asks: the session, and what the user is in each environment.

use saffron_bundle::layout::safr::origins;
use saffron_bundle::safr::{Access, ItemType, Right, Rules, SafrSwitch, SubjectKind};
use saffron_bundle::vocabulary::EntryKind;

use super::facts::{AccessView, EnvironmentIndex, GroupIndex, ItemIndex, RightView};
use super::request::SafrRequest;
use crate::decision::Source;
use crate::engine::Engine;

/// A user of the policy, and the group chosen on login.
#[derive(Clone, Copy, Debug)]
pub(super) struct Session {
    /// The user's ID.
    pub(super) user: u32,
    /// What the session rests on.
    pub(super) by: Login,
}

/// What a session rests on: a place among the system administrators or the members.
#[derive(Clone, Copy, Debug)]
pub(super) enum Login {
    /// A system administrator's, for whom no group counts.
    Administrator(u32),
    /// That of a member of the login group.
    Member { group: GroupIndex, member: u32 },
}

/// Why there is no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoSession<'r> {
    UserUnknown,
    /// Only system administrators log in without a group.
    NoGroup,
    GroupUnknown(&'r str),
    NotAMember(GroupIndex),
    EnvironmentUnknown(&'r str),
    /// The group has no access to the login environment.
    NoAccess(GroupIndex, EnvironmentIndex),
}

impl Session {
    /// The session of a login (Security overview, sections 22, 30 and 40): a system administrator's, or
    /// that of a member of the login group, which must have access to the login environment.
    pub(super) fn of<'r>(
        engine: &Engine<'_>,
        request: &SafrRequest<'r>,
    ) -> Result<Self, NoSession<'r>> {
        let user = engine.safr_user(request.user).ok_or(NoSession::UserUnknown)?;
        if let Some(at) = engine.safr_administrator(user) {
            return Ok(Self { user, by: Login::Administrator(at) });
        }
        let name = request.login_group.ok_or(NoSession::NoGroup)?;
        let group = engine.safr_group(name).ok_or(NoSession::GroupUnknown(name))?;
        let member = engine.safr_member(group, user).ok_or(NoSession::NotAMember(group))?;
        let name = request.login_environment;
        let environment = engine.safr_environment(name);
        let environment = environment.ok_or(NoSession::EnvironmentUnknown(name))?;
        let access = engine.safr_access(group, environment);
        access.ok_or(NoSession::NoAccess(group, environment))?;
        Ok(Self { user, by: Login::Member { group, member } })
    }

    pub(super) const fn is_administrator(&self) -> bool {
        matches!(self.by, Login::Administrator(_))
    }

    /// The login group; system administrators have none that counts.
    pub(super) const fn group(&self) -> Option<GroupIndex> {
        match self.by {
            Login::Administrator(_) => None,
            Login::Member { group, .. } => Some(group),
        }
    }

    /// The line that says that the user is a system administrator, or a member of the group.
    pub(super) fn source<'b>(&self, engine: &Engine<'b>) -> Option<Source<'b>> {
        match self.by {
            Login::Administrator(at) => engine.safr_source(origins::ADMINISTRATORS, at),
            Login::Member { member, .. } => engine.safr_source(origins::MEMBERS, member),
        }
    }
}

/// What the session's user is and may in one environment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'b> {
    pub(super) environment: EnvironmentIndex,
    pub(super) kind: SubjectKind,
    /// The group's access, if it counts.
    pub(super) access: Option<AccessView<'b>>,
}

/// The right to an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeldRight {
    pub(super) right: Right,
    /// Where it is said; without that it comes from what the group is.
    pub(super) said: Option<RightView>,
}

impl<'b> Standing<'b> {
    /// `kind(session, environment)`: it depends on the environment, not only on the person (Security
    /// overview, section 30).
    pub(super) fn of(
        engine: &Engine<'b>,
        session: &Session,
        environment: EnvironmentIndex,
    ) -> Self {
        let access = session.group().and_then(|group| engine.safr_access(group, environment));
        let kind = match access.map(|access| access.access()) {
            _ if session.is_administrator() => SubjectKind::SystemAdministrator,
            Some(Access::Administrator) => SubjectKind::EnvironmentAdministrator,
            Some(_) => SubjectKind::GeneralUser,
            None => SubjectKind::NoAccess,
        };
        Self { environment, kind, access }
    }

    pub(super) fn is_administrator(&self) -> bool {
        matches!(
            self.kind,
            SubjectKind::SystemAdministrator | SubjectKind::EnvironmentAdministrator
        )
    }

    /// Administrators always run utilities (section 14).
    pub(super) fn migrates_in(&self) -> bool {
        self.is_administrator() || self.access.is_some_and(|access| access.migrates_in())
    }

    pub(super) fn creates(&self, kind: ItemType) -> bool {
        self.is_administrator() || self.access.is_some_and(|access| access.creates(kind))
    }

    /// The right to an item. Administrators of SAFR 4 have all of them, whatever is said of an item,
    /// unless the option says otherwise; today's roles give a right to what nothing is said of.
    pub(super) fn right(&self, engine: &Engine<'b>, item: ItemIndex) -> HeldRight {
        let unsaid = |right| HeldRight { right, said: None };
        if self.kind == SubjectKind::SystemAdministrator {
            return unsaid(Right::Delete);
        }
        let Some(access) = self.access else { return unsaid(Right::None) };
        let flag_wins = engine.safr_rules() == Rules::Safr
            && self.kind == SubjectKind::EnvironmentAdministrator
            && engine.safr_is_on(SafrSwitch::AdministratorFlagWins);
        if flag_wins {
            return unsaid(Right::Delete);
        }
        let said = engine.safr_right(access, item);
        let right = said.map_or_else(|| default_right(access.access()), |said| said.right);
        HeldRight { right, said }
    }

    /// Where the right to an item is said, or else the access of the group.
    pub(super) fn right_source(
        &self,
        engine: &Engine<'b>,
        said: Option<RightView>,
    ) -> Option<Source<'b>> {
        let access = self.access?;
        let said = said.and_then(|said| engine.safr_right_source(access.at, said));
        said.or_else(|| engine.safr_access_source(access.at, origins::ACCESS))
    }

    /// The line behind a part of what the group may.
    pub(super) fn access_source(&self, engine: &Engine<'b>, part: u32) -> Option<Source<'b>> {
        engine.safr_access_source(self.access?.at, part)
    }
}

/// The right to an item of which nothing is said. Under [`Rules::Safr`] groups are general users or
/// administrators only.
pub(super) const fn default_right(access: Access) -> Right {
    match access {
        Access::General => Right::None,
        Access::Guest => Right::Read,
        Access::Developer | Access::Administrator => Right::Delete,
    }
}

impl Engine<'_> {
    /// The ID of a user, also of an external one.
    pub(super) fn safr_user(&self, name: &str) -> Option<u32> {
        let id = self.authority(name)?;
        let row = self.bundle.authorities.get(id as usize)?;
        (row.kind == EntryKind::User.byte()).then_some(id)
    }
}
