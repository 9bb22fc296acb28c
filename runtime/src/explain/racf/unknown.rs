//! What isn't known of the external user, profiles and owners on which a decision rests.

use saffron_bundle::layout::AuthRow;

use super::ladder::Ladder;
use crate::explain::rung::Unknown;
use crate::racf::view;

impl<'b> Ladder<'_, 'b> {
    /// One line for each thing that makes the decision partial.
    pub(super) fn unknown(&self) -> Vec<Unknown<'b>> {
        let found = [
            self.unknown_user(),
            self.unknown_profile(),
            self.unknown_members(),
            self.unknown_scope(),
        ];
        found.into_iter().flatten().collect()
    }

    fn unknown_user(&self) -> Option<Unknown<'b>> {
        let user = self.acee.user.as_ref().filter(|_| self.acee.is_external())?;
        let name = self.tables.id_name(user.id);
        let text = format!("{name} is external: its attributes and any other groups are unknown");
        Some(Unknown { text, source: view::id_origin(self.tables, user.id) })
    }

    fn unknown_profile(&self) -> Option<Unknown<'b>> {
        let (_, row) = self.walk.profile.filter(|_| self.walk.has_external_profile())?;
        let view = self.profile_view(row);
        let text = format!(
            "the profile {} {} is external: its owner, UACC and any other entries are unknown",
            view.class, view.name
        );
        Some(Unknown { text, source: view::profile_origin(self.tables, row) })
    }

    fn unknown_members(&self) -> Option<Unknown<'b>> {
        let (index, _) = self.walk.class.filter(|_| self.walk.members_unknown)?;
        let class = self.tables.class_name(index);
        let text = format!(
            "a grouping profile for the class {class} is external: the resources that it protects \
             are unknown"
        );
        Some(Unknown { text, source: view::class_origin(self.tables, index) })
    }

    fn unknown_scope(&self) -> Option<Unknown<'b>> {
        let (_, row) = self.walk.profile.filter(|_| self.walk.scope_unknown)?;
        let ids = self.tables.bundle.authorities();
        let is_open = |id: u32| ids.get(id as usize).is_some_and(AuthRow::scope_unknown);
        let related = [row.owner(), row.qualifier_id()];
        let related = related.iter().filter_map(|id| id.get()).map(|id| id.0);
        let id = related.into_iter().find(|id| is_open(*id))?;
        let name = self.tables.id_name(id);
        let text = format!(
            "the owner of {name} is unknown: the profile may be in the scope of a group of the user"
        );
        Some(Unknown { text, source: view::id_origin(self.tables, id) })
    }
}
