//! Which rights a granted operation gives and takes.

use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{Right, SafrSwitch, SubjectKind};

use super::facts::EffectFacts;
use super::judge::{Judge, default_right};
use super::request::Named;

impl Judge<'_> {
    /// Rights after the operation, in order.
    pub(super) fn effects(&self) -> Vec<EffectFacts> {
        let mut effects = match self.request.operation {
            Op::Create => self.of_creation(),
            Op::Migrate => self.of_migration(),
            Op::Delete => self.of_deletion(),
            Op::RemoveGroupEnvironment => self.of_leaving(),
            Op::ClearEnvironment => self.of_clearing(),
            _ => Vec::new(),
        };
        effects.sort();
        effects.dedup();
        effects
    }

    fn effect(&self, group: &str, item: &Named, right: Right) -> EffectFacts {
        let (group, environment) = (group.to_owned(), self.place().to_owned());
        EffectFacts { group, environment, item: item.clone(), right }
    }

    /// Who creates an item has the full right to it, through the login group.
    fn of_creation(&self) -> Vec<EffectFacts> {
        let Some(item) = self.own_item() else { return Vec::new() };
        let general = self.kind() == SubjectKind::GeneralUser && self.has_rights(item.0);
        let Some(group) = self.request.login_group.as_deref().filter(|_| general) else {
            return Vec::new();
        };
        let access = self.access(self.place());
        let by_role = access.map_or(Right::None, |it| default_right(it, item.0));
        let full = self.state.roles && by_role == Right::Delete;
        if full || !self.state.on(SafrSwitch::CreatorGetsFullRight) {
            return Vec::new();
        }
        vec![self.effect(group, &item, Right::Delete)]
    }

    /// Sections 22 and 91: at least read, and never less than before.
    fn of_migration(&self) -> Vec<EffectFacts> {
        let general = self.kind() == SubjectKind::GeneralUser && !self.state.roles;
        let Some(group) = self.request.login_group.as_deref().filter(|_| general) else {
            return Vec::new();
        };
        let opens = self.state.on(SafrSwitch::MigratedViewOpensFolder);
        let folders = self.folders_of_views().into_iter().filter(|_| opens);
        let copied = self.selected().into_iter().filter(|it| self.has_rights(it.0)).chain(folders);
        let after = |it: Named| {
            let right = self.right(self.place(), &it).max(Right::Read);
            self.effect(group, &it, right)
        };
        copied.map(after).collect()
    }

    /// With the item go the rights to it.
    fn of_deletion(&self) -> Vec<EffectFacts> {
        let item = self.item();
        let here = self.state.permissions.iter().filter(|((_, place), _)| place == self.place());
        let holding = here.filter(|(_, permissions)| permissions.rights.contains_key(&item));
        holding.map(|((group, _), _)| self.effect(group, &item, Right::None)).collect()
    }

    /// With all items of an environment go all rights to them.
    fn of_clearing(&self) -> Vec<EffectFacts> {
        let here = self.state.permissions.iter().filter(|((_, place), _)| place == self.place());
        let gone = here.flat_map(|((group, _), permissions)| {
            permissions.rights.keys().map(|it| self.effect(group, it, Right::None))
        });
        gone.collect()
    }

    /// With the access to an environment go the rights in it.
    fn of_leaving(&self) -> Vec<EffectFacts> {
        let group = self.group().unwrap_or_default();
        let permissions = self.state.permissions(group, self.place());
        let rights = permissions.map(|it| it.rights.keys()).into_iter().flatten();
        rights.map(|it| self.effect(group, it, Right::None)).collect()
    }
}
