//! Discretionary authority: the standard access list, UACC, OPERATIONS.
//!
//! The first of these that exists for the user is used, whatever its level is:
//!
//! 1. the entry of the user;
//! 2. the highest entry of the groups in effect;
//! 3. the entry `ID(*)`;
//! 4. UACC.
//!
//! So a lower entry that names the user takes precedence over a higher one of a group, and an entry
//! of NONE for the user denies what UACC would grant. Among groups it is the other way round: the
//! highest entry applies, and NONE in one group doesn't cancel READ in another.
//!
//! Source: Security Administrator's Guide, "Granting access authorities", "List-of-groups checking"
//! and "The OPERATIONS attribute".
//!
//! INVARIANT: the modules that use these findings compare levels; no function here reads the level
//! that was requested.

use saffron_bundle::layout::{
    AuthRow, ClassRow, Entry, OptId, ProfileRow, class_flag, connection_flag, user_flag,
};
use saffron_bundle::{IdIndex, run, steps};
use saffron_vocabulary::racf::{AccessLevel, Switch};

use crate::racf::conditional::{self, ConditionalHit};
use crate::racf::entries::{Hit, group_entry, user_entry};
use crate::racf::subject::User;
use crate::request::{Mode, Question};
use crate::tables::Tables;

/// Through which attribute OPERATIONS applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operations {
    /// The user's own attribute.
    System,
    /// group-OPERATIONS; the connection's place among the user's.
    Group(usize),
}

impl Operations {
    /// The attribute through which a user has OPERATIONS over a profile, whatever is on a list: the
    /// system-wide attribute, else group-OPERATIONS with the profile in the scope of the group.
    ///
    /// Source: Security Administrator's Guide, "The OPERATIONS attribute" and "Scope of authority
    /// for group attributes".
    #[inline]
    pub(crate) fn held(tables: &Tables<'_>, user: &User<'_>, profile: &ProfileRow) -> Option<Self> {
        if user.has(user_flag::OPERATIONS) {
            return Some(Self::System);
        }
        if !user.has(user_flag::CONNECTIONS_DIFFER) {
            return None;
        }
        group_attribute(tables, user, profile, connection_flag::OPERATIONS).map(Self::Group)
    }
}

/// Everything that the discretionary steps find for a user and a profile, whatever level is
/// requested.
///
/// At most one of `user`, `group` and `any` is set when [`FoundAccess::find`] fills it.
/// [`crate::racf::administer`] fills it in another way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FoundAccess {
    /// The entry of the user.
    pub(crate) user: Option<Hit>,
    /// The highest entry of the groups in effect, if there is no entry of the user.
    pub(crate) group: Option<Hit>,
    /// `ID(*)`, if it applies to this user.
    pub(crate) any: Option<Hit>,
    /// UACC, if it applies.
    pub(crate) uacc: Option<AccessLevel>,
    /// OPERATIONS, if it applies in this class and no entry limits it.
    pub(crate) operations: Option<Operations>,
    /// The best entry of the conditional access list whose condition is met.
    pub(crate) conditional: Option<ConditionalHit>,
    /// Whether group-OPERATIONS would apply, and it can't be known that the profile is outside of
    /// the scope of the group.
    pub(crate) scope_unknown: bool,
}

impl FoundAccess {
    /// What an undefined user finds: UACC alone. `ID(*)` stands for users who are defined to RACF.
    ///
    /// Source: Security Administrator's Guide, "Granting access authorities".
    fn of_nobody(profile: &ProfileRow) -> Self {
        Self { uacc: Some(profile.uacc()), ..Self::default() }
    }

    /// Reads the lists of a profile for a user; `None` is an undefined user.
    ///
    /// The conditional list is read for every defined user, also for one whose entry on the
    /// standard list is too low: it can only add.
    ///
    /// Both lists are searched by halves; see [`group_entry`] and [`conditional`].
    #[inline]
    pub(crate) fn find(
        tables: &Tables<'_>,
        user: Option<&User<'_>>,
        class: &ClassRow,
        profile: &ProfileRow,
        question: &Question<'_>,
    ) -> Self {
        let Some(user) = user else { return Self::of_nobody(profile) };
        let list = run(tables.bundle.entries(), profile.standard());
        tables.count(|| steps::search(list.len()));
        let mut found = Self { user: user_entry(list, user.id), ..Self::default() };
        if found.user.is_none() {
            found.group = group_entry(tables, list, user);
        }
        if found.user.or(found.group).is_none() {
            found.open_to_all(tables, list, user, profile);
        }
        if found.lets_operations_apply(tables, user, class, profile, question) {
            found.operations = Operations::held(tables, user, profile);
            found.scope_unknown = found.operations.is_none()
                && scope_is_unknown(tables, user, profile, connection_flag::OPERATIONS);
        }
        if !profile.conditional().is_empty() {
            found.conditional = conditional::best(tables, user, profile, question);
        }
        found
    }

    /// What the profile gives to everyone: `ID(*)`, else UACC. RESTRICTED users get neither.
    ///
    /// `ID(*)` sorts before all other entries, so only the first entry of the list is read. If it
    /// exists, UACC doesn't apply, even if it is higher; that is the option
    /// `star-entry-hides-uacc`.
    ///
    /// Source: Security Administrator's Guide, "Defining restricted user IDs" and "Granting access
    /// authorities".
    #[inline]
    fn open_to_all(
        &mut self,
        tables: &Tables<'_>,
        list: &[Entry],
        user: &User<'_>,
        profile: &ProfileRow,
    ) {
        if user.has(user_flag::RESTRICTED) {
            return;
        }
        self.any = list.first().filter(|entry| entry.is_any()).map(|entry| Hit::at(0, *entry));
        if self.any.is_none() || !tables.is_on(Switch::StarEntryHidesUacc) {
            self.uacc = Some(profile.uacc());
        }
    }

    /// Whether OPERATIONS applies to a user who has it: the class supports it, and no entry of the
    /// user or a group in effect limits it.
    ///
    /// An entry limits OPERATIONS whatever its level is. To exclude a user from OPERATIONS for one
    /// profile, installations permit a group of such users with NONE. Three points are options:
    /// whether `ID(*)` limits it too (`star-entry-blocks-operations`), whether a conditional entry
    /// does (`conditional-entry-blocks-operations`), and whether FASTAUTH applies OPERATIONS at all
    /// (`fastauth-operations`).
    ///
    /// Source: Security Administrator's Guide, "The OPERATIONS attribute"; RACROUTE Macro
    /// Reference, `REQUEST=FASTAUTH`.
    #[inline]
    fn lets_operations_apply(
        &self,
        tables: &Tables<'_>,
        user: &User<'_>,
        class: &ClassRow,
        profile: &ProfileRow,
        question: &Question<'_>,
    ) -> bool {
        let honoured = class.flags() & class_flag::OPERATIONS != 0
            && (question.mode == Mode::Auth || tables.is_on(Switch::FastauthOperations));
        if !honoured || self.user.or(self.group).is_some() {
            return false;
        }
        if self.any.is_some() && tables.is_on(Switch::StarEntryBlocksOperations) {
            return false;
        }
        let blocked = tables.is_on(Switch::ConditionalEntryBlocksOperations)
            && conditional::names(tables, user, profile);
        !blocked
    }

    /// The highest level that lists and UACC give, without OPERATIONS. Creation needs it, because
    /// it requires UPDATE from these sources.
    pub(crate) fn granted(&self) -> AccessLevel {
        Self { operations: None, ..*self }.highest()
    }

    /// The highest level of all findings, apart from the profile's WARNING. OPERATIONS gives ALTER.
    #[inline]
    pub(crate) fn highest(&self) -> AccessLevel {
        if self.operations.is_some() {
            return AccessLevel::Alter;
        }
        let listed =
            self.user.or(self.group).or(self.any).map_or(AccessLevel::None, |hit| hit.level);
        let conditional = self.conditional.map_or(AccessLevel::None, |hit| hit.level);
        listed.max(self.uacc.unwrap_or(AccessLevel::None)).max(conditional)
    }
}

/// The first connection with a group attribute, in effect, in whose scope the profile is.
///
/// The profile is in scope if its owner is or, for data sets, if the high-level qualifier is. The
/// compiler computed the scope of each such connection: the group, the subgroups that are owned by
/// their superior group in scope, and the users that a group in scope owns.
///
/// `attribute` is a bit of [`connection_flag`]: OPERATIONS or SPECIAL. The cost is one binary
/// search in the scope of each connection with the attribute, for each of the two IDs.
///
/// Source: Security Administrator's Guide, "Scope of authority for group attributes" and "User
/// attributes at the group level".
#[cold]
pub(crate) fn group_attribute(
    tables: &Tables<'_>,
    user: &User<'_>,
    profile: &ProfileRow,
    attribute: u32,
) -> Option<usize> {
    let ids = [profile.owner(), profile.qualifier_id()];
    let ids = ids.iter().filter_map(|id| id.get()).map(|id| id.0);
    tables.count(|| user.connections.len() as u64);
    user.connections.iter().enumerate().position(|(at, connection)| {
        if connection.flags() & attribute == 0 {
            return false;
        }
        let scope = run(tables.bundle.scopes(), connection.scope());
        tables.count(|| 2 * steps::search(scope.len()));
        user.attributes_count(at)
            && ids.clone().any(|id| scope.binary_search_by_key(&id, |held| held.get()).is_ok())
    })
}

/// Whether a user has a group attribute in effect, and the scope of no group can be ruled out: the
/// owner or the high-level qualifier of the profile is external, or what owns it is. Asked where
/// [`group_attribute`] found nothing.
pub(crate) fn scope_is_unknown(
    tables: &Tables<'_>,
    user: &User<'_>,
    profile: &ProfileRow,
    attribute: u32,
) -> bool {
    if !user.has(user_flag::CONNECTIONS_DIFFER) {
        return false;
    }
    let is_unknown = |id: OptId<IdIndex>| {
        let id = id.get().and_then(|id| tables.bundle.authorities().get(id.0 as usize));
        id.is_some_and(AuthRow::scope_unknown)
    };
    tables.count(|| user.connections.len() as u64);
    let mut connections = user.connections.iter().enumerate();
    (is_unknown(profile.owner()) || is_unknown(profile.qualifier_id()))
        && connections.any(|(at, connection)| {
            connection.flags() & attribute != 0 && user.attributes_count(at)
        })
}
