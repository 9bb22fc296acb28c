//! ADDGROUP, ALTGROUP and DELGROUP.
//!
//! Source: `RACF Command Language Reference`, ADDGROUP, ALTGROUP, DELGROUP: a group that is owned by a
//! group is owned by its superior group.

use super::operand::set_text;
use super::reply::{Done, Failure};
use super::session::Work;
use super::store::SYS1;
use super::{Fact, Group, name, segment};
use crate::command::{GroupOperands, Name};
use crate::outcome::Lack;

impl Work<'_> {
    pub(super) fn add_group(&mut self, name: &Name, it: &GroupOperands) -> Done {
        self.legal_new_id(name, name::is_group_name(&name.text), "the name of a group", None)?;
        let superior = match &it.superior {
            Some(superior) => {
                self.is_group(superior, None)?;
                Fact::said(superior.text.clone(), self.span)
            }
            None => self.current_group_or_fail("SUPGROUP")?,
        };
        let owner = self.new_owner(it.owner.as_ref(), None)?;
        self.owner_is_superior(&name.text, &owner.value, &superior.value, None)?;
        let mut group = Group {
            origin: Some(self.span),
            superior: Some(superior),
            owner,
            universal: it.universal.as_ref().map(|it| Fact::said(it.node, self.span)),
            data: None,
            segments: std::collections::BTreeMap::new(),
        };
        set_text(&mut group.data, it.data.as_ref(), self.span);
        segment::apply(&mut group.segments, &it.segments, self.span);
        self.database.add_group(name.text.clone(), group);
        Ok(())
    }

    fn owner_is_superior(
        &self,
        group: &str,
        owner: &str,
        superior: &str,
        id: Option<&'static str>,
    ) -> Done {
        if owner == superior || !self.database.groups.contains_key(owner) {
            return Ok(());
        }
        let text = format!(
            "the group `{owner}` can't own `{group}`; specify its superior group `{superior}` or a user"
        );
        Err(Failure::of(id, text, self.span))
    }

    pub(super) fn alter_group(&mut self, name: &Name, it: &GroupOperands) -> Done {
        let id = &name.text;
        let Some(known) = self.database.groups.get(id) else {
            let text = format!("unknown group `{id}`; add it with ADDGROUP");
            return Err(Failure::new("ICH20019I", text, name.span).lacks(Lack::Id));
        };
        let old_owner = known.owner.value.clone();
        let old_superior = known.superior.as_ref().map(|it| it.value.clone());
        self.legal_superior(id, it)?;
        let owner = self.changed_owner(it.owner.as_ref(), Some("ICH20014I"));
        let new_owner = owner.as_ref().map_or(&old_owner, |it| &it.value);
        let superior = it.superior.as_ref().map(|it| it.text.clone()).or(old_superior);
        if let Some(superior) = superior.filter(|_| owner.is_some() || it.superior.is_some()) {
            self.owner_is_superior(id, new_owner, &superior, Some("ICH20020I"))?;
        }
        if let Some(universal) = &it.universal {
            let text = "ALTGROUP can't make a group universal; ADDGROUP can".to_owned();
            self.reply.ignored(None, text, universal.span);
        }
        if let Some(superior) = &it.superior {
            self.database.set_superior(id, Fact::said(superior.text.clone(), self.span));
        }
        if let Some(group) = self.database.groups.get_mut(id) {
            if let Some(owner) = owner {
                group.owner = owner;
            }
            set_text(&mut group.data, it.data.as_ref(), self.span);
            segment::apply(&mut group.segments, &it.segments, self.span);
        }
        Ok(())
    }

    /// SUPGROUP names a group that isn't below this one.
    fn legal_superior(&self, group: &str, it: &GroupOperands) -> Done {
        let Some(superior) = &it.superior else { return Ok(()) };
        self.is_group(superior, Some("ICH20015I"))?;
        let name = &superior.text;
        let why = if name == group {
            "because it would be its own superior".to_owned()
        } else if self.is_below(name, group) {
            format!("because `{name}` is below it")
        } else {
            return Ok(());
        };
        let text = format!("`{name}` can't be the superior group of `{group}`, {why}");
        Err(Failure::new("ICH20006I", text, superior.span))
    }

    /// Whether a group is another, or below it. Groups form a tree, so there is an end.
    fn is_below(&self, group: &str, other: &str) -> bool {
        let above = |it: &String| {
            let group = self.database.groups.get(it)?;
            group.superior.as_ref().map(|it| it.value.clone())
        };
        let mut line = std::iter::successors(Some(group.to_owned()), above);
        line.any(|it| it == other)
    }

    /// A group that is needed can't be deleted. Its name stays on access lists.
    pub(super) fn delete_group(&mut self, name: &Name) -> Done {
        let id = &name.text;
        let Some(group) = self.database.groups.get(id) else {
            let text = format!("unknown group `{id}`");
            return Err(Failure::new("ICH05001I", text, name.span));
        };
        let universal = group.universal.as_ref().is_some_and(|it| it.value);
        if self.database.has_data_sets(id) {
            let text = format!(
                "`{id}` can't be deleted while there are data set profiles `{id}.…`; delete them with DELDSD first"
            );
            return Err(Failure::new("ICH05006I", text, name.span));
        }
        let why = if id == SYS1 {
            "it is the root of all groups"
        } else if self.database.has_subgroups(id) {
            "it has subgroups; delete them, or give them another superior group"
        } else if self.database.has_members(id) {
            "users are connected to it; remove them with REMOVE first"
        } else {
            self.database.remove_group(id);
            if universal {
                let text = format!("`{id}` was universal: check for users who still refer to it");
                self.reply.warn(Some("ICH05008I"), text, name.span);
            }
            return Ok(());
        };
        let text = format!("`{id}` can't be deleted: {why}");
        Err(Failure::new("ICH05004I", text, name.span))
    }
}
