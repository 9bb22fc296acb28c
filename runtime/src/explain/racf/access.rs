//! What the rules about access lists, UACC and attributes found.
//!
//! The functions are in the order of the rules. Each returns what it found whether or not the rule
//! was reached; [`super`] decides what is shown.

use saffron_bundle::layout::{ProfileRow, class_flag, user_flag};
use saffron_vocabulary::racf::{AccessLevel, Switch};

use super::ladder::{Finding, Ladder, found, not_applicable};
use crate::racf::access::Operations;
use crate::racf::entries::Hit;
use crate::racf::view;
use crate::request::Operation;

impl<'b> Ladder<'_, 'b> {
    /// Whether the high-level qualifier of the data set is the user ID.
    ///
    /// Source: Security Administrator's Guide, "User data sets".
    pub(super) fn own(&self) -> Finding<'b> {
        if self.walk.own {
            found("the high-level qualifier is the user ID", None)
        } else {
            not_applicable("not a data set under the user's ID")
        }
    }

    /// How a level compares with the one that is needed.
    pub(super) fn against(&self, level: AccessLevel) -> String {
        let need = self.walk.need;
        if level >= need {
            format!(", enough for {need}")
        } else {
            format!(", not enough for {need}")
        }
    }

    /// An entry of the standard access list, and whether its level is enough.
    fn entry(&self, row: &'b ProfileRow, hit: Hit) -> Finding<'b> {
        let view = view::entry_view(self.tables, row, hit);
        let id = view.map_or("?", |view| view.id);
        let text = format!("{id} has {}{}", hit.level, self.against(hit.level));
        found(text, view::entry_origin(self.tables, row, hit))
    }

    /// The entry of the user: it takes precedence over all entries of groups, also where it grants
    /// less.
    ///
    /// Source: Security Administrator's Guide, "Authorizing access to RACF-protected resources".
    pub(super) fn user_entry(&self, row: &'b ProfileRow) -> Finding<'b> {
        match self.walk.access.user {
            Some(hit) => self.entry(row, hit),
            None => not_applicable("the user is not on the access list"),
        }
    }

    /// The highest entry of the groups in effect: all groups under GRPLIST, else the current
    /// connect group.
    ///
    /// Source: Security Administrator's Guide, "List-of-groups checking".
    pub(super) fn group_entry(&self, row: &'b ProfileRow) -> Finding<'b> {
        match (self.walk.access.group, self.walk.access.user) {
            (Some(hit), _) => self.entry(row, hit),
            (None, Some(_)) => not_applicable("the user's own entry takes precedence"),
            (None, None) => not_applicable("no group in effect is on the access list"),
        }
    }

    /// Whether the user has RESTRICTED, so that ID(*), UACC and global access don't apply.
    ///
    /// Source: Command Language Reference, `ADDUSER`, operand RESTRICTED.
    fn is_restricted(&self) -> bool {
        self.acee.user.as_ref().is_some_and(|user| user.has(user_flag::RESTRICTED))
    }

    /// The entry `ID(*)`: every defined user that isn't RESTRICTED.
    ///
    /// Source: Command Language Reference, `PERMIT`, operand ID.
    pub(super) fn any_entry(&self, row: &'b ProfileRow) -> Finding<'b> {
        match self.walk.access.any {
            Some(hit) => self.entry(row, hit),
            None if self.walk.listed().is_some() => {
                not_applicable("an entry of the user or a group takes precedence")
            }
            None if self.is_restricted() => {
                not_applicable("ID(*) does not apply to RESTRICTED users")
            }
            None => not_applicable("no entry ID(*)"),
        }
    }

    /// The universal access authority, which applies where no entry does.
    ///
    /// Source: Security Administrator's Guide, "Universal access authority (UACC)".
    pub(super) fn uacc(&self, row: &'b ProfileRow) -> Finding<'b> {
        let source = view::uacc_origin(self.tables, row);
        match self.walk.access.uacc {
            Some(level) => found(format!("UACC is {level}{}", self.against(level)), source),
            None if self.is_restricted() => {
                not_applicable("UACC does not apply to RESTRICTED users")
            }
            None if self.walk.access.any.is_some() => {
                not_applicable(format!("hidden by ID(*) (option {})", Switch::StarEntryHidesUacc))
            }
            None => not_applicable("an entry of the user or a group takes precedence"),
        }
    }

    /// CREATE in the group of a new group data set.
    pub(super) fn group_authority(&self, row: &'b ProfileRow) -> Finding<'b> {
        let connected = self.acee.user.as_ref().and_then(|user| {
            let group = row.qualifier_id().get().map(|id| id.0)?;
            let at = user.position(group)?;
            let held = user.connections.get(at)?.authority();
            let place = user.row.connections().start() as usize + at;
            Some((self.tables.id_name(group), held, view::connection_origin(self.tables, place)))
        });
        let Some((group, held, source)) = connected else {
            return not_applicable("not a data set of a group to which the user is connected");
        };
        let with = if self.walk.creates { "with UPDATE access, enough" } else { "not enough" };
        let text = format!("{held} authority in {group}: {with} to create its data sets");
        found(text, source)
    }

    /// OPERATIONS or group-OPERATIONS, in classes that honour it and where no entry limits the
    /// user.
    ///
    /// Source: Security Administrator's Guide, "The OPERATIONS attribute".
    pub(super) fn operations(&self) -> Finding<'b> {
        let honoured =
            self.walk.class.is_some_and(|(_, row)| row.flags() & class_flag::OPERATIONS != 0);
        let user = self.acee.user.as_ref();
        match (self.walk.access.operations, user) {
            (Some(Operations::System), Some(user)) => {
                found("the user has OPERATIONS", view::id_origin(self.tables, user.id))
            }
            (Some(Operations::Group(at)), Some(user)) => {
                let group = user.groups.get(at).map(|group| self.tables.id_name(group.get()));
                let place = user.row.connections().start() as usize + at;
                let group = group.unwrap_or_default();
                let text = format!("group-OPERATIONS in {group}; the profile is in its scope");
                found(text, view::connection_origin(self.tables, place))
            }
            _ if !honoured => not_applicable("OPERATIONS does not apply to this class"),
            _ if self.question().operation == Operation::Define => not_applicable(
                "the user has no OPERATIONS here, or a connection without CREATE limits it",
            ),
            _ if self.walk.listed().is_some() => {
                not_applicable("an entry limits the user, so OPERATIONS does not apply")
            }
            _ => not_applicable("the user has no OPERATIONS here"),
        }
    }

    /// The best entry of the conditional access list whose condition holds. It only ever adds.
    ///
    /// Source: Command Language Reference, `PERMIT`, operand WHEN.
    pub(super) fn conditional(&self, row: &'b ProfileRow) -> Finding<'b> {
        if row.conditional().is_empty() {
            return not_applicable("the profile has no conditional access list");
        }
        let Some(hit) = self.walk.access.conditional else {
            return found("no conditional entry applies to this user and context", None);
        };
        let view = view::conditional_view(self.tables, row, hit);
        let when = view.and_then(|view| Some((view.id, view.when?)));
        let when = when.map(|(id, when)| {
            format!("{id} when {} {}\"{}\"", when.kind, spaced(when.name), when.value)
        });
        let text =
            format!("{} has {}{}", when.unwrap_or_default(), hit.level, self.against(hit.level));
        found(text, view::conditional_origin(self.tables, row, hit))
    }

    /// Access that only the WARNING mode of the profile grants.
    ///
    /// Source: Command Language Reference, `RALTER` and `ALTDSD`, operand WARNING.
    pub(super) fn warning(&self, row: &'b ProfileRow) -> Finding<'b> {
        let text = "the profile is in WARNING mode: granted with a warning";
        found(text, view::profile_origin(self.tables, row))
    }

    /// The end of the flow: the denial, with the highest level of the user.
    pub(super) fn insufficient(&self) -> Finding<'b> {
        let allowed = self.walk.allowed.unwrap_or(AccessLevel::None);
        found(format!("no rule grants {}; the user's access is {allowed}", self.walk.need), None)
    }
}

/// The name of a criterion with a blank after it; nothing for other conditions.
fn spaced(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{name} ") }
}
