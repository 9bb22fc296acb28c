//! What a granted operation does to rights.
//!
//! A decision lists the rights that groups have after the operation, so that an application can
//! store them. Nothing is stored here, and an effect never lowers a right, except to `none` where
//! the item or the access of the group is gone.
//!
//! Source: Security overview, sections 22 and 91, for migrations. That a creator gets the full
//! right, and that rights to deleted items end, is the behavior of the Workbench; the overview
//! doesn't state it.

use saffron_bundle::run;
use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{ItemType, Right, Rules, SafrSwitch, SubjectKind};

use super::decision::Effect;
use super::facts;
use super::facts::{AccessView, GroupIndex, ItemIndex};
use super::find::{Case, Found};
use super::named::group_of;
use super::roles::creator_gains;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// The rights that groups have after the operation, where it changes any; by group,
    /// environment, type and name.
    pub(crate) fn effects(&self) -> Vec<Effect<'d>> {
        let mut effects = match self.request.operation {
            Op::Create => self.created().into_iter().collect(),
            Op::Delete => self.deleted(),
            Op::Migrate => self.migrated().unwrap_or_default(),
            Op::RemoveGroupEnvironment => self.removed(),
            Op::ClearEnvironment => self.cleared(),
            _ => Vec::new(),
        };
        effects.sort_by_key(|it| (it.group, it.environment, it.item));
        effects.dedup();
        effects
    }

    /// The name of the login group; system administrators have none.
    fn login_group(&self) -> Option<&'d str> {
        self.session.group().map(|group| facts::group_name(self.tables, group))
    }

    /// The name of the environment in which the request is evaluated.
    fn environment_name(&self) -> &'d str {
        facts::environment_name(self.tables, self.standing.environment)
    }

    /// The full right of the login group to a new item, without which a general user could not see
    /// it. It is the option `creator-gets-full-right`. Administrators have every right already.
    fn created(&self) -> Option<Effect<'d>> {
        let rules = facts::rules(self.tables);
        let access = self.standing.access?.access();
        let gains = match rules {
            Rules::Safr => self.standing.kind == SubjectKind::GeneralUser,
            Rules::GenevaersRoles => creator_gains(access),
        };
        let kind = self.request.item_type;
        if !gains || !self.is_on(SafrSwitch::CreatorGetsFullRight) || !kind.has_rights(rules) {
            return None;
        }
        Some(Effect {
            group: self.login_group()?,
            environment: self.environment_name(),
            item: (kind, self.request.item?),
            right: Right::Delete,
        })
    }

    /// Rights to an item that no longer exists: `none` for every group that had one.
    fn deleted(&self) -> Vec<Effect<'d>> {
        let Some(item) = self.item else { return Vec::new() };
        let tables = self.tables;
        let groups = facts::groups_of(tables, self.standing.environment);
        let holding = groups.filter(|(_, access)| facts::right(tables, *access, item).is_some());
        let gone = holding.map(|(group, _)| Effect {
            group: facts::group_name(tables, group),
            environment: self.environment_name(),
            item: (self.request.item_type, facts::item_name(tables, item)),
            right: Right::None,
        });
        gone.collect()
    }

    /// At least read in the target, for a general user (sections 22 and 91); nothing is ever
    /// lowered.
    fn migrated(&self) -> Found<'d, Vec<Effect<'d>>> {
        let source = self.migration_source()?;
        let mut effects = Vec::new();
        let general = self.standing.kind == SubjectKind::GeneralUser;
        if general && facts::rules(self.tables) == Rules::Safr {
            self.each_selected(&source, |item| {
                effects.extend(self.copied(item));
                Ok(())
            })?;
            if self.is_on(SafrSwitch::MigratedViewOpensFolder) {
                let folders = self.folders_of_migrated_views(&source)?;
                let names = folders.keys();
                effects.extend(names.filter_map(|name| self.opened(ItemType::ViewFolder, name)));
            }
        }
        Ok(effects)
    }

    /// The effect for one migrated item; `None` for types without edit rights, such as views.
    fn copied(&self, item: ItemIndex) -> Option<Effect<'d>> {
        let kind = facts::item_kind(self.tables, item)?;
        if !kind.has_rights(Rules::Safr) {
            return None;
        }
        self.opened(kind, facts::item_name(self.tables, item))
    }

    /// At least read for the login group to an item of the target.
    fn opened(&self, kind: ItemType, name: &'d str) -> Option<Effect<'d>> {
        let (tables, target) = (self.tables, &self.standing);
        let there = facts::item(tables, target.environment, kind, name);
        let has = there.map_or(Right::None, |there| target.right(tables, there).right);
        Some(Effect {
            group: self.login_group()?,
            environment: self.environment_name(),
            item: (kind, name),
            right: has.max(Right::Read),
        })
    }

    /// The group loses every right in the environment.
    fn removed(&self) -> Vec<Effect<'d>> {
        let tables = self.tables;
        let group = group_of(self.request).and_then(|name| facts::group(tables, name));
        let access =
            group.and_then(|group| facts::access(tables, group, self.standing.environment));
        let (Some(group), Some(access)) = (group, access) else { return Vec::new() };
        self.all_gone(group, access)
    }

    /// With its items an environment loses the rights of every group to them.
    fn cleared(&self) -> Vec<Effect<'d>> {
        let groups = facts::groups_of(self.tables, self.standing.environment);
        groups.flat_map(|(group, access)| self.all_gone(group, access)).collect()
    }

    /// `none` for every right that a group has in the environment.
    fn all_gone(&self, group: GroupIndex, access: AccessView<'b>) -> Vec<Effect<'d>> {
        let tables = self.tables;
        let rights = run(tables.bundle.safr_rights(), access.row.rights()).iter();
        let gone = rights.filter_map(|right| {
            let item = ItemIndex(right.item().0);
            Some(Effect {
                group: facts::group_name(tables, group),
                environment: self.environment_name(),
                item: (facts::item_kind(tables, item)?, facts::item_name(tables, item)),
                right: Right::None,
            })
        });
        gone.collect()
    }
}
