//! What the rules saw that say who may change a profile.

use saffron_bundle::layout::{ProfileRow, class_flag, profile_flag, user_flag};
use saffron_bundle::run;
use saffron_bundle::vocabulary::{AccessLevel, Step};

use super::ladder::{Ladder, Seen, no_say, seen};
use crate::racf::access::{Hit, Operations, group_entry, user_entry};
use crate::racf::view;

impl<'b> Ladder<'_, 'b> {
    /// A rule about the profile that is to be changed.
    pub(super) fn administered(&self, rule: &str, profile: &'b ProfileRow) -> Seen<'b> {
        match rule {
            "profile" => self.profile(profile),
            "special" => self.special(),
            "group-special" => self.group_special(),
            "owner" => self.owner(profile),
            "name" => self.name(profile),
            "user entry" => self.own_alter(profile),
            "group entry" => self.group_alter(profile),
            _ => self.open_alter(profile),
        }
    }

    fn special(&self) -> Seen<'b> {
        match &self.subject.user {
            Some(user) if user.has(user_flag::SPECIAL) => {
                seen("the user has SPECIAL", view::id_origin(self.tables, user.id))
            }
            _ => no_say("the user doesn't have SPECIAL"),
        }
    }

    fn group_special(&self) -> Seen<'b> {
        let user = self.subject.user.as_ref();
        let (Some(user), Some(Operations::Group(at))) = (user, self.walk.access.operations) else {
            return no_say("no group-SPECIAL that counts has the profile in its scope");
        };
        let group = user.groups.get(at).map(|group| self.tables.id_name(group.get()));
        let place = user.row.connections.start.get() as usize + at;
        let text = format!(
            "group-SPECIAL in {}, in whose scope the profile lies",
            group.unwrap_or_default()
        );
        seen(text, view::connection_origin(self.tables, place))
    }

    fn owner(&self, profile: &'b ProfileRow) -> Seen<'b> {
        let Some(owner) = profile.owner.get().checked_sub(1) else {
            return no_say("the profile has no owner");
        };
        let source = view::profile_origin(self.tables, profile, 0);
        if self.walk.step == Step::Owner {
            return seen("the user is the owner", source);
        }
        seen(format!("the owner is {}", self.tables.id_name(owner)), source)
    }

    fn name(&self, profile: &'b ProfileRow) -> Seen<'b> {
        let source = view::profile_origin(self.tables, profile, 0);
        match self.walk.step {
            Step::OwnDataset => seen("the high-level qualifier is the user ID", source),
            Step::ImplicitOwner => seen("the second qualifier is the user ID", source),
            _ => no_say("the name doesn't say that the resource is the user's"),
        }
    }

    /// Why ALTER access gives no authority over the profile, if it doesn't.
    fn no_alter(&self, profile: &ProfileRow) -> Option<&'static str> {
        let minidisk =
            self.walk.class.is_some_and(|(_, row)| row.flags.get() & class_flag::MINIDISK != 0);
        if profile.flags.get() & profile_flag::GENERIC != 0 {
            Some("ALTER gives no authority over a generic profile")
        } else if minidisk {
            Some("ALTER gives no authority over a profile of VMMDISK")
        } else {
            None
        }
    }

    fn alter(&self, profile: &'b ProfileRow, hit: Option<Hit>, none: &str) -> Seen<'b> {
        if let Some(why) = self.no_alter(profile) {
            return no_say(why);
        }
        let Some(hit) = hit else { return no_say(none) };
        let id = view::entry_view(self.tables, profile, hit).map_or("?", |view| view.id);
        let enough = if hit.level == AccessLevel::Alter { "enough" } else { "not enough" };
        let text = format!("{id} has {} on the standard list, {enough}", hit.level);
        seen(text, view::entry_origin(self.tables, profile, hit))
    }

    fn own_alter(&self, profile: &'b ProfileRow) -> Seen<'b> {
        let list = run(self.tables.bundle.entries, profile.standard);
        let hit = self.subject.user.as_ref().and_then(|user| user_entry(list, user.id));
        self.alter(profile, hit, "the user is not on the standard access list")
    }

    fn group_alter(&self, profile: &'b ProfileRow) -> Seen<'b> {
        let list = run(self.tables.bundle.entries, profile.standard);
        let hit = self.subject.user.as_ref().and_then(|user| group_entry(list, user));
        self.alter(profile, hit, "no group that counts is on the standard access list")
    }

    fn open_alter(&self, profile: &'b ProfileRow) -> Seen<'b> {
        if let Some(why) = self.no_alter(profile) {
            return seen(format!("{why}, and nothing else allows it"), None);
        }
        let level = AccessLevel::from_byte(profile.uacc).unwrap_or(AccessLevel::None);
        let text = match (self.walk.step, &self.subject.user) {
            (Step::Uacc, _) => format!("UACC is {level}, enough"),
            (_, Some(user)) if level == AccessLevel::Alter && user.has(user_flag::RESTRICTED) => {
                "UACC doesn't count for RESTRICTED users".to_owned()
            }
            _ => format!("UACC is {level}; nothing allows it"),
        };
        seen(text, view::profile_origin(self.tables, profile, 1))
    }
}
