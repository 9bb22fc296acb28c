//! Who asks: the session, and what the user is in each environment.

use saffron_bundle::layout::safr::origins;
use saffron_bundle::safr::{Access, ItemType, Right, Rules, SafrSwitch, SubjectKind};
use saffron_bundle::vocabulary::EntryKind;

use super::facts::{AccessView, EnvironmentIndex, GroupIndex, ItemIndex, RightView};
use crate::decision::Source;
use crate::engine::Engine;

/// A user of the policy, and the group chosen on login.
#[derive(Clone, Copy, Debug)]
pub(super) struct Session {
    /// The user's ID.
    pub(super) user: u32,
    /// The place among the system administrators, if the user is one.
    pub(super) administrator: Option<u32>,
    /// The login group; system administrators have none that counts.
    pub(super) group: Option<GroupIndex>,
}

/// Why there is no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoSession {
    UserUnknown,
    /// Not a member of the login group, or the group has no access to the login environment.
    Invalid,
}

impl Session {
    /// The session of a login (Security overview, sections 22, 30 and 40): a system administrator's, or
    /// that of a member of the login group, which must have access to the login environment.
    pub(super) fn of(
        engine: &Engine<'_>,
        user: &str,
        group: Option<&str>,
        environment: &str,
    ) -> Result<Self, NoSession> {
        let user = engine.safr_user(user).ok_or(NoSession::UserUnknown)?;
        let administrator = engine.safr_administrator(user);
        if administrator.is_some() {
            return Ok(Self { user, administrator, group: None });
        }
        let valid = || {
            let group = engine.safr_group(group?)?;
            engine.safr_member(group, user)?;
            engine.safr_access(group, engine.safr_environment(environment)?)?;
            Some(Self { user, administrator: None, group: Some(group) })
        };
        valid().ok_or(NoSession::Invalid)
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

impl<'b> Standing<'b> {
    /// `kind(session, environment)`: it depends on the environment, not only on the person (Security
    /// overview, section 30).
    pub(super) fn of(
        engine: &Engine<'b>,
        session: &Session,
        environment: EnvironmentIndex,
    ) -> Self {
        let access = session.group.and_then(|group| engine.safr_access(group, environment));
        let kind = match access.map(|access| access.access()) {
            _ if session.administrator.is_some() => SubjectKind::SystemAdministrator,
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

    pub(super) fn migrates_in(&self) -> bool {
        self.is_administrator() || self.access.is_some_and(|access| access.migrates_in())
    }

    pub(super) fn creates(&self, kind: ItemType) -> bool {
        self.is_administrator() || self.access.is_some_and(|access| access.creates(kind))
    }

    /// The right to an item, and the place where it is said, if it is.
    pub(super) fn right(&self, engine: &Engine<'b>, item: ItemIndex) -> (Right, Option<RightView>) {
        if self.kind == SubjectKind::SystemAdministrator {
            return (Right::Delete, None);
        }
        let Some(access) = self.access else { return (Right::None, None) };
        let roles = engine.safr_rules() == Rules::GenevaersRoles;
        let flag_wins = !roles && engine.safr_is_on(SafrSwitch::AdministratorFlagWins);
        if flag_wins && self.kind == SubjectKind::EnvironmentAdministrator {
            return (Right::Delete, None);
        }
        match engine.safr_right(access, item) {
            Some(said) => (said.right, Some(said)),
            None => (default_right(access.access()), None),
        }
    }

    /// Where the right to an item is said, or else the access of the group.
    pub(super) fn right_source(
        &self,
        engine: &Engine<'b>,
        said: Option<RightView>,
    ) -> Option<Source<'b>> {
        let part = said.map_or(0, |said| origins::RIGHTS + said.at);
        engine.safr_access_source(self.access?.at, part)
    }
}

/// The right to an item of which nothing is said. Under [`Rules::Safr`] groups are general users or
/// administrators only.
pub(super) fn default_right(access: Access) -> Right {
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
