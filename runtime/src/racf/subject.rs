//! The user of a request: what RACF keeps of a user in an ACEE.
//!
//! An ACEE is resolved once for a user, a group and a day, and serves many questions. The order of
//! the checks: the user is defined; the user isn't revoked on the day; the user has a connection to
//! the current connect group, and it isn't revoked on the day. RACF makes these checks when a user
//! enters the system, so a user who fails one of them is denied everything.
//!
//! Source: Command Language Reference, `ALTUSER` and `CONNECT`; Security Administrator's Guide,
//! "List-of-groups checking" and "User attributes at the group level".
//!
//! The cost of resolving a user is one look-up in a hash table and one binary search among the
//! user's groups. Revoked connections are evaluated when a rule reads them, not before.

use saffron_bundle::layout::{ConnectionRow, UserRow, connection_flag, meta_flag, user_flag};
use saffron_bundle::little_endian::U32;
use saffron_bundle::run;
use saffron_vocabulary::racf::{Day, Step, Switch};

use crate::request::Requester;
use crate::tables::Tables;

/// A user on a day, resolved once for many requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Acee<'b> {
    /// The step that denies everything, for a user who can't enter the system.
    pub(crate) refused: Option<Step>,
    /// `None` for a user that RACF doesn't know.
    pub(crate) user: Option<User<'b>>,
}

/// A defined user with the connections in effect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct User<'b> {
    /// The index of the ID.
    pub(crate) id: u32,
    pub(crate) name: &'b [u8],
    pub(crate) row: &'b UserRow,
    /// All groups, ascending, and the connections to them.
    pub(crate) groups: &'b [U32],
    pub(crate) connections: &'b [ConnectionRow],
    /// Position of the group that is to be the current connect group, revoked or not.
    pub(crate) asked: Option<usize>,
    /// Position of the current connect group among them.
    pub(crate) current: Option<usize>,
    list_of_groups: bool,
    /// Whether a look at the connection itself is needed to know if it is in effect.
    differ: bool,
    revoked_count: bool,
    date: Day,
}

impl<'b> Acee<'b> {
    /// Resolves a requester on a day. `group` is the current connect group; without it, the default
    /// group of the user applies.
    ///
    /// An undefined user has no connections: with a group, the request is refused by
    /// `group-not-connected`; without one, it is evaluated for UACC and global access.
    pub(crate) fn new(
        tables: &Tables<'b>,
        requester: Requester<'_>,
        group: Option<&str>,
        date: Day,
    ) -> Self {
        Self::of(tables, requester, named(tables, requester), group, date)
    }

    /// The same of a requester whose name was looked up; see [`named`].
    #[inline]
    pub(crate) fn of(
        tables: &Tables<'b>,
        requester: Requester<'_>,
        id: Option<u32>,
        group: Option<&str>,
        date: Day,
    ) -> Self {
        let Requester::User(_) = requester else {
            let refused = group.map(|_| Step::GroupNotConnected);
            return Self { refused, user: None };
        };
        let Some(mut user) = id.and_then(|id| User::find(tables, id, date)) else {
            return Self { refused: Some(Step::UserUnknown), user: None };
        };
        let refused = user.enter(tables, group);
        Self { refused, user: Some(user) }
    }
}

/// The ID of a requester, if it names one that the policy has.
#[inline]
pub(crate) fn named(tables: &Tables<'_>, requester: Requester<'_>) -> Option<u32> {
    match requester {
        Requester::User(name) => tables.principal(name),
        Requester::Undefined => None,
    }
}

/// The row of a user, by ID.
#[inline]
pub(crate) fn row<'b>(tables: &Tables<'b>, id: u32) -> Option<&'b UserRow> {
    let authority = tables.bundle.authorities().get(id as usize)?;
    tables.bundle.users().get(authority.user().get()?.0 as usize)
}

impl Acee<'_> {
    /// Whether the user is declared as external, so that not all of it is known.
    pub(crate) fn is_external(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.has(user_flag::EXTERNAL))
    }
}

impl<'b> User<'b> {
    /// The user with this ID. The ID of a group has no row of attributes and results in `None`.
    #[inline]
    fn find(tables: &Tables<'b>, id: u32, date: Day) -> Option<Self> {
        let authority = tables.bundle.authorities().get(id as usize)?;
        let at = authority.user().get().map(|row| row.0)?;
        let row = tables.bundle.users().get(at as usize)?;
        Some(Self {
            id,
            name: authority.name_bytes(),
            row,
            groups: run(tables.bundle.groups(), row.connections()),
            connections: run(tables.bundle.connections(), row.connections()),
            asked: None,
            current: None,
            list_of_groups: tables.has(meta_flag::LIST_OF_GROUPS),
            differ: row.flags() & user_flag::CONNECTIONS_DIFFER != 0,
            revoked_count: !tables.is_on(Switch::GroupListExcludesRevokedConnects),
            date,
        })
    }

    /// Sets the current connect group, or returns the step that refuses the user: `user-revoked` or
    /// `group-not-connected`. A user who is defined outside the policy needs no default group,
    /// because it may be unknown; a group of the request must be one that is stated.
    ///
    /// Source: Command Language Reference, `ALTUSER`, operands REVOKE and RESUME; `CONNECT`, for
    /// the connection to the group of the logon.
    #[inline]
    fn enter(&mut self, tables: &Tables<'b>, group: Option<&str>) -> Option<Step> {
        let flags = self.row.flags();
        let odd = flags & (user_flag::REVOKED | user_flag::DATED) != 0;
        let flag = flags & user_flag::REVOKED != 0;
        if odd && is_revoked(flag, self.row.revoke_on(), self.row.resume_on(), self.date) {
            return Some(Step::UserRevoked);
        }
        let default = self.row.default_group().get().map(|id| id.0);
        if group.is_none() && default.is_none() && self.has(user_flag::EXTERNAL) {
            return None;
        }
        let group = match group {
            Some(name) => tables.principal(name),
            None => default,
        };
        let position = group
            .and_then(|group| self.groups.binary_search_by_key(&group, |group| group.get()).ok());
        self.asked = position;
        self.current = position.filter(|&at| !self.is_revoked_connection(at));
        if self.current.is_none() { Some(Step::GroupNotConnected) } else { None }
    }

    /// The place in the section of connections of one of the user's connections.
    pub(crate) fn connection_index(&self, at: usize) -> u32 {
        self.row.connections().start() + u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Whether the user has a system-wide attribute of [`user_flag`].
    #[inline]
    pub(crate) fn has(&self, attribute: u32) -> bool {
        self.row.flags() & attribute != 0
    }

    /// Whether the connection at a position is revoked on the day. Users without any date, revoked
    /// connection or group attribute are marked by the compiler, so their connections aren't read.
    fn is_revoked_connection(&self, at: usize) -> bool {
        self.differ
            && self.connections.get(at).is_none_or(|connection| {
                let flag = connection.flags() & connection_flag::REVOKED != 0;
                is_revoked(flag, connection.revoke_on(), connection.resume_on(), self.date)
            })
    }

    /// Whether the group at a position is in effect for access lists.
    ///
    /// With list-of-groups checking (`SETROPTS GRPLIST`), every group with a connection that isn't
    /// revoked is in effect; otherwise only the current connect group. Whether a revoked connection
    /// takes the group off the list is the option `group-list-excludes-revoked-connects`.
    ///
    /// Source: Security Administrator's Guide, "List-of-groups checking".
    #[inline]
    pub(crate) fn counts(&self, at: usize) -> bool {
        if !self.list_of_groups {
            return self.current == Some(at);
        }
        !self.differ || self.revoked_count || !self.is_revoked_connection(at)
    }

    /// Whether the group attributes of a connection (group-SPECIAL, group-OPERATIONS) are in
    /// effect: of every connection that isn't revoked under GRPLIST, otherwise of the current
    /// connect group only. No option affects this.
    ///
    /// Source: Security Administrator's Guide, "User attributes at the group level".
    pub(crate) fn attributes_count(&self, at: usize) -> bool {
        if self.list_of_groups { !self.is_revoked_connection(at) } else { self.current == Some(at) }
    }

    /// The position of a group among the user's groups, if the group is in effect.
    pub(crate) fn position(&self, group: u32) -> Option<usize> {
        let at = self.groups.binary_search_by_key(&group, |group| group.get()).ok()?;
        self.counts(at).then_some(at)
    }

    /// The ID of the current connect group.
    pub(crate) fn current_group(&self) -> Option<u32> {
        self.current.and_then(|at| self.groups.get(at)).map(|group| group.get())
    }
}

/// Whether a user or connection is revoked on a day.
///
/// - A revoke date takes effect on its day. A later resume date ends the revocation on its own day.
/// - A revocation without a date is ended by a resume date that is reached, unless the revoke date
///   is the same or later.
///
/// Source: Command Language Reference, `ALTUSER` and `CONNECT`, operands REVOKE and RESUME.
fn is_revoked(flag: bool, revoke: Option<Day>, resume: Option<Day>, today: Day) -> bool {
    let passed = |day: Option<Day>| day.is_some_and(|day| today >= day);
    if passed(revoke) && !(resume > revoke && passed(resume)) {
        return true;
    }
    if flag
        && passed(resume)
        && revoke.is_none_or(|revoke| resume.is_some_and(|resume| revoke < resume))
    {
        return false;
    }
    flag
}
