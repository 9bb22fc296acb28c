//! What the rules about changes to a profile found, in the order of the rules.
//!
//! Source: Command Language Reference, `PERMIT`, "Authorization required".

use saffron_bundle::layout::{ProfileRow, class_flag, profile_flag, user_flag};
use saffron_bundle::run;
use saffron_vocabulary::racf::{AccessLevel, Step};

use super::ladder::{Finding, Ladder, found, not_applicable};
use crate::racf::access::Operations;
use crate::racf::entries::{Hit, group_entry, user_entry};
use crate::racf::view;

impl<'b> Ladder<'_, 'b> {
    /// SPECIAL: authority over every profile.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
    pub(super) fn special(&self) -> Finding<'b> {
        match &self.acee.user {
            Some(user) if user.has(user_flag::SPECIAL) => {
                found("the user has SPECIAL", view::id_origin(self.tables, user.id))
            }
            _ => not_applicable("the user does not have SPECIAL"),
        }
    }

    /// group-SPECIAL in a group in whose scope the profile is.
    ///
    /// Source: Security Administrator's Guide, "Group-related user attributes", scope of a group.
    pub(super) fn group_special(&self) -> Finding<'b> {
        let user = self.acee.user.as_ref();
        let (Some(user), Some(Operations::Group(at))) = (user, self.walk.access.operations) else {
            return not_applicable("no group-SPECIAL in effect has the profile in its scope");
        };
        let group = user.groups.get(at).map(|group| self.tables.id_name(group.get()));
        let place = user.row.connections().start() as usize + at;
        let text =
            format!("group-SPECIAL in {}; the profile is in its scope", group.unwrap_or_default());
        found(text, view::connection_origin(self.tables, place))
    }

    /// OWNER of the profile: only a user ID gives authority; a group that owns the profile puts it
    /// in the scope of that group.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required"; Security
    /// Administrator's Guide, "Owners of resource profiles".
    pub(super) fn owner(&self, profile: &'b ProfileRow) -> Finding<'b> {
        let Some(owner) = profile.owner().get().map(|id| id.0) else {
            return not_applicable("the profile has no owner");
        };
        let source = view::profile_origin(self.tables, profile);
        if self.walk.step == Step::Owner {
            return found("the user is the owner", source);
        }
        found(format!("the owner is {}", self.tables.id_name(owner)), source)
    }

    /// A name that belongs to the user: the high-level qualifier of a data set, the user ID of a
    /// file.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
    pub(super) fn name(&self, profile: &'b ProfileRow) -> Finding<'b> {
        let source = view::profile_origin(self.tables, profile);
        match self.walk.step {
            Step::OwnDataset => found("the high-level qualifier is the user ID", source),
            Step::ImplicitOwner => found("the second qualifier is the user ID", source),
            _ => not_applicable("the name does not belong to the user"),
        }
    }

    /// Why ALTER access gives no authority over the profile, if it doesn't.
    fn no_alter(&self, profile: &ProfileRow) -> Option<&'static str> {
        let minidisk =
            self.walk.class.is_some_and(|(_, row)| row.flags() & class_flag::MINIDISK != 0);
        if profile.flags() & profile_flag::GENERIC != 0 {
            Some("ALTER does not give authority over a generic profile")
        } else if minidisk {
            Some("ALTER does not give authority over a profile of VMMDISK")
        } else {
            None
        }
    }

    /// ALTER on the standard access list of a discrete profile gives authority over the profile
    /// itself.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
    fn alter(&self, profile: &'b ProfileRow, hit: Option<Hit>, none: &str) -> Finding<'b> {
        if let Some(why) = self.no_alter(profile) {
            return not_applicable(why);
        }
        let Some(hit) = hit else { return not_applicable(none) };
        let id = view::entry_view(self.tables, profile, hit).map_or("?", |view| view.id);
        let enough = if hit.level == AccessLevel::Alter { "enough" } else { "not enough" };
        let text = format!("{id} has {} on the standard list, {enough}", hit.level);
        found(text, view::entry_origin(self.tables, profile, hit))
    }

    /// ALTER in the entry of the user.
    pub(super) fn own_alter(&self, profile: &'b ProfileRow) -> Finding<'b> {
        let list = run(self.tables.bundle.entries(), profile.standard());
        let hit = self.acee.user.as_ref().and_then(|user| user_entry(list, user.id));
        self.alter(profile, hit, "the user is not on the standard access list")
    }

    /// ALTER in an entry of a group in effect; unlike for access, the entry of the user does not
    /// hide it.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
    pub(super) fn group_alter(&self, profile: &'b ProfileRow) -> Finding<'b> {
        let list = run(self.tables.bundle.entries(), profile.standard());
        let hit = self.acee.user.as_ref().and_then(|user| group_entry(self.tables, list, user));
        self.alter(profile, hit, "no group in effect is on the standard access list")
    }

    /// UACC(ALTER) of a discrete profile, the last rule; not for RESTRICTED users.
    ///
    /// Source: Command Language Reference, `PERMIT`, "Authorization required".
    pub(super) fn open_alter(&self, profile: &'b ProfileRow) -> Finding<'b> {
        if let Some(why) = self.no_alter(profile) {
            return found(format!("{why}; no other rule allows it"), None);
        }
        let level = profile.uacc();
        let text = match (self.walk.step, &self.acee.user) {
            (Step::Uacc, _) => format!("UACC is {level}, enough"),
            (_, Some(user)) if level == AccessLevel::Alter && user.has(user_flag::RESTRICTED) => {
                "UACC does not apply to RESTRICTED users".to_owned()
            }
            _ => format!("UACC is {level}; no rule allows it"),
        };
        found(text, view::uacc_origin(self.tables, profile))
    }
}
