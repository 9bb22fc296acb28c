//! The rules of today's GenevaERS Workbench: a role for each group and environment, and rights of
//! their own for views and lookup paths. Never mixed with those of SAFR 4.
//!
//! The role gives a right to every item that no clause mentions: a guest reads, a developer and an
//! administrator may do everything. A clause takes precedence over the role, even over that of an
//! administrator, and even with `none`. The right to a folder has no effect on the views in it,
//! and the items that a lookup path uses aren't checked.
//!
//! Source: GenevaERS, *Security Overview*. Where it is silent, the rules follow the published
//! source of the Workbench.

use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules, SafrStep};

use super::facts;
use super::facts::ItemIndex;
use super::find::{Case, Found};
use super::needs::Needs;
use super::subject::{Standing, default_right};
use super::support::related;
use super::trail::OpenTo;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// States everything that the operation needs.
    pub(crate) fn judge_by_role(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let kind = self.request.item_type;
        match self.request.operation {
            Op::BatchActivateLookupPaths | Op::BatchActivateViews => self.role_activate(needs),
            Op::Migrate => self.role_migrate(needs),
            Op::Export => {
                self.role_readable(needs, &self.standing)?;
                for item in related(self)? {
                    self.role_read(needs, &self.standing, item, SafrStep::References);
                }
                Ok(())
            }
            Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.role_readable(needs, &self.standing),
            Op::ReportEnvironmentSecurity => {
                needs.everyone(&self.standing, OpenTo::SecurityReport);
                Ok(())
            }
            Op::Reference => self.role_reference(needs),
            _ if kind.has_rights(Rules::GenevaersRoles) => self.role_item(needs),
            _ => {
                needs.everyone(&self.standing, OpenTo::Read(kind));
                Ok(())
            }
        }
    }

    /// Operations on one item of a type with rights. A copy of a view requires the create
    /// permission only; a copy of another item requires read too.
    ///
    /// Source: GenevaERS, *Security Overview*, "Group permissions".
    fn role_item(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let kind = self.request.item_type;
        match self.request.operation {
            Op::Create => {
                needs.create(&self.standing, kind);
                self.role_references(needs)
            }
            Op::Copy => {
                if kind != ItemType::View {
                    self.edit(needs, Right::Read)?;
                }
                needs.create(&self.standing, kind);
                Ok(())
            }
            Op::Modify => {
                self.edit(needs, Right::Modify)?;
                self.role_references(needs)
            }
            Op::ActivateSave | Op::Move => self.edit(needs, Right::Modify),
            Op::Delete => self.edit(needs, Right::Delete),
            _ => self.edit(needs, Right::Read),
        }
    }

    /// What the item is to refer to and didn't before: read. What a lookup path uses isn't checked.
    fn role_references(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        if self.request.item_type == ItemType::LookupPath {
            return Ok(());
        }
        for it in self.references() {
            let item = self.find(*it)?;
            if !self.refers(item) {
                self.role_read(needs, &self.standing, item, SafrStep::References);
            }
        }
        Ok(())
    }

    /// A reference to an item: modify for what refers, read for what is referred to.
    fn role_reference(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let referring = self.find(self.referrer()?)?;
        needs.edit(SafrStep::EditRight, &self.standing, referring, Right::Modify);
        self.role_read(needs, &self.standing, self.existing()?, SafrStep::EditRight);
        Ok(())
    }

    /// Batch activation, of views or lookup paths: Migrate In, or modify for every selected item.
    fn role_activate(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let mut selected = self.selected();
        if self.standing.migrates_in() || selected.clone().next().is_none() {
            needs.migrate_in(&self.standing);
            return Ok(());
        }
        selected.try_for_each(|it| {
            needs.edit(SafrStep::EditRight, &self.standing, self.find(it)?, Right::Modify);
            Ok(())
        })
    }

    /// Migration: Migrate In in the target, read for every item in the source.
    fn role_migrate(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let (source, target) = (self.migration_source()?, self.standing);
        needs.access(&target);
        needs.migrate_in(&target);
        needs.access(&source);
        self.role_readable(needs, &source)
    }

    /// Read for everything that is selected.
    fn role_readable(
        &self,
        needs: &mut Needs<'_, 'b, 'd>,
        standing: &Standing<'b>,
    ) -> Found<'d, ()> {
        self.each_selected(standing, |item| {
            self.role_read(needs, standing, item, SafrStep::EditRight);
            Ok(())
        })
    }

    /// The right to read an item; everybody with access reads control records.
    fn role_read(
        &self,
        needs: &mut Needs<'_, 'b, 'd>,
        standing: &Standing<'b>,
        item: ItemIndex,
        step: SafrStep,
    ) {
        if facts::item_kind(self.tables, item) == Some(ItemType::ControlRecord) {
            needs.everyone(standing, OpenTo::Read(ItemType::ControlRecord));
        } else {
            needs.edit(step, standing, item, Right::Read);
        }
    }
}

/// Whether the creator of an item gains a right that the role doesn't give already.
pub(crate) const fn creator_gains(access: Access) -> bool {
    !matches!(default_right(access), Right::Delete)
}
