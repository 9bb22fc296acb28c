//! The rules of SAFR 4: what general users need for each operation (Security overview, sections 10
//! to 92). Administrators have been answered before.

use saffron_bundle::safr::{ItemType, Right, SafrOperation as Op, SafrStep, SafrSwitch};

use super::facts::ItemIndex;
use super::needs::{Needs, Unknown};
use super::request::{ItemRef, SafrRequest};
use super::subject::{Session, Standing};

/// A request of a general user, and where it is judged.
pub(super) struct Case<'c, 'b, 'r> {
    pub(super) request: &'c SafrRequest<'r>,
    pub(super) session: &'c Session,
    pub(super) standing: Standing<'b>,
    /// The item, where the operation is about one that is there.
    pub(super) item: Option<ItemIndex>,
}

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// Looks at everything that the operation needs.
    pub(super) fn judge(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        match self.request.operation {
            Op::BatchActivateLookupPaths => needs.migrate_in(&self.standing),
            Op::BatchActivateViews => return self.activate_views(needs),
            Op::Migrate => return self.migrate(needs),
            Op::Export => return self.export(needs),
            Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => return self.selected_readable(needs),
            Op::ReportEnvironmentSecurity | Op::ReportEnvironmentChecker => {
                needs.everyone(&self.standing);
            }
            _ => return self.item_operation(needs),
        }
        Ok(())
    }

    fn item_operation(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        match self.request.item_type {
            ItemType::View => self.view(needs),
            ItemType::LookupPath => self.lookup_path(needs),
            ItemType::ControlRecord | ItemType::GlobalField => self.readable_by_everyone(needs),
            ItemType::LogicalFile
            | ItemType::LogicalRecord
            | ItemType::PhysicalFile
            | ItemType::UserExitRoutine
            | ItemType::ViewFolder => self.with_rights(needs),
            _ => {
                needs.everyone(&self.standing);
                Ok(())
            }
        }
    }

    /// Items with edit rights of their own (sections 10, 12, 22 and 56 to 68).
    fn with_rights(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let kind = self.request.item_type;
        let edit = |needs: &mut Needs<'_, 'b, 'd>, right| {
            let item = self.item.ok_or(Unknown)?;
            needs.edit(SafrStep::EditRight, &self.standing, item, right);
            Ok(())
        };
        match self.request.operation {
            Op::Create => {
                needs.create(&self.standing, kind);
                self.item_references(needs)
            }
            Op::Copy => {
                edit(needs, Right::Read)?;
                needs.create(&self.standing, kind);
                Ok(())
            }
            Op::Modify => {
                edit(needs, Right::Modify)?;
                self.item_references(needs)
            }
            Op::Delete => edit(needs, Right::Delete),
            Op::Reference => self.reference(needs),
            _ => edit(needs, Right::Read),
        }
    }

    /// What a logical record, logical or physical file is to refer to, and didn't before.
    fn item_references(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let checked = needs.engine.safr_is_on(SafrSwitch::ItemReferencesNeedRights);
        for item in self.new_references(needs)? {
            let kind = needs.engine.safr_item_kind(item);
            if checked && kind.is_some_and(|kind| kind != ItemType::GlobalField) {
                needs.edit(SafrStep::References, &self.standing, item, Right::Read);
            }
        }
        Ok(())
    }

    /// Control records and global fields: everybody reads them (sections 20, 50 and 54).
    fn readable_by_everyone(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        if self.request.operation == Op::Reference {
            return self.reference(needs);
        }
        needs.everyone(&self.standing);
        Ok(())
    }

    /// Lookup paths: no rights of their own, but those to what they use (sections 20, 22 and 60).
    fn lookup_path(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        match self.request.operation {
            Op::Create | Op::Modify => self.lookup_definition(needs),
            Op::Copy => {
                let item = self.item.ok_or(Unknown)?;
                let used: Vec<ItemIndex> = needs.engine.safr_references(item).collect();
                self.selectable(needs, &used);
                Ok(())
            }
            Op::Reference => self.reference(needs),
            _ => {
                needs.everyone(&self.standing);
                Ok(())
            }
        }
    }

    /// The definition that the path will have; what it used before doesn't matter.
    fn lookup_definition(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let whole = needs.engine.safr_is_on(SafrSwitch::LookupPathCheckedAsAWhole);
        let used = match (self.request.with.refs, self.item) {
            (Some(refs), _) if whole => self.resolve(needs, refs)?,
            (Some(_), _) => self.new_references(needs)?,
            (None, Some(item)) if whole => needs.engine.safr_references(item).collect(),
            (None, _) => Vec::new(),
        };
        self.selectable(needs, &used);
        Ok(())
    }

    fn selectable(&self, needs: &mut Needs<'_, 'b, 'd>, used: &[ItemIndex]) {
        let read = needs.engine.safr_is_on(SafrSwitch::LookupPathNeedsRead);
        let wanted = if read { Right::Read } else { Right::Modify };
        for &item in used {
            needs.edit(SafrStep::References, &self.standing, item, wanted);
        }
        if used.is_empty() {
            needs.everyone(&self.standing);
        }
    }

    /// Views: no rights of their own, but those to the folder that holds them (sections 22, 66, 68).
    fn view(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let own = self.item.and_then(|view| needs.engine.safr_folder(view));
        let target = self.named_folder(needs)?;
        let is_on = |switch| needs.engine.safr_is_on(switch);
        let (both, modify) =
            (is_on(SafrSwitch::ViewMoveNeedsBothFolders), is_on(SafrSwitch::ViewDeleteNeedsModify));
        match self.request.operation {
            Op::Create => {
                needs.folder(&self.standing, target.ok_or(Unknown)?, Right::Modify);
                self.view_references(needs)?;
            }
            Op::Modify | Op::ActivateSave => {
                let own = own.ok_or(Unknown)?;
                needs.folder(&self.standing, own, Right::Modify);
                if let Some(target) = target.filter(|target| *target != own) {
                    needs.folder(&self.standing, target, Right::Modify);
                }
                self.view_references(needs)?;
            }
            Op::Move => {
                if both {
                    needs.folder(&self.standing, own.ok_or(Unknown)?, Right::Modify);
                }
                needs.folder(&self.standing, target.ok_or(Unknown)?, Right::Modify);
            }
            Op::Copy => {
                let own = own.ok_or(Unknown)?;
                needs.folder(&self.standing, own, Right::Read);
                needs.folder(&self.standing, target.unwrap_or(own), Right::Modify);
            }
            Op::Delete => {
                let wanted = if modify { Right::Modify } else { Right::Delete };
                needs.folder(&self.standing, own.ok_or(Unknown)?, wanted);
            }
            _ => needs.folder(&self.standing, own.ok_or(Unknown)?, Right::Read),
        }
        Ok(())
    }

    /// What a view is to refer to, and didn't before.
    fn view_references(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        for item in self.new_references(needs)? {
            self.used_in_view(needs, item, SafrStep::References);
        }
        Ok(())
    }

    /// What reference to an item takes besides the right to change what refers to it.
    fn used_in_view(&self, needs: &mut Needs<'_, 'b, 'd>, item: ItemIndex, step: SafrStep) {
        match needs.engine.safr_item_kind(item) {
            Some(ItemType::ControlRecord | ItemType::GlobalField) | None => {}
            Some(ItemType::LookupPath) => {
                for used in needs.engine.safr_references(item) {
                    needs.edit(SafrStep::References, &self.standing, used, Right::Read);
                }
            }
            Some(_) => needs.edit(step, &self.standing, item, Right::Read),
        }
    }

    /// A reference to the item from a view, or from a logical record or file.
    fn reference(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let item = self.item.ok_or(Unknown)?;
        let referrer = self.request.with.referrer.ok_or(Unknown)?;
        if referrer.item_type == ItemType::View {
            let folder = self.folder_of(needs, referrer)?;
            needs.folder(&self.standing, folder, Right::Modify);
            self.used_in_view(needs, item, SafrStep::EditRight);
            return Ok(());
        }
        let referring = self.find(needs, referrer)?;
        needs.edit(SafrStep::EditRight, &self.standing, referring, Right::Modify);
        let checked = needs.engine.safr_is_on(SafrSwitch::ItemReferencesNeedRights);
        if checked && self.request.item_type != ItemType::GlobalField {
            needs.edit(SafrStep::EditRight, &self.standing, item, Right::Read);
        }
        Ok(())
    }

    /// The folder of a view that is there, or the one in which a new view is to lie.
    fn folder_of(
        &self,
        needs: &Needs<'_, 'b, 'd>,
        view: ItemRef<'_>,
    ) -> Result<ItemIndex, Unknown> {
        match self.find(needs, view) {
            Ok(view) => needs.engine.safr_folder(view).ok_or(Unknown),
            Err(Unknown) => self.named_folder(needs)?.ok_or(Unknown),
        }
    }

    /// Batch Activate Views: Migrate In, or the right to change every selected view (sections 14, 66
    /// and 91).
    fn activate_views(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let views = self.selected(needs)?;
        let by_folder = needs.engine.safr_is_on(SafrSwitch::FolderRightActivatesViews);
        if self.standing.migrates_in() || !by_folder || views.is_empty() {
            needs.migrate_in(&self.standing);
            return Ok(());
        }
        for view in views {
            let folder = needs.engine.safr_folder(view).ok_or(Unknown)?;
            needs.folder(&self.standing, folder, Right::Modify);
        }
        Ok(())
    }

    /// The Migration Utility: Migrate In for the target, read for the source; each environment is
    /// judged by itself (section 91).
    fn migrate(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let (source, target) = self.migration(needs)?;
        let items = self.selected_in(needs, &source)?;
        if items.is_empty() {
            return Err(Unknown);
        }
        needs.access(&target);
        if target.access.is_some() {
            needs.migrate_in(&target);
        }
        needs.access(&source);
        let lenient = !needs.engine.safr_is_on(SafrSwitch::MigrationNeedsReadForAdministrators);
        if source.access.is_some() && !(lenient && target.is_administrator()) {
            for item in items {
                readable(needs, &source, item, SafrStep::EditRight);
            }
        }
        Ok(())
    }

    /// Export: read for every selected item and, by option, for all that it uses (section 92).
    fn export(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let selected = self.selected(needs)?;
        self.selected_readable(needs)?;
        if !needs.engine.safr_is_on(SafrSwitch::ExportChecksRelatedItems) {
            return Ok(());
        }
        for item in related(needs, &selected) {
            readable(needs, &self.standing, item, SafrStep::References);
        }
        Ok(())
    }

    /// Reports (section 90): read for everything that is selected.
    fn selected_readable(&self, needs: &mut Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let selected = self.selected(needs)?;
        if selected.is_empty() {
            return Err(Unknown);
        }
        for item in selected {
            readable(needs, &self.standing, item, SafrStep::EditRight);
        }
        Ok(())
    }
}

/// The right to read an item: that to its folder for a view, none for what everybody reads.
fn readable<'b: 'd, 'd>(
    needs: &mut Needs<'_, 'b, 'd>,
    standing: &Standing<'b>,
    item: ItemIndex,
    step: SafrStep,
) {
    match needs.engine.safr_item_kind(item) {
        Some(ItemType::View) => {
            if let Some(folder) = needs.engine.safr_folder(item) {
                needs.folder(standing, folder, Right::Read);
            }
        }
        Some(ItemType::ControlRecord | ItemType::GlobalField | ItemType::LookupPath) | None => {
            needs.everyone(standing);
        }
        Some(_) => needs.edit(step, standing, item, Right::Read),
    }
}

/// Everything that can be reached from the items through references, ascending, themselves not among
/// it.
pub(super) fn related(needs: &Needs<'_, '_, '_>, items: &[ItemIndex]) -> Vec<ItemIndex> {
    let mut found = std::collections::BTreeSet::new();
    let mut pending = items.to_vec();
    while let Some(item) = pending.pop() {
        for used in needs.engine.safr_references(item) {
            if found.insert(used) {
                pending.push(used);
            }
        }
    }
    for item in items {
        found.remove(item);
    }
    found.into_iter().collect()
}
