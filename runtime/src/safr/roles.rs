//! The rules of today's GenevaERS Workbench: a role for each group and environment, and rights of
//! their own for views and lookup paths (GenevaERS, Security Overview). Never mixed with those of
//! SAFR 4.

use saffron_bundle::safr::SafrOperation as Op;
use saffron_bundle::safr::{Access, ItemType, Right, SafrStep};

use super::facts::ItemIndex;
use super::needs::{Needs, Unknown};
use super::rules::{Case, related};
use super::subject::Standing;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// Looks at everything that the operation needs.
    pub(super) fn judge_by_role(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        match self.request.operation {
            Op::BatchActivateLookupPaths | Op::BatchActivateViews => self.role_activate(needs),
            Op::Migrate => self.role_migrate(needs),
            Op::Export => {
                let selected = self.selected(needs)?;
                self.role_readable(needs)?;
                for item in related(needs, &selected) {
                    role_read(needs, &self.standing, item, SafrStep::References);
                }
                Ok(())
            }
            Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.role_readable(needs),
            _ if self.request.item_type.has_rights(saffron_bundle::safr::Rules::GenevaersRoles) => {
                self.role_item(needs)
            }
            Op::Reference => self.role_reference(needs),
            _ => {
                needs.everyone(&self.standing);
                Ok(())
            }
        }
    }

    fn role_item(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let kind = self.request.item_type;
        let edit = |needs: &mut Needs<'_, 'b, 'd>, right| {
            let item = self.item.ok_or(Unknown)?;
            needs.edit(SafrStep::EditRight, &self.standing, item, right);
            Ok(())
        };
        match self.request.operation {
            Op::Create => {
                needs.create(&self.standing, kind);
                self.role_references(needs)
            }
            Op::Copy => {
                if kind != ItemType::View {
                    edit(needs, Right::Read)?;
                }
                needs.create(&self.standing, kind);
                Ok(())
            }
            Op::Modify | Op::ActivateSave => {
                edit(needs, Right::Modify)?;
                self.role_references(needs)
            }
            Op::Move => edit(needs, Right::Modify),
            Op::Delete => edit(needs, Right::Delete),
            Op::Reference => self.role_reference(needs),
            _ => edit(needs, Right::Read),
        }
    }

    /// What the item is to refer to and didn't before. What a lookup path uses isn't looked at.
    fn role_references(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        if self.request.item_type == ItemType::LookupPath {
            return Ok(());
        }
        for item in self.new_references(needs)? {
            role_read(needs, &self.standing, item, SafrStep::References);
        }
        Ok(())
    }

    fn role_reference(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let item = self.item.ok_or(Unknown)?;
        let referring = self.find(needs, self.request.with.referrer.ok_or(Unknown)?)?;
        needs.edit(SafrStep::EditRight, &self.standing, referring, Right::Modify);
        if needs.engine.safr_item_kind(item) != Some(ItemType::ControlRecord) {
            needs.edit(SafrStep::EditRight, &self.standing, item, Right::Read);
        }
        Ok(())
    }

    fn role_activate(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let items = self.selected(needs)?;
        if self.standing.migrates_in() || items.is_empty() {
            needs.migrate_in(&self.standing);
            return Ok(());
        }
        for item in items {
            needs.edit(SafrStep::EditRight, &self.standing, item, Right::Modify);
        }
        Ok(())
    }

    fn role_migrate(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let (source, target) = self.migration(needs)?;
        needs.access(&target);
        if target.access.is_some() {
            needs.migrate_in(&target);
        }
        needs.access(&source);
        if source.access.is_some() {
            for item in self.selected_in(needs, &source)? {
                role_read(needs, &source, item, SafrStep::EditRight);
            }
        }
        Ok(())
    }

    fn role_readable(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        for item in self.selected(needs)? {
            role_read(needs, &self.standing, item, SafrStep::EditRight);
        }
        Ok(())
    }
}

/// The right to read an item; everybody with access reads control records.
fn role_read<'b: 'd, 'd>(
    needs: &mut Needs<'_, 'b, 'd>,
    standing: &Standing<'b>,
    item: ItemIndex,
    step: SafrStep,
) {
    if needs.engine.safr_item_kind(item) == Some(ItemType::ControlRecord) {
        needs.everyone(standing);
    } else {
        needs.edit(step, standing, item, Right::Read);
    }
}

/// Whether a role creates items of the type without a permission: the administrators' does.
pub(super) fn creator_gains(access: Access) -> bool {
    super::subject::default_right(access) < Right::Delete
}
