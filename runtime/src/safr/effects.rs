//! What a granted operation does to rights.

use saffron_bundle::layout::safr::RIGHT_BITS;
use saffron_bundle::run;
use saffron_bundle::safr::SafrOperation as Op;
use saffron_bundle::safr::{Right, Rules, SafrSwitch, SubjectKind};

use super::decision::Effect;
use super::facts::ItemIndex;
use super::find::{Case, Found};
use super::named::group_of;
use super::roles::creator_gains;
use super::subject::Standing;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// The rights that groups have after the operation, where it changes any; by group, environment,
    /// type and name.
    pub(super) fn effects(&self) -> Vec<Effect<'d>> {
        let mut effects = match self.request.operation {
            Op::Create => self.created().into_iter().collect(),
            Op::Delete => self.deleted(),
            Op::Migrate => self.migrated().unwrap_or_default(),
            Op::RemoveGroupEnvironment => self.removed(),
            _ => Vec::new(),
        };
        effects.sort_by_key(|it| (it.group, it.environment, it.item));
        effects.dedup();
        effects
    }

    fn login_group(&self) -> Option<&'d str> {
        self.session.group().map(|group| self.engine.safr_group_name(group))
    }

    fn environment_name(&self) -> &'d str {
        self.engine.safr_environment_name(self.standing.environment)
    }

    /// Who creates an item could not see it without a right to it.
    fn created(&self) -> Option<Effect<'d>> {
        let rules = self.engine.safr_rules();
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

    /// Rights to what isn't there any more.
    fn deleted(&self) -> Vec<Effect<'d>> {
        let Some(item) = self.item else { return Vec::new() };
        let engine = self.engine;
        let groups = engine.safr_groups_of(self.standing.environment);
        let holding = groups.filter(|(_, access)| engine.safr_right(*access, item).is_some());
        let gone = holding.map(|(group, _)| Effect {
            group: engine.safr_group_name(group),
            environment: self.environment_name(),
            item: (self.request.item_type, engine.safr_item_name(item)),
            right: Right::None,
        });
        gone.collect()
    }

    /// At least read in the target, for a general user (sections 22 and 91); nothing is ever lowered.
    fn migrated(&self) -> Found<'d, Vec<Effect<'d>>> {
        let (source, target) = (self.migration_source()?, self.standing);
        let mut effects = Vec::new();
        let general = target.kind == SubjectKind::GeneralUser;
        if general && self.engine.safr_rules() == Rules::Safr {
            self.each_selected(&source, |item| {
                effects.extend(self.copied(item, &target));
                Ok(())
            })?;
        }
        Ok(effects)
    }

    fn copied(&self, item: ItemIndex, target: &Standing<'b>) -> Option<Effect<'d>> {
        let engine = self.engine;
        let kind = engine.safr_item_kind(item).filter(|kind| kind.has_rights(Rules::Safr))?;
        let name = engine.safr_item_name(item);
        let there = engine.safr_item(target.environment, kind, name);
        let has = there.map_or(Right::None, |there| target.right(engine, there).right);
        Some(Effect {
            group: self.login_group()?,
            environment: engine.safr_environment_name(target.environment),
            item: (kind, name),
            right: has.max(Right::Read),
        })
    }

    /// The group loses every right in the environment.
    fn removed(&self) -> Vec<Effect<'d>> {
        let engine = self.engine;
        let group = group_of(self.request).and_then(|name| engine.safr_group(name));
        let access = group.and_then(|group| engine.safr_access(group, self.standing.environment));
        let (Some(group), Some(access)) = (group, access) else { return Vec::new() };
        let rights = run(engine.bundle.safr_rights, access.row.rights).iter();
        let gone = rights.filter_map(|right| {
            let item = ItemIndex(right.get() >> RIGHT_BITS);
            Some(Effect {
                group: engine.safr_group_name(group),
                environment: self.environment_name(),
                item: (engine.safr_item_kind(item)?, engine.safr_item_name(item)),
                right: Right::None,
            })
        });
        gone.collect()
    }
}
