//! Where a policy names an ID, besides the ID's own declaration: who is given the ID again inherits all of it.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::ids::PrincipalId;
use super::profile::{Profile, StartedData, StartedId, Who};
use super::subject::{Connection, Principal, PrincipalKind, User};

/// A place that names an ID.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'m> {
    /// The ID.
    pub id: PrincipalId,
    /// What the ID is there.
    pub role: Mentioned,
    /// What names it.
    pub by: Mentioner<'m>,
    /// Where.
    pub origin: Option<Span>,
}

/// What an ID is where it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mentioned {
    /// In the standard access list, with this level.
    Permitted(AccessLevel),
    /// In the conditional access list, with this level.
    PermittedWhen(AccessLevel),
    /// The owner.
    Owner,
    /// Who is notified of refused requests.
    Notify,
    /// The user of a started task.
    StartedUser,
    /// The group of a started task.
    StartedGroup,
    /// The default group of a user.
    DefaultGroup,
    /// A group to which a user is connected.
    Connected,
    /// The owner of the connection of a user to a group.
    ConnectionOwner,
}

/// What names an ID.
#[derive(Clone, Copy, Debug)]
pub enum Mentioner<'m> {
    /// A profile.
    Profile(&'m Profile),
    /// A user or group.
    Principal(&'m Principal),
}

/// What a profile names.
pub(super) fn of_profile(profile: &Profile) -> impl Iterator<Item = Mention<'_>> {
    let at = move |who: Who, role, origin| match who {
        Who::Id(id) => {
            Some(Mention { id, role, by: Mentioner::Profile(profile), origin: Some(origin) })
        }
        Who::Any => None,
    };
    let standard = profile.standard.iter();
    let standard = standard.map(move |it| at(it.who, Mentioned::Permitted(it.access), it.origin));
    let conditional = profile.conditional.iter();
    let conditional =
        conditional.map(move |it| at(it.who, Mentioned::PermittedWhen(it.access), it.origin));
    let started = |of: fn(&StartedData) -> Option<StartedId>| match of(profile.started.as_ref()?) {
        Some(StartedId::Id(id)) => Some(id),
        _ => None,
    };
    let named = [
        (Mentioned::Owner, profile.owner),
        (Mentioned::Notify, profile.notify),
        (Mentioned::StartedUser, started(|it| it.user)),
        (Mentioned::StartedGroup, started(|it| it.group)),
    ];
    let named = named.into_iter().map(move |(role, id)| at(Who::Id(id?), role, profile.origin));
    standard.chain(conditional).chain(named).flatten()
}

/// What a user or group names.
pub(super) fn of_principal(principal: &Principal) -> impl Iterator<Item = Mention<'_>> {
    let by = Mentioner::Principal(principal);
    let own = move |role, id: Option<PrincipalId>| {
        Some(Mention { id: id?, role, by, origin: principal.origin })
    };
    let owner = match &principal.kind {
        PrincipalKind::User(user) => own(Mentioned::Owner, user.owner),
        PrincipalKind::Group(group) => own(Mentioned::Owner, group.owner),
        PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => None,
    };
    let user = match &principal.kind {
        PrincipalKind::User(user) => Some(user.as_ref()),
        _ => None,
    };
    let default = user.and_then(|it| own(Mentioned::DefaultGroup, it.default_group));
    let connections = user.into_iter().flat_map(move |user| {
        user.connections.iter().flat_map(move |it| of_connection(user, it, by))
    });
    owner.into_iter().chain(default).chain(connections)
}

/// The default group is named as such.
fn of_connection<'m>(
    user: &User,
    connection: &Connection,
    by: Mentioner<'m>,
) -> impl Iterator<Item = Mention<'m>> + use<'m> {
    let origin = Some(connection.origin);
    let group = Some(connection.group).filter(|group| user.default_group != Some(*group));
    let group = group.map(|id| Mention { id, role: Mentioned::Connected, by, origin });
    let owner = connection.owner;
    let owner = owner.map(|id| Mention { id, role: Mentioned::ConnectionOwner, by, origin });
    group.into_iter().chain(owner)
}
