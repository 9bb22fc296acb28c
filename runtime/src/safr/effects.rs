//! What a granted operation does to rights.

use saffron_bundle::layout::safr::RIGHT_BITS;
use saffron_bundle::run;
use saffron_bundle::safr::SafrOperation as Op;
use saffron_bundle::safr::{ItemType, Right, Rules, SafrSwitch, SubjectKind};

use super::decision::Effect;
use super::facts::ItemIndex;
use super::named::group_of;
use super::needs::{Needs, Unknown};
use super::roles::creator_gains;
use super::rules::Case;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// The rights that groups have after the operation, where it changes any; by group, environment,
    /// type and name.
    pub(super) fn effects(&self, needs: &Needs<'_, 'b, 'd>) -> Vec<Effect<'d>> {
        let mut effects = match self.request.operation {
            Op::Create => self.created(needs).into_iter().collect(),
            Op::Delete => self.deleted(needs),
            Op::Migrate => self.migrated(needs).unwrap_or_default(),
            Op::RemoveGroupEnvironment => self.removed(needs),
            _ => Vec::new(),
        };
        effects.sort_by_key(|it| (it.group, it.environment, it.item));
        effects.dedup();
        effects
    }

    fn login_group(&self, needs: &Needs<'_, 'b, 'd>) -> Option<&'d str> {
        self.session.group.map(|group| needs.engine.safr_group_name(group))
    }

    /// Who creates an item could not see it without a right to it.
    fn created(&self, needs: &Needs<'_, 'b, 'd>) -> Option<Effect<'d>> {
        let rules = needs.engine.safr_rules();
        let access = self.standing.access?.access();
        let gains = match rules {
            Rules::Safr => self.standing.kind == SubjectKind::GeneralUser,
            Rules::GenevaersRoles => creator_gains(access),
        };
        let kind = self.request.item_type;
        let switched = needs.engine.safr_is_on(SafrSwitch::CreatorGetsFullRight);
        if !gains || !switched || !kind.has_rights(rules) {
            return None;
        }
        Some(Effect {
            group: self.login_group(needs)?,
            environment: needs.engine.safr_environment_name(self.standing.environment),
            item: (kind, self.request.item?),
            right: Right::Delete,
        })
    }

    /// Rights to what isn't there any more.
    fn deleted(&self, needs: &Needs<'_, 'b, 'd>) -> Vec<Effect<'d>> {
        let Some(item) = self.item else { return Vec::new() };
        let engine = needs.engine;
        let (kind, name) = (self.request.item_type, engine.safr_item_name(item));
        let groups = engine.safr_groups_of(self.standing.environment);
        let holding = groups.filter(|(_, access)| engine.safr_right(*access, item).is_some());
        let gone = holding.map(|(group, _)| Effect {
            group: engine.safr_group_name(group),
            environment: engine.safr_environment_name(self.standing.environment),
            item: (kind, name),
            right: Right::None,
        });
        gone.collect()
    }

    /// At least read in the target, for a general user (sections 22 and 91); nothing is ever lowered.
    fn migrated(&self, needs: &Needs<'_, 'b, 'd>) -> Result<Vec<Effect<'d>>, Unknown> {
        let engine = needs.engine;
        let (source, target) = self.migration(needs)?;
        let general = target.kind == SubjectKind::GeneralUser;
        let (Some(group), Rules::Safr, true) =
            (self.login_group(needs), engine.safr_rules(), general)
        else {
            return Ok(Vec::new());
        };
        let read = |item: ItemIndex| {
            let kind = engine.safr_item_kind(item).filter(|kind| kind.has_rights(Rules::Safr))?;
            let name = engine.safr_item_name(item);
            let there = engine.safr_item(target.environment, kind, name);
            let has = there.map_or(Right::None, |there| target.right(engine, there).0);
            Some(Effect {
                group,
                environment: engine.safr_environment_name(target.environment),
                item: (kind, name),
                right: has.max(Right::Read),
            })
        };
        Ok(self.selected_in(needs, &source)?.into_iter().filter_map(read).collect())
    }

    /// The group loses every right in the environment.
    fn removed(&self, needs: &Needs<'_, 'b, 'd>) -> Vec<Effect<'d>> {
        let engine = needs.engine;
        let group = group_of(self.request).and_then(|name| engine.safr_group(name));
        let access = group.and_then(|group| engine.safr_access(group, self.standing.environment));
        let (Some(group), Some(access)) = (group, access) else { return Vec::new() };
        let rights = run(engine.bundle.safr_rights, access.row.rights).iter();
        let gone = rights.filter_map(|right| {
            let item = ItemIndex(right.get() >> RIGHT_BITS);
            Some(Effect {
                group: engine.safr_group_name(group),
                environment: engine.safr_environment_name(self.standing.environment),
                item: (engine.safr_item_kind(item)?, engine.safr_item_name(item)),
                right: Right::None,
            })
        });
        gone.collect()
    }

    /// The environment that is judged: of operations on environments the one that the item names.
    pub(super) fn is_environment(kind: ItemType) -> bool {
        matches!(kind, ItemType::Environment | ItemType::XmlTarget)
    }
}
