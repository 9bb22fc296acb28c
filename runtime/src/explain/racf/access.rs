//! What the rules saw that rest on access lists, UACC and attributes.

use saffron_bundle::layout::{ProfileRow, class_flag, connection_flag, user_flag};
use saffron_bundle::vocabulary::{AccessLevel, GroupAuthority, Switch};

use super::ladder::{Ladder, Seen, no_say, seen};
use crate::racf::access::{Hit, Operations};
use crate::racf::view;
use crate::request::Operation;

impl<'b> Ladder<'_, 'b> {
    pub(super) fn own(&self) -> Seen<'b> {
        if self.walk.own {
            seen("the high-level qualifier is the user ID", None)
        } else {
            no_say("not a data set under the user's ID")
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

    fn entry(&self, row: &'b ProfileRow, hit: Hit) -> Seen<'b> {
        let view = view::entry_view(self.tables, row, hit);
        let id = view.map_or("?", |view| view.id);
        let text = format!("{id} has {}{}", hit.level, self.against(hit.level));
        seen(text, view::entry_origin(self.tables, row, hit))
    }

    pub(super) fn user_entry(&self, row: &'b ProfileRow) -> Seen<'b> {
        match self.walk.access.user {
            Some(hit) => self.entry(row, hit),
            None => no_say("the user is not on the access list"),
        }
    }

    pub(super) fn group_entry(&self, row: &'b ProfileRow) -> Seen<'b> {
        match (self.walk.access.group, self.walk.access.user) {
            (Some(hit), _) => self.entry(row, hit),
            (None, Some(_)) => no_say("the user's own entry has decided what the list gives"),
            (None, None) => no_say("none of the groups that count is on the access list"),
        }
    }

    fn is_restricted(&self) -> bool {
        self.subject.user.as_ref().is_some_and(|user| user.has(user_flag::RESTRICTED))
    }

    pub(super) fn any_entry(&self, row: &'b ProfileRow) -> Seen<'b> {
        match self.walk.access.any {
            Some(hit) => self.entry(row, hit),
            None if self.walk.listed().is_some() => no_say("an entry of user or group comes first"),
            None if self.is_restricted() => no_say("ID(*) doesn't count for RESTRICTED users"),
            None => no_say("no entry ID(*)"),
        }
    }

    pub(super) fn uacc(&self, row: &'b ProfileRow) -> Seen<'b> {
        let source = view::profile_origin(self.tables, row, 1);
        match self.walk.access.uacc {
            Some(level) => seen(format!("UACC is {level}{}", self.against(level)), source),
            None if self.is_restricted() => no_say("UACC doesn't count for RESTRICTED users"),
            None if self.walk.access.any.is_some() => {
                no_say(format!("hidden by ID(*) (option {})", Switch::StarEntryHidesUacc))
            }
            None => no_say("an entry of user or group comes first"),
        }
    }

    /// CREATE in the group of a new group data set.
    pub(super) fn group_authority(&self, row: &'b ProfileRow) -> Seen<'b> {
        let connected = self.subject.user.as_ref().and_then(|user| {
            let group = row.qualifier_id.get().checked_sub(1)?;
            let at = user.position(group)?;
            let bits = user.connections.get(at)?.flags.get() >> connection_flag::AUTHORITY_SHIFT;
            let held = u8::try_from(bits & 0b11).ok().and_then(GroupAuthority::from_byte)?;
            let place = user.row.connections.start.get() as usize + at;
            Some((self.tables.id_name(group), held, view::connection_origin(self.tables, place)))
        });
        let Some((group, held, source)) = connected else {
            return no_say("no data set of a group to which the user is connected");
        };
        let with = if self.walk.creates { "with UPDATE access, enough" } else { "not enough" };
        let text = format!("{held} authority in {group}: {with} to create its data sets");
        seen(text, source)
    }

    pub(super) fn operations(&self) -> Seen<'b> {
        let honoured =
            self.walk.class.is_some_and(|(_, row)| row.flags.get() & class_flag::OPERATIONS != 0);
        let user = self.subject.user.as_ref();
        match (self.walk.access.operations, user) {
            (Some(Operations::System), Some(user)) => {
                seen("the user has OPERATIONS", view::id_origin(self.tables, user.id))
            }
            (Some(Operations::Group(at)), Some(user)) => {
                let group = user.groups.get(at).map(|group| self.tables.id_name(group.get()));
                let place = user.row.connections.start.get() as usize + at;
                let group = group.unwrap_or_default();
                let text = format!("group-OPERATIONS in {group}, in whose scope the profile lies");
                seen(text, view::connection_origin(self.tables, place))
            }
            _ if !honoured => no_say("the class doesn't honour OPERATIONS"),
            _ if self.request.operation == Operation::Define => {
                no_say("no OPERATIONS here, or limited by a connection without CREATE")
            }
            _ if self.walk.listed().is_some() => {
                no_say("an entry limits the user, so OPERATIONS doesn't count")
            }
            _ => no_say("the user has no OPERATIONS here"),
        }
    }

    pub(super) fn conditional(&self, row: &'b ProfileRow) -> Seen<'b> {
        if row.conditional.len.get() == 0 {
            return no_say("the profile has no conditional access list");
        }
        let Some(hit) = self.walk.access.conditional else {
            return seen("no conditional entry applies to this user, place and program", None);
        };
        let view = view::conditional_view(self.tables, row, hit);
        let when = view.and_then(|view| Some((view.id, view.when?)));
        let when = when.map(|(id, when)| {
            format!("{id} when {} {}\"{}\"", when.kind, spaced(when.name), when.value)
        });
        let text =
            format!("{} has {}{}", when.unwrap_or_default(), hit.level, self.against(hit.level));
        seen(text, view::conditional_origin(self.tables, row, hit))
    }

    pub(super) fn warning(&self, row: &'b ProfileRow) -> Seen<'b> {
        if self.walk.warning {
            return seen(
                "the profile is in WARNING mode: granted with a warning",
                view::profile_origin(self.tables, row, 0),
            );
        }
        let allowed = self.walk.allowed.unwrap_or(AccessLevel::None);
        seen(format!("nothing gives {}; the user has {allowed}", self.walk.need), None)
    }
}

fn spaced(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{name} ") }
}
